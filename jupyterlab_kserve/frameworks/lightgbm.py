"""LightGBM: the booster as text, which KServe's server takes; the estimator beside it."""

from __future__ import annotations

from typing import Any, BinaryIO

from ..parsing.report import Inspection, texts
from ..parsing.risk import CLASS
from .boosters import join, split
from .library import Format, Framework, Inspector, Library

_TAIL = 8 << 20
"""Behind the trees stand the importances and parameters, of many features many."""


def dump(model: Any, stream: BinaryIO) -> None:
    """Write a model's booster.

    Args:
        model: A ``Booster``, or an estimator such as ``LGBMClassifier``.
        stream: Where to.
    """
    booster = model.booster_ if hasattr(model, "booster_") else model
    stream.write(booster.model_to_string().encode())


def load(stream: BinaryIO, trust: bool = False) -> Any:
    """Read a booster.

    Args:
        stream: The opened file.
        trust: Makes no difference here.

    Returns:
        A ``Booster``.
    """
    import lightgbm

    return lightgbm.Booster(model_str=stream.read().decode())


def sniff(head: bytes, size: int) -> Inspector | None:
    """Find what inspects a file of LightGBM.

    Args:
        head: Its first bytes.
        size: All its bytes.
    """
    return _inspect if head.startswith((b"tree\n", b"tree\r\n")) else None


def _inspect(stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    found = Inspection(format="bst", framework="lightgbm", size=size)
    facts: dict[str, str] = {}
    for _ in range(40):
        line = stream.readline(1 << 20).decode("utf-8", "replace").strip()
        key, equals, value = line.partition("=")
        if key == "Tree":
            break
        if equals:
            facts[key] = value
    highest = facts.get("max_feature_idx", "")
    if highest.isdecimal():
        found.features = int(highest[:9]) + 1
    found.feature_names = texts(facts.get("feature_names", "").split())
    found.tell_objective(facts.get("objective", "")[:60])
    stream.seek(max(0, size - _TAIL))
    if b"end of trees" not in stream.read(_TAIL):
        found.incomplete("It is truncated.")
    return found


LIBRARY = Library(
    Framework(
        "lightgbm",
        "LightGBM",
        "lightgbm",
        "lightgbm",
        ("bst", "joblib", "pickle"),
        ("numpy", "scipy", "scikit-learn", "joblib", "pandas"),
    ),
    # XGBoost's files had this extension too.
    (Format("bst", (".bst",), None, dump, load, split, join, same_content=("xgboost",)),),
    sniff,
    safe_globals=(rf"lightgbm\.(basic|sklearn)\.{CLASS}",),
    rank=30,
)

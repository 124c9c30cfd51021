"""XGBoost: the booster as UBJSON, which KServe's server takes; the estimator beside it."""

from __future__ import annotations

import json
import re
import struct
from typing import Any, BinaryIO

from ..parsing.report import Inspection, NotReadError, texts
from ..parsing.risk import CLASS
from ..parsing.source import Source
from ..parsing.ubjson import Ubjson
from .boosters import join, split
from .library import Format, Framework, Inspector, Library

_END = 1 << 16
"""Bytes at each end of a JSON model in which its facts stand."""

_UBJ_MARKERS = (b"i", b"U", b"I", b"l", b"L")


def dump(model: Any, stream: BinaryIO) -> None:
    """Write a model's booster.

    Args:
        model: A ``Booster``, or an estimator such as ``XGBClassifier``.
        stream: Where to.
    """
    booster = model.get_booster() if hasattr(model, "get_booster") else model
    stream.write(booster.save_raw(raw_format="ubj"))


def load(stream: BinaryIO, trust: bool = False) -> Any:
    """Read a booster in any of XGBoost's formats.

    Args:
        stream: The opened file.
        trust: Makes no difference here.

    Returns:
        A ``Booster``.
    """
    import xgboost

    # Given bytes, XGBoost finds the format out by itself.
    return xgboost.Booster(model_file=bytearray(stream.read()))


def sniff(head: bytes, size: int) -> Inspector | None:
    """Find what inspects a file of XGBoost.

    Args:
        head: Its first bytes.
        size: All its bytes.
    """
    if head.startswith(b"binf"):
        return _inspect_binary
    if head[:1] == b"{" and head[1:2] in _UBJ_MARKERS:
        return _inspect_ubjson
    if head.lstrip().startswith(b"{") and b'"learner"' in head:
        return _inspect_json
    return None


def _inspect_json(stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    head = stream.read(_END)
    stream.seek(max(0, size - _END))
    tail = stream.read(_END)
    found = Inspection(format="xgboost", framework="xgboost", size=size)
    version = re.search(rb'"version"\s*:\s*\[\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)', tail + b" " + head)
    if version:
        found.framework_version = ".".join(part.decode() for part in version.groups())
    count = re.search(rb'"num_feature"\s*:\s*"(\d{1,9})"', tail + b" " + head)
    if count:
        found.features = int(count[1])
    names = re.search(rb'"feature_names"\s*:\s*(\[[^\]]*\])', head)
    if names:
        found.feature_names = texts(_loads(names[1]))
    objective = re.search(rb'"objective"\s*:\s*\{\s*"name"\s*:\s*"([\w:]{1,60})"', tail)
    found.tell_objective(objective[1].decode() if objective else "")
    if not version or not tail.rstrip().endswith(b"}"):
        found.incomplete("It is truncated.")
    return found


def _inspect_ubjson(stream: BinaryIO, size: int, deadline: float) -> Inspection:
    found = Inspection(format="xgboost", framework="xgboost", size=size)
    try:
        top = Ubjson(Source(stream, size, deadline)).value()
    except NotReadError as error:
        return found.incomplete(str(error))
    except (struct.error, ValueError, RecursionError) as error:
        return found.incomplete(f"It is malformed ({type(error).__name__}).")
    learner = _dict(_dict(top).get("learner"))
    version = _dict(top).get("version")
    if isinstance(version, list) and all(type(part) is int for part in version):
        found.framework_version = ".".join(str(part) for part in version[:3])
    count = str(_dict(learner.get("learner_model_param")).get("num_feature", ""))
    if count.isdecimal():
        found.features = int(count[:9])
    found.feature_names = texts(learner.get("feature_names"))
    found.tell_objective(str(_dict(learner.get("objective")).get("name", ""))[:60])
    if not learner:
        found.incomplete("It has no learner: it is not an XGBoost model.")
    return found


def _inspect_binary(stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    found = Inspection(format="bst", framework="xgboost", size=size)
    head = stream.read(12)
    if len(head) == 12:
        # magic, base_score, num_feature
        found.features = struct.unpack("<4xfI", head)[1]
    found.notes.append(
        "It uses the old binary format of XGBoost, which XGBoost 3.1 and later cannot read."
    )
    return found


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _loads(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


LIBRARY = Library(
    Framework(
        "xgboost",
        "XGBoost",
        "xgboost",
        "xgboost",
        ("xgboost", "joblib", "pickle"),
        ("numpy", "scipy", "scikit-learn", "joblib", "pandas"),
    ),
    (
        Format("xgboost", (".ubj",), "xgboost", dump, load, split, join, same_content=("bst",)),
        # CatBoost has files with this extension too.
        Format("json", (".json",), None, load_with=load, same_content=("xgboost", "bst")),
    ),
    sniff,
    safe_globals=(rf"xgboost\.(core|sklearn)\.{CLASS}",),
    rank=20,
)

"""CatBoost: its own binary files, and its JSON. None of KServe's usual servers takes them."""

from __future__ import annotations

import json
import re
import struct
from typing import Any, BinaryIO

from ..errors import NotAModelError
from ..parsing.flatbuffers import FlatBuffer
from ..parsing.report import MAX_JSON, Inspection, NotReadError, texts
from ..parsing.risk import CLASS
from .library import Format, Framework, Inspector, Library, write_through_path

_MAGIC = b"CBM1"

# Positions of fields in TModelCore, TModelTrees and the tables of features (model.fbs and
# features.fbs in CatBoost's source); of a feature: its position among all, and its name.
_TREES, _INFO = 1, 2
_CATEGORIES, _NUMBERS, _TEXTS, _EMBEDDINGS = 4, 5, 12, 18
_PLACES = {_CATEGORIES: (1, 2), _NUMBERS: (2, 4), _TEXTS: (1, 2), _EMBEDDINGS: (1, 2)}


def dump(model: Any, stream: BinaryIO) -> None:
    """Write a model.

    Args:
        model: A ``CatBoost``, ``CatBoostClassifier``, ``CatBoostRegressor`` or ``CatBoostRanker``.
        stream: Where to.

    Raises:
        NotAModelError: If it is not trained.
    """
    _check_trained(model)
    write_through_path(model.save_model, "model.cbm", stream)


def load(stream: BinaryIO, trust: bool = False) -> Any:
    """Read a model.

    Args:
        stream: The opened file.
        trust: Makes no difference here.

    Returns:
        A ``CatBoostClassifier``, ``CatBoostRegressor`` or ``CatBoostRanker`` by what the model was
        trained for; a ``CatBoost`` if that is none of these.
    """
    import catboost

    is_binary = stream.read(len(_MAGIC)) == _MAGIC
    # The opened file itself: what stands under its name may be another one by now.
    path, kind = f"/dev/fd/{stream.fileno()}", "cbm" if is_binary else "json"
    model = catboost.CatBoost().load_model(path, format=kind)
    return _with_class(_usual_class(model), model)


def split(model: Any) -> Any:
    """Return the class of a model, if it is not the one that ``load`` chooses.

    Args:
        model: The model.

    Raises:
        NotAModelError: If it is not trained.
    """
    _check_trained(model)
    return None if type(model) is _usual_class(model) else type(model)


def join(model_class: Any, model: Any) -> Any:
    """Give a model its class back.

    Args:
        model_class: What ``split`` returned.
        model: What ``load`` returned.
    """
    return _with_class(model_class, model)


def sniff(head: bytes, size: int) -> Inspector | None:
    """Find what inspects a file of CatBoost.

    Args:
        head: Its first bytes.
        size: All its bytes.
    """
    if head.startswith(_MAGIC):
        return _inspect_binary
    if head.lstrip().startswith(b"{") and b'"features_info"' in head:
        return _inspect_json
    return None


def _check_trained(model: Any) -> None:
    if not model.is_fitted():
        raise NotAModelError(
            f"The {type(model).__name__} is not trained.", "Call its method fit first."
        )


def _usual_class(model: Any) -> Any:
    import catboost
    from catboost import core

    objective = str(model.get_all_params().get("loss_function", "")).partition(":")[0]
    if core.is_classification_objective(objective):
        return catboost.CatBoostClassifier
    if core.is_ranking_metric(objective):
        return catboost.CatBoostRanker
    numbers = (
        core.is_regression_objective,
        core.is_multiregression_objective,
        core.is_survivalregression_objective,
    )
    if any(is_one(objective) for is_one in numbers):
        return catboost.CatBoostRegressor
    return catboost.CatBoost


def _with_class(model_class: Any, model: Any) -> Any:
    if type(model) is model_class:
        return model
    changed = model_class.__new__(model_class)
    changed.__setstate__(model.__getstate__())  # As CatBoost itself copies a model.
    return changed


def _feature_names(model: Any) -> list[str] | None:
    names = [str(name) for name in model.feature_names_ or ()]
    # Columns without names are called after their positions.
    return names if names and names != list(map(str, range(len(names)))) else None


def _inspect_binary(stream: BinaryIO, size: int, deadline: float) -> Inspection:
    found = Inspection(format="catboost", framework="catboost", size=size)
    try:
        end = 8 + struct.unpack("<4xI", stream.read(8))[0]
        if end > size:
            raise NotReadError("It is truncated.")
        core = FlatBuffer(stream, 8, end, deadline).root()
        info = dict(core.pairs(_INFO))
        trees = core.table(_TREES)
        places = [
            (feature.number(place, -1), feature.text(name))
            for kind, (place, name) in _PLACES.items()
            for feature in (trees.tables(kind) if trees else ())
        ]
    except NotReadError as error:
        return found.incomplete(str(error))
    except (struct.error, RecursionError) as error:
        return found.incomplete(f"It is malformed ({type(error).__name__}).")
    _describe(found, places, info)
    return found


def _inspect_json(stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    found = Inspection(format="json", framework="catboost", size=size)
    if size > MAX_JSON:
        found.notes.append("The file is too large to read: only its library is known.")
        return found
    try:
        top = json.loads(stream.read(MAX_JSON))
    except (ValueError, RecursionError):
        return found.incomplete("It is malformed, or ends too early.")
    kinds = _object(top.get("features_info")).values()
    features = [_object(each) for kind in kinds if isinstance(kind, list) for each in kind]
    places = [
        (each["flat_feature_index"], str(each.get("feature_id", "")))
        for each in features
        if type(each.get("flat_feature_index")) is int
    ]
    _describe(found, places, _object(top.get("model_info")))
    return found


def _describe(found: Inspection, places: list[tuple[int, str]], info: dict[str, Any]) -> None:
    """Tell what the features and the notes of a model say.

    Args:
        found: The report.
        places: Each feature's position among all, and its name.
        info: What CatBoost notes in a model.
    """
    version = re.search(
        r"release (\d[\w.]{0,30}?)\.?\s", str(info.get("catboost_version_info", ""))
    )
    if version:
        found.framework_version = version[1]
        found.libraries["catboost"] = version[1]
    by_place = dict(sorted(places))
    if by_place:
        found.features = max(by_place) + 1
        names = list(by_place.values())
        if all(names) and len(names) == found.features:
            found.feature_names = texts(names)
    loss = _object(_object(info.get("params")).get("loss_function"))
    found.tell_objective(str(loss.get("type", "")))
    classes = _object(info.get("class_params")).get("class_names")
    if isinstance(classes, list) and classes:
        told = ", ".join(str(each)[:50] for each in classes[:20])
        found.notes.append(f"Its classes are {told}{' and more' if len(classes) > 20 else ''}.")


def _object(value: Any) -> dict[str, Any]:
    """A JSON object, which a binary file holds as text."""
    try:
        value = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


LIBRARY = Library(
    Framework(
        "catboost",
        "CatBoost",
        "catboost",
        "catboost",
        ("catboost", "joblib", "pickle"),
        ("numpy", "pandas"),
    ),
    (Format("catboost", (".cbm",), "catboost", dump, load, split, join),),
    sniff,
    safe_globals=(rf"catboost\.core\.{CLASS}",),
    feature_names=_feature_names,
    rank=40,
)

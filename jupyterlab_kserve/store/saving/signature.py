"""What a model takes and gives: from an example, or from what the fitted model says of itself.

Types are those of the Open Inference Protocol (V2): FP64, INT64, BOOL, BYTES and so on.
"""

from __future__ import annotations

import json
from typing import Any

from ...card import to_plain
from ...errors import InvalidExampleError
from ...formats import feature_names_of

_TYPES = {
    "bool": "BOOL",
    "float16": "FP16",
    "float32": "FP32",
    "float64": "FP64",
    **{f"int{bits}": f"INT{bits}" for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": f"UINT{bits}" for bits in (8, 16, 32, 64)},
}
_MAX_CLASSES = 100
_MAX_ROWS = 5
"""Rows of an example that are kept."""

_MAX_BYTES = 256 * 1024


def signature_of(model: object, example: Any = None) -> dict[str, Any]:
    """Return what a model takes and gives.

    Args:
        model: The model.
        example: Some rows as it takes them: a DataFrame, an array of any shape, a list of rows; or
            None.

    Returns:
        ``inputs`` and ``outputs`` as in the card, each only if known: lists of ``name``, ``shape``
        (-1 for any number of rows) and ``datatype``. Each named column is an input.

    Raises:
        InvalidExampleError: If the example is no rows of values.
    """
    signature: dict[str, Any] = {}
    inputs = _inputs_of(model) if example is None else _inputs_from(example)
    if inputs:
        signature["inputs"] = inputs
    outputs = _outputs_of(model) if example is None else _outputs_from(model, example)
    if outputs:
        signature["outputs"] = outputs
    return signature


def request_bodies(example: Any) -> dict[str, Any]:
    """Return the requests with which a server is asked about an example.

    Args:
        example: As for ``signature_of``; the first rows are kept.

    Returns:
        ``{"v1": {"instances": ...}, "v2": {"inputs": ...}}``.

    Raises:
        InvalidExampleError: If the example is no rows of values, or too large.
    """
    if _is_frame(example):
        rows = example.iloc[:_MAX_ROWS]
        columns = {str(name): to_plain(rows[name].tolist()) for name in rows.columns}
        v1: Any = [columns]
        v2: dict[str, Any] = {
            "parameters": {"content_type": "pd"},
            "inputs": [
                {
                    "name": name,
                    "shape": [len(rows)],
                    "datatype": _datatype(rows[name].dtype),
                    "data": columns[str(name)],
                }
                for name in rows.columns
            ],
        }
        for entry in v2["inputs"]:
            entry["name"] = str(entry["name"])
    else:
        array = _array(example)[:_MAX_ROWS]
        v1 = to_plain(array.tolist())
        v2 = {
            "inputs": [
                {
                    "name": "input-0",
                    "shape": list(array.shape),
                    "datatype": _datatype(array.dtype),
                    "data": to_plain(array.ravel().tolist()),
                }
            ]
        }
    bodies = {"v1": {"instances": v1}, "v2": v2}
    if len(json.dumps(bodies)) > _MAX_BYTES:
        raise InvalidExampleError(
            f"The first {_MAX_ROWS} rows of the example are larger than {_MAX_BYTES // 1024} KiB."
        )
    return bodies


def _inputs_from(example: Any) -> list[dict[str, Any]]:
    if _is_frame(example):
        return [
            {"name": str(name), "shape": [-1], "datatype": _datatype(example[name].dtype)}
            for name in example.columns
        ]
    array = _array(example)
    shape = [-1, *array.shape[1:]]
    return [{"name": "input-0", "shape": shape, "datatype": _datatype(array.dtype)}]


def _outputs_from(model: object, example: Any) -> list[dict[str, Any]]:
    predict = getattr(model, "predict", None)
    if predict is None:
        return _outputs_of(model)
    try:
        given = predict(example[:_MAX_ROWS])
        array = _array(given)
    except Exception as error:  # whatever fails in a model: then the example is none of its
        raise InvalidExampleError(
            f"The model cannot predict the example: {type(error).__name__}: {error}",
            "Pass rows that the model accepts.",
        ) from error
    output = {"name": "output-0", "shape": [-1, *array.shape[1:]]}
    known = _outputs_of(model)
    return [{**output, "datatype": _datatype(array.dtype), **(known[0] if known else {}), **output}]


def _inputs_of(model: object) -> list[dict[str, Any]]:
    names = feature_names_of(model)
    count = _attribute(model, "n_features_in_")
    if names is not None:
        return [{"name": name, "shape": [-1]} for name in names]
    if isinstance(count, int):
        return [{"name": "input-0", "shape": [-1, count]}]
    return []


def _outputs_of(model: object) -> list[dict[str, Any]]:
    classes = _attribute(model, "classes_")
    if classes is not None and hasattr(classes, "tolist") and len(classes) <= _MAX_CLASSES:
        return [{"name": "output-0", "shape": [-1], "classes": classes.tolist()}]
    return []


def _is_frame(example: Any) -> bool:
    return hasattr(example, "columns") and hasattr(example, "iloc")


def _array(value: Any) -> Any:
    import numpy

    try:
        array = numpy.asarray(value)
    except (ValueError, TypeError) as error:
        raise InvalidExampleError(f"The example is not an array: {error}.") from error
    if array.ndim == 0 or array.shape[0] == 0:
        raise InvalidExampleError("The example has no rows.")
    if array.dtype.names or (array.dtype == object and not isinstance(array.ravel()[0], str)):
        raise InvalidExampleError("The example contains values that are not numbers or text.")
    return array


def _datatype(dtype: Any) -> str:
    return _TYPES.get(str(dtype).lower(), "BYTES")


def _attribute(model: object, name: str) -> Any:
    try:
        return getattr(model, name, None)
    except Exception:  # properties of foreign objects may fail in any way; a save must not
        return None

"""The arrays that joblib puts between the opcodes of a pickle: how long they are.

The layout is that of ``joblib.numpy_pickle.NumpyArrayWrapper.read_array``: with a type of objects
a pickle of its own; else one byte that says how many bytes of padding follow, where the wrapper
states an alignment, and then the array's bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .report import NotReadError
from .source import Source
from .stubs import Array, Made

WRAPPER = "joblib.numpy_pickle.NumpyArrayWrapper"
_TYPE = re.compile(r"[<>=|]?([?a-zA-Z])(\d*)", re.ASCII)
_HAS_OBJECTS = 0x01
"""NumPy's flag NPY_ITEM_HASOBJECT."""

_MAX_BYTES = 1 << 50


def is_wrapper(made: Made) -> bool:
    """Say whether an object describes an array whose bytes follow."""
    return made.class_name == WRAPPER


def skip_array(wrapper: Made, source: Source, nested: Callable[[], Any]) -> Array:
    """Pass over the array that a wrapper describes.

    Args:
        wrapper: The wrapper, with its state.
        source: Right behind it.
        nested: Reads a pickle that starts there.

    Returns:
        What stands for the array.

    Raises:
        NotReadError: If the wrapper does not say how long the array is.
    """
    state = wrapper.state
    if not isinstance(state, dict):
        raise NotReadError("It is malformed: an array has no description.")
    shape = state.get("shape")
    if not isinstance(shape, tuple) or not all(type(n) is int and n >= 0 for n in shape):
        raise NotReadError("It is malformed: an array has no shape.")
    size, has_objects = _item(state.get("dtype"))
    if has_objects:
        return Array(shape, nested())
    if state.get("numpy_array_alignment_bytes") is not None:
        source.skip(source.read(1)[0])
    for length in shape:
        size *= length
        if size > _MAX_BYTES:
            raise NotReadError("It declares implausible lengths.")
    source.skip(size)
    return Array(shape)


def _item(dtype: Any) -> tuple[int, bool]:
    """The bytes of one item of a type, and whether it holds objects."""
    if isinstance(dtype, Made) and dtype.class_name.startswith("numpy.dtypes."):
        raise NotReadError("It contains arrays of an unknown type.")
    if not isinstance(dtype, Made) or dtype.class_name != "numpy.dtype":
        raise NotReadError("It is malformed: an array has no type.")
    text = dtype.arguments[0] if isinstance(dtype.arguments, tuple) and dtype.arguments else None
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    found = _TYPE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise NotReadError("It contains arrays of an unknown type.")
    kind, digits = found[1], found[2]
    # (version, byte order, sub-array, names, fields, size, alignment, flags, ...)
    state = dtype.state if isinstance(dtype.state, tuple) else ()
    flags = state[7] if len(state) > 7 and isinstance(state[7], int) else 0
    if kind == "O" or flags & _HAS_OBJECTS:
        return 0, True
    if len(state) > 5 and isinstance(state[5], int) and state[5] > 0:
        return state[5], False
    if not digits:
        if kind == "?":
            return 1, False
        raise NotReadError("It contains arrays of an unknown type.")
    return int(digits) * (4 if kind == "U" else 1), False

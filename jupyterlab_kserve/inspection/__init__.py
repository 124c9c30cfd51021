"""What a model file is, without ever unpickling it or importing what it names.

``inspect_path`` and ``inspect_stream`` work in this process, within limits of time, operations and
memory. ``inspect_safely`` does the same in a child process that the system limits too; the server
uses that one alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from .report import Global, Inspection, NotReadError, Risk
from .sandbox import SafeInspector, inspect_safely

__all__ = [
    "Global",
    "Inspection",
    "NotReadError",
    "Risk",
    "SafeInspector",
    "inspect_path",
    "inspect_safely",
    "inspect_stream",
]

SECONDS = 20.0
"""How long reading one file may take."""

_HEAD = 1 << 16
_TORCH_MAGIC = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
_UBJ_MARKERS = (b"i", b"U", b"I", b"l", b"L")

Inspector = Callable[[BinaryIO, int, float], Inspection]


def inspect_path(path: str | os.PathLike[str], seconds: float = SECONDS) -> Inspection:
    """Inspect a file or a directory.

    Args:
        path: Where it is.
        seconds: How long that may take, about.

    Returns:
        What it is; what cannot be read is said in there.

    Raises:
        OSError: If it cannot be opened.
    """
    deadline = time.monotonic() + seconds

    def inspect_file(file: Path) -> Inspection:
        with file.open("rb") as stream:
            return inspect_stream(stream, max(0.1, deadline - time.monotonic()))

    where = Path(path)
    if where.is_dir():
        from .directories import inspect_directory

        return inspect_directory(where, inspect_file)
    return inspect_file(where)


def inspect_stream(stream: BinaryIO, seconds: float = SECONDS) -> Inspection:
    """Inspect an opened file.

    Args:
        stream: Seekable; read from its start, and left anywhere.
        seconds: How long that may take, about.

    Returns:
        What it is, told from its content and not from its name.
    """
    deadline = time.monotonic() + seconds
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    inspector = _inspector_for(head, size)
    if inspector is not None:
        return inspector(stream, size, deadline)
    from .pickled import inspect_pickle

    return inspect_pickle(stream, size, head, deadline)


def _inspector_for(head: bytes, size: int) -> Inspector | None:
    """What inspects a file with these first bytes; None for what may be a pickle."""
    name = _name_of_inspector(head, size)
    if name is None:
        return None
    # Only the one that is needed: a child process that inspects starts for each file.
    module, _, function = name.partition(".")
    inspector: Inspector = getattr(import_module(f".{module}", __name__), function)
    return inspector


def _name_of_inspector(head: bytes, size: int) -> str | None:
    text = head.lstrip()
    if head.startswith(b"PK\x03\x04"):
        return "tensors.inspect_zip"
    if head.startswith(b"\x89HDF\r\n\x1a\n"):
        return "tensors.inspect_hdf5"
    if head.startswith(_TORCH_MAGIC):
        return "tensors.inspect_torch_legacy"
    if head.startswith(b"binf"):
        return "trees.inspect_xgboost_binary"
    if head.startswith((b"tree\n", b"tree\r\n")):
        return "trees.inspect_lightgbm"
    if head[:1] == b"{" and head[1:2] in _UBJ_MARKERS:
        return "trees.inspect_xgboost_ubj"
    if text.startswith(b"{") and b'"learner"' in head:
        return "trees.inspect_xgboost_json"
    if text.startswith((b"<?xml", b"<PMML")) and b"<PMML" in head:
        return "trees.inspect_pmml"
    if len(head) > 9 and head[8:9] == b"{" and int.from_bytes(head[:8], "little") < size:
        return "tensors.inspect_safetensors"
    # ModelProto.ir_version, which all writers put first.
    if head[:1] == b"\x08" and b"\0" < head[1:2] < b"\x64" and b"\x3a" in head:
        return "onnx.inspect_onnx"
    return None

"""What a model file is, without ever unpickling it or importing what it names.

``inspect_path`` and ``inspect_stream`` work in this process, within limits of time, operations and
memory. ``inspect_safely`` does the same in a child process that the system limits too; the server
uses that one alone.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import BinaryIO

from ..parsing.report import Global, Inspection, NotReadError, Risk
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

_ZIP = b"PK\x03\x04"


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
    # Late: who only asks a child process to inspect needs none of it.
    from ..formats import HEAD, sniff

    deadline = time.monotonic() + seconds
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    sniffed = sniff(head, size)
    if sniffed is not None:
        return sniffed[1](stream, size, deadline)
    if head.startswith(_ZIP):
        from .archives import inspect_archive

        return inspect_archive(stream, size, deadline)
    from .pickled import inspect_pickle

    return inspect_pickle(stream, size, head, deadline)

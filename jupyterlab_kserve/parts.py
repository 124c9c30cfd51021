"""The files of a version that is being written: where each goes, and what fills it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from .card import CardFile
from .copying import copy_file
from .descriptors import make_directory, open_file
from .writing import write_all, write_file

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all) of the file that is being written; 0 for not known."""

_MANY = 32
"""From so many files on, the whole file system is synchronised and not each of them."""


@dataclass(frozen=True)
class Part:
    """One file of a version.

    Attributes:
        path: Relative to the version's directory, with forward slashes.
        fill: Writes it, given its last component, the descriptor of the directory it goes to, and
            whether it is on the disk afterwards.
        size: Bytes, where they are known before.
    """

    path: str
    fill: Callable[[str, int, bool], CardFile]
    size: int = 0


def of_object(
    path: str, dump: Callable[[BinaryIO], None], progress: Progress | None = None
) -> Part:
    """A file that a function writes.

    Args:
        path: Where it goes.
        dump: Called once with the stream to write to.
        progress: Called while it is written.
    """
    tell = None if progress is None else lambda done: progress(done, 0)
    return Part(path, lambda name, folder, sync: write_file(name, folder, dump, tell, sync))


def of_file(path: str, source: str, progress: Progress | None = None) -> Part:
    """A file that is copied.

    Args:
        path: Where it goes.
        source: The file's path.
        progress: Called while it is copied.
    """

    def fill(name: str, directory: int, sync: bool) -> CardFile:
        with open(source, "rb", buffering=0) as stream:
            return copy_file(stream, name, directory, progress, sync)

    return Part(path, fill, os.path.getsize(source))


def of_stream(path: str, source: BinaryIO, progress: Progress | None = None) -> Part:
    """An opened file that is copied.

    Args:
        path: Where it goes.
        source: The opened file, at its start; still open when it is written.
        progress: Called while it is copied.
    """
    size = os.fstat(source.fileno()).st_size
    return Part(
        path, lambda name, folder, sync: copy_file(source, name, folder, progress, sync), size
    )


def of_bytes(path: str, data: bytes) -> Part:
    """A small file.

    Args:
        path: Where it goes.
        data: What is in it.
    """
    return of_object(path, lambda stream: write_all(stream, data))


def of_json(path: str, value: Any) -> Part:
    """A small file of JSON.

    Args:
        path: Where it goes.
        value: What JSON can hold.
    """
    return of_bytes(path, (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode())


def write_parts(parts: Sequence[Part], directory: int) -> tuple[CardFile, ...]:
    """Write files, and have all directories on the disk but the one they are written into.

    Args:
        parts: The files.
        directory: Descriptor of the directory to write them into.

    Returns:
        Their entries for the card, in the same order.
    """
    opened: dict[str, int] = {"": directory}

    def folder(path: str) -> int:
        if path not in opened:
            parent, _, name = path.rpartition("/")
            opened[path] = make_directory(name, folder(parent), exist_ok=True)
        return opened[path]

    # Waiting for the disk once is a hundred times faster than once for each of many files.
    at_once = len(parts) > _MANY
    files = []
    try:
        for part in parts:
            parent, _, name = part.path.rpartition("/")
            file = part.fill(name, folder(parent), not at_once)
            files.append(file._replace(path=part.path))
        if at_once:
            from .disk import sync_file_system  # Late: only many files need it.

            if not sync_file_system(directory):
                for file in files:
                    parent, _, name = file.path.rpartition("/")
                    _sync_file(name, folder(parent))
        del opened[""]
        for fd in opened.values():
            os.fsync(fd)
    finally:
        opened.pop("", None)
        for fd in opened.values():
            os.close(fd)
    return tuple(files)


def _sync_file(name: str, directory: int) -> None:
    with open_file(name, directory) as stream:
        os.fsync(stream.fileno())

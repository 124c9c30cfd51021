"""Opening a published version for reading, as it was published: servers run as another user."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import NotPublishedError
from ..volume.descriptors import DIRECTORY_MODE, FILE_MODE

if TYPE_CHECKING:
    from .store import ModelStore

_MOST_LEFT = 20
"""Paths that are told of; more are counted only."""


@dataclass(frozen=True)
class Opened:
    """What came of it.

    Attributes:
        opened: How many files and directories can be read by others now, and could not before.
        left: Paths below the version of what belongs to somebody else, the first of them.
    """

    opened: int
    left: tuple[str, ...]


def open_for_reading(store: ModelStore, name: str, version: str) -> Opened:
    """Let everybody read a published version, and nobody write more than before.

    Nothing of its bytes changes. No link is followed, and a file that has another name elsewhere is
    left as it is.

    Args:
        store: The models.
        name: The model.
        version: One of its versions.

    Raises:
        ModelStorageError: If there is no such version.
        NotPublishedError: If its files were put there in another way: they are not ours to open.
    """
    record = store.get(name, version)
    if record.layout != "versions":
        raise NotPublishedError(
            f"{name} {version} is a legacy model: its files are not changed.",
            "Convert it, then deploy the new version.",
        )
    opened = 0
    left: list[str] = []

    def open_entry(path: str, fd: int, wanted: int, info: os.stat_result) -> None:
        nonlocal opened
        mode = stat.S_IMODE(info.st_mode)
        if mode & wanted == wanted:
            return
        try:
            os.fchmod(fd, mode | wanted)
            opened += 1
        except PermissionError:
            if len(left) < _MOST_LEFT:
                left.append(path)

    def walk(directory: int, path: str) -> None:
        open_entry(path or ".", directory, DIRECTORY_MODE & 0o555, os.fstat(directory))
        for entry in sorted(os.listdir(directory)):
            below = f"{path}/{entry}" if path else entry
            info = os.stat(entry, dir_fd=directory, follow_symlinks=False)
            if not stat.S_ISDIR(info.st_mode) and not stat.S_ISREG(info.st_mode):
                continue
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            try:
                fd = os.open(entry, flags, dir_fd=directory)
            except PermissionError:
                left.append(below)
                continue
            try:
                found = os.fstat(fd)
                if stat.S_ISDIR(found.st_mode):
                    walk(fd, below)
                elif stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
                    open_entry(below, fd, FILE_MODE & 0o444, found)
            finally:
                os.close(fd)

    with (
        store.volume.translate_errors(f"open {name} {version} for reading"),
        store.volume.open_directory([name, version]) as directory,
    ):
        walk(directory, "")
    if opened:
        store.volume.touch()
    return Opened(opened, tuple(left[:_MOST_LEFT]))

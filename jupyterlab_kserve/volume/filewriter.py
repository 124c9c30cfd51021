"""The files of a version that is being written: where each goes, and what fills it."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from ..card import CardFile
from .copying import copy_file
from .descriptors import make_directory, open_file
from .writing import write_all, write_file

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all) of what is being written; 0 for not known."""

OnBytes = Callable[[int], None]
"""Called with the bytes done of one file; what it raises ends the writing."""

_MANY = 32
"""From so many files on, the whole file system is synchronised and not each of them: waiting for
the disk is most of what a small file costs."""

_GROUP = 50
"""Files that are written one after the other while their folders are open."""

_SLOW = 0.001
"""Seconds of waiting per file from which on several are written at once: a server answers then, and
not a disk of this machine, where threads would only wait for each other."""

_AT_ONCE = 4


@dataclass(frozen=True)
class FileSpec:
    """One file of a version.

    Attributes:
        path: Relative to the version's directory, with forward slashes.
        fill: Writes it, given its last component, the descriptor of the directory it goes to, what
            to tell how far it is, and whether it is on the disk afterwards.
        size: Bytes, where they are known before.
    """

    path: str
    fill: Callable[[str, int, OnBytes, bool], CardFile]
    size: int | None = None


def of_object(path: str, dump: Callable[[BinaryIO], None]) -> FileSpec:
    """A file that a function writes.

    Args:
        path: Where it goes.
        dump: Called once with the stream to write to.
    """
    return FileSpec(
        path, lambda name, folder, on_bytes, sync: write_file(name, folder, dump, on_bytes, sync)
    )


def of_file(path: str, source: str) -> FileSpec:
    """A file that is copied.

    Args:
        path: Where it goes.
        source: The file's path.
    """

    def fill(name: str, directory: int, on_bytes: OnBytes, sync: bool) -> CardFile:
        fd = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
        try:
            return copy_file(fd, name, directory, on_bytes, sync, source)
        finally:
            os.close(fd)

    return FileSpec(path, fill, os.path.getsize(source))


def of_stream(path: str, source: BinaryIO) -> FileSpec:
    """An opened file that is copied.

    Args:
        path: Where it goes.
        source: The opened file; still open when it is written.
    """
    fd = source.fileno()
    return FileSpec(
        path,
        lambda name, folder, on_bytes, sync: copy_file(fd, name, folder, on_bytes, sync),
        os.fstat(fd).st_size,
    )


def of_bytes(path: str, data: bytes) -> FileSpec:
    """A small file.

    Args:
        path: Where it goes.
        data: What is in it.
    """
    return of_object(path, lambda stream: write_all(stream, data))


def of_json(path: str, value: Any) -> FileSpec:
    """A small file of JSON.

    Args:
        path: Where it goes.
        value: What JSON can hold.
    """
    return of_bytes(path, (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode())


def write_files(
    specs: Sequence[FileSpec], directory: int, progress: Progress | None = None
) -> tuple[CardFile, ...]:
    """Write files, and have all directories on the disk but the one they are written into.

    Args:
        specs: The files.
        directory: Descriptor of the directory to write them into.
        progress: Called while they are written; what it raises ends that.

    Returns:
        Their entries for the card, in the same order.
    """
    sum_ = _Sum(specs, progress)
    if len(specs) <= _MANY:
        return tuple(_write(specs, directory, sum_, sync=True))
    from .disk import sync_file_system  # Late: see _MANY.

    groups = [specs[first : first + _GROUP] for first in range(0, len(specs), _GROUP)]
    began, worked = time.perf_counter(), time.thread_time()
    written = [_write(groups[0], directory, sum_, sync=False)]
    waited = time.perf_counter() - began - (time.thread_time() - worked)
    write = _write_at_once if waited > _SLOW * len(groups[0]) else _write_in_turn
    written += write(groups[1:], directory, sum_)
    if not sync_file_system(directory):
        for group in groups:
            _sync(group, directory)
    return tuple(file for files in written for file in files)


def _write_in_turn(
    groups: Sequence[Sequence[FileSpec]], directory: int, sum_: _Sum
) -> list[list[CardFile]]:
    return [_write(group, directory, sum_, sync=False) for group in groups]


def _write_at_once(
    groups: Sequence[Sequence[FileSpec]], directory: int, sum_: _Sum
) -> list[list[CardFile]]:
    from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        writing = [pool.submit(_write, group, directory, sum_, False) for group in groups]
        try:
            for done in wait(writing, return_when=FIRST_EXCEPTION).done:
                done.result()
        except BaseException:
            sum_.end()
            pool.shutdown(cancel_futures=True)
            raise
    return [done.result() for done in writing]


class _AbortedError(Exception):
    """Ends what other threads write when one has failed. It never reaches users."""


class _Sum:
    """Adds up how far the files are, from all threads.

    Where the size of the model is known, only files of known size count.
    """

    def __init__(self, specs: Sequence[FileSpec], progress: Progress | None) -> None:
        self._progress = progress
        self._known = specs[0].size is not None if specs else False
        self._total = sum(spec.size or 0 for spec in specs) if self._known else 0
        self._lock = threading.Lock()
        self._done = 0
        self._ended = False

    def of(self, spec: FileSpec) -> OnBytes:
        """Return what is to be told how far a file is."""
        before = 0
        counts = self._progress is not None and not (self._known and spec.size is None)

        def on_bytes(done: int) -> None:
            nonlocal before
            if self._ended:
                raise _AbortedError
            if counts and self._progress is not None:
                with self._lock:
                    self._done += done - before
                    before = done
                    self._progress(self._done, self._total)

        return on_bytes

    def end(self) -> None:
        """Have all that is still being written end."""
        self._ended = True


def _write(specs: Sequence[FileSpec], directory: int, sum_: _Sum, sync: bool) -> list[CardFile]:
    """Write files one after the other, and sync their folders if that is asked for."""
    files = []
    with _folders(directory, sync) as folder:
        for spec in specs:
            parent, _, name = spec.path.rpartition("/")
            file = spec.fill(name, folder(parent), sum_.of(spec), sync)
            files.append(CardFile(spec.path, file.size, file.sha256))
    return files


def _sync(specs: Sequence[FileSpec], directory: int) -> None:
    """Have files that were written, and their folders, on the disk one by one."""
    with _folders(directory, sync=True) as folder:
        for spec in specs:
            parent, _, name = spec.path.rpartition("/")
            with open_file(name, folder(parent)) as stream:
                os.fsync(stream.fileno())


@contextmanager
def _folders(directory: int, sync: bool) -> Iterator[Callable[[str], int]]:
    """Give what opens folders below a directory by their paths, and makes those that are missing.

    At the end they are closed, and, if that is asked for and all went well, on the disk.
    """
    opened: dict[str, int] = {"": directory}

    def folder(path: str) -> int:
        if path not in opened:
            parent, _, name = path.rpartition("/")
            opened[path] = make_directory(name, folder(parent), exist_ok=True)
        return opened[path]

    try:
        yield folder
        del opened[""]
        if sync:
            for fd in opened.values():
                os.fsync(fd)
    finally:
        opened.pop("", None)
        for fd in opened.values():
            os.close(fd)

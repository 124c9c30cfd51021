"""Copying a file with its SHA-256 in the same pass, at the pace of ``cp``."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from typing import BinaryIO

from .card import CardFile
from .descriptors import FILE_MODE
from .errors import SourceChanged
from .names import shown

_PIECE = 256 << 10
"""Bytes at a time. Few enough that what was read is still in the processor's cache when it is
written and hashed, which is what makes a copy fast or slow."""

_PIECES = 16
"""So many pieces the hash may be behind."""


def copy_file(
    source: BinaryIO,
    name: str,
    directory: int,
    progress: Callable[[int, int], None] | None = None,
    sync: bool = True,
) -> CardFile:
    """Copy an opened file, and notice if it changes meanwhile.

    Args:
        source: The opened file; it is copied from its start, wherever it stands.
        name: The copy's name.
        directory: Descriptor of the directory to put the copy in.
        progress: Called with (bytes done, bytes in all) after each piece; what it raises ends the
            copy.
        sync: Whether the copy is on the disk afterwards; else the caller sees to that.

    Returns:
        The copy's entry for the card.

    Raises:
        SourceChanged: If size or modification time were different at the end.
    """
    read = source.fileno()
    before = os.fstat(read)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    write = os.open(name, flags, FILE_MODE, dir_fd=directory)
    try:
        copy = _copy_small if before.st_size <= _PIECE else _copy_large
        done, digest = copy(read, write, before.st_size, progress)
        os.fchmod(write, FILE_MODE)
        if sync:
            os.fsync(write)
    finally:
        os.close(write)
    after = os.fstat(read)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or (
        done != before.st_size
    ):
        # Opened by its place in a folder, it has a number for a name.
        where = shown(source.name if isinstance(source.name, str) else name)
        raise SourceChanged(f"The file {where} changed while it was copied.")
    return CardFile(name, done, digest)


def _copy_small(
    read: int, write: int, size: int, progress: Callable[[int, int], None] | None
) -> tuple[int, str]:
    """Copy a file that fits into one piece; returns the bytes and their SHA-256."""
    data = memoryview(os.pread(read, size, 0))
    _write_all(write, data)
    if progress is not None:
        progress(len(data), size)
    return len(data), hashlib.sha256(data).hexdigest()


def _copy_large(
    read: int, write: int, size: int, progress: Callable[[int, int], None] | None
) -> tuple[int, str]:
    """Copy piece by piece, hashing in another thread; returns the bytes and their SHA-256."""
    from concurrent.futures import Future, ThreadPoolExecutor

    digest = hashlib.sha256()
    buffers = [memoryview(bytearray(_PIECE)) for _ in range(_PIECES)]
    hashing: list[Future[None] | None] = [None] * _PIECES
    done = 0
    # Hashing and writing let other threads run, so together they take as long as the slower one.
    with ThreadPoolExecutor(1) as hasher:
        # A file that grows for ever must not fill the volume.
        while done <= size:
            turn = done // _PIECE % _PIECES
            waiting = hashing[turn]
            if waiting is not None:
                waiting.result()
            count = _fill(buffers[turn], read, done)
            if not count:
                break
            piece = buffers[turn][:count]
            hashing[turn] = hasher.submit(digest.update, piece)
            _write_all(write, piece)
            done += count
            if progress is not None:
                progress(done, size)
            if count < _PIECE:
                break
    return done, digest.hexdigest()


def _fill(buffer: memoryview, read: int, offset: int) -> int:
    """Read until a buffer is full or the file ends; returns how many bytes that were."""
    filled = 0
    while filled < len(buffer) and (count := os.preadv(read, [buffer[filled:]], offset + filled)):
        filled += count
    return filled


def _write_all(write: int, data: memoryview) -> None:
    while data:
        data = data[os.write(write, data) :]

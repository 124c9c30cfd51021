"""Copying a file with its SHA-256 in the same pass, at the pace of ``cp``."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..card import CardFile
from ..errors import SourceChangedError
from ..names import printable
from .writeback import PIECE, Writeback, write_new

if TYPE_CHECKING:
    from concurrent.futures import Future

_PIECES = 16
"""So many pieces the hash may be behind."""


def copy_file(
    source: int,
    name: str,
    directory: int,
    progress: Callable[[int], None] | None = None,
    sync: bool = True,
    path: str = "",
) -> CardFile:
    """Copy an opened file, and notice if it changes meanwhile.

    Args:
        source: Descriptor of the file; it is copied from its start, wherever it stands.
        name: The copy's name.
        directory: Descriptor of the directory to put the copy in.
        progress: Called with the bytes done after each piece; what it raises ends the copy.
        sync: Whether the copy is on the disk afterwards; else the caller sees to that.
        path: Where the file is, for the message, if that is known.

    Returns:
        The copy's entry for the card.

    Raises:
        SourceChangedError: If size or modification time were different at the end.
    """
    before = os.fstat(source)
    if before.st_size <= PIECE:
        data = os.pread(source, before.st_size, 0)
        size, digest = len(data), write_new(name, directory, data, sync)
        if progress is not None:
            progress(size)
    else:
        with Writeback(name, directory, sync) as flow:
            _copy_large(source, flow, before.st_size, progress)
        size, digest = flow.size, flow.hexdigest()
    after = os.fstat(source)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or (
        size != before.st_size
    ):
        raise SourceChangedError(f"The file {printable(path or name)} changed while it was copied.")
    return CardFile(name, size, digest)


def _copy_large(
    source: int, flow: Writeback, size: int, progress: Callable[[int], None] | None
) -> None:
    """Copy piece by piece, and let the hash be some pieces behind."""
    buffers = [memoryview(bytearray(PIECE)) for _ in range(_PIECES)]
    hashing: list[Future[None] | None] = [None] * _PIECES
    # A file that grows for ever must not fill the volume.
    while flow.size <= size:
        turn = flow.size // PIECE % _PIECES
        waiting = hashing[turn]
        if waiting is not None:
            waiting.result()
        count = _fill(buffers[turn], source, flow.size)
        if count:
            hashing[turn] = flow.write(buffers[turn][:count])
            if progress is not None:
                progress(flow.size)
        if count < PIECE:
            break


def _fill(buffer: memoryview, source: int, offset: int) -> int:
    """Read until a buffer is full or the file ends; returns how many bytes that were."""
    filled = 0
    while filled < len(buffer) and (count := os.preadv(source, [buffer[filled:]], offset + filled)):
        filled += count
    return filled

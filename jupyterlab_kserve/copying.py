"""Copying a file with its SHA-256 in the same pass, at the pace of ``cp``."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from .card import CardFile
from .errors import SourceChanged
from .names import shown
from .outflow import PIECE, Outflow, new_file

if TYPE_CHECKING:
    from concurrent.futures import Future

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
    with new_file(name, directory, sync) as flow:
        if before.st_size <= PIECE:
            flow.write(memoryview(os.pread(read, before.st_size, 0)))
            if progress is not None:
                progress(flow.size, before.st_size)
        else:
            _copy_large(read, flow, before.st_size, progress)
    after = os.fstat(read)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or (
        flow.size != before.st_size
    ):
        # Opened by its place in a folder, it has a number for a name.
        where = shown(source.name if isinstance(source.name, str) else name)
        raise SourceChanged(f"The file {where} changed while it was copied.")
    return CardFile(name, flow.size, flow.hexdigest())


def _copy_large(
    read: int, flow: Outflow, size: int, progress: Callable[[int, int], None] | None
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
        count = _fill(buffers[turn], read, flow.size)
        if count:
            hashing[turn] = flow.write(buffers[turn][:count])
            if progress is not None:
                progress(flow.size, size)
        if count < PIECE:
            break


def _fill(buffer: memoryview, read: int, offset: int) -> int:
    """Read until a buffer is full or the file ends; returns how many bytes that were."""
    filled = 0
    while filled < len(buffer) and (count := os.preadv(read, [buffer[filled:]], offset + filled)):
        filled += count
    return filled

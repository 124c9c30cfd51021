"""Writing files so that they are hashed on the way, and on the disk before they are relied on."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, cast

from ..card import CardFile
from .writeback import PIECE, Writeback

if TYPE_CHECKING:
    from concurrent.futures import Future

    from _typeshed import ReadableBuffer as Buffer

CHUNK = 1 << 20
"""Bytes read and hashed at a time."""


class WritebackStream(io.BufferedIOBase):
    """A stream for libraries that write a model.

    Nothing reads the file before ``finish``, so ``flush`` and ``close`` write nothing.

    Args:
        flow: Where the bytes go.
        progress: Called with the bytes written so far; what it raises ends the writing.
    """

    def __init__(self, flow: Writeback, progress: Callable[[int], None] | None = None) -> None:
        super().__init__()
        self._flow = flow
        self._progress = progress
        self._small = bytearray()
        self._hashing: Future[None] | None = None

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def tell(self) -> int:
        """Return how many bytes went through: joblib aligns arrays by it."""
        return self._flow.size + len(self._small)

    def write(self, data: Buffer) -> int:
        """Write and hash bytes.

        Args:
            data: Any object with a contiguous buffer.

        Returns:
            How many bytes were written: all of them.
        """
        view = memoryview(data)
        if view.nbytes < PIECE:
            self._small += view
            if len(self._small) >= PIECE:
                self.finish()
        else:
            self.finish()
            # Bytes never change: they may still be hashed while the library makes the next.
            self._pass_on(view.cast("B"), wait=not isinstance(data, bytes))
        return view.nbytes

    def finish(self) -> None:
        """Write what has been too little to be written by itself."""
        if self._small:
            small, self._small = bytes(self._small), bytearray()
            self._pass_on(memoryview(small), wait=False)

    def _pass_on(self, view: memoryview, wait: bool) -> None:
        before, self._hashing = self._hashing, self._flow.write(view)
        # One at a time may be behind: each may be large.
        for hashing in (before, self._hashing if wait else None):
            if hashing is not None:
                hashing.result()
        if self._progress is not None:
            self._progress(self._flow.size)


def write_file(
    name: str,
    directory: int,
    fill: Callable[[BinaryIO], None],
    progress: Callable[[int], None] | None = None,
    sync: bool = True,
) -> CardFile:
    """Make a file from what a function writes.

    Args:
        name: The file's name.
        directory: Descriptor of the directory to make it in.
        fill: Called once with the stream to write to.
        progress: Called with the bytes written so far; what it raises ends the writing.
        sync: Whether it is on the disk afterwards; else the caller sees to that.

    Returns:
        The file's entry for the card.
    """
    with Writeback(name, directory, sync) as flow:
        stream = WritebackStream(flow, progress)
        fill(cast("BinaryIO", stream))
        stream.finish()
    return CardFile(name, flow.size, flow.hexdigest())


def write_all(stream: BinaryIO, data: bytes) -> None:
    """Write bytes to a buffered stream."""
    stream.write(data)


def hash_stream(stream: BinaryIO, progress: Callable[[int], None] | None = None) -> tuple[int, str]:
    """Read a stream to its end.

    Args:
        stream: The stream.
        progress: Called with the bytes read so far; what it raises ends the reading.

    Returns:
        Its bytes' count, and their SHA-256 as 64 hexadecimal digits.
    """
    digest = hashlib.sha256()
    size = 0
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if progress is not None:
            progress(size)
    return size, digest.hexdigest()

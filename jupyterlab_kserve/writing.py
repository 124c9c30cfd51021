"""Writing files so that they are hashed on the way, and on the disk before they are relied on."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from .card import CardFile
from .descriptors import FILE_MODE

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from _typeshed import ReadableBuffer as Buffer

CHUNK = 1 << 20
"""Bytes hashed at a time."""

_PIECE = 1 << 18
"""Bytes read and written at a time: of more, the system makes memory at several times the cost, and
the processor's cache loses what was read before it is written."""


class HashingWriter(io.RawIOBase):
    """A raw stream that hashes and counts what goes through it.

    Args:
        fd: Descriptor of the file to write; it is not closed with the stream.
        progress: Called with the bytes written so far; what it raises ends the writing.
    """

    def __init__(self, fd: int, progress: Callable[[int], None] | None = None) -> None:
        super().__init__()
        self._fd = fd
        self._progress = progress
        self._hash = hashlib.sha256()
        self._thread: ThreadPoolExecutor | None = None
        self._discarding = False
        self.size = 0

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def tell(self) -> int:
        """Return how many bytes went through: joblib aligns arrays by it."""
        return self.size

    def discard(self) -> None:
        """Write nothing any more, whatever comes."""
        self._discarding = True

    def write(self, data: Buffer) -> int:
        """Write and hash bytes.

        Args:
            data: Any object with a contiguous buffer.

        Returns:
            How many bytes were written: all of them.
        """
        view = memoryview(data).cast("B")
        if self._discarding:
            return len(view)
        if len(view) < _PIECE:
            self._hash.update(view)
            self._write(view)
        else:
            # Both let other threads run, so together they take as long as the slower of them.
            hashing = self._hashing_thread().submit(self._hash.update, view)
            try:
                self._write(view)
            finally:
                hashing.result()
        if self._progress is not None:
            self._progress(self.size)
        return len(view)

    def close(self) -> None:
        """Let go of what it works with; the descriptor stays open."""
        super().close()
        if self._thread is not None:
            self._thread.shutdown()
            self._thread = None

    def _hashing_thread(self) -> ThreadPoolExecutor:
        if self._thread is None:
            from concurrent.futures import ThreadPoolExecutor

            self._thread = ThreadPoolExecutor(1)
        return self._thread

    def _write(self, view: memoryview) -> None:
        while view:
            written = os.write(self._fd, view[:_PIECE])
            self.size += written
            view = view[written:]

    def hexdigest(self) -> str:
        """Return the SHA-256 of what went through, as 64 hexadecimal digits."""
        return self._hash.hexdigest()


@contextmanager
def new_file(
    name: str,
    directory: int,
    progress: Callable[[int], None] | None = None,
    sync: bool = True,
) -> Iterator[tuple[BinaryIO, HashingWriter]]:
    """Make a file and have it on the disk, readable for all, when the block ends well.

    Args:
        name: The file's name.
        directory: Descriptor of the directory to make it in.
        progress: Called with the bytes written so far; what it raises ends the writing.
        sync: Whether it is on the disk then; else the caller sees to that.

    Yields:
        The stream to write to, and the writer that knows size and hash afterwards.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    fd = os.open(name, flags, FILE_MODE, dir_fd=directory)
    raw = HashingWriter(fd, progress)
    try:
        stream = io.BufferedWriter(raw, _PIECE)
        try:
            yield stream, raw
        except BaseException:
            # The buffer flushes itself when it is closed.
            raw.discard()
            stream.close()
            raise
        stream.flush()
        os.fchmod(fd, FILE_MODE)
        if sync:
            os.fsync(fd)
        stream.close()
    finally:
        raw.close()
        os.close(fd)


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
    with new_file(name, directory, progress, sync) as (stream, raw):
        fill(stream)
    return CardFile(name, raw.size, raw.hexdigest())


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


def sync_file_system(fd: int) -> bool:
    """Have all that was written to a file system on its disk (Linux).

    Args:
        fd: Descriptor of a file or directory on it.

    Returns:
        Whether that could be asked for.

    Raises:
        OSError: If it failed: something that was written is lost.
    """
    import ctypes  # Python has no such call; imported late as only many files need it.

    call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if call is None:
        return False
    if call(fd):
        code = ctypes.get_errno()
        if code == errno.ENOSYS:
            return False
        raise OSError(code, os.strerror(code))
    return True

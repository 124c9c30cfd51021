"""Bytes on their way into a new file: hashed in another thread, and to the disk while more come.

Hashing and writing let other threads run, so together they take as long as the slower of them; and
when the last byte is written, few are left for fsync to wait for.
"""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

from .descriptors import FILE_MODE

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

PIECE = 256 << 10
"""Bytes that are written at a time: of more, the system makes memory at several times the cost, and
the processor's cache loses what was read before it is written."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC

_ON_ITS_WAY = 8 << 20
"""After so many bytes the disk is told to begin with them."""


def write_new(name: str, directory: int, data: bytes, sync: bool = True) -> str:
    """Make a small file, readable for all.

    Args:
        name: The file's name.
        directory: Descriptor of the directory to make it in.
        data: What is in it.
        sync: Whether it is on the disk afterwards; else the caller sees to that.

    Returns:
        Its SHA-256, as 64 hexadecimal digits.
    """
    fd = os.open(name, _NEW, FILE_MODE, dir_fd=directory)
    try:
        written = os.write(fd, data)
        while written < len(data):
            written += os.write(fd, data[written:])
        _finish(fd, sync)
    finally:
        os.close(fd)
    return hashlib.sha256(data).hexdigest()


def _finish(fd: int, sync: bool) -> None:
    # Only where the umask or the directory has taken bits away: setting them is written down too.
    if stat.S_IMODE(os.fstat(fd).st_mode) != FILE_MODE:
        os.fchmod(fd, FILE_MODE)
    if sync:
        os.fsync(fd)


class Writeback:
    """A new file that is written, and is on the disk, readable for all, when the block ends well.

    Args:
        name: The file's name.
        directory: Descriptor of the directory to make it in.
        sync: Whether it is on the disk then; else the caller sees to that.

    Attributes:
        size: Bytes written so far.
    """

    def __init__(self, name: str, directory: int, sync: bool = True) -> None:
        self._fd = os.open(name, _NEW, FILE_MODE, dir_fd=directory)
        self._sync = sync
        self._hash = hashlib.sha256()
        self._hasher: ThreadPoolExecutor | None = None
        self._hashing: Future[None] | None = None
        self._started = 0
        self.size = 0

    def __enter__(self) -> Writeback:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        try:
            if kind is None:
                _finish(self._fd, self._sync)
        finally:
            if self._hasher is not None:
                self._hasher.shutdown()
            os.close(self._fd)

    def write(self, data: memoryview) -> Future[None] | None:
        """Write bytes, all of them.

        Args:
            data: Bytes. Until the future is done they must stay as they are.

        Returns:
            The future; None if they are hashed already.
        """
        hashing = self._update(data)
        while data:
            written = os.write(self._fd, data[:PIECE])
            self.size += written
            data = data[written:]
        if self.size - self._started >= _ON_ITS_WAY:
            from .disk import start_writing  # Late: only large files need it.

            start_writing(self._fd, self._started, self.size - self._started)
            self._started = self.size
        return hashing

    def hexdigest(self) -> str:
        """Return the SHA-256 of what was written, as 64 hexadecimal digits."""
        if self._hashing is not None:
            self._hashing.result()
        return self._hash.hexdigest()

    def _update(self, data: memoryview) -> Future[None] | None:
        if self._hasher is None:
            if len(data) < PIECE:
                self._hash.update(data)
                return None
            from concurrent.futures import ThreadPoolExecutor

            self._hasher = ThreadPoolExecutor(1)
        self._hashing = self._hasher.submit(self._hash.update, data)
        return self._hashing

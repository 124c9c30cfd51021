"""The mounted volume: its files, its state, and what its errors mean."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from ..errors import (
    ModelStorageError,
    VolumeFailedError,
    VolumeFullError,
    VolumeMissingError,
    VolumeNotWritableError,
)
from ..names import printable
from .descriptors import open_below, open_file

REVISION_FILE = ".revision"

_FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT)
_READ_ONLY_ERRNOS = (errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True)
class VolumeStatus:
    """The volume at one moment.

    Attributes:
        path: Where it is mounted.
        exists: Whether that is a directory.
        writable: Whether this user can publish models on it.
        total: Bytes in all; None if unknown.
        used: Bytes in use; None if unknown.
        free: Bytes that this user may still write; None if unknown.
        claim: The name of the PersistentVolumeClaim.
    """

    path: str
    exists: bool
    writable: bool
    total: int | None
    used: int | None
    free: int | None
    claim: str

    def to_dict(self) -> dict[str, Any]:
        """Return the status for JSON."""
        return asdict(self)

    def problem(self) -> ModelStorageError | None:
        """Return why models cannot be saved, as an error that is not raised; None if they can."""
        if not self.exists:
            return VolumeMissingError(f"There is no volume at {self.path}.")
        if not self.writable:
            return VolumeNotWritableError(
                f"Models cannot be saved: {self.path} is read-only for you."
            )
        return None


class Volume:
    """A mounted volume.

    Args:
        root: Where it is mounted. The root itself may be a symbolic link, nothing below it.
    """

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = os.path.abspath(os.fspath(root))

    @contextmanager
    def open_root(self) -> Iterator[int]:
        """Open the root directory and give its descriptor.

        Raises:
            VolumeMissingError: If it is not there.
        """
        try:
            fd = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise VolumeMissingError(f"The model volume {self.root} does not exist.") from error
        try:
            yield fd
        finally:
            os.close(fd)

    @contextmanager
    def open_directory(self, parts: Sequence[str]) -> Iterator[int]:
        """Open a directory below the root and give its descriptor.

        Args:
            parts: The components of its path.

        Raises:
            UnsafePathError: If a component is not plain, or is a symbolic link or no directory.
            FileNotFoundError: If there is no such directory.
        """
        with self.open_root() as root, open_below(root, parts) as fd:
            yield fd

    @contextmanager
    def open_file(self, parts: Sequence[str]) -> Iterator[BinaryIO]:
        """Open a regular file below the root for reading.

        Args:
            parts: The components of its path.

        Raises:
            UnsafePathError: If a component is a symbolic link, or the file is no regular file.
            FileNotFoundError: If there is no such file.
        """
        with self.open_directory(parts[:-1]) as directory:
            stream = open_file(parts[-1], directory)
        with stream:
            yield stream

    def touch(self) -> None:
        """Change the revision. Failing to do so must not fail what was done on the volume."""
        path = os.path.join(self.root, REVISION_FILE)
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        with suppress(OSError):
            try:
                fd = os.open(path, flags, 0o664)
            except PermissionError:
                # Made by another user: a directory that we may write to lets us replace it.
                os.unlink(path)
                fd = os.open(path, flags, 0o664)
            try:
                # An explicit time has nanoseconds; the kernel's own only the timer's tick.
                now = time.time_ns()
                os.utime(fd, ns=(now, now))
            finally:
                os.close(fd)

    def revision(self) -> str:
        """Return text that is another one after every change made through this package."""
        try:
            info = os.lstat(os.path.join(self.root, REVISION_FILE))
        except OSError:
            return "0"
        return f"{info.st_mtime_ns:x}"

    def status(self, claim: str) -> VolumeStatus:
        """Return what can be said of the volume; never raises.

        Args:
            claim: The name of the claim, passed on.
        """
        if not os.path.isdir(self.root):
            return VolumeStatus(self.root, False, False, None, None, None, claim)
        writable = os.access(self.root, os.W_OK | os.X_OK)
        try:
            info = os.statvfs(self.root)
        except OSError:
            return VolumeStatus(self.root, True, writable, None, None, None, claim)
        total = info.f_blocks * info.f_frsize
        used = total - info.f_bfree * info.f_frsize
        free = info.f_bavail * info.f_frsize
        return VolumeStatus(self.root, True, writable, total, used, free, claim)

    @contextmanager
    def translate_errors(self, doing: str) -> Iterator[None]:
        """Turn the operating system's errors into this package's.

        Args:
            doing: What is being done, for the message: "save model x".
        """
        try:
            yield
        except ModelStorageError:
            raise
        except OSError as error:
            raise self._error_for(error, doing) from error

    def _error_for(self, error: OSError, doing: str) -> ModelStorageError:
        cannot = f"Cannot {doing}: "
        if error.errno in _FULL_ERRNOS:
            free = self.status("").free
            left = "" if free is None else f" ({free:,} bytes are free)"
            what = "your quota on" if error.errno == errno.EDQUOT else "the volume"
            return VolumeFullError(f"{cannot}{what} {self.root} is full{left}.")
        if error.errno == errno.EROFS:
            return VolumeNotWritableError(f"{cannot}the volume {self.root} is mounted read-only.")
        if error.errno in _READ_ONLY_ERRNOS:
            where = printable(str(error.filename or self.root))
            return VolumeNotWritableError(f"{cannot}no permission on {where}.")
        return VolumeFailedError(f"{cannot}{error.strerror or type(error).__name__}.")

"""The mounted volume: every access goes by components from its root and follows no link."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from .card import is_inside
from .errors import (
    ModelStorageError,
    UnsafePath,
    VolumeFailed,
    VolumeFull,
    VolumeMissing,
    VolumeNotWritable,
)
from .names import shown

REVISION_FILE = ".revision"
DIRECTORY_MODE = 0o755
FILE_MODE = 0o644

_OPEN_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# O_NONBLOCK: a named pipe put in a model file's place must not hang whoever opens it.
_OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_LINK_ERRNOS = (errno.ELOOP, errno.ENOTDIR, errno.EMLINK)
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
            VolumeMissing: If it is not there.
        """
        try:
            fd = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise VolumeMissing(f"The model volume {self.root} does not exist.") from error
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
            UnsafePath: If a component is not plain, or is a symbolic link or no directory.
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
            UnsafePath: If a component is a symbolic link, or the file is no regular file.
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
    def in_words(self, doing: str) -> Iterator[None]:
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
            return VolumeFull(f"{cannot}{what} {self.root} is used up{left}.")
        if error.errno == errno.EROFS:
            return VolumeNotWritable(f"{cannot}the volume {self.root} is mounted read-only.")
        if error.errno in _READ_ONLY_ERRNOS:
            where = shown(str(error.filename or self.root))
            return VolumeNotWritable(f"{cannot}no permission on {where}.")
        return VolumeFailed(f"{cannot}{error.strerror or type(error).__name__}.")


@contextmanager
def open_below(parent: int, parts: Sequence[str]) -> Iterator[int]:
    """Open a directory below another and give its descriptor.

    Args:
        parent: Descriptor of the directory to start from; it stays open.
        parts: The components of the path from there; none for the directory itself.

    Raises:
        UnsafePath: If a component is not plain, or is a symbolic link or no directory.
        FileNotFoundError: If there is no such directory.
    """
    fd = os.dup(parent)
    try:
        for part in parts:
            below = open_directory(part, fd)
            os.close(fd)
            fd = below
        yield fd
    finally:
        os.close(fd)


def open_directory(name: str, parent: int) -> int:
    """Open a directory in a directory.

    Args:
        name: One plain component.
        parent: Descriptor of the directory it is in.

    Returns:
        A descriptor, to be closed by the caller.

    Raises:
        UnsafePath: If the name is no plain component, or it is a symbolic link or no directory.
        FileNotFoundError: If there is none.
    """
    _check_component(name)
    try:
        return os.open(name, _OPEN_DIRECTORY, dir_fd=parent)
    except OSError as error:
        if error.errno in _LINK_ERRNOS:
            raise UnsafePath(f"'{shown(name)}' is a symbolic link or not a directory.") from error
        raise


def open_file(name: str, parent: int) -> BinaryIO:
    """Open a regular file in a directory for reading.

    Args:
        name: One plain component.
        parent: Descriptor of the directory it is in.

    Returns:
        The stream, to be closed by the caller.

    Raises:
        UnsafePath: If it is a symbolic link or no regular file.
        FileNotFoundError: If there is none.
    """
    _check_component(name)
    try:
        fd = os.open(name, _OPEN_FILE, dir_fd=parent)
    except OSError as error:
        if error.errno in (*_LINK_ERRNOS, errno.ENXIO):
            raise UnsafePath(f"'{shown(name)}' is a symbolic link or a device.") from error
        raise
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise UnsafePath(f"'{shown(name)}' is not a regular file.")
        return os.fdopen(fd, "rb")
    except BaseException:
        os.close(fd)
        raise


def make_directory(name: str, parent: int, *, exist_ok: bool = False) -> int:
    """Make a directory that servers of any user can read, and open it.

    Args:
        name: One plain component.
        parent: Descriptor of the directory to make it in.
        exist_ok: Whether it may be there already; it is then opened as it is.

    Returns:
        A descriptor, to be closed by the caller.

    Raises:
        FileExistsError: If it is there and ``exist_ok`` is false.
    """
    _check_component(name)
    try:
        os.mkdir(name, DIRECTORY_MODE, dir_fd=parent)
    except FileExistsError:
        if not exist_ok:
            raise
        return open_directory(name, parent)
    fd = open_directory(name, parent)
    try:
        # The umask took bits away. The set-group-id bit came from a volume with fsGroup: keep it.
        kept = os.fstat(fd).st_mode & (stat.S_ISGID | stat.S_ISVTX)
        os.fchmod(fd, DIRECTORY_MODE | kept)
    except BaseException:
        os.close(fd)
        raise
    return fd


def remove_tree(name: str, parent: int) -> None:
    """Remove a file, or a directory with all that is in it, following no link.

    Args:
        name: One plain component.
        parent: Descriptor of the directory it is in.
    """
    _check_component(name)
    try:
        fd = os.open(name, _OPEN_DIRECTORY, dir_fd=parent)
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno not in _LINK_ERRNOS:
            raise
        os.unlink(name, dir_fd=parent)
        return
    try:
        for entry in os.listdir(fd):
            remove_tree(entry, fd)
    finally:
        os.close(fd)
    os.rmdir(name, dir_fd=parent)


def split_inside(path: str) -> list[str]:
    """Split a relative path into its components.

    Raises:
        UnsafePath: If a component is empty, ``.`` or ``..``, or contains NUL.
    """
    if not is_inside(path):
        raise UnsafePath(f"'{shown(path)}' is not a plain path inside the volume.")
    return path.split("/")


def _check_component(name: str) -> None:
    if "/" in name or not is_inside(name):
        raise UnsafePath(f"'{shown(name)}' is not a plain name.")

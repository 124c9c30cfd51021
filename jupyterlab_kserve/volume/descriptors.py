"""Files and directories by descriptor: one plain component after the other, through no link."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from ..card import is_inside
from ..errors import UnsafePathError
from ..names import printable

TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR)
"""What a rename answers where something stands already."""

DIRECTORY_MODE = 0o755
FILE_MODE = 0o644

_OPEN_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# O_NONBLOCK: a named pipe put in a model file's place must not hang whoever opens it.
_OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_LINK_ERRNOS = (errno.ELOOP, errno.ENOTDIR, errno.EMLINK)


@contextmanager
def open_below(parent: int, parts: Sequence[str]) -> Iterator[int]:
    """Open a directory below another and give its descriptor.

    Args:
        parent: Descriptor of the directory to start from; it stays open.
        parts: The components of the path from there; none for the directory itself.

    Raises:
        UnsafePathError: If a component is not plain, or is a symbolic link or no directory.
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
        UnsafePathError: If the name is no plain component, or it is a symbolic link or no
            directory.
        FileNotFoundError: If there is none.
    """
    _check_component(name)
    try:
        return os.open(name, _OPEN_DIRECTORY, dir_fd=parent)
    except OSError as error:
        if error.errno in _LINK_ERRNOS:
            raise UnsafePathError(
                f"'{printable(name)}' is a symbolic link or not a directory."
            ) from error
        raise


def open_file(name: str, parent: int) -> BinaryIO:
    """Open a regular file in a directory for reading.

    Args:
        name: One plain component.
        parent: Descriptor of the directory it is in.

    Returns:
        The stream, to be closed by the caller.

    Raises:
        UnsafePathError: If it is a symbolic link or no regular file.
        FileNotFoundError: If there is none.
    """
    fd, _ = _open_file(name, parent)
    try:
        return os.fdopen(fd, "rb")
    except BaseException:
        os.close(fd)
        raise


def read_file(name: str, parent: int, most: int) -> bytes:
    """Read a regular file in a directory, or the beginning of a large one.

    Args:
        name: One plain component.
        parent: Descriptor of the directory it is in.
        most: Bytes to read at most.

    Raises:
        UnsafePathError, FileNotFoundError: As for ``open_file``.
    """
    fd, size = _open_file(name, parent)
    try:
        data = os.read(fd, min(size + 1, most))
        while len(data) < most and (more := os.read(fd, most - len(data))):
            data += more
        return data
    finally:
        os.close(fd)


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
        UnsafePathError: If a component is empty, ``.`` or ``..``, or contains NUL.
    """
    if not is_inside(path):
        raise UnsafePathError(f"'{printable(path)}' is not a plain path inside the volume.")
    return path.split("/")


def _open_file(name: str, parent: int) -> tuple[int, int]:
    """Open a regular file; returns its descriptor and its bytes."""
    _check_component(name)
    try:
        fd = os.open(name, _OPEN_FILE, dir_fd=parent)
    except OSError as error:
        if error.errno in (*_LINK_ERRNOS, errno.ENXIO):
            raise UnsafePathError(f"'{printable(name)}' is a symbolic link or a device.") from error
        raise
    try:
        info = os.fstat(fd)
        if not stat.S_ISREG(info.st_mode):
            raise UnsafePathError(f"'{printable(name)}' is not a regular file.")
    except BaseException:
        os.close(fd)
        raise
    return fd, info.st_size


def _check_component(name: str) -> None:
    if "/" in name or not is_inside(name):
        raise UnsafePathError(f"'{printable(name)}' is not a plain name.")

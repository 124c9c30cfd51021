"""The volume's lock: held for the moment in which something small is read, changed and written."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import VolumeBusyError
from .staging import NO_LOCKS
from .volume import Volume

LOCK_FILE = ".lock"

_PATIENCE = 10.0
_PAUSE = 0.02
"""How long is waited for others, and how often it is tried meanwhile, in seconds."""


@contextmanager
def locked(volume: Volume) -> Iterator[None]:
    """Hold the lock of the volume, which ends with the process however that ends.

    Where the file system has no locks nothing is held: what is done then is still done in one step,
    only that two writers at the same moment do not see each other.

    Args:
        volume: The volume.

    Raises:
        VolumeBusyError: If others keep it for too long.
    """
    fd = _open(volume)
    try:
        _acquire(fd, volume)
        yield
    finally:
        os.close(fd)


def _open(volume: Volume) -> int:
    flags = os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    with volume.open_root() as root:
        try:
            return os.open(LOCK_FILE, flags | os.O_RDWR, 0o664, dir_fd=root)
        except PermissionError:
            # Made by another user: reading it is enough for a lock, except over NFS.
            return os.open(LOCK_FILE, flags | os.O_RDONLY, 0o664, dir_fd=root)


def take(fd: int) -> bool:
    """Take the lock of an opened file without waiting; it goes when the file is closed.

    Args:
        fd: Descriptor of the file.

    Returns:
        False if others have it; True also where the file system has no locks.
    """
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in (*NO_LOCKS, errno.EBADF):
            raise
    return True


def _acquire(fd: int, volume: Volume) -> None:
    end = time.monotonic() + _PATIENCE
    while not take(fd):
        if time.monotonic() > end:
            raise VolumeBusyError(f"Other clients keep changing the volume {volume.root}.")
        time.sleep(_PAUSE)

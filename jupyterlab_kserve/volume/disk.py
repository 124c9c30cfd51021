"""Having what was written on its way to the disk, and on it (Linux; Python has no such calls)."""

from __future__ import annotations

import ctypes
import errno
import os

_WRITE = 2
"""``SYNC_FILE_RANGE_WRITE``: begin to write, and do not wait."""


def start_writing(fd: int, offset: int, size: int) -> None:
    """Have the system begin to bring a part of a file to the disk, so that fsync has less to do.

    It promises nothing, and does nothing where there is no such call.

    Args:
        fd: Descriptor of the file.
        offset: Where the part begins.
        size: How many bytes it has.
    """
    call = getattr(_libc, "sync_file_range", None)
    if call is not None:
        call(fd, ctypes.c_int64(offset), ctypes.c_int64(size), _WRITE)


def sync_file_system(fd: int) -> bool:
    """Have all that was written to a file system on its disk.

    Args:
        fd: Descriptor of a file or directory on it.

    Returns:
        Whether that could be asked for.

    Raises:
        OSError: If it failed: something that was written is lost.
    """
    call = getattr(_libc, "syncfs", None)
    if call is None:
        return False
    if call(fd):
        code = ctypes.get_errno()
        if code == errno.ENOSYS:
            return False
        raise OSError(code, os.strerror(code))
    return True


_libc = ctypes.CDLL(None, use_errno=True)

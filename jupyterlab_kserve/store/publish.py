"""Making a finished version visible in one step."""

from __future__ import annotations

import errno
import functools
import os
from collections.abc import Callable

from ..errors import VersionExistsError
from ..volume import Volume
from ..volume.descriptors import make_directory, remove_tree
from ..volume.staging import GONE, NEW, OLD, exists, is_replacing, stage
from .aliases import forget_aliases

_RENAME_EXCHANGE = 2
_NO_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)
"""What file systems without it answer (NFS, CephFS, ...)."""

TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR)
"""What a rename answers where something stands already."""

_ATTEMPTS = 20
"""Each attempt fails only when another writer has just succeeded."""


def publish(
    volume: Volume, name: str, version: str, write: Callable[[int], None], overwrite: bool
) -> None:
    """Write a version aside, then make it visible with one rename.

    Args:
        volume: The volume.
        name: The model, a checked name.
        version: The version, a checked one.
        write: Writes the version's files into the directory whose descriptor it is given. It puts
            its files and sub-directories on the disk; the directory itself is done here.
        overwrite: Whether a version that is there may be replaced.

    Raises:
        VersionExistsError: If the version is there and ``overwrite`` is false.
    """
    with stage(volume, name, version) as staging:
        new = make_directory(NEW, staging)
        try:
            write(new)
            os.fsync(new)
        finally:
            os.close(new)
        for _ in range(_ATTEMPTS):
            with volume.open_root() as root:
                model = make_directory(name, root, exist_ok=True)
                try:
                    os.fsync(root)
                    # Aliases of a deleted version are none of this one; those of one that is just
                    # being replaced are.
                    if not exists(version, model) and not is_replacing(volume):
                        forget_aliases(model, version)
                    if _place(staging, model, version, name, overwrite):
                        os.fsync(model)
                        break
                finally:
                    os.close(model)
        else:
            raise VersionExistsError(f"Other writers keep replacing {name} {version}.")
    volume.touch()


def _place(staging: int, model: int, version: str, name: str, overwrite: bool) -> bool:
    """Try once to move the new version in; False if another writer was in the way."""
    try:
        # Succeeds if nothing is there, or an empty directory: the kubelet makes one for a service
        # that was deployed before its model was saved.
        os.rename(NEW, version, src_dir_fd=staging, dst_dir_fd=model)
        return True
    except FileNotFoundError:
        return False  # The model's directory was just removed with its last version.
    except OSError as error:
        if error.errno not in TAKEN:
            raise
    if not overwrite:
        raise VersionExistsError(f"The model {name} has a version {version} already.")
    try:
        exchange(NEW, staging, version, model)
        return True
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno not in _NO_EXCHANGE:
            raise
    return _replace(staging, model, version)


def _replace(staging: int, model: int, version: str) -> bool:
    """Replace a version in two renames; a sweep undoes the first if the second never came."""
    try:
        os.rename(version, OLD, src_dir_fd=model, dst_dir_fd=staging)
    except FileNotFoundError:
        return False
    try:
        os.rename(NEW, version, src_dir_fd=staging, dst_dir_fd=model)
    except OSError as error:
        if error.errno not in TAKEN:
            raise
        # Another writer was faster: what was moved away is older than what is there now.
        remove_tree(OLD, staging)
        return False
    os.rename(OLD, GONE, src_dir_fd=staging, dst_dir_fd=staging)
    return True


def exchange(one: str, one_fd: int, other: str, other_fd: int) -> None:
    """Swap two directory entries in one step (Linux).

    Args:
        one: An entry's name.
        one_fd: Descriptor of the directory it is in.
        other: The other entry's name.
        other_fd: Descriptor of the directory that one is in.

    Raises:
        OSError: ENOSYS, EINVAL or EOPNOTSUPP where the system or file system cannot.
    """
    code = _renameat2()(one_fd, os.fsencode(one), other_fd, os.fsencode(other), _RENAME_EXCHANGE)
    if code:
        raise OSError(code, os.strerror(code), other)


@functools.cache
def _renameat2() -> Callable[[int, bytes, int, bytes, int], int]:
    """Return a function that makes the system call and returns 0 or the error's number."""
    import ctypes  # Python has no such call; imported late as only replacing a version needs it.

    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return lambda *_: errno.ENOSYS
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    call.restype = ctypes.c_int
    return lambda *arguments: ctypes.get_errno() if call(*arguments) else 0

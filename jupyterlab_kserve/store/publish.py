"""Making a finished version visible in one step."""

from __future__ import annotations

import errno
import functools
import os
from collections.abc import Callable

from ..errors import VersionExistsError
from ..names import is_version, next_version, version_key
from ..volume.descriptors import TAKEN, make_directory, remove_tree
from ..volume.staging import GONE, NEW, OLD, exists, is_replacing, stage, sweep
from .aliases import forget_aliases
from .reading.reader import ModelReader
from .saving.staging import StagedVersion
from .trash import Trash

_RENAME_EXCHANGE = 2
_NO_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)
"""What file systems without it answer (NFS, CephFS, ...)."""

_ATTEMPTS = 20
"""Each attempt fails only when another writer has just succeeded."""

_NUMBER_ATTEMPTS = 50


class Publisher:
    """Makes versions that were prepared visible, whole or not at all.

    Args:
        reader: The models on the volume.
        trash: What was deleted of them.
    """

    def __init__(self, reader: ModelReader, trash: Trash) -> None:
        self._reader = reader
        self._volume = reader.volume
        self._trash = trash

    def publish(self, staged: StagedVersion, version: str | None, overwrite: bool) -> str:
        """Publish a version.

        Args:
            staged: What is to be published.
            version: The version, a checked one; None for the next number, or with ``overwrite`` the
                newest version if that is a number.
            overwrite: Whether a version that is there is replaced.

        Returns:
            The version.

        Raises:
            SourceChangedError: If a file changed while it was copied.
            VersionExistsError: If the version is there and ``overwrite`` is false.
            VolumeFullError: If there is no room for it.
        """
        with self._volume.translate_errors(f"save the model {staged.name}"):
            sweep(self._volume)
            self._trash.tidy()
            staged.check_space(self._volume.status(self._reader.claim).free)
            if version is not None:
                self._write(staged, version, overwrite)
                return version
            for _ in range(_NUMBER_ATTEMPTS):
                chosen, replaces = self._next(staged.name, overwrite)
                try:
                    self._write(staged, chosen, replaces)
                except VersionExistsError:
                    continue  # Somebody else just took the number.
                return chosen
        raise VersionExistsError(f"Other writers keep taking the next version of {staged.name}.")

    def _next(self, name: str, overwrite: bool) -> tuple[str, bool]:
        """Choose the version of a save that names none, and whether it may replace one."""
        try:
            with self._volume.open_directory([name]) as folder:
                # Whatever stands there takes its number, also what is not listed as a version.
                taken = sorted(filter(is_version, os.listdir(folder)), key=version_key)
        except FileNotFoundError:
            taken = []
        if overwrite and taken and taken[-1].isdecimal():
            return taken[-1], True
        return next_version(taken), False

    def _write(self, staged: StagedVersion, version: str, overwrite: bool) -> None:
        """Write a version aside, then make it visible with one rename."""
        name = staged.name
        if not overwrite and self._reader.is_taken(name, version):
            # Known before gigabytes are written; found out again for certain when it is placed.
            raise VersionExistsError(f"Version {version} of {name} already exists.")
        with stage(self._volume, name, version) as staging:
            new = make_directory(NEW, staging)
            try:
                staged.write(new, version)
                os.fsync(new)
            finally:
                os.close(new)
            for _ in range(_ATTEMPTS):
                with self._volume.open_root() as root:
                    model = make_directory(name, root, exist_ok=True)
                    try:
                        os.fsync(root)
                        # Aliases of a deleted version are none of this one; those of one that is
                        # just being replaced are.
                        if not exists(version, model) and not is_replacing(self._volume):
                            forget_aliases(model, version)
                        if _place(staging, model, version, name, overwrite):
                            os.fsync(model)
                            break
                    finally:
                        os.close(model)
            else:
                raise VersionExistsError(f"Other clients keep replacing {name} {version}.")
        self._volume.touch()


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
        raise VersionExistsError(f"Version {version} of {name} already exists.")
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

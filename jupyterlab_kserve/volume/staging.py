"""Where a version is written before it is published: ``.staging/<id>/``, swept when left behind.

Beside each directory stands ``<id>.lock``, which its writer holds locked. The lock goes away with
the process however it ends, so a directory whose lock can be had is a leftover.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from ..names import is_model_name, is_version
from .descriptors import make_directory, open_directory, remove_tree
from .volume import Volume

STAGING = ".staging"
NEW = "new"
"""The version being written."""
OLD = "old"
"""A version that was moved away to be replaced; put back if its replacement never came."""
GONE = "gone"
"""A version that is being deleted permanently."""

_LOCK = ".lock"
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
"""A file system without locks: what stands in the staging directory is judged by age alone."""
_FOREIGN_AGE = 24 * 3600.0
"""Some network file systems keep locks within one machine. Another machine's leftovers are
therefore swept only when they are older than any save takes; in seconds."""


@contextmanager
def stage(volume: Volume, name: str, version: str) -> Iterator[int]:
    """Make a staging directory and remove it with its contents afterwards.

    Args:
        volume: The volume.
        name: The model that it is for.
        version: The version that it is for; to put it back if the process dies in between.

    Yields:
        Descriptor of the staging directory.
    """
    with volume.open_root() as root:
        staging = make_directory(STAGING, root, exist_ok=True)
    try:
        lock, lock_name = _make_lock(staging, name, version)
        try:
            directory = make_directory(lock_name.removesuffix(_LOCK), staging)
            try:
                yield directory
            finally:
                os.close(directory)
        finally:
            # Whatever happened, a sweep would do the same later, so failing here changes nothing.
            with suppress(OSError):
                _clear(volume, staging, lock_name, name, version)
            os.close(lock)
    finally:
        os.close(staging)


def sweep(volume: Volume) -> None:
    """Remove what dead writers left in the staging directory, and put back what they moved away.

    Cheap when there is nothing to do, and quiet when it is not allowed to do it.

    Args:
        volume: The volume.
    """
    with suppress(OSError), volume.open_directory([STAGING]) as staging:
        for entry in os.listdir(staging):
            with suppress(OSError):
                _sweep_entry(volume, staging, entry)


def is_replacing(volume: Volume) -> bool:
    """Say whether a version is away at this moment because it is being replaced."""
    with suppress(OSError), volume.open_directory([STAGING]) as staging:
        return any(exists(f"{entry}/{OLD}", staging) for entry in os.listdir(staging))
    return False


def _sweep_entry(volume: Volume, staging: int, entry: str) -> None:
    if not entry.endswith(_LOCK):
        # The lock is made before its directory and removed after it: without one it is not ours,
        # or a sweep was interrupted.
        lock_missing = not exists(entry + _LOCK, staging)
        age = time.time() - os.stat(entry, dir_fd=staging, follow_symlinks=False).st_mtime
        if lock_missing and age > _FOREIGN_AGE:
            remove_tree(entry, staging)
        return
    lock = os.open(entry, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=staging)
    try:
        owner = _owner(lock)
        # A writer that died before its directory was made left nothing that could be in use.
        dead = owner.get("host") == os.uname().nodename or not exists(
            entry.removesuffix(_LOCK), staging
        )
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
            dead = False
        if dead or time.time() - os.fstat(lock).st_mtime > _FOREIGN_AGE:
            _clear(volume, staging, entry, owner.get("name"), owner.get("version"))
    finally:
        os.close(lock)


def _clear(volume: Volume, staging: int, lock_name: str, name: object, version: object) -> None:
    directory = lock_name.removesuffix(_LOCK)
    if exists(directory, staging):
        _put_back(volume, staging, directory, name, version)
        remove_tree(directory, staging)
    os.unlink(lock_name, dir_fd=staging)


def _put_back(volume: Volume, staging: int, directory: str, name: object, version: object) -> None:
    if not isinstance(name, str) or not isinstance(version, str):
        return
    if not is_model_name(name) or not is_version(version):
        return
    fd = open_directory(directory, staging)
    try:
        if not exists(OLD, fd):
            return
        # Succeeds only if nothing (or an empty directory) stands in its place.
        with suppress(OSError), volume.open_directory([name]) as model:
            os.rename(OLD, version, src_dir_fd=fd, dst_dir_fd=model)
            os.fsync(model)
        volume.touch()
    finally:
        os.close(fd)


def _make_lock(staging: int, name: str, version: str) -> tuple[int, str]:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    owner = {"host": os.uname().nodename, "pid": os.getpid(), "name": name, "version": version}
    while True:
        lock_name = os.urandom(16).hex() + _LOCK
        lock = os.open(lock_name, flags, 0o644, dir_fd=staging)
        try:
            os.write(lock, json.dumps(owner).encode())
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in NO_LOCKS:
                    raise
            if os.fstat(lock).st_nlink:
                return lock, lock_name
        except BlockingIOError:
            pass  # A sweep got between the two calls and is about to remove it: take another.
        except BaseException:
            os.close(lock)
            with suppress(OSError):
                os.unlink(lock_name, dir_fd=staging)
            raise
        os.close(lock)


def _owner(lock: int) -> dict[str, Any]:
    try:
        owner = json.loads(os.pread(lock, 4096, 0))
    except ValueError:
        return {}
    return owner if isinstance(owner, dict) else {}


def exists(name: str, parent: int) -> bool:
    """Say whether there is an entry of a name.

    Args:
        name: The name.
        parent: Descriptor of the directory to look in.
    """
    try:
        os.stat(name, dir_fd=parent, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True

"""What was deleted: ``.trash/<model>@<version>@<time>/``, to be restored or deleted permanently.

The name says all there is to know, so that a version goes to the trash, and comes back, with one
rename: there is no moment at which half of it is somewhere.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from ..errors import NotInTrashError, UnsafePathError, VersionExistsError, VersionNotFoundError
from ..names import is_model_name, is_version, printable
from ..volume import Volume
from ..volume.descriptors import TAKEN, make_directory, open_below, remove_tree
from ..volume.staging import sweep
from .aliases import forget_aliases, remove_empty
from .saved_requests import forget_requests

TRASH = ".trash"
KEPT_DAYS = 30.0
"""After so many days what was deleted is deleted permanently, unless another number is given."""

_TIME = "%Y%m%dT%H%M%S.%fZ"
_MARK = "@"
"""Neither a model's name nor a version may contain it."""
_GONE = ".gone-"
"""Begins the name of what is being deleted permanently."""
_ATTEMPTS = 20
"""Each attempt fails only when another has just removed the model's empty directory."""


@dataclass(frozen=True)
class TrashEntry:
    """A version that was deleted.

    Attributes:
        id: What the entry is called.
        name: The model.
        version: The version.
        deleted: When, ISO 8601 in UTC.
        size: Bytes.
    """

    id: str
    name: str
    version: str
    deleted: str
    size: int

    def to_dict(self) -> dict[str, Any]:
        """Return the entry for JSON."""
        return asdict(self)


class Trash:
    """The trash of a volume.

    Every method may raise ``VolumeMissingError``, ``VolumeNotWritableError``, ``VolumeFullError``,
    ``VolumeFailedError``.

    Args:
        volume: The volume.
        kept_days: Days after which ``tidy`` removes an entry; 0 for never.
    """

    def __init__(self, volume: Volume, kept_days: float = KEPT_DAYS) -> None:
        self._volume = volume
        self.kept_days = kept_days

    def put(self, name: str, version: str) -> str:
        """Move a version to the trash.

        Args:
            name: The model, a checked name.
            version: The version, a checked one.

        Returns:
            The id of its entry.

        Raises:
            VersionNotFoundError: If it is not there (any more).
        """
        entry = _MARK.join((name, version, datetime.now(timezone.utc).strftime(_TIME)))
        with (
            self._volume.translate_errors(f"delete {name} {version}"),
            self._volume.open_root() as root,
        ):
            trash = make_directory(TRASH, root, exist_ok=True)
            try:
                with open_below(root, [name]) as model:
                    os.rename(version, entry, src_dir_fd=model, dst_dir_fd=trash)
                    os.fsync(trash)
                    os.fsync(model)
            except FileNotFoundError as error:
                raise VersionNotFoundError(
                    f"The version {version} of {name} is already deleted."
                ) from error
            finally:
                os.close(trash)
            remove_empty(root, name)
        self._volume.touch()
        return entry

    def entries(self) -> list[TrashEntry]:
        """Return what is in the trash, what was deleted last first."""
        found: list[TrashEntry] = []
        with suppress(FileNotFoundError), self._volume.open_directory([TRASH]) as trash:
            for entry in os.listdir(trash):
                if (parsed := _parse(entry)) is not None:
                    name, version, when = parsed
                    deleted = when.strftime("%Y-%m-%dT%H:%M:%SZ")
                    found.append(TrashEntry(entry, name, version, deleted, _size_of(entry, trash)))
        return sorted(found, key=lambda entry: entry.id.rpartition(_MARK)[2], reverse=True)

    def restore(self, entry: str) -> tuple[str, str]:
        """Put a version back where it was.

        Args:
            entry: The entry's id.

        Returns:
            The model and the version.

        Raises:
            NotInTrashError: If there is no such entry.
            VersionExistsError: If there is such a version again.
        """
        name, version, _ = _parsed(entry)
        with (
            self._volume.translate_errors(f"restore {name} {version}"),
            self._volume.open_root() as root,
        ):
            sweep(self._volume)
            for _attempt in range(_ATTEMPTS):
                if _put_back(root, entry, name, version):
                    break
            else:
                raise VersionExistsError(f"Other clients keep removing the model {name}.")
        self._volume.touch()
        return name, version

    def remove(self, entry: str) -> None:
        """Remove an entry for good.

        Args:
            entry: The entry's id.

        Raises:
            NotInTrashError: If there is no such entry.
        """
        name, version, _ = _parsed(entry)
        with self._volume.translate_errors(f"remove {name} {version} from the trash"):
            try:
                with self._volume.open_directory([TRASH]) as trash:
                    # Away with one rename first: what is half removed must not come back. And
                    # within the directory: it must work when there is no space for a byte.
                    os.rename(entry, _GONE + entry, src_dir_fd=trash, dst_dir_fd=trash)
                    os.fsync(trash)
                    _remove_gone(trash)
            except FileNotFoundError as error:
                raise _not_there(entry) from error
            self._forget(name, version)
        self._volume.touch()

    def empty(self, older_than: timedelta | None = None) -> int:
        """Remove all entries for good, or those that are old.

        Args:
            older_than: How long ago an entry must have been deleted; None for all.

        Returns:
            How many were removed.
        """
        removed = 0
        now = datetime.now(timezone.utc)
        for entry in self._ids():
            _, _, when = _parsed(entry)
            if older_than is not None and now - when < older_than:
                continue
            with suppress(NotInTrashError):  # Somebody else was faster.
                self.remove(entry)
                removed += 1
        return removed

    def tidy(self) -> None:
        """Remove what has been in the trash for long; quiet when that is not allowed.

        Makes the trash's directory if there is none: later there may be no space for it.
        """
        with suppress(OSError, UnsafePathError):
            with self._volume.open_root() as root:
                trash = make_directory(TRASH, root, exist_ok=True)
            try:
                _remove_gone(trash)
            finally:
                os.close(trash)
            if self.kept_days > 0:
                self.empty(timedelta(days=self.kept_days))

    def _forget(self, name: str, version: str) -> None:
        """Remove what was kept for a version that can no longer come back, and for its model."""
        others = [_parsed(other)[:2] for other in self._ids()]
        with suppress(OSError, UnsafePathError), self._volume.open_root() as root:
            if (name, version) not in others:
                with open_below(root, [name]) as model:
                    forget_aliases(model, version)
            if all(other != name for other, _ in others):
                forget_requests(root, name)
            remove_empty(root, name)

    def _ids(self) -> list[str]:
        with suppress(FileNotFoundError), self._volume.open_directory([TRASH]) as trash:
            return [entry for entry in os.listdir(trash) if _parse(entry)]
        return []


def _remove_gone(trash: int) -> None:
    """Remove what was taken out of the trash, also by those who died before they had done it."""
    for entry in os.listdir(trash):
        if entry.startswith(_GONE):
            with suppress(OSError):  # Others may be at it too; the next one finishes it.
                remove_tree(entry, trash)


def _put_back(root: int, entry: str, name: str, version: str) -> bool:
    """Try once to move a version back; False if its model's directory went away meanwhile."""
    try:
        with open_below(root, [TRASH]) as trash:
            os.stat(entry, dir_fd=trash, follow_symlinks=False)
            model = make_directory(name, root, exist_ok=True)
            try:
                os.fsync(root)
                # Succeeds if nothing is there, or an empty directory.
                os.rename(entry, version, src_dir_fd=trash, dst_dir_fd=model)
                os.fsync(model)
                os.fsync(trash)
                return True
            except FileNotFoundError:
                return False
            except OSError as error:
                if error.errno not in TAKEN:
                    raise
                raise VersionExistsError(
                    f"Version {version} of {name} exists again.",
                    "Delete the existing version first.",
                ) from error
            finally:
                os.close(model)
    except FileNotFoundError as error:
        raise _not_there(entry) from error


def _parsed(entry: str) -> tuple[str, str, datetime]:
    parsed = _parse(entry)
    if parsed is None:
        raise _not_there(entry)
    return parsed


def _parse(entry: str) -> tuple[str, str, datetime] | None:
    """Read an id; None for what is none of ours."""
    parts = entry.split(_MARK)
    if len(parts) != 3 or not is_model_name(parts[0]) or not is_version(parts[1]):
        return None
    try:
        when = datetime.strptime(parts[2], _TIME)
    except ValueError:
        return None
    return parts[0], parts[1], when.replace(tzinfo=timezone.utc)


def _not_there(entry: str) -> NotInTrashError:
    return NotInTrashError(f"The trash has no entry {printable(entry)} in the trash.")


def _size_of(entry: str, trash: int) -> int:
    size = 0
    for _, _, names, directory in os.fwalk(entry, dir_fd=trash, follow_symlinks=False):
        for name in names:
            with suppress(OSError):
                size += os.stat(name, dir_fd=directory, follow_symlinks=False).st_size
    return size

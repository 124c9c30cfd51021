"""The migration source that finds models in folders of the workbench."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeVar

from ...errors import ModelStorageError
from ...jobs import Item, JobContext
from ...names import next_version, printable
from ...store import ModelStore
from ...store.comparison import Difference, compare_cards
from ...store.records import VersionRecord
from ...store.saving.matching import source_files, version_with
from ..errors import FolderNotAllowedError, ScanOutdatedError
from ..source import MigrationSource, Skipped
from .candidates import Candidate
from .conflicts import card_of_candidate, card_on
from .copying import copy_item, copy_model
from .removal import removal_item, remove_original
from .scan import scan_folder

T = TypeVar("T")


class FolderSource(MigrationSource[Candidate]):
    """Finds models in folders of the workbench.

    Args:
        store: The volume.
        folders: Where models are looked for.
        allowed: The folder below which others may be named.
    """

    id = "folders"
    run_kind = "migrate"
    removal_kind = "remove"

    def __init__(
        self, store: ModelStore, folders: Sequence[str], allowed: str | None = None
    ) -> None:
        self._store = store
        self._folders = [os.path.abspath(os.path.expanduser(folder)) for folder in folders]
        self._allowed = allowed

    @property
    def locations(self) -> Sequence[str]:
        """The folders that are configured."""
        return self._folders

    def title(self, kind: str, count: int) -> str:
        """Say what a job does; see ``MigrationSource``."""
        models = "a model" if count == 1 else f"{count} models"
        if kind == self.removal_kind:
            return f"Remove the originals of {models}"
        return f"Copy {models} to the volume"

    def scan(self, locations: Sequence[str]) -> tuple[list[Candidate], list[Skipped]]:
        """Look for models; see ``MigrationSource``.

        Raises:
            FolderNotAllowedError: If a folder may not be read through us.
        """
        candidates: dict[Path, Candidate] = {}
        skipped: dict[Path | str, Skipped] = {}
        for folder in locations:
            root = self._checked(folder)
            if root.is_dir():
                found, none = scan_folder(root)
                candidates |= {each.path: each for each in found if each.path not in candidates}
                skipped |= {each.path: each for each in none if each.path not in candidates}
            else:
                skipped[root] = Skipped(root, "The folder does not exist.")
        return [*candidates.values()], [*skipped.values()]

    def plan(self, found: Candidate, results: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        """Propose name and version; see ``MigrationSource``.

        Returns:
            The candidate with ``conflict``, ``already`` and ``proposed``.
        """
        name, version = found.name, found.version
        existing = None if found.problem else self._existing(found, results)
        conflict = None
        if existing is not None and version in (None, existing.version):
            name, version = existing.name, existing.version
            conflict = "same"
        elif version is not None and self._store.is_taken(name, version):
            conflict = "exists"
        return {
            **found.to_dict(),
            "conflict": conflict,
            "already": f"{existing.name}/{existing.version}" if existing else None,
            "proposed": {"name": name, "version": version or self._next(name)},
        }

    def compare(self, found: Candidate, name: str, version: str) -> list[Difference]:
        """Lay a model beside a version on the volume; see ``MigrationSource``."""
        _check_existence(found)
        return compare_cards(card_of_candidate(found), card_on(self._store, name, version))

    def run_item(self, found: Candidate, line: Mapping[str, Any]) -> Item:
        """Plan the copy of a model; a line may say ``overwrite``. See ``MigrationSource``."""
        _check_existence(found)
        return copy_item(found, line["name"], line["version"], line.get("overwrite") is True)

    def run(self, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
        """Copy a model; see ``copy_model``."""
        return copy_model(self._store, task, context)

    def removal_item(self, found: Candidate, line: Mapping[str, Any]) -> Item:
        """Plan the removal of an original; see ``MigrationSource``."""
        _check_existence(found)
        return removal_item(found, str(line["name"]), str(line["version"]))

    def remove_original(self, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
        """Remove an original; see the function of the same name."""
        return remove_original(self._store, task, context)

    def _checked(self, folder: str) -> Path:
        path = Path(os.path.abspath(os.path.expanduser(folder)))
        root = path.resolve()
        if str(path) not in self._folders and (
            self._allowed is None or not root.is_relative_to(Path(self._allowed).resolve())
        ):
            raise FolderNotAllowedError(f"Migration is not allowed from {printable(folder)}.")
        volume = Path(self._store.volume.root).resolve()
        if root.is_relative_to(volume):
            raise FolderNotAllowedError(
                f"{printable(folder)} is already on the volume.",
                "To convert legacy models on the volume, use their menu in the Models list.",
            )
        return root

    def _existing(
        self, candidate: Candidate, results: Mapping[str, dict[str, Any]]
    ) -> VersionRecord | None:
        """The version on the volume that has the candidate's bytes."""
        try:
            before = results.get(str(candidate.path))
            if before is not None:
                name, version = before["name"], before["version"]
                record = _quietly(lambda: self._store.get(name, version))
                if record is not None and _is_unchanged(candidate, record):
                    return record
            return version_with(self._store, candidate.name, None, source_files(candidate.path))
        except (OSError, ModelStorageError):
            return None

    def _next(self, name: str) -> str:
        model = _quietly(lambda: self._store.model(name))
        return next_version([each.version for each in model.versions] if model else [])


def _check_existence(candidate: Candidate) -> None:
    if not candidate.path.exists():
        raise ScanOutdatedError(f"The model {printable(str(candidate.path))} no longer exists.")


def _quietly(look: Callable[[], T]) -> T | None:
    try:
        return look()
    except ModelStorageError:
        return None


def _is_unchanged(candidate: Candidate, record: VersionRecord) -> bool:
    """Say whether an original is as it was when it was copied, without reading all of it."""
    if record.card is None or record.state != "ok":
        return False
    files = source_files(candidate.path)
    sizes = {file.path: file.size for file in record.card.files}
    created = datetime.fromisoformat(record.created.replace("Z", "+00:00"))
    for inside, path in files.items():
        info = os.stat(path)
        modified = datetime.fromtimestamp(info.st_mtime, timezone.utc)
        if sizes.get(inside) != info.st_size or modified > created:
            return False
    return True

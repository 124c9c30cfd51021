"""The migration of models, as the routes call it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeVar

from ..errors import ModelStorageError
from ..jobs import Item, Job, Jobs
from ..names import next_version, printable
from ..store import ModelStore
from ..store.comparison import Difference, compare_cards
from ..store.matching import source_files, version_with
from ..store.records import VersionRecord
from .candidates import Candidate, Skipped
from .conflicts import card_of_candidate, card_on
from .copying import copy_item
from .errors import FolderNotAllowedError, ScanOutdatedError
from .removal import removal_item
from .scan import scan_folder

COPY = "migrate"
REMOVE = "remove"
_MAX_SKIPPED = 2000

T = TypeVar("T")


class Migration:
    """Finds models in the workbench and brings them to the volume.

    Args:
        store: The volume.
        jobs: Runs what takes long.
        folders: Where models are looked for.
        allowed: The folder below which others may be named.
    """

    def __init__(
        self, store: ModelStore, jobs: Jobs, folders: Sequence[str], allowed: str | None = None
    ) -> None:
        self._store = store
        self._jobs = jobs
        self.folders = [os.path.abspath(os.path.expanduser(folder)) for folder in folders]
        self._allowed = allowed
        self._lock = threading.Lock()
        self._found: dict[str, Candidate] = {}

    def journal(self) -> Job | None:
        """Return the last migration."""
        return next((job for job in self._jobs.list() if job.kind == COPY), None)

    def scan(self, folders: Sequence[str] | None = None) -> dict[str, Any]:
        """Look for models; nothing is written.

        Args:
            folders: Where; None for the configured folders.

        Returns:
            Candidates, what was skipped, and the free and total space of the volume.

        Raises:
            FolderNotAllowedError: If a folder may not be read through us.
        """
        candidates, skipped = self._scan(folders)
        copied = self._copied()
        rows = [self._row(each, copied) for each in candidates]
        status = self._store.status()
        return {
            "candidates": rows,
            "skipped": [
                {"path": str(each.path), "why": each.why} for each in skipped[:_MAX_SKIPPED]
            ],
            "free": status.free,
            "total": status.total,
        }

    def compare(self, path: str, name: str, version: str) -> list[Difference]:
        """Say how a model that was found differs from a version on the volume.

        Args:
            path: Where it was found.
            name: A model on the volume.
            version: Its version.

        Returns:
            What differs; ``one`` is the model that was found.

        Raises:
            ScanOutdatedError: If it is not where it was found.
            ModelNotFoundError, VersionNotFoundError: If the volume has no such version.
        """
        candidate = self._candidate(path)
        return compare_cards(card_of_candidate(candidate), card_on(self._store, name, version))

    def copy(self, plan: Sequence[Mapping[str, Any]]) -> Job:
        """Start to copy models; the originals stay.

        Args:
            plan: ``path``, ``name``, ``version`` and perhaps ``overwrite`` of each.

        Raises:
            ScanOutdatedError: If one is not where it was found.
            InvalidNameError: If a name or version breaks the rule.
        """
        items = [
            copy_item(
                self._candidate(str(line["path"])),
                line["name"],
                line["version"],
                line.get("overwrite") is True,
            )
            for line in plan
        ]
        return self._start(COPY, f"Copy {_count(items)} to the volume", items)

    def remove(self, plan: Sequence[Mapping[str, Any]]) -> Job:
        """Start to remove originals, each after it was compared with its copy.

        Args:
            plan: ``path``, ``name`` and ``version`` of each.

        Raises:
            ScanOutdatedError: If one is not where it was found.
        """
        items = [
            removal_item(
                self._candidate(str(line["path"])), str(line["name"]), str(line["version"])
            )
            for line in plan
        ]
        return self._start(REMOVE, f"Remove the originals of {_count(items)}", items)

    def _start(self, kind: str, title: str, items: list[Item]) -> Job:
        unique = {item.id: item for item in items}
        return self._jobs.start(kind, title, [*unique.values()])

    def _scan(self, folders: Sequence[str] | None) -> tuple[list[Candidate], list[Skipped]]:
        candidates: dict[Path, Candidate] = {}
        skipped: dict[Path, Skipped] = {}
        for folder in self.folders if folders is None else folders:
            root = self._checked(folder)
            if root.is_dir():
                found, none = scan_folder(root)
                candidates |= {each.path: each for each in found if each.path not in candidates}
                skipped |= {each.path: each for each in none if each.path not in candidates}
            else:
                skipped[root] = Skipped(root, "There is no such folder.")
        with self._lock:
            self._found |= {str(path): each for path, each in candidates.items()}
        return [*candidates.values()], [*skipped.values()]

    def _checked(self, folder: str) -> Path:
        path = Path(os.path.abspath(os.path.expanduser(folder)))
        root = path.resolve()
        if str(path) not in self.folders and (
            self._allowed is None or not root.is_relative_to(Path(self._allowed).resolve())
        ):
            raise FolderNotAllowedError(f"Models are not looked for in {printable(folder)}.")
        volume = Path(self._store.volume.root).resolve()
        if root.is_relative_to(volume):
            raise FolderNotAllowedError(
                f"{printable(folder)} is on the volume already.",
                "Models of an older layout there are converted from their menu in the list.",
            )
        return root

    def _candidate(self, path: str) -> Candidate:
        with self._lock:
            found = self._found.get(path)
        if found is None:
            self._scan(None)  # The server may have been restarted since.
            with self._lock:
                found = self._found.get(path)
        if found is None or not found.path.exists():
            raise ScanOutdatedError(f"There is no model {printable(path)} any more.")
        return found

    def _copied(self) -> dict[str, tuple[str, str]]:
        """Names and versions of what earlier migrations brought, by the originals' paths."""
        return {
            item.title: (item.result["name"], item.result["version"])
            for job in reversed(self._jobs.list())
            if job.kind == COPY
            for item in job.items
            if item.state == "done" and item.result
        }

    def _row(self, candidate: Candidate, copied: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
        name, version = candidate.name, candidate.version
        there = None if candidate.problem else self._there(candidate, copied)
        conflict = None
        if there is not None and version in (None, there.version):
            name, version = there.name, there.version
            conflict = "same"
        elif version is not None and self._store.is_taken(name, version):
            conflict = "exists"
        return {
            **candidate.to_dict(),
            "conflict": conflict,
            "already": f"{there.name}/{there.version}" if there else None,
            "proposed": {"name": name, "version": version or self._next(name)},
        }

    def _there(
        self, candidate: Candidate, copied: Mapping[str, tuple[str, str]]
    ) -> VersionRecord | None:
        """The version on the volume that has the candidate's bytes."""
        try:
            before = copied.get(str(candidate.path))
            if before is not None:
                record = _quietly(lambda: self._store.get(*before))
                if record is not None and _is_unchanged(candidate, record):
                    return record
            return version_with(self._store, candidate.name, None, source_files(candidate.path))
        except (OSError, ModelStorageError):
            return None

    def _next(self, name: str) -> str:
        model = _quietly(lambda: self._store.model(name))
        return next_version([each.version for each in model.versions] if model else [])


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


def _count(items: Sequence[Item]) -> str:
    return "a model" if len(items) == 1 else f"{len(items)} models"

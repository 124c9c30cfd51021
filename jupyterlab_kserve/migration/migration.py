"""The registry of migration sources, as the routes call it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..jobs import Item, Job, Jobs
from ..names import printable
from ..store import ModelStore
from ..store.comparison import Difference
from .errors import ScanOutdatedError, UnknownSourceError
from .source import MigrationSource

_MAX_SKIPPED = 2000


class Migration:
    """Brings what sources find to the volume, as jobs, and remembers what they found.

    Args:
        store: The volume.
        jobs: Runs what takes long; it learns the kinds of the sources' jobs here.
        sources: From where things can be brought.
    """

    def __init__(
        self, store: ModelStore, jobs: Jobs, sources: Iterable[MigrationSource[Any]]
    ) -> None:
        self._store = store
        self._jobs = jobs
        self._sources = {source.id: source for source in sources}
        self._lock = threading.Lock()
        self._found: dict[tuple[str, str], Any] = {}
        for source in self._sources.values():
            jobs.register(source.run_kind, source.run)
            jobs.register(source.removal_kind, source.remove_original)

    def locations(self, source_id: str) -> list[str]:
        """Return where a source looks unless the user says where.

        Args:
            source_id: The source.

        Raises:
            UnknownSourceError: If there is no such source.
        """
        return [*self._source(source_id).locations]

    def journal(self, source_id: str) -> Job | None:
        """Return the last run of a source.

        Args:
            source_id: The source.

        Raises:
            UnknownSourceError: If there is no such source.
        """
        return next(iter(self._runs(self._source(source_id))), None)

    def scan(self, source_id: str, locations: Sequence[str] | None = None) -> dict[str, Any]:
        """Look for what can be brought over; nothing is written.

        Args:
            source_id: The source.
            locations: Where; None for the configured locations.

        Returns:
            Candidates, what was skipped, and the free and total space of the volume.

        Raises:
            UnknownSourceError: If there is no such source.
            ModelStorageError: If a location may not be read through us.
        """
        source = self._source(source_id)
        found, skipped = self._look(source, locations)
        results = self._results(source)
        candidates = [source.plan(each, results) for each in found]
        status = self._store.status()
        return {
            "candidates": candidates,
            "skipped": [
                {"path": str(each.path), "why": each.why} for each in skipped[:_MAX_SKIPPED]
            ],
            "free": status.free,
            "total": status.total,
        }

    def compare(self, source_id: str, path: str, name: str, version: str) -> list[Difference]:
        """Say how something that was found differs from a version on the volume.

        Args:
            source_id: The source.
            path: Where it was found.
            name: A model on the volume.
            version: Its version.

        Returns:
            What differs; ``one`` is what was found.

        Raises:
            UnknownSourceError: If there is no such source.
            ScanOutdatedError: If it is not where it was found.
            ModelNotFoundError, VersionNotFoundError: If the volume has no such version.
        """
        source = self._source(source_id)
        return source.compare(self._candidate(source, path), name, version)

    def run(self, source_id: str, plan: Sequence[Mapping[str, Any]]) -> Job:
        """Start to bring things over; the originals stay.

        Args:
            source_id: The source.
            plan: ``path`` of each, and what else the source needs to know.

        Raises:
            UnknownSourceError: If there is no such source.
            ScanOutdatedError: If one is not where it was found.
            InvalidNameError: If a name or version breaks the rule.
        """
        source = self._source(source_id)
        return self._start(source, source.run_kind, source.run_item, plan)

    def remove_originals(self, source_id: str, plan: Sequence[Mapping[str, Any]]) -> Job:
        """Start to remove originals, each after it was compared with what is on the volume.

        Args:
            source_id: The source.
            plan: ``path``, ``name`` and ``version`` of each.

        Raises:
            UnknownSourceError: If there is no such source.
            ScanOutdatedError: If one is not where it was found.
        """
        source = self._source(source_id)
        return self._start(source, source.removal_kind, source.removal_item, plan)

    def _source(self, source_id: str) -> MigrationSource[Any]:
        try:
            return self._sources[source_id]
        except KeyError:
            raise UnknownSourceError(
                f"The migration source {printable(source_id)} does not exist."
            ) from None

    def _start(
        self,
        source: MigrationSource[Any],
        kind: str,
        item: Callable[[Any, Mapping[str, Any]], Item],
        plan: Sequence[Mapping[str, Any]],
    ) -> Job:
        items = [item(self._candidate(source, str(line["path"])), line) for line in plan]
        unique = {each.id: each for each in items}
        return self._jobs.start(kind, source.title(kind, len(items)), [*unique.values()])

    def _look(
        self, source: MigrationSource[Any], locations: Sequence[str] | None
    ) -> tuple[list[Any], Sequence[Any]]:
        found, skipped = source.scan(source.locations if locations is None else locations)
        with self._lock:
            self._found |= {(source.id, str(each.path)): each for each in found}
        return found, skipped

    def _candidate(self, source: MigrationSource[Any], path: str) -> Any:
        key = (source.id, path)
        with self._lock:
            found = self._found.get(key)
        if found is None:
            self._look(source, None)  # The server may have been restarted since.
            with self._lock:
                found = self._found.get(key)
        if found is None:
            raise ScanOutdatedError(f"The model {printable(path)} no longer exists.")
        return found

    def _runs(self, source: MigrationSource[Any]) -> list[Job]:
        """The runs of a source, newest first."""
        return [job for job in self._jobs.list() if job.kind == source.run_kind]

    def _results(self, source: MigrationSource[Any]) -> dict[str, dict[str, Any]]:
        """What came of earlier runs, by the paths of the originals."""
        return {
            item.title: item.result
            for job in reversed(self._runs(source))
            for item in job.items
            if item.state == "done" and item.result
        }

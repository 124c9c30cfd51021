"""What a migration source is: one kind of place from which things are brought to the volume."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from ..jobs import Item, JobContext
from ..store.comparison import Difference


class Found(Protocol):
    """What a scan found. The page names it by its path."""

    @property
    def path(self) -> Path | str:
        """Where it is, the same in every scan while it stays there."""


class Skipped(NamedTuple):
    """What a scan leaves out.

    Attributes:
        path: Where it is.
        why: One sentence.
    """

    path: Path | str
    why: str


FoundT = TypeVar("FoundT", bound=Found)


class MigrationSource(ABC, Generic[FoundT]):
    """Finds things in one kind of place, brings them to the volume, and removes their originals.

    Methods may be called from any thread. ``Migration`` remembers what was found, so that nothing
    else can be copied or removed, and runs the items as jobs.

    Attributes:
        id: Unique; REST and the page know it by this.
        run_kind: The kind of the jobs that bring things over. It is in journals: it stays.
        removal_kind: The kind of the jobs that remove originals; likewise.
    """

    id: str
    run_kind: str
    removal_kind: str

    @property
    @abstractmethod
    def locations(self) -> Sequence[str]:
        """Where things are looked for unless the user says where."""

    @abstractmethod
    def title(self, kind: str, count: int) -> str:
        """Say what a job does.

        Args:
            kind: One of the two kinds.
            count: How many items it has.
        """

    @abstractmethod
    def scan(self, locations: Sequence[str]) -> tuple[list[FoundT], list[Skipped]]:
        """Look for what can be brought over; nothing is written.

        Args:
            locations: Where.

        Returns:
            What was found, and what was left out.

        Raises:
            ModelStorageError: If a location may not be read.
        """

    @abstractmethod
    def plan(self, found: FoundT, results: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        """Propose what becomes of something, and say whether the volume is in conflict with it.

        Args:
            found: What was found.
            results: What came of it in earlier runs, by path.

        Returns:
            Plain JSON with ``id`` and ``path``; the rest is between the source and its page.
        """

    @abstractmethod
    def compare(self, found: FoundT, name: str, version: str) -> list[Difference]:
        """Say how something differs from a version on the volume.

        Args:
            found: What was found; ``one`` in the answer.
            name: A model on the volume.
            version: Its version.

        Raises:
            ModelNotFoundError, VersionNotFoundError: If the volume has no such version.
        """

    @abstractmethod
    def run_item(self, found: FoundT, line: Mapping[str, Any]) -> Item:
        """Make the item of a job from a line of the plan.

        Args:
            found: What was found.
            line: What the user wants of it.

        Raises:
            ScanOutdatedError: If it is not where it was found.
            InvalidNameError: If a name or version breaks the rule.
        """

    @abstractmethod
    def run(self, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
        """Bring one item over; its original stays.

        Args:
            task: As ``run_item`` made it, perhaps in an earlier run of the server.
            context: Told of the progress.

        Returns:
            What came of it.

        Raises:
            ModelStorageError: If it cannot be brought over.
        """

    @abstractmethod
    def removal_item(self, found: FoundT, line: Mapping[str, Any]) -> Item:
        """Make the item of a job that removes an original.

        Args:
            found: The original.
            line: What it is on the volume: ``name`` and ``version``.

        Raises:
            ScanOutdatedError: If it is not where it was found.
        """

    @abstractmethod
    def remove_original(self, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
        """Remove one original, once it is certain that the volume has it.

        Args:
            task: As ``removal_item`` made it.
            context: Told of the progress.

        Returns:
            ``removed``: the paths that are gone.

        Raises:
            ModelStorageError: If it stays, with the reason.
        """

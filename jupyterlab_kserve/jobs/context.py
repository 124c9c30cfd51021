"""What stands between a kind of job and those who run it: progress, and the end before the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class JobCancelledError(Exception):
    """Ends an item that was cancelled or interrupted. It never reaches users."""


class JobContext:
    """What a kind of job is given beside the item's task.

    Attributes:
        again: Whether an earlier attempt may have done it, or a part of it.
        created: When the job was asked for, ISO 8601 in UTC.
    """

    def __init__(
        self, again: bool, created: str, report: Callable[[int, int | None], None]
    ) -> None:
        self.again = again
        self.created = created
        self._report = report

    def report(self, done: int, total: int | None = None) -> None:
        """Tell how far it is; call it often.

        Args:
            done: Bytes done.
            total: Bytes in all, where they were not known before.

        Raises:
            JobCancelledError: If the item is to end here, having cleared up.
        """
        self._report(done, total)


Kind = Callable[[dict[str, Any], JobContext], dict[str, Any]]
"""Does an item, given its task; returns its result. ``ModelStorageError`` means that it failed."""

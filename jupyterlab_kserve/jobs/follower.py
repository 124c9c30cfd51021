"""Telling those who follow the jobs what has changed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .errors import JobNotFoundError

if TYPE_CHECKING:
    from .registry import Jobs

Event = dict[str, Any]


class Follower:
    """Collects what has changed until it is asked for it. Notes may come from any thread."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._loop = asyncio.get_running_loop()
        self._some = asyncio.Event()
        self._lock = threading.Lock()
        self._changed: dict[str, set[str]] = {}

    def note(self, job: str, items: Iterable[str] = ()) -> None:
        """Remember a change.

        Args:
            job: The job's id.
            items: The ids of those of its items that have changed.
        """
        with self._lock:
            self._changed.setdefault(job, set()).update(items)
        with suppress(RuntimeError):  # The loop was closed before its follower.
            self._loop.call_soon_threadsafe(self._some.set)

    async def events(self) -> list[Event]:
        """Wait for changes.

        Returns:
            An event for each job that changed: ``job`` with the items that changed, or
            ``forgotten`` with the id.
        """
        await self._some.wait()
        self._some.clear()
        with self._lock:
            changed, self._changed = self._changed, {}
        found: list[Event] = []
        for identifier, items in changed.items():
            try:
                job = self._jobs.get(identifier)
            except JobNotFoundError:
                found.append({"event": "forgotten", "job": identifier})
                continue
            news = [item for item in job.items if item.id in items]
            found.append({"event": "job", "job": job.to_dict(news)})
        return found

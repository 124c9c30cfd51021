"""Running jobs in threads."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from ..errors import ModelStorageError, UnexpectedError
from .context import JobCancelledError, JobContext, Kind
from .errors import JobActiveError, JobEndedError, JobNotFoundError
from .follower import Follower
from .job import UNFINISHED, Item, Job, State, now
from .journal import Journal, read_journals, remove_journal

_AT_ONCE = 3
"""Jobs that run at the same time: a small one need not wait for one of many gigabytes."""

_KEPT = 100
"""Finished jobs that are remembered."""

_NOTE_SECONDS = 0.1
"""Progress is passed on at most so often; a change of state always."""

_CLOSE_SECONDS = 5.0
"""How long the end of the server waits for jobs to clear up."""

_log = logging.getLogger(__name__)


class Jobs:
    """The jobs of one server on one volume. Methods may be called from any thread.

    Args:
        folder: Where the journals are.
        kinds: What the jobs do, by kind; ``register`` adds others.
    """

    def __init__(self, folder: Path, kinds: Mapping[str, Kind]) -> None:
        self._folder = folder
        self._kinds = dict(kinds)
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] | None = None
        self._stopping: dict[str, Literal["cancelled", "interrupted"]] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._slots = threading.BoundedSemaphore(_AT_ONCE)
        self._followers: set[Follower] = set()

    def register(self, name: str, kind: Kind) -> None:
        """Add a kind of job.

        Args:
            name: What journals call it.
            kind: What it does.

        Raises:
            ValueError: If there is one of this name.
        """
        if name in self._kinds:
            raise ValueError(f"There is a kind of job {name} already.")
        self._kinds[name] = kind

    def list(self) -> list[Job]:
        """Return all jobs, newest first."""
        with self._lock:
            return sorted(self._known().values(), key=lambda job: job.created, reverse=True)

    def get(self, identifier: str) -> Job:
        """Return a job.

        Args:
            identifier: Its id.

        Raises:
            JobNotFoundError: If there is none.
        """
        with self._lock:
            try:
                return self._known()[identifier]
            except KeyError:
                raise JobNotFoundError("The job no longer exists.") from None

    def start(self, kind: str, title: str, items: Sequence[Item]) -> Job:
        """Start a job.

        Args:
            kind: What it does.
            title: The same for people.
            items: Its parts, with unique ids.

        Returns:
            The job; it is running, or waits for others.
        """
        time_of_it = now()
        job = Job(os.urandom(8).hex(), kind, title, [*items], time_of_it, time_of_it)
        with self._lock:
            self._known()[job.id] = job
            self._forget_old()
            self._launch(job, again=False)
        self._tell(job, items)
        return job

    def cancel(self, identifier: str) -> Job:
        """End a job soon; one that has ended stays as it is.

        Args:
            identifier: Its id.

        Raises:
            JobNotFoundError: If there is none.
        """
        with self._lock:
            job = self.get(identifier)
            if job.state in UNFINISHED:
                self._stopping[job.id] = "cancelled"
        return job

    def forget(self, identifier: str) -> None:
        """Take a job that has ended off the list.

        Args:
            identifier: Its id.

        Raises:
            JobNotFoundError: If there is none.
            JobActiveError: If it has not ended.
        """
        with self._lock:
            job = self.get(identifier)
            if job.state in UNFINISHED:
                raise JobActiveError(f"“{job.title}” is still running.", "Cancel it first.")
            self._drop(job)

    def retry(self, identifier: str) -> Job:
        """Do again what failed, was cancelled or was interrupted.

        Args:
            identifier: The job's id.

        Raises:
            JobNotFoundError: If there is none.
            JobActiveError: If it has not ended.
            JobEndedError: If there is nothing to do again.
        """
        with self._lock:
            job = self.get(identifier)
            if job.state in UNFINISHED:
                raise JobActiveError(f"“{job.title}” is already running.")
            again = [item for item in job.items if item.state != "done"]
            if not again:
                raise JobEndedError(f"“{job.title}” is complete.")
            for item in again:
                item.state, item.done, item.problem = "waiting", 0, None
            job.state, job.problem = "waiting", None
            job.touch()
            self._launch(job, again=True)
        self._tell(job, again)
        return job

    @contextmanager
    def follow(self) -> Iterator[Follower]:
        """Follow all jobs; to be used in an event loop."""
        follower = Follower(self)
        self._followers.add(follower)
        try:
            yield follower
        finally:
            self._followers.discard(follower)

    def close(self) -> None:
        """Interrupt what runs: the server ends."""
        with self._lock:
            threads = dict(self._threads)
            for identifier in threads:
                self._stopping.setdefault(identifier, "interrupted")
        deadline = time.monotonic() + _CLOSE_SECONDS
        for thread in threads.values():
            thread.join(max(0.0, deadline - time.monotonic()))

    def _known(self) -> dict[str, Job]:
        """The jobs by id; read from the disk when they are asked for first."""
        if self._jobs is None:
            self._jobs = {job.id: job for job in read_journals(self._folder)}
        return self._jobs

    def _forget_old(self) -> None:
        ended = [job for job in self.list() if job.state not in UNFINISHED]
        for job in ended[_KEPT:]:
            self._drop(job)

    def _drop(self, job: Job) -> None:
        del self._known()[job.id]
        remove_journal(self._folder, job)
        self._tell(job)

    def _launch(self, job: Job, again: bool) -> None:
        self._stopping.pop(job.id, None)
        journal = Journal(self._folder, job)
        journal.note_job(job)
        # A daemon: the end of the server need not wait for it, its journal knows how far it was.
        thread = threading.Thread(
            target=self._run, args=(job, journal, again), name=f"job {job.id}", daemon=True
        )
        self._threads[job.id] = thread
        thread.start()

    def _run(self, job: Job, journal: Journal, again: bool) -> None:
        try:
            if self._wait_for_slot(job):
                try:
                    self._work(job, journal, again)
                finally:
                    self._slots.release()
        finally:
            with self._lock:
                stopped = [item for item in job.items if item.state in UNFINISHED]
                job.conclude(self._stopping.pop(job.id, None))
                job.touch()
                del self._threads[job.id]
                for item in stopped:
                    journal.note_item(item)
                journal.note_job(job)
                journal.close()
            self._tell(job, stopped)

    def _wait_for_slot(self, job: Job) -> bool:
        while job.id not in self._stopping:
            if self._slots.acquire(timeout=_NOTE_SECONDS):
                return True
        return False

    def _work(self, job: Job, journal: Journal, again: bool) -> None:
        job.state = "running"
        kind = self._kinds[job.kind]
        for item in job.items:
            if job.id in self._stopping:
                return
            if item.state != "waiting":
                continue
            self._change(job, item, "running")
            try:
                result = kind(item.task, self._context(job, item, again))
            except JobCancelledError:
                return
            except ModelStorageError as error:
                self._change(job, item, "failed", problem=error.to_dict())
            except Exception:
                _log.exception("The job %s failed", job.id)
                self._change(job, item, "failed", problem=UnexpectedError().to_dict())
            else:
                if item.total is not None:
                    item.done = item.total
                self._change(job, item, "done", result=result)
            journal.note_item(item)

    def _context(self, job: Job, item: Item, again: bool) -> JobContext:
        reported = 0.0

        def report(done: int, total: int | None) -> None:
            nonlocal reported
            if job.id in self._stopping:
                raise JobCancelledError
            item.done = done
            if total is not None:
                item.total = total
            if time.monotonic() - reported >= _NOTE_SECONDS:
                reported = time.monotonic()
                job.touch()
                self._tell(job, [item])

        return JobContext(again, job.created, report)

    def _change(
        self,
        job: Job,
        item: Item,
        state: State,
        problem: dict[str, str] | None = None,
        result: dict[str, Any] | None = None,
    ) -> None:
        item.problem, item.result, item.state = problem, result, state
        job.touch()
        self._tell(job, [item])

    def _tell(self, job: Job, items: Iterable[Item] = ()) -> None:
        identifiers = [item.id for item in items]
        for follower in tuple(self._followers):
            follower.note(job.id, identifiers)

"""What is kept of a job on the disk, so that a kill loses nothing but the item that was running.

A file of JSON lines that only grows: the job, then what changed. Its writer holds it locked while
the job runs; the lock goes away with the process however it ends, so an unfinished job whose lock
can be had was interrupted.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .job import UNFINISHED, Item, Job

_SUFFIX = ".jsonl"


class Journal:
    """The journal of one job, opened for writing and locked.

    A home directory that is full or read-only must not keep anybody from saving a model: what
    cannot be written is left out, and the job is then lost with the server.

    Args:
        folder: Where journals are; made if it is not there.
        job: The job.
    """

    def __init__(self, folder: Path, job: Job) -> None:
        self._fd: int | None = None
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / f"{job.id}{_SUFFIX}"
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            self._fd = fd
            with suppress(OSError):  # A file system without locks.
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(fd).st_size == 0:
                self._append(asdict(job))

    def note_item(self, item: Item) -> None:
        """Write down what became of an item.

        Args:
            item: The item.
        """
        data = item.to_dict()
        del data["title"]
        self._append({"item": data})

    def note_job(self, job: Job) -> None:
        """Write down what became of the job.

        Args:
            job: The job.
        """
        self._append({"state": job.state, "updated": job.updated, "problem": job.problem})

    def close(self) -> None:
        """Give the lock back."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _append(self, data: dict[str, Any]) -> None:
        if self._fd is not None:
            with suppress(OSError):
                os.write(self._fd, (json.dumps(data) + "\n").encode())


def read_journals(folder: Path) -> list[Job]:
    """Read the jobs of servers that have ended, and the finished ones of those that run.

    Args:
        folder: Where journals are.

    Returns:
        The jobs; unfinished ones are ``interrupted``.
    """
    jobs = []
    with suppress(FileNotFoundError):
        for path in folder.glob(f"*{_SUFFIX}"):
            with suppress(OSError, ValueError, KeyError, TypeError):
                job = _read(path)
                if job is not None:
                    jobs.append(job)
    return jobs


def remove_journal(folder: Path, job: Job) -> None:
    """Forget a job.

    Args:
        folder: Where journals are.
        job: The job.
    """
    with suppress(OSError):
        (folder / f"{job.id}{_SUFFIX}").unlink()


def _item(data: dict[str, Any]) -> Item:
    item = Item(**data)
    if "companions" in item.task:
        # As artifacts were called by earlier releases, whose jobs may still be tried again.
        item.task["artifacts"] = item.task.pop("companions")
    return item


def _read(path: Path) -> Job | None:
    """Read a journal; None for a job that another server runs at this moment."""
    with path.open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        except OSError:
            pass  # A file system without locks: whoever wrote it is taken for dead.
        first, *lines = stream.read().splitlines()
    data = json.loads(first)
    job = Job(**{**data, "items": [_item(item) for item in data["items"]]})
    items = {item.id: item for item in job.items}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            break  # The process was killed while it wrote this one.
        if "item" in entry:
            item = items[entry["item"]["id"]]
            for key in ("state", "done", "total", "problem", "result"):
                setattr(item, key, entry["item"][key])
        else:
            job.state, job.updated = entry["state"], entry["updated"]
            job.problem = entry["problem"]
    if job.state in UNFINISHED:
        job.conclude("interrupted")
    return job

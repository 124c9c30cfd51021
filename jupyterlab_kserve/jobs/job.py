"""A job and its items: the shape that REST, the stream and the journal have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal

State = Literal["waiting", "running", "done", "failed", "cancelled", "interrupted"]
"""``interrupted``: the server ended while it ran."""

UNFINISHED: tuple[State, ...] = ("waiting", "running")


@dataclass
class Item:
    """One part of a job: it succeeds or fails by itself.

    Attributes:
        id: Unique in its job.
        title: What it is about, for people: a path or a model's name.
        task: What its kind needs to know to do it; plain JSON, never sent to the browser.
        state: Where it stands.
        done: Bytes done.
        total: Bytes in all; None while that is not known.
        problem: Why it failed: message, reason and hint.
        result: What came of it.
    """

    id: str
    title: str
    task: dict[str, Any] = field(default_factory=dict)
    state: State = "waiting"
    done: int = 0
    total: int | None = None
    problem: dict[str, str] | None = None
    result: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the item for the browser."""
        return {
            "id": self.id,
            "title": self.title,
            "state": self.state,
            "done": self.done,
            "total": self.total,
            "problem": self.problem,
            "result": self.result,
        }


@dataclass
class Job:
    """A long operation.

    Attributes:
        id: Unique.
        kind: What it does: ``save``, ``verify``, ...
        title: The same for people.
        items: Its parts, done in their order.
        created: When it was asked for, ISO 8601 in UTC.
        updated: When anything of it changed.
        state: Where it stands.
        problem: Why it failed as a whole.
    """

    id: str
    kind: str
    title: str
    items: list[Item]
    created: str
    updated: str
    state: State = "waiting"
    problem: dict[str, str] | None = None

    @property
    def total(self) -> int | None:
        """Bytes of all items; None if one does not know its own."""
        totals = [item.total for item in self.items]
        return sum(size for size in totals if size is not None) if None not in totals else None

    @property
    def result(self) -> dict[str, Any] | None:
        """The result of the only item."""
        return self.items[0].result if len(self.items) == 1 else None

    def to_dict(self, items: Iterable[Item] | None = None) -> dict[str, Any]:
        """Return the job for the browser.

        Args:
            items: The items to tell of; without it all.
        """
        return {
            # First: an older state must not carry the time of what its thread changes meanwhile.
            "updated": self.updated,
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "state": self.state,
            "created": self.created,
            "done": sum(item.done for item in self.items),
            "total": self.total,
            "items": [item.to_dict() for item in (self.items if items is None else items)],
            "problem": self.problem,
            "result": self.result,
        }

    def touch(self) -> None:
        """Note a change: now, or at the time of the last one if the clock was put back since."""
        self.updated = max(self.updated, now())

    def conclude(self, stopped: State | None) -> None:
        """Set state and problem from those of the items.

        Args:
            stopped: ``cancelled`` or ``interrupted`` if it was ended before its end.
        """
        for item in self.items:
            if item.state in UNFINISHED:
                item.state = stopped or "failed"
        states = {item.state for item in self.items}
        failed = [item for item in self.items if item.state == "failed"]
        if stopped is not None and stopped in states:
            self.state = stopped
        else:
            self.state = "failed" if failed else "done"
        self.problem = None
        if len(failed) == 1:
            self.problem = failed[0].problem
        elif failed:
            self.problem = {
                "message": f"{len(failed)} of {len(self.items)} failed; the first is "
                f"{failed[0].title}. {(failed[0].problem or {}).get('message', '')}".rstrip(),
                "reason": "SomeFailed",
                "hint": "Fix the reason shown for each item, then try again. "
                "Only failed items are repeated.",
            }


def now() -> str:
    """Return the time as jobs have it; later times are greater texts."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

"""A source that is none of models in folders: toys in a box, brought to a shelf."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyterlab_kserve.errors import SourceMissingError, VersionExistsError
from jupyterlab_kserve.jobs import Item, JobContext
from jupyterlab_kserve.migration.errors import OriginalDiffersError
from jupyterlab_kserve.migration.source import MigrationSource, Skipped
from jupyterlab_kserve.store.comparison import Difference


@dataclass(frozen=True)
class Toy:
    """A toy in the box.

    Attributes:
        path: What it is called.
        weight: Its bytes.
    """

    path: str
    weight: int


class ToySource(MigrationSource[Toy]):
    """Toys in memory.

    Args:
        box: What the toys are made of, by name. One of ``broken`` cannot be brought over.
        shelf: A folder that they are brought to.
        deadly: The toy at which the process is killed.
    """

    id = "toys"
    run_kind = "toy-run"
    removal_kind = "toy-remove"
    locations = ("box",)

    def __init__(self, box: dict[str, str], shelf: Path, deadly: str = "") -> None:
        self.box = box
        self.shelf = shelf
        self._deadly = deadly

    def title(self, kind: str, count: int) -> str:
        return f"{kind}: {count}"

    def scan(self, locations: Sequence[str]) -> tuple[list[Toy], list[Skipped]]:
        toys = [Toy(name, len(made)) for name, made in self.box.items() if made != "dust"]
        dust = [Skipped(name, "It is dust.") for name, made in self.box.items() if made == "dust"]
        return toys, dust

    def plan(self, found: Toy, results: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        before = results.get(found.path, {}).get("name")
        conflict = "exists" if (self.shelf / found.path).exists() else None
        return {"id": found.path, "path": found.path, "conflict": conflict, "already": before}

    def compare(self, found: Toy, name: str, version: str) -> list[Difference]:
        there = (self.shelf / name).read_text()
        return [Difference("made of", self.box[found.path], there)]

    def run_item(self, found: Toy, line: Mapping[str, Any]) -> Item:
        return Item(found.path, found.path, {"toy": found.path}, total=found.weight)

    def run(self, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
        name = task["toy"]
        if name == self._deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        if name not in self.box:
            raise SourceMissingError(f"There is no {name}.")
        if (self.shelf / name).exists():
            raise VersionExistsError(f"There is a {name} already.")
        (self.shelf / name).write_text(self.box[name])
        return {"name": name, "version": "1"}

    def removal_item(self, found: Toy, line: Mapping[str, Any]) -> Item:
        return Item(found.path, found.path, {"toy": found.path}, total=found.weight)

    def remove_original(self, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
        name = task["toy"]
        if (self.shelf / name).read_text() != self.box[name]:
            raise OriginalDiffersError(f"{name} is another.")
        del self.box[name]
        return {"removed": [name]}

"""Knowing that the volume changed, without walking through it again and again.

Our own writers touch one file, ``.revision``: one stat, also across pods. What others write is
found by a scan that looks at a little of the volume each second, and at all of it after a while.
"""

from __future__ import annotations

import asyncio
import os
import stat
import time
from collections.abc import AsyncIterator, Iterator
from itertools import islice

from ..card import CARD_FILE, CARD_FOLDER
from ..formats import MODEL_EXTENSIONS, extension_of
from . import ModelStore

SECONDS = 1.0
"""How often is looked."""

_BUDGET = 0.03
"""Seconds that a look may take: it is three in a hundred of one core, and of a slow server."""

_DEPTH = 3
"""The root, a model, a version. What is below a version is none of a server's business."""

_MOST_ENTRIES = 1000
"""Entries of a model or version that are looked at."""

_MOST_MODELS = 10
"""Model files of a published version that are looked at; a server takes one."""


class Changes:
    """The changes of one volume, for all who follow them; nothing is done while nobody does.

    Args:
        store: The models.
    """

    def __init__(self, store: ModelStore) -> None:
        self._store = store
        self._scan = LightScan(store.volume.root)
        self._found = 0
        self._looked = float("-inf")
        self._looking = asyncio.Lock()

    def revision(self) -> str:
        """Return text that differs after every change that is known of; one stat call."""
        return f"{self._store.revision()}-{self._found:x}"

    async def follow(self) -> AsyncIterator[str]:
        """Yield the revision after each change, until the caller has heard enough."""
        seen = await asyncio.to_thread(self.revision)
        while True:
            await asyncio.sleep(SECONDS)
            await self._scan_on()
            now = await asyncio.to_thread(self.revision)
            if now != seen:
                seen = now
                yield now

    async def _scan_on(self) -> None:
        """Go on with the scan, once a second however many follow."""
        now = time.monotonic()
        if self._looking.locked() or now - self._looked < SECONDS * 0.9:
            return
        async with self._looking:
            self._looked = now
            if await asyncio.to_thread(self._scan.look, _BUDGET):
                self._found += 1


class LightScan:
    """Looks at the times of files and folders, a few at a time, and remembers them.

    Of the files in a published version, which nobody ought to change, the card and the model files
    are looked at: a model costs four calls of stat in all rounds but the first.

    Args:
        root: The volume's root.
    """

    def __init__(self, root: str) -> None:
        self._root = _Entry(root)
        self._steps: Iterator[bool] | None = None

    def look(self, seconds: float) -> bool:
        """Go on for so long, or to the end of the round; say whether something has changed.

        The first round finds nothing: there is nothing yet to compare with.

        Args:
            seconds: How long.
        """
        end = time.monotonic() + seconds
        changed = False
        if self._steps is None:
            self._steps = self._root.look(0)
        for found in self._steps:
            changed = changed or found
            if time.monotonic() > end:
                break
        else:
            self._steps = None
        return changed


class _Entry:
    """A file or folder as it was when it was last looked at."""

    __slots__ = ("entries", "path", "seen")

    def __init__(self, path: str) -> None:
        self.path = path
        self.seen: tuple[int, ...] | None = None
        self.entries: dict[str, _Entry] = {}

    def look(self, depth: int) -> Iterator[bool]:
        """Look again, a step for each file or folder; each says whether it has changed."""
        before, self.seen = self.seen, self._stat(depth)
        known = before is not None
        if self.seen == before:
            yield False
        elif self.seen is None:
            self.entries = {}
            yield known
        elif stat.S_ISDIR(self.seen[0]):
            names = _names(self.path, depth)
            changed = known and (depth > 0 or names != self.entries.keys())
            self.entries = {
                name: self.entries.get(name) or _Entry(os.path.join(self.path, name))
                for name in names
            }
            yield changed
        else:
            yield known
        for entry in tuple(self.entries.values()):
            yield from entry.look(depth + 1)

    def _stat(self, depth: int) -> tuple[int, ...] | None:
        try:
            info = os.stat(self.path, follow_symlinks=depth == 0)
        except OSError:
            return None
        size = info.st_size if stat.S_ISREG(info.st_mode) else 0
        return info.st_mode, info.st_ino, info.st_mtime_ns, size


def _names(folder: str, depth: int) -> set[str]:
    """The names of what is to be looked at in a folder."""
    if depth >= _DEPTH:
        return set()
    try:
        with os.scandir(folder) as entries:
            most = None if depth == 0 else _MOST_ENTRIES
            names = {entry.name for entry in islice(entries, most)}
    except OSError:
        return set()
    if CARD_FOLDER in names:
        models = (name for name in names if extension_of(name) in MODEL_EXTENSIONS)
        return {f"{CARD_FOLDER}/{CARD_FILE}", *islice(models, _MOST_MODELS)}
    return {name for name in names if not name.startswith(".")}

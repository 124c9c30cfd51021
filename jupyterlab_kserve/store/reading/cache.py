"""Remembering what was read: a model of which nothing changed since is not read again.

A directory whose version was published or deleted, and a card that was replaced, have other times
or another number. What changed so shortly before it was read that a second change would leave the
same times is not remembered.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass

from ...card import CARD_FILE, CARD_FOLDER
from ...errors import UnsafePathError
from ...volume.descriptors import open_below
from ..aliases import ALIASES_FOLDER
from ..records import ModelRecord
from .version import MAX_CHECKED_FILES, Version

_YOUNG = 10_000_000_000
"""Nanoseconds for which what changed is read each time: the clocks of volumes may differ so far."""

_Identity = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Model:
    """A model as it was.

    Attributes:
        record: The model.
        claim: The claim in its versions' URIs.
        known: The paths of its directory, aliases and cards, and what each is known by.
        files: The paths of its versions' files, and the size of each.
    """

    record: ModelRecord
    claim: str
    known: tuple[tuple[str, _Identity], ...]
    files: tuple[tuple[str, int], ...]


class RecordCache:
    """The models of a volume as they were when they were last read."""

    def __init__(self) -> None:
        self._models: dict[str, _Model] = {}

    def get(self, root: int, name: str, claim: str) -> ModelRecord | None:
        """Return a model as it was, if nothing of it has changed.

        Args:
            root: Descriptor of the volume's root.
            name: The model's directory.
            claim: The claim's name.
        """
        model = self._models.get(name)
        if model is None or model.claim != claim:
            return None
        try:
            for path, identity in model.known:
                info = os.stat(path, dir_fd=root, follow_symlinks=False)
                if _identity(info) != identity:
                    return None
            for path, size in model.files:
                info = os.stat(path, dir_fd=root, follow_symlinks=False)
                if info.st_size != size or not stat.S_ISREG(info.st_mode):
                    return None
        except OSError:
            return None
        return model.record

    def put(
        self,
        root: int,
        name: str,
        claim: str,
        record: ModelRecord,
        versions: Iterable[Version],
        has_aliases: bool,
        now: int,
    ) -> None:
        """Remember a model, if all its versions are whole and have cards.

        Args:
            root: Descriptor of the volume's root.
            name: The model's directory.
            claim: The claim's name.
            record: What is remembered.
            versions: Its versions with their cards.
            has_aliases: Whether it had a folder of aliases.
            now: The time before it was read, in nanoseconds.
        """
        self._models.pop(name, None)
        paths = [name, *_aliases(root, name)] if has_aliases else [name]
        files = []
        for version, card in versions:
            if version.state != "ok" or card is None:
                return
            paths.append(f"{version.path}/{CARD_FOLDER}/{CARD_FILE}")
            for file in card.files[:MAX_CHECKED_FILES]:
                if not file.path.startswith(f"{CARD_FOLDER}/"):
                    files.append((f"{version.path}/{file.path}", file.size))
        known = []
        for path in paths:
            try:
                info = os.stat(path, dir_fd=root, follow_symlinks=False)
            except OSError:
                return
            if info.st_ctime_ns > now - _YOUNG:
                return
            known.append((path, _identity(info)))
        self._models[name] = _Model(record, claim, tuple(known), tuple(files))

    def evict(self, existing: set[str]) -> None:
        """Forget the models that are not there any more.

        Args:
            existing: The names of those that are.
        """
        for name in [name for name in self._models if name not in existing]:
            del self._models[name]


def _aliases(root: int, name: str) -> list[str]:
    """The paths of a model's aliases; making the first of them changes the model's directory."""
    try:
        with open_below(root, [name, ALIASES_FOLDER]) as folder:
            return [
                f"{name}/{ALIASES_FOLDER}",
                *(f"{name}/{ALIASES_FOLDER}/{alias}" for alias in os.listdir(folder)),
            ]
    except (OSError, UnsafePathError):
        return []


def _identity(info: os.stat_result) -> _Identity:
    return info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns

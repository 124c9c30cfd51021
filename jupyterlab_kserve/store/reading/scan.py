"""Reading what is on the volume into records; no entry, however odd, stops the others."""

from __future__ import annotations

import os
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from ...errors import UnsafePathError
from ...formats import LEGACY_EXTENSIONS, extension_of
from ...names import UNVERSIONED, is_model_name, is_version, printable
from ...volume import Volume
from ...volume.descriptors import open_directory
from ..aliases import ALIASES_FOLDER, read_aliases
from ..records import ModelRecord, VersionRecord, model_of
from .cache import RecordCache
from .cardless import CARDLESS_EXTENSIONS, LINK, NAME_RULE, read_cardless, read_flat
from .version import MOST_ENTRIES, Version, read_version, why_unreadable

_IGNORED = ("lost+found",)


class Page(NamedTuple):
    """Some of the models, in the order of their names.

    Attributes:
        models: The models.
        next: The name after which the next page begins; None for the last one.
        total: How many models there are at most; exact when they all were read.
    """

    models: list[ModelRecord]
    next: str | None
    total: int


class _Folder(NamedTuple):
    """What is in a model's folder: versions with their cards, aliases, and whether there is more.

    ``aliases`` is None where there is not a folder of them.
    """

    versions: list[Version]
    aliases: dict[str, str] | None = None
    cut: bool = False


def scan_models(
    volume: Volume,
    claim: str,
    cache: RecordCache,
    after: str | None = None,
    limit: int | None = None,
) -> Page:
    """Read models in the order of their names; only those of the page are opened.

    Args:
        volume: The volume.
        claim: The claim's name, for the URIs.
        cache: What was read before; it learns what is read now.
        after: Begin after this name; None for the first.
        limit: How many models to read, or a few more; None for all.

    Raises:
        VolumeMissingError: If the volume is not there.
    """
    models: list[ModelRecord] = []
    with volume.open_root() as root:
        entries = _entries(root)
        names = sorted(entries)
        start = 0 if after is None else bisect_right(names, after)
        end = len(names)
        for index in range(start, end):
            if limit is not None and len(models) >= limit:
                end = index
                break
            models.extend(_get_or_read(root, entries[names[index]], claim, cache))
    whole = start == 0 and end == len(names)
    if whole:
        cache.evict({*names})
    return Page(
        models,
        names[end - 1] if end < len(names) else None,
        len(models) if whole else len(names),
    )


def scan_model(volume: Volume, claim: str, name: str) -> ModelRecord | None:
    """Read one model with its cards.

    Args:
        volume: The volume.
        claim: The claim's name, for the URIs.
        name: The model, a checked name.

    Returns:
        The model; None if there is none.

    Raises:
        UnsafePathError: If its directory is a symbolic link.
        OSError: If it cannot be read.
    """
    with volume.open_root() as root:
        try:
            folder = _scan_folder(root, name, claim)
        except FileNotFoundError:
            folder = _Folder([])
        for extension in LEGACY_EXTENSIONS:
            flat = read_flat(root, name + extension)
            if flat is not None:
                folder.versions.append(Version(flat))
    with_cards = [Version(replace(each.record, card=each.card)) for each in folder.versions]
    return _model_in(name, folder._replace(versions=with_cards)) if with_cards else None


def _entries(root: int) -> dict[str, list[tuple[str, bool | None]]]:
    """What may be models, by the name in the list: each entry, and whether it is a folder.

    None stands for a link. A folder and single files may have one name.
    """
    found: dict[str, list[tuple[str, bool | None]]] = {}
    for entry in _visible(root):
        kind = None if entry.is_symlink() else entry.is_dir(follow_symlinks=False)
        name = entry.name
        if kind is False:
            if extension_of(name) not in LEGACY_EXTENSIONS:
                continue
            name = name.rpartition(".")[0]
        found.setdefault(printable(name), []).append((entry.name, kind))
    return found


def _get_or_read(
    root: int, entries: list[tuple[str, bool | None]], claim: str, cache: RecordCache
) -> list[ModelRecord]:
    """Read what has one name in the list, unless nothing of it has changed; without cards."""
    (name, is_folder), *others = entries
    if is_folder is not True or others:
        return [model for model, _ in _read_entries(root, entries, claim)]
    if (known := cache.get(root, name, claim)) is not None:
        return [known]
    now = time.time_ns()
    models = []
    for model, folder in _read_entries(root, entries, claim):
        models.append(model)
        if folder is not None:
            has_aliases = folder.aliases is not None
            cache.put(root, name, claim, model, folder.versions, has_aliases, now)
    return models


def _read_entries(
    root: int, entries: Iterable[tuple[str, bool | None]], claim: str
) -> Iterator[tuple[ModelRecord, _Folder | None]]:
    """Read what has one name in the list; more than one row only where names are odd."""
    merged: _Folder | None = None
    name = ""
    for entry, is_folder in entries:
        try:
            if is_folder is None:
                yield ModelRecord(printable(entry), (), "broken", LINK), None
                continue
            if is_folder:
                found = _scan_folder(root, entry, claim)
                if found.versions and not is_model_name(entry):
                    yield ModelRecord(printable(entry), (), "broken", NAME_RULE), None
                    continue
                own = entry
            else:
                flat = read_flat(root, entry)
                found = _Folder([Version(flat)] if flat else [])
                own = flat.name if flat else ""
        except (OSError, UnsafePathError) as error:
            yield ModelRecord(printable(entry), (), "broken", why_unreadable(error)), None
            continue
        if found.versions and merged is None:
            merged, name = found, own
        elif found.versions and merged is not None:
            merged.versions.extend(found.versions)
            merged = merged._replace(
                aliases={**(merged.aliases or {}), **(found.aliases or {})},
                cut=merged.cut or found.cut,
            )
    if merged is not None:
        yield _model_in(name, merged), merged


def _model_in(name: str, folder: _Folder) -> ModelRecord:
    model = model_of(name, [version.record for version in folder.versions], folder.aliases)
    if not folder.cut:
        return model
    much = f"Its folder has more than {MOST_ENTRIES:,} entries. The other entries are not shown."
    return replace(model, problem=f"{model.problem} {much}".strip())


def _scan_folder(root: int, name: str, claim: str) -> _Folder:
    folder = open_directory(name, root)
    try:
        versions: list[Version] = []
        aliases: dict[str, str] | None = None
        files: list[str] = []
        with os.scandir(folder) as scanned:
            entries = list(islice(scanned, MOST_ENTRIES + 1))
        for entry in entries[:MOST_ENTRIES]:
            if entry.name.startswith("."):
                if entry.name == ALIASES_FOLDER:
                    aliases = read_aliases(folder)
            elif entry.is_dir(follow_symlinks=False) or entry.is_symlink():
                if not is_version(entry.name):
                    continue
                version = read_version(folder, name, entry.name, claim)
                if version is not None:
                    versions.append(version)
            elif extension_of(entry.name) in CARDLESS_EXTENSIONS:
                files.append(entry.name)
        if files:
            uri = f"pvc://{claim}/{name}"
            blank = VersionRecord(name, UNVERSIONED, name, uri, "legacy-folder")
            versions.append(Version(read_cardless(blank, files, folder)))
        return _Folder(versions, aliases, len(entries) > MOST_ENTRIES)
    finally:
        os.close(folder)


def _visible(directory: int) -> Iterator[os.DirEntry[str]]:
    with os.scandir(directory) as entries:
        for entry in entries:
            if not entry.name.startswith(".") and entry.name not in _IGNORED:
                yield entry

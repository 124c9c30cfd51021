"""Removing an original, once it is certain that the volume has the same bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from ...card import Card, to_plain
from ...errors import SourceMissingError
from ...jobs import Item, JobContext
from ...names import printable
from ...store import ModelStore
from ...store.saving.matching import source_files
from ...volume.descriptors import split_inside
from ...volume.writing import hash_stream
from ..errors import OriginalDiffersError
from .candidates import Candidate


def removal_item(candidate: Candidate, name: str, version: str) -> Item:
    """Plan the removal of an original.

    Args:
        candidate: The original.
        name: The model that it is on the volume.
        version: The version.
    """
    return Item(
        id=candidate.id,
        title=str(candidate.path),
        task={
            "path": str(candidate.path),
            "name": name,
            "version": version,
            "artifacts": {key: str(path) for key, path in candidate.artifacts.items()},
            # One in another folder tells of other versions too.
            "sidecar": str(candidate.sidecar)
            if candidate.sidecar and candidate.sidecar.parent == candidate.path.parent
            else None,
            "metadata": candidate.metadata,
            "root": str(candidate.root),
        },
        total=2 * candidate.size,
    )


def remove_original(store: ModelStore, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Read an original and its copy whole, and remove the original if they are the same.

    Args:
        store: The volume.
        task: As ``removal_item`` made it.
        context: Told of the progress.

    Returns:
        The paths that were removed.

    Raises:
        ModelNotFoundError, VersionNotFoundError, BrokenModelError: If the volume does not have the
            version whole.
        OriginalDiffersError: If the bytes are not the same, on either side.
        SourceMissingError: If there is no original.
    """
    source, root = Path(task["path"]), Path(task["root"])
    record = store.get(task["name"], task["version"])
    what = f"{record.name} {record.version}"
    if record.card is None or record.state != "ok":
        raise OriginalDiffersError(f"{what} is incomplete on the volume. {record.problem}")
    if source.is_symlink() or not source.exists():
        raise SourceMissingError(
            f"There is no {printable(str(source))}.", "It might already be removed."
        )
    entries = {file.path: (file.size, file.sha256) for file in record.card.files}
    checked: dict[Path, os.stat_result] = {}
    done = 0
    for inside, path in _pairs(record.card, source, task["artifacts"]):
        with _open_original(path) as stream:
            here = hash_stream(stream, partial(_report, context, done))
            checked[path] = os.fstat(stream.fileno())
        done += here[0]
        with store.volume.open_file(split_inside(f"{record.path}/{inside}")) as copy:
            there = hash_stream(copy, partial(_report, context, done))
        done += there[0]
        if not here == there == entries.get(inside):
            raise OriginalDiffersError(f"{printable(str(path))} and {what} are not identical.")
    # Not before all of it is known to be there.
    removed = [str(path) for path, info in checked.items() if _unlink(path, info)]
    sidecar = task["sidecar"]
    if sidecar and _is_noted(task["metadata"], record.card):
        with suppress(OSError):
            os.unlink(sidecar)
            removed.append(sidecar)
    _remove_empty(source if source.is_dir() else source.parent, root)
    return {"removed": removed}


def _pairs(card: Card, source: Path, artifacts: dict[str, str]) -> Iterator[tuple[str, Path]]:
    """The path of each file in the version, and of its original."""
    if source.is_dir():
        for inside, path in source_files(source).items():
            yield inside, Path(path)
    elif card.model_file is not None:
        yield card.model_file.path, source
    for key, path in artifacts.items():
        if key not in card.artifacts:
            raise OriginalDiffersError(f"{card.name} {card.version} has no artifact {key}.")
        yield card.artifacts[key], Path(path)


def _open_original(path: Path) -> BinaryIO:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise SourceMissingError(f"{printable(str(path))} cannot be read.") from error
    return os.fdopen(fd, "rb")


def _unlink(path: Path, checked: os.stat_result) -> bool:
    """Remove a file if it is still the one that was read."""
    try:
        now = os.lstat(path)
        if (now.st_ino, now.st_size, now.st_mtime_ns) != (
            checked.st_ino,
            checked.st_size,
            checked.st_mtime_ns,
        ):
            raise OriginalDiffersError(f"{printable(str(path))} changed during the comparison.")
        os.unlink(path)
    except FileNotFoundError:
        return False
    except OSError as error:
        if isinstance(error, OriginalDiffersError):
            raise
        raise OriginalDiffersError(
            f"{printable(str(path))} cannot be removed: {error.strerror}.",
            "The model is on the volume. Ask the owner to remove the original.",
        ) from error
    return True


def _is_noted(metadata: dict[str, Any], card: Card) -> bool:
    """Say whether the card has all that the sidecar says; the version may be another."""
    wanted = to_plain({key: value for key, value in metadata.items() if key != "version"})
    return all(card.metadata.get(key) == value for key, value in wanted.items())


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove folders that have become empty, up to the one that was looked through."""
    if folder.is_dir():
        for below, folders, _ in os.walk(folder, topdown=False):
            for name in folders:
                with suppress(OSError):
                    os.rmdir(os.path.join(below, name))
    while folder != root and folder.is_relative_to(root):
        try:
            os.rmdir(folder)
        except OSError:
            return
        folder = folder.parent


def _report(context: JobContext, before: int, done: int) -> None:
    context.report(before + done)

"""Comparing the files of a version with the checksums in its card."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..errors import (
    BrokenModelError,
    ChecksumMismatchError,
    NotPublishedError,
    VolumeUnreadableError,
)
from ..names import printable
from ..store import ModelStore
from ..volume.descriptors import split_inside
from ..volume.writing import hash_stream
from .context import JobContext
from .job import Item


def verify_items(store: ModelStore, name: str, version: str) -> list[Item]:
    """Return what there is to verify: an item for each file that the card names.

    Args:
        store: The volume.
        name: The model.
        version: The version.

    Raises:
        InvalidNameError, ModelNotFoundError, VersionNotFoundError: If there is no such version.
        NotPublishedError: If it has no card.
    """
    record = store.get(name, version)
    if record.card is None:
        raise NotPublishedError(
            f"{record.path} has no model card, so there are no checksums to verify.",
            record.problem or "Convert it to a version first.",
        )
    return [
        Item(
            id=file.path,
            title=file.path,
            task={"name": record.name, "version": record.version, **file._asdict()},
            total=file.size,
        )
        for file in record.card.files
    ]


def verify_file(store: ModelStore, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Compare one file with its checksum.

    Args:
        store: The volume.
        task: Model, version, and the file's entry in the card.
        context: Told of the progress.

    Returns:
        The file's SHA-256.

    Raises:
        ChecksumMismatchError: If it is another file than the one that was saved.
        BrokenModelError: If it is missing.
        VolumeUnreadableError: If it may not be read.
    """
    name, version, path = task["name"], task["version"], task["path"]
    what = f"{name} {version}: {printable(path)}"
    try:
        with store.volume.open_file([name, version, *split_inside(path)]) as stream:
            found = hash_stream(stream, partial(_report, context))
    except FileNotFoundError as error:
        raise BrokenModelError(f"{what} is missing.") from error
    except PermissionError as error:
        raise VolumeUnreadableError(f"{what} cannot be read.") from error
    if found != (task["size"], task["sha256"]) and found not in _entries(store, name, version):
        raise ChecksumMismatchError(
            f"{what} does not match its checksum.",
            "It was changed or damaged after it was saved. Save the model as a new "
            "version and deploy that version.",
        )
    return {"sha256": found[1]}


def _report(context: JobContext, done: int) -> None:
    context.report(done)


def _entries(store: ModelStore, name: str, version: str) -> set[tuple[int, str]]:
    """What the card says now: the version may have been replaced since the job began."""
    card = store.get(name, version).card
    return {(file.size, file.sha256) for file in card.files} if card else set()

"""Saving files and folders of the workbench as versions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..errors import VersionExistsError
from ..names import check_name, check_new_version
from ..store import ModelStore
from ..store.matching import source_files, version_with
from ..store.records import VersionRecord
from .context import JobContext
from .job import Item


@dataclass(frozen=True)
class SaveRequest:
    """One model that is to be saved.

    Attributes:
        source: Absolute path of a file or folder.
        name: The model's name.
        version: The version; None for the next one.
        format: The format that the user has chosen; None for what the file is.
        description: Free text.
        metrics: Numbers by name.
        metadata: The user's dictionary.
        tags: Words.
        overwrite: Whether a version that is there is replaced.
        artifacts: Absolute paths of files that go with it, by the names that they get.
    """

    source: str
    name: str
    version: str | None = None
    format: str | None = None
    description: str = ""
    metrics: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    overwrite: bool = False
    artifacts: dict[str, str] = field(default_factory=dict)


def save_items(store: ModelStore, requests: Sequence[SaveRequest]) -> list[Item]:
    """Check what is to be saved as far as that is quick.

    Args:
        store: The volume.
        requests: The models.

    Returns:
        An item for each.

    Raises:
        InvalidNameError: If a name or version breaks the rule.
        UnsupportedFormatError, NotAModelError: If a source is none.
        VersionExistsError: If a version is there, or is asked for twice.
    """
    items: list[Item] = []
    seen: set[tuple[str, str]] = set()
    for number, request in enumerate(requests):
        name = check_name(request.name)
        files = source_files(Path(request.source), request.format)
        if request.version is not None:
            version = check_new_version(request.version)
            if (name, version) in seen or (not request.overwrite and store.is_taken(name, version)):
                raise VersionExistsError(f"The model {name} has a version {version} already.")
            seen.add((name, version))
        items.append(
            Item(
                id=str(number),
                title=request.source,
                task=asdict(request),
                total=sum(map(os.path.getsize, [*files.values(), *request.artifacts.values()])),
            )
        )
    return items


def save_file(store: ModelStore, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Save one file or folder.

    Args:
        store: The volume.
        task: A ``SaveRequest`` as a dictionary.
        context: Told of the progress.

    Returns:
        Name, version and URI.

    Raises:
        ModelStorageError: As ``ModelStore.save``.
    """
    request = SaveRequest(**{**task, "tags": tuple(task["tags"])})
    if context.again:
        # It may have been published at the moment at which the server was killed.
        files = source_files(Path(request.source), request.format)
        made = version_with(
            store,
            request.name,
            request.version,
            files,
            context.created,
            lambda _: context.report(0),
        )
        if made is not None:
            return result_of(made)
    record = store.save(
        Path(request.source),
        request.name,
        request.version,
        request.metadata,
        request.overwrite,
        description=request.description,
        metrics=request.metrics,
        tags=request.tags,
        artifacts={name: Path(path) for name, path in request.artifacts.items()},
        format=request.format,
        progress=lambda done, _: context.report(done),
    )
    return result_of(record)


def result_of(record: VersionRecord, already: bool = False) -> dict[str, Any]:
    """Return what a job tells of a version that it made.

    Args:
        record: The version.
        already: Whether it was there before.
    """
    result = {"name": record.name, "version": record.version, "uri": record.uri}
    return {**result, "already": True} if already else result

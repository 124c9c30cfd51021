"""Saving files and folders of the workbench as versions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import VersionExistsError
from ..names import check_name, check_new_version
from ..store import ModelStore
from ..store.records import VersionRecord
from ..store.saving.matching import source_files, version_with
from ..store.saving.options import SaveOptions
from .context import JobContext
from .job import Item


@dataclass(frozen=True)
class SaveRequest:
    """One model that is to be saved.

    Attributes:
        source: Absolute path of a file or folder.
        name: The model's name.
        options: What is given beside it.
    """

    source: str
    name: str
    options: SaveOptions = field(default_factory=SaveOptions)

    def to_task(self) -> dict[str, Any]:
        """Return the task of an item, for the journal."""
        return {"source": self.source, "name": self.name, "options": self.options.to_json()}

    @classmethod
    def from_task(cls, task: dict[str, Any]) -> SaveRequest:
        """Read the task of an item.

        Args:
            task: What ``to_task`` returned; earlier releases kept the options beside the name.
        """
        options = task.get("options", task)
        return cls(task["source"], task["name"], SaveOptions.from_json(options))


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
        options = request.options
        files = source_files(Path(request.source), options.format)
        if options.version is not None:
            version = check_new_version(options.version)
            if (name, version) in seen or (not options.overwrite and store.is_taken(name, version)):
                raise VersionExistsError(f"Version {version} of {name} already exists.")
            seen.add((name, version))
        items.append(
            Item(
                id=str(number),
                title=request.source,
                task=request.to_task(),
                total=sum(map(os.path.getsize, [*files.values(), *options.artifacts.values()])),
            )
        )
    return items


def save_file(store: ModelStore, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Save one file or folder.

    Args:
        store: The volume.
        task: What ``SaveRequest.to_task`` returned.
        context: Told of the progress.

    Returns:
        Name, version and URI.

    Raises:
        ModelStorageError: As ``ModelStore.save``.
    """
    request = SaveRequest.from_task(task)
    options = replace(request.options, progress=lambda done, _: context.report(done))
    if context.again:
        # It may have been published at the moment at which the server was killed.
        files = source_files(Path(request.source), options.format)
        made = version_with(
            store,
            request.name,
            options.checked_version(),
            files,
            context.created,
            lambda _: context.report(0),
        )
        if made is not None:
            return result_of(made)
    record = store.save(Path(request.source), request.name, options)
    return result_of(record)


def result_of(record: VersionRecord, already: bool = False) -> dict[str, Any]:
    """Return what a job tells of a version that it made.

    Args:
        record: The version.
        already: Whether it was there before.
    """
    result = {"name": record.name, "version": record.version, "uri": record.uri}
    return {**result, "already": True} if already else result

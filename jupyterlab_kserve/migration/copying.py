"""Copying one model to the volume."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import SourceMissingError
from ..jobs import Item, Step
from ..jobs.save import result_of
from ..legacy.existing import source_files, version_with
from ..names import check_model_name, check_version, shown
from ..store import ModelStore
from .candidates import Candidate


def copy_item(candidate: Candidate, name: str, version: str, overwrite: bool) -> Item:
    """Plan the copy of a model.

    Args:
        candidate: The model.
        name: Its name on the volume.
        version: Its version there.
        overwrite: Whether a version that is there is replaced.

    Raises:
        InvalidNameError: If name or version break the rule.
    """
    name, version = check_model_name(name), check_version(version)
    metadata = {**candidate.metadata}
    if "version" in metadata and str(metadata["version"]) != version:
        metadata |= {"version": version, "original_version": metadata["version"]}
    return Item(
        id=candidate.id,
        title=str(candidate.path),
        task={
            "path": str(candidate.path),
            "name": name,
            "version": version,
            "overwrite": overwrite,
            "metadata": metadata,
            "companions": {key: str(path) for key, path in candidate.companions.items()},
            "sidecar": str(candidate.sidecar) if candidate.sidecar else None,
            "root": str(candidate.root),
        },
        total=candidate.size,
    )


def copy_model(store: ModelStore, task: dict[str, Any], step: Step) -> dict[str, Any]:
    """Copy a model; its SHA-256 is taken in the same pass, and stands in the card.

    Args:
        store: The volume.
        task: As ``copy_item`` made it.
        step: Told of the progress.

    Returns:
        Name, version and URI, with ``already`` where the same bytes were there before.

    Raises:
        SourceMissingError: If the model is not where it was.
        ModelStorageError: As ``ModelStore.save``.
    """
    source, name, version = Path(task["path"]), task["name"], task["version"]
    for path in (source, *map(Path, task["companions"].values())):
        if path.is_symlink() or not path.exists():
            raise SourceMissingError(
                f"{shown(str(path))} is not there any more, or is a link now.",
                "Look for models again.",
            )
    if store.is_taken(name, version):
        files = source_files(source)
        there = version_with(store, name, version, files, progress=lambda _: step.report(0))
        if there is not None:
            return result_of(there, already=True)
    record = store.save(
        source,
        name,
        version,
        task["metadata"],
        task["overwrite"],
        artifacts={key: Path(path) for key, path in task["companions"].items()},
        progress=lambda done, _: step.report(done),
    )
    return result_of(record)

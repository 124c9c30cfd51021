"""Copying one model to the volume."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...errors import SourceMissingError
from ...jobs import Item, JobContext
from ...jobs.save import result_of
from ...names import check_name, check_new_version, printable
from ...store import ModelStore
from ...store.saving.matching import source_files, version_with
from ...store.saving.options import SaveOptions
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
    name, version = check_name(name), check_new_version(version)
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
            "artifacts": {key: str(path) for key, path in candidate.artifacts.items()},
            "sidecar": str(candidate.sidecar) if candidate.sidecar else None,
            "root": str(candidate.root),
        },
        total=candidate.size,
    )


def copy_model(store: ModelStore, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Copy a model; its SHA-256 is taken in the same pass, and stands in the card.

    Args:
        store: The volume.
        task: As ``copy_item`` made it.
        context: Told of the progress.

    Returns:
        Name, version and URI, with ``already`` where the same bytes were there before.

    Raises:
        SourceMissingError: If the model is not where it was.
        ModelStorageError: As ``ModelStore.save``.
    """
    source, name, version = Path(task["path"]), task["name"], task["version"]
    for path in (source, *map(Path, task["artifacts"].values())):
        if path.is_symlink() or not path.exists():
            raise SourceMissingError(
                f"{printable(str(path))} no longer exists, or is now a link.",
                "Scan again.",
            )
    if store.is_taken(name, version):
        files = source_files(source)
        existing = version_with(store, name, version, files, progress=lambda _: context.report(0))
        if existing is not None:
            return result_of(existing, already=True)
    record = store.save(
        source,
        name,
        SaveOptions(
            version=version,
            metadata=task["metadata"],
            overwrite=task["overwrite"],
            artifacts={key: Path(path) for key, path in task["artifacts"].items()},
            progress=lambda done, _: context.report(done),
        ),
    )
    return result_of(record)

"""Converting what stood on the volume before there were versions."""

from __future__ import annotations

from typing import Any

from ..errors import NothingToConvertError
from ..jobs.context import JobContext
from ..jobs.job import Item
from ..jobs.save import result_of
from ..store import ModelStore
from .converting import convert_model


def convert_items(
    store: ModelStore, name: str, version: str | None = None, keep: bool = False
) -> list[Item]:
    """Return what there is to convert: an item for each version that is not published.

    Args:
        store: The volume.
        name: The model.
        version: The only version that is converted; None for all.
        keep: Whether old files stay because a service still reads them.

    Raises:
        InvalidNameError, ModelNotFoundError: If there is no such model.
        NothingToConvertError: If all of it is published.
    """
    old = [
        record
        for record in reversed(store.model(name).versions)
        if record.layout != "versions" and version in (None, record.version)
    ]
    if not old:
        raise NothingToConvertError(
            f"{name} {version or ''}".rstrip() + " has no files to convert."
        )
    return [
        Item(
            id=record.version,
            title=record.path,
            task={"name": name, "version": record.version, "keep": keep},
            total=record.size,
        )
        for record in old
    ]


def convert_version(store: ModelStore, task: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Convert one version.

    Args:
        store: The volume.
        task: Model, version, and whether the old files stay.
        context: Told of the progress.

    Returns:
        Name, version and URI of what was published.

    Raises:
        ModelStorageError: As ``convert_model``.
    """
    name, version = task["name"], task["version"]
    try:
        (record,) = convert_model(
            store, name, version, keep=task["keep"], progress=lambda done, _: context.report(done)
        )
    except NothingToConvertError:
        if not context.again:
            raise
        # It was all done at the moment at which the server was killed.
        return result_of(store.newest(name), already=True)
    return result_of(record)

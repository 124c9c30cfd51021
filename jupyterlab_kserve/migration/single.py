"""Bringing one model to the volume: copied, read again and compared, and then published."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import SourceMissingError
from ..names import check_name, printable
from ..store import ModelStore
from ..store.reading.layouts import LegacyModel, find_legacy, legacy_model
from ..store.records import VersionRecord
from ..store.saving.matching import source_files, version_with
from ..store.saving.options import SaveOptions
from ..volume.filewriter import Progress
from .s3 import downloaded, is_s3


def migrate_model(
    store: ModelStore,
    name: str,
    source: str | os.PathLike[str] | None,
    legacy_folder: str,
    *,
    version: str | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> tuple[VersionRecord, bool]:
    """Bring a model to the volume; its source stays where it is.

    Args:
        store: The volume.
        name: The model's name there.
        source: A file, a folder or an ``s3://`` URI; None to look in the legacy folder.
        legacy_folder: Where models lay before.
        version: The version; without it what the source's metadata or place says, else the next
            number.
        overwrite: Whether a version that is there is replaced.
        progress: Called with (bytes done, bytes in all).

    Returns:
        The version, and whether it already exists with the same bytes with the same bytes.

    Raises:
        SourceMissingError: If there is no such source.
        ModelStorageError: As ``ModelStore.save``.
    """
    name = check_name(name)
    with _found(source, legacy_folder, name, progress) as found:
        wanted = version or found.version
        if not overwrite:
            same = version_with(store, name, wanted, source_files(found.path))
            if same is not None:
                return same, True
        metadata = {**found.metadata}
        if wanted is not None:
            metadata["version"] = wanted
        record = store.save(
            found.path,
            name,
            SaveOptions(
                metadata=metadata,
                overwrite=overwrite,
                origin=source if is_s3(source) else None,
                verify=True,
                progress=progress,
            ),
        )
        return record, False


@contextmanager
def _found(
    source: Any, legacy_folder: str, name: str, progress: Progress | None
) -> Iterator[LegacyModel]:
    if source is None:
        yield find_legacy(Path(legacy_folder).expanduser(), name)
    elif is_s3(source):
        with downloaded(source, progress) as path:
            yield LegacyModel(path)
    else:
        path = Path(os.fspath(source)).expanduser()
        if path.is_file():
            yield legacy_model(path)
        elif path.is_dir():
            yield LegacyModel(path)
        else:
            raise SourceMissingError(f"There is no file {printable(str(path))} to migrate.")

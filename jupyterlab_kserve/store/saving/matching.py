"""Finding out that a model is on the volume already, so that bringing it twice does nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from ...card import CARD_FOLDER
from ...formats import format_of_file
from ...volume.writing import hash_stream
from .. import ModelStore
from ..records import VersionRecord
from . import artifacts
from .staging import files_of_folder, model_name

_BESIDE = (f"{CARD_FOLDER}/", f"{artifacts.FOLDER}/")


def source_files(source: Path, wanted: str | None = None) -> dict[str, str]:
    """Return the files of a version that is made from a source.

    Args:
        source: A model file or a model's folder.
        wanted: The name of the format that a file is said to be in.

    Returns:
        The path of each file, by its path in the version.

    Raises:
        UnsupportedFormatError: If the file's extension is not that of a model.
        NotAModelError: If it is a folder that cannot be saved.
    """
    if source.is_dir():
        return dict(files_of_folder(str(source)))
    return {model_name(source.name, format_of_file(source.name, wanted)): str(source)}


def version_with(
    store: ModelStore,
    name: str,
    version: str | None,
    files: Mapping[str, str | int],
    since: str = "",
    progress: Callable[[int], None] | None = None,
) -> VersionRecord | None:
    """Find the version of a model that consists of these files.

    Args:
        store: The volume.
        name: The model.
        version: The only version that is looked at; None for any.
        files: Paths or descriptors of files, by their paths in a version.
        since: Look only at versions made after this time, ISO 8601 in UTC.
        progress: Called with the bytes read so far of the file that is being read; what it raises
            ends the search.

    Returns:
        The newest version with the same bytes, artifacts aside; None if there is none.
    """
    try:
        versions = store.model(name).versions
    except FileNotFoundError:
        return None
    hashes: dict[str, str] = {}
    for record in versions:
        if record.card is None or record.state != "ok" or version not in (None, record.version):
            continue
        if record.created < since:
            continue
        own = [file for file in record.card.files if not file.path.startswith(_BESIDE)]
        if {file.path: file.size for file in own} != {
            path: os.stat(file).st_size for path, file in files.items()
        }:
            continue  # Sizes cost nothing; most versions differ in them.
        for path in files:
            if path not in hashes:
                hashes[path] = _hash(files[path], progress)
        if all(hashes[file.path] == file.sha256 for file in own):
            return record
    return None


def _hash(file: str | int, progress: Callable[[int], None] | None) -> str:
    with open(file, "rb", closefd=isinstance(file, str)) as stream:
        stream.seek(0)
        found = hash_stream(stream, progress)[1]
        stream.seek(0)
    return found

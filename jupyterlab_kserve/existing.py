"""Finding out that a model is on the volume already, so that bringing it twice does nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping

from . import artifacts
from .card import CARD_FOLDER
from .records import VersionRecord
from .store import ModelStore
from .writing import hash_stream

_BESIDE = (f"{CARD_FOLDER}/", f"{artifacts.FOLDER}/")


def version_with(
    store: ModelStore, name: str, version: str | None, files: Mapping[str, str | int]
) -> VersionRecord | None:
    """Find the version of a model that consists of these files.

    Args:
        store: The volume.
        name: The model.
        version: The only version that is looked at; None for any.
        files: Paths or descriptors of files, by their paths in a version.

    Returns:
        The newest version with the same bytes, companions aside; None if there is none.
    """
    try:
        versions = store.model(name).versions
    except FileNotFoundError:
        return None
    hashes: dict[str, str] = {}
    for record in versions:
        if record.card is None or record.state != "ok" or version not in (None, record.version):
            continue
        own = [file for file in record.card.files if not file.path.startswith(_BESIDE)]
        if {file.path: file.size for file in own} != {
            path: os.stat(file).st_size for path, file in files.items()
        }:
            continue  # Sizes cost nothing; most versions differ in them.
        for path in files:
            if path not in hashes:
                hashes[path] = _hash(files[path])
        if all(hashes[file.path] == file.sha256 for file in own):
            return record
    return None


def _hash(file: str | int) -> str:
    with open(file, "rb", closefd=isinstance(file, str)) as stream:
        stream.seek(0)
        found = hash_stream(stream)[1]
        stream.seek(0)
    return found

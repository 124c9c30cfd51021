"""What a model that was found and a version on the volume say, to lay them beside each other."""

from __future__ import annotations

from typing import Any

from ...card import CARD_FOLDER, CardFile
from ...formats import format_of_file
from ...store import ModelStore
from ...store.saving.artifacts import place_of
from ...store.saving.matching import source_files
from ...store.saving.options import SaveOptions
from ...store.saving.staging import card_of, card_of_file
from ...volume.descriptors import split_inside
from ...volume.writing import hash_stream
from .candidates import Candidate

_COMPARED = ("framework", "format", "class", "metadata", "files")
"""What a file tells too: libraries, lineage and the like are known only where it was trained."""


def card_of_candidate(candidate: Candidate) -> dict[str, Any]:
    """Return what the card of a model would say if it were copied; all of it is read for that.

    Args:
        candidate: The model.

    Raises:
        UnsupportedFormatError: If it is no model file.
        OSError: If it cannot be read.
    """
    path = candidate.path
    entry = None if path.is_dir() else format_of_file(path.name)
    card = card_of(candidate.name, SaveOptions(metadata=candidate.metadata))
    artifacts = {place_of(key, str(file)): str(file) for key, file in candidate.artifacts.items()}
    files = [_hashed(inside, file) for inside, file in {**source_files(path), **artifacts}.items()]
    return _compared({**card_of_file(card, candidate.inspection, entry).to_dict(), "files": files})


def card_on(store: ModelStore, name: str, version: str) -> dict[str, Any]:
    """Return what is said of a version on the volume.

    Args:
        store: The volume.
        name: The model.
        version: The version; the file of one without a card is read.

    Raises:
        ModelNotFoundError, VersionNotFoundError: If there is none.
    """
    record = store.get(name, version)
    card = record.as_card()
    files = [
        file for file in card.get("files", []) if not file["path"].startswith(f"{CARD_FOLDER}/")
    ]
    if record.card is None and record.model_file is not None:
        with store.volume.open_file(split_inside(record.model_file)) as stream:
            size, sha256 = hash_stream(stream)
        file = record.model_file.rpartition("/")[2]
        files = [CardFile(file, size, sha256)._asdict()]
    return _compared({**card, "files": files})


def _hashed(inside: str, path: str) -> dict[str, Any]:
    with open(path, "rb") as stream:
        return CardFile(inside, *hash_stream(stream))._asdict()


def _compared(card: dict[str, Any]) -> dict[str, Any]:
    return {key: card.get(key) for key in _COMPARED}

"""Editing what people say about a version: its card changes in one step, its bytes never do."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

from ..card import CARD_FILE, CARD_FOLDER, BrokenCardError, encode_card, to_plain
from ..errors import BrokenModelError, EditConflictError, InvalidMetadataError, NotPublishedError
from ..volume import Volume
from ..volume.descriptors import open_below
from ..volume.locks import locked
from ..volume.staging import stage
from ..volume.writing import write_all, write_file
from .reading.version import is_at, open_card

EDITABLE = ("description", "tags", "metrics", "metadata")

CONVERT = "It is a legacy model. Convert it, then edit it."
_ATTEMPTS = 20
"""Each attempt fails only when another writer has just replaced the version."""


def checked_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes as a card can hold them.

    Args:
        changes: New values by the names of the card's fields.

    Raises:
        InvalidMetadataError: If a field may not be edited, or its value is none that the card's
            JSON Schema allows there.
    """
    import jsonschema  # Slow to import, and only an edit needs it.

    # Sets and tuples of Python become the lists that the schema speaks of.
    plain = {key: to_plain(value) for key, value in changes.items()}
    schema = json.loads(files("jupyterlab_kserve").joinpath("card.schema.json").read_text("utf-8"))
    rule = {
        **schema,
        "required": [],
        "properties": {key: schema["properties"][key] for key in EDITABLE},
        "additionalProperties": False,
    }
    error = jsonschema.exceptions.best_match(
        jsonschema.Draft202012Validator(rule).iter_errors(plain)
    )
    if error is not None:
        path = ".".join(str(part) for part in error.absolute_path)
        where = f"{path}: " if path else ""
        raise InvalidMetadataError(
            f"The change of the card is not valid: {where}{error.message[:300]}.",
            f"Editable fields: {', '.join(EDITABLE)}. Nothing was changed.",
        )
    if "tags" in plain:
        plain["tags"] = tuple(plain["tags"])
    return plain


def edit_card(
    volume: Volume, name: str, version: str, changes: Mapping[str, Any], digest: str | None
) -> None:
    """Change a version's card with one rename.

    Args:
        volume: The volume.
        name: The model, a checked name.
        version: The version, a checked one.
        changes: What ``checked_changes`` returned.
        digest: The digest of the card that the changes were made to; None for whatever is there.

    Raises:
        FileNotFoundError: If there is no such version.
        NotPublishedError: If it has no card.
        BrokenModelError: If its card cannot be read.
        EditConflictError: If the card is another one by now.
        InvalidMetadataError: If the card would become too large.
    """
    with locked(volume), stage(volume, name, version) as staging:
        for _ in range(_ATTEMPTS):
            if _edit_once(volume, name, version, changes, digest, staging):
                break
        else:
            raise EditConflictError(f"Other clients keep replacing {name} {version}.")
    volume.touch()


def _edit_once(
    volume: Volume,
    name: str,
    version: str,
    changes: Mapping[str, Any],
    digest: str | None,
    staging: int,
) -> bool:
    """Try once; False if the version was replaced while its card was changed."""
    with volume.open_directory([name]) as model, open_below(model, [version]) as directory:
        try:
            card = open_card(directory)
        except BrokenCardError as error:
            raise BrokenModelError(
                f"The card of {name} {version} cannot be edited: {error}."
            ) from error
        if card is None:
            raise NotPublishedError(f"{name} {version} has no model card to edit.", CONVERT)
        if digest not in (None, card.digest):
            raise EditConflictError(f"The card of {name} {version} was changed by another user.")
        data = encode_card(replace(card, **changes))
        write_file(CARD_FILE, staging, lambda stream: write_all(stream, data))
        with open_below(directory, [CARD_FOLDER]) as folder:
            os.rename(CARD_FILE, CARD_FILE, src_dir_fd=staging, dst_dir_fd=folder)
            os.fsync(folder)
        return is_at(directory, version, model)

"""Reading one version: its card, and whether its files are those of the card."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from ...card import CARD_FILE, CARD_FOLDER, MAX_CARD_BYTES, BrokenCardError, Card, parse_card
from ...errors import UnsafePathError
from ...formats import FOLDER_FORMATS, extension_of
from ...names import printable
from ...volume.descriptors import open_directory, read_file
from ..records import VersionRecord
from .cardless import CARDLESS_EXTENSIONS, LINK, read_cardless

MOST_ENTRIES = 10_000
"""Entries of one folder that are looked at: a data set beside the models must not stop the list."""

MAX_CHECKED_FILES = 1000
"""Files of a version whose sizes are compared for the list."""

_REREADS = 5
"""A version that looks broken is read again so often if it was replaced meanwhile."""


class Version(NamedTuple):
    """A version that was read.

    Attributes:
        record: The version, without its card.
        card: Its card, where it has one that can be used.
    """

    record: VersionRecord
    card: Card | None = None


def read_version(folder: int, name: str, version: str, claim: str) -> Version | None:
    """Read a version and its card.

    Args:
        folder: Descriptor of the model's directory.
        name: The model.
        version: The version.
        claim: The claim's name, for the URI.

    Returns:
        The version, flagged if it is broken; None if it is gone, or there is no model in it.
    """
    path = f"{name}/{version}"
    blank = VersionRecord(name, version, path, f"pvc://{claim}/{path}")
    found: Version | None = None
    for _ in range(_REREADS):
        try:
            directory = open_directory(version, folder)
        except FileNotFoundError:
            return None  # It was deleted since its name was read.
        except (OSError, UnsafePathError) as error:
            return Version(replace(blank, state="broken", problem=why_unreadable(error)))
        try:
            found = _read_version(blank, directory, folder)
            if found is None or found.record.state == "ok" or is_at(directory, version, folder):
                return found
        finally:
            os.close(directory)
    return found


def is_at(directory: int, name: str, parent: int) -> bool:
    """Say whether a directory still stands under its name: it may have been replaced since.

    Args:
        directory: Descriptor of the directory.
        name: Its name.
        parent: Descriptor of the directory that it was in.
    """
    try:
        now = os.stat(name, dir_fd=parent, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(now, os.fstat(directory))


def _read_version(blank: VersionRecord, directory: int, folder: int) -> Version | None:
    try:
        card = open_card(directory)
        if card is None:
            record = _without_card(blank, directory, folder)
            return None if record is None else Version(record)
        return Version(_check_files(_from_card(blank, card), card, directory), card)
    except BrokenCardError as error:
        return Version(replace(blank, state="broken", problem=f"Broken: {error}."))
    except (OSError, UnsafePathError) as error:
        return Version(replace(blank, state="broken", problem=why_unreadable(error)))


def open_card(directory: int) -> Card | None:
    """Read a version's card.

    Args:
        directory: Descriptor of the version's directory.

    Returns:
        The card; None if the version was published without one.

    Raises:
        BrokenCardError: If it cannot be used.
        UnsafePathError: If a link stands in its place.
    """
    try:
        folder = open_directory(CARD_FOLDER, directory)
    except FileNotFoundError:
        return None
    try:
        return parse_card(read_file(CARD_FILE, folder, MAX_CARD_BYTES + 1))
    except FileNotFoundError:
        raise BrokenCardError("the model card is missing") from None
    finally:
        os.close(folder)


def _from_card(blank: VersionRecord, card: Card) -> VersionRecord:
    file = None if card.format in FOLDER_FORMATS else card.model_file
    return VersionRecord(
        name=blank.name,
        version=blank.version,
        path=blank.path,
        uri=blank.uri,
        framework=card.framework.get("name"),
        framework_version=card.framework.get("version"),
        format=card.format,
        class_name=card.class_name,
        created=card.created,
        size=card.size,
        model_file=f"{blank.path}/{file.path}" if file else None,
        tags=card.tags,
        text=card.text,
    )


def _check_files(record: VersionRecord, card: Card, directory: int) -> VersionRecord:
    if record.model_file is None and (card.format not in FOLDER_FORMATS or not card.files):
        return replace(record, state="broken", problem="The card does not name a model file.")
    for file in card.files[:MAX_CHECKED_FILES]:
        problem = ""
        try:
            info = os.stat(file.path, dir_fd=directory, follow_symlinks=False)
        except FileNotFoundError:
            problem = f"The file {printable(file.path)} is missing."
        else:
            if not stat.S_ISREG(info.st_mode):
                problem = f"{printable(file.path)} is not a regular file."
            elif info.st_size != file.size:
                problem = (
                    f"The file {printable(file.path)} has {info.st_size:,} bytes, "
                    f"it was saved with {file.size:,}."
                )
        if problem:
            return replace(record, state="broken", problem=problem)
    return record


def _without_card(blank: VersionRecord, directory: int, folder: int) -> VersionRecord | None:
    with os.scandir(directory) as entries:
        names = [entry.name for entry in islice(entries, MOST_ENTRIES)]
    if not names:
        return replace(
            blank,
            state="broken",
            problem=(
                "The folder is empty. A service might have been deployed before the model "
                "was saved."
            ),
        )
    files = [name for name in names if extension_of(name) in CARDLESS_EXTENSIONS]
    if not files:
        return None
    return read_cardless(replace(blank, layout="legacy-versions"), files, directory, folder)


def why_unreadable(error: Exception) -> str:
    """Say in words why something cannot be read.

    Args:
        error: What was raised.
    """
    if isinstance(error, UnsafePathError):
        return LINK
    if isinstance(error, PermissionError):
        return "It cannot be read: no permission."
    if isinstance(error, OSError) and error.strerror:
        return f"It cannot be read: {error.strerror}."
    return "It cannot be read."

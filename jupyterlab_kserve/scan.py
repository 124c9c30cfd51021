"""Reading what is on the volume into records; no entry, however odd, stops the others."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone

from .card import CARD_FILE, CARD_FOLDER, BrokenCard, Card, read_card
from .errors import UnsafePath
from .formats import (
    DIRECTORY_FORMATS,
    LEGACY_EXTENSIONS,
    MODEL_EXTENSIONS,
    extension_of,
    format_of_file,
)
from .names import MAX_LENGTH, UNVERSIONED, is_model_name, is_version, shown
from .records import Layout, ModelRecord, VersionRecord, model_of
from .volume import Volume, open_directory, open_file

_IGNORED = ("lost+found",)
# A JSON file beside cardless models is a sidecar far more often than a model.
_CARDLESS_EXTENSIONS = MODEL_EXTENSIONS - {".json"}
_MAX_CHECKED_FILES = 1000
_REREADS = 5
"""A version that looks broken is read again so often if it was replaced meanwhile."""
_LINK = "It is a symbolic link; links are never followed."
_NAME_RULE = (
    f"Its name breaks the rule: letters, digits, '.', '_' and '-', at most {MAX_LENGTH}, starting "
    "and ending with a letter or digit."
)
_FLAT = "KServe serves folders, not single files: save it again under a version to serve it."


def scan_models(volume: Volume, claim: str) -> list[ModelRecord]:
    """Read all models, sorted by name.

    Args:
        volume: The volume.
        claim: The claim's name, for the URIs.

    Raises:
        VolumeMissing: If the volume is not there.
    """
    versions: dict[str, list[VersionRecord]] = {}
    broken: list[ModelRecord] = []
    with volume.open_root() as root:
        for entry in _visible(root):
            try:
                if entry.is_symlink():
                    broken.append(ModelRecord(shown(entry.name), (), "broken", _LINK))
                elif entry.is_dir(follow_symlinks=False):
                    found = _scan_folder(root, entry.name, claim)
                    if found and not is_model_name(entry.name):
                        broken.append(ModelRecord(shown(entry.name), (), "broken", _NAME_RULE))
                    elif found:
                        versions.setdefault(entry.name, []).extend(found)
                elif (flat := _scan_flat(root, entry.name)) is not None:
                    versions.setdefault(flat.name, []).append(flat)
            except (OSError, UnsafePath) as error:
                broken.append(ModelRecord(shown(entry.name), (), "broken", _why(error)))
    models = [model_of(name, records) for name, records in versions.items()]
    return sorted(models + broken, key=lambda model: model.name)


def scan_model(volume: Volume, claim: str, name: str) -> ModelRecord | None:
    """Read one model with its cards.

    Args:
        volume: The volume.
        claim: The claim's name, for the URIs.
        name: The model, a checked name.

    Returns:
        The model; None if there is none.

    Raises:
        UnsafePath: If its directory is a symbolic link.
        OSError: If it cannot be read.
    """
    with volume.open_root() as root:
        try:
            records = _scan_folder(root, name, claim, cards=True)
        except FileNotFoundError:
            records = []
        for extension in LEGACY_EXTENSIONS:
            flat = _scan_flat(root, name + extension)
            if flat is not None:
                records.append(flat)
    return model_of(name, records) if records else None


def _scan_folder(root: int, name: str, claim: str, cards: bool = False) -> list[VersionRecord]:
    folder = open_directory(name, root)
    try:
        records: list[VersionRecord] = []
        files: list[str] = []
        for entry in _visible(folder):
            if entry.is_dir(follow_symlinks=False) or entry.is_symlink():
                if not is_version(entry.name):
                    continue
                record = _scan_version(folder, name, entry.name, claim)
                if record is not None:
                    records.append(record if cards else replace(record, card=None))
            elif extension_of(entry.name) in _CARDLESS_EXTENSIONS:
                files.append(entry.name)
        if files:
            uri = f"pvc://{claim}/{name}"
            blank = VersionRecord(name, UNVERSIONED, name, uri, "legacy-folder")
            records.append(_cardless(blank, files, folder))
        return records
    finally:
        os.close(folder)


def _scan_version(folder: int, name: str, version: str, claim: str) -> VersionRecord | None:
    path = f"{name}/{version}"
    blank = VersionRecord(name, version, path, f"pvc://{claim}/{path}")
    record: VersionRecord | None = None
    for _ in range(_REREADS):
        try:
            directory = open_directory(version, folder)
        except FileNotFoundError:
            return None  # It was deleted since its name was read.
        except (OSError, UnsafePath) as error:
            return replace(blank, state="broken", problem=_why(error))
        try:
            record = _read_version(blank, directory)
            if record is None or record.state == "ok" or is_at(directory, version, folder):
                return record
        finally:
            os.close(directory)
    return record


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


def _read_version(blank: VersionRecord, directory: int) -> VersionRecord | None:
    try:
        card = open_card(directory)
        if card is None:
            return _without_card(blank, directory)
        return _check_files(_from_card(blank, card), card, directory)
    except BrokenCard as error:
        return replace(blank, state="broken", problem=f"Broken: {error}.")
    except (OSError, UnsafePath) as error:
        return replace(blank, state="broken", problem=_why(error))


def open_card(directory: int) -> Card | None:
    """Read a version's card.

    Args:
        directory: Descriptor of the version's directory.

    Returns:
        The card; None if the version was published without one.

    Raises:
        BrokenCard: If it cannot be used.
        UnsafePath: If a link stands in its place.
    """
    try:
        folder = open_directory(CARD_FOLDER, directory)
    except FileNotFoundError:
        return None
    try:
        with open_file(CARD_FILE, folder) as stream:
            return read_card(stream)
    except FileNotFoundError:
        raise BrokenCard("the model card is missing") from None
    finally:
        os.close(folder)


def _from_card(blank: VersionRecord, card: Card) -> VersionRecord:
    file = None if card.format in DIRECTORY_FORMATS else card.model_file
    return replace(
        blank,
        framework=card.framework.get("name"),
        framework_version=card.framework.get("version"),
        format=card.format,
        class_name=card.class_name,
        created=card.created,
        size=card.size,
        tags=card.tags,
        text=card.text,
        model_file=f"{blank.path}/{file.path}" if file else None,
        card=card,
    )


def _check_files(record: VersionRecord, card: Card, directory: int) -> VersionRecord:
    if record.model_file is None and (card.format not in DIRECTORY_FORMATS or not card.files):
        return replace(record, state="broken", problem="The card names no model file.")
    for file in card.files[:_MAX_CHECKED_FILES]:
        problem = ""
        try:
            info = os.stat(file.path, dir_fd=directory, follow_symlinks=False)
        except FileNotFoundError:
            problem = f"The file {shown(file.path)} is missing."
        else:
            if not stat.S_ISREG(info.st_mode):
                problem = f"{shown(file.path)} is not a regular file."
            elif info.st_size != file.size:
                problem = (
                    f"The file {shown(file.path)} has {info.st_size:,} bytes, "
                    f"it was saved with {file.size:,}."
                )
        if problem:
            return replace(record, state="broken", problem=problem)
    return record


def _without_card(blank: VersionRecord, directory: int) -> VersionRecord | None:
    names = os.listdir(directory)
    if not names:
        return replace(
            blank,
            state="broken",
            problem="The folder is empty: a service may have been deployed before the model was "
            "saved.",
        )
    files = [name for name in names if extension_of(name) in _CARDLESS_EXTENSIONS]
    if not files:
        return None
    return _cardless(replace(blank, layout="legacy-versions"), files, directory)


def _cardless(blank: VersionRecord, files: list[str], directory: int) -> VersionRecord:
    infos = [os.stat(name, dir_fd=directory, follow_symlinks=False) for name in files]
    record = replace(
        blank,
        size=sum(info.st_size for info in infos),
        created=_iso(max(info.st_mtime for info in infos)),
    )
    if len(files) > 1:
        listed = ", ".join(shown(name) for name in sorted(files)[:5])
        problem = f"More than one model file in one folder, so no server loads it: {listed}."
        return replace(record, state="broken", problem=problem)
    if not stat.S_ISREG(infos[0].st_mode):
        return replace(record, state="broken", problem=_LINK)
    entry = format_of_file(files[0])
    return replace(
        record,
        framework=entry.framework,
        format=entry.name,
        model_file=f"{blank.path}/{files[0]}",
    )


def _scan_flat(root: int, file: str) -> VersionRecord | None:
    if extension_of(file) not in LEGACY_EXTENSIONS:
        return None
    try:
        info = os.stat(file, dir_fd=root, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(info.st_mode):
        return None
    name = file.rpartition(".")[0]
    layout: Layout = "legacy-flat"
    entry = format_of_file(file)
    record = VersionRecord(
        name=shown(name),
        version=UNVERSIONED,
        path=file if is_model_name(name) else shown(file),
        uri=None,
        layout=layout,
        problem=_FLAT,
        framework=entry.framework,
        format=entry.name,
        created=_iso(info.st_mtime),
        size=info.st_size,
        model_file=file,
    )
    return record if is_model_name(name) else replace(record, state="broken", problem=_NAME_RULE)


def _visible(directory: int) -> Iterator[os.DirEntry[str]]:
    with os.scandir(directory) as entries:
        for entry in entries:
            if not entry.name.startswith(".") and entry.name not in _IGNORED:
                yield entry


def _why(error: Exception) -> str:
    if isinstance(error, UnsafePath):
        return _LINK
    if isinstance(error, PermissionError):
        return "It cannot be read: no permission."
    if isinstance(error, OSError) and error.strerror:
        return f"It cannot be read: {error.strerror}."
    return "It cannot be read."


def _iso(seconds: float) -> str:
    try:
        when = datetime.fromtimestamp(seconds, timezone.utc)
    except (OverflowError, ValueError, OSError):
        return ""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")

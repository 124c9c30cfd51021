"""Models without a card: what was put on the volume without this package, with its sidecars."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone

from ...card import text_of, to_plain
from ...errors import UnsafePathError
from ...formats import LEGACY_EXTENSIONS, MODEL_EXTENSIONS, extension_of, format_of_file
from ...names import MAX_LENGTH, UNVERSIONED, is_model_name, printable
from ...volume.descriptors import open_file
from ..records import VersionRecord
from .layouts import read_sidecar, sidecar_names

# A JSON file beside cardless models is a sidecar far more often than a model.
CARDLESS_EXTENSIONS = MODEL_EXTENSIONS - {".json"}
LINK = "It is a symbolic link. Links are not followed."
NAME_RULE = (
    f"Its name is not valid. Use at most {MAX_LENGTH} letters, digits, '.', '_', and '-', and "
    f"start and end with a letter or digit."
)
_FLAT = "KServe serves folders, not single files. To serve it, save it as a version."


def read_cardless(
    blank: VersionRecord, files: Sequence[str], directory: int, parent: int | None = None
) -> VersionRecord:
    """Read a folder that has model files and no card.

    Args:
        blank: The record to fill in.
        files: The names of its model files, at least one.
        directory: Descriptor of the folder.
        parent: Descriptor of the model's folder, if that is another one: sidecars may be there.
    """
    infos = [os.stat(name, dir_fd=directory, follow_symlinks=False) for name in files]
    stem = files[0].rpartition(".")[0]
    places = (directory,) if parent is None else (directory, parent)
    record = replace(
        _with_sidecar(blank, sidecar_names(stem, blank.name), places),
        size=sum(info.st_size for info in infos),
        created=_time(max(info.st_mtime for info in infos)),
    )
    if len(files) > 1:
        listed = ", ".join(printable(name) for name in sorted(files)[:5])
        problem = (
            f"The folder has more than one model file, so model servers cannot load it: {listed}."
        )
        return replace(record, state="broken", problem=problem)
    if not stat.S_ISREG(infos[0].st_mode):
        return replace(record, state="broken", problem=LINK)
    entry = format_of_file(files[0])
    return replace(
        record,
        framework=entry.framework,
        format=entry.name,
        model_file=f"{blank.path}/{files[0]}",
    )


def read_flat(root: int, file: str) -> VersionRecord | None:
    """Read a model that is a file in the volume's root.

    Args:
        root: Descriptor of the root.
        file: The file's name.

    Returns:
        The version, flagged if it is broken; None if it is no model, or gone.
    """
    if extension_of(file) not in LEGACY_EXTENSIONS:
        return None
    try:
        info = os.stat(file, dir_fd=root, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(info.st_mode):
        return None
    name = file.rpartition(".")[0]
    entry = format_of_file(file)
    record = VersionRecord(
        name=printable(name),
        version=UNVERSIONED,
        path=file if is_model_name(name) else printable(file),
        uri=None,
        layout="legacy-flat",
        problem=_FLAT,
        framework=entry.framework,
        format=entry.name,
        created=_time(info.st_mtime),
        size=info.st_size,
        model_file=file,
    )
    if not is_model_name(name):
        return replace(record, state="broken", problem=NAME_RULE)
    return _with_sidecar(record, sidecar_names(name, name)[:1], (root,))


def _with_sidecar(
    record: VersionRecord, names: Sequence[str], places: Sequence[int]
) -> VersionRecord:
    """Add what the first usable sidecar says; one that cannot be used is told."""
    unusable = ""
    for place in places:
        for name in names:
            try:
                with open_file(name, place) as stream:
                    read = read_sidecar(stream)
            except FileNotFoundError:
                continue
            except (OSError, UnsafePathError):
                read = None
            if read is not None:
                plain = to_plain(read)
                return replace(record, metadata=plain, text=text_of(plain))
            unusable = unusable or name
    if not unusable:
        return record
    problem = f"Its metadata in {printable(unusable)} cannot be read."
    return replace(record, problem=f"{record.problem} {problem}".strip())


def _time(seconds: float) -> str:
    try:
        when = datetime.fromtimestamp(seconds, timezone.utc)
    except (OverflowError, ValueError, OSError):
        return ""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")

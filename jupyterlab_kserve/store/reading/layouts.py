"""Where models lay before there was a volume: a folder of the workbench, in one of three layouts.

``NAME.pkl`` with ``NAME_metadata.json``; ``NAME/model.pkl`` with ``NAME/NAME_metadata.json``;
``NAME/v1/model.pkl`` with ``NAME/metadata.json``. A sidecar is any dictionary.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from ...errors import SourceMissingError
from ...formats import MODEL_EXTENSIONS, extension_of, is_model_folder
from ...names import is_version, printable, version_key

_MAX_SIDECAR = 1 << 20
_VERSION_FOLDER = re.compile(r"v?\d+(\.\d+)*", re.ASCII)
_EXTENSIONS = tuple(sorted(MODEL_EXTENSIONS - {".json"}))


@dataclass(frozen=True)
class LegacyModel:
    """A model outside of the volume.

    Attributes:
        path: The model file, or its folder.
        version: What its place or its metadata say; None for nothing.
        metadata: What its sidecar says.
    """

    path: Path
    version: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


def find_legacy(folder: Path, name: str) -> LegacyModel:
    """Find a model in the folder where models lay before.

    Args:
        folder: The folder.
        name: The model's name.

    Returns:
        The newest version of it.

    Raises:
        SourceMissingError: If there is none.
    """
    for extension in _EXTENSIONS:
        file = folder / f"{name}{extension}"
        if file.is_file():
            return legacy_model(file)
    own = folder / name
    if own.is_dir():
        versions = [
            entry
            for entry in own.iterdir()
            if entry.is_dir() and _VERSION_FOLDER.fullmatch(entry.name) and any(entry.iterdir())
        ]
        versions.sort(key=lambda entry: version_key(entry.name.removeprefix("v")))
        for place in [own, *reversed(versions)]:
            if is_model_folder([entry.name for entry in place.iterdir()]):
                return LegacyModel(place, version_of_folder(place.name) if place != own else None)
            files = _model_files(place)
            chosen = main_file([file.name for file in files], name)
            if chosen is not None:
                return legacy_model(place / chosen)
            if files:
                raise SourceMissingError(
                    f"{printable(str(place))} has several model files, and no file is named model.",
                    "Specify the file: migrate_model_to_pvc(name, path).",
                )
        if any(own.iterdir()):
            return LegacyModel(own)
    raise SourceMissingError(
        f"The model {name} does not exist in {printable(str(folder))}.",
        "Specify its path with migrate_model_to_pvc(name, path), or set MODEL_STORAGE_LEGACY_PATH.",
    )


def legacy_model(file: Path) -> LegacyModel:
    """Read what stands beside a model file.

    Args:
        file: The model file.
    """
    parent = file.parent
    version = version_of_folder(parent.name)
    model = parent.parent.name if version else parent.name
    sidecars = [parent / each for each in sidecar_names(file.stem, model)]
    if version:
        sidecars += [parent.parent / each for each in sidecar_names(file.stem, model)[1:]]
    metadata: dict[str, Any] = {}
    for sidecar in sidecars:
        try:
            with sidecar.open("rb") as stream:
                read = read_sidecar(stream)
        except OSError:
            continue
        if read is not None:
            metadata = read
            break
    return LegacyModel(file, noted_version(metadata) or version, metadata)


def version_of_folder(name: str) -> str | None:
    """Return the version that a folder is called after, ``1.0`` for ``v1.0``; None for any other.

    Args:
        name: The folder's name.
    """
    return name.removeprefix("v") if _VERSION_FOLDER.fullmatch(name) else None


def sidecar_names(stem: str, model: str) -> list[str]:
    """Return what the file with a model's metadata may be called, the likeliest first.

    Args:
        stem: The model file's name without its extension.
        model: The model.
    """
    return [f"{stem}_metadata.json", f"{model}_metadata.json", "metadata.json"]


def read_sidecar(stream: BinaryIO) -> dict[str, Any] | None:
    """Read a model's metadata; None where it is no dictionary in JSON.

    Args:
        stream: The opened file.

    Raises:
        OSError: If it cannot be read.
    """
    data = stream.read(_MAX_SIDECAR + 1)
    try:
        read = json.loads(data) if len(data) <= _MAX_SIDECAR else None
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def noted_version(metadata: Mapping[str, Any]) -> str | None:
    """Return the version that metadata name, if a version may be called so.

    Args:
        metadata: The metadata.
    """
    noted = metadata.get("version")
    usable = isinstance(noted, (str, int, float)) and not isinstance(noted, bool)
    return str(noted) if usable and is_version(str(noted)) else None


def main_file(files: Sequence[str], model: str) -> str | None:
    """Choose the model file among the model files of a folder; None if it is not plain which.

    Args:
        files: Their names.
        model: The model.
    """
    if len(files) == 1:
        return files[0]
    usual = [file for file in files if file.rpartition(".")[0] in ("model", model)]
    return usual[0] if len(usual) == 1 else None


def _model_files(folder: Path) -> list[Path]:
    return sorted(
        entry
        for entry in folder.iterdir()
        if entry.is_file() and extension_of(entry.name) in _EXTENSIONS
    )

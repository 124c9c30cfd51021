"""Where models lay before there was a volume: a folder of the workbench, in one of three layouts.

``NAME.pkl`` with ``NAME_metadata.json``; ``NAME/model.pkl`` with ``NAME/NAME_metadata.json``;
``NAME/v1/model.pkl`` with ``NAME/metadata.json``. A sidecar is any dictionary.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import SourceMissing
from .formats import MODEL_EXTENSIONS, extension_of
from .names import is_version, shown, version_key

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
        SourceMissing: If there is none.
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
            if entry.is_dir() and _VERSION_FOLDER.fullmatch(entry.name) and _model_files(entry)
        ]
        versions.sort(key=lambda entry: version_key(entry.name.removeprefix("v")))
        for place in [own, *reversed(versions)]:
            files = _model_files(place)
            if len(files) == 1:
                return legacy_model(files[0])
            if files:
                preferred = [file for file in files if file.stem in ("model", name)]
                if len(preferred) == 1:
                    return legacy_model(preferred[0])
                raise SourceMissing(
                    f"{shown(str(place))} has several model files, and none is called model.",
                    "Name the one that is meant: migrate_model_to_pvc(name, path).",
                )
        if any(own.iterdir()):
            return LegacyModel(own)
    raise SourceMissing(
        f"There is no model {name} in {shown(str(folder))}.",
        "Give its path: migrate_model_to_pvc(name, path); or set MODEL_STORAGE_LEGACY_PATH.",
    )


def legacy_model(file: Path) -> LegacyModel:
    """Read what stands beside a model file.

    Args:
        file: The model file.
    """
    parent = file.parent
    version = parent.name.removeprefix("v") if _VERSION_FOLDER.fullmatch(parent.name) else None
    model = parent.parent.name if version else parent.name
    sidecars = [
        parent / f"{file.stem}_metadata.json",
        parent / f"{model}_metadata.json",
        parent / "metadata.json",
    ]
    if version:
        sidecars += [parent.parent / f"{model}_metadata.json", parent.parent / "metadata.json"]
    metadata: dict[str, Any] = {}
    for sidecar in sidecars:
        if (read := _read(sidecar)) is not None:
            metadata = read
            break
    noted = metadata.get("version")
    if isinstance(noted, (str, int, float)) and is_version(str(noted)):
        version = str(noted)
    return LegacyModel(file, version, metadata)


def _model_files(folder: Path) -> list[Path]:
    return sorted(
        entry
        for entry in folder.iterdir()
        if entry.is_file() and extension_of(entry.name) in _EXTENSIONS
    )


def _read(sidecar: Path) -> dict[str, Any] | None:
    try:
        with sidecar.open("rb") as stream:
            data = stream.read(_MAX_SIDECAR + 1)
        read = json.loads(data) if len(data) <= _MAX_SIDECAR else None
    except (OSError, ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None

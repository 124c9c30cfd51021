"""Finding models in a folder of the workbench, in every layout that is known; nothing is written.

``NAME.pkl``, ``NAME/model.pkl``, ``NAME/v1/model.pkl``, several models in one folder, and models
that are a folder themselves. What lies beside a model and is no model goes with it: a scaler, a
list of columns, a threshold.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ...errors import ModelStorageError, VolumeUnreadableError
from ...formats import (
    MODEL_EXTENSIONS,
    check_content,
    extension_of,
    format_of_file,
    is_model_folder,
)
from ...inspection import Inspection, SafeInspector
from ...names import printable
from ...store.reading.layouts import noted_version, read_sidecar, sidecar_names, version_of_folder
from ...store.saving.artifacts import name_for
from ...store.saving.matching import source_files
from ...store.saving.proposal import propose_for
from ..source import Skipped
from .candidates import Candidate

MAX_ENTRIES = 100_000
_MAX_DEPTH = 8
_MAX_ARTIFACT = 10 << 20
_MODELS = MODEL_EXTENSIONS - {".json"}
_ARTIFACTS = (".json", ".txt", ".yaml", ".yml", ".npy", ".npz")
"""Small files in a model's own folder that go with it; pickles do as well."""

_SYSTEM = ("lost+found",)
_LINK = "It is a symbolic link. Links are not followed."

# Classes that change data and predict nothing: they belong to a model.
_TRANSFORMERS = (
    "sklearn.preprocessing.",
    "sklearn.impute.",
    "sklearn.feature_extraction.",
    "sklearn.compose._column_transformer.",
    "sklearn.decomposition.",
)
_DATA = ("numpy.", "pandas.", "builtins.", "collections.")


@dataclass
class _Folder:
    """One folder with what is directly in it.

    Attributes:
        path: The folder.
        files: Its files by name.
        inspected: What the model files among them are.
    """

    path: Path
    files: dict[str, os.stat_result] = field(default_factory=dict)
    inspected: dict[str, Inspection] = field(default_factory=dict)


def scan_folder(root: Path) -> tuple[list[Candidate], list[Skipped]]:
    """Look for models in a folder and what is below it.

    Args:
        root: The folder.

    Returns:
        The models, in the order of their paths, and what is none, with the reason.
    """
    scan = _Scan(root)
    with SafeInspector() as scan.inspector:
        scan.look_at(root, 0)
    candidates = sorted(_with_own_versions(scan.candidates), key=lambda each: str(each.path))
    return candidates, scan.skipped


class _Scan:
    inspector: SafeInspector

    def __init__(self, root: Path) -> None:
        self.root = root
        self.candidates: list[Candidate] = []
        self.skipped: list[Skipped] = []
        self._entries = 0

    def look_at(self, path: Path, depth: int) -> None:
        folder = _Folder(path)
        below: list[Path] = []
        try:
            with os.scandir(path) as entries:
                for entry in sorted(entries, key=lambda each: each.name):
                    self._sort(entry, folder, below)
        except OSError as error:
            self._skip(path, f"It cannot be read: {error.strerror or 'unknown error'}.")
            return
        if path != self.root and is_model_folder({*folder.files}):
            self._add_folder(path)
            return
        self._add_files(folder)
        for each in below:
            if depth == _MAX_DEPTH:
                self._skip(each, f"It is more than {_MAX_DEPTH} folders deep.")
            elif self._entries > MAX_ENTRIES:
                self._skip(each, f"There are more than {MAX_ENTRIES:,} files and folders.")
            else:
                self.look_at(each, depth + 1)

    def _sort(self, entry: os.DirEntry[str], folder: _Folder, below: list[Path]) -> None:
        self._entries += 1
        path = folder.path / entry.name
        if entry.name.startswith(".") or entry.name in _SYSTEM:
            return
        if entry.is_symlink():
            self._skip(path, _LINK)
        elif entry.is_dir():
            below.append(path)
        elif entry.is_file():
            folder.files[entry.name] = entry.stat(follow_symlinks=False)
        else:
            self._skip(path, "It is not a regular file.")

    def _skip(self, path: Path, why: str) -> None:
        self.skipped.append(Skipped(path, why))

    def _add_folder(self, path: Path) -> None:
        found = self.inspector.inspect(str(path))
        version = version_of_folder(path.name)
        proposed = propose_for(path, self.root)
        candidate = Candidate(
            self.root,
            path,
            proposed["name"],
            proposed["version"] or version,
            found,
            0,
            place_version=version,
        )
        try:
            files = source_files(path)
            candidate = replace(candidate, size=sum(map(os.path.getsize, files.values())))
        except ModelStorageError as error:
            candidate = replace(candidate, problem=error.to_dict())
        self.candidates.append(candidate)

    def _add_files(self, folder: _Folder) -> None:
        models: list[str] = []
        others: list[str] = []
        for name in folder.files:
            if extension_of(name) in _MODELS:
                found = self.inspector.inspect(str(folder.path / name))
                folder.inspected[name] = found
                (others if _no_model(found) else models).append(name)
            else:
                others.append(name)
        taken: set[str] = set()
        for name in models:
            own = models == [name] and folder.path != self.root
            candidate = self._candidate(folder, name, own)
            taken.update(
                path.name
                for path in (candidate.sidecar, *candidate.artifacts.values())
                if path is not None and path.parent == folder.path
            )
            self.candidates.append(candidate)
        for name in others:
            artifact_of = _model_of(name, models)
            if name in taken or _is_sidecar(name):
                continue
            if artifact_of is None or name not in folder.inspected:
                self._skip(folder.path / name, _why_not(name, folder.inspected.get(name)))

    def _candidate(self, folder: _Folder, name: str, own: bool) -> Candidate:
        path = folder.path / name
        found = folder.inspected[name]
        place_version = version_of_folder(folder.path.name) if folder.path != self.root else None
        sidecar, metadata = self._metadata(folder, name, own, place_version)
        artifacts = dict(_artifacts(folder, name, own, sidecar))
        proposed = propose_for(path, self.root)
        sizes = [folder.files[each.name].st_size for each in (path, *artifacts.values())]
        candidate = Candidate(
            self.root,
            path,
            proposed["name"],
            noted_version(metadata) or place_version or proposed["version"],
            found,
            sum(sizes),
            artifacts,
            sidecar,
            metadata,
            place_version or proposed["version"],
        )
        try:
            if not all(os.access(each, os.R_OK) for each in (path, *artifacts.values())):
                raise VolumeUnreadableError(f"{printable(str(path))} cannot be read.")
            check_content(name, format_of_file(name), found.format)
        except ModelStorageError as error:
            return replace(candidate, problem=error.to_dict())
        return candidate

    def _metadata(
        self, folder: _Folder, name: str, own: bool, place_version: str | None
    ) -> tuple[Path | None, dict[str, Any]]:
        """The file with a model's metadata, and what it says."""
        stem = name.rpartition(".")[0]
        model = folder.path.parent.name if place_version else folder.path.name
        candidates = sidecar_names(stem, model)
        alone = candidates[:1]
        if stem.endswith("_model"):
            alone.append(f"{stem.removesuffix('_model')}_metadata.json")
        # In a folder of several models, one that is called after none of them is nobody's.
        places = [folder.path / each for each in (candidates if own else alone)]
        if own and place_version and folder.path.parent != self.root:
            places += [folder.path.parent / each for each in candidates[1:]]
        for place in places:
            if place.is_symlink():
                continue
            try:
                with place.open("rb") as stream:
                    read = read_sidecar(stream)
            except OSError:
                continue
            if read is not None:
                return place, read
        return None, {}


def _artifacts(
    folder: _Folder, model: str, own: bool, sidecar: Path | None
) -> Iterator[tuple[str, Path]]:
    """The files that go with a model, by the names that they get."""
    models = [name for name, found in folder.inspected.items() if not _no_model(found)]
    names: set[str] = set()
    for name, info in folder.files.items():
        pickled = name in folder.inspected
        if name in models or folder.path / name == sidecar:
            continue
        if own:
            small = info.st_size <= _MAX_ARTIFACT and extension_of(name) in _ARTIFACTS
            goes = pickled or (small and not _is_sidecar(name))
        else:
            goes = pickled and _model_of(name, models) == model
        if goes:
            key = name_for(name, names)
            names.add(key)
            yield key, folder.path / name


def _model_of(name: str, models: list[str]) -> str | None:
    """The model file that shares the beginning of its name with a file: ``iris_scaler.pkl``."""

    def words(file: str) -> list[str]:
        return file.rpartition(".")[0].replace("-", "_").split("_")

    def shared(model: str) -> int:
        pairs = zip(words(name), words(model), strict=False)
        count = 0
        for one, other in pairs:
            if one != other:
                break
            count += 1
        return count

    best = max(map(shared, models), default=0)
    found = [model for model in models if shared(model) == best]
    return found[0] if best and len(found) == 1 else None


def _is_sidecar(name: str) -> bool:
    return name == "metadata.json" or name.endswith("_metadata.json")


def _no_model(found: Inspection) -> bool:
    """Say whether a file is certainly no model: data, or what only changes data."""
    if not found.format:
        return True
    if not found.carries_code or not found.complete or found.format not in ("pickle", "joblib"):
        return False
    return not found.class_name or found.class_name.startswith((*_TRANSFORMERS, *_DATA))


def _why_not(name: str, found: Inspection | None) -> str:
    if found is None:
        return f"It is not a model file ({extension_of(name) or 'no extension'})."
    if not found.format:
        return " ".join(found.notes) or "It is not a known model file."
    if not found.class_name or found.class_name.startswith(_DATA):
        return "It contains data, not a model."
    return f"It is a {found.class_name.rpartition('.')[2]}, which has no predict method."


def _with_own_versions(candidates: list[Candidate]) -> list[Candidate]:
    """Where metadata that versions share give all of them one version, the folders' names count."""
    seen: dict[tuple[str, str | None], int] = {}
    for each in candidates:
        seen[each.name, each.version] = seen.get((each.name, each.version), 0) + 1
    return [
        replace(each, version=each.place_version)
        if seen[each.name, each.version] > 1 and each.place_version
        else each
        for each in candidates
    ]

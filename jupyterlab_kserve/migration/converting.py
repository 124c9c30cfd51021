"""Making a published version of what stood on the volume before there were versions.

``NAME.pkl`` and ``NAME/model.pkl`` become ``NAME/VERSION/model.pkl`` with a card, and what their
sidecar says stands in the card. ``NAME/v1/`` is swapped for a whole version ``v1`` in one step, so
a service's storageUri stays right. Other files of the folder become the model's artifacts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from ..errors import (
    BrokenModelError,
    NotAModelError,
    NothingToConvertError,
    SourceChangedError,
    UnsafePathError,
    VolumeBusyError,
)
from ..formats import MODEL_EXTENSIONS, check_content, extension_of, format_of_file
from ..inspection import inspect_stream
from ..names import printable, propose_name
from ..store import ModelStore
from ..store.reading.layouts import main_file, noted_version, read_sidecar, sidecar_names
from ..store.records import VersionRecord
from ..store.saving import artifacts
from ..store.saving.matching import version_with
from ..store.saving.options import SaveOptions
from ..store.saving.staging import StagedVersion, card_of, card_of_file, requirement_specs
from ..volume.descriptors import open_file, split_inside
from ..volume.filewriter import Progress, of_stream
from ..volume.locks import take

_MODELS = MODEL_EXTENSIONS - {".json"}
_OF_FOLDERS = {"config.json", "MLmodel", "saved_model.pb"}
"""What stands beside the weights of a model that is a whole folder."""

_SAVE_FOLDER = "Save the complete folder: save_model_to_pvc(folder, name)."


@dataclass
class _Old:
    """The files of a model before it is converted; all opened from one directory.

    Attributes:
        folder: The components of that directory's path on the volume.
        directory: Its descriptor.
        model_file: The name of the model file.
        streams: The files that are carried over, the model file among them.
        sidecar: The name of the file with the metadata, if it is in that directory.
        metadata: What it says.
    """

    folder: list[str]
    directory: int
    model_file: str
    streams: dict[str, BinaryIO]
    sidecar: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


def convert_model(
    store: ModelStore,
    name: str,
    version: str | None = None,
    *,
    keep: bool = False,
    progress: Progress | None = None,
) -> tuple[VersionRecord, ...]:
    """Convert a model's old files to published versions, in place.

    What was written is read again and compared before it is published, and only then the old files
    go. When it is interrupted, both are there, and a second call goes on.

    Args:
        store: The volume.
        name: The model.
        version: The version to convert, ``unversioned`` for files without one; None for all that
            are not published.
        keep: Leave ``NAME.pkl`` or ``NAME/model.pkl`` where it is, because a service still reads
            it. ``NAME/v1/`` is always replaced, under the same path.
        progress: Called with (bytes done, bytes in all) of the file that is being copied; what it
            raises ends the conversion, and nothing is changed.

    Returns:
        The published versions, the oldest first.

    Raises:
        ModelNotFoundError: If there is no such model.
        NothingToConvertError: If all its versions are published, or the one that is named is.
        BrokenModelError: If it is not plain which file is the model.
        NotAModelError: If it consists of several files.
        VersionExistsError: If the version that its metadata name is there, with other bytes.
        SourceChangedError: If a file changed meanwhile.
        VolumeBusyError: If another process is converting it.
    """
    model = store.model(name)
    wanted = None if version is None else str(version)
    old = [
        record
        for record in reversed(model.versions)
        if record.layout != "versions" and wanted in (None, record.version)
    ]
    if not old:
        raise NothingToConvertError(f"{name} {wanted or ''}".rstrip() + " has no files to convert.")
    return tuple(_convert(store, record, keep, progress) for record in old)


def _convert(
    store: ModelStore, record: VersionRecord, keep: bool, progress: Progress | None
) -> VersionRecord:
    in_place = record.layout == "legacy-versions"
    with store.volume.translate_errors(f"convert {record.path}"), _opened(store, record) as old:
        _alone(record, old)
        staged = _stage(record, old, progress)
        if in_place:
            return store.publish(staged, record.version, overwrite=True)
        version = noted_version(old.metadata)
        model = {staged.specs[0].path: old.streams[old.model_file].fileno()}
        # An interrupted call may have published it.
        published = version_with(store, record.name, version, model)
        if published is None:
            published = store.publish(staged, version)
        if not keep:
            _remove(old)
            store.volume.touch()
    return published


def _alone(record: VersionRecord, old: _Old) -> None:
    """Keep others from converting the same files, for as long as they are open here."""
    model = old.streams[old.model_file].fileno()
    if not take(model):
        raise VolumeBusyError(
            f"{record.path} is already being converted.", "Wait until the conversion is done."
        )
    if not os.fstat(model).st_nlink:
        raise NothingToConvertError(f"{record.path} was already converted.")


def _stage(record: VersionRecord, old: _Old, progress: Progress | None) -> StagedVersion:
    stream = old.streams[old.model_file]
    entry = format_of_file(old.model_file)
    found = inspect_stream(stream)
    stream.seek(0)
    check_content(old.model_file, entry, found.format)
    specs = [of_stream(f"model{extension_of(old.model_file)}", stream)]
    entries: dict[str, str] = {}
    for file, artifact in old.streams.items():
        if file == old.model_file:
            continue
        path = f"{artifacts.FOLDER}/{file}"
        key = propose_name(file.rpartition(".")[0], "file")
        entries[key if key not in entries else propose_name(file, "file")] = path
        specs.append(of_stream(path, artifact))
    card = replace(
        card_of_file(card_of(record.name, SaveOptions(metadata=old.metadata)), found, entry),
        artifacts=entries,
        source={"kind": "file", "path": "/".join([*old.folder, old.model_file])},
    )
    return StagedVersion(
        record.name, card, (*specs, *requirement_specs(card)), verify=True, progress=progress
    )


@contextmanager
def _opened(store: ModelStore, record: VersionRecord) -> Iterator[_Old]:
    """Open the files of a model, through no link."""
    flat = record.layout == "legacy-flat"
    folder = [] if flat else split_inside(record.path)
    with ExitStack() as stack:
        directory = stack.enter_context(store.volume.open_directory(folder))
        names = [record.path] if flat else _files(directory, record)
        models = [file for file in names if extension_of(file) in _MODELS]
        model_file = main_file(models, record.name)
        if model_file is None:
            listed = ", ".join(printable(file) for file in sorted(models)[:5]) or "none"
            raise BrokenModelError(
                f"{record.path} does not have exactly one model file: {listed}.",
                f"Rename the model file to model.<extension> or {record.name}.<extension>.",
            )
        if not flat:
            # In a model's own folder may be anything; what looks like a model goes with it.
            names = names if record.layout == "legacy-versions" else models
        streams = {file: stack.enter_context(open_file(file, directory)) for file in names}
        old = _Old(folder, directory, model_file, streams)
        stem = model_file.rpartition(".")[0]
        candidates = sidecar_names(stem, record.name)
        places = [directory]
        if record.layout == "legacy-versions":
            places.append(stack.enter_context(store.volume.open_directory(folder[:-1])))
        _read_sidecar(old, candidates[:1] if flat else candidates, places)
        yield old


def _read_sidecar(old: _Old, candidates: list[str], places: list[int]) -> None:
    for place in places:
        for name in candidates:
            try:
                with open_file(name, place) as stream:
                    read = read_sidecar(stream)
            except (FileNotFoundError, UnsafePathError):
                continue
            if read is not None:
                old.metadata = read
                if place == old.directory:
                    old.sidecar = name
                    old.streams.pop(name, None)  # It stands in the card.
                return


def _files(directory: int, record: VersionRecord) -> list[str]:
    """The names of the files in a directory; a version's own must not lose anything."""
    names = []
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_file(follow_symlinks=False):
                names.append(entry.name)
            elif record.layout == "legacy-versions":
                raise NotAModelError(
                    f"{record.path} has a folder or link {printable(entry.name)}, but "
                    f"must contain only one model file.",
                    _SAVE_FOLDER,
                )
    if _OF_FOLDERS & {*names}:
        raise NotAModelError(f"{record.path} consists of several files.", _SAVE_FOLDER)
    return sorted(names)


def _remove(old: _Old) -> None:
    """Remove what was carried over, and only if it is still what was read."""
    for name, stream in old.streams.items():
        read = os.fstat(stream.fileno())
        try:
            existing = os.stat(name, dir_fd=old.directory, follow_symlinks=False)
        except FileNotFoundError:
            continue
        if (existing.st_ino, existing.st_size, existing.st_mtime_ns) != (
            read.st_ino,
            read.st_size,
            read.st_mtime_ns,
        ):
            raise SourceChangedError(
                f"The file {printable(name)} changed during the conversion. It was not removed.",
                "The previous content is published. Convert again to publish the current file.",
            )
        os.unlink(name, dir_fd=old.directory)
    if old.sidecar is not None:
        with suppress(FileNotFoundError):
            os.unlink(old.sidecar, dir_fd=old.directory)
    os.fsync(old.directory)

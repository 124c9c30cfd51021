"""Loading a version: every file of it is compared with its card before anything in it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from ...card import BrokenCardError, Card
from ...errors import (
    BrokenModelError,
    ChecksumMismatchError,
    LibraryMissingError,
    LoadFailedError,
    ModelStorageError,
    UnsafeModelError,
    VolumeUnreadableError,
)
from ...formats import FOLDER_FORMATS, LIBRARIES, format_of_file, load
from ...names import printable
from ...volume import Volume
from ...volume.descriptors import open_below, open_file, split_inside
from ...volume.writing import hash_stream
from ..records import VersionRecord
from ..saving.artifacts import OBJECT_EXTENSION, artifact_path
from ..saving.environment import differences, warn_of_differences
from ..saving.staging import ESTIMATOR_FILE
from .version import open_card


class VersionMovedError(FileNotFoundError):
    """The version was replaced or deleted since its record was read. It never reaches users."""


def load_version(volume: Volume, record: VersionRecord, trust: bool = False) -> Any:
    """Check a version's files and load its model.

    Args:
        volume: The volume.
        record: The version.
        trust: Whether a file that names what is dangerous is loaded all the same.

    Returns:
        The model as it was saved; the path of a model that is a directory.

    Raises:
        BrokenModelError: If the version is not whole.
        ChecksumMismatchError: If the bytes of a file are others than those saved.
        UnsafeModelError: If loading the file would run what is dangerous.
        UnsupportedFormatError, LibraryMissingError, LoadFailedError: As for ``load_file``.
        VersionMovedError: If it was replaced or deleted meanwhile.
    """
    must_be_whole(record)
    what = f"{record.name} {record.version}"
    if record.format in FOLDER_FORMATS:
        with _checked_files(volume, record, split_inside(record.path)):
            return Path(volume.root, *split_inside(record.path))
    if record.model_file is None:
        raise BrokenModelError(f"{record.path} has no model file.")
    *folder, model_file = split_inside(record.model_file)
    with _checked_files(volume, record, folder, model_file) as (card, streams):
        libraries = card.libraries if card else {}
        warn_of_differences(what, libraries)
        model = load_file(what, model_file, streams[model_file], libraries, trust)
        if ESTIMATOR_FILE in streams:
            wrapper = load_file(what, ESTIMATOR_FILE, streams[ESTIMATOR_FILE], libraries, trust)
            model = format_of_file(model_file).join(wrapper, model)
        return model


def check_version(volume: Volume, record: VersionRecord, trust: bool = False) -> None:
    """Check a version's files as ``load_version`` does, for a process that is to load it.

    Args:
        volume: The volume.
        record: The version.
        trust: Whether it is loaded whatever it would run.

    Raises:
        BrokenModelError, ChecksumMismatchError, UnsafeModelError, VersionMovedError: As for
            ``load_version``.
    """
    must_be_whole(record)
    what = f"{record.name} {record.version}"
    if record.model_file is None:
        raise BrokenModelError(f"{record.path} has no model file.")
    *folder, model_file = split_inside(record.model_file)
    with _checked_files(volume, record, folder, model_file) as (_files_card, streams):
        check_safe(what, model_file, streams[model_file], trust)


def load_artifact(volume: Volume, record: VersionRecord, name: str, trust: bool = False) -> Any:
    """Check a version's files and load an artifact of its model.

    Args:
        volume: The volume.
        record: The version.
        name: The artifact.
        trust: As for ``load_version``.

    Returns:
        The object as it was saved; the path of a file that was saved as a file.

    Raises:
        ArtifactNotFoundError: If there is none of this name.
        BrokenModelError, ChecksumMismatchError, UnsafeModelError, LibraryMissingError,
            LoadFailedError, VersionMovedError: As for ``load_version``.
    """
    must_be_whole(record)
    what = f"{record.name} {record.version}"
    with _checked_files(volume, record, split_inside(record.path)) as (card, streams):
        path = artifact_path(card.artifacts if card else {}, name, what)
        if not path.endswith(OBJECT_EXTENSION):
            return Path(volume.root, *split_inside(f"{record.path}/{path}"))
        if path not in streams:
            raise BrokenModelError(f"The card of {what} does not list the file {printable(path)}.")
        return load_file(what, path, streams[path], card.libraries if card else {}, trust)


def check_safe(what: str, name: str, stream: BinaryIO, trust: bool) -> None:
    """Refuse to load a file that would run what is dangerous; what is unknown is let through.

    Args:
        what: The model, for the message.
        name: The file's name; its extension says whether loading it can run code.
        stream: The opened file; at its start again afterwards.
        trust: Whether it is loaded whatever it names.

    Raises:
        UnsafeModelError: If it names what is dangerous, or could not be read to its end.
    """
    if trust or not format_of_file(name).carries_code:
        return
    from ...inspection import inspect_stream  # Late: few formats need it.

    found = inspect_stream(stream)
    stream.seek(0)
    if found.risk == "dangerous":
        named = [entry.name for entry in found.globals if entry.risk == "dangerous"]
        listed = ", ".join(named[:5])
        raise UnsafeModelError(f"Loading {what} would run {listed}. It was not loaded.")
    if found.risk == "not-fully-read":
        raise UnsafeModelError(
            f"It is unknown what loading {what} would run. {' '.join(found.notes)}"
        )


def load_file(
    what: str,
    name: str,
    stream: BinaryIO,
    libraries: Mapping[str, str] | None = None,
    trust: bool = False,
) -> Any:
    """Check what an opened file would run, and load what is in it.

    Args:
        what: The model, for the message.
        name: The file's name; its extension gives the format.
        stream: The opened file.
        libraries: The versions that it was saved with, as far as they are known.
        trust: Whether it is loaded whatever it would run.

    Returns:
        The model.

    Raises:
        UnsafeModelError: If loading the file would run what is dangerous.
        UnsupportedFormatError: If files of this format are not loaded here.
        LibraryMissingError: If a library that the model needs is not installed.
        LoadFailedError: If the library that reads the file fails.
    """
    check_safe(what, name, stream, trust)
    saved_with = libraries or {}
    try:
        return load(format_of_file(name), stream, trust)
    except ModelStorageError:
        raise
    except ModuleNotFoundError as error:
        missing = str(error.name).partition(".")[0]
        frameworks = [library.framework for library in LIBRARIES]
        names = {entry.package: entry.distribution for entry in frameworks}
        distribution = names.get(missing, missing)
        version = saved_with.get(distribution)
        raise LibraryMissingError(
            f"{what} needs {missing}, which is not installed here.",
            f"pip install {distribution}=={version}"
            if version
            else "Install it. If it is your own module, install that one.",
        ) from error
    except Exception as error:  # what a library raises for bytes that it cannot read is anything
        told = differences(saved_with)
        raise LoadFailedError(
            f"{what} could not be loaded: {type(error).__name__}: {error}.",
            f"It was saved with {', '.join(told)}. Install the same versions." if told else None,
        ) from error


@contextmanager
def _checked_files(
    volume: Volume, record: VersionRecord, folder: list[str], model_file: str = ""
) -> Iterator[tuple[Card | None, dict[str, BinaryIO]]]:
    """Open the files of a version and compare them with its card.

    Yields:
        The card, and the opened files at their start, by their paths. Without a card there is the
        model file alone.
    """
    try:
        # Card and files are read from one opened directory: they belong together even if another
        # version takes its place at this moment.
        with volume.open_directory(folder) as directory, ExitStack() as stack:
            card = _card(directory) if record.card else None
            streams: dict[str, BinaryIO] = {}
            kept = {model_file, ESTIMATOR_FILE, *(card.artifacts.values() if card else ())}
            for file in card.files if card else ():
                *below, name = split_inside(file.path)
                with ExitStack() as each, open_below(directory, below) as parent:
                    stream = each.enter_context(open_file(name, parent))
                    if hash_stream(stream) != (file.size, file.sha256):
                        path = f"{record.path}/{printable(file.path)}"
                        raise ChecksumMismatchError(f"{path} does not match its checksum.")
                    stream.seek(0)
                    # A model of many files is not to use up what may be opened.
                    if file.path in kept:
                        streams[file.path] = stream
                        stack.push(each.pop_all())
            if model_file and model_file not in streams:
                streams[model_file] = stack.enter_context(open_file(model_file, directory))
            yield card, streams
    except FileNotFoundError as error:
        if isinstance(error, VersionMovedError) or type(error) is not FileNotFoundError:
            raise
        raise VersionMovedError(record.path) from error
    except PermissionError as error:
        if type(error) is not PermissionError:
            raise
        raise VolumeUnreadableError(f"The files of {record.path} cannot be read.") from error


def must_be_whole(record: VersionRecord) -> None:
    """Refuse a version that cannot be used.

    Raises:
        BrokenModelError: If it is broken.
    """
    if record.state != "ok":
        raise BrokenModelError(f"{record.name} {record.version} cannot be used. {record.problem}")


def _card(directory: int) -> Card:
    try:
        card = open_card(directory)
    except BrokenCardError as error:
        raise FileNotFoundError from error  # It was whole when the record was read.
    if card is None:
        raise FileNotFoundError
    return card

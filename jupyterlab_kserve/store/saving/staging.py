"""What is about to be saved: a model or files, what goes with them, and the card."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from ...card import CARD_FILE, CARD_FOLDER, Card, CardFile, encode_card, to_plain
from ...errors import (
    InvalidMetadataError,
    NotAModelError,
    SourceMissingError,
    VolumeFailedError,
    VolumeFullError,
)
from ...formats import (
    FOLDER,
    FOLDER_FORMATS,
    check_content,
    extension_of,
    format_of_file,
    kind_of,
)
from ...frameworks.library import Format
from ...names import printable
from ...volume.descriptors import make_directory, open_below, open_file, split_inside
from ...volume.filewriter import (
    FileSpec,
    Progress,
    of_bytes,
    of_file,
    of_json,
    of_object,
    write_files,
)
from ...volume.writing import hash_stream, write_all, write_file
from .artifacts import artifact_specs
from .environment import libraries_for, requirements
from .lineage import source_of
from .options import SaveOptions
from .signature import request_bodies, signature_of

if TYPE_CHECKING:
    from ...inspection import Inspection

ESTIMATOR_FILE = f"{CARD_FOLDER}/estimator.joblib"
"""What a booster's file does not hold of the estimator that it was trained in."""

EXAMPLE_FILE = f"{CARD_FOLDER}/input_example.json"
REQUIREMENTS_FILE = f"{CARD_FOLDER}/requirements.txt"

_MAX_FILES = 20_000
"""The card names each, and is read whole for every row of the list."""


@dataclass(frozen=True)
class StagedVersion:
    """A version that is not published yet.

    Attributes:
        name: The model.
        card: Its card, still without version and files.
        specs: Its files, the model's own first.
        verify: Whether what was written is read again and compared, before it is published.
        progress: Called while files are written.
    """

    name: str
    card: Card
    specs: tuple[FileSpec, ...]
    verify: bool = False
    progress: Progress | None = None

    @property
    def size(self) -> int:
        """Bytes of the files that are copied; what is written from memory is not known before."""
        return sum(spec.size or 0 for spec in self.specs)

    def check_space(self, free: int | None) -> None:
        """Refuse to begin what cannot fit.

        Args:
            free: Bytes free on the volume; None if unknown.

        Raises:
            VolumeFullError: If the files are larger than that.
        """
        if free is not None and self.size > free:
            raise VolumeFullError(f"{self.name} needs {self.size:,} bytes, {free:,} are free.")

    def write(self, directory: int, version: str) -> None:
        """Write the version's files.

        Args:
            directory: Descriptor of the empty directory to write into.
            version: The version.

        Raises:
            VolumeFailedError: If what is on the disk is not what was written.
        """
        files = write_files(self.specs, directory, self.progress)
        if self.verify:
            _verify(files, directory)
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        data = encode_card(replace(self.card, version=version, created=now, files=files))
        folder = make_directory(CARD_FOLDER, directory, exist_ok=True)
        try:
            write_file(CARD_FILE, folder, lambda stream: write_all(stream, data))
            os.fsync(folder)
        finally:
            os.close(folder)


def stage_version(model: Any, name: str, options: SaveOptions) -> StagedVersion:
    """Find out what is to be saved, and make sure that it can be.

    Args:
        model: A fitted model, or the path of a model file or of a model's folder.
        name: The model's name.
        options: What the user gives beside it.

    Raises:
        InvalidMetadataError: If the metadata is no dictionary or too large.
        InvalidExampleError: If the example is none of this model's.
        InvalidNameError: If an artifact's name breaks the rule.
        NotAModelError: If it is no model.
        UnsupportedFormatError: If the file's extension is not that of a model, or not of its
            content.
        SourceMissingError: If there is no such file.
    """
    card = card_of(name, options)
    if isinstance(model, (str, os.PathLike)):
        staged = _stage_path(os.fspath(model), name, card, options)
    else:
        staged = _stage_object(model, name, card, options)
    specs, entries = artifact_specs(options.artifacts)
    more = [*specs, *requirement_specs(staged.card)]
    if options.input_example is not None:
        more.append(of_json(EXAMPLE_FILE, request_bodies(options.input_example)))
    return replace(
        staged,
        card=replace(staged.card, artifacts=entries),
        specs=(*staged.specs, *more),
        verify=options.verify,
        progress=options.progress,
    )


def card_of(name: str, options: SaveOptions) -> Card:
    """Return the card of a model of which only the user has told something.

    Args:
        name: The model's name.
        options: What the user gives beside the model.

    Raises:
        InvalidMetadataError: If the metadata is no dictionary or too large.
    """
    if options.metadata is not None and not isinstance(options.metadata, Mapping):
        raise InvalidMetadataError(
            f"Metadata must be a dictionary, not {type(options.metadata).__name__}."
        )
    plain = to_plain(options.metadata or {})
    metrics = plain.get("metrics") if options.metrics is None else to_plain(options.metrics)
    card = Card(
        name=name,
        version="",
        created="",
        metrics=metrics if isinstance(metrics, dict) else {},
        metadata=plain,
        description=options.description,
        tags=options.tags,
    )
    encode_card(card)  # Too large is found before the model is written, not after.
    return card


def card_of_file(card: Card, found: Inspection, entry: Format | None, example: Any = None) -> Card:
    """Return a card with what inspecting a file or a folder has told.

    Args:
        card: The card so far.
        found: What was told.
        entry: The format of a file; None for a folder.
        example: Rows as the model takes them, if there are any.
    """
    signature = signature_of(None, example)
    if not signature and found.feature_names:
        signature = {"inputs": [{"name": each, "shape": [-1]} for each in found.feature_names]}
    elif not signature and found.features:
        signature = {"inputs": [{"name": "input-0", "shape": [-1, found.features]}]}
    framework = found.framework or (entry.framework if entry else None)
    of_folder = found.format if found.format in FOLDER_FORMATS else FOLDER
    return replace(
        card,
        framework={"name": framework, "version": found.framework_version},
        format=entry.name if entry else of_folder,
        class_name=found.class_name,
        libraries=dict(found.libraries),
        signature=to_plain(signature),
    )


def requirement_specs(card: Card) -> list[FileSpec]:
    """Return the file with the libraries that a model needs, if more than Python is known.

    Args:
        card: The model's card.
    """
    if not set(card.libraries) - {"python"}:
        return []
    return [of_bytes(REQUIREMENTS_FILE, requirements(card.libraries).encode())]


def _stage_object(model: Any, name: str, card: Card, options: SaveOptions) -> StagedVersion:
    kind = kind_of(model, options.format)
    card = replace(
        card,
        framework={"name": kind.framework, "version": kind.framework_version},
        format=kind.format.name,
        class_name=kind.class_name,
        libraries=libraries_for(model),
        signature=to_plain(signature_of(model, options.input_example)),
        source=source_of("object"),
    )
    path = f"model{kind.format.extensions[0]}"
    specs = [of_object(path, lambda stream: kind.format.dump(model, stream))]
    wrapper = kind.format.split(model)
    if wrapper is not None:
        joblib = format_of_file(ESTIMATOR_FILE)
        specs.append(of_object(ESTIMATOR_FILE, lambda stream: joblib.dump(wrapper, stream)))
    return StagedVersion(name, card, tuple(specs))


def _stage_path(path: str | bytes, name: str, card: Card, options: SaveOptions) -> StagedVersion:
    from ...inspection import inspect_path  # Late: only files need it.

    source = os.path.abspath(os.path.expanduser(os.fsdecode(path)))
    if not os.path.exists(source):
        raise SourceMissingError(f"There is no file {printable(source)} to save.")
    is_folder = os.path.isdir(source)
    entry = None if is_folder else format_of_file(source, options.format)
    found = inspect_path(source)
    if entry is not None:
        check_content(os.path.basename(source), entry, found.format)
    card = replace(
        card_of_file(card, found, entry, options.input_example),
        source=source_of("directory" if is_folder else "file", options.origin or source),
    )
    if entry is None:
        specs = [of_file(*each) for each in files_of_folder(source)]
        if not specs:
            raise NotAModelError(f"{printable(source)} is a folder without files.")
    else:
        specs = [of_file(model_name(source, entry), source)]
    return StagedVersion(name, card, tuple(specs))


def model_name(file: str, entry: Format) -> str:
    """Return the name under which a model file is kept.

    Args:
        file: Its name or path now.
        entry: Its format.
    """
    extension = extension_of(os.path.basename(file))
    return f"model{extension if extension in entry.extensions else entry.extensions[0]}"


def files_of_folder(folder: str) -> Iterator[tuple[str, str]]:
    """Find the files of a folder, without hidden ones: .git and .ipynb_checkpoints are no model.

    Args:
        folder: The folder.

    Yields:
        Each file's path in the folder, with forward slashes, and its whole path.

    Raises:
        NotAModelError: If there are links, or too many files.
    """
    found = 0
    waiting = [("", folder)]
    while waiting:
        inside, path = waiting.pop()
        with os.scandir(path) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
        below = []
        for entry in ordered:
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                raise NotAModelError(
                    f"{printable(entry.path)} is a symbolic link.",
                    "Copy the folder with cp -rL first. Links cannot be used on the volume.",
                )
            if entry.is_dir():
                below.append((f"{inside}{entry.name}/", entry.path))
            elif entry.is_file():
                found += 1
                if found > _MAX_FILES:
                    raise NotAModelError(f"{printable(folder)} has more than {_MAX_FILES:,} files.")
                yield f"{inside}{entry.name}", entry.path
        waiting += reversed(below)


def _verify(files: tuple[CardFile, ...], directory: int) -> None:
    for file in files:
        *below, name = split_inside(file.path)
        with open_below(directory, below) as parent, open_file(name, parent) as stream:
            # What the system still remembers would say nothing of what is on the disk.
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            if hash_stream(stream) != (file.size, file.sha256):
                raise VolumeFailedError(f"{printable(file.path)} was not written correctly.")

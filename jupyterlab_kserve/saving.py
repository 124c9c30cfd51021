"""What is about to be saved: a model or a file, and the card that goes with it."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any, BinaryIO

from .card import CARD_FILE, CARD_FOLDER, Card, CardFile, encode_card, to_plain
from .errors import InvalidMetadata, NotAModel, SourceMissing, VolumeFull
from .formats import Format, format_of_file, kind_of, libraries_for, signature_of
from .names import shown
from .volume import make_directory
from .writing import copy_file, write_all, write_file

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all)."""


@dataclass(frozen=True)
class Draft:
    """A version that is not published yet.

    Attributes:
        name: The model.
        card: Its card, still without version and files.
        file_name: What the model file will be called.
        fill: Writes the model file into a directory, given (file name, descriptor).
        size: Bytes of the model file; None if that is not known before.
    """

    name: str
    card: Card
    file_name: str
    fill: Callable[[str, int], CardFile]
    size: int | None

    def check_space(self, free: int | None) -> None:
        """Refuse to begin what cannot fit.

        Args:
            free: Bytes free on the volume; None if unknown.

        Raises:
            VolumeFull: If the file is larger than that.
        """
        if self.size is not None and free is not None and self.size > free:
            raise VolumeFull(f"{self.name} needs {self.size:,} bytes, {free:,} are free.")

    def write(self, directory: int, version: str) -> None:
        """Write the version's files.

        Args:
            directory: Descriptor of the empty directory to write into.
            version: The version.
        """
        file = self.fill(self.file_name, directory)
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        data = encode_card(replace(self.card, version=version, created=now, files=(file,)))
        folder = make_directory(CARD_FOLDER, directory)
        try:
            write_file(CARD_FILE, folder, lambda stream: write_all(stream, data))
            os.fsync(folder)
        finally:
            os.close(folder)


def draft_of(
    model: Any,
    name: str,
    metadata: Mapping[str, Any] | None,
    description: str,
    tags: tuple[str, ...],
    progress: Progress | None,
) -> Draft:
    """Find out what is to be saved, and make sure that it can be.

    Args:
        model: A fitted model, or the path of a model file.
        name: The model's name.
        metadata: The user's dictionary.
        description: Free text.
        tags: Words.
        progress: For files: called while they are copied.

    Raises:
        InvalidMetadata: If the metadata is no dictionary or too large.
        NotAModel: If it is no model.
        UnsupportedFormat: If the file's extension is not that of a model.
        SourceMissing: If there is no such file.
    """
    if metadata is not None and not isinstance(metadata, Mapping):
        raise InvalidMetadata(f"Metadata is a dictionary, not {type(metadata).__name__}.")
    plain = to_plain(metadata or {})
    metrics = plain.get("metrics")
    card = Card(
        name=name,
        version="",
        created="",
        metrics=metrics if isinstance(metrics, dict) else {},
        metadata=plain,
        description=description,
        tags=tags,
    )
    encode_card(card)  # Too large is found before the model is written, not after.
    if isinstance(model, (str, os.PathLike)):
        return _draft_of_file(os.fspath(model), name, card, progress)
    kind = kind_of(model)
    card = replace(
        card,
        framework={"name": kind.framework, "version": kind.framework_version},
        format=kind.format.name,
        class_name=kind.class_name,
        libraries=libraries_for(model),
        signature=to_plain(signature_of(model)),
        source=_source("object", None),
    )

    def fill(file_name: str, directory: int) -> CardFile:
        return write_file(
            file_name, directory, lambda stream: dump_model(kind.format, model, stream)
        )

    return Draft(name, card, f"model{kind.format.extensions[0]}", fill, None)


def _draft_of_file(path: str | bytes, name: str, card: Card, progress: Progress | None) -> Draft:
    source = os.path.abspath(os.path.expanduser(os.fsdecode(path)))
    if os.path.isdir(source):
        raise NotAModel(f"{shown(source)} is a folder.", "Give the path of one model file.")
    if not os.path.isfile(source):
        raise SourceMissing(f"There is no file {shown(source)} to save.")
    entry = format_of_file(source)
    extension = source[source.rindex(".") :].lower()
    card = replace(
        card,
        framework={"name": entry.framework, "version": None},
        format=entry.name,
        source=_source("file", source),
    )

    def fill(file_name: str, directory: int) -> CardFile:
        with open(source, "rb") as stream:
            return copy_file(stream, file_name, directory, progress)

    return Draft(name, card, f"model{extension}", fill, os.path.getsize(source))


def dump_model(entry: Format, model: Any, stream: BinaryIO) -> None:
    """Write a model to a stream.

    Args:
        entry: The format to write.
        model: The model.
        stream: Where to.

    Raises:
        NotAModel: If the model holds what cannot be pickled.
    """
    if entry.dump is None:
        raise NotAModel(f"Objects are not saved as {entry.name}.")
    try:
        entry.dump(model, stream)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise NotAModel(
            f"The model cannot be saved: {error}.",
            "Functions defined in the notebook, lambdas and open files cannot be saved with a "
            "model: move functions into a module that is installed where the model is served.",
        ) from error


def _source(kind: str, path: str | None) -> dict[str, Any]:
    # Set by Jupyter for the kernel of a notebook.
    notebook = os.environ.get("JPY_SESSION_NAME")
    return {
        "kind": kind,
        "path": path,
        "notebook": notebook or None,
        "git_commit": None,
        "git_dirty": None,
    }

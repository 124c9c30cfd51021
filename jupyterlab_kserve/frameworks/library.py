"""What a module of this package declares: a library, and the files and folders of its models."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ..errors import UnsupportedFormatError

if TYPE_CHECKING:
    from ..parsing.report import Inspection

Inspector = Callable[[BinaryIO, int, float], "Inspection"]
"""Inspects an opened file at its start, given its bytes and a deadline of ``time.monotonic``."""


@dataclass(frozen=True)
class Format:
    """A way to keep a model in one file.

    Attributes:
        name: The word in the card.
        extensions: Of its files; new ones get the first.
        framework: KServe's modelFormat for such a file when nothing more is known; None where only
            the content tells it, as several libraries use the extension.
        dump_with: Writes a model to a stream; None if that is not done here.
        load_with: Reads a model from a stream, with trust or without; None if that is not done
            here.
        split_with: Returns what of a model the file does not hold, or None.
        join_with: Puts together what ``split_with`` took apart.
        carries_code: Whether loading such a file may run code that is in it.
        same_content: The names of other formats that the content of such a file may be of too.
    """

    name: str
    extensions: tuple[str, ...]
    framework: str | None
    dump_with: Callable[[Any, BinaryIO], None] | None = None
    load_with: Callable[[BinaryIO, bool], Any] | None = None
    split_with: Callable[[Any], Any] | None = None
    join_with: Callable[[Any, Any], Any] | None = None
    carries_code: bool = False
    same_content: tuple[str, ...] = ()

    def dump(self, model: Any, stream: BinaryIO) -> None:
        """Write a model to a stream.

        Args:
            model: The model.
            stream: Where to.

        Raises:
            NotAModelError: If the model cannot be written so.
            UnsupportedFormatError: If files of this format are not written here.
        """
        if self.dump_with is None:
            raise UnsupportedFormatError(f"Models are not written in the format {self.name} here.")
        self.dump_with(model, stream)

    def load(self, stream: BinaryIO, trust: bool = False) -> Any:
        """Read a model from an opened file.

        Args:
            stream: The opened file, seekable.
            trust: Whether what a library refuses by itself, as dangerous, is loaded too.

        Raises:
            UnsupportedFormatError: If files of this format are not loaded here.
        """
        if self.load_with is None:
            raise UnsupportedFormatError(
                f"Models in the format {self.name} cannot be loaded with this function.",
                "Open the file with the library that wrote it.",
            )
        return self.load_with(stream, trust)

    def split(self, model: Any) -> Any:
        """Return what of a model the file does not hold, to be kept beside it; None for nothing.

        Args:
            model: The model.
        """
        return self.split_with(model) if self.split_with else None

    def join(self, rest: Any, model: Any) -> Any:
        """Put together again what ``split`` took apart.

        Args:
            rest: What it returned.
            model: What was loaded from the file.
        """
        return self.join_with(rest, model) if self.join_with else model


@dataclass(frozen=True)
class Framework:
    """A library that models are trained with.

    Attributes:
        name: KServe's modelFormat.
        label: What people call it.
        package: The top-level package that its classes are defined in; empty if objects of it are
            not saved.
        distribution: What pip calls it.
        formats: How its models may be kept, the usual way first.
        libraries: Further distributions that its saved models depend on.
        model_class: The name of the class that models have; empty for anything that predicts.
        relatives: Further packages, whose models the same servers take.
    """

    name: str
    label: str
    package: str = ""
    distribution: str = ""
    formats: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ("numpy",)
    model_class: str = ""
    relatives: tuple[str, ...] = ()

    def is_model(self, model: object) -> bool:
        """Say whether an object is a model of this library.

        Args:
            model: The object.
        """
        classes = type(model).__mro__
        if self.package not in {base.__module__.partition(".")[0] for base in classes}:
            return False
        if self.model_class:
            return any(base.__name__ == self.model_class for base in classes)
        return callable(getattr(model, "predict", None))


@dataclass(frozen=True)
class Archive:
    """A model that is a ZIP archive.

    Attributes:
        is_model: Says whether an archive is one, by the names of its members.
        inspect: Inspects it, and completes a report that it is given with the deadline.
    """

    is_model: Callable[[Collection[str]], bool]
    inspect: Callable[[zipfile.ZipFile, Inspection, float], None]


@dataclass(frozen=True)
class Folder:
    """A model that is a folder of files.

    Attributes:
        format: The word in the card.
        is_model: Says whether a folder is one, by the names of what is directly in it.
        inspect: Inspects the folder, and completes a report; it is given what inspects one file.
    """

    format: str
    is_model: Callable[[Collection[str]], bool]
    inspect: Callable[[Path, Inspection, Callable[[Path], Inspection]], None]


@dataclass(frozen=True)
class Library:
    """All that is particular to one library; the rest of the package knows none by name.

    Attributes:
        framework: The library itself.
        formats: The files that are its own, the usual one first.
        sniff: Finds what inspects a file, by its first bytes and its size; None if it is another
            library's.
        archive: Its models that are a ZIP archive.
        folder: Its models that are a folder.
        safe_globals: Regular expressions of what its pickles name and what only rebuilds data.
        feature_names: Finds the names of the columns that a model was trained on, or None, where
            the model does not tell them as scikit-learn does.
        rank: Its place among the libraries: the most used comes first in lists, and is the first
            to be asked about a file.
    """

    framework: Framework
    formats: tuple[Format, ...] = ()
    sniff: Callable[[bytes, int], Inspector | None] | None = None
    archive: Archive | None = None
    folder: Folder | None = None
    safe_globals: tuple[str, ...] = ()
    feature_names: Callable[[Any], list[str] | None] | None = None
    rank: int = 100

    @property
    def extensions(self) -> tuple[str, ...]:
        """The extensions of its own files."""
        return tuple(each for entry in self.formats for each in entry.extensions)

    def to_dict(self) -> dict[str, Any]:
        """Return what the browser half needs to know, for JSON."""
        return {
            "name": self.framework.name,
            "framework": self.framework.name,
            "label": self.framework.label,
            "extensions": list(self.extensions),
        }


def write_through_path(save: Callable[[str], Any], name: str, stream: BinaryIO) -> None:
    """Write a model of a library that takes only paths.

    Args:
        save: Writes the model to a path.
        name: Of the file: some libraries look at its extension.
        stream: Where to.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        save(path)
        with open(path, "rb") as written:
            shutil.copyfileobj(written, stream, 1 << 20)

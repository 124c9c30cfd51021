"""TensorFlow: SavedModel, a folder with a program that runs with the model."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from ..parsing.report import Inspection
from .library import Folder, Framework, Library


def _is_folder(names: Collection[str]) -> bool:
    return "saved_model.pb" in names


def _inspect_folder(
    _folder: Path, found: Inspection, _inspect_file: Callable[[Path], Inspection]
) -> None:
    found.format, found.framework, found.carries_code = "tensorflow", "tensorflow", True
    found.notes.append(
        "It is a TensorFlow SavedModel: it contains a program that runs with the model."
    )


LIBRARY = Library(
    Framework("tensorflow", "TensorFlow"),
    folder=Folder("tensorflow", _is_folder, _inspect_folder),
    rank=90,
)

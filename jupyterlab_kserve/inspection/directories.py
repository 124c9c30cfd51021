"""Models that are a directory: of the libraries that say so, or with one model file in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from ..formats import LIBRARIES, MODEL_EXTENSIONS, extension_of
from ..parsing.report import Inspection

_MAX_FILES = 100_000


def inspect_directory(folder: Path, inspect_file: Callable[[Path], Inspection]) -> Inspection:
    """Inspect a directory.

    Args:
        folder: The directory.
        inspect_file: Inspects one file.
    """
    found = Inspection(format="directory")
    names = _sizes(folder, found)
    kinds = (library.folder for library in LIBRARIES if library.folder)
    kind = next((kind for kind in kinds if kind.is_model(names)), None)
    if kind is not None:
        kind.inspect(folder, found, inspect_file)
    else:
        models = [name for name in names if _is_model(name)]
        if len(models) == 1:
            whole, found = found, inspect_file(folder / models[0])
            found.notes[:0] = [f"It is a folder with one model file, {models[0]}.", *whole.notes]
            found.complete = found.complete and whole.complete
            found.size = whole.size
        elif models:
            found.incomplete(
                f"It is a folder with {len(models)} model files. Model servers expect exactly one."
            )
        else:
            found.incomplete("It is a folder without a model file.")
    return found


def _sizes(folder: Path, found: Inspection) -> list[str]:
    """Add up what is in a directory, and return the names of the files directly in it."""
    top: list[str] = []
    count = 0
    waiting = [str(folder)]
    while waiting and count <= _MAX_FILES:
        parent = waiting.pop()
        try:
            with os.scandir(parent) as scanned:
                entries = list(islice(scanned, _MAX_FILES + 1))
        except OSError:
            found.incomplete("It contains a folder that cannot be read.")
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
                continue
            count += 1
            if entry.is_symlink():
                found.incomplete("It contains symbolic links, which are not followed.")
                continue
            found.size += entry.stat(follow_symlinks=False).st_size
            if parent == str(folder):
                top.append(entry.name)
    if count > _MAX_FILES:
        found.incomplete("It contains more files than can be checked.")
    return sorted(top)


def _is_model(name: str) -> bool:
    return extension_of(name) in MODEL_EXTENSIONS - {".json"}

"""Models that are a directory: Hugging Face, TensorFlow, MLflow, or with one model file in it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from .report import Global, Inspection

_MAX_FILES = 100_000
_MAX_JSON = 4 << 20


def inspect_directory(folder: Path, inspect_file: Callable[[Path], Inspection]) -> Inspection:
    """Inspect a directory.

    Args:
        folder: The directory.
        inspect_file: Inspects one file.
    """
    found = Inspection(format="directory")
    from ..formats import WEIGHTS

    names = _sizes(folder, found)
    if "config.json" in names and any(name.endswith(WEIGHTS) for name in names):
        _tell_huggingface(folder, names, found, inspect_file)
    elif "saved_model.pb" in names:
        found.format, found.framework, found.carries_code = "tensorflow", "tensorflow", True
        found.notes.append("It is a SavedModel of TensorFlow: a program that runs with the model.")
    elif "MLmodel" in names:
        _tell_mlflow(folder, found)
    else:
        models = [name for name in names if _is_model(name)]
        if len(models) == 1:
            whole, found = found, inspect_file(folder / models[0])
            found.notes[:0] = [f"It is a folder with one model file, {models[0]}.", *whole.notes]
            found.complete = found.complete and whole.complete
            found.size = whole.size
        elif models:
            found.incomplete(
                f"It is a folder with {len(models)} model files; servers take exactly one."
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
            found.incomplete("It has a folder that cannot be read.")
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
                continue
            count += 1
            if entry.is_symlink():
                found.incomplete("It has symbolic links, which are not followed.")
                continue
            found.size += entry.stat(follow_symlinks=False).st_size
            if parent == str(folder):
                top.append(entry.name)
    if count > _MAX_FILES:
        found.incomplete("It has more files than are looked at.")
    return sorted(top)


def _is_model(name: str) -> bool:
    from ..formats import MODEL_EXTENSIONS, extension_of

    return extension_of(name) in MODEL_EXTENSIONS - {".json"}


def _tell_huggingface(
    folder: Path, names: list[str], found: Inspection, inspect_file: Callable[[Path], Inspection]
) -> None:
    found.framework, found.format = "huggingface", "huggingface"
    config = _json(folder / "config.json")
    architectures = config.get("architectures")
    if isinstance(architectures, list) and architectures:
        found.class_name = f"transformers.{str(architectures[0])[:200]}"
    version = config.get("transformers_version")
    if isinstance(version, str):
        found.framework_version = version[:50]
        found.libraries["transformers"] = version[:50]
    if "auto_map" in config or any(name.endswith(".py") for name in names):
        found.carries_code = True
        found.globals.append(Global("auto_map", "unknown"))
        found.notes.append("It brings Python code of its own (trust_remote_code).")
    # Weights that are pickles run code when they are loaded; safetensors do not.
    for name in [name for name in names if name.endswith((".bin", ".pt", ".pth"))][:50]:
        part = inspect_file(folder / name)
        found.carries_code = found.carries_code or part.carries_code
        known = {entry.name for entry in found.globals}
        found.globals += [entry for entry in part.globals if entry.name not in known]
        if not part.complete:
            found.incomplete(f"{name}: {' '.join(part.notes)}")


def _tell_mlflow(folder: Path, found: Inspection) -> None:
    import yaml

    found.format, found.carries_code = "mlflow", True
    try:
        with (folder / "MLmodel").open("rb") as stream:
            data = yaml.safe_load(stream.read(_MAX_JSON))
        flavors = data["flavors"]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError, RecursionError):
        found.incomplete("Its MLmodel file is malformed.")
        return
    found.framework = "mlflow"
    for flavor in ("sklearn", "xgboost", "lightgbm", "keras", "pytorch"):
        details = flavors.get(flavor) if isinstance(flavors, dict) else None
        if isinstance(details, dict):
            version = details.get(f"{flavor}_version", details.get("sklearn_version"))
            found.framework_version = str(version)[:50] if version else None
            found.notes.append(f"It is a model of MLflow, of the flavor {flavor}.")
            break
    found.incomplete("A model of MLflow brings code and pickles, which are not looked at.")


def _json(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            data = json.loads(stream.read(_MAX_JSON))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}

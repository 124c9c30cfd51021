"""MLflow: a folder with a model of any library, which it calls a flavor."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from ..parsing.report import MAX_JSON, Inspection
from .library import Folder, Framework, Library


def _is_folder(names: Collection[str]) -> bool:
    return "MLmodel" in names


def _inspect_folder(
    folder: Path, found: Inspection, _inspect_file: Callable[[Path], Inspection]
) -> None:
    import yaml

    found.format, found.carries_code = "mlflow", True
    try:
        with (folder / "MLmodel").open("rb") as stream:
            data = yaml.safe_load(stream.read(MAX_JSON))
        flavors = data["flavors"]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError, RecursionError):
        found.incomplete("Its MLmodel file is malformed.")
        return
    found.framework = "mlflow"
    for flavor, details in flavors.items() if isinstance(flavors, dict) else ():
        # The flavor of Python functions stands beside that of the library.
        if flavor == "python_function" or not isinstance(details, dict):
            continue
        versions = [value for key, value in details.items() if str(key).endswith("_version")]
        found.framework_version = str(versions[0])[:50] if versions else None
        found.notes.append(f"It is a model of MLflow, of the flavor {str(flavor)[:50]}.")
        break
    found.incomplete("An MLflow model can contain code and pickles, which are not checked.")


LIBRARY = Library(
    Framework("mlflow", "MLflow"),
    folder=Folder("mlflow", _is_folder, _inspect_folder),
    rank=100,
)

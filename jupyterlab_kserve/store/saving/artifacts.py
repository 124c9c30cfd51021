"""Artifacts of a model: a scaler, a threshold, a vocabulary; in ``artifacts/`` of its version.

Model servers look at the files of a version's directory and not below it.
"""

from __future__ import annotations

import os
from collections.abc import Container, Mapping
from functools import partial
from typing import Any

from ...errors import ArtifactNotFoundError, InvalidMetadataError, SourceMissingError
from ...formats import extension_of, format_of_file
from ...names import check_name, printable, propose_name
from ...volume.filewriter import FileSpec, of_file, of_object

FOLDER = "artifacts"
OBJECT_EXTENSION = ".joblib"


def artifact_specs(artifacts: Mapping[str, Any]) -> tuple[list[FileSpec], dict[str, str]]:
    """Return the files of a model's artifacts.

    Args:
        artifacts: By name: paths of files, or objects that can be pickled.

    Returns:
        The files, and the path of each by the artifact's name.

    Raises:
        InvalidMetadataError: If it is no dictionary.
        InvalidNameError: If a name breaks the rule for names.
        SourceMissingError: If a path leads to no file.
    """
    if not isinstance(artifacts, Mapping):
        raise InvalidMetadataError(
            f"Artifacts must be a dictionary, not {type(artifacts).__name__}."
        )
    joblib = format_of_file(f"object{OBJECT_EXTENSION}")
    specs: list[FileSpec] = []
    entries: dict[str, str] = {}
    for key, value in artifacts.items():
        name = check_name(key, "artifact")
        if isinstance(value, os.PathLike) or (isinstance(value, str) and os.path.exists(value)):
            source = os.path.abspath(os.fspath(value))
            if not os.path.isfile(source):
                raise SourceMissingError(
                    f"There is no file {printable(source)} for the artifact {name}."
                )
            path = place_of(name, source)
            specs.append(of_file(path, source))
        else:
            path = f"{FOLDER}/{name}{OBJECT_EXTENSION}"
            specs.append(of_object(path, partial(joblib.dump, value)))
        entries[name] = path
    return specs, entries


def name_for(file: str, taken: Container[str]) -> str:
    """Name a file that becomes an artifact: without its extension, unless that is taken.

    Args:
        file: The file's name.
        taken: The names of the other artifacts.
    """
    name = propose_name(file.rpartition(".")[0] or file, "file")
    return name if name not in taken else propose_name(file, "file")


def place_of(name: str, file: str) -> str:
    """Say where in a version a file is kept that is an artifact.

    Args:
        name: The artifact's name.
        file: The file's path now.
    """
    extension = extension_of(os.path.basename(file))
    return f"{FOLDER}/{name.removesuffix(extension)}{extension}"


def artifact_path(artifacts: Mapping[str, str], name: str, what: str) -> str:
    """Find an artifact's file.

    Args:
        artifacts: The paths by the artifacts' names.
        name: The artifact.
        what: The model, for the message.

    Raises:
        ArtifactNotFoundError: If there is none of this name.
    """
    if name not in artifacts:
        existing = ", ".join(sorted(artifacts)[:10])
        raise ArtifactNotFoundError(
            f"{what} has no artifact {printable(name)}.",
            f"Available: {existing}." if existing else "It was saved without artifacts.",
        )
    return artifacts[name]

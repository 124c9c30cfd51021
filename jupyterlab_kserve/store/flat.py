"""The layout of one file per model in the volume's root: ``NAME.pkl`` and ``NAME_metadata.json``.

Kept for those whose services are built on it (``MODEL_STORAGE_LAYOUT=flat``). KServe's servers
refuse a directory with two model files, so a volume with two such models serves neither.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from ..errors import (
    InvalidMetadataError,
    ModelNotFoundError,
    NotAModelError,
    VersionExistsError,
    VolumeUnreadableError,
)
from ..formats import format_of_file
from ..names import check_name, is_model_name
from ..volume import Volume
from ..volume.staging import NEW, stage
from ..volume.writing import write_all, write_file
from .reading.loading import load_file

EXTENSION = ".pkl"
SIDECAR = "_metadata.json"


class FlatStore:
    """Models as single files in the root of a volume.

    Args:
        root: Where the volume is mounted.
        claim: The name of its PersistentVolumeClaim.
    """

    layout: Literal["flat"] = "flat"

    def __init__(self, root: str | os.PathLike[str], claim: str) -> None:
        self.volume = Volume(root)
        self.claim = claim

    def save(
        self,
        model: Any,
        name: str,
        metadata: Mapping[str, Any] | None = None,
        overwrite: bool = False,
    ) -> Path:
        """Save a model as ``NAME.pkl``, and its metadata, if any, as ``NAME_metadata.json``.

        Args:
            model: The model; anything that joblib can write.
            name: The model's name.
            metadata: Written with ``json.dump(indent=2, default=str)``.
            overwrite: Whether a model that is there is replaced.

        Returns:
            The model file's path.

        Raises:
            InvalidNameError: If the name breaks the rule.
            InvalidMetadataError: If JSON cannot hold the metadata.
            NotAModelError: If it is a path, or cannot be pickled.
            VersionExistsError: If the model is there and ``overwrite`` is false.
        """
        name = check_name(name)
        if isinstance(model, (str, os.PathLike)):
            raise NotAModelError(
                "The flat layout stores models, not files.",
                "Load the file and save the loaded model, or unset MODEL_STORAGE_LAYOUT.",
            )
        file = name + EXTENSION
        sidecar = _encode(metadata) if metadata is not None else None
        with (
            self.volume.translate_errors(f"save the model {name}"),
            self.volume.open_root() as root,
            stage(self.volume, name, NEW) as staging,
        ):
            if not overwrite and file in os.listdir(root):
                raise _taken(name)
            write_file(NEW, staging, lambda stream: format_of_file(file).dump(model, stream))
            if sidecar is not None:
                data = sidecar
                write_file(SIDECAR, staging, lambda stream: write_all(stream, data))
            if overwrite:
                os.rename(NEW, file, src_dir_fd=staging, dst_dir_fd=root)
            else:
                try:
                    # Unlike a rename, a link is refused if another writer was faster.
                    os.link(NEW, file, src_dir_fd=staging, dst_dir_fd=root)
                except FileExistsError as error:
                    raise _taken(name) from error
            if sidecar is not None:
                os.rename(SIDECAR, name + SIDECAR, src_dir_fd=staging, dst_dir_fd=root)
            else:
                # What it says is about the model that was just replaced.
                with suppress(FileNotFoundError):
                    os.unlink(name + SIDECAR, dir_fd=root)
            os.fsync(root)
        self.volume.touch()
        return Path(self.volume.root, file)

    def names(self) -> list[str]:
        """Return the names of all models, sorted."""
        with self.volume.open_root() as root:
            stems = [f.removesuffix(EXTENSION) for f in os.listdir(root) if f.endswith(EXTENSION)]
        return sorted(stem for stem in stems if is_model_name(stem))

    def load(self, name: str, trust: bool = False) -> Any:
        """Load a model.

        Args:
            name: The model.
            trust: Whether a file that names what is dangerous is loaded all the same.

        Raises:
            InvalidNameError: If no model can be called so.
            ModelNotFoundError: If there is none.
            UnsafeModelError: If loading the file would run what is dangerous.
            LibraryMissingError: If a library that it needs is not installed.
            LoadFailedError: If the library that reads the file fails.
        """
        file = check_name(name) + EXTENSION
        try:
            with self.volume.open_file([file]) as stream:
                return load_file(f"The model {name}", file, stream, trust=trust)
        except FileNotFoundError as error:
            raise self._missing(name) from error
        except PermissionError as error:
            raise VolumeUnreadableError(f"The file {file} cannot be read.") from error

    def uri(self, name: str) -> str:
        """Return the URI of the whole volume.

        Args:
            name: The model.

        Raises:
            InvalidNameError: If no model can be called so.
            ModelNotFoundError: If there is none.
        """
        if check_name(name) not in self.names():
            raise self._missing(name)
        return f"pvc://{self.claim}"

    def _missing(self, name: str) -> ModelNotFoundError:
        return ModelNotFoundError(
            f"The model {name} does not exist on the volume {self.volume.root}."
        )


def _taken(name: str) -> VersionExistsError:
    return VersionExistsError(
        f"The model {name} already exists on the volume.",
        "Choose another name, or pass overwrite=True to replace the model.",
    )


def _encode(metadata: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(metadata, indent=2, default=str).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidMetadataError(f"The metadata cannot be written as JSON: {error}.") from error

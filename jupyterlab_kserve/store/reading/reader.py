"""Models on the volume as one reads them: list, look up, load."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ...errors import (
    AliasNotFoundError,
    BrokenModelError,
    ModelNotFoundError,
    UnsupportedFormatError,
    VersionNotFoundError,
    VolumeUnreadableError,
)
from ...names import UNVERSIONED, check_name, check_version, printable
from ...volume import Volume, VolumeStatus
from ...volume.descriptors import split_inside
from ...volume.staging import is_replacing, sweep
from ..aliases import MARK
from ..records import ModelRecord, VersionRecord
from .cache import RecordCache
from .loading import VersionMovedError, load_artifact, load_version, must_be_whole
from .scan import Page, scan_model, scan_models

_SWAP_ATTEMPTS = 10
_SWAP_PAUSE = 0.05
"""Where the file system cannot swap two directories at once, a version that is being replaced is
away for a moment: look again so often, with so many seconds in between."""

T = TypeVar("T")


class ModelReader:
    """The models on one volume, to be read.

    Every method may raise ``VolumeMissingError``.

    Args:
        root: Where the volume is mounted.
        claim: The name of its PersistentVolumeClaim, for KServe's URIs.
    """

    def __init__(self, root: str | os.PathLike[str], claim: str) -> None:
        self.volume = Volume(root)
        self.claim = claim
        self._cache = RecordCache()

    def list(self) -> list[ModelRecord]:
        """Return all models by name, their versions newest first; broken entries are flagged."""
        return self.page().models

    def page(self, after: str | None = None, limit: int | None = None) -> Page:
        """Return some of the models by name, without opening the others.

        Args:
            after: Begin after this name; None for the first.
            limit: How many, or a few more; None for all.
        """
        sweep(self.volume)
        try:
            return scan_models(self.volume, self.claim, self._cache, after, limit)
        except PermissionError as error:
            raise VolumeUnreadableError(f"The volume {self.volume.root} cannot be read.") from error

    def model(self, name: str) -> ModelRecord:
        """Return one model with all its versions and their cards.

        Args:
            name: The model.

        Raises:
            InvalidNameError: If no model can be called so.
            ModelNotFoundError: If there is none.
            UnsafePathError: If its directory is a symbolic link.
        """
        return self.retry_while_replacing(lambda: self._model(check_name(name)))

    def get(self, name: str, version: str | int) -> VersionRecord:
        """Return one version with its card.

        Args:
            name: The model.
            version: The version; ``unversioned`` for files that have none, ``@champion`` for the
                one that the alias ``champion`` is on. So in all other methods too.

        Raises:
            InvalidNameError: If no model or version can be called so.
            ModelNotFoundError: If there is no such model.
            VersionNotFoundError: If the model has no such version.
            AliasNotFoundError: If it has no such alias.
        """
        if isinstance(version, str) and version.startswith(MARK):
            return self.retry_while_replacing(lambda: self._aliased(check_name(name), version[1:]))
        wanted = UNVERSIONED if version == UNVERSIONED else check_version(version)
        return self.retry_while_replacing(lambda: self._version(check_name(name), wanted))

    def newest(self, name: str) -> VersionRecord:
        """Return a model's newest version that can be loaded; warns when a newer one is broken.

        Args:
            name: The model.

        Raises:
            InvalidNameError: If no model can be called so.
            ModelNotFoundError: If there is no such model.
            BrokenModelError: If none of its versions can be loaded.
        """
        model = self.model(name)
        found = model.newest
        if found is None:
            raise BrokenModelError(f"The model {name} cannot be loaded. {model.problem}")
        first = model.versions[0]
        if first is not found:
            warnings.warn(
                f"The version {first.version} of {name} is broken ({first.problem}). The "
                f"newest version that can be loaded is {found.version}.",
                stacklevel=3,
            )
        return found

    def load(
        self,
        name: str,
        version: str | int | None = None,
        *,
        artifact: str | None = None,
        trust: bool = False,
    ) -> Any:
        """Load a model after checking that the checksum matches.

        Args:
            name: The model.
            version: The version; without it the newest.
            artifact: Load this artifact of the model instead.
            trust: Whether a file that names what is dangerous is loaded all the same.

        Returns:
            The model or artifact as it was saved; for what was saved as a folder, or an artifact
            that was saved as a file, its path.

        Raises:
            InvalidNameError: If no model or version can be called so.
            ModelNotFoundError: If there is no such model.
            VersionNotFoundError: If it has no such version.
            ArtifactNotFoundError: If there is no such artifact.
            BrokenModelError: If the version is not whole.
            ChecksumMismatchError: If its bytes are others than those saved.
            UnsafeModelError: If loading it would run what is dangerous.
            UnsupportedFormatError: If files of its format are not loaded here.
            LibraryMissingError: If a library that it needs is not installed.
            LoadFailedError: If the library that reads its file fails.
        """

        def attempt() -> Any:
            record = self.newest(name) if version is None else self.get(name, version)
            if artifact is not None:
                return load_artifact(self.volume, record, artifact, trust)
            return load_version(self.volume, record, trust)

        return self.retry_while_replacing(attempt)

    def uri(self, name: str, version: str | int | None = None) -> str:
        """Return the storageUri with which KServe serves a version.

        Args:
            name: The model.
            version: The version; without it the newest.

        Returns:
            ``pvc://<claim>/<name>/<version>``.

        Raises:
            InvalidNameError: If no model or version can be called so.
            ModelNotFoundError: If there is no such model.
            VersionNotFoundError: If it has no such version.
            BrokenModelError: If the version is not whole.
            UnsupportedFormatError: If no server can load it from where it is.
        """
        record = self.newest(name) if version is None else self.get(name, version)
        must_be_whole(record)
        if record.uri is None:
            raise UnsupportedFormatError(
                f"KServe cannot serve the single file {record.path}.",
                "Load it and save it as a version.",
            )
        return record.uri

    def is_taken(self, name: str, version: str) -> bool:
        """Say whether something stands in the place of a version.

        Args:
            name: The model, a checked name.
            version: The version, a checked one.
        """
        try:
            with self.volume.open_directory([name, version]) as directory:
                return bool(os.listdir(directory))
        except FileNotFoundError:
            return False

    def path(self, record: VersionRecord) -> Path:
        """Return where a version is: a directory, or a file for the layout ``legacy-flat``."""
        return Path(self.volume.root, *split_inside(record.path))

    def status(self) -> VolumeStatus:
        """Return the state of the volume: never raises."""
        return self.volume.status(self.claim)

    def revision(self) -> str:
        """Return text that differs after every change made through this package; one stat call."""
        return self.volume.revision()

    def _model(self, name: str) -> ModelRecord:
        try:
            found = scan_model(self.volume, self.claim, name)
        except PermissionError as error:
            raise VolumeUnreadableError(f"The model {name} cannot be read.") from error
        if found is None:
            raise ModelNotFoundError(
                f"The model {name} does not exist on the volume {self.volume.root}."
            )
        return found

    def _aliased(self, name: str, alias: str) -> VersionRecord:
        model = self._model(name)
        if alias not in model.aliases:
            raise alias_not_found(model, alias)
        return next(record for record in model.versions if record.version == model.aliases[alias])

    def _version(self, name: str, version: str) -> VersionRecord:
        model = self._model(name)
        for record in model.versions:
            if record.version == version:
                return record
        existing = ", ".join(record.version for record in model.versions[:10])
        raise VersionNotFoundError(
            f"The model {name} has no version {version}.", f"Available: {existing}."
        )

    def retry_while_replacing(self, look: Callable[[], T]) -> T:
        """Look again for what is not there, as long as somebody may just be replacing it.

        Args:
            look: Looks once.

        Returns:
            What it returns.

        Raises:
            FileNotFoundError: If it is not there, and nobody is replacing it.
        """
        for attempt in range(_SWAP_ATTEMPTS):
            try:
                return look()
            except FileNotFoundError as error:
                sweep(self.volume)  # Puts back what a writer moved away before it died.
                replacing = is_replacing(self.volume)
                if attempt and not replacing and not isinstance(error, VersionMovedError):
                    raise
                time.sleep(_SWAP_PAUSE if replacing else 0)
        try:
            return look()
        except VersionMovedError as error:
            raise BrokenModelError(f"{error} is being replaced repeatedly.") from error


def alias_not_found(model: ModelRecord, alias: str) -> AliasNotFoundError:
    """Return the error that a model has no such alias.

    Args:
        model: The model.
        alias: The alias.
    """
    existing = ", ".join(f"{name} (on {version})" for name, version in model.aliases.items())
    return AliasNotFoundError(
        f"The model {model.name} has no alias {printable(alias)}.",
        f"Available: {existing}." if existing else "It has no aliases.",
    )

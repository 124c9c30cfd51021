"""Models on the volume: save, edit, alias and delete, with nothing of Jupyter in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from ..errors import NotPublishedError
from ..names import UNVERSIONED, check_name
from ..volume import VolumeStatus
from ..volume.staging import sweep
from .aliases import remove_alias, set_alias
from .editing import CONVERT, checked_changes, edit_card
from .publish import Publisher
from .reading.reader import ModelReader, alias_not_found
from .reading.scan import Page
from .records import ModelRecord, VersionRecord
from .saving.options import SaveOptions
from .saving.staging import StagedVersion, stage_version
from .trash import KEPT_DAYS, Trash

DEFAULT_ROOT = "/mnt/models"
DEFAULT_CLAIM = "model-storage-pvc"
DEFAULT_LEGACY_FOLDER = "/opt/app-root/src/models"


class ModelStore:
    """The models on one volume, to be read and written.

    Every method may raise ``VolumeMissingError``; every writing method ``VolumeNotWritableError``,
    ``VolumeFullError`` and ``VolumeFailedError``. All of them are ``ModelStorageError``.

    Args:
        root: Where the volume is mounted.
        claim: The name of its PersistentVolumeClaim, for KServe's URIs.
        trash_days: Days after which deleted versions are deleted permanently; 0 for never.

    Attributes:
        reader: What can be read of them.
        volume: The volume.
        trash: What was deleted.
    """

    layout: Literal["versions"] = "versions"

    def __init__(
        self,
        root: str | os.PathLike[str] = DEFAULT_ROOT,
        claim: str = DEFAULT_CLAIM,
        trash_days: float = KEPT_DAYS,
    ) -> None:
        self.reader = ModelReader(root, claim)
        self.volume = self.reader.volume
        self.trash = Trash(self.volume, trash_days)
        self._publisher = Publisher(self.reader, self.trash)

    @property
    def claim(self) -> str:
        """The name of the PersistentVolumeClaim; the server half learns it from its own pod."""
        return self.reader.claim

    @claim.setter
    def claim(self, claim: str) -> None:
        self.reader.claim = claim

    def list(self) -> list[ModelRecord]:
        """Return all models, as ``ModelReader.list``."""
        return self.reader.list()

    def page(self, after: str | None = None, limit: int | None = None) -> Page:
        """Return some of the models, as ``ModelReader.page``."""
        return self.reader.page(after, limit)

    def model(self, name: str) -> ModelRecord:
        """Return one model, as ``ModelReader.model``."""
        return self.reader.model(name)

    def get(self, name: str, version: str | int) -> VersionRecord:
        """Return one version with its card, as ``ModelReader.get``."""
        return self.reader.get(name, version)

    def newest(self, name: str) -> VersionRecord:
        """Return a model's newest version that can be loaded, as ``ModelReader.newest``."""
        return self.reader.newest(name)

    def load(
        self,
        name: str,
        version: str | int | None = None,
        *,
        artifact: str | None = None,
        trust: bool = False,
    ) -> Any:
        """Load a model, as ``ModelReader.load``."""
        return self.reader.load(name, version, artifact=artifact, trust=trust)

    def uri(self, name: str, version: str | int | None = None) -> str:
        """Return the storageUri of a version, as ``ModelReader.uri``."""
        return self.reader.uri(name, version)

    def is_taken(self, name: str, version: str) -> bool:
        """Say whether something stands in the place of a version, as ``ModelReader.is_taken``."""
        return self.reader.is_taken(name, version)

    def path(self, record: VersionRecord) -> Path:
        """Return where a version is, as ``ModelReader.path``."""
        return self.reader.path(record)

    def status(self) -> VolumeStatus:
        """Return the state of the volume: never raises."""
        return self.reader.status()

    def revision(self) -> str:
        """Return text that differs after every change, as ``ModelReader.revision``."""
        return self.reader.revision()

    def save(self, model: Any, name: str, options: SaveOptions | None = None) -> VersionRecord:
        """Publish a model as a version: it is visible whole or not at all.

        Args:
            model: A fitted model, or the path of a model file (kept as ``model.<ext>``) or of a
                model's folder (kept as it is, without hidden files).
            name: The model's name.
            options: Version, metadata and all else that is given beside the model.

        Returns:
            The published version with its card.

        Raises:
            InvalidNameError: If name or version break the rule, or two different versions are
                given.
            InvalidMetadataError: If the metadata is no dictionary or too large.
            InvalidExampleError: If the example is none of this model's.
            NotAModelError: If the object cannot predict or cannot be pickled, or a folder has
                links.
            UnsupportedFormatError: If the file's extension is not that of a model, or not of its
                content; or if such an object is not kept in the format.
            SourceMissingError: If there is no such file.
            SourceChangedError: If the file changed while it was copied.
            VersionExistsError: If the version is there and ``overwrite`` is false.
        """
        name = check_name(name)
        options = options or SaveOptions()
        version = options.checked_version()
        return self.publish(stage_version(model, name, options), version, options.overwrite)

    def publish(
        self, staged: StagedVersion, version: str | None, overwrite: bool = False
    ) -> VersionRecord:
        """Publish what was prepared: it is visible whole or not at all.

        Args:
            staged: What is to be published.
            version: The version, a checked one; None for the next number, or with ``overwrite`` the
                newest version if that is a number.
            overwrite: Whether a version that is there is replaced.

        Returns:
            The published version with its card.

        Raises:
            SourceChangedError: If a file changed while it was copied.
            VersionExistsError: If the version is there and ``overwrite`` is false.
        """
        version = self._publisher.publish(staged, version, overwrite)
        return self.get(staged.name, version)

    def edit(
        self,
        name: str,
        version: str | int,
        changes: Mapping[str, Any],
        *,
        digest: str | None = None,
    ) -> VersionRecord:
        """Change what the card of a version says; the model's bytes stay as they are.

        Args:
            name: The model.
            version: The version.
            changes: New values of ``description``, ``tags``, ``metrics`` and ``metadata``, whole;
                what is not among them stays.
            digest: The digest of the card that the changes were made to; without it they are made
                to whatever the card says now.

        Returns:
            The version with its new card.

        Raises:
            InvalidNameError: If no model or version can be called so.
            ModelNotFoundError: If there is no such model.
            VersionNotFoundError: If it has no such version.
            NotPublishedError: If it has no card.
            BrokenModelError: If its card cannot be read.
            InvalidMetadataError: If the card cannot hold this.
            EditConflictError: If the card's digest is another one by now.
        """
        plain = checked_changes(changes)

        def attempt() -> VersionRecord:
            record = self.get(name, version)
            if record.layout != "versions":
                raise NotPublishedError(f"{record.path} has no model card to edit.", CONVERT)
            if plain:
                edit_card(self.volume, record.name, record.version, plain, digest)
            return self.get(name, version)

        with self.volume.translate_errors(f"edit the card of {name} {version}"):
            sweep(self.volume)
            return self.reader.retry_while_replacing(attempt)

    def set_alias(self, name: str, alias: str, version: str | int) -> ModelRecord:
        """Put an alias such as ``champion`` on a version, away from the one that it is on.

        Args:
            name: The model.
            alias: The alias.
            version: The version.

        Returns:
            The model with its aliases.

        Raises:
            InvalidNameError: If no model, alias or version can be called so.
            ModelNotFoundError: If there is no such model.
            VersionNotFoundError: If it has no such version.
            NotPublishedError: If its files have no version.
        """
        checked = check_name(alias, "alias")
        record = self.get(name, version)
        if record.version == UNVERSIONED:
            raise NotPublishedError(f"{record.path} has no version to put an alias on.", CONVERT)
        with self.volume.translate_errors(f"move the alias {checked} of {name}"):
            sweep(self.volume)
            self.reader.retry_while_replacing(
                lambda: set_alias(self.volume, record.name, checked, record.version)
            )
        return self.model(record.name)

    def remove_alias(self, name: str, alias: str) -> ModelRecord:
        """Take an alias away from the version that it is on.

        Args:
            name: The model.
            alias: The alias.

        Returns:
            The model with its aliases.

        Raises:
            InvalidNameError: If no model or alias can be called so.
            ModelNotFoundError: If there is no such model.
            AliasNotFoundError: If it has no such alias.
        """
        checked, model = check_name(alias, "alias"), self.model(name)
        with self.volume.translate_errors(f"remove the alias {checked} of {name}"):
            if checked not in model.aliases:
                raise alias_not_found(model, checked)
            remove_alias(self.volume, model.name, checked)
        return self.model(name)

    def delete(self, name: str, version: str | int) -> str:
        """Move a published version to the trash; broken ones too, files of others never.

        Args:
            name: The model.
            version: The version.

        Returns:
            The id of its entry in the trash.

        Raises:
            InvalidNameError: If no model or version can be called so.
            ModelNotFoundError: If there is no such model.
            VersionNotFoundError: If it has no such version.
            NotPublishedError: If the files were put on the volume in another way.
        """
        record = self.get(name, version)
        if record.layout != "versions":
            raise NotPublishedError(f"{record.path} is not a published version.")
        sweep(self.volume)
        self.trash.tidy()
        return self.reader.retry_while_replacing(
            lambda: self.trash.put(record.name, record.version)
        )

"""Models on the volume: save, edit, alias and delete, with nothing of Jupyter in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from ..errors import InvalidNameError, NotPublishedError, VersionExistsError
from ..names import (
    UNVERSIONED,
    check_name,
    check_new_version,
    is_version,
    next_version,
    version_key,
)
from ..volume import VolumeStatus
from ..volume.filewriter import Progress
from ..volume.staging import sweep
from .aliases import remove_alias, set_alias
from .editing import CONVERT, checked_changes, edit_card
from .publish import publish
from .reader import ModelReader, alias_not_found
from .records import ModelRecord, VersionRecord
from .saving import SaveOptions, StagedVersion, stage_version
from .scan import Page
from .trash import KEPT_DAYS, Trash

DEFAULT_ROOT = "/mnt/models"
DEFAULT_CLAIM = "model-storage-pvc"
DEFAULT_LEGACY_FOLDER = "/opt/app-root/src/models"

_NUMBER_ATTEMPTS = 50


class ModelStore:
    """The models on one volume, to be read and written.

    Every method may raise ``VolumeMissingError``; every writing method ``VolumeNotWritableError``,
    ``VolumeFullError`` and ``VolumeFailedError``. All of them are ``ModelStorageError``.

    Args:
        root: Where the volume is mounted.
        claim: The name of its PersistentVolumeClaim, for KServe's URIs.
        trash_days: Days after which deleted versions are removed for good; 0 for never.

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

    def save(
        self,
        model: Any,
        name: str,
        version: str | int | None = None,
        metadata: Mapping[str, Any] | None = None,
        overwrite: bool = False,
        *,
        description: str = "",
        metrics: Mapping[str, Any] | None = None,
        tags: Iterable[str] = (),
        format: str | None = None,
        input_example: Any = None,
        artifacts: Mapping[str, Any] | None = None,
        origin: str | None = None,
        verify: bool = False,
        progress: Progress | None = None,
    ) -> VersionRecord:
        """Publish a model as a version: it is visible whole or not at all.

        Without a version, ``metadata["version"]`` is taken; without that, the next integer, or with
        ``overwrite`` the newest version if that is an integer. So what was saved without a version
        is always the newest.

        Args:
            model: A fitted model, or the path of a model file (kept as ``model.<ext>``) or of a
                model's folder (kept as it is, without hidden files).
            name: The model's name.
            version: The version.
            metadata: Anything to remember about it; kept in the card as plain JSON values.
            overwrite: Whether a version that is there is replaced.
            description: Free text for the card.
            metrics: Numbers by name for the card; without them ``metadata["metrics"]``.
            tags: Words for the card.
            format: The name of the format to keep an object in, or that a file is in; without it
                the usual one of its library, and the one that the file's name says.
            input_example: Some rows as the model takes them: recorded with the types of inputs and
                outputs.
            artifacts: What goes with the model, by name: objects, or paths of files.
            origin: Where the files come from, for the card; without it where they are.
            verify: Whether what was written is read again from the disk and compared, before it is
                published.
            progress: Called with (bytes done, bytes in all) of the file that is being written, 0
                for not known; what it raises ends the save, and nothing is published.

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
        given = _given_version(version, metadata)
        options = SaveOptions(
            metadata=metadata,
            metrics=metrics,
            description=description,
            tags=tuple(tags),
            format=format,
            input_example=input_example,
            artifacts=artifacts or {},
            origin=origin,
            verify=verify,
            progress=progress,
        )
        return self.publish(stage_version(model, name, options), given, overwrite)

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
        name = staged.name
        with self.volume.translate_errors(f"save the model {name}"):
            sweep(self.volume)
            self.trash.tidy()
            staged.check_space(self.volume.status(self.claim).free)
            if version is not None:
                self._publish(staged, version, overwrite)
                return self.get(name, version)
            for _ in range(_NUMBER_ATTEMPTS):
                chosen, replaces = self._next(name, overwrite)
                try:
                    self._publish(staged, chosen, replaces)
                except VersionExistsError:
                    continue  # Somebody else just took the number.
                return self.get(name, chosen)
        raise VersionExistsError(f"Other writers keep taking the next version of {name}.")

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
            raise NotPublishedError(f"{record.path} was not published as a version.")
        sweep(self.volume)
        self.trash.tidy()
        return self.reader.retry_while_replacing(
            lambda: self.trash.put(record.name, record.version)
        )

    def _next(self, name: str, overwrite: bool) -> tuple[str, bool]:
        """Choose the version of a save that names none, and whether it may replace one."""
        try:
            with self.volume.open_directory([name]) as folder:
                # Whatever stands there takes its number, also what is not listed as a version.
                taken = sorted(filter(is_version, os.listdir(folder)), key=version_key)
        except FileNotFoundError:
            taken = []
        if overwrite and taken and taken[-1].isdecimal():
            return taken[-1], True
        return next_version(taken), False

    def _publish(self, staged: StagedVersion, version: str, overwrite: bool) -> None:
        if not overwrite and self.is_taken(staged.name, version):
            # Known before gigabytes are written; publish() finds out again for certain.
            raise VersionExistsError(f"The model {staged.name} has a version {version} already.")
        publish(
            self.volume,
            staged.name,
            version,
            lambda directory: staged.write(directory, version),
            overwrite,
        )


def _given_version(version: str | int | None, metadata: Mapping[str, Any] | None) -> str | None:
    noted = metadata.get("version") if isinstance(metadata, Mapping) else None
    given = None if version is None else check_new_version(version)
    if noted is None:
        return given
    checked = check_new_version(noted)
    if given is not None and given != checked:
        raise InvalidNameError(
            f"Two versions were given: {given}, and {checked} in the metadata.", "Give one of them."
        )
    return checked

"""Models on the volume: save, list, load and delete, with nothing of Jupyter in it."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from .editing import CONVERT, checked_changes, edit_card
from .errors import (
    BrokenModel,
    InvalidName,
    ModelNotFound,
    NotPublished,
    TagNotFound,
    UnsupportedFormat,
    VersionExists,
    VersionNotFound,
    VolumeUnreadable,
)
from .loading import VersionMoved, load_artifact, load_version, must_be_whole
from .names import (
    UNVERSIONED,
    check_model_name,
    check_tag,
    check_version,
    is_version,
    next_version,
    shown,
    version_key,
)
from .parts import Progress
from .publish import publish
from .records import ModelRecord, VersionRecord
from .saving import Draft, Extras, draft_of
from .scan import Page, scan_model, scan_models
from .seen import Seen
from .staging import is_replacing, sweep
from .tags import MARK, move_tag, remove_tag
from .trash import KEPT_DAYS, Trash
from .volume import Volume, VolumeStatus, split_inside

DEFAULT_ROOT = "/mnt/models"
DEFAULT_CLAIM = "model-storage-pvc"
DEFAULT_LEGACY_FOLDER = "/opt/app-root/src/models"

_NUMBER_ATTEMPTS = 50
_SWAP_ATTEMPTS = 10
_SWAP_PAUSE = 0.05
"""Where the file system cannot swap two directories at once, a version that is being replaced is
away for a moment: look again so often, with so many seconds in between."""

T = TypeVar("T")


class ModelStore:
    """The models on one volume.

    Every method may raise ``VolumeMissing``; every writing method ``VolumeNotWritable``,
    ``VolumeFull`` and ``VolumeFailed``. All of them are ``ModelStorageError``.

    Args:
        root: Where the volume is mounted.
        claim: The name of its PersistentVolumeClaim, for KServe's URIs.
        trash_days: Days after which deleted versions are removed for good; 0 for never.

    Attributes:
        trash: What was deleted.
    """

    layout: Literal["versions"] = "versions"

    def __init__(
        self,
        root: str | os.PathLike[str] = DEFAULT_ROOT,
        claim: str = DEFAULT_CLAIM,
        trash_days: float = KEPT_DAYS,
    ) -> None:
        self.volume = Volume(root)
        self.claim = claim
        self.trash = Trash(self.volume, trash_days)
        self._seen = Seen()

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
            artifacts: Companions of the model by name: objects, or paths of files.
            origin: Where the files come from, for the card; without it where they are.
            verify: Whether what was written is read again from the disk and compared, before it is
                published.
            progress: Called with (bytes done, bytes in all) of the file that is being written, 0
                for not known; what it raises ends the save, and nothing is published.

        Returns:
            The published version with its card.

        Raises:
            InvalidName: If name or version break the rule, or two different versions are given.
            InvalidMetadata: If the metadata is no dictionary or too large.
            InvalidExample: If the example is none of this model's.
            NotAModel: If the object cannot predict or cannot be pickled, or a folder has links.
            UnsupportedFormat: If the file's extension is not that of a model, or not of its
                content; or if such an object is not kept in the format.
            SourceMissing: If there is no such file.
            SourceChanged: If the file changed while it was copied.
            VersionExists: If the version is there and ``overwrite`` is false.
        """
        name = check_model_name(name)
        given = _given_version(version, metadata)
        extras = Extras(
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
        return self.publish(draft_of(model, name, extras), given, overwrite)

    def publish(self, draft: Draft, version: str | None, overwrite: bool = False) -> VersionRecord:
        """Publish what was prepared: it is visible whole or not at all.

        Args:
            draft: What is to be published.
            version: The version, a checked one; None for the next number, or with ``overwrite`` the
                newest version if that is a number.
            overwrite: Whether a version that is there is replaced.

        Returns:
            The published version with its card.

        Raises:
            SourceChanged: If a file changed while it was copied.
            VersionExists: If the version is there and ``overwrite`` is false.
        """
        name = draft.name
        with self.volume.in_words(f"save the model {name}"):
            sweep(self.volume)
            self.trash.tidy()
            draft.check_space(self.volume.status(self.claim).free)
            if version is not None:
                self._publish(draft, version, overwrite)
                return self.get(name, version)
            for _ in range(_NUMBER_ATTEMPTS):
                chosen, replaces = self._next(name, overwrite)
                try:
                    self._publish(draft, chosen, replaces)
                except VersionExists:
                    continue  # Somebody else just took the number.
                return self.get(name, chosen)
        raise VersionExists(f"Other writers keep taking the next version of {name}.")

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
            return scan_models(self.volume, self.claim, self._seen, after, limit)
        except PermissionError as error:
            raise VolumeUnreadable(f"The volume {self.volume.root} cannot be read.") from error

    def model(self, name: str) -> ModelRecord:
        """Return one model with all its versions and their cards.

        Args:
            name: The model.

        Raises:
            InvalidName: If no model can be called so.
            ModelNotFound: If there is none.
            UnsafePath: If its directory is a symbolic link.
        """
        return self._patiently(lambda: self._model(check_model_name(name)))

    def get(self, name: str, version: str | int) -> VersionRecord:
        """Return one version with its card.

        Args:
            name: The model.
            version: The version; ``unversioned`` for files that have none, ``@champion`` for the
                one that the tag ``champion`` is on. So in all other methods too.

        Raises:
            InvalidName: If no model or version can be called so.
            ModelNotFound: If there is no such model.
            VersionNotFound: If the model has no such version.
            TagNotFound: If it has no such tag.
        """
        if isinstance(version, str) and version.startswith(MARK):
            return self._patiently(lambda: self._tagged(check_model_name(name), version[1:]))
        wanted = UNVERSIONED if version == UNVERSIONED else check_version(version)
        return self._patiently(lambda: self._version(check_model_name(name), wanted))

    def newest(self, name: str) -> VersionRecord:
        """Return a model's newest version that can be loaded; warns when a newer one is broken.

        Args:
            name: The model.

        Raises:
            InvalidName: If no model can be called so.
            ModelNotFound: If there is no such model.
            BrokenModel: If none of its versions can be loaded.
        """
        model = self.model(name)
        found = model.newest
        if found is None:
            raise BrokenModel(f"The model {name} cannot be loaded. {model.problem}")
        first = model.versions[0]
        if first is not found:
            warnings.warn(
                f"The version {first.version} of {name} is broken ({first.problem}); the newest "
                f"that can be loaded is {found.version}.",
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
        """Load a model after checking that its bytes are those that were saved.

        Args:
            name: The model.
            version: The version; without it the newest.
            artifact: Load this companion of the model instead.
            trust: Whether a file that names what is dangerous is loaded all the same.

        Returns:
            The model or companion as it was saved; for what was saved as a folder, or a companion
            that was saved as a file, its path.

        Raises:
            InvalidName: If no model or version can be called so.
            ModelNotFound: If there is no such model.
            VersionNotFound: If it has no such version.
            ArtifactNotFound: If there is no such companion.
            BrokenModel: If the version is not whole.
            ChecksumMismatch: If its bytes are others than those saved.
            UnsafeModel: If loading it would run what is dangerous.
            UnsupportedFormat: If files of its format are not loaded here.
            LibraryMissing: If a library that it needs is not installed.
            LoadFailed: If the library that reads its file fails.
        """

        def attempt() -> Any:
            record = self.newest(name) if version is None else self.get(name, version)
            if artifact is not None:
                return load_artifact(self.volume, record, artifact, trust)
            return load_version(self.volume, record, trust)

        return self._patiently(attempt)

    def uri(self, name: str, version: str | int | None = None) -> str:
        """Return the storageUri with which KServe serves a version.

        Args:
            name: The model.
            version: The version; without it the newest.

        Returns:
            ``pvc://<claim>/<name>/<version>``.

        Raises:
            InvalidName: If no model or version can be called so.
            ModelNotFound: If there is no such model.
            VersionNotFound: If it has no such version.
            BrokenModel: If the version is not whole.
            UnsupportedFormat: If no server can load it from where it is.
        """
        record = self.newest(name) if version is None else self.get(name, version)
        must_be_whole(record)
        if record.uri is None:
            raise UnsupportedFormat(
                f"KServe cannot serve the single file {record.path}.",
                "Load it and save it again under a version.",
            )
        return record.uri

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
            InvalidName: If no model or version can be called so.
            ModelNotFound: If there is no such model.
            VersionNotFound: If it has no such version.
            NotPublished: If it has no card.
            BrokenModel: If its card cannot be read.
            InvalidMetadata: If the card cannot hold this.
            EditConflict: If the card's digest is another one by now.
        """
        plain = checked_changes(changes)

        def attempt() -> VersionRecord:
            record = self.get(name, version)
            if record.layout != "versions":
                raise NotPublished(f"{record.path} has no model card to edit.", CONVERT)
            if plain:
                edit_card(self.volume, record.name, record.version, plain, digest)
            return self.get(name, version)

        with self.volume.in_words(f"edit the card of {name} {version}"):
            sweep(self.volume)
            return self._patiently(attempt)

    def move_tag(self, name: str, tag: str, version: str | int) -> ModelRecord:
        """Put a tag such as ``champion`` on a version, away from the one that it is on.

        Args:
            name: The model.
            tag: The tag.
            version: The version.

        Returns:
            The model with its tags.

        Raises:
            InvalidName: If no model, tag or version can be called so.
            ModelNotFound: If there is no such model.
            VersionNotFound: If it has no such version.
            NotPublished: If its files have no version.
        """
        checked = check_tag(tag)
        record = self.get(name, version)
        if record.version == UNVERSIONED:
            raise NotPublished(f"{record.path} has no version to put a tag on.", CONVERT)
        with self.volume.in_words(f"move the tag {checked} of {name}"):
            sweep(self.volume)
            self._patiently(lambda: move_tag(self.volume, record.name, checked, record.version))
        return self.model(record.name)

    def remove_tag(self, name: str, tag: str) -> ModelRecord:
        """Take a tag away from the version that it is on.

        Args:
            name: The model.
            tag: The tag.

        Returns:
            The model with its tags.

        Raises:
            InvalidName: If no model or tag can be called so.
            ModelNotFound: If there is no such model.
            TagNotFound: If it has no such tag.
        """
        checked, model = check_tag(tag), self.model(name)
        with self.volume.in_words(f"remove the tag {checked} of {name}"):
            if checked not in model.tags:
                raise self._no_tag(model, checked)
            remove_tag(self.volume, model.name, checked)
        return self.model(name)

    def delete(self, name: str, version: str | int) -> str:
        """Move a published version to the trash; broken ones too, files of others never.

        Args:
            name: The model.
            version: The version.

        Returns:
            The id of its entry in the trash.

        Raises:
            InvalidName: If no model or version can be called so.
            ModelNotFound: If there is no such model.
            VersionNotFound: If it has no such version.
            NotPublished: If the files were put on the volume in another way.
        """
        record = self.get(name, version)
        if record.layout != "versions":
            raise NotPublished(f"{record.path} was not published as a version.")
        sweep(self.volume)
        self.trash.tidy()
        return self._patiently(lambda: self.trash.put(record.name, record.version))

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

    def _publish(self, draft: Draft, version: str, overwrite: bool) -> None:
        if not overwrite and self.is_taken(draft.name, version):
            # Known before gigabytes are written; publish() finds out again for certain.
            raise VersionExists(f"The model {draft.name} has a version {version} already.")
        publish(
            self.volume,
            draft.name,
            version,
            lambda directory: draft.write(directory, version),
            overwrite,
        )

    def _model(self, name: str) -> ModelRecord:
        try:
            found = scan_model(self.volume, self.claim, name)
        except PermissionError as error:
            raise VolumeUnreadable(f"The model {name} cannot be read.") from error
        if found is None:
            raise ModelNotFound(f"There is no model {name} on the volume {self.volume.root}.")
        return found

    def _tagged(self, name: str, tag: str) -> VersionRecord:
        model = self._model(name)
        if tag not in model.tags:
            raise self._no_tag(model, tag)
        return next(record for record in model.versions if record.version == model.tags[tag])

    def _no_tag(self, model: ModelRecord, tag: str) -> TagNotFound:
        there = ", ".join(f"{tag} (on {version})" for tag, version in model.tags.items())
        return TagNotFound(
            f"The model {model.name} has no tag {shown(tag)}.",
            f"It has: {there}." if there else "It has no tags that move.",
        )

    def _version(self, name: str, version: str) -> VersionRecord:
        model = self._model(name)
        for record in model.versions:
            if record.version == version:
                return record
        there = ", ".join(record.version for record in model.versions[:10])
        raise VersionNotFound(f"The model {name} has no version {version}.", f"It has: {there}.")

    def _patiently(self, look: Callable[[], T]) -> T:
        """Look again for what is not there, as long as somebody may just be replacing it."""
        for attempt in range(_SWAP_ATTEMPTS):
            try:
                return look()
            except FileNotFoundError as error:
                sweep(self.volume)  # Puts back what a writer moved away before it died.
                replacing = is_replacing(self.volume)
                if attempt and not replacing and not isinstance(error, VersionMoved):
                    raise
                time.sleep(_SWAP_PAUSE if replacing else 0)
        try:
            return look()
        except VersionMoved as error:
            raise BrokenModel(f"{error} is replaced again and again.") from error


def _given_version(version: str | int | None, metadata: Mapping[str, Any] | None) -> str | None:
    noted = metadata.get("version") if isinstance(metadata, Mapping) else None
    given = None if version is None else check_version(version)
    if noted is None:
        return given
    checked = check_version(noted)
    if given is not None and given != checked:
        raise InvalidName(
            f"Two versions were given: {given}, and {checked} in the metadata.", "Give one of them."
        )
    return checked

"""What can go wrong when something is brought to the volume."""

from __future__ import annotations

from http import HTTPStatus

from ..errors import ModelStorageError


class OriginalDiffersError(ModelStorageError, OSError):
    """An original is not removed, because the volume does not have the same bytes."""

    reason = "OriginalDiffers"
    status = HTTPStatus.CONFLICT.value
    default_hint = "The original was kept. Scan again and copy it again."


class FolderNotAllowedError(ModelStorageError, PermissionError):
    """A folder in which models were to be looked for is none of those that may be read."""

    reason = "FolderNotAllowed"
    status = HTTPStatus.FORBIDDEN.value
    default_hint = (
        "Choose a folder below the root of the Jupyter server, or ask an administrator to "
        "add it to c.KserveExtension.legacy_folders."
    )


class ScanOutdatedError(ModelStorageError, LookupError):
    """A model that was found before is not where it was."""

    reason = "ScanOutdated"
    status = HTTPStatus.CONFLICT.value
    default_hint = "Scan again."


class UnknownSourceError(ModelStorageError, LookupError):
    """There is no migration source of this name."""

    reason = "UnknownSource"
    status = HTTPStatus.NOT_FOUND.value

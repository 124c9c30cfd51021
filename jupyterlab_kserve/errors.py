"""What can go wrong, each in its own class with words for the person who trains models.

Everything derives from ``KserveExtensionError``. Every ``ModelStorageError`` is also the built-in
exception that notebook code would expect (``except FileExistsError`` works), carries the HTTP
status the server half answers with, and has a hint that says what to do.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar


class KserveExtensionError(Exception):
    """Base of everything this package raises on purpose.

    Args:
        message: What happened, in one sentence; never holds a token.
        hint: What to do about it; the class has a default.

    Attributes:
        message: What happened.
        hint: What to do about it.
        reason: The kind of error as one CamelCase word, for programs. REST clients read it, so it
            stays when a class is renamed.
        status: The HTTP status that goes with it.
    """

    reason: ClassVar[str] = "KserveExtensionError"
    status: ClassVar[int] = HTTPStatus.INTERNAL_SERVER_ERROR.value
    default_hint: ClassVar[str] = ""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = self.default_hint if hint is None else hint

    def to_dict(self) -> dict[str, str]:
        """Return the JSON body of an error response: message, reason and hint."""
        return {"message": self.message, "reason": self.reason, "hint": self.hint}


class UnexpectedError(KserveExtensionError):
    """A fault of the extension itself; only the log has its details."""

    reason = "UnexpectedError"
    default_hint = "See the log of the Jupyter server for details."

    def __init__(self) -> None:
        super().__init__("An unexpected error occurred in the server extension.")


class InvalidRequestError(KserveExtensionError):
    """The request itself is malformed."""

    reason = "InvalidRequest"
    status = HTTPStatus.BAD_REQUEST.value


class ModelStorageError(KserveExtensionError):
    """Base of what can go wrong with the models and the volume they are on."""

    reason = "ModelStorageError"

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class InvalidNameError(ModelStorageError, ValueError):
    """A model name or a version that breaks the naming rule."""

    reason = "InvalidName"
    status = HTTPStatus.BAD_REQUEST.value


class InvalidMetadataError(ModelStorageError, ValueError):
    """Metadata that cannot be kept in a model card."""

    reason = "InvalidMetadata"
    status = HTTPStatus.BAD_REQUEST.value
    default_hint = "Pass a dictionary of plain values. Store large data in a separate file."


class UnsafePathError(ModelStorageError, ValueError):
    """A path that leaves the volume or goes through a symbolic link."""

    reason = "UnsafePath"
    status = HTTPStatus.BAD_REQUEST.value
    default_hint = "Symbolic links are not followed. Copy the files themselves to the volume."


class ModelNotFoundError(ModelStorageError, FileNotFoundError):
    """There is no model of this name on the volume."""

    reason = "ModelNotFound"
    status = HTTPStatus.NOT_FOUND.value
    default_hint = "List the models with list_models_in_pvc()."


class VersionNotFoundError(ModelStorageError, FileNotFoundError):
    """The model is there, this version of it is not."""

    reason = "VersionNotFound"
    status = HTTPStatus.NOT_FOUND.value


class AliasNotFoundError(ModelStorageError, FileNotFoundError):
    """The model has no such alias, or the version that it was on was deleted."""

    reason = "AliasNotFound"
    status = HTTPStatus.NOT_FOUND.value


class VersionExistsError(ModelStorageError, FileExistsError):
    """The version is already on the volume, and versions never change."""

    reason = "VersionExists"
    status = HTTPStatus.CONFLICT.value
    default_hint = "Choose another version, or pass overwrite=True to replace the version."


class NotPublishedError(ModelStorageError, ValueError):
    """The files were not published by this package, so it does not remove them."""

    reason = "NotPublished"
    status = HTTPStatus.CONFLICT.value
    default_hint = "If no service uses the files, remove them manually."


class NothingToConvertError(ModelStorageError, ValueError):
    """The model's versions are published; nothing of it is in an old layout."""

    reason = "NothingToConvert"
    status = HTTPStatus.CONFLICT.value
    default_hint = "Only legacy files that are not published as versions can be converted."


class InvalidExampleError(ModelStorageError, ValueError):
    """An input example that is none, or that the model does not take."""

    reason = "InvalidExample"
    status = HTTPStatus.UNPROCESSABLE_ENTITY.value
    default_hint = "Pass some input rows: a DataFrame, an array, or a list of rows."


class NotInTrashError(ModelStorageError, FileNotFoundError):
    """There is no such entry in the trash."""

    reason = "NotInTrash"
    status = HTTPStatus.NOT_FOUND.value
    default_hint = "It was restored, or deleted permanently, or its time was over."


class VersionServedError(ModelStorageError, OSError):
    """A service serves the version that is to be deleted, or whether one does is not known."""

    reason = "VersionServed"
    status = HTTPStatus.CONFLICT.value


class EditConflictError(ModelStorageError, OSError):
    """Somebody else changed what was read since then: a model card, a saved request."""

    reason = "EditConflict"
    status = HTTPStatus.PRECONDITION_FAILED.value
    default_hint = "Review the current card, then make your change again if it is still needed."


class PreconditionRequiredError(ModelStorageError, ValueError):
    """An edit did not say which state of the card it was made to."""

    reason = "PreconditionRequired"
    status = HTTPStatus.PRECONDITION_REQUIRED.value
    default_hint = "Send the ETag of the version as If-Match. Nothing was changed."


class RequestNotFoundError(ModelStorageError, FileNotFoundError):
    """No request of this name is kept beside the model."""

    reason = "RequestNotFound"
    status = HTTPStatus.NOT_FOUND.value


class RequestExistsError(ModelStorageError, FileExistsError):
    """A request of this name is kept beside the model already."""

    reason = "RequestExists"
    status = HTTPStatus.CONFLICT.value
    default_hint = "Choose another name, or replace the existing request."


class InvalidSavedRequestError(ModelStorageError, ValueError):
    """What was to be saved, or stands in the file, is no request that can be sent."""

    reason = "InvalidSavedRequest"
    status = HTTPStatus.BAD_REQUEST.value


class VolumeBusyError(ModelStorageError, TimeoutError):
    """Another writer has held the volume's lock for too long."""

    reason = "VolumeBusy"
    status = HTTPStatus.SERVICE_UNAVAILABLE.value
    default_hint = "Nothing was changed. Try again in a moment."


class VolumeMissingError(ModelStorageError, FileNotFoundError):
    """The volume's folder does not exist."""

    reason = "VolumeMissing"
    status = HTTPStatus.SERVICE_UNAVAILABLE.value
    default_hint = (
        "Restart the workbench if the claim was attached after it started, or set "
        "MODEL_STORAGE_PATH to the folder where the claim is mounted."
    )


class VolumeNotWritableError(ModelStorageError, PermissionError):
    """The volume, or a folder on it, cannot be written to."""

    reason = "VolumeNotWritable"
    status = HTTPStatus.FORBIDDEN.value
    default_hint = (
        "Mount the claim without readOnly, and ask the owner of the folder for write permission."
    )


class VolumeUnreadableError(ModelStorageError, PermissionError):
    """A file or folder on the volume cannot be read by this user."""

    reason = "VolumeUnreadable"
    status = HTTPStatus.FORBIDDEN.value
    default_hint = "Ask the owner to run chmod -R a+rX on the folder of the model."


class VolumeFullError(ModelStorageError, OSError):
    """No space, or no quota, is left on the volume."""

    reason = "VolumeFull"
    status = HTTPStatus.INSUFFICIENT_STORAGE.value
    default_hint = (
        "Delete versions that no service uses, empty the trash, or ask for a larger claim."
    )


class VolumeFailedError(ModelStorageError, OSError):
    """The volume answered with an error that is none of the usual ones."""

    reason = "VolumeFailed"
    status = HTTPStatus.INTERNAL_SERVER_ERROR.value
    default_hint = "Nothing was published. Try again. If it fails again, contact an administrator."


class NotAModelError(ModelStorageError, TypeError):
    """What was given to save is neither a model nor a model file."""

    reason = "NotAModel"
    status = HTTPStatus.UNPROCESSABLE_ENTITY.value
    default_hint = "Save a fitted model (an object with predict), or the path of a model file."


class UnsupportedFormatError(ModelStorageError, ValueError):
    """The model's file format cannot be loaded (or saved) here."""

    reason = "UnsupportedFormat"
    status = HTTPStatus.UNPROCESSABLE_ENTITY.value


class SourceMissingError(ModelStorageError, FileNotFoundError):
    """The file that was to be saved does not exist."""

    reason = "SourceMissing"
    status = HTTPStatus.NOT_FOUND.value
    default_hint = "Check the path. It is a path in the workbench, not on the volume."


class SourceChangedError(ModelStorageError, OSError):
    """The file that was being saved changed while it was copied."""

    reason = "SourceChanged"
    status = HTTPStatus.CONFLICT.value
    default_hint = "Wait until no other process writes the file, then save it again."


class BrokenModelError(ModelStorageError, OSError):
    """A version is on the volume but not whole."""

    reason = "BrokenModel"
    status = HTTPStatus.CONFLICT.value
    default_hint = "Save the model again with overwrite=True, or load another version."


class ChecksumMismatchError(BrokenModelError):
    """The bytes of a model file are not those that were saved."""

    reason = "ChecksumMismatch"
    default_hint = (
        "The file was changed or damaged after it was saved. It was not loaded. Save the model "
        "again with overwrite=True, or load another version."
    )


class UnsafeModelError(ModelStorageError, ValueError):
    """Loading a file would run what is dangerous, or what it would run cannot be told."""

    reason = "UnsafeModel"
    status = HTTPStatus.UNPROCESSABLE_ENTITY.value
    default_hint = "If you trust its author and know why it needs this, load it with trust=True."


class ArtifactNotFoundError(ModelStorageError, FileNotFoundError):
    """The version is there, an artifact of this name is not."""

    reason = "ArtifactNotFound"
    status = HTTPStatus.NOT_FOUND.value


class S3FailedError(ModelStorageError, OSError):
    """S3 refused, or did not answer."""

    reason = "S3Failed"
    status = HTTPStatus.BAD_GATEWAY.value
    default_hint = (
        "Check AWS_S3_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: the workbench's data "
        "connection sets them."
    )


class LibraryMissingError(ModelStorageError, ImportError):
    """A library that the model needs is not installed."""

    reason = "LibraryMissing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY.value


class LoadFailedError(ModelStorageError, ValueError):
    """The library that reads the model's file failed."""

    reason = "LoadFailed"
    status = HTTPStatus.UNPROCESSABLE_ENTITY.value
    default_hint = (
        "The file is damaged, belongs to another library, or was written by another version "
        "of the library. Try the versions it was saved with."
    )


class InvalidLayoutError(ModelStorageError, ValueError):
    """``MODEL_STORAGE_LAYOUT`` names no layout."""

    reason = "InvalidLayout"

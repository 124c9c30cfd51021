"""What can go wrong with files and folders on the volume."""

from __future__ import annotations

from http import HTTPStatus

from ..errors import ModelStorageError


class FileMissingError(ModelStorageError, FileNotFoundError):
    """There is no such file or folder on the volume."""

    reason = "FileMissing"
    status = HTTPStatus.NOT_FOUND.value


class FileTakenError(ModelStorageError, FileExistsError):
    """Something of this name is in the folder already."""

    reason = "FileTaken"
    status = HTTPStatus.CONFLICT.value
    default_hint = "Choose another name, or remove the existing item first."


class FileTooLargeError(ModelStorageError, OSError):
    """A file is too large to be opened in the page."""

    reason = "FileTooLarge"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE.value
    default_hint = "Download it instead."


class InvalidContentError(ModelStorageError, ValueError):
    """A file's content is not what was asked for, or what it is said to be."""

    reason = "InvalidContent"
    status = HTTPStatus.BAD_REQUEST.value


class PublishedFilesError(ModelStorageError, PermissionError):
    """Files of a published version were to be changed."""

    reason = "PublishedFiles"
    status = HTTPStatus.CONFLICT.value


class UploadInterruptedError(ModelStorageError, OSError):
    """A part of an upload is missing: the server was restarted, or another upload came between."""

    reason = "UploadInterrupted"
    status = HTTPStatus.CONFLICT.value
    default_hint = "Upload the file again."

"""What can go wrong with files and folders on the volume."""

from __future__ import annotations

from http import HTTPStatus

from ..errors import ModelStorageError


class FileMissing(ModelStorageError, FileNotFoundError):
    """There is no such file or folder on the volume."""

    status = HTTPStatus.NOT_FOUND.value


class FileTaken(ModelStorageError, FileExistsError):
    """Something of this name is in the folder already."""

    status = HTTPStatus.CONFLICT.value
    default_hint = "Choose another name, or remove what is there first."


class FileTooLarge(ModelStorageError, OSError):
    """A file is too large to be opened in the page."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE.value
    default_hint = "Download it instead."


class InvalidContent(ModelStorageError, ValueError):
    """A file's content is not what was asked for, or what it is said to be."""

    status = HTTPStatus.BAD_REQUEST.value


class PublishedFiles(ModelStorageError, PermissionError):
    """Files of a published version were to be changed."""

    status = HTTPStatus.CONFLICT.value


class UploadInterrupted(ModelStorageError, OSError):
    """A part of an upload is missing: the server was restarted, or another upload came between."""

    status = HTTPStatus.CONFLICT.value
    default_hint = "Upload the file again."

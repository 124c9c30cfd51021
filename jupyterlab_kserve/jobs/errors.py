"""What can go wrong with a job."""

from __future__ import annotations

from http import HTTPStatus

from ..errors import ModelStorageError


class JobNotFound(ModelStorageError, LookupError):
    """There is no job of this id, or it was forgotten."""

    status = HTTPStatus.NOT_FOUND.value


class JobActive(ModelStorageError):
    """The job has not ended yet."""

    status = HTTPStatus.CONFLICT.value


class JobEnded(ModelStorageError):
    """There is nothing left to do in the job."""

    status = HTTPStatus.CONFLICT.value

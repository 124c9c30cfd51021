"""What can go wrong with a job."""

from __future__ import annotations

from http import HTTPStatus

from ..errors import ModelStorageError


class JobNotFoundError(ModelStorageError, LookupError):
    """There is no job of this id, or it was forgotten."""

    reason = "JobNotFound"
    status = HTTPStatus.NOT_FOUND.value


class JobActiveError(ModelStorageError):
    """The job has not ended yet."""

    reason = "JobActive"
    status = HTTPStatus.CONFLICT.value


class JobEndedError(ModelStorageError):
    """There is nothing left to do in the job."""

    reason = "JobEnded"
    status = HTTPStatus.CONFLICT.value

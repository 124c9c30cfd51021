"""What can go wrong with servers on this machine."""

from __future__ import annotations

from http import HTTPStatus

from ..errors import KserveExtensionError


class LocalServerError(KserveExtensionError):
    """Base of what can go wrong with a server on this machine."""

    reason = "LocalServerError"
    status = HTTPStatus.CONFLICT.value


class LocalServerNotFoundError(LocalServerError):
    """There is no such server."""

    reason = "LocalServerNotFound"
    status = HTTPStatus.NOT_FOUND.value
    default_hint = "Start it again with Run Here."


class TooManyLocalServersError(LocalServerError):
    """No more servers may run at once."""

    reason = "TooManyLocalServers"
    default_hint = "Stop one of them first."


class LocalExtraMissingError(LocalServerError):
    """The packages that serve models on this machine are not installed."""

    reason = "LocalExtraMissing"
    status = HTTPStatus.NOT_IMPLEMENTED.value


class LocalServerNotRunningError(LocalServerError):
    """The server does not take requests."""

    reason = "LocalServerNotRunning"
    default_hint = "See its log. Start it again with Run Here."

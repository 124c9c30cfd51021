"""What all handlers share: our part of the application, JSON in, JSON out, errors in words."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from jupyter_server.base.handlers import APIHandler
from jupyter_server.extension.handler import ExtensionHandlerMixin
from tornado.web import HTTPError

from ..errors import InvalidRequestError, KserveExtensionError, UnexpectedError
from ..kubernetes.responses import RefusedByApiError

if TYPE_CHECKING:
    from ..extension import KserveExtension
    from ..store import ModelStore


class KserveHandler(ExtensionHandlerMixin, APIHandler):
    """Base of the handlers. They parse, call and serialise; errors become JSON here."""

    auth_resource = "jupyterlab_kserve"

    @property
    def app(self) -> KserveExtension:
        """Our part of the application."""
        return cast("KserveExtension", self.extensionapp)

    async def store(self) -> ModelStore:
        """Return the models, with the claim that they are on."""
        await self.app.find_claim()
        return self.app.store

    def json_body(self) -> dict[str, Any]:
        """Return the request's JSON object.

        Raises:
            InvalidRequestError: If it is none.
        """
        try:
            data = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise InvalidRequestError(
                "The request is not valid JSON.", "Nothing was changed."
            ) from None
        if not isinstance(data, dict):
            raise InvalidRequestError("The request is not a JSON object.", "Nothing was changed.")
        return data

    def reply(self, data: Any, status: int = HTTPStatus.OK) -> None:
        """Answer with JSON.

        Args:
            data: What JSON can hold.
            status: The HTTP status.
        """
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(data))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer an error with message, reason and hint, never with a traceback or a page."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, RefusedByApiError):
            self.reply(error.body, error.code)
        elif isinstance(error, KserveExtensionError):
            self.reply(error.to_dict(), error.status)
        elif isinstance(error, HTTPError):
            message = error.log_message or self._reason
            self.reply({"message": message, "reason": "Refused", "hint": ""}, status_code)
        else:
            self.reply(UnexpectedError().to_dict(), status_code)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Leave errors that are answers out of the log."""
        if not isinstance(value, KserveExtensionError):
            super().log_exception(typ, value, tb)

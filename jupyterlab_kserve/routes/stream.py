"""The stream: one WebSocket for all watches, logs and changes of a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from jupyter_server.extension.handler import ExtensionHandlerMixin
from jupyter_server.utils import ensure_async
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from ..errors import InvalidRequestError
from .subscriptions import Subscriptions

if TYPE_CHECKING:
    from ..extension import KserveExtension

_POLICY_VIOLATION = 1008


class StreamHandler(ExtensionHandlerMixin, WebSocketMixin, WebSocketHandler, JupyterHandler):
    """The WebSocket; what it carries is in ``Subscriptions``."""

    auth_resource = "jupyterlab_kserve"
    subscriptions: Subscriptions | None = None

    def set_default_headers(self) -> None:
        """Leave out the headers of pages: a browser refuses them on a WebSocket."""

    @ws_authenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Upgrade, for those who are logged in and may read."""
        allowed = await ensure_async(
            self.authorizer.is_authorized(self, self.current_user, "read", self.auth_resource)
        )
        if not allowed:
            raise HTTPError(403)
        await super().get(*args, **kwargs)

    def open(self, *args: Any, **kwargs: Any) -> None:
        """Start without any subscription."""
        super().open(*args, **kwargs)
        app = cast("KserveExtension", self.extensionapp)
        self.subscriptions = Subscriptions(app.api, app.changes, app.jobs, app.local, self._send)

    def on_message(self, message: str | bytes) -> None:
        """Handle a message; whoever does not keep to the protocol is disconnected."""
        if self.subscriptions is None:
            return
        try:
            self.subscriptions.handle(message)
        except InvalidRequestError as error:
            self.close(_POLICY_VIOLATION, error.message)

    def on_close(self) -> None:
        """End the subscriptions with the socket."""
        if self.subscriptions is not None:
            self.subscriptions.close()
            self.subscriptions = None
        super().on_close()

    async def _send(self, message: dict[str, Any]) -> None:
        try:
            # Waiting for the socket is what holds back a log that is faster than it.
            await self.write_message(json.dumps(message))
        except (WebSocketClosedError, StreamClosedError):
            if self.subscriptions is not None:
                self.subscriptions.close()

"""POST predict: a request to a served model. GET predict/<service>: whether it has its model."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..errors import InvalidRequestError
from ..kserve.predict import find_loaded, predict
from ..kubernetes.errors import NotAllowedError
from .base import KserveHandler


class PredictHandler(KserveHandler):
    """POST predict."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Send a request to a service of our own namespace, and answer with what it said."""
        data = self.json_body()
        if "body" not in data:
            raise InvalidRequestError("The request to the model is missing.")
        api = self.app.api
        namespace = (await api.identity()).namespace
        if data.get("namespace", namespace) != namespace:
            raise NotAllowedError(f"Only services in the namespace {namespace} are available.")
        service, protocol = data.get("service", ""), data.get("protocol", "v1")
        self.reply(await predict(api, service, protocol, data["body"], data.get("model") or ""))


class LoadedHandler(KserveHandler):
    """GET predict/<service>."""

    @web.authenticated
    @authorized
    async def get(self, service: str) -> None:
        """Answer whether the server of a service of our own namespace has loaded its model."""
        self.reply(await find_loaded(self.app.api, service))

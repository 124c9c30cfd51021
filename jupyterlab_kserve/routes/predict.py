"""POST predict: a request to a served model."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..kubernetes.errors import InvalidRequest, NotAllowed
from ..predict import predict
from .base import KserveHandler


class PredictHandler(KserveHandler):
    """POST predict."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Send a request to a service of our own namespace, and answer with what it said."""
        data = self.json_body()
        if "body" not in data:
            raise InvalidRequest("The request to the model is missing.")
        api = self.app.api
        namespace = (await api.identity()).namespace
        if data.get("namespace", namespace) != namespace:
            raise NotAllowed(f"Only services in the namespace {namespace} can be asked.")
        self.reply(
            await predict(api, data.get("service", ""), data.get("protocol", "v1"), data["body"])
        )

"""The requests that are kept beside a model, for Try it."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...errors import InvalidRequestError
from ...store.saved_requests import delete_request, list_requests, read_request, save_request
from ..base import KserveHandler


class SavedRequestsHandler(KserveHandler):
    """GET requests/<model>."""

    @web.authenticated
    @authorized
    async def get(self, model: str) -> None:
        """Answer with the names of a model's requests."""
        found = await asyncio.to_thread(list_requests, self.app.store, model)
        self.reply({"requests": [entry.to_dict() for entry in found]})


class SavedRequestHandler(KserveHandler):
    """GET, PUT, DELETE requests/<model>/<request>."""

    @web.authenticated
    @authorized
    async def get(self, model: str, name: str) -> None:
        """Answer with a request: its protocol and body."""
        self.reply(await asyncio.to_thread(read_request, self.app.store, model, name))

    @web.authenticated
    @authorized
    async def put(self, model: str, name: str) -> None:
        """Save a request; in another one's place only with If-Match."""
        data = self.json_body()
        if "body" not in data:
            raise InvalidRequestError("The request to the model is missing.", "Nothing was saved.")
        match = self.request.headers.get("If-Match", "").strip().strip('"') or None
        saved = await asyncio.to_thread(
            save_request, self.app.store, model, name, data.get("protocol"), data["body"], match
        )
        self.reply(saved.to_dict())

    @web.authenticated
    @authorized
    async def delete(self, model: str, name: str) -> None:
        """Remove a request."""
        await asyncio.to_thread(delete_request, self.app.store, model, name)
        self.reply({})

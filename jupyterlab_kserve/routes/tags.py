"""Tags that move from version to version."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..errors import InvalidRequestError
from .base import KserveHandler


class TagHandler(KserveHandler):
    """PUT, DELETE models/<name>/tags/<tag>."""

    @web.authenticated
    @authorized
    async def put(self, name: str, tag: str) -> None:
        """Put a tag on a version, away from the one that it is on."""
        version = self.json_body().get("version")
        if not isinstance(version, str):
            raise InvalidRequestError("The version is missing.", "Nothing was changed.")
        model = await asyncio.to_thread(self.app.store.move_tag, name, tag, version)
        self.reply({"tags": dict(model.tags)})

    @web.authenticated
    @authorized
    async def delete(self, name: str, tag: str) -> None:
        """Take a tag away."""
        model = await asyncio.to_thread(self.app.store.remove_tag, name, tag)
        self.reply({"tags": dict(model.tags)})

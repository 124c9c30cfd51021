"""Aliases: names that move from version to version."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...errors import InvalidRequestError
from ..base import KserveHandler


class AliasHandler(KserveHandler):
    """PUT, DELETE models/<name>/aliases/<alias>."""

    @web.authenticated
    @authorized
    async def put(self, name: str, alias: str) -> None:
        """Put an alias on a version, away from the one that it is on."""
        version = self.json_body().get("version")
        if not isinstance(version, str):
            raise InvalidRequestError("The version is missing.", "Nothing was changed.")
        model = await asyncio.to_thread(self.app.store.set_alias, name, alias, version)
        self.reply({"aliases": dict(model.aliases)})

    @web.authenticated
    @authorized
    async def delete(self, name: str, alias: str) -> None:
        """Take an alias away."""
        model = await asyncio.to_thread(self.app.store.remove_alias, name, alias)
        self.reply({"aliases": dict(model.aliases)})

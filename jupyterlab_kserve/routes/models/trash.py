"""What was deleted and can be brought back."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..base import KserveHandler
from .details import details_of


class TrashHandler(KserveHandler):
    """GET, DELETE trash."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with what is in the trash."""
        entries = await asyncio.to_thread(self.app.store.trash.entries)
        size = sum(entry.size for entry in entries)
        self.reply({"entries": [entry.to_dict() for entry in entries], "size": size})

    @web.authenticated
    @authorized
    async def delete(self) -> None:
        """Remove all that is in the trash for good."""
        self.reply({"removed": await asyncio.to_thread(self.app.store.trash.empty)})


class TrashEntryHandler(KserveHandler):
    """POST, DELETE trash/<id>."""

    @web.authenticated
    @authorized
    async def post(self, entry: str) -> None:
        """Put a version back where it was."""
        store = await self.store()
        name, version = await asyncio.to_thread(store.trash.restore, entry)
        self.reply(details_of(store, await asyncio.to_thread(store.get, name, version)))

    @web.authenticated
    @authorized
    async def delete(self, entry: str) -> None:
        """Remove an entry for good."""
        await asyncio.to_thread(self.app.store.trash.remove, entry)
        self.reply({"removed": 1})

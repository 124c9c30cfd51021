"""POST models/<name>/<version>/permissions: let servers read a version that only we can read."""

from __future__ import annotations

import asyncio
from dataclasses import asdict

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...store.permissions import open_for_reading
from ..base import KserveHandler


class PermissionsHandler(KserveHandler):
    """POST models/<name>/<version>/permissions."""

    @web.authenticated
    @authorized
    async def post(self, name: str, version: str) -> None:
        """Answer with how many files were opened, and which could not be."""
        done = await asyncio.to_thread(open_for_reading, self.app.store, name, version)
        self.reply(asdict(done))

"""GET status: the volume, the connection to the cluster, and what models there may be."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..formats import LIBRARIES
from .base import KserveHandler

API = 1
"""The version of this REST interface; a browser half of another refuses to work with it."""


class StatusHandler(KserveHandler):
    """GET status."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the state of volume and cluster; what is missing is no error here."""
        from .. import __version__

        volume, kubernetes = await asyncio.gather(
            asyncio.to_thread((await self.store()).status), self.app.api.status()
        )
        models: dict[str, Any] = {**volume.to_dict(), "problem": None}
        for size in ("total", "used", "free"):
            models[size] = models[size] or 0
        if problem := volume.problem():
            models["problem"] = problem.to_dict()
        self.reply(
            {
                "api": API,
                "version": __version__,
                "models": models,
                "kubernetes": kubernetes,
                "formats": [library.to_dict() for library in LIBRARIES],
            }
        )

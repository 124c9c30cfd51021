"""GET status: the volume, the connection to the cluster, and what models there may be."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..formats import LIBRARIES
from ..volume import VolumeStatus
from .base import KserveHandler

API = 2
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
        self.reply(
            {
                "api": API,
                "version": __version__,
                "volumes": [_described(volume)],
                "kubernetes": kubernetes,
                "formats": [library.to_dict() for library in LIBRARIES],
            }
        )


def _described(volume: VolumeStatus) -> dict[str, Any]:
    """The status with its problem in words, and with zero for sizes that are unknown."""
    described: dict[str, Any] = {**volume.to_dict(), "problem": None}
    for size in ("total", "used", "free"):
        described[size] = described[size] or 0
    if problem := volume.problem():
        described["problem"] = problem.to_dict()
    return described

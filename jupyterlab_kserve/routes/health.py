"""GET health: whether volume, claim, permissions and cluster are as they must be."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..health import run_checks
from .base import KserveHandler


class HealthHandler(KserveHandler):
    """GET health."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with what each check found; what is missing is no error here."""
        results = await run_checks(await self.store(), self.app.api)
        self.reply({"checks": [result.to_dict() for result in results]})

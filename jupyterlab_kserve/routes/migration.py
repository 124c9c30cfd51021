"""The migration of models to the volume."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..errors import InvalidRequestError
from .base import KserveHandler

_MAX_ITEMS = 100_000


class MigrationHandler(KserveHandler):
    """GET migration, POST migration."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the folders that are looked through, and the last migration."""
        migration = self.app.migration
        journal = await asyncio.to_thread(migration.journal)
        self.reply(
            {"folders": migration.folders, "journal": journal.to_dict() if journal else None}
        )

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Start to copy models to the volume."""
        plan = _plan(self.json_body())
        await self.store()
        job = await asyncio.to_thread(self.app.migration.copy, plan)
        self.reply(job.to_dict(), HTTPStatus.ACCEPTED)


class MigrationScanHandler(KserveHandler):
    """POST migration/scan."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Answer with the models that are there to be copied; nothing is written."""
        folders = self.json_body().get("folders")
        if folders is not None and not (
            isinstance(folders, list) and all(isinstance(each, str) for each in folders)
        ):
            raise InvalidRequestError("folders is a list of paths.", "Nothing was changed.")
        await self.store()
        self.reply(await asyncio.to_thread(self.app.migration.scan, folders))


class MigrationComparisonHandler(KserveHandler):
    """POST migration/compare."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Answer with how a model that was found differs from a version on the volume."""
        (line,) = _plan({"items": [self.json_body()]})
        await self.store()
        found = await asyncio.to_thread(
            self.app.migration.compare, line["path"], line["name"], line["version"]
        )
        self.reply({"differences": [difference._asdict() for difference in found]})


class MigrationRemovalHandler(KserveHandler):
    """POST migration/remove."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Start to remove originals whose bytes are on the volume."""
        plan = _plan(self.json_body())
        job = await asyncio.to_thread(self.app.migration.remove, plan)
        self.reply(job.to_dict(), HTTPStatus.ACCEPTED)


def _plan(data: dict[str, Any]) -> list[dict[str, Any]]:
    items = data.get("items")
    fields = ("path", "name", "version")
    if not isinstance(items, list) or not 1 <= len(items) <= _MAX_ITEMS:
        raise InvalidRequestError("There is nothing to do.", "Nothing was changed.")
    if not all(
        isinstance(item, dict) and all(isinstance(item.get(key), str) for key in fields)
        for item in items
    ):
        raise InvalidRequestError("path, name and version are missing.", "Nothing was changed.")
    return items

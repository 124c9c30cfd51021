"""What is migrated to the volume, from each source."""

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
    """GET migration/<source>, POST migration/<source>."""

    @web.authenticated
    @authorized
    async def get(self, source: str) -> None:
        """Answer with the locations that are looked through, and the last run."""
        migration = self.app.migration
        locations = migration.locations(source)
        journal = await asyncio.to_thread(migration.journal, source)
        self.reply({"locations": locations, "journal": journal.to_dict() if journal else None})

    @web.authenticated
    @authorized
    async def post(self, source: str) -> None:
        """Start to bring things to the volume."""
        plan = _plan(self.json_body())
        await self.store()
        job = await asyncio.to_thread(self.app.migration.run, source, plan)
        self.reply(job.to_dict(), HTTPStatus.ACCEPTED)


class MigrationScanHandler(KserveHandler):
    """POST migration/<source>/scan."""

    @web.authenticated
    @authorized
    async def post(self, source: str) -> None:
        """Answer with what is there to be brought over; nothing is written."""
        locations = self.json_body().get("locations")
        if locations is not None and not (
            isinstance(locations, list) and all(isinstance(each, str) for each in locations)
        ):
            raise InvalidRequestError("locations is a list of texts.", "Nothing was changed.")
        await self.store()
        self.reply(await asyncio.to_thread(self.app.migration.scan, source, locations))


class MigrationComparisonHandler(KserveHandler):
    """POST migration/<source>/compare."""

    @web.authenticated
    @authorized
    async def post(self, source: str) -> None:
        """Answer with how something that was found differs from a version on the volume."""
        (line,) = _plan({"items": [self.json_body()]})
        await self.store()
        found = await asyncio.to_thread(
            self.app.migration.compare, source, line["path"], line["name"], line["version"]
        )
        self.reply({"differences": [difference._asdict() for difference in found]})


class MigrationRemovalHandler(KserveHandler):
    """POST migration/<source>/remove."""

    @web.authenticated
    @authorized
    async def post(self, source: str) -> None:
        """Start to remove originals whose bytes are on the volume."""
        plan = _plan(self.json_body())
        job = await asyncio.to_thread(self.app.migration.remove_originals, source, plan)
        self.reply(job.to_dict(), HTTPStatus.ACCEPTED)


def _plan(data: dict[str, Any]) -> list[dict[str, Any]]:
    items = data.get("items")
    fields = ("path", "name", "version")
    if not isinstance(items, list) or not 1 <= len(items) <= _MAX_ITEMS:
        raise InvalidRequestError("The request has no items.", "Nothing was changed.")
    if not all(
        isinstance(item, dict) and all(isinstance(item.get(key), str) for key in fields)
        for item in items
    ):
        raise InvalidRequestError("path, name and version are missing.", "Nothing was changed.")
    return items

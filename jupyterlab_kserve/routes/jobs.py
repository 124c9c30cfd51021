"""The long operations."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..errors import InvalidRequestError
from ..jobs import Item
from ..jobs.job import UNFINISHED
from ..jobs.verify import verify_items
from ..migration.convert_job import convert_items
from ..store import ModelStore
from .base import KserveHandler


class JobsHandler(KserveHandler):
    """GET jobs, POST jobs."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with all jobs, newest first."""
        jobs = await asyncio.to_thread(self.app.jobs.list)
        self.reply({"jobs": [job.to_dict() for job in jobs]})

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Start a job on a model that is on the volume."""
        data = self.json_body()
        kind = data.get("kind")
        store = await self.store()
        title, items = await asyncio.to_thread(_plan, store, kind, data)
        job = await asyncio.to_thread(self.app.jobs.start, str(kind), title, items)
        self.reply(job.to_dict(), HTTPStatus.ACCEPTED)


class JobHandler(KserveHandler):
    """GET, POST, DELETE jobs/<id>."""

    @web.authenticated
    @authorized
    async def get(self, identifier: str) -> None:
        """Answer with one job."""
        job = await asyncio.to_thread(self.app.jobs.get, identifier)
        self.reply(job.to_dict())

    @web.authenticated
    @authorized
    async def post(self, identifier: str) -> None:
        """Cancel a job, or run what did not succeed again."""
        action = self.json_body().get("action")
        actions = {"cancel": self.app.jobs.cancel, "retry": self.app.jobs.retry}
        if not isinstance(action, str) or action not in actions:
            raise InvalidRequestError("The action must be cancel or retry.")
        job = await asyncio.to_thread(actions[action], identifier)
        self.reply(job.to_dict(), HTTPStatus.ACCEPTED)

    @web.authenticated
    @authorized
    async def delete(self, identifier: str) -> None:
        """Cancel a job that runs; forget one that has ended."""
        job = await asyncio.to_thread(self.app.jobs.get, identifier)
        if job.state in UNFINISHED:
            await asyncio.to_thread(self.app.jobs.cancel, identifier)
            self.reply(job.to_dict(), HTTPStatus.ACCEPTED)
            return
        await asyncio.to_thread(self.app.jobs.forget, identifier)
        self.set_status(HTTPStatus.NO_CONTENT)
        self.finish()


def _plan(store: ModelStore, kind: object, data: dict[str, Any]) -> tuple[str, list[Item]]:
    model, version = data.get("model"), data.get("version")
    texts = (model, version) if kind == "verify" else (model, version or "")
    if not all(isinstance(text, str) for text in texts):
        raise InvalidRequestError("model and version are missing.", "Nothing was changed.")
    if kind == "verify":
        return f"Verify {model} {version}", verify_items(store, str(model), str(version))
    if kind == "convert":
        keep = data.get("keep") is True
        return f"Convert {model}", convert_items(store, str(model), version or None, keep)
    raise InvalidRequestError("The kind of job is unknown.", "Nothing was changed.")

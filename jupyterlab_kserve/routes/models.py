"""The models on the volume."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..errors import EditConflict, PreconditionRequired
from ..kubernetes.errors import InvalidRequest
from ..records import VersionRecord
from ..store import ModelStore
from .base import KserveHandler
from .details import details_of, etag_of, row_of, whole_model
from .sources import source_at


class ModelsHandler(KserveHandler):
    """GET models, POST models."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with all models."""
        store = await self.store()
        revision = await asyncio.to_thread(store.revision)
        models = await asyncio.to_thread(store.list)
        self.reply({"revision": revision, "models": [row_of(model) for model in models]})

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Save a file below the Jupyter server's root as a model."""
        data = self.json_body()
        path, name = data.get("path"), data.get("name")
        if not isinstance(path, str) or not isinstance(name, str):
            raise InvalidRequest("path and name are missing.", "Nothing was changed.")
        source = source_at(self.settings["server_root_dir"], path)
        record = await asyncio.to_thread(
            self.app.store.save,
            source,
            name,
            data.get("version"),
            data.get("metadata"),
            data.get("overwrite") is True,
        )
        self.reply(details_of(self.app.store, record), HTTPStatus.CREATED)


class ModelHandler(KserveHandler):
    """GET models/<name>."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Answer with one model, its versions and their cards."""
        store = await self.store()
        self.reply(whole_model(await asyncio.to_thread(store.model, name)))


class VersionHandler(KserveHandler):
    """GET, PATCH, DELETE models/<name>/<version>."""

    @web.authenticated
    @authorized
    async def get(self, name: str, version: str) -> None:
        """Answer with one version and its card."""
        store = await self.store()
        self._reply_with(store, await asyncio.to_thread(store.get, name, version))

    @web.authenticated
    @authorized
    async def patch(self, name: str, version: str) -> None:
        """Edit the card of a version, if it is still the one that the edit was made to."""
        match = self.request.headers.get("If-Match", "")
        if not match:
            raise PreconditionRequired(f"The edit of {name} {version} is made to no known card.")
        changes = self.json_body()
        store = await self.store()
        digest = None if match.strip() == "*" else match.strip().removeprefix("W/").strip('"')
        try:
            record = await asyncio.to_thread(store.edit, name, version, changes, digest=digest)
        except EditConflict as error:
            now = await asyncio.to_thread(store.get, name, version)
            self._reply_with(store, now, error)
        else:
            self._reply_with(store, record)

    @web.authenticated
    @authorized
    async def delete(self, name: str, version: str) -> None:
        """Delete one version."""
        await asyncio.to_thread(self.app.store.delete, name, version)
        self.set_status(HTTPStatus.NO_CONTENT)
        self.finish()

    def compute_etag(self) -> str | None:
        """Leave the entity tag to be the card's, not one of the answer's bytes."""
        return None

    def _reply_with(
        self, store: ModelStore, record: VersionRecord, conflict: EditConflict | None = None
    ) -> None:
        details: dict[str, Any] = details_of(store, record)
        etag = etag_of(record)
        if etag:
            self.set_header("ETag", etag)
        if conflict is None:
            self.reply(details)
        else:
            self.reply({**conflict.to_dict(), "current": details}, conflict.status)

"""The models on the volume."""

from __future__ import annotations

import asyncio
import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..card import CARD_FILE, CARD_FOLDER, MAX_CARD_BYTES
from ..errors import BrokenModel, UnsafePath
from ..kubernetes.errors import InvalidRequest
from ..records import ModelRecord, VersionRecord
from ..store import ModelStore
from .base import KserveHandler
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
        self.reply({"revision": revision, "models": [_model(model) for model in models]})

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
        self.reply(_details(self.app.store.path(record), record), HTTPStatus.CREATED)


class ModelHandler(KserveHandler):
    """GET models/<name>."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Answer with one model, its versions and their cards."""
        self.reply(await asyncio.to_thread(_whole, await self.store(), name))


class VersionHandler(KserveHandler):
    """GET, DELETE models/<name>/<version>."""

    @web.authenticated
    @authorized
    async def get(self, name: str, version: str) -> None:
        """Answer with one version and its card."""
        store = await self.store()
        record = await asyncio.to_thread(store.get, name, version)
        self.reply(_details(store.path(record), record))

    @web.authenticated
    @authorized
    async def delete(self, name: str, version: str) -> None:
        """Delete one version."""
        await asyncio.to_thread(self.app.store.delete, name, version)
        self.set_status(HTTPStatus.NO_CONTENT)
        self.finish()


def _model(model: ModelRecord) -> dict[str, Any]:
    """A model as one row of the panel: what its newest version that can be loaded says."""
    first = model.newest or next(iter(model.versions), None)
    row = _row(first) if first else dict.fromkeys(("layout", "created", "version", "uri"))
    return {
        **row,
        "name": model.name,
        "state": model.state,
        "problem": _problem(model.problem),
        "size": first.size if first else 0,
        "framework": row.get("framework"),
        "format": row.get("format"),
        "class": row.get("class"),
        "tags": list(first.tags) if first else [],
        "text": first.text if first else "",
        "versions": [version.version for version in model.versions],
    }


def _whole(store: ModelStore, name: str) -> dict[str, Any]:
    """A model with all that its page shows."""
    # Before the cards: an edit in between is then refused once, and never lost.
    etags = {record.version: _etag(store, record) for record in store.model(name).versions}
    model = store.model(name)
    return {
        "name": model.name,
        "state": model.state,
        "problem": _problem(model.problem),
        "size": model.size,
        "tags": {},
        "versions": [
            {
                "record": _row(record),
                "card": record.card.to_dict() if record.card else None,
                "uri": record.uri,
                "etag": etags.get(record.version, ""),
            }
            for record in model.versions
        ],
    }


def _etag(store: ModelStore, record: VersionRecord) -> str:
    """The entity tag of a version's card; empty where it has none that can be read."""
    if record.card is None:
        return ""
    try:
        path = (record.name, record.version, CARD_FOLDER, CARD_FILE)
        with store.volume.open_file(path) as stream:
            return f'"{hashlib.sha256(stream.read(MAX_CARD_BYTES)).hexdigest()}"'
    except (OSError, UnsafePath):
        return ""


def _row(record: VersionRecord) -> dict[str, Any]:
    data = record.to_dict()
    data.pop("card", None)
    data.pop("path")
    return {
        **data,
        "problem": _problem(record.problem),
        "format": record.format or None,
        "class": record.class_name or None,
        "created": record.created or None,
        "tags": list(record.tags),
        "versions": [record.version],
    }


def _details(path: Path, record: VersionRecord) -> dict[str, Any]:
    return {
        "record": _row(record),
        "card": record.card.to_dict() if record.card else None,
        "path": str(path),
        "uri": record.uri,
    }


def _problem(text: str) -> dict[str, str] | None:
    return BrokenModel(text).to_dict() if text else None

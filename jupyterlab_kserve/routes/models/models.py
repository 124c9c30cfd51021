"""The models on the volume."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...errors import EditConflictError, InvalidRequestError, PreconditionRequiredError
from ...jobs.save import SaveRequest, save_items
from ...kserve.usage import must_not_be_served
from ...names import printable
from ...store import ModelStore
from ...store.records import VersionRecord
from ...store.saving.artifacts import name_for, place_of
from ...store.saving.options import SaveOptions
from ..base import KserveHandler
from ..sources import source_at
from .details import details_of, etag_of, row_of, whole_model

_MAX_SAVED = 1000
"""Models in one job."""


class ModelsHandler(KserveHandler):
    """GET models, POST models."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with all models, or with a page of them."""
        store = await self.store()
        after, limit = self.get_query_argument("after", None), _limit(self)
        revision = await asyncio.to_thread(self.app.changes.revision)
        page = await asyncio.to_thread(store.page, after, limit)
        self.reply(
            {
                "revision": revision,
                "models": [row_of(model) for model in page.models],
                "total": page.total,
                "next": page.next,
            }
        )

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Start to save files of the workbench, or of the volume, as models."""
        data = self.json_body()
        entries = data.get("items", [data])
        if not isinstance(entries, list) or not 1 <= len(entries) <= _MAX_SAVED:
            raise InvalidRequestError("The request has no models to save.", "Nothing was changed.")
        store = await self.store()
        roots = (self.settings["server_root_dir"], store.volume.root)
        requests = [_save_request(roots, entry) for entry in entries]
        items = await asyncio.to_thread(save_items, store, requests)
        names = sorted({request.name for request in requests})
        title = f"Save {names[0]}" if len(names) == 1 else f"Save {len(names)} models"
        job = await asyncio.to_thread(self.app.jobs.start, "save", title, items)
        self.reply(job.to_dict(), HTTPStatus.ACCEPTED)


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
            raise PreconditionRequiredError(
                f"The edit of {name} {version} does not name the card it is based on."
            )
        changes = self.json_body()
        store = await self.store()
        digest = None if match.strip() == "*" else match.strip().removeprefix("W/").strip('"')
        try:
            record = await asyncio.to_thread(store.edit, name, version, changes, digest=digest)
        except EditConflictError as error:
            now = await asyncio.to_thread(store.get, name, version)
            self._reply_with(store, now, error)
        else:
            self._reply_with(store, record)

    @web.authenticated
    @authorized
    async def delete(self, name: str, version: str) -> None:
        """Move one version to the trash; one that is, or may be, served only if that was said."""
        store = await self.store()
        if self.get_query_argument("served", "") != "true":
            record = await asyncio.to_thread(store.get, name, version)
            await must_not_be_served(self.app.api, record, "served=true")
        self.reply({"trash": await asyncio.to_thread(store.delete, name, version)})

    def compute_etag(self) -> str | None:
        """Leave the entity tag to be the card's, not one of the answer's bytes."""
        return None

    def _reply_with(
        self, store: ModelStore, record: VersionRecord, conflict: EditConflictError | None = None
    ) -> None:
        details: dict[str, Any] = details_of(store, record)
        etag = etag_of(record)
        if etag:
            self.set_header("ETag", etag)
        if conflict is None:
            self.reply(details)
        else:
            self.reply({**conflict.to_dict(), "current": details}, conflict.status)


def _save_request(roots: tuple[str, str], data: Any) -> SaveRequest:
    """Read what is to be saved.

    Args:
        roots: The Jupyter server's root, and that of the volume.
        data: An entry of the request.

    Raises:
        InvalidRequestError: If it is malformed.
        SourceMissingError: If there is no such file.
    """
    if not isinstance(data, dict):
        raise InvalidRequestError("Each model to save must be an object.")
    path, name = data.get("path"), data.get("name")
    if not isinstance(path, str) or not isinstance(name, str):
        raise InvalidRequestError("path and name are missing.", "Nothing was changed.")
    artifacts = _artifacts(roots, data.get("artifacts") or [])
    options = SaveOptions.from_json({**data, "artifacts": artifacts})
    return SaveRequest(str(source_at(roots[0], path, roots[1])), name, options)


def _artifacts(roots: tuple[str, str], paths: Any) -> dict[str, str]:
    """Find the files that go with a model, by the names that they get."""
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise InvalidRequestError("artifacts must be a list of paths.", "Nothing was changed.")
    found: dict[str, str] = {}
    places: set[str] = set()
    for path in paths:
        source = source_at(roots[0], path, roots[1])
        if not source.is_file():
            raise InvalidRequestError(
                f"{printable(path)} is a folder. Artifacts must be files.",
                "Move the model file into the folder and save the folder, or leave the folder out.",
            )
        name = name_for(source.name, found)
        place = place_of(name, source.name)
        if place in places:
            raise InvalidRequestError(
                f"Two files are named {printable(source.name)}.",
                "Rename one of them: they are saved in one folder.",
            )
        places.add(place)
        found[name] = str(source)
    return found


def _limit(handler: KserveHandler) -> int | None:
    text = handler.get_query_argument("limit", None)
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 6 or int(text) == 0:
        raise InvalidRequestError("The limit must be a number, 1 or higher.")
    return int(text)

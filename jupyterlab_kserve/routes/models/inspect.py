"""POST inspect: what a file is, told without running it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...errors import BrokenModelError, InvalidRequestError
from ...formats import formats_for
from ...inspection import Inspection, inspect_safely
from ...store import ModelStore
from ...store.saving.proposal import propose_for
from ...volume.descriptors import split_inside
from ..base import KserveHandler
from ..sources import source_at

_AT_ONCE = asyncio.Semaphore(2)
"""Each inspection is a process of its own."""


class InspectHandler(KserveHandler):
    """POST inspect."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Inspect a file below the Jupyter server's root, or a version on the volume."""
        data = self.json_body()
        path, model, version = data.get("path"), data.get("model"), data.get("version")
        async with _AT_ONCE:
            if isinstance(path, str):
                root, volume = self.settings["server_root_dir"], self.app.store.volume.root
                source = source_at(root, path, volume)
                found = await asyncio.to_thread(_inspect_source, source)
                proposed = propose_for(source)
                formats = _formats_of(source, found)
            elif isinstance(model, str) and isinstance(version, str):
                found = await asyncio.to_thread(_inspect_version, self.app.store, model, version)
                proposed = {"name": model, "version": version}
                formats = []
            else:
                raise InvalidRequestError("Specify a path, or a model and a version.")
        self.reply({**found.to_dict(), "proposed": proposed, "formats": formats})


def _inspect_source(source: Path) -> Inspection:
    if source.is_dir():
        return inspect_safely(str(source))
    with source.open("rb") as stream:
        return inspect_safely(stream)


def _formats_of(source: Path, found: Inspection) -> list[str]:
    """The formats that it can be saved in; none for a folder, whose files stay as they are."""
    return [] if source.is_dir() else formats_for(source.name, found.format, found.framework)


def _inspect_version(store: ModelStore, name: str, version: str) -> Inspection:
    record = store.get(name, version)
    if record.model_file is None:
        raise BrokenModelError(f"{name} {version} has no model file to inspect. {record.problem}")
    with store.volume.open_file(split_inside(record.model_file)) as stream:
        return inspect_safely(stream)

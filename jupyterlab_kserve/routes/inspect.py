"""POST inspect: what a file is, told without running it."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..errors import BrokenModel
from ..inspection import Inspection, inspect_safely
from ..kubernetes.errors import InvalidRequest
from ..names import is_version, propose_name
from ..store import ModelStore
from ..volume import split_inside
from .base import KserveHandler
from .sources import source_at

_AT_ONCE = asyncio.Semaphore(2)
"""Each inspection is a process of its own."""

_VERSION = re.compile(r"[-_.]?(?:v(?=\d)|version[-_]?)(\d+(?:[._]\d+){0,3})$", re.IGNORECASE)
_GENERIC = frozenset({"model", "models", "weights", "pytorch_model", "saved_model", "output"})


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
                source = source_at(self.settings["server_root_dir"], path)
                found = await asyncio.to_thread(_inspect_source, source)
                proposed = propose_for(source)
            elif isinstance(model, str) and isinstance(version, str):
                found = await asyncio.to_thread(_inspect_version, self.app.store, model, version)
                proposed = {"name": model, "version": version}
            else:
                raise InvalidRequest("A path, or model and version are missing.")
        self.reply({**found.to_dict(), "proposed": proposed})


def _inspect_source(source: Path) -> Inspection:
    if source.is_dir():
        return inspect_safely(str(source))
    with source.open("rb") as stream:
        return inspect_safely(stream)


def _inspect_version(store: ModelStore, name: str, version: str) -> Inspection:
    record = store.get(name, version)
    if record.model_file is None:
        raise BrokenModel(f"{name} {version} has no model file to look at. {record.problem}")
    with store.volume.open_file(split_inside(record.model_file)) as stream:
        return inspect_safely(stream)


def propose_for(source: Path) -> dict[str, Any]:
    """Propose name and version for a file that is to be saved as a model.

    Args:
        source: Its path; the folders it is in tell more than a file called ``model.pkl``.

    Returns:
        ``name``, and ``version`` or None.
    """
    version = None
    for text in (
        source.stem if source.is_file() else source.name,
        *(p.name for p in source.parents),
    ):
        found = _VERSION.search(text)
        rest = text[: found.start()] if found else text
        if found and version is None:
            version = found[1].replace("_", ".")
        if is_version(text) and re.fullmatch(r"v?\d+(\.\d+)*", text):
            version = version or text.removeprefix("v")
        elif rest and rest.lower() not in _GENERIC:
            return {"name": propose_name(rest), "version": version}
    return {"name": "model", "version": version}

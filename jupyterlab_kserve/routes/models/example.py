"""GET models/<name>/<version>/example: the requests that were saved with a version."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...protocols import PROTOCOL_IDS
from ...store import ModelStore
from ...store.saving.staging import EXAMPLE_FILE
from ..base import KserveHandler

_MAX_EXAMPLE = 1024 * 1024
"""Bytes of an example that are read."""


class ExampleHandler(KserveHandler):
    """GET models/<name>/<version>/example."""

    @web.authenticated
    @authorized
    async def get(self, name: str, version: str) -> None:
        """Answer with the requests over each protocol, null where none was saved."""
        store = await self.store()
        self.reply(await asyncio.to_thread(read_example, store, name, version))


def read_example(store: ModelStore, name: str, version: str) -> dict[str, Any]:
    """Read the requests that were saved with a version.

    Args:
        store: The models.
        name: The model.
        version: One of its versions.

    Returns:
        By the id of each protocol, None where there is none that can be read.

    Raises:
        ModelStorageError: If there is no such version.
    """
    store.get(name, version)
    try:
        with store.volume.open_file([name, version, *EXAMPLE_FILE.split("/")]) as file:
            example = json.loads(file.read(_MAX_EXAMPLE))
    except (OSError, ValueError):
        example = None
    if not isinstance(example, dict):
        example = {}
    return {protocol: example.get(protocol) for protocol in PROTOCOL_IDS}

"""GET comparison: what differs between two versions."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ...errors import InvalidRequestError
from ...store import ModelStore
from ...store.comparison import compare_cards
from ..base import KserveHandler


class ComparisonHandler(KserveHandler):
    """GET comparison?one=<name>/<version>&other=<name>/<version>."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the cards of two versions and what differs."""
        store = await self.store()
        cards = [
            await asyncio.to_thread(_card_at, store, self.get_query_argument(which, ""))
            for which in ("one", "other")
        ]
        differences = [difference._asdict() for difference in compare_cards(*cards)]
        self.reply({"one": cards[0], "other": cards[1], "differences": differences})


def _card_at(store: ModelStore, path: str) -> dict[str, Any]:
    name, slash, version = path.partition("/")
    if not slash:
        raise InvalidRequestError(
            "Specify the versions to compare: one=<name>/<version> and other=…."
        )
    return store.get(name, version).as_card()

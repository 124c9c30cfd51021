"""The inference protocols that model servers are asked over: one entry each of ``protocols.json``.

``src/protocols`` has their requests and answers; the server half needs the paths only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Protocol:
    """An inference protocol over REST.

    Attributes:
        id: As ``protocolVersions`` of a ServingRuntime has it.
        predict: The path to send requests to, with ``{model}`` for the model's name.
        ready: The path that tells whether the model is loaded, likewise.
    """

    id: str
    predict: str
    ready: str

    def predict_path(self, model: str) -> str:
        """Return the path to send requests to.

        Args:
            model: The name that the server has the model under.
        """
        return self.predict.format(model=model)

    def ready_path(self, model: str) -> str:
        """Return the path that tells whether a model is loaded.

        Args:
            model: The name that the server has the model under.
        """
        return self.ready.format(model=model)

    def is_ready(self, status: int, answer: Any) -> bool:
        """Return whether the answer of the ready path says that the model is loaded.

        Args:
            status: Of HTTP.
            answer: The body, parsed where it is JSON.
        """
        said = answer.get("ready", True) if isinstance(answer, dict) else True
        return status == HTTPStatus.OK and str(said).lower() == "true"


PROTOCOLS = tuple(
    Protocol(id, **paths)
    for id, paths in json.loads(
        files(__package__).joinpath("protocols.json").read_text("utf-8")
    ).items()
)
"""The protocols, the oldest first."""

PROTOCOL_IDS = tuple(protocol.id for protocol in PROTOCOLS)


def find_protocol(wanted: Any) -> Protocol | None:
    """Return the protocol of an id; None if there is none.

    Args:
        wanted: What a request or a file has as the id, which may be any JSON value.
    """
    return next((protocol for protocol in PROTOCOLS if protocol.id == wanted), None)

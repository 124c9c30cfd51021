"""local: models that are served by processes on this machine."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from pathlib import Path

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..errors import InvalidRequestError, UnsupportedFormatError
from ..kserve.predict import ask_model
from ..local import LocalServers
from ..local.process import LocalServer
from ..protocols import PROTOCOL_IDS, find_protocol
from ..store import ModelStore
from ..store.reading.loading import check_version
from .base import KserveHandler

_TIMEOUT = 30.0

_SERVERS = {
    ".joblib": "sklearn",
    ".pkl": "sklearn",
    ".pickle": "sklearn",
    ".ubj": "xgboost",
    ".json": "xgboost",
    ".bst": "lightgbm",
    ".cbm": "catboost",
}
"""By the extension of the model file, as the runtimes of KServe choose."""


class LocalServersHandler(KserveHandler):
    """GET, POST local."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the servers, and with the problem if none can be started."""
        servers = self.app.local
        problem = servers.problem()
        self.reply(
            {
                "servers": [server.to_dict() for server in servers.servers],
                "problem": problem.to_dict() if problem else None,
            }
        )

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Serve a version of a model."""
        data = self.json_body()
        model, version, trust = data.get("model"), data.get("version"), data.get("trust", False)
        if not isinstance(model, str) or not isinstance(version, str) or type(trust) is not bool:
            raise InvalidRequestError("The request must name a model and a version.")
        server = await start(self.app.local, await self.store(), model, version, trust)
        self.set_status(HTTPStatus.CREATED)
        self.reply(server.to_dict())


async def start(
    servers: LocalServers, store: ModelStore, model: str, version: str, trust: bool
) -> LocalServer:
    """Check a version, and serve it.

    Args:
        servers: The servers on this machine.
        store: The models.
        model: The model.
        version: Its version.
        trust: Whether it is loaded whatever it would run.

    Raises:
        UnsupportedFormatError: If no server here takes such a model.
        ModelStorageError: As ``check_version``.
        LocalServerError: As ``LocalServers.start``.
    """
    if problem := servers.problem():
        raise problem

    def check() -> tuple[Path, str]:
        record = store.get(model, version)
        what = f"{record.name} {record.version} cannot be run here"
        if record.uri is None:
            raise UnsupportedFormatError(
                f"{what}: it is a single file.", "Convert it to a version first."
            )
        extension = Path(record.model_file or "").suffix
        if record.model_file and extension not in _SERVERS:
            raise UnsupportedFormatError(
                f"{what}: its format is {record.format or 'not known'}.",
                "Models of scikit-learn, XGBoost, LightGBM, and CatBoost can be run here.",
            )
        check_version(store.volume, record, trust)
        return Path(store.volume.root, record.path), _SERVERS[extension]

    folder, server = await asyncio.to_thread(check)
    return await servers.start(model, version, folder, server)


class LocalServerHandler(KserveHandler):
    """DELETE local/<name>."""

    @web.authenticated
    @authorized
    async def delete(self, name: str) -> None:
        """Stop a server, and forget it."""
        await self.app.local.remove(name)
        self.set_status(HTTPStatus.NO_CONTENT)
        self.finish()


class LocalStopHandler(KserveHandler):
    """POST local/<name>/stop."""

    @web.authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Stop a server; its log stays."""
        server = self.app.local.get(name)
        await server.stop()
        self.reply(server.to_dict())


class LocalPredictHandler(KserveHandler):
    """POST local/<name>/predict."""

    @web.authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Send a request to a server, and answer with what it said."""
        data = self.json_body()
        protocol = find_protocol(data.get("protocol", "v1"))
        if protocol is None or "body" not in data:
            raise InvalidRequestError(
                f"The request must have a body and the protocol {' or '.join(PROTOCOL_IDS)}."
            )
        base, headers = await self.app.local.get(name).address(_TIMEOUT)
        path = protocol.predict_path(name)
        answer = await ask_model(base, path, data["body"], _TIMEOUT, headers)
        self.reply({**answer, "via": "local"})

"""Serve one model on this machine as KServe's sklearnserver, xgbserver and lgbserver do.

    python -m jupyterlab_kserve.local.server --model_name NAME --model_dir DIR --http_port PORT
        [--server sklearn|xgboost|lightgbm|catboost]

The V1 and V2 endpoints are those of the ``kserve`` package (the extra ``local``), and so is what
they answer. Only the address differs: 127.0.0.1, as nobody else may reach a model being tried out.
Options of KServe's server that are not named here are accepted and have no effect.

A process of the Jupyter server starts it with ``--listening`` and ``--owner``, and a secret in the
environment: only requests that carry it are answered, and the server ends with its owner.
"""

from __future__ import annotations

import argparse
import hmac
import os
import socket
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from .process import SECRET

HOST = "127.0.0.1"
_SHUTDOWN_SECONDS = 2

Predict = Callable[[Any], Any]
"""Takes rows, an array or a DataFrame, and returns an array."""


def main(arguments: list[str] | None = None) -> None:
    """Load the model and serve it until a signal comes.

    Args:
        arguments: The command line; sys.argv's by default.

    Raises:
        RuntimeError: If there is more than one model file; the process then exits with 1.
    """
    parser = argparse.ArgumentParser(prog="jupyterlab_kserve.local.server", description=__doc__)
    parser.add_argument("--model_name", default="model", help="the name in the endpoints' paths")
    parser.add_argument("--model_dir", required=True, help="the folder with the one model file")
    parser.add_argument("--http_port", type=int, default=8080, help="the port on 127.0.0.1")
    parser.add_argument("--server", choices=list(SERVERS), default="sklearn", help="which it is")
    parser.add_argument("--listening", type=int, help="a socket to use in place of the port")
    parser.add_argument("--owner", type=int, help="a socket to the process to end with")
    parser.add_argument("--memory", type=int, default=0, help="the most bytes of data; 0 for any")
    options, _ = parser.parse_known_args(arguments)
    if options.memory:
        _limit_memory(options.memory)
    owner = None if options.owner is None else _end_with(options.owner)
    # Read by numerical libraries when they are imported: more threads make small requests slow.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        serve(
            options.model_name,
            options.model_dir,
            options.http_port,
            options.server,
            None if options.listening is None else socket.socket(fileno=options.listening),
            (lambda: owner.send(b"r")) if owner else None,
        )
    except ModuleNotFoundError as error:
        if error.name not in ("kserve", "uvicorn"):
            raise  # A module that the model needs; KServe's server ends in the same way.
        sys.exit(f"{error.name} is not installed: pip install 'jupyterlab-kserve[local]'")


def serve(
    model_name: str,
    model_dir: str,
    port: int,
    server: str = "sklearn",
    listening: socket.socket | None = None,
    ready: Callable[[], object] | None = None,
) -> None:
    """Load the model and serve it until a signal comes.

    Args:
        model_name: The name in the endpoints' paths.
        model_dir: The folder with the one model file. Without one, each sub-directory is loaded as
            a model named after it.
        port: The port on 127.0.0.1; 0 for any free one.
        server: A key of ``SERVERS``.
        listening: A socket to use in place of the port.
        ready: Called when requests are answered.

    Raises:
        RuntimeError: If there is more than one model file.
    """
    import uvicorn
    from kserve.logging import configure_logging, logger
    from kserve.model_repository import ModelRepository
    from kserve.model_server import app
    from kserve.protocol.dataplane import DataPlane
    from kserve.protocol.model_repository_extension import ModelRepositoryExtension
    from kserve.protocol.rest.server import RESTServer

    # Before the model is loaded, which has no business with it.
    secret = os.environ.pop(SECRET, "")
    configure_logging()
    # Of kserve's code, at every request, and of no use to whoever reads the log.
    warnings.filterwarnings("ignore", message="ORJSONResponse is deprecated")
    registry = ModelRepository(model_dir)
    if os.path.isdir(model_dir) and not find_model_files(model_dir, server):
        logger.error("No model file in %s, trying its sub-directories as models.", model_dir)
        for entry in sorted(os.listdir(model_dir)):
            path = os.path.join(model_dir, entry)
            if os.path.isdir(path):
                registry.update(load(entry, path, server))
    else:
        registry.update(load(model_name, model_dir, server))
    for name in registry.get_models():
        logger.info("Serving the model %s from %s", name, model_dir)

    # KServe's class puts endpoints and error handlers into its app; its run() would open 0.0.0.0.
    endpoints = RESTServer(app, DataPlane(registry), ModelRepositoryExtension(registry), port)
    endpoints.create_application()
    config = uvicorn.Config(
        _guarded(app, secret) if secret else app,
        host=HOST,
        port=port,
        log_config=None,  # KServe has configured uvicorn's loggers too.
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if ready is not None:
                ready()

    Server(config).run([listening] if listening else None)


def load(name: str, model_dir: str, server: str = "sklearn") -> Any:
    """Load the one model file of a folder.

    Args:
        name: The model's name.
        model_dir: The folder.
        server: A key of ``SERVERS``.

    Returns:
        A ready ``kserve.Model``.

    Raises:
        RuntimeError: If there is more than one model file.
        ModelMissingError: If there is none.
    """
    from kserve import Model
    from kserve.errors import InferenceError, ModelMissingError
    from kserve.utils.utils import get_predict_input, get_predict_response

    files = find_model_files(model_dir, server)
    if not files:
        raise ModelMissingError(model_dir)
    if len(files) > 1:
        # Word for word what the cluster's log says, so that it can be searched for.
        raise RuntimeError(
            f"More than one model file is detected, Only one is allowed within model_dir: {files}"
        )
    predict_rows = SERVERS[server].load(files[0])

    class LoadedModel(Model):  # type: ignore[misc]  # kserve has no types
        def predict(self, payload: Any, headers: Any = None, response_headers: Any = None) -> Any:
            try:
                rows = get_predict_input(payload)
                return get_predict_response(payload, predict_rows(rows), self.name)
            except Exception as error:  # whatever fails in a model is the answer to its request
                raise InferenceError(str(error)) from error

    model = LoadedModel(name)
    model.ready = True
    return model


def find_model_files(model_dir: str, server: str = "sklearn") -> list[Path]:
    """Return the paths of what KServe's server takes for a model file: hidden files too.

    Args:
        model_dir: The folder.
        server: A key of ``SERVERS``.
    """
    paths = sorted(Path(model_dir).iterdir())
    extensions = SERVERS[server].extensions
    return [path for path in paths if path.name.endswith(extensions) and path.is_file()]


def _guarded(app: Any, secret: str) -> Any:
    """The application, for those who know the secret: other users of the machine reach the port."""
    wanted = f"Bearer {secret}".encode()

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        given = dict(scope.get("headers", ())).get(b"authorization", b"")
        if scope["type"] == "http" and hmac.compare_digest(given, wanted):
            await app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b"Unauthorized"})

    return answer


def _end_with(owner: int) -> socket.socket:
    """End when the other end of a socket is closed, which it also is when its process is killed."""
    connection = socket.socket(fileno=owner)

    def wait() -> None:
        try:
            connection.recv(1)
        finally:
            os._exit(0)

    threading.Thread(target=wait, daemon=True).start()
    return connection


def _limit_memory(most: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _load_sklearn(file: Path) -> Predict:
    import joblib

    estimator = joblib.load(file)
    proba = os.environ.get("PREDICT_PROBA", "false").lower() == "true"
    has_proba = hasattr(estimator, "predict_proba")
    predict: Predict = estimator.predict_proba if proba and has_proba else estimator.predict
    return predict


def _load_xgboost(file: Path) -> Predict:
    import xgboost

    booster = xgboost.Booster(model_file=str(file))
    return lambda rows: booster.predict(xgboost.DMatrix(rows))


def _load_lightgbm(file: Path) -> Predict:
    import lightgbm

    booster = lightgbm.Booster(model_file=str(file))
    return lambda rows: booster.predict(rows)


def _load_catboost(file: Path) -> Predict:
    from ..frameworks.catboost import load as load_catboost

    with file.open("rb") as stream:
        predict: Predict = load_catboost(stream).predict
    return predict


class _Server(NamedTuple):
    """What one of KServe's servers takes.

    Attributes:
        extensions: Of the files that count as a model.
        load: Reads such a file.
    """

    extensions: tuple[str, ...]
    load: Callable[[Path], Predict]


SERVERS = {
    "sklearn": _Server((".joblib", ".pkl", ".pickle"), _load_sklearn),
    "xgboost": _Server((".bst", ".json", ".ubj"), _load_xgboost),
    "lightgbm": _Server((".bst",), _load_lightgbm),
    "catboost": _Server((".cbm",), _load_catboost),
}
"""KServe's servers for models in one file, by the names of their frameworks; and CatBoost's, which
KServe has no server for."""


if __name__ == "__main__":
    main()

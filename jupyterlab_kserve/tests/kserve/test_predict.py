"""Where a request for a prediction may go, and what of an answer is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import WSMsgType, web

from jupyterlab_kserve.errors import InvalidRequestError
from jupyterlab_kserve.kserve.address import _is_own
from jupyterlab_kserve.kserve.predict import _answer, find_loaded, predict
from jupyterlab_kserve.kubernetes.api import KubernetesApi

from ..upstream import CANARY, Upstream


@pytest.mark.parametrize(
    "host",
    [
        "iris.project.svc",
        "iris.project.svc.cluster.local",
        "iris-predictor.project.svc.cluster.local",
        "iris-transformer.project.svc.cluster.local",
    ],
)
def test_a_service_is_reached_at_its_own_address(host: str) -> None:
    assert _is_own(host, "iris", "project")


@pytest.mark.parametrize(
    "host",
    [
        "kubernetes.default.svc",
        "iris.other.svc.cluster.local",
        "other.project.svc",
        "iris-other.project.svc",
        "irisxproject.svc",
        "iris.project.svc.cluster.local.example.com",
        "x.iris.project.svc",
        "iris.project.svc\n",
        "169.254.169.254",
        "",
    ],
)
def test_no_other_address_is_taken_from_its_status(host: str) -> None:
    assert not _is_own(host, "iris", "project")


@pytest.mark.parametrize(
    ("data", "content_type", "shown"),
    [
        (b'{"predictions": [1]}', "application/json", {"predictions": [1]}),
        (b"no healthy upstream", "text/plain", "no healthy upstream"),
        (b"x" * 20_000, "text/plain", "x" * 10_000),
    ],
)
def test_json_and_plain_text_are_shown(data: bytes, content_type: str, shown: Any) -> None:
    assert _answer(data, content_type) == shown


def test_a_page_is_never_shown() -> None:
    shown = _answer(b"<script>alert(1)</script>", "text/html")
    assert "script" not in shown
    assert "text/html" in shown


SERVICE = {"status": {"address": {"url": "http://iris.team.svc.cluster.local"}}}
POD = {
    "metadata": {"name": "iris-0"},
    "spec": {"containers": [{"name": "kserve-container", "ports": [{"containerPort": 8080}]}]},
    "status": {"conditions": [{"type": "Ready", "status": "True"}]},
}


def forwarding(answer: bytes, received: bytearray) -> Any:
    """A pod's port behind the API: the kubelet's protocol, and a model server of one answer."""

    async def forward(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=["v4.channel.k8s.io"])
        await socket.prepare(request)
        for channel in (0, 1):
            await socket.send_bytes(bytes([channel]) + (8080).to_bytes(2, "little"))
        async for message in socket:
            if message.type == WSMsgType.BINARY:
                received.extend(message.data[1:])
            if b"instances" in received:
                break
        await socket.send_bytes(b"\0" + answer)
        await socket.close()
        return socket

    return forward


@pytest.fixture
def ask(jp_asyncio_loop: asyncio.AbstractEventLoop, upstream: Upstream) -> Any:
    """Sends one request to the model."""

    async def send() -> dict[str, Any]:
        api = KubernetesApi(str(upstream.kubeconfig))
        try:
            return await predict(api, "iris", "v1", {"instances": [[1]]})
        finally:
            await api.close()

    return lambda: jp_asyncio_loop.run_until_complete(send())


def test_a_pod_is_reached_with_a_token_that_was_rotated_and_never_sees_it(
    ask: Any, upstream: Upstream
) -> None:
    async def rotate(_request: web.Request) -> web.Response:
        upstream.token = f"{CANARY}-2"
        upstream.write_kubeconfig(upstream.token)
        return web.json_response({"items": [POD]})

    received = bytearray()
    said = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    upstream.answers = [SERVICE, rotate, forwarding(said, received)]
    answer = ask()
    assert (answer["status"], answer["via"]) == (200, "port-forward")
    sent = [request.headers["Authorization"] for request in upstream.requests[2:]]
    assert sent == [f"Bearer {CANARY}", f"Bearer {CANARY}-2"]
    assert b"instances" in received
    assert CANARY.encode() not in received


def test_a_model_that_sends_us_elsewhere_is_not_followed(ask: Any, upstream: Upstream) -> None:
    elsewhere = f"http://127.0.0.1:{upstream.port}/elsewhere".encode()
    said = b"HTTP/1.1 307 X\r\nLocation: " + elsewhere + b"\r\nContent-Length: 0\r\n\r\n"
    upstream.answers = [SERVICE, {"items": [POD]}, forwarding(said, bytearray())]
    assert ask()["status"] == 307
    assert len(upstream.requests) == 3


@pytest.fixture
def model_server(
    jp_asyncio_loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Any]]:
    """A server of models at the service's own address: what it answers, by path.

    It stands in for the servers that no test can start: of other kinds, and without their models.
    """
    answers: dict[str, Any] = {}

    async def answer(request: web.Request) -> web.Response:
        found = answers.get(request.path)
        if found is None:
            return web.json_response({"detail": "Not Found"}, status=404)
        return web.json_response(found) if not isinstance(found, web.Response) else found

    async def start() -> tuple[web.AppRunner, str]:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"

    runner, url = jp_asyncio_loop.run_until_complete(start())

    @asynccontextmanager
    async def address(_api: KubernetesApi, _service: str) -> AsyncIterator[tuple[str, str]]:
        yield url, "service"

    monkeypatch.setattr("jupyterlab_kserve.kserve.predict.find_address", address)
    yield answers
    jp_asyncio_loop.run_until_complete(runner.cleanup())


HEALTHY = {"/v2/health/ready": {"status": "ready"}}


@pytest.mark.parametrize(
    ("answers", "loaded"),
    [
        ({"/v2/models/iris/ready": {"name": "iris", "ready": True}}, (True, "iris")),
        ({"/v1/models/iris": {"name": "iris", "ready": "True"}}, (True, "iris")),
        ({"/v1/models/iris": {"model_version_status": []}}, (True, "iris")),
        ({"/v1/models/model": {"name": "model", "ready": True}}, (True, "model")),
        (HEALTHY, (False, None)),
        (HEALTHY | {"/v2/models/iris/ready": {"name": "iris", "ready": False}}, (False, None)),
        # A server of something else altogether.
        ({}, (None, None)),
    ],
)
def test_a_server_is_asked_whether_it_has_its_model(
    jp_asyncio_loop: asyncio.AbstractEventLoop,
    upstream: Upstream,
    model_server: dict[str, Any],
    answers: dict[str, Any],
    loaded: tuple[bool | None, str | None],
) -> None:
    model_server.update(answers)
    api = KubernetesApi(str(upstream.kubeconfig))
    answer = jp_asyncio_loop.run_until_complete(find_loaded(api, "iris"))
    assert (answer["loaded"], answer["model"]) == loaded


@pytest.mark.parametrize("name", ["../secrets", "iris/x", "Iris", "", "a" * 64, "iris?x", 7])
def test_names_that_lead_elsewhere_are_refused(
    jp_asyncio_loop: asyncio.AbstractEventLoop, upstream: Upstream, name: Any
) -> None:
    api = KubernetesApi(str(upstream.kubeconfig))
    for asked in (find_loaded(api, name), predict(api, name, "v1", {})):
        with pytest.raises(InvalidRequestError):
            jp_asyncio_loop.run_until_complete(asked)
    if name:
        with pytest.raises(InvalidRequestError):
            jp_asyncio_loop.run_until_complete(predict(api, "iris", "v1", {}, name))
    assert upstream.requests == []

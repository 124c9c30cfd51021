"""Who gets in, on every route of the table: a new route is covered without a test of its own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketHandler, websocket_connect

from jupyterlab_kserve.routes import ROUTES

VERBS = ("get", "post", "put", "patch", "delete")
STREAM = "jupyterlab-kserve/stream"


def requests() -> list[tuple[str, str]]:
    """Every verb of every route, with a path that leads there."""
    found = []
    for pattern, handler in ROUTES:
        # A group stands for a segment, or for the rest of a path.
        path = re.sub(r"\([^()]*\)", "/x" if "(/.*)" in pattern else "x", pattern).lstrip("/")
        verbs = [verb for verb in VERBS if verb in vars(handler)]
        assert verbs, f"{handler.__name__} has no verb of its own"
        found += [(verb, path) for verb in verbs]
    return found


WRITES = [(verb, path) for verb, path in requests() if verb != "get"]


@pytest.fixture
def jp_base_url() -> str:
    return "/user/x/"


@pytest.fixture
def jp_server_config(volume: Path) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
        "KserveExtension": {"models_path": str(volume), "kubernetes_enabled": False},
    }


@pytest.fixture
def send(jp_serverapp: Any, http_server_client: Any, jp_base_url: str) -> Callable[..., Any]:
    """Sends a request with nothing but the headers given, as a foreign page would."""

    async def fetch(verb: str, path: str, **headers: str) -> Any:
        body = b"{}" if verb in ("post", "put", "patch") else None
        return await http_server_client.fetch(
            jp_base_url + path,
            method=verb.upper(),
            headers=headers,
            body=body,
            follow_redirects=False,
        )

    return fetch


@pytest.fixture
def cookie(
    send: Callable[..., Any], jp_serverapp: Any, jp_asyncio_loop: asyncio.AbstractEventLoop
) -> str:
    """The cookie of somebody who is logged in."""
    token = jp_serverapp.identity_provider.token
    login = send("get", f"jupyterlab-kserve/status?token={token}")
    headers = jp_asyncio_loop.run_until_complete(login).headers
    return "; ".join(value.partition(";")[0] for value in headers.get_list("Set-Cookie"))


@pytest.mark.parametrize(("verb", "path"), requests())
async def test_nobody_gets_in_without_a_login(
    send: Callable[..., Any], verb: str, path: str
) -> None:
    # With a pair of XSRF tokens, or a write would be refused for the want of those.
    tokens = {"Cookie": "_xsrf=made-up", "X-XSRFToken": "made-up"}
    with pytest.raises(HTTPClientError) as caught:
        await send(verb, path, **tokens)
    assert caught.value.code == 403
    assert b"XSRF" not in caught.value.response.body


async def test_the_cookie_is_a_login(send: Callable[..., Any], cookie: str) -> None:
    assert (await send("get", "jupyterlab-kserve/status", Cookie=cookie)).code == 200


@pytest.mark.parametrize(("verb", "path"), WRITES)
async def test_a_write_without_the_xsrf_token_is_refused(
    send: Callable[..., Any], cookie: str, volume: Path, verb: str, path: str
) -> None:
    with pytest.raises(HTTPClientError) as caught:
        await send(verb, path, Cookie=cookie)
    assert caught.value.code == 403
    assert b"XSRF" in caught.value.response.body or b"_xsrf" in caught.value.response.body
    assert list(volume.iterdir()) == []


@pytest.mark.parametrize(("verb", "path"), WRITES)
async def test_a_write_from_a_foreign_page_is_refused(
    send: Callable[..., Any], cookie: str, verb: str, path: str
) -> None:
    with pytest.raises(HTTPClientError) as caught:
        await send(verb, path, Cookie=cookie, Origin="https://evil.example")
    # jupyter_server tells a foreign page nothing, not even that there is something.
    assert caught.value.code == 404
    assert b"Not Found" in caught.value.response.body


async def test_the_stream_refuses_a_foreign_page_before_the_upgrade(
    cookie: str, jp_http_port: int, jp_base_url: str
) -> None:
    url = f"ws://127.0.0.1:{jp_http_port}{jp_base_url}{STREAM}"
    own = f"http://127.0.0.1:{jp_http_port}"
    for headers in (
        {"Cookie": cookie, "Origin": "https://evil.example"},
        {"Origin": own},
    ):
        with pytest.raises(HTTPClientError) as caught:
            await websocket_connect(HTTPRequest(url, headers=headers))
        assert caught.value.code == 403
    socket = await websocket_connect(HTTPRequest(url, headers={"Cookie": cookie, "Origin": own}))
    socket.close()


def test_the_stream_is_the_only_websocket() -> None:
    sockets = [path for path, handler in ROUTES if issubclass(handler, WebSocketHandler)]
    assert sockets == [f"/{STREAM}"]

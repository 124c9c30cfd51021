"""The one WebSocket of a page: changes of a real volume, watches and logs of an upstream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sklearn.linear_model import LinearRegression

from jupyterlab_kserve.errors import (
    InvalidMetadataError,
    ModelStorageError,
    VolumeMissingError,
)
from jupyterlab_kserve.jobs import Jobs
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.changes import Changes

from ..upstream import NAMESPACE, Upstream, status

PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"
Connect = Callable[..., Any]


@pytest.fixture
def jp_server_config(upstream: Upstream, volume: Path) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
        "KserveExtension": {
            "kubeconfig": str(upstream.kubeconfig),
            "models_path": str(volume),
        },
    }


async def say(socket: Any, **message: Any) -> None:
    await socket.write_message(json.dumps(message))


async def hear(socket: Any) -> dict[str, Any]:
    text = await asyncio.wait_for(socket.read_message(), 10)
    assert text is not None, "the server closed the connection"
    message: dict[str, Any] = json.loads(text)
    return message


def events(*lines: dict[str, Any], then: asyncio.Event | None = None) -> Any:
    """A watch that sends lines, and stays open until an event if there is one."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for line in lines:
            await response.write(json.dumps(line).encode() + b"\n")
        if then is not None:
            await then.wait()
        return response

    return answer


async def test_a_saved_model_is_told_of(jp_ws_fetch: Connect, volume: Path) -> None:
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await say(socket, op="subscribe", id="1", channel="models")
    assert await hear(socket) == {"id": "1", "event": "open"}
    model = LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0])
    await asyncio.to_thread(ModelStore(volume).save, model, "line")
    told = await hear(socket)
    assert (told["id"], told["event"]) == ("1", "changed")
    socket.close()


async def test_what_others_write_is_told_with_the_revision_of_the_list(
    jp_ws_fetch: Connect, jp_fetch: Connect, volume: Path
) -> None:
    async def revision() -> str:
        listed = await jp_fetch("jupyterlab-kserve", "models")
        return str(json.loads(listed.body)["revision"])

    before = await revision()
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await say(socket, op="subscribe", id="1", channel="models")
    assert await hear(socket) == {"id": "1", "event": "open"}
    await asyncio.sleep(1.5)  # Until it has seen what is there.
    (volume / "line.pkl").write_bytes(b"x")
    told = await hear(socket)
    assert told["event"] == "changed"
    assert told["revision"] == await revision() != before
    socket.close()


@pytest.mark.parametrize(
    "error",
    [
        VolumeMissingError("The volume is away.", "Mount it."),
        InvalidMetadataError("No card.", "Write one."),
    ],
    ids=["an OSError", "a ValueError"],
)
@pytest.mark.parametrize("channel", ["models", "jobs"])
async def test_an_error_of_the_store_reaches_the_page_in_its_own_words(
    jp_ws_fetch: Connect, monkeypatch: pytest.MonkeyPatch, channel: str, error: ModelStorageError
) -> None:
    def fail(*_: Any) -> Any:
        raise error

    monkeypatch.setattr(Changes, "follow", fail)
    monkeypatch.setattr(Jobs, "list", fail)
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await say(socket, op="subscribe", id="1", channel=channel)
    told = await hear(socket)
    if channel == "models":
        assert told == {"id": "1", "event": "open"}
        told = await hear(socket)
    assert told == {"id": "1", "event": "error", "status": error.status, **error.to_dict()}
    socket.close()


async def test_a_fault_of_ours_ends_a_subscription_with_an_event(
    jp_ws_fetch: Connect, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Any) -> Any:
        raise KeyError("secret")

    monkeypatch.setattr(Jobs, "list", fail)
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await say(socket, op="subscribe", id="1", channel="jobs")
    told = await hear(socket)
    assert (told["event"], told["status"], told["reason"]) == ("error", 500, "UnexpectedError")
    assert "secret" not in json.dumps(told)
    assert "jobs failed" in caplog.text
    socket.close()


async def test_a_watch_passes_events_and_ends(jp_ws_fetch: Connect, upstream: Upstream) -> None:
    added = {"type": "ADDED", "object": {"kind": "Pod", "metadata": {"name": "a"}}}
    gone = {"type": "ERROR", "object": {"kind": "Status", "code": 410}}
    upstream.answers = [events(added, gone)]
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await say(
        socket, op="subscribe", id="w", channel="watch", path=PODS, query={"resourceVersion": "7"}
    )
    said = [await hear(socket) for _ in range(4)]
    assert [message["event"] for message in said] == ["open", "watch", "watch", "end"]
    assert said[1]["object"] == added["object"]
    assert said[2] == {"id": "w", "event": "watch", **gone}
    (request,) = upstream.requests
    assert request.query["watch"] == "true"
    assert request.query["resourceVersion"] == "7"
    socket.close()


async def test_a_watch_that_fell_silent_ends(
    jp_ws_fetch: Connect, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jupyterlab_kserve.routes.subscriptions.WATCH_SILENCE", 0.3)
    added = {"type": "ADDED", "object": {"kind": "Pod", "metadata": {"name": "a"}}}
    never = asyncio.Event()
    upstream.answers = [events(added, then=never)]
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await say(socket, op="subscribe", id="w", channel="watch", path=PODS)
    said = [await hear(socket) for _ in range(3)]
    assert [message["event"] for message in said] == ["open", "watch", "end"]
    # The API is asked to end it before.
    assert 0 < float(upstream.requests[0].query["timeoutSeconds"]) <= 60
    socket.close()


@pytest.mark.parametrize(
    "path",
    [
        f"/api/v1/namespaces/{NAMESPACE}/secrets",
        "/api/v1/namespaces/other/pods",
        f"{PODS}/a",
        f"{PODS}/a/log",
        "/version",
    ],
)
async def test_only_what_is_allowed_is_watched(
    jp_ws_fetch: Connect, upstream: Upstream, path: str
) -> None:
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await say(socket, op="subscribe", id="w", channel="watch", path=path)
    told = await hear(socket)
    assert (told["event"], told["status"], told["reason"]) == ("error", 403, "NotAllowed")
    assert upstream.requests == []
    socket.close()


async def test_a_refusal_comes_with_its_status_object(
    jp_ws_fetch: Connect, upstream: Upstream
) -> None:
    upstream.answers = [status(403, "Forbidden", "cannot watch pods")]
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await say(socket, op="subscribe", id="w", channel="watch", path=PODS)
    told = await hear(socket)
    assert (told["event"], told["status"], told["message"]) == ("error", 403, "cannot watch pods")
    assert told["kubernetes"]["reason"] == "Forbidden"
    socket.close()


async def test_lines_of_a_log_come_whole_and_in_order(
    jp_ws_fetch: Connect, upstream: Upstream
) -> None:
    async def log(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/plain"})
        await response.prepare(request)
        for piece in (b"one\ntw", b"o\n", "drei ü\n".encode()[:-2], b"\xbc\nlast"):
            await response.write(piece)
            await asyncio.sleep(0.01)
        return response

    upstream.answers = [log]
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await say(socket, op="subscribe", id="l", channel="log", path=f"{PODS}/a/log")
    lines: list[str] = []
    while True:
        message = await hear(socket)
        if message["event"] == "end":
            break
        lines += message.get("data", [])
    assert lines == ["one", "two", "drei ü", "last"]
    assert upstream.requests[0].query["follow"] == "true"
    socket.close()


@pytest.mark.parametrize("how", ["unsubscribe", "close"])
async def test_the_upstream_ends_with_its_reader(
    jp_ws_fetch: Connect, upstream: Upstream, how: str
) -> None:
    closed = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        try:
            await asyncio.sleep(60)
        finally:
            closed.set()
        return response

    upstream.answers = [answer]
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await say(socket, op="subscribe", id="w", channel="watch", path=PODS)
    assert (await hear(socket))["event"] == "open"
    if how == "unsubscribe":
        await say(socket, op="unsubscribe", id="w")
    else:
        socket.close()
    await asyncio.wait_for(closed.wait(), 5)
    socket.close()


async def test_many_watches_leave_the_socket_usable(
    jp_ws_fetch: Connect, upstream: Upstream
) -> None:
    release = asyncio.Event()
    upstream.answers = [events(then=release) for _ in range(20)]
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    for number in range(20):
        await say(socket, op="subscribe", id=str(number), channel="watch", path=PODS)
    opened = {(await hear(socket))["id"] for _ in range(20)}
    assert opened == {str(number) for number in range(20)}
    release.set()
    socket.close()


@pytest.mark.parametrize("text", ["{", "[]", '{"op": "subscribe"}', '{"op": "x", "id": "1"}'])
async def test_nonsense_ends_the_connection(jp_ws_fetch: Connect, text: str) -> None:
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await socket.write_message(text)
    assert await asyncio.wait_for(socket.read_message(), 5) is None


async def test_a_long_log_comes_in_pieces_and_a_line_of_it_whole(
    jp_ws_fetch: Connect, upstream: Upstream
) -> None:
    written = [f"{number} " + "x" * 90 for number in range(20_000)] + ["y" * 300_000, "end"]

    async def log(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/plain"})
        await response.prepare(request)
        await response.write("\n".join(written).encode())
        return response

    upstream.answers = [log]
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    await say(socket, op="subscribe", id="l", channel="log", path=f"{PODS}/a/log")
    assert (await hear(socket))["event"] == "open"
    lines: list[str] = []
    while (message := await hear(socket))["event"] == "lines":
        # What is one message is one moment in which nobody else is served.
        assert sum(map(len, message["data"])) < 600_000
        lines += message["data"]
    assert message["event"] == "end"
    assert lines == written
    socket.close()


async def test_the_log_of_a_run_that_is_over_is_not_followed(
    jp_ws_fetch: Connect, upstream: Upstream
) -> None:
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    for query in ({}, {"previous": "true"}):
        await say(
            socket, op="subscribe", id=str(query), channel="log", path=f"{PODS}/a/log", query=query
        )
        assert (await hear(socket))["event"] == "open"
        while (await hear(socket))["event"] != "end":
            pass
    assert [request.query.get("follow") for request in upstream.requests] == ["true", None]
    socket.close()

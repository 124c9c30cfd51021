"""The proxy in a real Jupyter server, in front of an upstream that misbehaves on purpose."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from tornado.httpclient import HTTPClientError

from ..upstream import CANARY, NAMESPACE, Upstream, status

PODS = f"api/v1/namespaces/{NAMESPACE}/pods"
SERVICES = f"apis/serving.kserve.io/v1beta1/namespaces/{NAMESPACE}/inferenceservices"
METRICS = f"apis/metrics.k8s.io/v1beta1/namespaces/{NAMESPACE}/pods"


@pytest.fixture
def jp_base_url() -> str:
    return "/user/x/"


@pytest.fixture
def jp_server_config(upstream: Upstream, tmp_path: Path) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
        "KserveExtension": {
            "kubeconfig": str(upstream.kubeconfig),
            "kubernetes_timeout": 1.0,
            "models_path": str(tmp_path / "models"),
        },
    }


Fetch = Callable[..., Any]


@pytest.fixture
def proxy(jp_fetch: Fetch) -> Fetch:
    async def fetch(path: str, **options: Any) -> Any:
        return await jp_fetch("jupyterlab-kserve", "kubernetes", *path.split("/"), **options)

    return fetch


def error_of(caught: Any) -> tuple[int, dict[str, Any]]:
    return caught.value.code, json.loads(caught.value.response.body)


async def test_it_passes_on_with_our_identity(proxy: Fetch, upstream: Upstream) -> None:
    upstream.answers = [{"kind": "PodList", "items": [{"unknown": "kept"}]}]
    response = await proxy(PODS, params={"labelSelector": "a=b"})
    assert json.loads(response.body)["items"] == [{"unknown": "kept"}]
    (request,) = upstream.requests
    assert request.path == f"/{PODS}"
    assert dict(request.query) == {"labelSelector": "a=b"}
    assert request.headers["Authorization"] == f"Bearer {CANARY}"


async def test_the_clients_headers_stay_here(proxy: Fetch, upstream: Upstream) -> None:
    await proxy(
        PODS,
        headers={
            "Cookie": "_xsrf=1; session=secret",
            "Impersonate-User": "system:admin",
            "Impersonate-Group": "system:masters",
            "X-Forwarded-For": "10.0.0.1",
            "X-Remote-User": "root",
        },
    )
    sent = {name.lower() for name in upstream.requests[0].headers}
    assert sent <= {"host", "accept", "authorization", "accept-encoding", "user-agent"}


async def test_a_body_is_passed_on_as_it_is(proxy: Fetch, upstream: Upstream) -> None:
    received = []

    async def take(request: web.Request) -> web.Response:
        received.append((request.content_type, await request.text()))
        return web.json_response({})

    upstream.answers = [take]
    body = '{"kind": "InferenceService"}'
    await proxy(
        f"{SERVICES}/iris",
        method="PATCH",
        body=body,
        headers={"Content-Type": "application/apply-patch+yaml"},
        params={"fieldManager": "jupyterlab-kserve", "dryRun": "All"},
    )
    assert received == [("application/apply-patch+yaml", body)]


@pytest.mark.parametrize(
    "path",
    [
        f"api/v1/namespaces/{NAMESPACE}/secrets",
        "api/v1/namespaces/other/pods",
        f"{PODS}/x/exec",
        f"{PODS}/%2e%2e/secrets",
        f"{PODS}%2fx",
        f"{PODS}/%252e%252e",
    ],
)
async def test_what_is_not_allowed_is_never_sent(
    http_server_client: Any, jp_auth_header: Any, jp_base_url: str, upstream: Upstream, path: str
) -> None:
    # Not through jp_fetch, which would encode the path once more.
    url = f"{jp_base_url}jupyterlab-kserve/kubernetes/{path}"
    with pytest.raises(HTTPClientError) as caught:
        await http_server_client.fetch(url, headers=jp_auth_header)
    assert caught.value.code == 403
    assert json.loads(caught.value.response.body)["reason"] == "NotAllowed"
    assert upstream.requests == []


async def test_a_status_object_passes_unchanged(proxy: Fetch, upstream: Upstream) -> None:
    upstream.answers = [status(403, "Forbidden", "pods is forbidden: User cannot list")]
    with pytest.raises(HTTPClientError) as caught:
        await proxy(PODS)
    code, body = error_of(caught)
    assert (code, body["kind"], body["reason"]) == (403, "Status", "Forbidden")


async def test_a_rotated_token_is_read_once_more(proxy: Fetch, upstream: Upstream) -> None:
    await proxy(PODS)
    upstream.token = "rotated"
    upstream.write_kubeconfig("rotated")
    await proxy(PODS)
    sent = [request.headers["Authorization"] for request in upstream.requests]
    assert sent == [f"Bearer {CANARY}", f"Bearer {CANARY}", "Bearer rotated"]


async def test_an_expired_login_is_said_and_not_tried_for_ever(
    proxy: Fetch, upstream: Upstream
) -> None:
    upstream.token = "another"
    with pytest.raises(HTTPClientError) as caught:
        await proxy(PODS)
    code, body = error_of(caught)
    assert (code, body["reason"]) == (503, "LoginExpired")
    assert "oc login" in body["hint"]
    assert len(upstream.requests) == 2


async def test_a_page_of_html_is_never_quoted(proxy: Fetch, upstream: Upstream) -> None:
    upstream.answers = [
        web.Response(status=502, text=f"<html>secret {CANARY}</html>", content_type="text/html")
    ]
    with pytest.raises(HTTPClientError) as caught:
        await proxy(PODS)
    code, body = error_of(caught)
    assert (code, body["reason"]) == (502, "UnexpectedAnswer")
    assert "secret" not in json.dumps(body)


async def test_a_redirect_is_not_followed(proxy: Fetch, upstream: Upstream) -> None:
    upstream.answers = [web.Response(status=302, headers={"Location": "/api/v1/secrets"})]
    with pytest.raises(HTTPClientError):
        await proxy(PODS)
    assert len(upstream.requests) == 1


async def test_a_hang_ends(proxy: Fetch, upstream: Upstream) -> None:
    async def hang(_request: web.Request) -> web.Response:
        await asyncio.sleep(60)
        return web.Response()

    upstream.answers = [hang]
    with pytest.raises(HTTPClientError) as caught:
        await proxy(PODS)
    assert error_of(caught)[1]["reason"] == "TimedOut"
    # What came after it is served.
    await proxy(PODS)


async def test_an_unreachable_cluster_is_said_in_the_status(
    jp_fetch: Fetch, upstream: Upstream
) -> None:
    await upstream.stop()
    response = await jp_fetch("jupyterlab-kserve", "status")
    data = json.loads(response.body)
    assert data["kubernetes"]["state"] == "unavailable"
    assert data["kubernetes"]["reason"] == "ClusterUnreachable"
    assert data["kubernetes"]["hint"]
    assert data["volumes"][0]["problem"]["reason"] == "VolumeMissing"


def quoting(code: int, content_type: str = "application/json") -> Any:
    """An answer that quotes what it was sent, as careless proxies do."""

    async def answer(request: web.Request) -> web.Response:
        body = {"kind": "Status", "code": code, "message": str(dict(request.headers))}
        return web.Response(status=code, text=json.dumps(body), content_type=content_type)

    return answer


async def test_the_token_is_nowhere(
    jp_fetch: Fetch, jp_ws_fetch: Fetch, upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong, on every way to the cluster."""
    caplog.set_level(logging.DEBUG)
    seen: list[bytes] = []

    async def ask(*path: str, **options: Any) -> None:
        try:
            seen.append((await jp_fetch("jupyterlab-kserve", *path, **options)).body)
        except HTTPClientError as error:
            seen.append(error.response.body)

    async def redirect(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": f"/?token={CANARY}"})

    request = {"service": "iris", "protocol": "v1", "body": {}}
    wrongs = [
        quoting(200),
        quoting(409),
        quoting(500),
        quoting(502, "text/html"),
        quoting(200, "text/html"),
        redirect,
        "stopped",
    ]
    for wrong in wrongs:
        if wrong == "stopped":
            await upstream.stop()
        for path, options in [
            (["kubernetes", *PODS.split("/")], {}),
            (["predict"], {"method": "POST", "body": json.dumps(request)}),
            (["kubernetes", *SERVICES.split("/"), "iris"], {"method": "PATCH", "body": "{}"}),
            (["kubernetes", *PODS.split("/"), "iris", "log"], {}),
            (["kubernetes", *METRICS.split("/")], {}),
            (["status"], {}),
        ]:
            upstream.answers = [wrong, wrong]
            await ask(*path, **options)
        upstream.answers = [wrong]
        socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
        watch = {"op": "subscribe", "id": "w", "channel": "watch", "path": f"/{PODS}"}
        await socket.write_message(json.dumps(watch))
        seen.append((await asyncio.wait_for(socket.read_message(), 10)).encode())
        socket.close()
    assert len(seen) == 7 * len(wrongs)
    assert b"our token" in b"".join(seen)
    assert CANARY not in b"".join(seen).decode()
    assert CANARY not in caplog.text


async def test_a_name_that_does_not_resolve_is_said(proxy: Fetch, upstream: Upstream) -> None:
    upstream.write_kubeconfig(CANARY, cluster={"server": "https://cluster.invalid"})
    with pytest.raises(HTTPClientError) as caught:
        await proxy(PODS)
    code, body = error_of(caught)
    assert (code, body["reason"]) == (503, "ClusterUnreachable")
    assert "cluster.invalid" in body["message"]
    assert body["hint"]


async def test_a_request_without_login_or_xsrf_token_is_refused(
    jp_fetch: Fetch, http_server_client: Any, jp_base_url: str, upstream: Upstream
) -> None:
    url = f"{jp_base_url}jupyterlab-kserve/kubernetes/{SERVICES}/iris"
    for options in ({}, {"method": "DELETE"}):
        with pytest.raises(HTTPClientError) as caught:
            await http_server_client.fetch(url, follow_redirects=False, **options)
        assert caught.value.code == 403
    assert upstream.requests == []


async def test_a_whole_log_is_a_file_to_download(proxy: Fetch, upstream: Upstream) -> None:
    line = b"x" * 99 + b"\n"

    async def log(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/plain"})
        await response.prepare(request)
        for _ in range(100):
            await response.write(line * 1000)
        return response

    upstream.answers = [log]
    response = await proxy(f"{PODS}/a/log", params={"container": "c", "previous": "true"})
    assert len(response.body) == 100 * 1000 * len(line)
    assert response.headers["Content-Disposition"] == "attachment"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    (request,) = upstream.requests
    assert dict(request.query) == {"container": "c", "previous": "true"}
    assert CANARY.encode() not in response.body
    assert CANARY not in str(response.headers)


async def test_a_log_that_is_refused_or_a_page_is_no_file(proxy: Fetch, upstream: Upstream) -> None:
    refused = status(403, "Forbidden", "pods is forbidden: no")
    upstream.answers = [refused, status(403, "Forbidden", "pods is forbidden: no")]
    with pytest.raises(HTTPClientError) as caught:
        await proxy(f"{PODS}/a/log")
    code, body = error_of(caught)
    assert (code, body["kind"]) == (403, "Status")
    page = "<script>alert(1)</script>"
    upstream.answers = [web.Response(text=page, content_type="text/html") for _ in range(2)]
    with pytest.raises(HTTPClientError) as caught:
        await proxy(f"{PODS}/a/log")
    assert b"script" not in caught.value.response.body

"""An upstream that stands in for the Kubernetes API.

It is a fake, and there for what a real API cannot be made to answer at the right moment: a rotated
token, a page of HTML, a hang, a watch that is gone. What a real API does answer is tested against
one in test_cluster.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

NAMESPACE = "team"
CANARY = "canary-7f3a9c-token"


class Upstream:
    """Answers as a test tells it, and remembers what it was sent."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.answers: list[Any] = []
        self.token = CANARY
        self.closed = 0

    async def start(self, folder: Path) -> Path:
        """Start on a free port and return a kubeconfig that leads here."""
        application = web.Application(client_max_size=1 << 24)
        application.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.kubeconfig = folder / "kubeconfig"
        self.write_kubeconfig(CANARY)
        return self.kubeconfig

    async def stop(self) -> None:
        await self._runner.cleanup()

    def write_kubeconfig(
        self,
        token: str,
        user: dict[str, str] | None = None,
        cluster: dict[str, str] | None = None,
    ) -> None:
        """Write the kubeconfig with a token, as a log-in does; with further fields if given."""
        cluster = {"server": f"http://127.0.0.1:{self.port}", **(cluster or {})}
        context = {"cluster": "c", "user": "u", "namespace": NAMESPACE}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "c", "cluster": cluster}],
            "users": [{"name": "u", "user": {"token": token, **(user or {})}}],
            "contexts": [{"name": "ctx", "context": context}],
            "current-context": "ctx",
        }
        self.kubeconfig.write_text(yaml.safe_dump(config))

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        await request.read()
        self.requests.append(request)
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return status(401, "Unauthorized", "Unauthorized")
        answer = self.answers.pop(0) if self.answers else {"items": []}
        if callable(answer):
            result: web.StreamResponse = await answer(request)
            return result
        if isinstance(answer, web.StreamResponse):
            return answer
        return web.json_response(answer)


def status(code: int, reason: str, message: str) -> web.Response:
    """A Status object as the API sends it."""
    body = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code}
    return web.Response(
        status=code,
        text=json.dumps({**body, "reason": reason, "message": message}),
        content_type="application/json",
    )


class FakeCluster:
    """What an upstream answers to the checks of health, by path; a test changes what it needs."""

    def __init__(self, upstream: Upstream) -> None:
        self.services: Any = {"items": []}
        self.claim: Any = {
            "spec": {"accessModes": ["ReadWriteMany"], "storageClassName": "nfs"},
            "status": {"phase": "Bound"},
        }
        self.review: Callable[[dict[str, str]], dict[str, Any]] = lambda _: {"allowed": True}
        self.asked: list[dict[str, str]] = []
        self.claims: list[str] = []
        upstream.answers = _Endless(self._answer)

    def deny(self, denied: Callable[[dict[str, str]], bool]) -> None:
        """Deny what a test says, and allow all else."""
        self.review = lambda attributes: {"allowed": not denied(attributes)}

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/selfsubjectreviews"):
            user = {"username": "system:serviceaccount:team:notebook"}
            return web.json_response({"status": {"userInfo": user}}, status=201)
        if request.path.endswith("/selfsubjectaccessreviews"):
            attributes = (await request.json())["spec"]["resourceAttributes"]
            self.asked.append(attributes)
            return web.json_response({"status": self.review(attributes)}, status=201)
        if "/persistentvolumeclaims/" in request.path:
            self.claims.append(request.path.rpartition("/")[2])
            return _sent(self.claim)
        assert request.path.endswith("/inferenceservices")
        return _sent(self.services)


class _Endless(list[Any]):
    """Answers that do not come to an end."""

    def __bool__(self) -> bool:
        return True

    def __init__(self, answer: Any) -> None:
        self._one = answer

    def pop(self, *_: Any) -> Any:
        return self._one


def _sent(answer: Any) -> web.StreamResponse:
    if isinstance(answer, tuple):
        return status(*answer)
    return web.json_response(answer)

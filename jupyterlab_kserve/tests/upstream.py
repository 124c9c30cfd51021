"""An upstream that stands in for the Kubernetes API.

It is a fake, and there for what a real API cannot be made to answer at the right moment: a rotated
token, a page of HTML, a hang, a watch that is gone. What a real API does answer is tested against
one in test_cluster.py.
"""

from __future__ import annotations

import json
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

"""ANY kubernetes/<api path>: the allow-listed proxy."""

from __future__ import annotations

from http import HTTPStatus

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..errors import InvalidRequestError
from ..kubernetes.allowlist import check
from ..kubernetes.api import Request
from .base import KserveHandler

MAX_BODY = 3 * 1024 * 1024
"""Bytes of a request; the Kubernetes API itself takes no more."""

_LOG_CHUNK = 1 << 16
_LOG_SILENCE = 30.0
"""Seconds without a byte after which a log that is not followed is given up."""

_PREFIX = "/jupyterlab-kserve/kubernetes"
_CONTENT_TYPES = {
    "application/json",
    "application/apply-patch+yaml",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
}


class KubernetesHandler(KserveHandler):
    """Passes on what is on the allow-list, with our identity and none of the client's headers."""

    @web.authenticated
    @authorized
    async def get(self, _path: str) -> None:
        """Pass on a get or list."""
        await self._pass_on()

    @web.authenticated
    @authorized
    async def post(self, _path: str) -> None:
        """Pass on a create."""
        await self._pass_on()

    @web.authenticated
    @authorized
    async def put(self, _path: str) -> None:
        """Pass on an update."""
        await self._pass_on()

    @web.authenticated
    @authorized
    async def patch(self, _path: str) -> None:
        """Pass on a patch."""
        await self._pass_on()

    @web.authenticated
    @authorized
    async def delete(self, _path: str) -> None:
        """Pass on a delete."""
        await self._pass_on()

    async def _pass_on(self) -> None:
        method = str(self.request.method)
        # As it was sent: what tornado has decoded could be read in two ways.
        path = self.request.path.partition(_PREFIX)[2]
        query = {name: self.get_query_argument(name) for name in self.request.query_arguments}
        query.pop("token", None)  # the Jupyter server's own, which is nobody else's business
        api = self.app.api
        check(method, path, query, (await api.identity()).namespace)
        body = self.request.body or None
        content_type = self.request.headers.get("Content-Type", "application/json")
        if body and content_type.partition(";")[0].strip() not in _CONTENT_TYPES:
            raise InvalidRequestError("The proxy does not allow this content type.")
        if body and len(body) > MAX_BODY:
            raise InvalidRequestError("The request is too large.")
        if method == "GET" and path.endswith("/log") and await self._pass_on_log(path, query):
            return
        answer = await api.request(Request(method, path, query, body, content_type))
        self.set_status(answer.status)
        self.set_header("Content-Type", answer.content_type)
        self.finish(answer.body)

    async def _pass_on_log(self, path: str, query: dict[str, str]) -> bool:
        """Pass on a whole log as it comes, as a file: it may be larger than memory has room for.

        Args:
            path: The API path, already checked.
            query: The query parameters.

        Returns:
            Whether it was one; else nothing was sent.
        """
        request = Request("GET", path, query)
        async with self.app.api.open(request, silence=_LOG_SILENCE) as response:
            if response.status != HTTPStatus.OK or response.content_type != "text/plain":
                return False
            self.set_header("Content-Type", "text/plain; charset=UTF-8")
            self.set_header("Content-Disposition", "attachment")
            self.set_header("X-Content-Type-Options", "nosniff")
            async for chunk in response.content.iter_chunked(_LOG_CHUNK):
                self.write(chunk)
                # Waiting for a slow browser holds back the cluster, and gives others their turn.
                await self.flush()
        self.finish()
        return True

"""ANY kubernetes/<api path>: the allow-listed proxy."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..kubernetes.allowed import check
from ..kubernetes.errors import InvalidRequest
from .base import KserveHandler

MAX_BODY = 3 * 1024 * 1024
"""Bytes of a request; the Kubernetes API itself takes no more."""

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
            raise InvalidRequest("The content type is not one that is passed on.")
        if body and len(body) > MAX_BODY:
            raise InvalidRequest("The request is too large.")
        answer = await api.request(method, path, query, body, content_type)
        self.set_status(answer.status)
        self.set_header("Content-Type", answer.content_type)
        self.finish(answer.body)

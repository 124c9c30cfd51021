"""Requests to the Kubernetes API with our identity, over one session that keeps connections."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .errors import (
    ClusterUnreachableError,
    ForwardingRefusedError,
    KubernetesError,
    LoginExpiredError,
    NoClusterError,
    TimedOutError,
    UnexpectedAnswerError,
)
from .identity import Identity, load_identity
from .progress import read_progress
from .responses import Answer, RefusedByApiError, is_log, read_answer

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession, ClientWebSocketResponse

_TOKEN_AGE = 60.0
"""Seconds after which credentials are read again: the kubelet rotates tokens in place."""

_STATUS_AGE = 3.0
"""Seconds for which the state of the connection is remembered."""

_STATUS_TIMEOUT = 3.0
"""Seconds that the check of the connection may take."""


@dataclass(frozen=True)
class Request:
    """A request to the API.

    Attributes:
        method: The HTTP method.
        path: The API path, already checked.
        query: The query parameters.
        body: The body.
        content_type: The body's media type.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content_type: str = "application/json"


class KubernetesApi:
    """The Kubernetes API, spoken to with the workbench's identity.

    Nothing is read or connected before the first call.

    Args:
        kubeconfig: The kubeconfig to use; empty to find one or the service account.
        namespace: The namespace; empty for the one of the credentials.
        timeout: Seconds for a whole request.
        enabled: Whether to connect to the cluster.
        progress: The file in which whoever starts the cluster says how far it is; empty for none.
    """

    def __init__(
        self,
        kubeconfig: str = "",
        namespace: str = "",
        timeout: float = 30.0,
        enabled: bool = True,
        progress: str = "",
    ) -> None:
        self._enabled = enabled
        self._kubeconfig = kubeconfig
        self._namespace = namespace
        self._timeout = timeout
        self._progress = progress
        self._identity: Identity | None = None
        self._read_at = 0.0
        self._session: ClientSession | None = None
        self._status: dict[str, Any] | None = None
        self._status_at = 0.0

    async def identity(self, fresh: bool = False) -> Identity:
        """Return our identity, read again when it may have changed.

        Args:
            fresh: Read it now, because the API refused it.

        Raises:
            NoClusterError: If there are no credentials.
        """
        if not self._enabled:
            raise NoClusterError(
                "The connection to the cluster is turned off.",
                "Ask the administrator of the workbench.",
            )
        if fresh or self._identity is None or time.monotonic() - self._read_at > _TOKEN_AGE:
            self._identity = await load_identity(self._kubeconfig, self._namespace)
            self._read_at = time.monotonic()
        return self._identity

    async def request(self, request: Request, timeout: float | None = None) -> Answer:
        """Send a request and read its whole answer, errors of the API included.

        Args:
            request: What is asked.
            timeout: Seconds for the whole request; None for the usual.

        Raises:
            KubernetesError: If there is no answer, or none of a Kubernetes API.
        """

        async def send() -> Answer:
            async with self.open(request) as response:
                answer = await read_answer(response, is_log(request.path))
            return replace(answer, body=self.without_token(answer.body))

        try:
            return await asyncio.wait_for(send(), timeout or self._timeout)
        except asyncio.TimeoutError:
            raise TimedOutError("The cluster did not respond in time.") from None

    @asynccontextmanager
    async def open(
        self, request: Request, silence: float | None = None
    ) -> AsyncIterator[ClientResponse]:
        """Open an answer to read as it comes; for watches and logs.

        Args:
            request: What is asked.
            silence: Seconds without a byte after which reading raises ``TimeoutError``.

        Raises:
            KubernetesError: If there is no answer, or we are not let in.
        """
        import aiohttp

        session = self._open_session()
        for attempt in range(2):
            identity = await self.identity(fresh=attempt > 0)
            headers = {"Accept": "application/json"}
            if is_log(request.path):
                headers["Accept"] = "*/*"
            if request.body is not None:
                headers["Content-Type"] = request.content_type
            if identity.token:
                headers["Authorization"] = f"Bearer {identity.token}"
            try:
                async with session.request(
                    request.method,
                    identity.server + request.path,
                    params=dict(request.query),
                    data=request.body,
                    headers=headers,
                    ssl=identity.tls or True,
                    allow_redirects=False,
                    proxy=identity.proxy,
                    timeout=aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=silence),
                ) as response:
                    if response.status == 401:
                        if attempt == 0:
                            continue  # The token may just have been rotated.
                        raise LoginExpiredError("The login to the cluster has expired.")
                    yield response
                    return
            except aiohttp.ClientConnectorCertificateError:
                raise ClusterUnreachableError("The cluster's certificate is not trusted.") from None
            except (aiohttp.ClientError, OSError) as error:
                # The error's own text may quote the request: its kind has to do.
                raise ClusterUnreachableError(
                    f"The cluster at {identity.server} does not respond ({type(error).__name__})."
                ) from None

    @asynccontextmanager
    async def open_websocket(
        self, path: str, query: Mapping[str, str], protocol: str
    ) -> AsyncIterator[ClientWebSocketResponse]:
        """Open a WebSocket of the API; for forwarding a pod's port.

        Args:
            path: The API path; never one that a browser named.
            query: The query parameters.
            protocol: The WebSocket's sub-protocol.

        Raises:
            KubernetesError: If it is refused.
        """
        import aiohttp

        for attempt in range(2):
            identity = await self.identity(fresh=attempt > 0)
            headers = {"Authorization": f"Bearer {identity.token}"} if identity.token else {}
            try:
                async with self._open_session().ws_connect(
                    identity.server + path,
                    params=dict(query),
                    protocols=[protocol],
                    headers=headers,
                    ssl=identity.tls or True,
                    proxy=identity.proxy,
                    max_msg_size=0,
                ) as socket:
                    yield socket
                    return
            except aiohttp.WSServerHandshakeError as error:
                if error.status == 401 and attempt == 0:
                    continue  # The token may just have been rotated.
                raise _refused_socket(error.status) from None
            except aiohttp.ClientError as error:
                raise ClusterUnreachableError(
                    f"The cluster refused port forwarding to the pod ({type(error).__name__})."
                ) from None

    def without_token(self, body: bytes) -> bytes:
        """Return what was answered, less our token: something on the way may have quoted it.

        Args:
            body: The body of an answer, or a part of it.
        """
        token = self._identity.token if self._identity else None
        return body.replace(token.encode(), b"(our token)") if token else body

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return an object of the API.

        Args:
            path: Its path.
            query: The query parameters.

        Raises:
            KubernetesError: If there is no answer, or it is not the object.
        """
        answer = await self.request(Request("GET", path, query or {}))
        data: dict[str, Any] = json.loads(answer.body)
        if answer.status != 200:
            raise RefusedByApiError(answer.status, data)
        return data

    async def status(self) -> dict[str, Any]:
        """Return the state of the connection for REST: never raises."""
        if self._status is None or time.monotonic() - self._status_at > _STATUS_AGE:
            self._status = await self._find_status()
            self._status_at = time.monotonic()
        return self._status

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _find_status(self) -> dict[str, Any]:
        found: dict[str, Any] = dict.fromkeys(
            ("namespace", "identity", "server", "source", "reason", "message", "hint")
        )
        try:
            identity = await self.identity()
            found |= {
                "namespace": identity.namespace,
                "identity": identity.name,
                "server": identity.server,
                "source": identity.source,
            }
            # Who the API says we are; it answers everybody who is let in.
            review = Request(
                "POST",
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                body=b'{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}',
            )
            answer = await self.request(review, timeout=min(self._timeout, _STATUS_TIMEOUT))
            if answer.status == 201:
                user = json.loads(answer.body)["status"]["userInfo"]["username"]
                found["identity"] = str(user)
            return found | {"state": "ready"}
        except KubernetesError as error:
            # What is left of the last cluster does not answer while a new one starts.
            known = await asyncio.to_thread(read_progress, self._progress)
            return found | {"state": "unavailable"} | (known or error).to_dict()

    def _open_session(self) -> ClientSession:
        import aiohttp

        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                # No cookies, no proxy or netrc of the environment: only what we send ourselves.
                cookie_jar=aiohttp.DummyCookieJar(),
                connector=aiohttp.TCPConnector(limit=100),
                auto_decompress=True,
            )
        return self._session


def _refused_socket(status: int) -> KubernetesError:
    if status == 401:
        return LoginExpiredError("The login to the cluster has expired.")
    if status == 403:
        return ForwardingRefusedError("You do not have permission to forward ports to pods.")
    return UnexpectedAnswerError(
        f"The cluster refused port forwarding to the pod: it responded with {status}."
    )

"""Reaching a pod's port through the Kubernetes API, as ``kubectl port-forward`` does.

The protocol is the kubelet's: one WebSocket a connection, and a channel number before each message
(0 data, 1 errors); the first message of each channel repeats the port.
Source: k8s.io/kubelet, pkg/cri/streaming/portforward/websocket.go.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import KubernetesError

if TYPE_CHECKING:
    from aiohttp import ClientWebSocketResponse

    from .api import KubernetesApi

_PROTOCOL = "v4.channel.k8s.io"
_DATA = 0
_CHUNK = 1 << 16


@dataclass
class Forward:
    """A port of this machine that leads to a pod.

    Attributes:
        port: The port, on 127.0.0.1.
        problem: Why the last connection came to nothing; None if the cluster let it through.
    """

    port: int = 0
    problem: KubernetesError | None = None


@asynccontextmanager
async def forwarded(api: KubernetesApi, pod: str, port: int) -> AsyncIterator[Forward]:
    """Forward a port of this machine to a pod in our namespace.

    Args:
        api: The Kubernetes API.
        pod: The pod's name.
        port: The pod's port.

    Yields:
        What leads to the pod, for as long as the context lasts.
    """
    namespace = (await api.identity()).namespace
    path = f"/api/v1/namespaces/{namespace}/pods/{pod}/portforward"

    forward = Forward()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with api.open_websocket(path, {"ports": str(port)}, _PROTOCOL) as socket:
                await _pump(reader, writer, socket)
        except KubernetesError as error:
            forward.problem = error
        except OSError:
            pass  # Whoever is connected sees the connection close, and says so.
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    forward.port = int(server.sockets[0].getsockname()[1])
    try:
        yield forward
    finally:
        server.close()


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, socket: ClientWebSocketResponse
) -> None:
    """Copy both ways until one side ends."""

    async def upstream() -> None:
        while data := await reader.read(_CHUNK):
            await socket.send_bytes(bytes([_DATA]) + data)

    async def downstream() -> None:
        greeted: set[int] = set()
        async for message in socket:
            if not isinstance(message.data, bytes) or not message.data:
                continue
            channel = message.data[0]
            if channel not in greeted:
                greeted.add(channel)  # the port, repeated
            elif channel == _DATA:
                writer.write(message.data[1:])
                await writer.drain()
            else:
                return

    tasks = [asyncio.ensure_future(upstream()), asyncio.ensure_future(downstream())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

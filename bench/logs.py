"""The proxy beside kubectl proxy, and what requests take beside 20 watches and a log of 50 MB."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import yaml
from aiohttp import web

SIZE = 50_000_000
LINE = b"2025-11-07T10:00:00.000000000Z " + b"x" * 69 + b"\n"
WATCHES = 20
PODS = "/api/v1/namespaces/team/pods"

# The cluster is a stand-in: what is measured is our part and the Jupyter server's.


async def cluster(request: web.Request) -> web.StreamResponse:
    """Answer with a log as fast as it is taken, watches of an event a second, or lists."""
    if request.path.endswith("/log"):
        response = web.StreamResponse(headers={"Content-Type": "text/plain"})
        await response.prepare(request)
        for _ in range(SIZE // (len(LINE) * 1000)):
            await response.write(LINE * 1000)
        return response
    if request.query.get("watch") == "true":
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        event = {"type": "MODIFIED", "object": {"metadata": {"name": "a", "resourceVersion": "1"}}}
        while True:
            await response.write(json.dumps(event).encode() + b"\n")
            await asyncio.sleep(1)
    return web.json_response({"kind": "PodList", "items": []})


async def times(action: Callable[[], Awaitable[None]], count: int) -> list[float]:
    """How long each of so many takes, in milliseconds."""
    found = []
    for _ in range(count):
        started = time.perf_counter()
        await action()
        found.append(1000 * (time.perf_counter() - started))
    return sorted(found)


async def in_turn(
    count: int, actions: dict[str, Callable[[], Awaitable[None]]]
) -> dict[str, list[float]]:
    """How long each takes, one after the other in turn: what else the machine does hits all."""
    found: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(count):
        for name, action in actions.items():
            found[name] += await times(action, 1)
    return {name: sorted(taken) for name, taken in found.items()}


def tell(what: str, found: list[float], beside: list[float] | None = None) -> None:
    """Print middle and slowest, and how the slowest compares."""
    p99 = found[max(0, int(len(found) * 0.99) - 1)]
    line = f"{what:<44} p50 {statistics.median(found):7.2f} ms   p99 {p99:7.2f} ms"
    if beside:
        line += f"   {p99 / beside[max(0, int(len(beside) * 0.99) - 1)]:.2f} x"
    print(line)


async def main() -> None:
    """Start a stand-in for the cluster and a Jupyter server, and ask both."""
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", cluster)
    runner = web.AppRunner(application, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    upstream = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with tempfile.TemporaryDirectory() as folder:
        await measure(Path(folder), upstream)
    await runner.cleanup()


async def measure(folder: Path, upstream: str) -> None:
    """Ask the Jupyter server alone, with watches, and while the log comes."""
    kubeconfig = folder / "kubeconfig"
    context = {"cluster": "c", "user": "u", "namespace": "team"}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "c", "cluster": {"server": upstream}}],
        "users": [{"name": "u", "user": {"token": "t"}}],
        "contexts": [{"name": "x", "context": context}],
        "current-context": "x",
    }
    kubeconfig.write_text(yaml.safe_dump(config))
    (folder / "models").mkdir()
    token = secrets.token_hex(16)
    port = free_port()
    base = f"http://127.0.0.1:{port}/"
    server = await asyncio.create_subprocess_exec(
        *[
            *(sys.executable, "-m", "jupyter_server", f"--ServerApp.port={port}"),
            *(f"--IdentityProvider.token={token}", "--ServerApp.open_browser=False"),
            *(f"--ServerApp.root_dir={folder}", "--allow-root"),
            "--ServerApp.jpserver_extensions=jupyterlab_kserve=True",
        ],
        env={**os.environ, "KUBECONFIG": str(kubeconfig), "MODEL_STORAGE_PATH": f"{folder}/models"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    headers = {"Authorization": f"token {token}"}
    processes: list[asyncio.subprocess.Process] = []
    try:
        async with aiohttp.ClientSession(headers=headers) as session:

            async def get(url: str) -> None:
                async with session.get(url) as answer:
                    await answer.read()
                    assert answer.status == 200, answer.status

            await started(lambda: get(f"{base}api/contents"))
            proxied = f"{base}jupyterlab-kserve/kubernetes{PODS}"
            beside = f"http://127.0.0.1:{await kubectl_proxy(kubeconfig, processes)}"
            await started(lambda: get(beside + PODS))
            ways = {
                "a list of pods, direct": lambda: get(upstream + PODS),
                "a list of pods, through kubectl proxy": lambda: get(beside + PODS),
                "a list of pods, through our proxy": lambda: get(proxied),
                "the Jupyter server's own GET /api": lambda: get(f"{base}api"),
            }
            await in_turn(20, ways)
            for what, found in (await in_turn(500, ways)).items():
                tell(what, found)
            contents = await times(lambda: get(f"{base}api/contents"), 300)
            tell("contents, alone", contents)
            async with session.ws_connect(f"{base}jupyterlab-kserve/stream") as socket:
                for number in range(WATCHES):
                    await subscribe(socket, f"w{number}", "watch", PODS)
                reading = asyncio.create_task(drain(socket))
                found = await times(lambda: get(f"{base}api/contents"), 300)
                tell(f"contents, beside {WATCHES} watches", found, contents)
                reading.cancel()
            async with session.ws_connect(f"{base}jupyterlab-kserve/stream") as socket:
                began = time.perf_counter()
                await subscribe(socket, "l", "log", f"{PODS}/a/log")
                reading = asyncio.create_task(drain(socket))
                found = []
                while not reading.done():
                    found += await times(lambda: get(f"{base}api/contents"), 5)
                taken = time.perf_counter() - began
                tell("contents, beside a log of 50 MB", sorted(found), contents)
                print(f"{'the log itself':<44} {SIZE / 1e6 / taken:.0f} MB a second")
    finally:
        server.terminate()
        await server.wait()
        for process in processes:
            os.killpg(process.pid, signal.SIGTERM)
            await process.wait()


async def kubectl_proxy(kubeconfig: Path, processes: list[asyncio.subprocess.Process]) -> int:
    """Start the kubectl of the embedded cluster as a proxy, and return its port."""
    port = free_port()
    script = Path(__file__).parents[1] / "ui-tests" / "cluster" / "cluster.mjs"
    processes.append(
        await asyncio.create_subprocess_exec(
            *("node", str(script), "kubectl", "--kubeconfig", str(kubeconfig)),
            *("--", "proxy", f"--port={port}"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    )
    return port


async def subscribe(
    socket: aiohttp.ClientWebSocketResponse, name: str, channel: str, path: str
) -> None:
    """Ask for a subscription."""
    await socket.send_json({"op": "subscribe", "id": name, "channel": channel, "path": path})


async def drain(socket: aiohttp.ClientWebSocketResponse) -> None:
    """Read all that comes, until the end of a subscription."""
    async for message in socket:
        if message.json()["event"] == "end":
            return


async def started(ask: Callable[[], Awaitable[None]]) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        try:
            await ask()
            return
        except (aiohttp.ClientError, AssertionError):
            await asyncio.sleep(0.1)
    raise SystemExit("The Jupyter server does not start.")


def free_port() -> int:
    """A port that nobody uses."""
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


if __name__ == "__main__":
    asyncio.run(main())

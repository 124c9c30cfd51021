"""Models that run here: real processes, which also die, hang, print and take memory."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from jupyterlab_kserve.local import LocalServers
from jupyterlab_kserve.local.errors import (
    LocalServerNotFoundError,
    LocalServerNotRunningError,
    TooManyLocalServersError,
)
from jupyterlab_kserve.local.output import MOST_BYTES, Output
from jupyterlab_kserve.local.process import LocalServer
from jupyterlab_kserve.local.servers import server_name

pytest.importorskip("kserve", reason="the extra `local` is not installed")


class Runs:
    """Runs a script when it is unpickled: what a model does while it is loaded."""

    def __init__(self, script: str) -> None:
        self.script = textwrap.dedent(script)

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, (self.script,)


@pytest.fixture
def servers(jp_asyncio_loop: asyncio.AbstractEventLoop) -> Iterator[LocalServers]:
    made = LocalServers(most=2, memory=0, idle=0)
    yield made
    jp_asyncio_loop.run_until_complete(made.close())
    assert not any(alive(server) for server in made.servers)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], Path]:
    def make(script: str) -> Path:
        (tmp_path / "model.pkl").write_bytes(pickle.dumps(Runs(script)))
        return tmp_path

    return make


def alive(server: LocalServer) -> bool:
    process = server._process
    return process is not None and process.returncode is None


async def reaches(server: LocalServer, *states: str) -> None:
    end = time.monotonic() + 60
    while server.state not in states:
        assert time.monotonic() < end, (server.state, server.output.lines)
        await asyncio.sleep(0.05)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    import joblib
    from sklearn.dummy import DummyRegressor

    folder = tmp_path / "good"
    folder.mkdir()
    joblib.dump(DummyRegressor().fit([[0]], [5]), folder / "model.joblib")
    return folder


async def test_only_who_knows_the_secret_is_answered(servers: LocalServers, model: Path) -> None:
    server = await servers.start("m", "1", model, "sklearn")
    assert server.state == "starting"
    with pytest.raises(LocalServerNotRunningError, match="still starting"):
        await server.address()
    # Who asks early waits.
    base, headers = await server.address(60)
    assert server.state == "ready"
    async with aiohttp.ClientSession() as session:
        url, body = f"{base}/v1/models/{server.served.name}:predict", {"instances": [[1]]}
        async with session.post(url, json=body, headers=headers) as answer:
            assert await answer.json() == {"predictions": [5.0]}
        for wrong in ({}, {"Authorization": "Bearer x"}):
            async with session.post(url, json=body, headers=wrong) as answer:
                assert answer.status == 401
    secret = headers["Authorization"].partition(" ")[2]
    assert secret not in str(server.to_dict())
    assert not any(secret in line for line in server.output.lines)


async def test_one_that_runs_is_not_started_again(servers: LocalServers, model: Path) -> None:
    both = await asyncio.gather(*(servers.start("m", "1", model, "sklearn") for _ in range(2)))
    assert both[0] is both[1]
    await servers.start("m", "2", model, "sklearn")
    with pytest.raises(TooManyLocalServersError, match="2 models run here already"):
        await servers.start("m", "3", model, "sklearn")
    await servers.get("m-1").stop()
    assert (servers.get("m-1").state, servers.get("m-1").detail) == ("stopped", "")
    again = await servers.start("m", "1", model, "sklearn")
    assert again is not both[0]
    await servers.remove("m-1")
    with pytest.raises(LocalServerNotFoundError):
        servers.get("m-1")


async def test_what_a_model_says_when_it_dies_is_the_reason(
    servers: LocalServers, folder: Callable[[str], Path]
) -> None:
    server = await servers.start("m", "1", folder("import oak_and_elm"), "sklearn")
    await reaches(server, "failed")
    assert server.detail == "ModuleNotFoundError: No module named 'oak_and_elm'"
    with pytest.raises(LocalServerNotRunningError, match="not ready: ModuleNotFoundError"):
        await server.address(60)
    assert "Traceback" in "\n".join(server.output.lines)


async def test_the_tokens_of_the_server_stay_with_it(
    servers: LocalServers, folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_TOKEN", "canary")
    monkeypatch.setenv("KUBECONFIG", "/canary")
    script = "import os; print('canary' in str(os.environ), 'SECRET' in str(os.environ))"
    server = await servers.start("m", "1", folder(script), "sklearn")
    await reaches(server, "ready", "failed")
    assert "False False" in server.output.lines


async def test_a_crash_has_the_name_of_its_signal(
    servers: LocalServers, folder: Callable[[str], Path]
) -> None:
    server = await servers.start("m", "1", folder("import os; os.abort()"), "sklearn")
    await reaches(server, "failed")
    assert server.detail == "It crashed with SIGABRT"


async def test_one_that_hangs_and_ignores_the_request_to_end_is_killed(
    servers: LocalServers, folder: Callable[[str], Path]
) -> None:
    script = """
        import signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("deaf", flush=True)
        time.sleep(600)
    """
    server = await servers.start("m", "1", folder(script), "sklearn")
    while "deaf" not in server.output.lines:
        await asyncio.sleep(0.05)
    await server.stop()
    assert server.state == "stopped"
    assert not alive(server)


async def test_any_amount_may_be_printed(
    servers: LocalServers, folder: Callable[[str], Path]
) -> None:
    script = """
        import os
        for _ in range(100):
            os.write(1, b"x" * 999_999 + b"\\n")
        raise SystemExit("the end")
    """
    server = await servers.start("m", "1", folder(script), "sklearn")
    await reaches(server, "failed")
    assert server.detail == "the end"
    assert server.output.dropped > 90_000_000
    assert sum(map(len, server.output.lines)) <= MOST_BYTES


async def test_a_model_that_takes_too_much_memory_is_said_to(
    folder: Callable[[str], Path],
) -> None:
    servers = LocalServers(most=1, memory=1 << 30, idle=0)
    server = await servers.start("m", "1", folder("x = bytearray(4 << 30)"), "sklearn")
    await reaches(server, "failed")
    assert server.detail == "It needs more memory than the limit of 1.0 GiB"


async def test_one_that_nobody_asks_ends(model: Path) -> None:
    servers = LocalServers(most=1, memory=0, idle=0.5)
    server = await servers.start("m", "1", model, "sklearn")
    await reaches(server, "stopped")
    assert server.detail.startswith("No requests for")


async def test_a_log_is_followed_from_its_last_lines_to_its_end() -> None:
    output, stream = Output(), asyncio.StreamReader()
    stream.feed_data(b"one\ntwo\nthr")
    reading = asyncio.create_task(output.read(stream))
    await asyncio.sleep(0)
    found: list[str] = []
    ends: list[int] = []

    async def follow() -> None:
        async for lines, after in output.follow(1):
            found.extend(lines)
            ends.append(after)

    following = asyncio.create_task(follow())
    await asyncio.sleep(0.05)
    assert found == ["two"]
    stream.feed_data(b"ee\r\nfour")
    stream.feed_eof()
    await asyncio.wait_for(asyncio.gather(reading, following), 5)
    assert found == ["two", "three", "four"]
    assert (ends[0], ends[-1]) == (2, 4)
    # Whoever was away goes on where it was.
    assert [each async for each in output.follow(9, start=2)] == [(["three", "four"], 4)]


async def test_changes_are_followed(servers: LocalServers, model: Path) -> None:
    following = servers.follow()
    assert await anext(following) == []
    await servers.start("m", "1", model, "sklearn")
    (server,) = await asyncio.wait_for(anext(following), 5)
    assert server.state == "starting"
    (server,) = await asyncio.wait_for(anext(following), 60)
    assert server.state == "ready"
    await following.aclose()


def test_it_ends_with_its_owner_also_when_that_is_killed(model: Path) -> None:
    script = f"""
        import asyncio, pathlib
        from jupyterlab_kserve.local import LocalServers

        async def main():
            folder = pathlib.Path({str(model)!r})
            server = await LocalServers(1, 0, 0).start("m", "1", folder, "sklearn")
            while server.state != "ready":
                await asyncio.sleep(0.05)
            print(server.to_dict()["pid"], flush=True)
            await asyncio.sleep(600)

        asyncio.run(main())
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        assert os.path.exists(f"/proc/{pid}")
        owner.send_signal(signal.SIGKILL)
    end = time.monotonic() + 10
    while _runs(pid):
        assert time.monotonic() < end
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("model", "version", "name"),
    [
        ("demand-forecast", "1.0.0", "demand-forecast-1-0-0"),
        ("Iris_Tree", "v2+gpu", "iris-tree-v2-gpu"),
        ("7seas", "1", "m-7seas-1"),
        ("a" * 63, "1", "a" * 63),
    ],
)
def test_a_server_has_a_name_that_a_service_may_have(model: str, version: str, name: str) -> None:
    assert server_name(model, version) == name

"""A model that is served by a process on this machine."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Literal

from .errors import LocalServerNotRunningError
from .output import Output

State = Literal["starting", "ready", "failed", "stopped"]

SECRET = "JUPYTERLAB_KSERVE_LOCAL_SECRET"
"""The variable that a server finds its secret in."""

_PATIENCE = 5.0
"""Seconds that a process has to end before it is killed."""

_OUR_OWN = ("JUPYTER_TOKEN", "JPY_API_TOKEN", "JUPYTERHUB_API_TOKEN", "KUBECONFIG")
"""Variables that a model has no business with."""


@dataclass(frozen=True)
class Served:
    """What is served.

    Attributes:
        name: The name of the server, and of the model in it.
        model: The model on the volume.
        version: Its version.
        folder: The directory with the model file.
        server: Which of KServe's servers it is to be as: a key of ``server.SERVERS``.
    """

    name: str
    model: str
    version: str
    folder: Path
    server: str


class LocalServer:
    """A process that serves a model; it ends with ours, however ours ends.

    Args:
        served: What it serves.
        memory: Bytes of data that it may have; 0 for any.
        idle: Seconds without a request after which it ends; 0 for never.
        changed: Called when its state has changed.
    """

    def __init__(
        self, served: Served, memory: int, idle: float, changed: Callable[[], None]
    ) -> None:
        self.served = served
        self.output = Output()
        self.state: State = "starting"
        self.detail = ""
        self.since = _now()
        self.created = self.since
        self._memory = memory
        self._idle = idle
        self._changed = changed
        self._secret = secrets.token_urlsafe(32)
        self._port = 0
        self._used = time.monotonic()
        self._settled = asyncio.Event()
        self._stopping = ""
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the process; it is ready later."""
        # Opened here: nobody can take the port in between.
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self._port = listening.getsockname()[1]
            ours, theirs = socket.socketpair()
            with theirs:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    *("-m", "jupyterlab_kserve.local.server"),
                    *("--model_name", self.served.name),
                    *("--model_dir", str(self.served.folder)),
                    *("--server", self.served.server),
                    *("--listening", str(listening.fileno())),
                    *("--owner", str(theirs.fileno())),
                    *("--memory", str(self._memory)),
                    pass_fds=(listening.fileno(), theirs.fileno()),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.STDOUT,
                    env=self._environment(),
                    start_new_session=True,
                )
        self._task = asyncio.create_task(self._follow(self._process, ours))

    async def stop(self, why: str = "") -> None:
        """End the process, and wait for that.

        Args:
            why: Why, for the user; empty when the user has asked for it.
        """
        if self._process is None or self._task is None or self._task.done():
            return
        self._stopping = self._stopping or why or "-"
        self._signal(signal.SIGTERM)
        done, _ = await asyncio.wait({self._task}, timeout=_PATIENCE)
        if not done:
            self._signal(signal.SIGKILL)
            await asyncio.wait({self._task})

    async def address(self, timeout: float = 0.0) -> tuple[str, dict[str, str]]:
        """Return the address to send a request to, and the headers that it needs.

        Args:
            timeout: Seconds to wait for one that is starting.

        Raises:
            LocalServerNotRunningError: If it takes none.
        """
        if self.state == "starting":
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._settled.wait(), timeout)
        if self.state == "starting":
            raise LocalServerNotRunningError(
                f"{self.served.name} is still starting.", "Try again in a moment. See its log."
            )
        if self.state != "ready":
            raise LocalServerNotRunningError(
                f"{self.served.name} is not ready: {self.detail or self.state}."
            )
        self._used = time.monotonic()
        return f"http://127.0.0.1:{self._port}", {"Authorization": f"Bearer {self._secret}"}

    def to_dict(self) -> dict[str, Any]:
        """Return the server for REST, without its secret."""
        return {
            "name": self.served.name,
            "model": self.served.model,
            "version": self.served.version,
            "server": self.served.server,
            "state": self.state,
            "detail": self.detail,
            "since": self.since,
            "created": self.created,
            "pid": self._process.pid if self._process and self.is_running else None,
        }

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self.state in ("starting", "ready")

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in _OUR_OWN}
        # More threads make small requests slow, and take the machine from the notebooks.
        return {**kept, SECRET: self._secret, "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}

    async def _follow(self, process: asyncio.subprocess.Process, ours: socket.socket) -> None:
        assert process.stdout is not None
        reading = asyncio.create_task(self.output.read(process.stdout))
        waiting = asyncio.create_task(self._wait_for_ready(ours))
        watching = asyncio.create_task(self._stop_when_idle())
        try:
            code = await process.wait()
        finally:
            waiting.cancel()
            watching.cancel()
            ours.close()
        # What it has started itself goes with it, or its output would never end.
        self._signal(signal.SIGKILL)
        await asyncio.wait({reading}, timeout=_PATIENCE)
        if self._stopping:
            self._set("stopped", "" if self._stopping == "-" else self._stopping)
        else:
            self._set("failed", self._why(code))

    async def _wait_for_ready(self, ours: socket.socket) -> None:
        ours.setblocking(False)
        if await asyncio.get_running_loop().sock_recv(ours, 1):
            self._set("ready", "")

    async def _stop_when_idle(self) -> None:
        while self._idle:
            left = self._used + self._idle - time.monotonic()
            if left <= 0:
                await self.stop(f"No requests for {self._idle / 60:.0f} minutes")
                return
            await asyncio.sleep(left)

    def _why(self, code: int) -> str:
        """Why the process ended without having been asked to."""
        said = [line.strip() for line in self.output.lines]
        last = next(filter(None, reversed(said)), "")[:500]
        if "MemoryError" in last or "bad_alloc" in last:
            return f"It needs more memory than the limit of {self._memory / 2**30:.1f} GiB"
        if code == -signal.SIGKILL:
            return "It was killed, probably because the machine ran out of memory"
        if code < 0:
            return f"It crashed with {signal.Signals(-code).name}"
        return last or f"It ended with exit code {code}"

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)

    def _set(self, state: State, detail: str) -> None:
        self.state, self.detail, self.since = state, detail, _now()
        self._settled.set()
        self._changed()


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")

"""10,000 models through a real Jupyter server: first rows, whole list, changes of others."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from volume import fill

from jupyterlab_kserve.store.changes import LightScan

COUNT = 10_000


def timed(action: Callable[[], object]) -> float:
    """How long it takes, in milliseconds."""
    started = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - started)


def tell(what: str, taken: float, beside: float, target: str = "") -> None:
    """Print one measurement, and how it compares to an answer that says next to nothing."""
    print(f"{what:<44} {taken:8.1f} ms  {taken / beside:7.1f} x   {target}")


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def main() -> None:
    """Fill a volume, start a server on it, and ask."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "models")
        fill(root, COUNT)
        port, token = free_port(), secrets.token_hex(16)
        base = f"http://127.0.0.1:{port}/"

        def ask(path: str) -> bytes:
            request = urllib.request.Request(
                base + path, headers={"Authorization": f"token {token}"}
            )
            with urllib.request.urlopen(request) as answer:
                read: bytes = answer.read()
                return read

        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"),
                f"--ServerApp.port={port}",
                f"--ServerApp.root_dir={folder}",
                "--ServerApp.jpserver_extensions={'jupyterlab_kserve': True}",
                "--KserveExtension.kubernetes_enabled=False",
            ],
            env={**os.environ, "MODEL_STORAGE_PATH": str(root), "JUPYTER_TOKEN": token},
            stderr=subprocess.DEVNULL,
        )
        try:
            while True:
                try:
                    ask("api")
                    break
                except urllib.error.URLError:
                    time.sleep(0.2)
            least = min(timed(lambda: ask("api")) for _ in range(10))
            tell("an answer that says next to nothing", least, least)
            rows = "jupyterlab-kserve/models"
            first = timed(lambda: ask(f"{rows}?limit=100"))
            tell("the first 100 rows, of a server just started", first, least, "< 200 ms")
            again = min(timed(lambda: ask(f"{rows}?limit=100")) for _ in range(5))
            tell("the first 100 rows", again, least, "< 200 ms")
            tell("all rows, read for the first time", timed(lambda: ask(rows)), least)
            tell("all rows again", min(timed(lambda: ask(rows)) for _ in range(3)), least)
            print(f"{'all rows':<44} {len(ask(rows)) / 1024:8.0f} KiB")
            assert len(json.loads(ask(rows))["models"]) == COUNT
        finally:
            server.terminate()
            server.wait()
        scan = LightScan(str(root))
        tell("looking for changes of others, first round", timed(lambda: scan.look(60)), least)
        tell("each later round", min(timed(lambda: scan.look(60)) for _ in range(3)), least)


if __name__ == "__main__":
    main()

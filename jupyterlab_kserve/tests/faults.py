"""What tests of faults stand on: children that die or run at once, mounts of their own."""

import contextlib
import errno
import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sklearn.dummy import DummyRegressor

from jupyterlab_kserve.store import ModelStore, publish
from jupyterlab_kserve.store.saving.options import SaveOptions

# Each of the forks would pay for importing them.
for slow in ("joblib", "jsonschema"):
    importlib.import_module(slow)

SYSTEM_CALLS = ["open", "mkdir", "write", "fsync", "fchmod", "rename", "rmdir", "unlink", "utime"]
OLD, NEW = 1.0, 2.0


def save(store: ModelStore, value: float, version: str | None, overwrite: bool = False) -> None:
    model = DummyRegressor(strategy="constant", constant=value).fit([[0]], [value])
    store.save(
        model, "m", SaveOptions(version=version, metadata={"value": value}, overwrite=overwrite)
    )


def value_of(store: ModelStore, version: str | None = None) -> float:
    return float(store.load("m", version).predict([[0]])[0])


def without_exchange(*_: object) -> None:
    """Stand in for the system call on a file system without it, CephFS or NFS for example."""
    raise OSError(errno.EINVAL, "Invalid argument")


def run_and_kill(action: Callable[[], object], step: int) -> bool:
    """Run in a child that kills itself before its system call number ``step``; True if it did."""
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            calls = 0

            def deadly(call: Callable[..., Any]) -> Callable[..., Any]:
                def counted(*args: Any, **kwargs: Any) -> Any:
                    nonlocal calls
                    if calls == step:
                        os.kill(os.getpid(), signal.SIGKILL)
                    calls += 1
                    return call(*args, **kwargs)

                return counted

            for name in SYSTEM_CALLS:
                setattr(os, name, deadly(getattr(os, name)))
            publish.exchange = deadly(publish.exchange)
            action()
            code = 0
        os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def in_parallel(count: int, action: Callable[[int], int]) -> list[int]:
    """Run the action in so many processes at the same moment; its result is the exit code."""
    start = time.time() + 0.2
    children = []
    for number in range(count):
        child = os.fork()
        if child == 0:
            code = 99
            with contextlib.suppress(BaseException):
                time.sleep(max(0.0, start - time.time()))
                code = action(number)
            os._exit(code)
        children.append(child)
    return [os.WEXITSTATUS(os.waitpid(child, 0)[1]) for child in children]


def run_with_mount(mount: str, volume: Path, script: str) -> str:
    """Run a script in a mount namespace of its own; skip where that is not allowed."""
    command = ["unshare", "-m", "sh", "-c", f'{mount} || exit 77; exec "$0" -c "$1" "$2"']
    try:
        done = subprocess.run(
            [*command, sys.executable, script, str(volume)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("there is no unshare on this system")
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("mounting is not allowed here")
    assert done.returncode == 0, done.stderr
    return done.stdout


SCRIPT = """
import os, sys
import numpy as np
from sklearn.dummy import DummyRegressor
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions
store = ModelStore(sys.argv[1])
small = DummyRegressor(strategy="constant", constant=1).fit([[0]], [1])
large = DummyRegressor(strategy="constant", constant=np.zeros(500_000))
large.fit([[0]], [np.zeros(500_000)])
"""

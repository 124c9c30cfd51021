"""Killed processes, full and read-only volumes, and several at once, with real processes."""

import contextlib
import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib  # noqa: F401  # imported before the forks, which would each pay for it
import pytest
from sklearn.dummy import DummyRegressor

from jupyterlab_kserve import publish, staging
from jupyterlab_kserve.errors import (
    VersionExists,
    VersionNotFound,
    VolumeFull,
    VolumeNotWritable,
)
from jupyterlab_kserve.store import ModelStore

SYSTEM_CALLS = ["open", "mkdir", "write", "fsync", "fchmod", "rename", "rmdir", "unlink", "utime"]
OLD, NEW = 1.0, 2.0


def save(store: ModelStore, value: float, version: str | None, overwrite: bool = False) -> None:
    model = DummyRegressor(strategy="constant", constant=value).fit([[0]], [value])
    store.save(model, "m", version, {"value": value}, overwrite)


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


@pytest.mark.parametrize("exchange", ["in one step", "in two steps"])
@pytest.mark.parametrize("action", ["first", "second", "overwrite", "delete"])
def test_a_kill_at_every_system_call_leaves_whole_versions_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str, exchange: str
) -> None:
    if exchange == "in two steps":
        monkeypatch.setattr(publish, "exchange", without_exchange)
    template = tmp_path / "template"
    template.mkdir()
    if action != "first":
        save(ModelStore(template), OLD, "1")
    before, after = {
        "first": ((), (("1", NEW),)),
        "second": ((("1", OLD),), (("1", OLD), ("2", NEW))),
        "overwrite": ((("1", OLD),), (("1", NEW),)),
        "delete": ((("1", OLD),), ()),
    }[action]
    outcomes = set()
    for step in range(500):
        store = ModelStore(shutil.copytree(template, tmp_path / str(step)))

        def act(store: ModelStore = store) -> None:
            if action == "delete":
                store.delete("m", "1")
            else:
                save(store, NEW, "2" if action == "second" else "1", action == "overwrite")

        killed = run_and_kill(act, step)
        versions = {}
        for model in store.list():
            for record in model.versions:
                assert record.state == "ok", record.problem
                card = store.get("m", record.version).card
                assert card is not None
                versions[record.version] = value_of(store, record.version)
                assert card.metadata["value"] == versions[record.version]
        outcomes.add(tuple(sorted(versions.items())))
        if not killed:
            break
        # Whoever comes next clears up, and succeeds if there is something left to do.
        folder = Path(store.volume.root, ".staging")
        assert not folder.exists() or os.listdir(folder) == []
        if tuple(sorted(versions.items())) == before:
            act()
        shutil.rmtree(store.volume.root)
    else:
        pytest.fail("the action never came to its end")
    assert step > 10
    assert outcomes == {before, after}


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


def test_of_two_writers_of_one_version_one_wins(tmp_path: Path) -> None:
    for round_ in range(5):
        store = ModelStore(tmp_path)

        def write(number: int, store: ModelStore = store, version: str = f"1.{round_}") -> int:
            try:
                save(store, float(number), version)
            except VersionExists:
                return 1
            return 0

        codes = in_parallel(3, write)
        assert sorted(codes) == [0, 1, 1]
        assert value_of(store, f"1.{round_}") == codes.index(0)
    assert os.listdir(tmp_path / ".staging") == []


def test_writers_without_a_version_each_get_their_own(tmp_path: Path) -> None:
    def write(number: int) -> int:
        save(ModelStore(tmp_path), float(number), None)
        return 0

    assert in_parallel(4, write) == [0] * 4
    store = ModelStore(tmp_path)
    assert [v.version for v in store.model("m").versions] == ["4", "3", "2", "1"]
    assert sorted(value_of(store, v) for v in "1234") == [0, 1, 2, 3]


@pytest.mark.parametrize("exchange", ["in one step", "in two steps"])
def test_a_reader_sees_the_old_or_the_new_version_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: str
) -> None:
    if exchange == "in two steps":
        monkeypatch.setattr(publish, "exchange", without_exchange)
    store = ModelStore(tmp_path)
    save(store, OLD, "1")
    writer = os.fork()
    if writer == 0:
        with contextlib.suppress(BaseException):
            while True:
                for value in (NEW, OLD):
                    save(store, value, "1", overwrite=True)
        os._exit(1)
    try:
        seen = set()
        end = time.time() + 3
        while time.time() < end:
            seen.add(value_of(store))
            assert store.get("m", "1").state == "ok"
            assert all(m.state == "ok" for m in store.list())
    finally:
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
    assert seen == {OLD, NEW}


def test_two_writers_that_overwrite_leave_one_whole_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "exchange", without_exchange)

    def write(number: int) -> int:
        for _ in range(20):
            save(ModelStore(tmp_path), float(number), "1", overwrite=True)
        return 0

    assert in_parallel(3, write) == [0] * 3
    store = ModelStore(tmp_path)
    assert value_of(store) in (0, 1, 2)
    assert len(store.model("m").versions) == 1
    assert os.listdir(tmp_path / ".staging") == []


def test_a_living_writer_is_not_swept(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    with staging.stage(store.volume, "m", "1"):
        assert len(os.listdir(tmp_path / ".staging")) == 2
        ModelStore(tmp_path).list()
        assert len(os.listdir(tmp_path / ".staging")) == 2
    assert os.listdir(tmp_path / ".staging") == []


def test_leftovers_of_another_machine_are_swept_only_when_old(tmp_path: Path) -> None:
    folder = tmp_path / ".staging"
    (folder / "abc").mkdir(parents=True)
    lock = folder / "abc.lock"
    lock.write_text('{"host": "another", "pid": 1, "name": "m", "version": "1"}')
    store = ModelStore(tmp_path)
    store.list()
    assert len(os.listdir(folder)) == 2
    os.utime(lock, (1, 1))
    store.list()
    assert os.listdir(folder) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("call", ["write", "fsync", "mkdir", "rename"])
def test_no_space_left_by_a_fake_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, call: str
) -> None:
    store = ModelStore(tmp_path)
    save(store, OLD, "1")
    real = getattr(os, call)
    made = 0

    # A fake: the first such call works, all later ones say that the volume is full.
    def full(*args: Any, **kwargs: Any) -> Any:
        nonlocal made
        made += 1
        if made > 1 or call == "rename":
            raise OSError(code, os.strerror(code))
        return real(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(VolumeFull, match="used up"):
            save(store, NEW, "1", overwrite=True)
    assert value_of(store) == OLD
    assert os.listdir(tmp_path / ".staging") == []


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_not_writable_by_a_fake_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "mkdir", refuse)
    with pytest.raises(PermissionError) as caught:
        save(ModelStore(tmp_path), NEW, "1")
    assert isinstance(caught.value, VolumeNotWritable)


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
store = ModelStore(sys.argv[1])
small = DummyRegressor(strategy="constant", constant=1).fit([[0]], [1])
large = DummyRegressor(strategy="constant", constant=np.zeros(500_000))
large.fit([[0]], [np.zeros(500_000)])
"""


def test_a_really_full_volume(tmp_path: Path) -> None:
    script = f"""{SCRIPT}
store.save(small, "m", "1")
try:
    store.save(large, "m", "1", overwrite=True)
except OSError as error:
    print(error.reason, os.listdir(os.path.join(sys.argv[1], ".staging")))
print(store.load("m").predict([[0]])[0])
store.save(small, "m", "2")
"""
    mount = f"mount -t tmpfs -o size=1m tmpfs {tmp_path}"
    assert run_with_mount(mount, tmp_path, script).split() == ["VolumeFull", "[]", "1"]


def test_a_really_read_only_volume_can_be_read(tmp_path: Path) -> None:
    save(ModelStore(tmp_path), OLD, "1")
    script = f"""{SCRIPT}
for call in (lambda: store.save(small, "m", "2"), lambda: store.delete("m", "1")):
    try:
        call()
    except PermissionError as error:
        print(error.reason, "read-only" in error.message)
print(store.status().writable, store.load("m").predict([[0]])[0], store.list()[0].state)
"""
    mount = f"mount --bind {tmp_path} {tmp_path} && mount -o remount,ro,bind {tmp_path}"
    lines = run_with_mount(mount, tmp_path, script).splitlines()
    assert lines == ["VolumeNotWritable True"] * 2 + ["False 1.0 ok"]


def test_a_deleted_version_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ModelStore(tmp_path)
    save(store, OLD, "1")
    save(store, NEW, "2")
    with monkeypatch.context() as patch:
        # A fake: as if the process died before its files were removed.
        patch.setattr(staging, "remove_tree", without_exchange)
        store.delete("m", "1")
    assert os.listdir(tmp_path / ".staging") != []
    with pytest.raises(VersionNotFound):
        store.load("m", "1")
    (model,) = store.list()
    assert [record.version for record in model.versions] == ["2"]
    assert os.listdir(tmp_path / ".staging") == []

"""Killed processes, full and read-only volumes, and several at once, with real processes."""

import contextlib
import ctypes
import errno
import os
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_kserve.errors import (
    VersionExistsError,
    VolumeFullError,
    VolumeNotWritableError,
)
from jupyterlab_kserve.store import ModelStore, publish
from jupyterlab_kserve.store.saving.options import SaveOptions
from jupyterlab_kserve.volume import disk, filewriter, staging

from ..faults import (
    NEW,
    OLD,
    SCRIPT,
    in_parallel,
    run_and_kill,
    run_with_mount,
    save,
    value_of,
    without_exchange,
)


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


def folder_of_files(folder: Path, count: int) -> Path:
    for number in range(count):
        (folder / str(number % 3)).mkdir(parents=True, exist_ok=True)
        (folder / str(number % 3) / f"{number}.txt").write_text(str(number))
    return folder


def test_a_kill_while_many_files_are_copied_publishes_all_or_nothing(tmp_path: Path) -> None:
    source = folder_of_files(tmp_path / "folder", 60)
    outcomes = set()
    for step in range(0, 1000, 23):
        store = ModelStore(tmp_path / str(step))
        os.mkdir(store.volume.root)
        killed = run_and_kill(
            lambda store=store: store.save(source, "m", SaveOptions(version="1")), step
        )
        outcomes.add(tuple(model.state for model in store.list()))
        if not killed:
            break
        if store.list() == []:
            store.save(source, "m", SaveOptions(version="1"))
        path = store.load("m")
        assert {each.name for each in path.rglob("*.txt")} == {f"{n}.txt" for n in range(60)}
        assert os.listdir(Path(store.volume.root, ".staging")) == []
    assert not killed
    assert step > 200
    assert outcomes == {(), ("ok",)}


@pytest.mark.parametrize("source", ["object", "few files", "many files", "many files at once"])
@pytest.mark.parametrize("file_system", ["syncs whole", "syncs files only"])
def test_nothing_appears_before_it_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, file_system: str
) -> None:
    count = {"object": 0, "few files": 5}.get(source, 100)
    monkeypatch.setattr(filewriter, "_SLOW", -1 if source == "many files at once" else 1)
    folder = folder_of_files(tmp_path / "folder", count)
    store = ModelStore(tmp_path / "volume")
    os.mkdir(store.volume.root)
    dirty: set[int] = set()
    appeared = 0

    def open_(path: Any, flags: int, *args: Any, **options: Any) -> int:
        fd = real["open"](path, flags, *args, **options)
        if flags & os.O_CREAT:
            dirty.update(os.fstat(each).st_ino for each in (fd, options.get("dir_fd") or fd))
        return int(fd)

    def write(fd: int, data: Any) -> int:
        dirty.add(os.fstat(fd).st_ino)
        return int(real["write"](fd, data))

    def mkdir(path: Any, *args: Any, dir_fd: int) -> None:
        real["mkdir"](path, *args, dir_fd=dir_fd)
        info = os.stat(path, dir_fd=dir_fd)
        dirty.update((info.st_ino, os.fstat(dir_fd).st_ino))

    def fsync(fd: int) -> None:
        real["fsync"](fd)
        dirty.discard(os.fstat(fd).st_ino)

    def sync_file_system(fd: int) -> bool:
        if file_system == "syncs files only":
            return False
        assert whole(fd)
        dirty.clear()
        return True

    def rename(name: str, *args: Any, src_dir_fd: int, **options: Any) -> None:
        nonlocal appeared
        if name == staging.NEW:
            appeared += 1
            for _, folders, files, fd in os.fwalk(name, dir_fd=src_dir_fd):
                assert os.fstat(fd).st_ino not in dirty
                for each in (*folders, *files):
                    assert os.stat(each, dir_fd=fd).st_ino not in dirty, each
        real["rename"](name, *args, src_dir_fd=src_dir_fd, **options)

    whole = disk.sync_file_system
    monkeypatch.setattr(disk, "sync_file_system", sync_file_system)
    spies = {"open": open_, "write": write, "mkdir": mkdir, "fsync": fsync, "rename": rename}
    real = {name: getattr(os, name) for name in spies}
    for name, spy in spies.items():
        monkeypatch.setattr(os, name, spy)
    if source == "object":
        save(store, NEW, "1")
    else:
        store.save(folder, "m", SaveOptions(version="1"))
    assert appeared == 1


def test_the_system_is_asked_to_synchronise_the_whole_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Stands in for the system's library: no disk can be made to lose what it was given.
    asked: list[int] = []
    answers = [(0, 0), (-1, errno.ENOSYS), (-1, errno.EIO)]

    class Library:
        def syncfs(self, fd: int) -> int:
            asked.append(fd)
            result, code = answers[len(asked) - 1]
            ctypes.set_errno(code)
            return result

    monkeypatch.setattr(disk, "_libc", Library())
    fd = os.open(tmp_path, os.O_RDONLY)
    try:
        assert disk.sync_file_system(fd)
        assert not disk.sync_file_system(fd)
        with pytest.raises(OSError, match="Input/output error"):
            disk.sync_file_system(fd)
        assert asked == [fd] * 3
        monkeypatch.setattr(disk, "_libc", object())
        assert not disk.sync_file_system(fd)
    finally:
        os.close(fd)


def test_of_two_writers_of_one_version_one_wins(tmp_path: Path) -> None:
    for round_ in range(5):
        store = ModelStore(tmp_path)

        def write(number: int, store: ModelStore = store, version: str = f"1.{round_}") -> int:
            try:
                save(store, float(number), version)
            except VersionExistsError:
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
        with pytest.raises(VolumeFullError, match="is full"):
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
    assert isinstance(caught.value, VolumeNotWritableError)


def test_a_really_full_volume(tmp_path: Path) -> None:
    script = f"""{SCRIPT}
store.save(small, "m", SaveOptions(version="1"))
try:
    store.save(large, "m", SaveOptions(version="1", overwrite=True))
except OSError as error:
    print(error.reason, os.listdir(os.path.join(sys.argv[1], ".staging")))
print(store.load("m").predict([[0]])[0])
store.save(small, "m", SaveOptions(version="2"))
"""
    mount = f"mount -t tmpfs -o size=1m tmpfs {tmp_path}"
    assert run_with_mount(mount, tmp_path, script).split() == ["VolumeFull", "[]", "1"]


def test_a_really_read_only_volume_can_be_read(tmp_path: Path) -> None:
    save(ModelStore(tmp_path), OLD, "1")
    script = f"""{SCRIPT}
options = SaveOptions(version="2")
for call in (lambda: store.save(small, "m", options), lambda: store.delete("m", "1")):
    try:
        call()
    except PermissionError as error:
        print(error.reason, "read-only" in error.message)
print(store.status().writable, store.load("m").predict([[0]])[0], store.list()[0].state)
"""
    mount = f"mount --bind {tmp_path} {tmp_path} && mount -o remount,ro,bind {tmp_path}"
    lines = run_with_mount(mount, tmp_path, script).splitlines()
    assert lines == ["VolumeNotWritable True"] * 2 + ["False 1.0 ok"]

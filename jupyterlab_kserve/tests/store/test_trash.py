"""What is deleted can be brought back, whoever dies or writes meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_kserve.errors import (
    InvalidNameError,
    ModelNotFoundError,
    NotInTrashError,
    NotPublishedError,
    VersionExistsError,
    VersionNotFoundError,
    VolumeFullError,
)
from jupyterlab_kserve.store import ModelStore, trash

from ..faults import NEW, OLD, in_parallel, run_and_kill, run_with_mount, save, value_of

TIME = "20200101T000000.000000Z"


@pytest.fixture
def store(volume: Path) -> ModelStore:
    store = ModelStore(volume)
    save(store, OLD, "1")
    return store


def visible(folder: str) -> list[str]:
    return [entry for entry in os.listdir(folder) if not entry.startswith(".")]


def test_a_deleted_version_comes_back_as_it_was(store: ModelStore) -> None:
    before = store.get("m", "1")
    revision = store.revision()
    entry = store.delete("m", "1")
    assert store.list() == []
    assert visible(store.volume.root) == []
    assert store.revision() != revision
    (listed,) = store.trash.entries()
    assert (listed.id, listed.name, listed.version) == (entry, "m", "1")
    assert listed.size >= before.size
    assert listed.deleted > before.created
    assert store.trash.restore(entry) == ("m", "1")
    assert store.get("m", "1") == before
    assert value_of(store) == OLD
    assert store.trash.entries() == []
    with pytest.raises(NotInTrashError):
        store.trash.restore(entry)


def test_what_stands_in_the_place_again_is_not_replaced(store: ModelStore) -> None:
    entry = store.delete("m", "1")
    save(store, NEW, "1")
    with pytest.raises(VersionExistsError):
        store.trash.restore(entry)
    assert value_of(store) == NEW
    again = store.delete("m", "1")
    # An empty folder is what the kubelet makes for a service without a model.
    Path(store.volume.root, "m", "1").mkdir(parents=True)
    store.trash.restore(entry)
    assert value_of(store) == OLD
    assert [e.id for e in store.trash.entries()] == [again]


def test_what_is_removed_for_good_is_gone(store: ModelStore) -> None:
    save(store, NEW, "2")
    for version in ("1", "2"):
        store.delete("m", version)
    newest, oldest = store.trash.entries()
    assert (newest.version, oldest.version) == ("2", "1")
    store.trash.remove(oldest.id)
    assert [entry.id for entry in store.trash.entries()] == [newest.id]
    with pytest.raises(NotInTrashError):
        store.trash.remove(oldest.id)
    assert store.trash.empty() == 1
    assert store.trash.entries() == []
    assert os.listdir(Path(store.volume.root, ".trash")) == []
    assert os.listdir(Path(store.volume.root, ".staging")) == []


def test_what_lay_there_for_long_goes_with_the_next_change(store: ModelStore) -> None:
    entry = store.delete("m", "1")
    folder = Path(store.volume.root, ".trash")
    old = f"m@1@{TIME}"
    (folder / entry).rename(folder / old)
    for days, left in ((0.0, [old]), (36500.0, [old]), (30.0, [])):
        store.trash.kept_days = days
        save(store, NEW, None)
        assert os.listdir(folder) == left
    assert store.trash.empty(timedelta(days=1)) == 0


@pytest.mark.parametrize(
    "entry",
    [
        "",
        ".",
        "..",
        "m",
        "m@1",
        "../m@1@20200101T000000.000000Z",
        f"m@..@{TIME}",
        "@@",
        f"m@1@{TIME}\0",
        "a@b@c@d",
    ],
)
def test_nothing_else_is_taken_for_an_entry(store: ModelStore, entry: str) -> None:
    for act in (store.trash.restore, store.trash.remove):
        with pytest.raises(NotInTrashError):
            act(entry)
    assert value_of(store) == OLD


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(entry=st.text() | st.from_regex(r"[\w./%@-]{1,40}@[\w./%@-]{1,10}@[0-9TZ.]{1,24}"))
def test_no_id_leaves_the_trash(store: ModelStore, entry: str) -> None:
    for act in (store.trash.restore, store.trash.remove):
        with pytest.raises(NotInTrashError):
            act(entry)
    assert visible(store.volume.root) == ["m"]
    assert value_of(store) == OLD


def test_only_published_versions_are_deleted(store: ModelStore) -> None:
    root = Path(store.volume.root)
    (root / "flat.pkl").write_bytes(b"x")
    (root / "old" / "v1").mkdir(parents=True)
    (root / "old" / "v1" / "model.pkl").write_bytes(b"x")
    (root / "link").symlink_to("m")
    for name, version, error in (
        ("flat", "unversioned", NotPublishedError),
        ("old", "v1", NotPublishedError),
        ("m", "2", VersionNotFoundError),
        ("n", "1", ModelNotFoundError),
        ("", "1", InvalidNameError),
        (".", "1", InvalidNameError),
        ("..", "1", InvalidNameError),
        ("m", "", InvalidNameError),
        ("m", ".card", InvalidNameError),
        (".trash", "1", InvalidNameError),
        ("link", "1", ValueError),
    ):
        with pytest.raises(error):
            store.delete(name, version)
    assert sorted(visible(str(root))) == ["flat.pkl", "link", "m", "old"]
    assert store.trash.entries() == []


def test_a_broken_version_is_deleted_too(store: ModelStore) -> None:
    (store.path(store.get("m", "1")) / "model.joblib").unlink()
    store.trash.restore(store.delete("m", "1"))
    assert store.get("m", "1").state == "broken"


def test_links_in_the_trash_are_not_followed(store: ModelStore, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("kept")
    store.path(store.get("m", "1")).joinpath("out").symlink_to(outside)
    store.delete("m", "1")
    (listed,) = store.trash.entries()
    assert listed.size < 100_000
    store.trash.empty()
    assert (outside / "file").read_text() == "kept"
    shutil.rmtree(Path(store.volume.root, ".trash"))
    Path(store.volume.root, ".trash").symlink_to(outside)
    save(store, NEW, "2")
    with pytest.raises(ValueError, match="link"):
        store.delete("m", "2")
    assert store.get("m", "2").state == "ok"


@pytest.mark.parametrize("action", ["delete", "restore", "remove"])
def test_a_kill_at_every_system_call_loses_nothing(tmp_path: Path, action: str) -> None:
    template = tmp_path / "template"
    template.mkdir()
    store = ModelStore(template)
    save(store, OLD, "1")
    entry = "" if action == "delete" else store.delete("m", "1")
    outcomes = set()
    for step in range(200):
        store = ModelStore(shutil.copytree(template, tmp_path / str(step)))

        def act(store: ModelStore = store) -> object:
            if action == "delete":
                return store.delete("m", "1")
            return getattr(store.trash, action)(entry)

        killed = run_and_kill(act, step)
        listed = [(model.name, model.state) for model in store.list()]
        trashed = [(e.name, e.version) for e in store.trash.entries()]
        outcomes.add((len(listed), len(trashed)))
        assert set(listed) <= {("m", "ok")}
        if listed:
            assert value_of(store) == OLD
        if not killed:
            break
        staged = Path(store.volume.root, ".staging")
        assert not staged.exists() or os.listdir(staged) == []
        # Whoever comes next can go on.
        if listed:
            store.delete("m", "1")
        if trashed and not listed:
            assert store.trash.restore(store.trash.entries()[0].id) == ("m", "1")
            assert value_of(store) == OLD
        shutil.rmtree(store.volume.root)
    assert not killed
    assert step > 4
    assert (
        outcomes
        == {
            "delete": {(1, 0), (0, 1)},
            "restore": {(0, 1), (1, 0)},
            "remove": {(0, 1), (0, 0)},
        }[action]
    )


def test_of_those_who_delete_or_restore_at_once_one_does(store: ModelStore) -> None:
    def delete(number: int) -> int:
        try:
            store.delete("m", "1")
        except (ModelNotFoundError, VersionNotFoundError):
            return 1
        return 0

    for _ in range(5):
        assert sorted(in_parallel(3, delete)) == [0, 1, 1]
        (entry,) = store.trash.entries()

        def restore(number: int, entry: str = entry.id) -> int:
            try:
                store.trash.restore(entry)
            except (NotInTrashError, VersionExistsError):
                return 1
            return 0

        assert sorted(in_parallel(3, restore)) == [0, 1, 1]
        assert value_of(store) == OLD


def test_a_version_half_removed_does_not_come_back(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = store.delete("m", "1")

    def dies(*_: object) -> None:
        raise OSError(errno.EIO, "as if the process died before its files were removed")

    with monkeypatch.context() as patch:
        patch.setattr(trash, "remove_tree", dies)
        store.trash.remove(entry)
    folder = Path(store.volume.root, ".trash")
    assert os.listdir(folder) != []
    assert store.trash.entries() == []
    assert store.list() == []
    save(store, NEW, "1")
    assert os.listdir(folder) == []


@pytest.mark.parametrize("call", ["mkdir", "rename", "fsync"])
def test_no_space_to_delete_leaves_the_version(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*args: Any, **kwargs: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(trash.os, call, full)
        with pytest.raises(VolumeFullError):
            store.delete("m", "1")
    # Where only fsync failed it is in the trash, and told as a failure all the same.
    for entry in store.trash.entries():
        store.trash.restore(entry.id)
    assert value_of(store) == OLD


def test_a_full_volume_can_be_emptied(tmp_path: Path) -> None:
    script = """
import os, sys
import numpy as np
from sklearn.dummy import DummyRegressor
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions
store = ModelStore(sys.argv[1])
def model(count):
    zeros = np.zeros(count)
    return DummyRegressor(strategy="constant", constant=zeros).fit([[0]], [zeros])
store.save(model(40_000), "m", SaveOptions(version="1"))
with open(os.path.join(sys.argv[1], "filler"), "wb", buffering=0) as filler:
    try:
        while True:
            filler.write(b"x" * 4096)
    except OSError:
        pass
store.delete("m", "1")
try:
    store.save(model(30_000), "m", SaveOptions(version="2"))
except OSError as error:
    print(error.reason, "trash" in error.hint)
print(store.trash.empty())
store.save(model(30_000), "m", SaveOptions(version="2"))
print(store.list()[0].newest.version)
"""
    mount = f"mount -t tmpfs -o size=1m tmpfs {tmp_path}"
    assert run_with_mount(mount, tmp_path, script).split() == ["VolumeFull", "True", "1", "2"]

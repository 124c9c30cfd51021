"""Saving files and folders, few and many: their copies, the progress, and what is refused."""

import errno
import hashlib
import os
import resource
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from sklearn.dummy import DummyRegressor

from jupyterlab_kserve.errors import (
    LoadFailedError,
    ModelNotFoundError,
    NotAModelError,
    SourceChangedError,
    SourceMissingError,
    UnsupportedFormatError,
    VolumeFullError,
)
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions
from jupyterlab_kserve.volume import VolumeStatus, copying, filewriter, writeback


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path, "claim")


def test_a_file_is_copied_under_the_fixed_name(store: ModelStore, tmp_path: Path) -> None:
    source = tmp_path / "elsewhere" / "My Model.ONNX"
    source.parent.mkdir()
    source.write_bytes(b"o" * 9_000_000)
    seen: list[tuple[int, int]] = []
    record = store.save(
        source,
        "net",
        SaveOptions(version="1", progress=lambda done, total: seen.append((done, total))),
    )
    assert record.model_file == "net/1/model.onnx"
    assert (record.framework, record.format) == ("onnx", "onnx")
    assert store.path(record).joinpath("model.onnx").read_bytes() == source.read_bytes()
    assert seen[-1] == (9_000_000, 9_000_000)
    with pytest.raises(LoadFailedError, match="net 1 could not be loaded"):
        store.load("net")


def test_a_pickle_file_is_loaded_again(store: ModelStore, tmp_path: Path) -> None:
    import pickle

    source = tmp_path / "old.pkl"
    model = DummyRegressor(strategy="constant", constant=4).fit([[0.0]], [4])
    source.write_bytes(pickle.dumps(model))
    assert store.save(str(source), "m").format == "pickle"
    assert store.load("m").predict([[0]])[0] == 4


def test_a_file_that_grows_while_it_is_copied_is_not_published(
    store: ModelStore, tmp_path: Path
) -> None:
    source = tmp_path / "x.onnx"
    source.write_bytes(b"o" * 5_000_000)

    def grow(done: int, total: int) -> None:
        with source.open("ab") as stream:
            stream.write(b"more")

    with pytest.raises(SourceChangedError):
        store.save(source, "net", SaveOptions(progress=grow))
    with pytest.raises(ModelNotFoundError):
        store.model("net")


def test_what_the_progress_function_raises_ends_the_copy(store: ModelStore, tmp_path: Path) -> None:
    source = tmp_path / "x.onnx"
    source.write_bytes(b"o")

    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.save(source, "net", SaveOptions(progress=cancel))
    assert store.list() == []
    assert os.listdir(tmp_path / ".staging") == []


@pytest.mark.parametrize(("count", "slow"), [(3, 1), (200, 1), (200, -1)])
def test_the_progress_of_a_folder_is_that_of_all_its_files(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, slow: int
) -> None:
    monkeypatch.setattr(filewriter, "_SLOW", slow)
    source = tmp_path / "folder"
    for number in range(count):
        (source / f"part-{number % 7}").mkdir(parents=True, exist_ok=True)
        (source / f"part-{number % 7}" / f"{number}.bin").write_bytes(b"x" * number)
    (source / "large.bin").write_bytes(bytes(3_000_000))
    (tmp_path / "scaler.json").write_text("{}")
    seen: list[tuple[int, int]] = []
    artifacts = {"scaler": tmp_path / "scaler.json"}
    record = store.save(
        source, "m", SaveOptions(artifacts=artifacts, progress=lambda *both: seen.append(both))
    )
    total = sum(range(count)) + 3_000_000 + 2
    assert {each for _, each in seen} == {total}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (total, total)
    card = store.get("m", record.version).card
    assert card is not None
    for file in card.files:
        data = (store.path(record) / file.path).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)


def test_a_folder_of_more_folders_than_may_be_open(store: ModelStore, tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / "folder" / str(number)).mkdir(parents=True)
        (tmp_path / "folder" / str(number) / "file").write_text(str(number))
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (300, before[1]))
    try:
        path = store.path(store.save(tmp_path / "folder", "m"))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert (path / "399" / "file").read_text() == "399"


@pytest.mark.parametrize("seconds", [0, 0.003])
def test_many_files_are_written_at_once_where_each_has_to_be_waited_for(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    # What a server takes to answer, where the volume is behind one.
    source = tmp_path / "folder"
    source.mkdir()
    for number in range(200):
        (source / str(number)).write_bytes(b"x")
    threads = set()
    real = writeback.write_new

    def write_new(*arguments: Any) -> str:
        threads.add(threading.get_ident())
        time.sleep(seconds)
        return real(*arguments)

    monkeypatch.setattr(copying, "write_new", write_new)
    if not seconds:
        # A machine that is busy with other things makes files wait, too.
        monkeypatch.setattr(filewriter, "_SLOW", 1)
    path = store.path(store.save(source, "m"))
    assert len(os.listdir(path)) == 201
    assert (len(threads) > 1) == bool(seconds)
    assert threading.get_ident() in threads


def test_of_many_files_one_that_fails_ends_the_others(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "folder"
    source.mkdir()
    for number in range(200):
        (source / f"{number:03d}.bin").write_bytes(b"x")
    # In another group than the one that fails.
    with (source / "060.large").open("wb") as stream:
        stream.truncate(4 << 30)
    large = threading.Event()
    monkeypatch.setattr(filewriter, "_SLOW", -1)

    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        told = done
        if done > 1000:
            large.set()

    real = os.open

    def fail(path: Any, *args: Any, **options: Any) -> int:
        if str(path).endswith("199.bin"):
            assert large.wait(60)
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, *args, **options)

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(VolumeFullError):
        store.save(source, "m", SaveOptions(progress=tell))
    assert told < 2 << 30
    assert store.list() == []
    assert os.listdir(tmp_path / ".staging") == []


def test_files_that_cannot_be_saved(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SourceMissingError):
        store.save("/nowhere/model.pkl", "m")
    with pytest.raises(NotAModelError, match="folder"):
        store.save(tmp_path, "m")
    (tmp_path / "notes.txt").write_text("")
    with pytest.raises(UnsupportedFormatError):
        store.save(tmp_path / "notes.txt", "m")
    (tmp_path / "big.onnx").write_bytes(b"12345")
    # Says that 4 bytes are free: filling a real disk is in store/test_store_faults.py.
    full = VolumeStatus(str(tmp_path), True, True, 10, 6, 4, "claim")
    monkeypatch.setattr(store.volume, "status", lambda claim: full)
    with pytest.raises(VolumeFullError, match="needs 5 bytes, 4 are free"):
        store.save(tmp_path / "big.onnx", "m")
    assert not (tmp_path / "m").exists()

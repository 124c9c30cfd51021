"""The list remembers what it has read, and still tells what is there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sklearn.dummy import DummyRegressor

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.reading import cache, scan
from jupyterlab_kserve.store.saving.options import SaveOptions

MODEL = DummyRegressor().fit([[0.0]], [1.0])


@pytest.fixture
def store(volume: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    # What is young is read each time; these tests cannot wait until it is not.
    monkeypatch.setattr(cache, "_YOUNG", 0)
    made = ModelStore(volume, "claim")
    for version in ("1", "2"):
        made.save(MODEL, "m", SaveOptions(version=version, artifacts={"scaler": MODEL}))
    made.save(MODEL, "other", SaveOptions(version="1"))
    made.set_alias("m", "champion", "1")
    return made


def is_right(store: ModelStore) -> bool:
    """Compare what a store that remembers tells with what a new one reads."""
    told = [model.to_dict() for model in store.list()]
    return told == [model.to_dict() for model in ModelStore(store.volume.root, store.claim).list()]


def edit(store: ModelStore) -> None:
    path = Path(store.volume.root, "m", "1", ".card", "card.json")
    text = path.read_text()
    path.write_text(text.replace('"description": ""', '"description": "changed"'))
    assert path.read_text() != text


def edit_to_the_same_size(store: ModelStore) -> None:
    path = Path(store.volume.root, "m", "1", ".card", "card.json")
    changed = path.with_name("new")
    changed.write_text(path.read_text().replace("sklearn", "sklaern"))
    info = path.stat()
    os.utime(changed, ns=(info.st_atime_ns, info.st_mtime_ns))
    os.replace(changed, path)


def swap_for_a_link(store: ModelStore) -> None:
    version = Path(store.volume.root, "m", "1")
    version.rename(Path(store.volume.root, ".hidden"))
    version.symlink_to("../.hidden")


CHANGES: list[Callable[[ModelStore], Any]] = [
    lambda store: store.save(MODEL, "m", SaveOptions(version="3")),
    lambda store: store.save(
        MODEL, "m", SaveOptions(version="1", overwrite=True, description="again")
    ),
    lambda store: store.save(MODEL, "new"),
    lambda store: store.set_alias("other", "first", "1"),
    lambda store: store.set_alias("m", "champion", "2"),
    lambda store: store.remove_alias("m", "champion"),
    lambda store: Path(store.volume.root, "m", ".tags", "champion").write_text("2\n"),
    lambda store: store.delete("m", "1"),
    lambda store: shutil.rmtree(Path(store.volume.root, "m")),
    lambda store: Path(store.volume.root, "m", "1", "model.joblib").unlink(),
    lambda store: Path(store.volume.root, "m", "1", "model.joblib").write_bytes(b"short"),
    lambda store: Path(store.volume.root, "m", "1", "artifacts", "scaler.joblib").unlink(),
    lambda store: Path(store.volume.root, "m", "1", ".card", "card.json").unlink(),
    lambda store: Path(store.volume.root, "m", "1", ".card", "card.json").write_text("{}"),
    lambda store: Path(store.volume.root, "m", "model.pkl").write_bytes(b"beside"),
    lambda store: Path(store.volume.root, "m.pkl").write_bytes(b"flat"),
    lambda store: os.rename(Path(store.volume.root, "m"), Path(store.volume.root, "renamed")),
    lambda store: os.rename(Path(store.volume.root, "m", "1"), Path(store.volume.root, "m", "9")),
    lambda store: setattr(store, "claim", "another"),
    edit,
    edit_to_the_same_size,
    swap_for_a_link,
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_told(store: ModelStore, change: Callable[[ModelStore], Any]) -> None:
    assert is_right(store)
    before = [model.to_dict() for model in store.list()]
    change(store)
    assert is_right(store)
    assert [model.to_dict() for model in store.list()] != before or change is edit
    assert is_right(store)


def test_what_did_not_change_is_not_read_again(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.list()
    read: list[str] = []
    real = scan._scan_folder

    def watched(root: int, name: str, claim: str) -> Any:
        read.append(name)
        return real(root, name, claim)

    monkeypatch.setattr(scan, "_scan_folder", watched)
    again = store.list()
    assert read == []
    assert all(one is other for one, other in zip(first, again, strict=True))
    store.save(MODEL, "m", SaveOptions(version="3"))
    read.clear()
    store.list()
    assert read == ["m"]


def test_what_is_young_or_not_whole_is_read_each_time(
    store: ModelStore, volume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_YOUNG", 3_600_000_000_000)
    store.list()
    assert store.reader._cache._models == {}
    monkeypatch.setattr(cache, "_YOUNG", 0)
    Path(volume, "m", "1", "model.joblib").unlink()
    store.list()
    assert set(store.reader._cache._models) == {"other"}
    shutil.rmtree(volume / "other")
    store.list()
    assert store.reader._cache._models == {}


def test_a_card_in_a_folder_of_another_name_is_checked_where_it_is(
    store: ModelStore, volume: Path
) -> None:
    """Somebody copied a version by hand: the card's own name and version are others."""
    shutil.copytree(volume / "m" / "1", volume / "copied" / "7")
    card = json.loads((volume / "copied" / "7" / ".card" / "card.json").read_text())
    assert (card["name"], card["version"]) == ("m", "1")
    store.list()
    (volume / "copied" / "7" / "model.joblib").unlink()
    assert is_right(store)
    assert [model.name for model in store.list() if model.state == "broken"] == ["copied"]

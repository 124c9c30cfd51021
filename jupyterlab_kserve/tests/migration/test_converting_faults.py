"""Conversions that are killed, run out of space, or meet another one: no model is ever lost."""

from __future__ import annotations

import errno
import json
import os
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest
from sklearn.dummy import DummyRegressor

from jupyterlab_kserve.errors import NothingToConvertError, VolumeBusyError, VolumeFullError
from jupyterlab_kserve.migration.converting import convert_model
from jupyterlab_kserve.store import ModelStore, publish

from ..faults import in_parallel, run_and_kill, run_with_mount, without_exchange

VALUE = 7.0
LAYOUTS = {
    "flat": ("m.pkl", "m_metadata.json"),
    "folder": ("m/model.pkl", "m/m_metadata.json"),
    "version": ("m/v1/model.pkl", "m/metadata.json"),
}


def old_volume(folder: Path, layout: str) -> ModelStore:
    model, sidecar = (folder / path for path in LAYOUTS[layout])
    model.parent.mkdir(parents=True)
    regressor = DummyRegressor(strategy="constant", constant=VALUE).fit([[0]], [VALUE])
    model.write_bytes(pickle.dumps(regressor))
    sidecar.write_text(json.dumps({"team": "sre"}))
    return ModelStore(folder)


def said(store: ModelStore) -> set[str]:
    """The layouts in which the model is there; each of its versions loads, and knows its team."""
    (model,) = store.list()
    for record in store.model(model.name).versions:
        assert record.state == "ok"
        assert store.load("m", record.version).predict([[0]])[0] == VALUE
        assert record.as_card()["metadata"]["team"] == "sre"
    return {record.layout for record in model.versions}


@pytest.mark.parametrize("exchange", ["in one step", "in two steps"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_kill_at_every_system_call_leaves_the_old_or_the_new_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str, exchange: str
) -> None:
    if exchange == "in two steps":
        monkeypatch.setattr(publish, "exchange", without_exchange)
    template = tmp_path / "template"
    old_volume(template, layout)
    (old,) = said(ModelStore(template))
    seen = set()
    for step in range(500):
        store = ModelStore(shutil.copytree(template, tmp_path / str(step)))
        killed = run_and_kill(lambda s=store: convert_model(s, "m"), step)
        there = said(store)
        seen.add(tuple(sorted(there)))
        if not killed:
            break
        # A second call goes on, and finds nothing to do where all was done.
        try:
            convert_model(store, "m")
        except NothingToConvertError:
            assert there == {"versions"}
        assert said(store) == {"versions"}
        assert os.listdir(Path(store.volume.root, ".staging")) == []
        shutil.rmtree(store.volume.root)
    assert not killed
    assert step > 15
    assert {(old,), ("versions",)} <= seen
    assert all({*each} <= {old, "versions"} for each in seen)


@pytest.mark.parametrize("call", ["mkdir", "write", "fsync", "rename"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_space_leaves_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str, call: str
) -> None:
    store = old_volume(tmp_path / "volume", layout)
    before = said(store)

    def full(*args: Any, **kwargs: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(VolumeFullError):
            convert_model(store, "m")
    assert said(store) == before
    convert_model(store, "m")
    assert said(store) == {"versions"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_read_only_volume_says_so(tmp_path: Path, layout: str) -> None:
    root = tmp_path / "volume"
    store = old_volume(root, layout)
    script = """
import sys
from jupyterlab_kserve.migration.converting import convert_model
from jupyterlab_kserve.store import ModelStore
try:
    convert_model(ModelStore(sys.argv[1]), "m")
except PermissionError as error:
    print(error.reason, "read-only" in error.message)
"""
    mount = f"mount --bind {root} {root} && mount -o remount,ro,bind {root}"
    assert run_with_mount(mount, root, script).split() == ["VolumeNotWritable", "True"]
    assert "versions" not in said(store)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_of_those_who_convert_at_once_one_does(tmp_path: Path, layout: str) -> None:
    for round_ in range(3):
        store = old_volume(tmp_path / str(round_), layout)

        def convert(number: int, store: ModelStore = store) -> int:
            try:
                convert_model(store, "m")
            except (FileNotFoundError, NothingToConvertError, VolumeBusyError):
                return 1  # Others were faster.
            return 0

        codes = in_parallel(3, convert)
        assert set(codes) <= {0, 1}
        assert 0 in codes
        assert said(store) == {"versions"}
        assert len(store.model("m").versions) == 1

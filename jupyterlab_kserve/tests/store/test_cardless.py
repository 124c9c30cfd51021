"""Volumes with what stood there before: its metadata is shown, and nothing of it stops the list."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.dummy import DummyRegressor

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.reading import scan, version
from jupyterlab_kserve.store.records import ModelRecord, VersionRecord
from jupyterlab_kserve.store.saving.options import SaveOptions

MODEL = DummyRegressor(strategy="constant", constant=5).fit([[0]], [5])
METADATA = {"version": "1.2.0", "accuracy": 0.9, "features": ["cpu", "memory"]}


@pytest.fixture
def store(volume: Path) -> ModelStore:
    store = ModelStore(volume, "claim")
    store.save(MODEL, "good", SaveOptions(version="1"))
    return store


def put(root: Path, path: str, content: object) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        file.write_text(json.dumps(content, indent=2, default=str))
    return file


def listed(store: ModelStore) -> dict[str, ModelRecord]:
    models = store.list()
    json.dumps([model.to_dict() for model in models], allow_nan=False)
    assert [model.name for model in models] == sorted(model.name for model in models)
    assert next(model for model in models if model.name == "good").state == "ok"
    return {model.name: model for model in models}


def only(store: ModelStore, name: str = "old") -> VersionRecord:
    (record,) = listed(store)[name].versions
    assert store.get(name, record.version) == record
    return record


@pytest.mark.parametrize(
    ("file", "sidecar", "version", "layout"),
    [
        ("old.pkl", "old_metadata.json", "unversioned", "legacy-flat"),
        ("old/model.pkl", "old/old_metadata.json", "unversioned", "legacy-folder"),
        ("old/v1/model.pkl", "old/metadata.json", "v1", "legacy-versions"),
        ("old/v1/model.pkl", "old/v1/metadata.json", "v1", "legacy-versions"),
        ("old/model.pkl", "old/model_metadata.json", "unversioned", "legacy-folder"),
    ],
)
def test_the_metadata_beside_a_model_is_shown(
    store: ModelStore, volume: Path, file: str, sidecar: str, version: str, layout: str
) -> None:
    put(volume, file, b"x")
    put(volume, sidecar, METADATA)
    record = only(store)
    assert (record.version, record.layout, record.state) == (version, layout, "ok")
    assert record.metadata == METADATA
    assert record.text.splitlines() == ["1.2.0", "0.9", "cpu", "memory"]
    assert record.to_dict()["metadata"] == METADATA
    assert record.as_card()["metadata"] == METADATA


def test_other_versions_and_models_keep_their_own(store: ModelStore, volume: Path) -> None:
    put(volume, "old/v1/model.pkl", b"x")
    put(volume, "old/v2/model.pkl", b"x")
    put(volume, "old/v2/metadata.json", {"of": "v2"})
    put(volume, "old/metadata.json", {"of": "all"})
    put(volume, "metadata.json", {"of": "nobody"})
    put(volume, "flat.pkl", b"x")
    newer, older = listed(store)["old"].versions
    assert (newer.metadata, older.metadata) == ({"of": "v2"}, {"of": "all"})
    assert only(store, "flat").metadata == {}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"a": "' + b"x" * 1_100_000 + b'"}']
)
def test_metadata_that_cannot_be_read_is_told(
    store: ModelStore, volume: Path, content: bytes
) -> None:
    put(volume, "old/model.pkl", b"x")
    put(volume, "old/metadata.json", content)
    record = only(store)
    assert (record.state, record.metadata) == ("ok", {})
    assert "metadata.json" in record.problem


def test_metadata_elsewhere_is_not_followed(
    store: ModelStore, volume: Path, tmp_path: Path
) -> None:
    put(volume, "old/model.pkl", b"x")
    put(tmp_path, "secret.json", {"password": "canary"})
    (volume / "old" / "metadata.json").symlink_to(tmp_path / "secret.json")
    os.mkfifo(volume / "old" / "old_metadata.json")
    model = listed(store)["old"]
    assert store.get("old", "unversioned").metadata == {}
    assert "canary" not in json.dumps(model.to_dict())


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=200) | st.dictionaries(st.text(), st.floats() | st.text()))
def test_no_metadata_stops_the_list(store: ModelStore, volume: Path, content: Any) -> None:
    put(volume, "old/model.pkl", b"x")
    put(volume, "old/metadata.json", content)
    assert only(store).state == "ok"


def test_what_is_neither_model_nor_ours_is_left_out(store: ModelStore, volume: Path) -> None:
    put(volume, ".initialized", b"")
    (volume / "lost+found").mkdir(mode=0o700)
    put(volume, "notes/readme.txt", b"x")
    put(volume, "readme.txt", b"x")
    put(volume, "run_step_100_model.pkl", b"x")
    assert sorted(listed(store)) == ["good", "run_step_100_model"]


def test_folders_in_a_ring_and_too_deep_end(store: ModelStore, volume: Path) -> None:
    (volume / "ring").mkdir()
    (volume / "ring" / "1").symlink_to(volume / "ring", target_is_directory=True)
    (volume / "self").symlink_to("self")
    deep = volume / "deep"
    for _ in range(200):
        deep = deep / "1"
    deep.mkdir(parents=True)
    models = listed(store)
    assert models["ring"].state == "broken"
    assert "link" in models["ring"].versions[0].problem
    assert models["self"].state == "broken"
    assert "deep" not in models


def test_a_folder_with_too_many_entries_is_cut_and_told(
    store: ModelStore, volume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "MOST_ENTRIES", 50)
    monkeypatch.setattr(version, "MOST_ENTRIES", 50)
    put(volume, "many/1/model.pkl", b"x")
    for number in range(60):
        put(volume, f"data/{number}.csv", b"x")
        put(volume, f"many/{number + 2}/model.pkl", b"x")
    models = listed(store)
    assert "data" not in models
    assert len(models["many"].versions) == 50
    assert "more than 50" in models["many"].problem
    assert models["many"].state == "ok"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take another user's place")
def test_what_may_not_be_read_is_told() -> None:
    # Not in a folder of pytest's, which are closed to others.
    with tempfile.TemporaryDirectory() as folder:
        volume = Path(folder)
        volume.chmod(0o755)
        store = ModelStore(volume)
        store.save(MODEL, "good", SaveOptions(version="1"))
        put(volume, "closed/1/model.pkl", b"x")
        put(volume, "inner/1/model.pkl", b"x")
        put(volume, "beside/model.pkl", b"x")
        put(volume, "beside/metadata.json", {"a": 1}).chmod(0)
        (volume / "closed").chmod(0)
        (volume / "inner" / "1").chmod(0)
        os.seteuid(65534)
        try:
            models = listed(store)
        finally:
            os.seteuid(0)
    assert models["closed"].state == "broken"
    assert "permission" in models["closed"].problem
    assert "permission" in models["inner"].versions[0].problem
    assert "metadata.json" in models["beside"].versions[0].problem


def test_pages_together_are_the_list(store: ModelStore, volume: Path) -> None:
    for number in range(7):
        put(volume, f"m{number}/1/model.pkl", b"x")
        put(volume, f"m{number}.pkl", b"x")
    put(volume, "no-model/x.txt", b"x")
    (volume / "ä").symlink_to("good")
    put(volume, "m9\n.pkl", b"x")
    whole = store.page()
    assert whole.models == store.list()
    assert (whole.next, whole.total) == (None, len(whole.models))
    for limit in (1, 2, 3, 100):
        read: list[ModelRecord] = []
        after = None
        while True:
            page = store.page(after, limit)
            assert page.total >= whole.total
            read += page.models
            after = page.next
            if after is None:
                break
            assert len(page.models) >= limit
        assert read == whole.models
    assert store.page("zzz", 5).models == [whole.models[-1]]  # Only what comes after it.


def test_a_page_opens_only_its_own_models(
    store: ModelStore, volume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        put(volume, f"m{number:02}/1/model.pkl", b"x")
    opened: list[str] = []
    real = scan.open_directory

    def spy(name: str, parent: int) -> int:
        opened.append(name)
        return real(name, parent)

    monkeypatch.setattr(scan, "open_directory", spy)
    page = store.page("good", 5)
    assert [model.name for model in page.models] == opened == [f"m{n:02}" for n in range(5)]
    assert page.next == "m04"
    assert page.total == 21

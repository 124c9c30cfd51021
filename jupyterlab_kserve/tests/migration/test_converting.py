"""Converting what stood on volumes before there were versions."""

import json
import os
import pickle
from pathlib import Path

import joblib
import pytest
from sklearn.dummy import DummyRegressor
from sklearn.preprocessing import StandardScaler

from jupyterlab_kserve.errors import (
    BrokenModelError,
    NotAModelError,
    NothingToConvertError,
    SourceChangedError,
    VersionExistsError,
    VolumeFailedError,
)
from jupyterlab_kserve.migration import converting
from jupyterlab_kserve.migration.converting import convert_model
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving import staging
from jupyterlab_kserve.store.saving.options import SaveOptions

METADATA = {"version": "1.2.0", "accuracy": 0.95, "metrics": {"auc": 0.9}}


@pytest.fixture
def store(volume: Path) -> ModelStore:
    return ModelStore(volume, "claim")


def write(path: Path, value: float = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        pickle.dumps(DummyRegressor(strategy="constant", constant=value).fit([[0]], [value]))
    )
    return path


def value_of(store: ModelStore, name: str, version: str | None = None) -> float:
    return float(store.load(name, version).predict([[0]])[0])


def visible(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    )


def test_a_single_file_becomes_a_version(store: ModelStore, volume: Path) -> None:
    write(volume / "m.pkl", 7)
    (volume / "m_metadata.json").write_text(json.dumps(METADATA))
    write(volume / "other.pkl")
    (record,) = convert_model(store, "m")
    assert (record.version, record.layout, record.state) == ("1.2.0", "versions", "ok")
    assert record.uri == "pvc://claim/m/1.2.0"
    assert record.card is not None
    assert record.card.metadata == METADATA
    assert record.card.metrics == {"auc": 0.9}
    assert record.card.class_name == "sklearn.dummy.DummyRegressor"
    assert record.card.source == {"kind": "file", "path": "m.pkl"}
    assert value_of(store, "m") == 7
    assert visible(volume) == [
        "m/1.2.0/.card/card.json",
        "m/1.2.0/.card/requirements.txt",
        "m/1.2.0/model.pkl",
        "other.pkl",
    ]
    with pytest.raises(NothingToConvertError):
        convert_model(store, "m")


def test_a_folder_becomes_a_version_below_it(store: ModelStore, volume: Path) -> None:
    write(volume / "m" / "model.pkl", 3)
    (volume / "m" / "m_metadata.json").write_text(json.dumps({"owner": "sre"}))
    (volume / "m" / "notes.txt").write_text("not of the model")
    store.save(DummyRegressor().fit([[0]], [1]), "m", SaveOptions(version="4"))
    (record,) = convert_model(store, "m")
    assert record.version == "5"
    assert record.card is not None
    assert record.card.metadata == {"owner": "sre"}
    assert value_of(store, "m") == 3
    assert [each.version for each in store.model("m").versions] == ["5", "4"]
    assert sorted(os.listdir(volume / "m")) == ["4", "5", "notes.txt"]


def test_version_folders_keep_their_uri_and_lose_nothing(store: ModelStore, volume: Path) -> None:
    for number in (1, 2):
        folder = write(volume / "m" / f"v{number}" / "m.pkl", number).parent
        joblib.dump(StandardScaler().fit([[number]]), folder / "scaler.joblib")
        (folder / "notes.txt").write_text(f"of {number}")
    (volume / "m" / "metadata.json").write_text(json.dumps(METADATA))
    uris = ["pvc://claim/m/v1", "pvc://claim/m/v2"]
    assert store.model("m").state == "broken"  # Two model files in a folder are not served.
    records = convert_model(store, "m")
    assert [record.uri for record in records] == uris
    assert {record.state for record in records} == {"ok"}
    for number in (1, 2):
        assert value_of(store, "m", f"v{number}") == number
        assert store.load("m", f"v{number}", artifact="scaler").mean_[0] == number
        notes = store.load("m", f"v{number}", artifact="notes")
        assert notes.read_text() == f"of {number}"
        card = store.get("m", f"v{number}").card
        assert card is not None
        assert card.metadata == METADATA
    assert (volume / "m" / "metadata.json").exists()
    assert os.listdir(volume / ".staging") == []


def test_what_is_served_from_its_old_place_may_stay(store: ModelStore, volume: Path) -> None:
    write(volume / "m" / "model.pkl", 3)
    (first,) = convert_model(store, "m", "unversioned", keep=True)
    assert (volume / "m" / "model.pkl").exists()
    (again,) = convert_model(store, "m")
    assert again == first
    assert not (volume / "m" / "model.pkl").exists()
    assert [record.version for record in store.model("m").versions] == ["1"]


def test_an_interrupted_conversion_goes_on(
    store: ModelStore, volume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(volume / "m.pkl", 3)

    def die(old: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(converting, "_remove", die)
        with pytest.raises(KeyboardInterrupt):
            convert_model(store, "m")
    assert (volume / "m.pkl").exists()
    assert store.get("m", "1").state == "ok"
    (record,) = convert_model(store, "m")
    assert record.version == "1"
    assert not (volume / "m.pkl").exists()


def test_a_file_that_changed_meanwhile_stays(store: ModelStore, volume: Path) -> None:
    write(volume / "m.pkl", 3)

    def change(done: int, total: int) -> None:
        os.replace(write(volume / "new", 4), volume / "m.pkl")

    with pytest.raises(SourceChangedError, match="was not removed"):
        convert_model(store, "m", progress=change)
    assert value_of(store, "m", "1") == 3
    assert value_of(store, "m", "unversioned") == 4


def test_the_old_stays_if_the_new_is_not_on_the_disk(
    store: ModelStore, volume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write(volume / "m" / "v1" / "model.pkl").read_bytes()
    # A disk that gives back other bytes than were written cannot be had.
    monkeypatch.setattr(staging, "hash_stream", lambda stream: (0, "0" * 64))
    with pytest.raises(VolumeFailedError, match="not written correctly"):
        convert_model(store, "m")
    assert visible(volume) == ["m/v1/model.pkl"]
    assert (volume / "m" / "v1" / "model.pkl").read_bytes() == before


def test_what_is_not_converted_is_left_alone(store: ModelStore, volume: Path) -> None:
    write(volume / "two" / "a.pkl")
    write(volume / "two" / "b.pkl")
    with pytest.raises(BrokenModelError, match=r"a\.pkl, b\.pkl"):
        convert_model(store, "two")
    write(volume / "taken.pkl", 1)
    (volume / "taken_metadata.json").write_text('{"version": "1"}')
    store.save(DummyRegressor().fit([[0]], [2]), "taken", SaveOptions(version="1"))
    with pytest.raises(VersionExistsError):
        convert_model(store, "taken")
    folder = volume / "bert" / "v1"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    with pytest.raises(NotAModelError, match="several files"):
        convert_model(store, "bert")
    deep = write(volume / "deep" / "v1" / "model.pkl").parent / "below"
    deep.mkdir()
    with pytest.raises(NotAModelError, match="below"):
        convert_model(store, "deep")
    assert visible(volume) == [
        "bert/v1/config.json",
        "bert/v1/model.safetensors",
        "deep/v1/model.pkl",
        "taken.pkl",
        "taken/1/.card/card.json",
        "taken/1/.card/requirements.txt",
        "taken/1/model.joblib",
        "taken_metadata.json",
        "two/a.pkl",
        "two/b.pkl",
    ]


def test_links_are_not_followed(store: ModelStore, volume: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"token": "secret"}')
    write(volume / "m.pkl")
    (volume / "m_metadata.json").symlink_to(secret)
    (record,) = convert_model(store, "m")
    assert record.card is not None
    assert record.card.metadata == {}
    (volume / "n" / "v1").mkdir(parents=True)
    (volume / "n" / "v1" / "model.pkl").symlink_to(write(tmp_path / "model.pkl"))
    with pytest.raises(NotAModelError, match="link"):
        convert_model(store, "n")

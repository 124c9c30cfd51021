"""Saving, loading and deleting on a volume where nothing goes wrong."""

import hashlib
import json
import os
import stat
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from jupyterlab_kserve.card import MAX_CARD_BYTES
from jupyterlab_kserve.errors import (
    BrokenModelError,
    ChecksumMismatchError,
    InvalidMetadataError,
    InvalidNameError,
    ModelNotFoundError,
    NotAModelError,
    NotPublishedError,
    VersionExistsError,
    VersionNotFoundError,
    VolumeMissingError,
)
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path, "claim")


def constant(value: float) -> DummyRegressor:
    return DummyRegressor(strategy="constant", constant=value).fit([[0.0]], [value])


def test_a_forest_comes_back_as_it_was(store: ModelStore) -> None:
    rng = np.random.default_rng(0)
    rows, labels = rng.random((200, 4)), rng.integers(0, 2, 200)
    forest = RandomForestClassifier(n_estimators=10, random_state=0).fit(rows, labels)

    record = store.save(
        forest, "forest", SaveOptions(metadata={"version": "1.0.0", "accuracy": 0.95})
    )

    assert (record.name, record.version, record.state) == ("forest", "1.0.0", "ok")
    assert record.uri == store.uri("forest") == "pvc://claim/forest/1.0.0"
    assert record.framework == "sklearn"
    assert record.class_name == "sklearn.ensemble._forest.RandomForestClassifier"
    loaded = store.load("forest")
    assert np.array_equal(loaded.predict_proba(rows), forest.predict_proba(rows))


def test_the_version_folder_holds_one_model_file_that_every_uid_can_read(
    store: ModelStore, tmp_path: Path
) -> None:
    before = os.umask(0o077)
    try:
        store.save(constant(1), "m", SaveOptions(version="1"))
    finally:
        os.umask(before)
    folder = tmp_path / "m" / "1"
    assert sorted(p.name for p in folder.iterdir()) == [".card", "model.joblib"]
    for path in [tmp_path / "m", folder, *folder.rglob("*")]:
        expected = 0o755 if path.is_dir() else 0o644
        assert stat.S_IMODE(path.stat().st_mode) == expected, path
    assert os.listdir(tmp_path / ".staging") == []


def test_the_set_group_id_bit_of_a_volume_with_fsgroup_is_kept(tmp_path: Path) -> None:
    tmp_path.chmod(0o2775)
    ModelStore(tmp_path).save(constant(1), "m", SaveOptions(version="1"))
    assert (tmp_path / "m" / "1").stat().st_mode & stat.S_ISGID


def test_the_card_has_size_and_sha256_of_the_file(store: ModelStore, tmp_path: Path) -> None:
    record = store.save(make_pipeline(StandardScaler(), LinearRegression()), "m")
    data = (tmp_path / "m" / "1" / "model.joblib").read_bytes()
    assert record.card is not None
    file = record.card.model_file
    assert file is not None
    assert (file.path, file.size) == ("model.joblib", len(data))
    assert file.sha256 == hashlib.sha256(data).hexdigest()


def test_named_columns_and_classes_become_the_signature(store: ModelStore) -> None:
    frame = pd.DataFrame({"cpu": [0.1, 0.9, 0.2, 0.8], "mem": [1.0, 2.0, 1.0, 2.0]})
    model = RandomForestClassifier(n_estimators=2).fit(frame, ["ok", "bad", "ok", "bad"])
    card = store.save(model, "m").card
    assert card is not None
    assert card.signature == {
        "inputs": [{"name": "cpu", "shape": [-1]}, {"name": "mem", "shape": [-1]}],
        "outputs": [{"name": "output-0", "shape": [-1], "classes": ["bad", "ok"]}],
    }
    assert {"python", "numpy", "scikit-learn", "joblib", "pandas"} <= set(card.libraries)


def test_without_names_the_signature_has_the_number_of_columns(store: ModelStore) -> None:
    card = store.save(LinearRegression().fit([[1.0, 2.0]], [3.0]), "m").card
    assert card is not None
    assert card.signature["inputs"] == [{"name": "input-0", "shape": [-1, 2]}]
    assert "pandas" not in card.libraries


def test_versions_without_a_number_are_counted_and_always_newest(store: ModelStore) -> None:
    for value in range(1, 12):
        store.save(constant(value), "m")
    assert [v.version for v in store.model("m").versions][:3] == ["11", "10", "9"]
    assert store.load("m").predict([[0]])[0] == 11
    store.save(constant(99), "m", SaveOptions(version="12.5.0"))
    assert store.save(constant(100), "m").version == "13"
    assert store.load("m").predict([[0]])[0] == 100


@pytest.mark.parametrize(
    ("there", "expected"),
    [([], "1"), (["1"], "1"), (["1", "2"], "2"), (["1.0.0"], "2"), (["1", "1.5"], "2")],
)
def test_overwrite_without_version_leaves_the_saved_model_newest(
    store: ModelStore, there: list[str], expected: str
) -> None:
    for version in there:
        store.save(constant(0), "m", SaveOptions(version=version))
    assert store.save(constant(7), "m", SaveOptions(overwrite=True)).version == expected
    assert store.load("m").predict([[0]])[0] == 7
    assert len(store.model("m").versions) == len({*there, expected})


def test_a_version_that_exists_is_refused_and_left_alone(store: ModelStore) -> None:
    store.save(constant(1), "m", SaveOptions(metadata={"version": "1.0.0"}))
    with pytest.raises(FileExistsError) as caught:
        store.save(constant(2), "m", SaveOptions(metadata={"version": "1.0.0"}))
    assert isinstance(caught.value, VersionExistsError)
    assert "overwrite=True" in str(caught.value)
    assert store.load("m", "1.0.0").predict([[0]])[0] == 1
    assert (
        store.save(constant(2), "m", SaveOptions(version="1.0.0", overwrite=True)).version
        == "1.0.0"
    )
    assert store.load("m", "1.0.0").predict([[0]])[0] == 2


def test_the_empty_folder_of_a_hasty_deployment_is_filled(
    store: ModelStore, tmp_path: Path
) -> None:
    (tmp_path / "m" / "1").mkdir(parents=True)
    (record,) = store.model("m").versions
    assert record.state == "broken"
    assert "empty" in record.problem
    assert store.save(constant(3), "m", SaveOptions(version="1")).state == "ok"


def test_a_number_taken_by_something_else_is_passed_over(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "m" / "1").mkdir(parents=True)
    (tmp_path / "m" / "1" / "notes.txt").write_text("not a version, and not ours")
    assert store.save(constant(1), "m").version == "2"
    assert (tmp_path / "m" / "1" / "notes.txt").exists()


def test_two_different_versions_are_refused(store: ModelStore) -> None:
    with pytest.raises(InvalidNameError, match="Two versions"):
        store.save(constant(1), "m", SaveOptions(version="2", metadata={"version": "1"}))
    assert (
        store.save(constant(1), "m", SaveOptions(version="1", metadata={"version": 1})).version
        == "1"
    )


def test_metadata_is_kept_as_plain_json(store: ModelStore, tmp_path: Path) -> None:
    given = {
        "accuracy": np.float32(0.5),
        "n": np.int64(3),
        "matrix": np.eye(2),
        "loss": float("nan"),
        "when": np.datetime64("2025-11-07"),
        "odd \ud800": {1: {2, 3}},
        "html": "<img onerror=x>",
        "metrics": {"auc": 0.9},
    }
    record = store.save(constant(1), "m", SaveOptions(metadata=given))
    text = (tmp_path / "m" / "1" / ".card" / "card.json").read_text()
    metadata = json.loads(text, parse_constant=pytest.fail)["metadata"]
    assert metadata["accuracy"] == 0.5
    assert metadata["n"] == 3
    assert metadata["matrix"] == [[1, 0], [0, 1]]
    assert metadata["loss"] == "NaN"
    assert metadata["when"] == "2025-11-07"
    assert metadata["odd \ud800"] == {"1": [2, 3]}
    assert record.card is not None
    assert record.card.metrics == {"auc": 0.9}


@pytest.mark.parametrize("metadata", [[1], "text", {"blob": "x" * MAX_CARD_BYTES}])
def test_unusable_metadata_is_refused_before_anything_is_written(
    store: ModelStore, tmp_path: Path, metadata: object
) -> None:
    with pytest.raises(InvalidMetadataError):
        store.save(constant(1), "m", SaveOptions(metadata=metadata))  # type: ignore[arg-type]
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("model", [{"a": 1}, None, RandomForestClassifier, [1, 2]])
def test_what_cannot_predict_is_no_model(store: ModelStore, model: object) -> None:
    with pytest.raises(TypeError, match="predict") as caught:
        store.save(model, "m")
    assert isinstance(caught.value, NotAModelError)


def test_a_model_that_cannot_be_pickled_leaves_nothing(store: ModelStore, tmp_path: Path) -> None:
    model = make_pipeline(FunctionTransformer(lambda x: x), LinearRegression())
    with pytest.raises(NotAModelError, match="lambda"):
        store.save(model, "m")
    assert store.list() == []
    assert os.listdir(tmp_path / ".staging") == []


def test_what_is_not_there(store: ModelStore) -> None:
    with pytest.raises(ModelNotFoundError):
        store.load("m")
    store.save(constant(1), "m", SaveOptions(version="1.0.0"))
    with pytest.raises(VersionNotFoundError, match=r"Available: 1\.0\.0"):
        store.load("m", "2")
    with pytest.raises(FileNotFoundError):
        store.uri("other")


def test_changed_bytes_are_not_loaded(store: ModelStore, tmp_path: Path) -> None:
    store.save(constant(1), "m", SaveOptions(version="1"))
    file = tmp_path / "m" / "1" / "model.joblib"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(ChecksumMismatchError) as caught:
        store.load("m")
    assert isinstance(caught.value, BrokenModelError)
    assert "m/1/model.joblib" in caught.value.message


def test_delete_removes_one_version_and_the_model_with_the_last(
    store: ModelStore, tmp_path: Path
) -> None:
    store.save(constant(1), "m", SaveOptions(version="1"))
    store.save(constant(2), "m", SaveOptions(version="2"))
    store.delete("m", "2")
    assert [v.version for v in store.model("m").versions] == ["1"]
    store.delete("m", 1)
    assert not (tmp_path / "m").exists()
    assert os.listdir(tmp_path / ".staging") == []
    with pytest.raises(ModelNotFoundError):
        store.delete("m", "1")


@pytest.mark.parametrize("name", ["", ".", "..", "/", ".staging", "m/1", "lost+found"])
def test_delete_touches_nothing_but_versions(store: ModelStore, tmp_path: Path, name: str) -> None:
    store.save(constant(1), "m", SaveOptions(version="1"))
    for pair in [(name, "1"), ("m", name)]:
        with pytest.raises((InvalidNameError, VersionNotFoundError)):
            store.delete(*pair)
    assert store.load("m").predict([[0]])[0] == 1


def test_files_of_others_are_not_deleted(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "old.pkl").write_bytes(b"x")
    with pytest.raises(NotPublishedError):
        store.delete("old", "unversioned")
    assert (tmp_path / "old.pkl").exists()


def test_every_change_changes_the_revision(store: ModelStore) -> None:
    seen = [store.revision()]
    for version in ["1", "2"]:
        store.save(constant(1), "m", SaveOptions(version=version))
        seen.append(store.revision())
    store.save(constant(1), "m", SaveOptions(version="2", overwrite=True))
    seen.append(store.revision())
    store.delete("m", "1")
    seen.append(store.revision())
    store.list()
    store.load("m")
    assert store.revision() == seen[-1]
    assert len(set(seen)) == len(seen)


def test_status_says_what_the_volume_is(store: ModelStore, tmp_path: Path) -> None:
    status = store.status().to_dict()
    assert status["path"] == str(tmp_path)
    assert status["exists"]
    assert status["writable"]
    assert status["claim"] == "claim"
    assert 0 < status["used"] < status["total"]
    missing = ModelStore(tmp_path / "missing").status()
    assert (missing.exists, missing.writable, missing.total) == (False, False, None)


def test_a_missing_volume_is_named(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "missing")
    for call in [store.list, lambda: store.load("m"), lambda: store.save(constant(1), "m")]:
        with pytest.raises(VolumeMissingError) as caught:
            call()
        assert "MODEL_STORAGE_PATH" in caught.value.hint
    assert not (tmp_path / "missing").exists()

"""Models of real libraries come back as what they were, from the file that servers take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from jupyterlab_kserve.errors import (
    LoadFailedError,
    NotAModelError,
    UnsafeModelError,
    UnsupportedFormatError,
)
from jupyterlab_kserve.inspection import inspect_path
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

from .. import trained
from ..trained import FRAME, NUMBERS, ROWS


@pytest.fixture
def store(volume: Path) -> ModelStore:
    return ModelStore(volume, "claim")


@pytest.mark.parametrize(
    ("make", "file", "framework"),
    [
        (trained.xgboost_classifier, "model.ubj", "xgboost"),
        (trained.xgboost_regressor, "model.ubj", "xgboost"),
        (trained.lightgbm_classifier, "model.bst", "lightgbm"),
        (trained.lightgbm_regressor, "model.bst", "lightgbm"),
    ],
)
def test_estimators_come_back_as_they_were(
    store: ModelStore, make: Any, file: str, framework: str
) -> None:
    model = make()
    record = store.save(model, "m")
    assert (record.framework, record.model_file) == (framework, f"m/1/{file}")
    # Servers take exactly one file, and look at none in a folder below.
    assert [p.name for p in store.path(record).iterdir() if p.is_file()] == [file]
    found = inspect_path(store.path(record) / file)
    assert (found.framework, found.risk, found.feature_names) == (
        framework,
        "none",
        trained.COLUMNS,
    )
    loaded = store.load("m")
    assert type(loaded) is type(model)
    assert str(loaded.get_params()) == str(model.get_params())  # NaN is not NaN
    assert np.array_equal(loaded.predict(FRAME), model.predict(FRAME))
    assert list(loaded.feature_names_in_) == trained.COLUMNS
    if hasattr(model, "predict_proba"):
        assert np.array_equal(loaded.predict_proba(FRAME), model.predict_proba(FRAME))
        assert list(loaded.classes_) == list(model.classes_)
    else:
        assert getattr(loaded, "best_iteration", 0) == getattr(model, "best_iteration", 0)
    assert np.allclose(loaded.feature_importances_, model.feature_importances_)
    assert store.load("m").set_params(early_stopping_rounds=None).fit(FRAME, NUMBERS) is not None


def test_boosters_come_back_as_boosters(store: ModelStore) -> None:
    import xgboost

    model = trained.xgboost_booster()
    store.save(model, "x")
    loaded = store.load("x")
    assert type(loaded) is xgboost.Booster
    rows = xgboost.DMatrix(ROWS)
    assert np.array_equal(loaded.predict(rows), model.predict(rows))
    model = trained.lightgbm_booster()
    store.save(model, "l")
    loaded = store.load("l")
    assert type(loaded) is type(model)
    assert np.array_equal(loaded.predict(ROWS), model.predict(ROWS))
    for name in ("x", "l"):
        card = store.get(name, "1").card
        assert card is not None
        assert not [file for file in card.files if "estimator" in file.path]


@pytest.mark.parametrize("file", ["model.ubj", "model.json", "model.bst"])
def test_a_file_of_xgboost_comes_back_as_a_booster(
    store: ModelStore, tmp_path: Path, file: str
) -> None:
    import xgboost

    model = trained.xgboost_classifier()
    (tmp_path / file).write_bytes(
        model.get_booster().save_raw("json" if file.endswith("json") else "ubj")
    )
    record = store.save(tmp_path / file, "m")
    assert (record.framework, record.model_file) == ("xgboost", f"m/1/{file}")
    assert record.framework_version == xgboost.__version__
    expected = model.predict_proba(FRAME)[:, 1]
    assert np.array_equal(store.load("m").predict(xgboost.DMatrix(FRAME)), expected)


def test_a_file_of_lightgbm_comes_back_as_a_booster(store: ModelStore, tmp_path: Path) -> None:
    model = trained.lightgbm_classifier()
    model.booster_.save_model(tmp_path / "model.bst")
    record = store.save(tmp_path / "model.bst", "m")
    assert record.framework == "lightgbm"
    assert np.array_equal(store.load("m").predict(FRAME), model.predict_proba(FRAME)[:, 1])


@pytest.mark.parametrize("wanted", ["joblib", "pickle"])
def test_another_format_can_be_asked_for(store: ModelStore, wanted: str) -> None:
    model = trained.xgboost_classifier()
    record = store.save(model, "m", SaveOptions(format=wanted))
    assert record.format == wanted
    assert np.array_equal(store.load("m").predict(FRAME), model.predict(FRAME))
    with pytest.raises(UnsupportedFormatError, match="xgboost or joblib or pickle"):
        store.save(model, "m", SaveOptions(format="onnx"))


def test_what_wraps_a_booster_is_kept_as_scikit_learn_does(store: ModelStore) -> None:
    pipeline = make_pipeline(StandardScaler(), trained.xgboost_classifier()).fit(FRAME, NUMBERS)
    record = store.save(pipeline, "p")
    assert (record.framework, record.format) == ("sklearn", "joblib")
    assert np.array_equal(store.load("p").predict(FRAME), pipeline.predict(FRAME))
    wrapper = CalibratedClassifierCV(trained.lightgbm_classifier(), cv=2).fit(FRAME, NUMBERS)
    store.save(wrapper, "w")
    assert np.array_equal(store.load("w").predict_proba(FRAME), wrapper.predict_proba(FRAME))


def test_onnx_comes_back_as_it_was(store: ModelStore, tmp_path: Path) -> None:
    model = trained.onnx_model()
    record = store.save(model, "m")
    assert (record.framework, record.model_file) == ("onnx", "m/1/model.onnx")
    assert store.load("m") == model
    tensor = model.graph.initializer[0]
    tensor.data_location = 1
    tensor.external_data.add(key="location", value="weights")
    with pytest.raises(NotAModelError, match="separate files"):
        store.save(model, "m")
    (tmp_path / "x.onnx").write_bytes(b"\x08\x07no protobuf")
    store.save(tmp_path / "x.onnx", "broken")
    with pytest.raises(LoadFailedError, match="broken 1 could not be loaded"):
        store.load("broken")


def test_keras_comes_back_as_it_was(store: ModelStore) -> None:
    model = trained.keras_model()
    record = store.save(model, "m", SaveOptions(input_example=ROWS[:2].astype("float32")))
    assert (record.framework, record.model_file) == ("keras", "m/1/model.keras")
    assert record.card is not None
    assert {"keras", "jax", "numpy"} <= set(record.card.libraries)
    assert record.card.signature["inputs"] == [
        {"name": "input-0", "shape": [-1, 3], "datatype": "FP32"}
    ]
    assert record.card.signature["outputs"] == [
        {"name": "output-0", "shape": [-1, 1], "datatype": "FP32"}
    ]
    loaded = store.load("m")
    assert type(loaded) is type(model)
    assert np.array_equal(loaded.predict(ROWS, verbose=0), model.predict(ROWS, verbose=0))


def test_a_keras_model_with_code_in_it_is_loaded_only_with_trust(store: ModelStore) -> None:
    model = trained.keras_model(lambda rows: rows * 2)
    store.save(model, "m")
    with pytest.raises(UnsafeModelError, match="trust=True"):
        store.load("m")
    loaded = store.load("m", trust=True)
    assert np.array_equal(loaded.predict(ROWS, verbose=0), model.predict(ROWS, verbose=0))


def test_a_folder_comes_back_as_its_path(store: ModelStore, tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    folder = tmp_path / "bert"
    (folder / "onnx").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main")
    (folder / "config.json").write_text(
        json.dumps({"model_type": "bert", "architectures": ["BertModel"]})
    )
    (folder / "onnx" / "notes.txt").write_text("below")
    save_file({"weights": ROWS}, folder / "model.safetensors")
    record = store.save(folder, "bert")
    assert (record.framework, record.format, record.state) == ("huggingface", "huggingface", "ok")
    assert record.uri == store.uri("bert") == "pvc://claim/bert/1"
    path = store.load("bert")
    assert path == store.path(record)
    kept = sorted(
        str(each.relative_to(path))
        for each in path.rglob("*")
        if each.is_file() and ".card" not in each.parts
    )
    assert kept == ["config.json", "model.safetensors", "onnx/notes.txt"]
    (path / "config.json").write_text("{}")
    with pytest.raises(OSError, match="bytes"):
        store.load("bert")


def test_a_saved_model_is_known_by_its_program(store: ModelStore, tmp_path: Path) -> None:
    # TensorFlow is larger than all the rest together; of its format only the file's name counts.
    folder = tmp_path / "net"
    (folder / "variables").mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(b"\x08\x01")
    (folder / "variables" / "variables.index").write_bytes(b"0")
    record = store.save(folder, "net")
    assert (record.framework, record.format) == ("tensorflow", "tensorflow")
    assert (store.load("net") / "variables" / "variables.index").read_bytes() == b"0"


def test_folders_with_links_are_refused(store: ModelStore, tmp_path: Path) -> None:
    folder = tmp_path / "linked"
    folder.mkdir()
    (folder / "config.json").symlink_to("/etc/hostname")
    with pytest.raises(NotAModelError, match="symbolic link"):
        store.save(folder, "m")


def test_a_file_with_the_name_of_another_kind_is_refused(store: ModelStore, tmp_path: Path) -> None:
    model = trained.lightgbm_classifier()
    model.booster_.save_model(tmp_path / "model.onnx")
    with pytest.raises(UnsupportedFormatError, match=r"content is .*\.bst"):
        store.save(tmp_path / "model.onnx", "m")

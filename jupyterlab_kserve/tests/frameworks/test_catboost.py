"""CatBoost: the library whose module is all that there is of it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import catboost
import numpy as np
import pandas as pd
import pytest

from jupyterlab_kserve.errors import LoadFailedError, NotAModelError, UnsupportedFormatError
from jupyterlab_kserve.inspection import inspect_path, inspect_safely, inspect_stream
from jupyterlab_kserve.migration.folders.scan import scan_folder
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions
from jupyterlab_kserve.tests.trained import COLUMNS, FRAME, LABELS, NUMBERS, ROWS, catboost_model

GROUPS = {"group_id": [0] * 30 + [1] * 30}


@pytest.fixture
def store(volume: Path) -> ModelStore:
    return ModelStore(volume, "claim")


def file_of(model: Any, path: Path) -> Path:
    model.save_model(str(path), format=path.suffix.replace(".", ""))
    return path


@pytest.mark.parametrize(
    "make",
    [
        lambda: catboost_model("CatBoostClassifier", "MultiClass", LABELS),
        lambda: catboost_model("CatBoostClassifier", "Logloss", NUMBERS),
        lambda: catboost_model("CatBoostRegressor", "RMSE"),
        lambda: catboost_model("CatBoostRegressor", "Quantile:alpha=0.3"),
        lambda: catboost_model("CatBoostRegressor", "MultiRMSE", ROWS[:, :2]),
        lambda: catboost_model("CatBoostRanker", "YetiRank", **GROUPS),
        lambda: catboost_model("CatBoost", "Logloss", NUMBERS),
        lambda: catboost_model("CatBoost", "RMSE"),
        lambda: catboost_model("CatBoostRanker", "RMSE", **GROUPS),
    ],
)
def test_models_come_back_as_they_were(store: ModelStore, make: Any) -> None:
    model = make()
    record = store.save(model, "m")
    assert (record.framework, record.model_file) == ("catboost", "m/1/model.cbm")
    assert record.framework_version == catboost.__version__
    assert record.card is not None
    assert record.card.class_name == f"catboost.core.{type(model).__name__}"
    assert record.card.libraries["catboost"] == catboost.__version__
    assert "pandas" in record.card.libraries
    assert [entry["name"] for entry in record.card.signature["inputs"]] == COLUMNS
    assert [each.framework for model in store.list() for each in model.versions] == ["catboost"]
    loaded = store.load("m")
    assert type(loaded) is type(model)
    assert loaded.get_params() == model.get_params()
    assert np.array_equal(loaded.predict(FRAME), model.predict(FRAME))
    if hasattr(model, "predict_proba"):
        assert np.array_equal(loaded.predict_proba(FRAME), model.predict_proba(FRAME))
        assert list(loaded.classes_) == list(model.classes_)


def test_only_what_the_file_does_not_tell_is_kept_beside_it(store: ModelStore) -> None:
    for name, kind in (("usual", "CatBoostRegressor"), ("bare", "CatBoost")):
        store.save(catboost_model(kind, "RMSE"), name)
    kept = {
        name: [file.path for file in card.files if "estimator" in file.path]
        for name in ("usual", "bare")
        if (card := store.get(name, "1").card)
    }
    assert kept == {"usual": [], "bare": [".card/estimator.joblib"]}


def test_columns_without_names_are_counted(store: ModelStore) -> None:
    model = catboost_model("CatBoostRegressor", "RMSE", rows=ROWS)
    record = store.save(model, "m")
    assert record.card is not None
    assert record.card.signature["inputs"] == [{"name": "input-0", "shape": [-1, 3]}]
    assert "pandas" not in record.card.libraries
    found = inspect_path(store.path(record) / "model.cbm")
    assert (found.features, found.feature_names) == (3, [])


@pytest.mark.parametrize("format", ["joblib", "pickle"])
def test_another_format_can_be_asked_for(store: ModelStore, format: str) -> None:
    model = catboost_model("CatBoostClassifier", "MultiClass", LABELS)
    record = store.save(model, "m", SaveOptions(format=format))
    found = inspect_path(Path(store.volume.root) / str(record.model_file))
    assert (found.framework, found.risk) == ("catboost", "known")
    assert np.array_equal(store.load("m").predict(FRAME), model.predict(FRAME))
    with pytest.raises(UnsupportedFormatError, match="catboost or joblib or pickle"):
        store.save(model, "m", SaveOptions(format="onnx"))


def test_what_is_not_trained_is_not_saved(store: ModelStore) -> None:
    with pytest.raises(NotAModelError, match="CatBoostRegressor is not trained"):
        store.save(catboost.CatBoostRegressor(), "m")
    assert store.list() == []


@pytest.mark.parametrize(("file", "format"), [("a.cbm", "catboost"), ("a.json", "json")])
def test_files_tell_what_they_are_without_being_loaded(
    tmp_path: Path, file: str, format: str
) -> None:
    model = catboost_model("CatBoostClassifier", "MultiClass", LABELS)
    path = file_of(model, tmp_path / file)
    found = inspect_path(path)
    assert (found.format, found.framework, found.risk) == (format, "catboost", "none")
    assert found.framework_version == catboost.__version__
    assert (found.features, found.feature_names) == (3, COLUMNS)
    assert found.notes == ["Its objective is MultiClass.", "Its classes are fast, slow."]
    with path.open("rb") as stream:
        assert inspect_safely(stream).to_dict() == found.to_dict()


@pytest.mark.parametrize("extension", ["cbm", "json"])
def test_features_of_every_kind_are_counted_in_their_order(tmp_path: Path, extension: str) -> None:
    frame = pd.DataFrame(
        {
            "text": np.where(NUMBERS, "good day", "bad night"),
            "number": ROWS[:, 0],
            "point": list(ROWS.tolist()) if extension == "cbm" else ROWS[:, 1],
            "kind": LABELS,
            "same": 1.0,
        }
    )
    more: dict[str, Any] = {"text_features": ["text"], "cat_features": ["kind"]}
    if extension == "cbm":
        more["embedding_features"] = ["point"]
    else:  # CatBoost writes neither texts nor embeddings as JSON.
        frame = frame.drop(columns="text")
        more.pop("text_features")
    model = catboost_model("CatBoostClassifier", "Logloss", NUMBERS, rows=frame, **more)
    found = inspect_path(file_of(model, tmp_path / f"a.{extension}"))
    assert (found.features, found.feature_names) == (len(frame.columns), list(frame.columns))


@pytest.mark.parametrize("file", ["a.cbm", "a.json"])
def test_a_file_is_saved_and_loaded(store: ModelStore, tmp_path: Path, file: str) -> None:
    model = catboost_model("CatBoostClassifier", "MultiClass", LABELS)
    record = store.save(file_of(model, tmp_path / file), "m")
    assert record.framework == "catboost"
    assert record.framework_version == catboost.__version__
    assert str(record.model_file).endswith(file.removeprefix("a"))
    loaded = store.load("m")
    assert type(loaded) is catboost.CatBoostClassifier
    assert np.array_equal(loaded.predict(FRAME), model.predict(FRAME))


def test_a_file_of_another_kind_is_refused(store: ModelStore, tmp_path: Path) -> None:
    model = catboost_model("CatBoostRegressor", "RMSE")
    file_of(model, tmp_path / "a.cbm").rename(tmp_path / "a.onnx")
    with pytest.raises(UnsupportedFormatError, match=r"content is catboost.*\.cbm"):
        store.save(tmp_path / "a.onnx", "m")
    file_of(model, tmp_path / "a.json").rename(tmp_path / "a.ubj")
    with pytest.raises(UnsupportedFormatError, match=r"content is json.*\.json"):
        store.save(tmp_path / "a.ubj", "m")
    (tmp_path / "a.cbm").write_bytes(b"tree\nversion=v4\n")
    with pytest.raises(UnsupportedFormatError, match=r"content is bst.*\.bst"):
        store.save(tmp_path / "a.cbm", "m")


def test_a_broken_file_is_told_and_not_loaded(store: ModelStore, tmp_path: Path) -> None:
    whole = file_of(catboost_model("CatBoostRegressor", "RMSE"), tmp_path / "a.cbm").read_bytes()
    (tmp_path / "half.cbm").write_bytes(whole[: len(whole) // 2])
    found = inspect_path(tmp_path / "half.cbm")
    assert (found.framework, found.risk) == ("catboost", "not-fully-read")
    assert found.notes == ["It is truncated."]
    store.save(tmp_path / "half.cbm", "half")
    with pytest.raises(LoadFailedError, match="half 1 could not be loaded"):
        store.load("half")


def test_no_byte_of_a_file_ends_an_inspection(tmp_path: Path) -> None:
    whole = file_of(catboost_model("CatBoostRegressor", "RMSE"), tmp_path / "a.cbm").read_bytes()
    random = np.random.default_rng(0)
    for _ in range(300):
        data = bytearray(whole)
        for place in random.integers(4, len(data), 20):
            data[place] = random.integers(0, 256)
        assert inspect_stream(io.BytesIO(data)).framework == "catboost"
    for end in range(4, len(whole), 97):
        assert not inspect_stream(io.BytesIO(whole[:end])).complete
    top = json.loads(file_of(catboost_model("CatBoost", "RMSE"), tmp_path / "a.json").read_text())
    for part in ("features_info", "model_info"):
        for value in (None, 1, [], {"float_features": [1, {"flat_feature_index": "x"}]}):
            text = json.dumps({**top, part: value, "features_info_": 0})
            assert inspect_stream(io.BytesIO(text.encode())).framework in ("catboost", None)


def test_a_scan_for_migration_finds_it(tmp_path: Path) -> None:
    (tmp_path / "models" / "v1").mkdir(parents=True)
    file_of(catboost_model("CatBoostRegressor", "RMSE"), tmp_path / "models" / "v1" / "price.cbm")
    candidates, skipped = scan_folder(tmp_path)
    assert [(each.path.name, each.inspection.framework, each.problem) for each in candidates] == [
        ("price.cbm", "catboost", None)
    ]
    assert skipped == []

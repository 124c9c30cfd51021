"""What goes with a model: artifacts, signature, lineage, progress."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler

import model_storage_helpers as helpers
from jupyterlab_kserve.errors import (
    ArtifactNotFoundError,
    InvalidExampleError,
    InvalidMetadataError,
    InvalidNameError,
    SourceMissingError,
)
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions
from model_storage_helpers import progress

MODEL = LinearRegression().fit([[1.0, 2.0], [2.0, 1.0]], [3.0, 4.0])


@pytest.fixture
def store(volume: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    monkeypatch.setenv("MODEL_STORAGE_PATH", str(volume))
    return ModelStore(volume, "claim")


def card_of(store: ModelStore, name: str = "m") -> Any:
    return store.newest(name).card


def test_artifacts_come_back_and_servers_do_not_see_them(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "vocabulary.txt").write_text("one two")
    scaler = StandardScaler().fit([[1.0], [3.0]])
    path = helpers.save_model_to_pvc(
        MODEL,
        "m",
        artifacts={"scaler": scaler, "threshold": 0.7, "words": tmp_path / "vocabulary.txt"},
    )
    assert [file.name for file in Path(path).iterdir() if file.is_file()] == ["model.joblib"]
    assert helpers.load_model_from_pvc("m", artifact="scaler").mean_[0] == 2
    assert helpers.load_model_from_pvc("m", artifact="threshold") == 0.7
    assert helpers.load_model_from_pvc("m", artifact="words").read_text() == "one two"
    assert helpers.load_model_from_pvc("m").predict([[1, 1]]).shape == (1,)
    assert card_of(store).artifacts == {
        "scaler": "artifacts/scaler.joblib",
        "threshold": "artifacts/threshold.joblib",
        "words": "artifacts/words.txt",
    }
    with pytest.raises(ArtifactNotFoundError, match="Available: scaler, threshold, words"):
        helpers.load_model_from_pvc("m", artifact="encoder")
    store.save(MODEL, "plain")
    with pytest.raises(FileNotFoundError, match="without artifacts"):
        helpers.load_model_from_pvc("plain", artifact="scaler")


def test_artifacts_that_are_none(store: ModelStore, tmp_path: Path) -> None:
    wrong: Any = ["scaler"]
    with pytest.raises(InvalidMetadataError, match="dictionary, not list"):
        store.save(MODEL, "m", SaveOptions(artifacts=wrong))
    with pytest.raises(InvalidNameError, match="'my-scaler'"):
        store.save(MODEL, "m", SaveOptions(artifacts={"my scaler": 1}))
    with pytest.raises(InvalidNameError):
        store.save(MODEL, "m", SaveOptions(artifacts={"../scaler": 1}))
    with pytest.raises(SourceMissingError):
        store.save(MODEL, "m", SaveOptions(artifacts={"scaler": tmp_path / "missing.txt"}))
    assert store.list() == []


def test_an_example_gives_types_and_a_request(store: ModelStore) -> None:
    frame = pd.DataFrame(
        {
            "cpu": [0.1, 0.9, 0.2],
            "cores": np.array([1, 2, 3], "int32"),
            "spot": [True, False, True],
        }
    )
    model = RandomForestClassifier(n_estimators=2).fit(frame, ["ok", "bad", "ok"])
    store.save(model, "m", SaveOptions(input_example=frame))
    assert card_of(store).signature == {
        "inputs": [
            {"name": "cpu", "shape": [-1], "datatype": "FP64"},
            {"name": "cores", "shape": [-1], "datatype": "INT32"},
            {"name": "spot", "shape": [-1], "datatype": "BOOL"},
        ],
        "outputs": [
            {"name": "output-0", "shape": [-1], "datatype": "BYTES", "classes": ["bad", "ok"]}
        ],
    }
    path = store.path(store.newest("m")) / ".card" / "input_example.json"
    bodies = json.loads(path.read_text())
    assert bodies["v1"] == {
        "instances": [{"cpu": [0.1, 0.9, 0.2], "cores": [1, 2, 3], "spot": [True, False, True]}]
    }
    assert bodies["v2"]["inputs"][1] == {
        "name": "cores",
        "shape": [3],
        "datatype": "INT32",
        "data": [1, 2, 3],
    }


@pytest.mark.parametrize(
    ("example", "shape", "datatype"),
    [
        ([[1.0, 2.0]], [-1, 2], "FP64"),
        ([[1, 2], [3, 4]], [-1, 2], "INT64"),
        (np.ones((9, 2), "float32"), [-1, 2], "FP32"),
    ],
)
def test_an_array_is_one_input(
    store: ModelStore, example: Any, shape: list[int], datatype: str
) -> None:
    store.save(MODEL, "m", SaveOptions(input_example=example))
    (given,) = card_of(store).signature["inputs"]
    assert given == {"name": "input-0", "shape": shape, "datatype": datatype}
    path = store.path(store.newest("m")) / ".card" / "input_example.json"
    bodies = json.loads(path.read_text())
    assert len(bodies["v1"]["instances"]) == min(len(example), 5)
    assert bodies["v2"]["inputs"][0]["datatype"] == datatype


@pytest.mark.parametrize(
    ("example", "match"),
    [
        ([], "no rows"),
        (3.5, "no rows"),
        ([[1.0, 2.0, 3.0]], "cannot predict the example"),
        ([[object(), 1]], "not numbers or text"),
        ([[1.0], [1.0, 2.0]], "not an array"),
    ],
)
def test_what_is_no_example_is_refused(store: ModelStore, example: Any, match: str) -> None:
    with pytest.raises(InvalidExampleError, match=match):
        store.save(MODEL, "m", SaveOptions(input_example=example))
    assert store.list() == []


def test_the_notebook_and_the_commit_are_recorded(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    notebook = work / "train.ipynb"
    notebook.write_text("{}")

    def git(*arguments: str) -> str:
        identity = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
        return subprocess.run(
            ["git", "-C", str(work), *identity, *arguments],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook))
    store.save(MODEL, "m")
    assert card_of(store).source == {
        "kind": "object",
        "path": None,
        "notebook": str(notebook),
        "git_commit": None,
        "git_dirty": None,
    }
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    store.save(MODEL, "m")
    source = card_of(store).source
    assert (source["git_commit"], source["git_dirty"]) == (git("rev-parse", "HEAD"), False)
    notebook.write_text('{"changed": true}')
    store.save(MODEL, "m")
    assert card_of(store).source["git_dirty"] is True


def test_git_that_fails_or_is_missing_stops_no_save(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    store.save(MODEL, "m")
    monkeypatch.setenv("PATH", "")
    store.save(MODEL, "m")
    assert card_of(store).source["git_commit"] is None


def test_what_takes_long_shows_its_progress(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    helpers.save_model_to_pvc(MODEL, "m")
    assert capsys.readouterr().err == ""
    (tmp_path / "big.onnx").write_bytes(b"o" * 9_000_000)
    # A file that takes so long to copy would take the test as long.
    monkeypatch.setattr(progress, "SECONDS", 0.0)
    helpers.save_model_to_pvc(tmp_path / "big.onnx", "big")
    shown = capsys.readouterr().err
    assert "Saving big: 100%" in shown
    assert "8.58M/8.58M" in shown
    helpers.migrate_model_to_pvc("moved", tmp_path / "big.onnx")
    assert "Migrating moved: 100%" in capsys.readouterr().err

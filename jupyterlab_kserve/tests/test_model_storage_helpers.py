"""The functions that notebooks call."""

import json
import os
import subprocess
import sys
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.dummy import DummyRegressor

import model_storage_helpers as helpers
from jupyterlab_kserve import errors, files, jobs, migration


@pytest.fixture
def volume(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MODEL_STORAGE_PATH", str(tmp_path))
    monkeypatch.setenv("MODEL_STORAGE_PVC", "my-claim")
    monkeypatch.delenv("MODEL_STORAGE_LAYOUT", raising=False)
    return tmp_path


@pytest.fixture
def flat(volume: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MODEL_STORAGE_LAYOUT", "flat")
    return volume


def constant(value: float) -> DummyRegressor:
    return DummyRegressor(strategy="constant", constant=value).fit([[0]], [value])


def value_of(name: str, version: str | None = None) -> float:
    return float(helpers.load_model_from_pvc(name, version).predict([[0]])[0])


def test_save_list_load_and_uri(volume: Path) -> None:
    path = helpers.save_model_to_pvc(
        constant(1), "anomaly-detector", metadata={"version": "1.0.0", "accuracy": 0.95}
    )
    assert path == str(volume / "anomaly-detector" / "1.0.0")
    helpers.save_model_to_pvc(constant(2), "anomaly-detector", version="1.1.0")
    helpers.save_model_to_pvc(constant(3), "another")
    assert helpers.list_models_in_pvc() == ["anomaly-detector", "another"]
    assert value_of("anomaly-detector") == 2
    assert value_of("anomaly-detector", "1.0.0") == 1
    uri = "pvc://my-claim/anomaly-detector"
    assert helpers.get_kserve_storage_uri("anomaly-detector") == f"{uri}/1.1.0"
    assert helpers.get_kserve_storage_uri("anomaly-detector", "1.0.0") == f"{uri}/1.0.0"


def test_broken_models_are_not_offered(volume: Path) -> None:
    helpers.save_model_to_pvc(constant(1), "broken")
    (volume / "broken" / "1" / "model.joblib").unlink()
    assert helpers.list_models_in_pvc() == []
    with pytest.raises(OSError, match="missing"):
        helpers.get_kserve_storage_uri("broken")


def test_errors_are_the_built_in_ones_and_say_what_to_do(volume: Path) -> None:
    helpers.save_model_to_pvc(constant(1), "m", version="1")
    with pytest.raises(FileExistsError, match="overwrite=True"):
        helpers.save_model_to_pvc(constant(1), "m", version="1")
    with pytest.raises(FileNotFoundError, match="list_models_in_pvc"):
        helpers.get_kserve_storage_uri("missing")
    with pytest.raises(ValueError, match="for example 'my-model'"):
        helpers.save_model_to_pvc(constant(1), "my model")
    with pytest.raises(TypeError, match="predict"):
        helpers.save_model_to_pvc({"not": "a model"}, "m")


def test_the_environment_is_read_at_every_call(
    volume: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL_STORAGE_PATH", str(tmp_path / "elsewhere"))
    with pytest.raises(FileNotFoundError, match="elsewhere"):
        helpers.list_models_in_pvc()
    monkeypatch.setenv("MODEL_STORAGE_LAYOUT", "heap")
    with pytest.raises(ValueError, match="heap"):
        helpers.list_models_in_pvc()


def test_the_flat_layout_is_the_one_of_the_guide(flat: Path) -> None:
    given = {"version": "1.0.0", "accuracy": np.float32(0.5), "training_date": "2025-11-07"}
    path = helpers.save_model_to_pvc(constant(1), "anomaly-detector", metadata=given)
    assert path == str(flat / "anomaly-detector.pkl")
    assert joblib.load(path).predict([[0]])[0] == 1
    sidecar = (flat / "anomaly-detector_metadata.json").read_text()
    assert sidecar == json.dumps(given, indent=2, default=str)
    helpers.save_model_to_pvc(constant(2), "predictive-analytics")
    assert helpers.list_models_in_pvc() == ["anomaly-detector", "predictive-analytics"]
    assert helpers.get_kserve_storage_uri("anomaly-detector") == "pvc://my-claim"
    assert value_of("anomaly-detector") == 1
    visible = sorted(name for name in os.listdir(flat) if not name.startswith("."))
    assert visible == [
        "anomaly-detector.pkl",
        "anomaly-detector_metadata.json",
        "predictive-analytics.pkl",
    ]
    assert os.stat(path).st_mode & 0o777 == 0o644


def test_the_flat_layout_overwrites_only_when_told_to(flat: Path) -> None:
    helpers.save_model_to_pvc(constant(1), "m", metadata={"a": 1})
    with pytest.raises(FileExistsError):
        helpers.save_model_to_pvc(constant(2), "m")
    assert value_of("m") == 1
    helpers.save_model_to_pvc(constant(2), "m", overwrite=True)
    assert value_of("m") == 2
    assert not (flat / "m_metadata.json").exists()
    with pytest.raises(FileNotFoundError):
        helpers.load_model_from_pvc("missing")
    with pytest.raises(ValueError, match="does not support version and artifacts"):
        helpers.save_model_to_pvc(constant(1), "m", version="1", artifacts={"scaler": 1})
    with pytest.raises(ValueError, match="does not support input_example"):
        helpers.save_model_to_pvc(constant(1), "m", input_example=np.ones((2, 1)))
    with pytest.raises(ValueError, match="does not support artifact"):
        helpers.load_model_from_pvc("m", artifact="scaler")
    with pytest.raises(ValueError, match="does not support version"):
        helpers.get_kserve_storage_uri("m", "1")
    with pytest.raises(ValueError, match="does not support details"):
        helpers.list_models_in_pvc(details=True)
    with pytest.raises(TypeError, match="not files"):
        helpers.save_model_to_pvc(flat / "m.pkl", "n")
    with pytest.raises(ValueError, match="name"):
        helpers.load_model_from_pvc("../m")
    assert os.listdir(flat / ".staging") == []


def test_importing_it_brings_neither_a_server_nor_a_library() -> None:
    script = (
        "import sys, model_storage_helpers\n"
        "names = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*sorted(names & {'tornado', 'jupyter_server', 'sklearn', 'joblib', 'numpy', "
        "'pandas', 'aiohttp', 'yaml', 'kr8s', 'asyncio', 'ctypes'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_every_error_has_words_and_a_status() -> None:
    kinds: set[type[errors.ModelStorageError]] = set()
    for module in (errors, files.errors, jobs.errors, migration.errors):
        kinds |= {
            kind
            for kind in vars(module).values()
            if isinstance(kind, type) and issubclass(kind, errors.ModelStorageError)
        }
    assert len(kinds) > 35
    for kind in kinds:
        error = kind("What happened.", "What to do.")
        assert error.to_dict() == {
            "message": "What happened.",
            "reason": kind.reason,
            "hint": "What to do.",
        }
        assert str(error) == "What happened. What to do."
        assert 400 <= error.status < 600

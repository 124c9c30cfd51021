"""What is not loaded, and what is said then."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import joblib
import pytest
from sklearn.dummy import DummyRegressor

import model_storage_helpers as helpers
from jupyterlab_kserve.errors import (
    ChecksumMismatchError,
    LibraryMissingError,
    LoadFailedError,
    UnsafeModelError,
)
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.environment import LibraryVersionWarning
from jupyterlab_kserve.store.saving.options import SaveOptions


@pytest.fixture
def store(volume: Path) -> ModelStore:
    return ModelStore(volume, "claim")


class Dangerous:
    """A model whose pickle runs a command when it is read."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def predict(self, rows: Any) -> Any:
        return rows

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.marker}",)


def constant(value: float = 1) -> DummyRegressor:
    return DummyRegressor(strategy="constant", constant=value).fit([[0.0]], [value])


def recorded(store: ModelStore, libraries: dict[str, str]) -> None:
    """Say in the card of m 1 that it was saved with other libraries."""
    path = Path(store.volume.root, "m", "1", ".card", "card.json")
    card = json.loads(path.read_text())
    card["libraries"] = {**card["libraries"], **libraries}
    path.write_text(json.dumps(card))


@pytest.mark.parametrize("suffix", [".pkl", ".joblib"])
@pytest.mark.parametrize("compress", [0, 3])
def test_a_file_that_runs_commands_is_not_loaded(
    store: ModelStore, tmp_path: Path, suffix: str, compress: int
) -> None:
    marker = tmp_path / "it-ran"
    joblib.dump(Dangerous(marker), tmp_path / f"model{suffix}", compress=compress)
    store.save(tmp_path / f"model{suffix}", "m")
    with pytest.raises(UnsafeModelError, match=r"m 1 would run .*system.*trust=True"):
        store.load("m")
    assert not marker.exists()
    assert store.load("m", trust=True) == 0
    assert marker.exists()


def test_artifacts_and_estimators_are_looked_at_too(store: ModelStore, tmp_path: Path) -> None:
    marker = tmp_path / "it-ran"
    store.save(
        constant(), "m", SaveOptions(artifacts={"scaler": Dangerous(marker), "good": constant(5)})
    )
    with pytest.raises(UnsafeModelError):
        store.load("m", artifact="scaler")
    assert not marker.exists()
    assert store.load("m", artifact="good").predict([[0]])[0] == 5
    assert store.load("m").predict([[0]])[0] == 1


def test_the_flat_layout_is_looked_at_too(
    volume: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MODEL_STORAGE_PATH", str(volume))
    monkeypatch.setenv("MODEL_STORAGE_LAYOUT", "flat")
    (volume / "m.pkl").write_bytes(pickle.dumps(Dangerous(tmp_path / "it-ran")))
    with pytest.raises(ValueError, match="system"):
        helpers.load_model_from_pvc("m")
    assert not (tmp_path / "it-ran").exists()
    assert helpers.load_model_from_pvc("m", trust=True) == 0


def test_bytes_are_compared_before_anything_is_read(store: ModelStore, tmp_path: Path) -> None:
    store.save(constant(), "m", SaveOptions(artifacts={"scaler": constant()}))
    for file in ("model.joblib", "artifacts/scaler.joblib", ".card/requirements.txt"):
        path = Path(store.volume.root, "m", "1", file)
        before = path.read_bytes()
        path.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        with pytest.raises(ChecksumMismatchError, match=file):
            store.load("m")
        path.write_bytes(before)
    assert store.load("m") is not None


def test_other_versions_of_libraries_are_told(store: ModelStore) -> None:
    store.save(constant(), "m")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        store.load("m")
    recorded(store, {"scikit-learn": "1.3.2", "numpy": "1.26.4", "no-such-library": "1.0"})
    with pytest.warns(LibraryVersionWarning) as caught:
        store.load("m")
    (warning,) = caught
    text = str(warning.message)
    assert text.startswith("m 1 was saved with ")
    for part in (
        "scikit-learn 1.3.2 (installed: ",
        "numpy 1.26.4 (installed: ",
        "no-such-library 1.0",
    ):
        assert part in text
    assert "python" not in text


def test_a_missing_library_is_named_with_its_version(store: ModelStore) -> None:
    pickled = b"\x80\x04cno_such_library\nModel\n."
    source = Path(store.volume.root).parent / "model.pkl"
    source.write_bytes(pickled)
    store.save(source, "m")
    with pytest.raises(LibraryMissingError, match=r"m 1 needs no_such_library"):
        store.load("m")
    script = (
        "import sys; sys.modules['xgboost'] = None\n"
        "from jupyterlab_kserve.store import ModelStore\n"
        f"ModelStore({store.volume.root!r}).load('x')"
    )
    from ..trained import xgboost_classifier

    store.save(xgboost_classifier(), "x")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "LibraryMissingError: x 1 needs xgboost, which is not installed here. pip install" in (
        done.stderr
    )


def test_what_a_library_cannot_read_is_told_with_the_versions(store: ModelStore) -> None:
    # As a pickle of another scikit-learn fails: the class is not where it was.
    source = Path(store.volume.root).parent / "model.pkl"
    source.write_bytes(b"\x80\x04csklearn.dummy\nNoSuchClass\n.")
    store.save(source, "m")
    with pytest.raises(LoadFailedError, match="m 1 could not be loaded: AttributeError"):
        store.load("m")
    recorded(store, {"scikit-learn": "1.3.2"})
    with (
        pytest.warns(LibraryVersionWarning),
        pytest.raises(
            LoadFailedError, match=r"It was saved with scikit-learn 1\.3\.2 \(installed: "
        ),
    ):
        store.load("m")


def test_requirements_are_kept_with_the_version(store: ModelStore) -> None:
    import sklearn

    store.save(constant(), "m")
    text = Path(store.volume.root, "m", "1", ".card", "requirements.txt").read_text()
    assert f"scikit-learn=={sklearn.__version__}\n" in text
    assert text.startswith(f"# Python {sys.version_info.major}.{sys.version_info.minor}.")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "-r", "/dev/stdin"],
        input=text,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr

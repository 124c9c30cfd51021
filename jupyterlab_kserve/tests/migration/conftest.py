"""A workbench with models in every layout that stands on users' volumes, and where they go."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from pathlib import Path

import joblib
import pytest
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler

from jupyterlab_kserve.extension import make_jobs
from jupyterlab_kserve.jobs import Jobs
from jupyterlab_kserve.migration import FolderSource, Migration
from jupyterlab_kserve.store import ModelStore


def line(value: float = 1.0) -> LinearRegression:
    return LinearRegression().fit([[0.0], [1.0]], [0.0, value])


def pickled(path: Path, value: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(value))
    return path


def noted(path: Path, **metadata: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(metadata, indent=2, default=str))
    return path


@pytest.fixture
def workbench(tmp_path: Path) -> Path:
    """The layouts of the guide, and what else lies about."""
    root = tmp_path / "workbench"
    # NAME.pkl with NAME_metadata.json.
    pickled(root / "flat.pkl", line())
    noted(root / "flat_metadata.json", version="1.2.0", team="sre")
    # NAME/model.pkl with NAME/NAME_metadata.json, and a scaler.
    pickled(root / "folder" / "model.pkl", line(2.0))
    pickled(root / "folder" / "scaler.pkl", StandardScaler().fit([[1.0], [2.0]]))
    noted(root / "folder" / "folder_metadata.json", accuracy=0.9)
    # NAME/v1/model.pkl with NAME/metadata.json, which has one version for both.
    for number in (1, 2):
        pickled(root / "versions" / f"v{number}" / "model.pkl", line(number + 2.0))
    noted(root / "versions" / "metadata.json", version="9.9", owner="ml")
    # Several in one folder; one has an artifact of its own.
    forest = IsolationForest(n_estimators=3).fit([[0.0], [1.0]])
    (root / "several").mkdir()
    joblib.dump(forest, root / "several" / "isolation_forest_model.joblib")
    pickled(root / "several" / "isolation_forest_scaler.pkl", StandardScaler().fit([[1.0], [2.0]]))
    pickled(root / "several" / "arima_step_1_model.pkl", line(7.0))
    # What is none.
    pickled(root / "settings.pkl", {"threshold": 1})
    pickled(root / "lonely" / "scaler.pkl", StandardScaler().fit([[1.0], [2.0]]))
    (root / "notes.txt").write_text("x")
    (root / "broken.pkl").write_bytes(b"no pickle")
    (root / ".initialized").write_text("")
    (root / "lost+found").mkdir()
    (root / "link.pkl").symlink_to("/etc/passwd")
    return root


@pytest.fixture
def store(volume: Path) -> ModelStore:
    return ModelStore(volume)


@pytest.fixture
def jobs(store: ModelStore, tmp_path: Path) -> Iterator[Jobs]:
    made = make_jobs(store, tmp_path / "state")
    yield made
    made.close()


@pytest.fixture
def migration(store: ModelStore, jobs: Jobs, workbench: Path) -> Migration:
    return Migration(store, jobs, [FolderSource(store, [str(workbench)])])

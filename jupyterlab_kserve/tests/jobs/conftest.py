"""A volume, a workbench with real model files, and jobs that work on both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.dummy import DummyRegressor

from jupyterlab_kserve.extension import make_jobs
from jupyterlab_kserve.jobs import Item, Job, Jobs
from jupyterlab_kserve.jobs.save import SaveRequest, save_items
from jupyterlab_kserve.store import ModelStore

LONG = 60.0


def model_file(path: Path, value: float = 1.0, size: int = 1) -> Path:
    """Write a real model of about eight times ``size`` bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    constant = np.full(size, value)
    joblib.dump(DummyRegressor(strategy="constant", constant=constant).fit([[0]], [constant]), path)
    return path


def ended(jobs: Jobs, job: Job) -> Job:
    """Wait for the end of a job."""
    deadline = time.monotonic() + LONG
    while job.state in ("waiting", "running"):
        assert time.monotonic() < deadline, "the job does not end"
        time.sleep(0.01)
    return job


@pytest.fixture
def store(volume: Path) -> ModelStore:
    return ModelStore(volume)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def jobs(store: ModelStore, state: Path) -> Iterator[Jobs]:
    made = make_jobs(store, state)
    yield made
    made.close()


@pytest.fixture
def saves(store: ModelStore) -> Callable[..., list[Item]]:
    """Makes the items of a save job from paths by model name."""

    def make(**sources: Path) -> list[Item]:
        return save_items(
            store, [SaveRequest(str(source), name) for name, source in sources.items()]
        )

    return make

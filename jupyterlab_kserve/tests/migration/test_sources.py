"""What holds for every source, with one that is not the folders."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jupyterlab_kserve.extension import make_jobs
from jupyterlab_kserve.jobs import Jobs
from jupyterlab_kserve.migration import FolderSource, Migration
from jupyterlab_kserve.migration.errors import ScanOutdatedError, UnknownSourceError
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.tests.jobs.conftest import ended

from .toysource import ToySource

PLAN = [{"path": name, "name": name, "version": "1"} for name in ("bear", "car", "doll")]


@pytest.fixture
def toys(tmp_path: Path) -> ToySource:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    return ToySource({"bear": "wool", "car": "tin", "doll": "wood", "fluff": "dust"}, shelf)


@pytest.fixture
def migration(store: ModelStore, jobs: Jobs, toys: ToySource, workbench: Path) -> Migration:
    return Migration(store, jobs, [FolderSource(store, [str(workbench)]), toys])


def test_a_second_source_goes_the_whole_way(
    migration: Migration, jobs: Jobs, toys: ToySource
) -> None:
    assert migration.locations("toys") == ["box"]
    (toys.shelf / "car").write_text("plastic")
    found = migration.scan("toys")
    assert {each["path"]: each["conflict"] for each in found["candidates"]} == {
        "bear": None,
        "car": "exists",
        "doll": None,
    }
    assert found["skipped"] == [{"path": "fluff", "why": "It is dust."}]
    assert found["free"] > 0
    (difference,) = migration.compare("toys", "car", "car", "1")
    assert (difference.one, difference.other) == ("tin", "plastic")
    # One that fails keeps none of the others.
    job = ended(jobs, migration.run("toys", PLAN))
    assert (job.kind, job.title, job.state) == ("toy-run", "toy-run: 3", "failed")
    assert [item.state for item in job.items] == ["done", "failed", "done"]
    assert job.problem["reason"] == "VersionExists"
    assert [each["already"] for each in migration.scan("toys")["candidates"]] == [
        *("bear", None, "doll")
    ]
    # Nor does one that may not be removed.
    removal = ended(jobs, migration.remove_originals("toys", PLAN))
    assert [item.result for item in removal.items] == [
        {"removed": ["bear"]},
        None,
        {"removed": ["doll"]},
    ]
    assert removal.problem["reason"] == "OriginalDiffers"
    assert toys.box == {"car": "tin", "fluff": "dust"}
    (toys.shelf / "car").unlink()
    ended(jobs, jobs.retry(job.id))
    assert (job.state, (toys.shelf / "car").read_text()) == ("done", "tin")


def test_each_source_knows_its_own_only(migration: Migration, jobs: Jobs, workbench: Path) -> None:
    ended(jobs, migration.run("toys", PLAN))
    assert migration.journal("folders") is None
    assert migration.journal("toys").kind == "toy-run"
    assert len(migration.scan("folders")["candidates"]) == 6
    for source, path in (("folders", "bear"), ("toys", str(workbench / "flat.pkl"))):
        for act in (migration.run, migration.remove_originals):
            with pytest.raises(ScanOutdatedError):
                act(source, [{"path": path, "name": "m", "version": "1"}])


def test_there_must_be_such_a_source(migration: Migration) -> None:
    for ask in (migration.locations, migration.journal, migration.scan):
        with pytest.raises(UnknownSourceError, match="dolls"):
            ask("dolls")
    for act in (migration.run, migration.remove_originals):
        with pytest.raises(UnknownSourceError):
            act("dolls", PLAN)


SCRIPT = """
import sys
from pathlib import Path
from jupyterlab_kserve.extension import make_jobs
from jupyterlab_kserve.migration import Migration
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.tests.migration.toysource import ToySource

volume, state, shelf = sys.argv[1:]
store = ModelStore(volume)
jobs = make_jobs(store, Path(state))
box = {"bear": "wool", "car": "tin", "doll": "wood"}
migration = Migration(store, jobs, [ToySource(box, Path(shelf), deadly="car")])
job = migration.run("toys", [{"path": name} for name in box])
jobs._threads[job.id].join()
"""


def test_a_killed_run_of_any_source_goes_on_from_its_journal(
    store: ModelStore, toys: ToySource, tmp_path: Path
) -> None:
    state = tmp_path / "killed"
    command = [sys.executable, "-c", SCRIPT, store.volume.root, str(state), str(toys.shelf)]
    done = subprocess.run(command, timeout=120, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    jobs = make_jobs(store, state)
    job = Migration(store, jobs, [toys]).journal("toys")
    assert job is not None
    assert job.state == "interrupted"
    assert [item.state for item in job.items] == ["done", "interrupted", "interrupted"]
    ended(jobs, jobs.retry(job.id))
    assert (job.state, job.problem) == ("done", None)
    assert {path.name: path.read_text() for path in toys.shelf.iterdir()} == {
        "bear": "wool",
        "car": "tin",
        "doll": "wood",
    }

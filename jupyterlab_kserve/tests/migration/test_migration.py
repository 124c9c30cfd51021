"""Models of every old layout, looked for, copied to a real volume, and removed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import joblib
import pytest

from jupyterlab_kserve.errors import InvalidNameError
from jupyterlab_kserve.extension import make_jobs
from jupyterlab_kserve.jobs import Job, Jobs
from jupyterlab_kserve.migration import FolderSource, Migration
from jupyterlab_kserve.migration.errors import FolderNotAllowedError, ScanOutdatedError
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions
from jupyterlab_kserve.tests.jobs.conftest import ended

from .conftest import line, noted, pickled


def tree(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else b""
        for path in sorted(root.rglob("*"))
    }


def plan_of(scan: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"id": each["id"], "path": each["path"], **each["proposed"]} for each in scan["candidates"]
    ]


def copied(migration: Migration, jobs: Jobs) -> Job:
    return ended(jobs, migration.run("folders", plan_of(migration.scan("folders"))))


def test_a_scan_finds_every_layout_and_says_what_is_none(
    migration: Migration, workbench: Path, volume: Path
) -> None:
    before = tree(workbench)
    found = migration.scan("folders")
    rows = {os.path.relpath(each["path"], workbench): each for each in found["candidates"]}
    assert {path: (each["name"], each["version"]) for path, each in rows.items()} == {
        "flat.pkl": ("flat", "1.2.0"),
        "folder/model.pkl": ("folder", None),
        "versions/v1/model.pkl": ("versions", "1"),
        "versions/v2/model.pkl": ("versions", "2"),
        "several/isolation_forest_model.joblib": ("isolation_forest", None),
        "several/arima_step_1_model.pkl": ("arima_step_1", None),
    }
    assert rows["flat.pkl"]["metadata"] == {"version": "1.2.0", "team": "sre"}
    assert rows["folder/model.pkl"]["metadata"] == {"accuracy": 0.9}
    assert rows["versions/v2/model.pkl"]["metadata"]["owner"] == "ml"
    assert rows["folder/model.pkl"]["proposed"] == {"name": "folder", "version": "1"}
    files = [Path(each).name for each in rows["folder/model.pkl"]["files"]]
    assert files == ["model.pkl", "scaler.pkl", "folder_metadata.json"]
    forest = rows["several/isolation_forest_model.joblib"]
    assert [Path(each).name for each in forest["files"]] == [
        "isolation_forest_model.joblib",
        "isolation_forest_scaler.pkl",
    ]
    assert (forest["format"], forest["framework"]["name"]) == ("joblib", "sklearn")
    assert forest["size"] == sum(os.path.getsize(each) for each in forest["files"])
    assert {os.path.relpath(each["path"], workbench): each["why"] for each in found["skipped"]} == {
        "settings.pkl": "It contains data, not a model.",
        "lonely/scaler.pkl": "It is a StandardScaler, which has no predict method.",
        "notes.txt": "It is not a model file (.txt).",
        "broken.pkl": "It is not a known model file.",
        "link.pkl": "It is a symbolic link. Links are not followed.",
    }
    assert found["free"] > 0
    # Looking writes nothing, on neither side.
    assert tree(workbench) == before
    assert list(volume.iterdir()) == []


def test_models_are_copied_with_what_belongs_to_them(
    migration: Migration, jobs: Jobs, store: ModelStore, workbench: Path
) -> None:
    before = tree(workbench)
    job = copied(migration, jobs)
    assert (job.state, job.problem) == ("done", None)
    assert job.kind == "migrate"
    assert [item.done for item in job.items] == [item.total for item in job.items]
    assert tree(workbench) == before
    assert store.load("flat", "1.2.0").predict([[1.0]])[0] == pytest.approx(1.0)
    assert store.load("versions", "2").predict([[1.0]])[0] == pytest.approx(4.0)
    assert joblib.load(store.load("folder", "1", artifact="scaler")).mean_[0] == 1.5
    assert "isolation_forest_scaler" in store.get("isolation_forest", "1").card.artifacts
    card = store.get("versions", "1").card
    assert card.metadata == {"version": "1", "original_version": "9.9", "owner": "ml"}
    assert card.source["path"] == str(workbench / "versions" / "v1" / "model.pkl")
    # A second look knows them, and a second run does nothing.
    again = migration.scan("folders")
    assert {each["already"] for each in again["candidates"]} == {
        *("flat/1.2.0", "folder/1", "versions/1", "versions/2"),
        *("isolation_forest/1", "arima_step_1/1"),
    }
    assert {each["conflict"] for each in again["candidates"]} == {"same"}
    second = copied(migration, jobs)
    assert all(item.result["already"] for item in second.items)
    assert migration.journal("folders") is second


def test_another_model_of_the_same_name_and_version_is_a_conflict(
    migration: Migration, jobs: Jobs, store: ModelStore, workbench: Path
) -> None:
    store.save(line(5.0), "flat", SaveOptions(version="1.2.0"))
    (row,) = [each for each in migration.scan("folders")["candidates"] if each["name"] == "flat"]
    assert (row["conflict"], row["already"]) == ("exists", None)
    change = {"path": row["path"], "name": "flat", "version": "1.2.0"}
    job = ended(jobs, migration.run("folders", [change]))
    assert job.problem["reason"] == "VersionExists"
    assert store.load("flat", "1.2.0").predict([[1.0]])[0] == pytest.approx(5.0)
    job = ended(jobs, migration.run("folders", [{**change, "overwrite": True}]))
    assert job.state == "done"
    assert store.load("flat", "1.2.0").predict([[1.0]])[0] == pytest.approx(1.0)


def test_under_another_name_it_is_known_all_the_same(
    migration: Migration, jobs: Jobs, workbench: Path
) -> None:
    path = str(workbench / "flat.pkl")
    migration.scan("folders")
    ended(jobs, migration.run("folders", [{"path": path, "name": "renamed", "version": "7"}]))
    (row,) = [each for each in migration.scan("folders")["candidates"] if each["path"] == path]
    assert row["already"] == "renamed/7"
    pickled(workbench / "flat.pkl", line(3.0))
    (row,) = [each for each in migration.scan("folders")["candidates"] if each["path"] == path]
    assert row["already"] is None


def test_a_model_that_is_a_folder(
    migration: Migration, jobs: Jobs, store: ModelStore, workbench: Path
) -> None:
    folder = workbench / "bert"
    (folder / "sub").mkdir(parents=True)
    tensors = json.dumps({"w": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}}).encode()
    header = len(tensors).to_bytes(8, "little")
    (folder / "model.safetensors").write_bytes(header + tensors + bytes(12))
    noted(folder / "config.json", architectures=["Bert"], transformers_version="4.1")
    (folder / "sub" / "vocab.txt").write_text("a")
    (row,) = [each for each in migration.scan("folders")["candidates"] if each["name"] == "bert"]
    assert (row["path"], row["format"]) == (str(folder), "huggingface")
    ended(jobs, migration.run("folders", [{"path": row["path"], "name": "bert", "version": "1"}]))
    assert (store.path(store.get("bert", "1")) / "sub" / "vocab.txt").read_text() == "a"
    (folder / "sub" / "link").symlink_to("/etc/passwd")
    (row,) = [each for each in migration.scan("folders")["candidates"] if each["name"] == "bert"]
    assert row["problem"]["reason"] == "NotAModel"


def test_originals_are_removed_when_the_volume_has_their_bytes(
    migration: Migration, jobs: Jobs, store: ModelStore, workbench: Path
) -> None:
    copied(migration, jobs)
    rows = {each["name"] + each["proposed"]["version"]: each for each in plan_rows(migration)}
    # One copy was damaged, one original changed, one is not on the volume.
    damaged = store.path(store.get("flat", "1.2.0")) / "model.pkl"
    data = bytearray(damaged.read_bytes())
    data[-3] ^= 1
    damaged.write_bytes(data)
    pickled(workbench / "versions" / "v1" / "model.pkl", line(8.0))
    store.delete("arima_step_1", "1")
    job = ended(
        jobs, migration.remove_originals("folders", plan_of({"candidates": [*rows.values()]}))
    )
    states = {os.path.relpath(item.title, workbench): item for item in job.items}
    assert {path: item.problem and item.problem["reason"] for path, item in states.items()} == {
        "flat.pkl": "OriginalDiffers",
        "folder/model.pkl": None,
        "several/arima_step_1_model.pkl": "ModelNotFound",
        "several/isolation_forest_model.joblib": None,
        "versions/v1/model.pkl": "OriginalDiffers",
        "versions/v2/model.pkl": None,
    }
    left = {path for path in tree(workbench) if (workbench / path).is_file()}
    assert left == {
        *("flat.pkl", "flat_metadata.json", "versions/v1/model.pkl", "versions/metadata.json"),
        *("several/arima_step_1_model.pkl", "settings.pkl", "lonely/scaler.pkl", "notes.txt"),
        *("broken.pkl", ".initialized", "link.pkl"),
    }
    assert not (workbench / "folder").exists()
    assert not (workbench / "versions" / "v2").exists()
    assert store.load("folder", "1").predict([[1.0]])[0] == pytest.approx(2.0)


def plan_rows(migration: Migration) -> list[dict[str, Any]]:
    return migration.scan("folders")["candidates"]


def test_only_folders_that_are_meant_are_looked_through(
    store: ModelStore, workbench: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    pickled(home / "work" / "m.pkl", line())
    (home / "out").symlink_to(workbench)

    def scan(folder: str, *named: str) -> dict[str, Any]:
        source = FolderSource(store, [folder], str(home))
        jobs = make_jobs(store, tmp_path / "state")
        return Migration(store, jobs, [source]).scan("folders", [*named] or None)

    assert len(scan(str(workbench), str(home / "work"))["candidates"]) == 1
    for folder in ("/etc", str(tmp_path), str(home / ".." / "state"), str(home / "out")):
        with pytest.raises(FolderNotAllowedError):
            scan(str(workbench), folder)
    with pytest.raises(FolderNotAllowedError, match="already on the volume"):
        scan(store.volume.root)
    missing = scan(str(tmp_path / "none"))
    assert missing["skipped"][0]["why"] == "The folder does not exist."


def test_a_plan_for_what_was_never_found_is_refused(
    migration: Migration, jobs: Jobs, workbench: Path
) -> None:
    for path in ("/etc/passwd", str(workbench / "notes.txt"), str(workbench / ".." / "x.pkl")):
        for act in (migration.run, migration.remove_originals):
            with pytest.raises(ScanOutdatedError):
                act("folders", [{"path": path, "name": "m", "version": "1"}])
    for change in ({"name": "../m"}, {"version": "../1"}):
        plan = {"path": str(workbench / "flat.pkl"), "name": "m", "version": "1", **change}
        with pytest.raises(InvalidNameError):
            migration.run("folders", [plan])
    assert jobs.list() == []


def test_what_cannot_be_read_is_said(
    migration: Migration, workbench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A fake: root, who runs the tests, may read everything.
    monkeypatch.setattr(os, "access", lambda path, mode, **_: "flat" not in str(path))
    (row,) = [each for each in migration.scan("folders")["candidates"] if each["name"] == "flat"]
    assert row["problem"]["reason"] == "VolumeUnreadable"


def test_a_hostile_pickle_is_neither_run_nor_in_the_way(
    migration: Migration, workbench: Path, tmp_path: Path
) -> None:
    class Evil:
        def __reduce__(self) -> Any:
            return os.mkdir, (str(tmp_path / "run"),)

    pickled(workbench / "evil.pkl", Evil())
    names = [each["name"] for each in migration.scan("folders")["candidates"]]
    assert "flat" in names
    assert not (tmp_path / "run").exists()


SCRIPT = """
import json, os, signal, sys
from pathlib import Path
from jupyterlab_kserve.jobs import journal, registry
from jupyterlab_kserve.extension import make_jobs
from jupyterlab_kserve.migration import FolderSource, Migration
from jupyterlab_kserve.store import ModelStore

volume, state, workbench, when = sys.argv[1:]
reports = 0

def deadly(self, done, total=None, real=registry.JobContext.report):
    global reports
    reports += 1
    if reports == int(when):
        os.kill(os.getpid(), signal.SIGKILL)
    real(self, done, total)

registry.JobContext.report = deadly
store = ModelStore(volume)
jobs = make_jobs(store, Path(state))
migration = Migration(store, jobs, [FolderSource(store, [workbench])])
found = migration.scan("folders")["candidates"]
plan = [{"path": each["path"], **each["proposed"]} for each in found]
job = migration.run("folders", plan)
jobs._threads[job.id].join()
"""


@pytest.mark.parametrize("when", range(1, 9))
def test_a_killed_migration_goes_on_from_its_journal(
    store: ModelStore, workbench: Path, tmp_path: Path, when: int
) -> None:
    state = tmp_path / "state"
    command = [sys.executable, "-c", SCRIPT, store.volume.root, str(state), str(workbench)]
    done = subprocess.run([*command, str(when)], timeout=60, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    jobs = make_jobs(store, state)
    migration = Migration(store, jobs, [FolderSource(store, [str(workbench)])])
    job = migration.journal("folders")
    assert job is not None
    assert job.state == "interrupted"
    made = {model.name: model.versions[0].created for model in store.list()}
    ended(jobs, jobs.retry(job.id))
    assert (job.state, job.problem) == ("done", None)
    for model in store.list():
        assert all(record.state == "ok" for record in model.versions)
        assert made.get(model.name, "") in ("", *(each.created for each in model.versions))
    assert {f"{model.name}/{len(model.versions)}" for model in store.list()} == {
        *("flat/1", "folder/1", "versions/2", "isolation_forest/1", "arima_step_1/1")
    }
    assert os.listdir(Path(store.volume.root, ".staging")) == []


def test_a_plan_can_be_run_after_a_restart(
    store: ModelStore, migration: Migration, workbench: Path, tmp_path: Path
) -> None:
    plan = plan_of(migration.scan("folders"))
    jobs = make_jobs(store, tmp_path / "state")
    fresh = Migration(store, jobs, [FolderSource(store, [str(workbench)])])
    assert ended(jobs, fresh.run("folders", plan)).state == "done"


def test_a_journal_of_an_earlier_release_goes_on(
    store: ModelStore, migration: Migration, jobs: Jobs, workbench: Path, tmp_path: Path
) -> None:
    scaler = workbench / "folder" / "scaler.pkl"
    plan = plan_of(migration.scan("folders"))
    scaler.rename(tmp_path / "away")
    job = ended(jobs, migration.run("folders", plan))
    assert job.state == "failed"
    jobs.close()
    (journal,) = (tmp_path / "state").glob("*.jsonl")
    text = journal.read_text()
    assert '"kind": "migrate"' in text
    # It had another word for artifacts.
    journal.write_text(text.replace('"artifacts"', '"companions"'))
    (tmp_path / "away").rename(scaler)
    later = make_jobs(store, tmp_path / "state")
    found = Migration(store, later, [FolderSource(store, [str(workbench)])]).journal("folders")
    assert found is not None
    assert found.id == job.id
    assert ended(later, later.retry(found.id)).state == "done"
    assert joblib.load(store.load("folder", "1", artifact="scaler")).mean_[0] == 1.5


def test_a_scan_is_plain_json(migration: Migration) -> None:
    json.dumps(migration.scan("folders"))


def test_a_model_of_very_many_files(
    migration: Migration, jobs: Jobs, store: ModelStore, workbench: Path
) -> None:
    folder = workbench / "many"
    for number in range(8_000):
        part = folder / f"part-{number % 50:02d}"
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{number}.bin").write_bytes(b"%d" % number)
    (folder / "MLmodel").write_text("flavors: {sklearn: {sklearn_version: 1.5.2}}\n")
    (row,) = [each for each in migration.scan("folders")["candidates"] if each["name"] == "many"]
    job = ended(
        jobs, migration.run("folders", [{"path": row["path"], "name": "many", "version": "1"}])
    )
    assert (job.state, job.problem) == ("done", None)
    assert job.items[0].done == job.items[0].total
    card = store.get("many", "1").card
    assert len([file for file in card.files if file.path.endswith(".bin")]) == 8_000
    there = tree(store.path(store.get("many", "1")))
    assert tree(folder).items() <= there.items()

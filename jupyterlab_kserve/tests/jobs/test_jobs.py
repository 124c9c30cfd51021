"""Jobs on a real volume: progress, failures, cancelling, and what a kill leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_kserve.errors import InvalidNameError, UnsupportedFormatError, VersionExistsError
from jupyterlab_kserve.extension import make_jobs
from jupyterlab_kserve.jobs import Item, Job, JobContext, Jobs
from jupyterlab_kserve.jobs.errors import JobActiveError, JobEndedError, JobNotFoundError
from jupyterlab_kserve.jobs.job import now
from jupyterlab_kserve.jobs.save import SaveRequest, save_file, save_items
from jupyterlab_kserve.jobs.verify import verify_items
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions
from jupyterlab_kserve.tests.faults import run_with_mount

from .conftest import ended, model_file

Saves = Callable[..., list[Item]]
LARGE = 2_000_000
"""Numbers in a model that is copied in several steps."""


def test_files_and_folders_are_saved(
    jobs: Jobs, store: ModelStore, saves: Saves, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    model_file(folder / "weights.joblib")
    (folder / "sub").mkdir()
    (folder / "sub" / "vocabulary.txt").write_text("a b c")
    single = model_file(tmp_path / "m.joblib", size=LARGE)
    items = saves(one=single, two=folder)
    job = ended(jobs, jobs.start("save", "Save", items))
    assert (job.state, job.problem) == ("done", None)
    assert [item.done for item in job.items] == [item.total for item in job.items]
    sources = [single, *(path for path in folder.rglob("*") if path.is_file())]
    assert job.to_dict()["done"] == job.total == sum(path.stat().st_size for path in sources)
    assert job.items[0].result == {
        "name": "one",
        "version": "1",
        "uri": "pvc://model-storage-pvc/one/1",
    }
    assert store.load("one").predict([[0]])[0][0] == 1.0
    assert (store.path(store.get("two", "1")) / "sub" / "vocabulary.txt").read_text() == "a b c"


def test_the_card_has_what_the_user_gave(jobs: Jobs, store: ModelStore, tmp_path: Path) -> None:
    request = SaveRequest(
        str(model_file(tmp_path / "m.pkl")),
        "m",
        SaveOptions(
            version="1.0.0",
            format="joblib",
            description="About it",
            metrics={"f1": 0.9},
            metadata={"team": "sre"},
            tags=("new",),
        ),
    )
    job = ended(jobs, jobs.start("save", "Save m", save_items(store, [request])))
    assert job.state == "done"
    card = store.get("m", "1.0.0").card
    assert card is not None
    assert (card.description, card.metrics, card.tags) == ("About it", {"f1": 0.9}, ("new",))
    assert card.metadata == {"team": "sre"}
    assert card.files[0].path == "model.joblib"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": "../up"}, InvalidNameError),
        ({"version": "../1"}, InvalidNameError),
        ({"version": "1"}, VersionExistsError),
        ({"source": "{0}/notes.txt"}, UnsupportedFormatError),
        ({"format": "none"}, UnsupportedFormatError),
    ],
)
def test_what_cannot_be_saved_is_refused_before_there_is_a_job(
    store: ModelStore, tmp_path: Path, changes: dict[str, str], error: type[Exception]
) -> None:
    source = model_file(tmp_path / "m.joblib")
    (tmp_path / "notes.txt").write_text("x")
    store.save(source, "m", SaveOptions(version="1"))
    values = {"source": str(source), "name": "m", "version": "2", **changes}
    values["source"] = values["source"].format(tmp_path)
    with pytest.raises(error):
        save_items(store, [SaveRequest.from_task(values)])
    twice = SaveRequest(str(source), "n", SaveOptions(version="1"))
    with pytest.raises(VersionExistsError):
        save_items(store, [twice, twice])


def test_one_that_fails_does_not_keep_the_others(
    jobs: Jobs, store: ModelStore, saves: Saves, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.onnx"
    model_file(tmp_path / "good.joblib").rename(bad)  # Not what its name says.
    items = saves(bad=bad, good=model_file(tmp_path / "good.joblib"))
    job = ended(jobs, jobs.start("save", "Save 2 models", items))
    assert [item.state for item in job.items] == ["failed", "done"]
    assert job.state == "failed"
    assert job.problem is not None
    assert job.problem["reason"] == "UnsupportedFormat"
    assert [model.name for model in store.list()] == ["good"]


def test_what_failed_is_done_again(
    jobs: Jobs, store: ModelStore, saves: Saves, tmp_path: Path
) -> None:
    first, second = (model_file(tmp_path / f"{name}.joblib") for name in ("first", "second"))
    items = saves(first=first, second=second)
    second.unlink()
    job = ended(jobs, jobs.start("save", "Save 2 models", items))
    assert [item.state for item in job.items] == ["done", "failed"]
    model_file(second)
    ended(jobs, jobs.retry(job.id))
    assert (job.state, job.problem) == ("done", None)
    assert [len(model.versions) for model in store.list()] == [1, 1]
    with pytest.raises(JobEndedError):
        jobs.retry(job.id)


def spied(store: ModelStore, state: Path, seen: Callable[[Jobs, JobContext], None]) -> Jobs:
    """Jobs that call a function at each report of a save."""

    def save(task: dict[str, Any], step: JobContext) -> dict[str, Any]:
        report = step.report

        def spy(done: int, total: int | None = None) -> None:
            seen(jobs, step)
            report(done, total)

        step.report = spy
        return save_file(store, task, step)

    jobs = Jobs(state, {"save": save})
    return jobs


@pytest.mark.parametrize("how", ["cancelled", "interrupted"])
def test_a_stopped_save_leaves_nothing_on_the_volume(
    store: ModelStore, state: Path, saves: Saves, tmp_path: Path, how: str
) -> None:
    source = model_file(tmp_path / "m.joblib", size=LARGE)

    def stop(jobs: Jobs, step: JobContext) -> None:
        if step.again:
            return
        if how == "cancelled":
            jobs.cancel(jobs.list()[0].id)
        else:
            jobs._stopping[jobs.list()[0].id] = "interrupted"  # As close() does, from outside.

    jobs = spied(store, state, stop)
    job = ended(jobs, jobs.start("save", "Save", saves(m=source, n=source)))
    assert job.state == how
    assert [item.state for item in job.items] == [how, how]
    assert store.list() == []
    assert os.listdir(Path(store.volume.root, ".staging")) == []
    ended(jobs, jobs.retry(job.id))
    assert job.state == "done"
    assert [len(model.versions) for model in store.list()] == [1, 1]


def test_a_source_that_changes_meanwhile_is_not_saved(
    store: ModelStore, state: Path, saves: Saves, tmp_path: Path
) -> None:
    source = model_file(tmp_path / "m.joblib", size=LARGE)
    jobs = spied(store, state, lambda *_: os.utime(source, (1, 1)))
    job = ended(jobs, jobs.start("save", "Save m", saves(m=source)))
    assert job.problem is not None
    assert job.problem["reason"] == "SourceChanged"
    assert store.list() == []


def test_a_full_volume_is_said(tmp_path: Path, volume: Path) -> None:
    source = model_file(tmp_path / "m.joblib", size=LARGE)
    folder = tmp_path / "folder"
    for number in range(3):
        model_file(folder / f"{number}.joblib", size=100_000)
    script = f"""
import os, sys
from pathlib import Path
from jupyterlab_kserve.extension import make_jobs
from jupyterlab_kserve.jobs.save import SaveRequest, save_items
from jupyterlab_kserve.store import ModelStore
store = ModelStore(sys.argv[1])
# Each fits at the moment at which it begins, the second not beside what others write then.
ModelStore.status = lambda self: None
store.volume.status = lambda claim: type("S", (), {{"free": None}})
jobs = make_jobs(store, Path({str(tmp_path / "state")!r}))
requests = [SaveRequest(s, n) for n, s in (("m", {str(source)!r}), ("n", {str(folder)!r}))]
job = jobs.start("save", "Save", save_items(store, requests))
jobs._threads[job.id].join()
print(job.problem["reason"], [i.problem["reason"] for i in job.items])
print(os.listdir(sys.argv[1] + "/.staging"), [m.name for m in store.list()])
"""
    said = run_with_mount(f"mount -t tmpfs -o size=1m tmpfs {volume}", volume, script)
    assert said.splitlines() == ["SomeFailed ['VolumeFull', 'VolumeFull']", "[] []"]


SCRIPT = """
import os, signal, sys
from pathlib import Path
from jupyterlab_kserve.jobs import journal, registry
from jupyterlab_kserve.extension import make_jobs
from jupyterlab_kserve.jobs.save import SaveRequest, save_items
from jupyterlab_kserve.store import ModelStore

store = ModelStore(sys.argv[1])
reports = 0

def deadly(self, done, total=None, real=registry.JobContext.report):
    global reports
    reports += 1
    if reports == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    real(self, done, total)

def deadly_note(self, item, real=journal.Journal.note_item):
    if sys.argv[3] == "published" and item.task["name"] == "second":
        os.kill(os.getpid(), signal.SIGKILL)
    real(self, item)

if sys.argv[3].isdecimal():
    registry.JobContext.report = deadly
elif sys.argv[3] == "published":
    journal.Journal.note_item = deadly_note
else:
    registry.JobContext.report = lambda *_: print("on", flush=True) or sys.stdin.read()
jobs = make_jobs(store, Path(sys.argv[2]))
names = ("first", "second", "third")
requests = [SaveRequest(source, name) for name, source in zip(names, sys.argv[4:])]
job = jobs.start("save", "Save", save_items(store, requests))
jobs._threads[job.id].join()
"""


def run_script(store: ModelStore, state: Path, when: str, sources: list[Path]) -> Any:
    command = [sys.executable, "-c", SCRIPT, store.volume.root, str(state), when]
    return subprocess.Popen(
        [*command, *map(str, sources)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("when", ["1", "3", "7", "published"])
def test_a_killed_job_is_seen_as_interrupted_and_goes_on(
    store: ModelStore, state: Path, tmp_path: Path, when: str
) -> None:
    sources = [model_file(tmp_path / f"{number}.joblib", number, LARGE) for number in range(3)]
    with run_script(store, state, when, sources) as process:
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    jobs = make_jobs(store, state)
    (job,) = jobs.list()
    assert job.state == "interrupted"
    assert "interrupted" in {item.state for item in job.items}
    done = [item.id for item in job.items if item.state == "done"]
    made = {model.name: model.versions[0].created for model in store.list()}
    ended(jobs, jobs.retry(job.id))
    assert (job.state, job.problem) == ("done", None)
    for model, number in zip(store.list(), (0, 1, 2), strict=True):
        # What was done before is not done again, not even what was never noted as done.
        assert [record.version for record in model.versions] == ["1"]
        assert made.get(model.name, model.versions[0].created) == model.versions[0].created
        assert store.load(model.name).predict([[0]])[0][0] == number
    assert len(done) < 3
    assert os.listdir(Path(store.volume.root, ".staging")) == []
    # It stays done for the next server.
    assert [job.state for job in make_jobs(store, state).list()] == ["done"]


def test_a_job_of_a_living_server_is_left_to_it(
    store: ModelStore, state: Path, tmp_path: Path
) -> None:
    source = model_file(tmp_path / "m.joblib")
    with run_script(store, state, "wait", [source]) as process:
        assert process.stdout.readline() == "on\n"
        assert make_jobs(store, state).list() == []
        process.kill()
    assert [job.state for job in make_jobs(store, state).list()] == ["interrupted"]


def test_a_journal_that_ends_in_the_middle_of_a_line(
    jobs: Jobs, store: ModelStore, state: Path, saves: Saves, tmp_path: Path
) -> None:
    source = model_file(tmp_path / "m.joblib")
    ended(jobs, jobs.start("save", "Save m", saves(m=source)))
    (path,) = state.rglob("*.jsonl")
    jobs.close()
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:-1]) + lines[-1][:10])
    (path.parent / "other.jsonl").write_text("no journal")
    (job,) = make_jobs(store, state).list()
    assert job.state == "done" or job.items[0].state == "done"


def test_a_home_that_cannot_be_written_to_keeps_nobody_from_saving(
    store: ModelStore, saves: Saves, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    jobs = make_jobs(store, tmp_path / "file")
    job = ended(jobs, jobs.start("save", "Save m", saves(m=model_file(tmp_path / "m.joblib"))))
    assert job.state == "done"


def test_a_clock_that_is_put_back_makes_no_news_look_old(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job("1", "save", "Save", [], now(), now())
    before = job.updated
    monkeypatch.setattr("jupyterlab_kserve.jobs.job.now", lambda: "2020-01-01T00:00:00.000000Z")
    job.touch()
    assert job.updated == before


def test_jobs_are_forgotten_when_they_have_ended(
    store: ModelStore, state: Path, saves: Saves, tmp_path: Path
) -> None:
    refused: list[type[Exception]] = []

    def forget(jobs: Jobs, _step: JobContext) -> None:
        for act in (jobs.forget, jobs.retry):
            with pytest.raises(JobActiveError):
                act(jobs.list()[0].id)
            refused.append(JobActiveError)

    jobs = spied(store, state, forget)
    source = model_file(tmp_path / "m.joblib")
    job = ended(jobs, jobs.start("save", "Save m", saves(m=source)))
    assert refused
    jobs.forget(job.id)
    assert jobs.list() == Jobs(state, {}).list() == []
    with pytest.raises(JobNotFoundError):
        jobs.get(job.id)


def test_verifying_finds_the_file_that_was_damaged(
    jobs: Jobs, store: ModelStore, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    for name in ("a", "b", "c", "d"):
        model_file(folder / f"{name}.joblib")
    record = store.save(folder, "m", SaveOptions(version="1"))
    job = ended(jobs, jobs.start("verify", "Verify m 1", verify_items(store, "m", "1")))
    assert job.state == "done"
    assert record.card is not None
    hashes = {file.path: file.sha256 for file in record.card.files}
    assert {item.id: item.result for item in job.items} == {
        path: {"sha256": sha256} for path, sha256 in hashes.items()
    }
    items = verify_items(store, "m", "1")
    place = store.path(record)
    damaged = bytearray((place / "b.joblib").read_bytes())
    damaged[-1] ^= 1
    (place / "b.joblib").write_bytes(damaged)
    (place / "c.joblib").unlink()
    (place / "d.joblib").unlink()
    (place / "d.joblib").symlink_to("/etc/passwd")
    job = ended(jobs, jobs.start("verify", "Verify m 1", items))
    assert {
        item.id: item.problem and item.problem["reason"]
        for item in job.items
        if item.id.endswith(".joblib")
    } == {
        "a.joblib": None,
        "b.joblib": "ChecksumMismatch",
        "c.joblib": "BrokenModel",
        "d.joblib": "UnsafePath",
    }


async def test_a_follower_is_told_each_change_together(
    jobs: Jobs, saves: Saves, tmp_path: Path
) -> None:
    source = model_file(tmp_path / "m.joblib")
    with jobs.follow() as follower:
        job = ended(jobs, jobs.start("save", "Save", saves(m=source, n=source)))
        (event,) = await follower.events()
        assert event["event"] == "job"
        assert event["job"]["state"] == "done"
        assert [item["id"] for item in event["job"]["items"]] == ["0", "1"]
        jobs.forget(job.id)
        assert await follower.events() == [{"event": "forgotten", "job": job.id}]


@pytest.mark.parametrize("word", ["companions", "artifacts"])
def test_a_job_of_an_earlier_release_is_tried_again(
    jobs: Jobs, store: ModelStore, state: Path, tmp_path: Path, word: str
) -> None:
    source, scaler = model_file(tmp_path / "m.joblib"), model_file(tmp_path / "scaler.joblib")
    request = SaveRequest(str(source), "m", SaveOptions(artifacts={"scaler": str(scaler)}))
    items = save_items(store, [request])
    scaler.rename(tmp_path / "away")
    job = ended(jobs, jobs.start("save", "Save", items))
    assert job.state == "failed"
    jobs.close()
    (journal,) = state.glob("*.jsonl")
    first, *more = journal.read_text().splitlines()
    written = json.loads(first)
    # It kept the options beside the name, and had another word for artifacts.
    for item in written["items"]:
        options = item["task"].pop("options")
        item["task"].update(options)
        item["task"][word] = item["task"].pop("artifacts")
    journal.write_text("\n".join([json.dumps(written), *more, ""]))
    (tmp_path / "away").rename(scaler)
    later = make_jobs(store, state)
    ended(later, later.retry(job.id))
    assert later.get(job.id).state == "done"
    assert store.load("m", artifact="scaler").predict([[0]])[0] == 1.0

"""``jupyter models`` as a process of its own: what it prints, what it does, how it ends."""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import joblib
import pytest
from sklearn.linear_model import LinearRegression

from jupyterlab_kserve.commandline.parser import COMMANDS, build_parser
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

from ..upstream import FakeCluster, Upstream

MODEL = LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0])


@pytest.fixture
def run(volume: Path, tmp_path: Path) -> Any:
    """Runs a command on the volume, with no cluster to ask."""
    environment = {
        **os.environ,
        "MODEL_STORAGE_PATH": str(volume),
        "MODEL_STORAGE_PVC": "claim",
        "KUBECONFIG": str(tmp_path / "there-is-none"),
    }

    def runs(
        *arguments: str,
        code: int = 0,
        stream: str | None = None,
        variables: dict[str, str] | None = None,
        **options: Any,
    ) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "jupyterlab_kserve.commandline", *arguments],
            capture_output=True,
            text=True,
            env={**environment, **(variables or {})},
            cwd=tmp_path,
            check=False,
            **options,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        said = getattr(done, stream or ("stdout" if code == 0 else "stderr"))
        return json.loads(said) if "--json" in arguments else said

    return runs


@pytest.fixture
def store(volume: Path) -> ModelStore:
    store = ModelStore(volume, "claim")
    store.save(MODEL, "line", SaveOptions(version="1.0.0", metadata={"team": "sre"}))
    return store


def test_a_file_is_saved_listed_checked_deleted_and_restored(run: Any, tmp_path: Path) -> None:
    assert "No models" in run("list")
    joblib.dump(MODEL, tmp_path / "line.joblib")
    joblib.dump([1, 2], tmp_path / "scaler.joblib")
    options = ("--tag", "a", "--tag", "b", "--description", "A line.", "--metadata", "-")
    artifact = ("--artifact", "scaler=scaler.joblib")
    arguments = ("save", "line.joblib", "line", *options, *artifact)
    saved = run(*arguments, input='{"version": "1.0.0", "metrics": {"r2": 1}}')
    assert saved.splitlines()[-1] == "pvc://claim/line/1.0.0"
    (listed,) = run("list", "--json")
    assert (listed["name"], listed["newest"]) == ("line", "1.0.0")
    card = run("show", "line/1.0.0", "--json")["card"]
    assert (card["tags"], card["description"], card["metrics"]) == (
        ["a", "b"],
        "A line.",
        {"r2": 1},
    )
    assert run("uri", "line") == "pvc://claim/line/1.0.0\n"
    assert "loaded as sklearn.linear_model" in run("load-check", "line")
    unknown = run("delete", "line/1.0.0", code=1)
    assert "It is unknown" in unknown
    assert "--served" in unknown
    entry = run("--json", "delete", "line/1.0.0", "--served")["trash"]
    assert "No models" in run("list")
    assert entry in run("trash")
    assert run("trash", "--restore", entry).endswith("pvc://claim/line/1.0.0\n")
    run("delete", "line/1.0.0", "--purge", "--served")
    assert run("trash", "--json") == []


def test_tables_show_names_versions_and_what_is_wrong(
    run: Any, store: ModelStore, volume: Path
) -> None:
    store.save(MODEL, "line", SaveOptions(version="2"))
    store.set_alias("line", "champion", "1.0.0")
    (volume / "line" / "2" / "model.joblib").unlink()
    (volume / "bad\x1b[31m").symlink_to("line")
    rows = run("list").splitlines()
    assert rows[0].split() == ["NAME", "VERSION", "FRAMEWORK", "SIZE", "CREATED", "STATE"]
    assert rows[1].startswith("bad\\x1b[31m")
    assert "\x1b" not in "".join(rows)
    assert rows[2].split()[:3] == ["line", "1.0.0", "(+1)"]
    newer, older = run("show", "line").splitlines()[-2:]
    assert "missing" in newer
    assert "champion" in older
    assert run("uri", "line@champion") == "pvc://claim/line/1.0.0\n"
    assert "sre" in run("show", "line@champion")


def test_tags_move_and_versions_are_compared(run: Any, store: ModelStore) -> None:
    store.save(
        MODEL,
        "line",
        SaveOptions(version="2", metadata={"team": "ml", "runs": [1, 2]}, metrics={"r2": 0.5}),
    )
    assert run("alias", "line", "1.0.0", "champion") == "champion points to 1.0.0\n"
    assert run("alias", "line", "2", "champion", "--json") == {"aliases": {"champion": "2"}}
    assert run("uri", "line@champion") == "pvc://claim/line/2\n"
    rows = [line.split() for line in run("compare", "line", "1.0.0", "@champion").splitlines()]
    assert rows[0] == ["FIELD", "1.0.0", "2"]
    assert ["metrics.r2", "-", "0.5"] in rows
    assert ["metadata.team", "sre", "ml"] in rows
    compared = run("compare", "line", "1.0.0", "2", "--json")
    assert (compared["one"]["version"], compared["other"]["version"]) == ("1.0.0", "2")
    assert {"path": "metrics.r2", "one": None, "other": 0.5} in compared["differences"]
    assert "are identical" in run("compare", "line", "2", "@champion")
    assert run("unalias", "line", "champion") == ""
    for arguments, code in (
        (("uri", "line@champion"), 3),
        (("unalias", "line", "champion"), 3),
        (("alias", "line", "3", "champion"), 3),
        (("alias", "line", "2", "../champion"), 1),
        (("alias", "line", "2"), 2),
        (("compare", "line", "2", "3"), 3),
        (("compare", "line", "2"), 2),
    ):
        assert run(*arguments, code=code)


def test_what_stood_there_before_is_converted_and_migrated(
    run: Any, volume: Path, tmp_path: Path
) -> None:
    (volume / "old").mkdir()
    joblib.dump(MODEL, volume / "old" / "model.pkl")
    (volume / "old" / "metadata.json").write_text('{"version": "3.0", "team": "sre"}')
    (converted,) = run("convert", "old", "--json")
    assert (converted["version"], converted["card"]["metadata"]["team"]) == ("3.0", "sre")
    assert not (volume / "old" / "model.pkl").exists()
    assert "NothingToConvert" in run("convert", "old", "--json", code=1)["reason"]
    joblib.dump(MODEL, tmp_path / "elsewhere.joblib")
    migrated = run("migrate", "moved", "elsewhere.joblib", "--version", "7", "--json")
    assert (migrated["version"], (tmp_path / "elsewhere.joblib").exists()) == ("7", True)
    assert run("migrate", "moved", "elsewhere.joblib", "--version", "7", "--json")["already"]


def test_exit_codes_and_words(run: Any, store: ModelStore, tmp_path: Path) -> None:
    joblib.dump(MODEL, tmp_path / "line.joblib")
    again = run("save", "line.joblib", "line", "--version", "1.0.0", code=4)
    assert "--overwrite" in again
    assert "overwrite=" not in again
    said = run("show", "nothing", "--json", code=3)
    assert said["reason"] == "ModelNotFound"
    assert "jupyter models list" in said["hint"]
    for arguments, code in (
        (("show", "line/2"), 3),
        (("uri", "line@nobody"), 3),
        (("trash", "--restore", "x"), 3),
        (("save", "nothing.joblib", "line"), 3),
        (("delete", "line"), 1),
        (("show", "../line"), 1),
        (("save", "line.joblib", "line", "--metadata", "line.joblib"), 1),
        (("list", "--path", str(tmp_path / "nowhere")), 1),
        ((), 2),
        (("show",), 2),
        (("frobnicate",), 2),
    ):
        assert run(*arguments, code=code)


def test_what_is_damaged_or_dangerous_does_not_pass(
    run: Any, store: ModelStore, volume: Path, tmp_path: Path
) -> None:
    class Dangerous:
        def __reduce__(self) -> Any:
            return (os.system, (f"touch {tmp_path}/ran",))

    (tmp_path / "bad.pkl").write_bytes(pickle.dumps(Dangerous()))
    run("save", "bad.pkl", "bad")
    assert "--trust" in run("load-check", "bad", code=1)
    assert not (tmp_path / "ran").exists()
    file = volume / "line" / "1.0.0" / "model.joblib"
    data = bytearray(file.read_bytes())
    data[-3] ^= 1
    file.write_bytes(data)
    assert run("load-check", "line", "--json", code=1)["reason"] == "ChecksumMismatch"


async def test_what_a_service_reads_is_deleted_only_when_that_was_said(
    run: Any, store: ModelStore, upstream: Upstream
) -> None:
    # A fake of the API, which says what a test needs; the real one is asked by the server's tests.
    spec = {"predictor": {"model": {"storageUri": "pvc://claim/line/1.0.0"}}}
    upstream.answers = [{"items": [{"metadata": {"name": "live"}, "spec": spec}]}]
    cluster = {"KUBECONFIG": str(upstream.kubeconfig)}
    delete = ("delete", "line/1.0.0")
    said = await asyncio.to_thread(run, *delete, "--json", code=1, variables=cluster)
    assert said["reason"] == "VersionServed"
    assert "--served" in said["hint"]
    assert len(store.list()) == 1
    await asyncio.to_thread(run, *delete, "--served", variables=cluster)
    assert store.list() == []


async def test_the_doctor_says_what_is_wrong_with_volume_and_cluster(
    run: Any, volume: Path, upstream: Upstream
) -> None:
    # Without a cluster the volume is checked all the same.
    rows = run("doctor", code=1, stream="stdout").splitlines()
    assert rows[0].split(maxsplit=2) == [
        "ok",
        "volume",
        f"{volume} is mounted and writable",
    ]
    (row,) = (row for row in rows if row.split()[1] == "connection")
    assert row.startswith("problem  connection")
    assert "Log in to the cluster" in row
    # A fake of the API, which says what a test needs; the real one is asked by the browser tests.
    fake = FakeCluster(upstream)
    cluster = {"KUBECONFIG": str(upstream.kubeconfig)}
    said = await asyncio.to_thread(run, "doctor", variables=cluster)
    assert {line.split()[0] for line in said.splitlines()} == {"ok"}
    # What is only worth a warning is no problem.
    fake.deny(lambda asked: asked["resource"] == "clusterservingruntimes")
    assert "\nwarning  permissions" in await asyncio.to_thread(run, "doctor", variables=cluster)
    fake.claim = (404, "NotFound", "There is none.")
    options: Any = {"code": 1, "stream": "stdout", "variables": cluster}
    answer = await asyncio.to_thread(run, "doctor", "--json", **options)
    findings = {check["id"]: check["findings"] for check in answer["checks"]}
    assert [finding["state"] for finding in findings["claim"]] == ["problem"]
    assert findings["claim"][0]["message"] == "The claim claim does not exist in this namespace"


def test_each_command_has_a_function() -> None:
    for command in COMMANDS:
        module, _, function = command.function.partition(":")
        assert callable(getattr(import_module(f"jupyterlab_kserve.commandline.{module}"), function))


def test_help_imports_nothing_slow() -> None:
    script = (
        "import sys; from jupyterlab_kserve.commandline.parser import build_parser; "
        "build_parser().format_help(); "
        "print(*(m for m in sys.modules if m.startswith('jupyterlab_kserve.')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == {
        "jupyterlab_kserve.commandline",
        "jupyterlab_kserve.commandline.parser",
    }


def test_a_reader_that_leaves_is_no_error(store: ModelStore, volume: Path) -> None:
    command = f"{sys.executable} -m jupyterlab_kserve.commandline list --path {volume}"
    script = f"set -o pipefail; {command} | true"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_interrupted_save_leaves_nothing(volume: Path, tmp_path: Path) -> None:
    source = tmp_path / "large.onnx"
    with source.open("wb") as stream:
        stream.truncate(1 << 32)
    saving = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab_kserve.commandline", "save", source, "large"],
        env={**os.environ, "MODEL_STORAGE_PATH": str(volume)},
        stderr=subprocess.PIPE,
        text=True,
    )
    while not list(volume.glob(".staging/*/new/model.onnx")) and saving.poll() is None:
        time.sleep(0.01)
    saving.send_signal(signal.SIGINT)
    _, said = saving.communicate(timeout=60)
    assert saving.returncode == 130, said
    assert "Traceback" not in said
    assert ModelStore(volume).list() == []
    assert os.listdir(volume / ".staging") == []


def test_a_shell_can_complete_models(store: ModelStore, volume: Path) -> None:
    parser = build_parser()
    options = parser.parse_args(["--path", str(volume), "list"])
    (show,) = (a for a in parser._subparsers._group_actions)
    (action,) = (a for a in show.choices["show"]._actions if a.dest == "model")
    complete = vars(action)["completer"]
    assert complete("", options) == ["line"]
    assert complete("line/", options) == ["line/1.0.0"]


def test_jupyter_finds_the_command() -> None:
    scripts = importlib.metadata.entry_points(group="console_scripts", name="jupyter-models")
    if not scripts:
        pytest.skip("the package was installed here before it had this command")
    (script,) = scripts
    assert script.value == "jupyterlab_kserve.commandline:main"
    done = subprocess.run(
        [Path(sys.executable).parent / "jupyter", "models", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "load-check" in done.stdout

"""Jobs through a real Jupyter server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

from .conftest import model_file

Fetch = Callable[..., Any]


@pytest.fixture
def jp_server_config(volume: Path) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
        "KserveExtension": {"models_path": str(volume), "kubernetes_enabled": False},
    }


@pytest.fixture
def ask(jp_fetch: Fetch) -> Fetch:
    async def fetch(*path: str, json_body: Any = None, **options: Any) -> Any:
        if json_body is not None:
            options.update(method="POST", body=json.dumps(json_body))
        response = await jp_fetch("jupyterlab-kserve", *path, **options)
        return json.loads(response.body) if response.body else None

    return fetch


@pytest.fixture
def stream(jp_ws_fetch: Fetch, jp_asyncio_loop: asyncio.AbstractEventLoop) -> Fetch:
    async def subscribe() -> Callable[[], Any]:
        socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
        await socket.write_message(json.dumps({"op": "subscribe", "id": "1", "channel": "jobs"}))

        async def read() -> Any:
            return json.loads(await asyncio.wait_for(socket.read_message(), 30))

        return read

    return subscribe


async def refusal(request: Any) -> tuple[int, str]:
    with pytest.raises(HTTPClientError) as caught:
        await request
    return caught.value.code, json.loads(caught.value.response.body)["reason"]


async def ended(ask: Fetch, job: dict[str, Any]) -> dict[str, Any]:
    while job["state"] in ("waiting", "running"):
        await asyncio.sleep(0.02)
        job = await ask("jobs", job["id"])
    return job


async def test_a_save_is_followed_to_its_end(
    ask: Fetch, stream: Fetch, volume: Path, jp_root_dir: Path
) -> None:
    model_file(jp_root_dir / "work" / "line.joblib")
    read = await stream()
    assert await read() == {"id": "1", "event": "jobs", "jobs": []}
    request = {"path": "work/line.joblib", "name": "line", "version": "2"}
    started = await ask("models", json_body=request)
    assert started["kind"] == "save"
    assert "task" not in started["items"][0]
    event: dict[str, Any] = {"job": started}
    while event["job"]["state"] != "done":
        event = await read()
        assert (event["event"], event["job"]["id"]) == ("job", started["id"])
    uri = "pvc://model-storage-pvc/line/2"
    assert event["job"]["result"] == {"name": "line", "version": "2", "uri": uri}
    assert event["job"]["done"] == event["job"]["total"] > 0
    assert (volume / "line" / "2" / "model.joblib").is_file()
    assert (await ask("jobs"))["jobs"] == [await ask("jobs", started["id"])]
    assert await refusal(ask("models", json_body=request)) == (409, "VersionExists")
    assert await ask("jobs", started["id"], method="DELETE") is None
    assert (await read())["event"] == "forgotten"
    assert (await ask("jobs"))["jobs"] == []


async def test_several_models_are_one_job(ask: Fetch, volume: Path, jp_root_dir: Path) -> None:
    for name in ("a", "b"):
        model_file(jp_root_dir / f"{name}.joblib")
    items = [{"path": f"{name}.joblib", "name": name} for name in ("a", "b")]
    job = await ended(ask, await ask("models", json_body={"items": items}))
    assert (job["state"], job["result"]) == ("done", None)
    assert [item["result"]["name"] for item in job["items"]] == ["a", "b"]


async def test_files_that_go_with_a_model_are_kept_beside_it(
    ask: Fetch, volume: Path, jp_root_dir: Path
) -> None:
    work = jp_root_dir / "work"
    for name in ("line.joblib", "scaler.pkl", "other/scaler.pkl"):
        model_file(work / name)
    (work / "scaler.json").write_text("[1]")
    paths = [f"work/{name}" for name in ("scaler.pkl", "scaler.json")]
    request = {"path": "work/line.joblib", "artifacts": paths, "name": "line", "version": "1"}
    job = await ended(ask, await ask("models", json_body=request))
    assert (job["state"], job["done"]) == ("done", job["total"])
    card = (await ask("models", "line", "1"))["card"]
    assert card["artifacts"] == {
        "scaler": "artifacts/scaler.pkl",
        "scaler.json": "artifacts/scaler.json",
    }
    assert (volume / "line" / "1" / "artifacts" / "scaler.json").read_text() == "[1]"
    # A folder, what is not there, and two of one name are refused before anything is done.
    for wrong, answer in (
        (["work/other"], (400, "InvalidRequest")),
        (["../secret"], (404, "SourceMissing")),
        ([*paths, "work/other/scaler.pkl"], (400, "InvalidRequest")),
    ):
        bad = {**request, "version": "2", "artifacts": wrong}
        assert await refusal(ask("models", json_body=bad)) == answer
    assert not (volume / "line" / "2").exists()


async def test_the_format_that_was_chosen_is_checked_and_recorded(
    ask: Fetch, volume: Path, jp_root_dir: Path
) -> None:
    model_file(jp_root_dir / "line.joblib")
    (jp_root_dir / "line.bin").write_bytes((jp_root_dir / "line.joblib").read_bytes())
    (jp_root_dir / "odd.pkl").write_bytes(b"what nobody knows")
    found = await ask("inspect", json_body={"path": "line.joblib"})
    assert found["formats"] == ["joblib", "pickle"]
    found = await ask("inspect", json_body={"path": "line.bin"})
    assert found["formats"][0] in ("joblib", "pickle")
    assert sorted(found["formats"]) == ["joblib", "pickle"]
    found = await ask("inspect", json_body={"path": "odd.pkl"})
    assert found["formats"][0] == "pickle"
    assert "onnx" in found["formats"]
    request = {"path": "line.bin", "name": "line", "version": "1", "format": "pickle"}
    job = await ended(ask, await ask("models", json_body=request))
    assert job["state"] == "done"
    assert (await ask("models", "line", "1"))["card"]["format"] == "pickle"
    assert (volume / "line" / "1" / "model.pkl").is_file()
    wrong = {**request, "version": "2", "format": "onnx"}
    job = await ended(ask, await ask("models", json_body=wrong))
    assert (job["state"], job["problem"]["reason"]) == ("failed", "UnsupportedFormat")
    assert await refusal(ask("models", json_body={**wrong, "format": "magic"})) == (
        422,
        "UnsupportedFormat",
    )


async def test_a_damaged_version_fails_its_verification(ask: Fetch, volume: Path) -> None:
    record = ModelStore(volume).save(
        model_file(volume.parent / "m.joblib"), "m", SaveOptions(version="1")
    )
    request = {"kind": "verify", "model": "m", "version": "1"}
    job = await ended(ask, await ask("jobs", json_body=request))
    assert (job["state"], job["title"]) == ("done", "Verify m 1")
    assert record.model_file is not None
    with (volume / record.model_file).open("r+b") as stream:
        stream.write(b"x")
    job = await ended(ask, await ask("jobs", json_body=request))
    assert (job["state"], job["problem"]["reason"]) == ("failed", "ChecksumMismatch")
    again = await ended(ask, await ask("jobs", job["id"], json_body={"action": "retry"}))
    assert again["state"] == "failed"
    same = await ask("jobs", job["id"], json_body={"action": "cancel"})
    assert same["state"] == "failed"


async def test_an_old_model_is_converted(ask: Fetch, volume: Path) -> None:
    model_file(volume / "old" / "v1" / "model.joblib")
    model_file(volume / "old" / "v2" / "model.joblib", 2.0)
    job = await ended(ask, await ask("jobs", json_body={"kind": "convert", "model": "old"}))
    assert job["state"] == "done"
    assert [item["result"]["version"] for item in job["items"]] == ["v1", "v2"]
    assert job["done"] == job["total"]
    assert (volume / "old" / "v2" / ".card" / "card.json").is_file()
    again = ask("jobs", json_body={"kind": "convert", "model": "old"})
    assert await refusal(again) == (409, "NothingToConvert")


@pytest.mark.parametrize(
    ("path", "body", "answer"),
    [
        ("jobs", {"kind": "format-disk"}, (400, "InvalidRequest")),
        ("jobs", {"kind": "verify", "model": "m"}, (400, "InvalidRequest")),
        ("jobs", {"kind": "verify", "model": "../m", "version": "1"}, (400, "InvalidName")),
        ("jobs", {"kind": "verify", "model": "m", "version": "1"}, (404, "ModelNotFound")),
        ("jobs/x", {"action": "retry"}, (404, "JobNotFound")),
        ("jobs/x", {"action": "explode"}, (400, "InvalidRequest")),
        ("models", {"items": []}, (400, "InvalidRequest")),
        ("models", {"items": ["x"]}, (400, "InvalidRequest")),
        ("models", {"path": "m.joblib", "name": "m", "metrics": 1}, (400, "InvalidRequest")),
        (
            "models",
            {"path": "m.joblib", "name": "m", "artifacts": "a"},
            (400, "InvalidRequest"),
        ),
    ],
)
async def test_bad_input_starts_nothing(
    ask: Fetch, path: str, body: Any, answer: tuple[int, str]
) -> None:
    assert await refusal(ask(*path.split("/"), json_body=body)) == answer
    assert (await ask("jobs"))["jobs"] == []


async def test_a_file_of_the_volume_becomes_another_version(
    ask: Fetch, volume: Path, jp_root_dir: Path
) -> None:
    model_file(jp_root_dir / "line.joblib")
    first = {"path": "line.joblib", "name": "line", "version": "1"}
    await ended(ask, await ask("models", json_body=first))
    request = {"path": "models:line/1/model.joblib", "name": "line", "version": "2"}
    assert (await ended(ask, await ask("models", json_body=request)))["state"] == "done"
    assert (volume / "line" / "2" / "model.joblib").is_file()
    found = await ask("inspect", json_body={"path": "models:line/1/model.joblib"})
    assert found["proposed"] == {"name": "line", "version": "1"}


@pytest.mark.parametrize(
    "path",
    ["models:", "models:/", "models:.", "models:../x.joblib", "models:line/1/.card/card.json"],
)
async def test_nothing_else_of_the_volume_is_saved(
    ask: Fetch, volume: Path, jp_root_dir: Path, path: str
) -> None:
    model_file(jp_root_dir / "line.joblib")
    model_file(volume.parent / "x.joblib")
    first = {"path": "line.joblib", "name": "line", "version": "1"}
    await ended(ask, await ask("models", json_body=first))
    request = {"path": path, "name": "taken"}
    assert await refusal(ask("models", json_body=request)) == (404, "SourceMissing")

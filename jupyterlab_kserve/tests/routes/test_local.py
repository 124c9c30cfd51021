"""Models of the volume that run on this machine, through a real Jupyter server."""

from __future__ import annotations

import asyncio
import json
import pickle
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from xgboost import XGBRegressor

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

from ..rest import Fetch, refusal

pytest.importorskip("kserve", reason="the extra `local` is not installed")

ROWS = np.array([[0.0], [1.0], [2.0]])
LINE = LinearRegression().fit(ROWS, ROWS[:, 0] * 2)


def save(volume: Path, model: Any, name: str, version: str = "1.0.0") -> None:
    ModelStore(volume).save(model, name, SaveOptions(version=version))


async def run(ask: Fetch, model: str, version: str = "1.0.0", **more: Any) -> dict[str, Any]:
    body = json.dumps({"model": model, "version": version, **more})
    server: dict[str, Any] = await ask("local", method="POST", body=body)
    end = time.monotonic() + 60
    while server["state"] == "starting":
        assert time.monotonic() < end
        await asyncio.sleep(0.1)
        (server,) = [
            each for each in (await ask("local"))["servers"] if each["name"] == server["name"]
        ]
    return server


async def predict(ask: Fetch, name: str, protocol: str, body: Any) -> dict[str, Any]:
    answer: dict[str, Any] = await ask(
        "local",
        name,
        "predict",
        method="POST",
        body=json.dumps({"protocol": protocol, "body": body}),
    )
    return answer


async def test_a_model_runs_answers_and_stops(ask: Fetch, volume: Path) -> None:
    await asyncio.to_thread(save, volume, LINE, "line")
    assert await ask("local") == {"servers": [], "problem": None}
    server = await run(ask, "line")
    assert (server["state"], server["model"], server["version"]) == ("ready", "line", "1.0.0")
    name = server["name"]
    answer = await predict(ask, name, "v1", {"instances": [[3.0]]})
    assert answer["status"] == 200
    assert answer["body"]["predictions"] == pytest.approx([6.0])
    inputs = [{"name": "x", "shape": [1, 1], "datatype": "FP64", "data": [3.0]}]
    answer = await predict(ask, name, "v2", {"inputs": inputs})
    assert answer["body"]["outputs"][0]["data"] == pytest.approx([6.0])
    # What a model answers to a wrong request is an answer.
    assert (await predict(ask, name, "v1", {"instances": [["x"]]}))["status"] >= 400

    stopped = await ask("local", name, "stop", method="POST", body="{}")
    assert stopped["state"] == "stopped"
    code, said = await refusal(predict(ask, name, "v1", {"instances": [[3.0]]}))
    assert (code, said["reason"]) == (409, "LocalServerNotRunning")
    await ask("local", name, method="DELETE")
    assert (await ask("local"))["servers"] == []
    code, said = await refusal(ask("local", name, method="DELETE"))
    assert (code, said["reason"]) == (404, "LocalServerNotFound")


async def test_the_server_is_that_of_the_format(ask: Fetch, volume: Path) -> None:
    booster = XGBRegressor(n_estimators=2).fit(ROWS, ROWS[:, 0])
    await asyncio.to_thread(save, volume, booster, "booster")
    server = await run(ask, "booster")
    assert (server["server"], server["state"]) == ("xgboost", "ready")
    assert (await predict(ask, server["name"], "v1", {"instances": [[1.0]]}))["status"] == 200


async def test_what_would_run_something_is_asked_about(
    ask: Fetch, volume: Path, tmp_path: Path
) -> None:
    class Dangerous:
        def __reduce__(self) -> tuple[Any, ...]:
            return exec, ("import pathlib; pathlib.Path('ran').touch()",)

    source = tmp_path / "model.pkl"
    source.write_bytes(pickle.dumps(Dangerous()))
    await asyncio.to_thread(save, volume, str(source), "danger")
    body = json.dumps({"model": "danger", "version": "1.0.0"})
    code, said = await refusal(ask("local", method="POST", body=body))
    assert (code, said["reason"]) == (422, "UnsafeModel")
    assert "exec" in said["message"]
    assert (await ask("local"))["servers"] == []
    # With a yes it is started; what it says then is its own doing.
    assert (await run(ask, "danger", trust=True))["state"] in ("failed", "ready")


async def test_changed_bytes_do_not_run(ask: Fetch, volume: Path) -> None:
    await asyncio.to_thread(save, volume, LINE, "line")
    file = volume / "line" / "1.0.0" / "model.joblib"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    body = json.dumps({"model": "line", "version": "1.0.0"})
    _code, said = await refusal(ask("local", method="POST", body=body))
    assert "checksum" in said["message"]


async def test_what_no_server_takes_is_said(ask: Fetch, volume: Path) -> None:
    await asyncio.to_thread(joblib.dump, LINE, volume / "flat.joblib")
    body = json.dumps({"model": "flat", "version": "unversioned"})
    _code, said = await refusal(ask("local", method="POST", body=body))
    assert said["message"] == "flat unversioned cannot be run here: it is a single file."
    for wrong in ({}, {"model": 3, "version": "1"}, {"model": "m", "version": "1", "trust": "yes"}):
        code, _said = await refusal(ask("local", method="POST", body=json.dumps(wrong)))
        assert code == 400


async def test_the_stream_tells_of_servers_and_brings_their_logs(
    ask: Fetch, volume: Path, jp_ws_fetch: Callable[..., Any]
) -> None:
    await asyncio.to_thread(save, volume, LINE, "line")
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")

    async def hear() -> dict[str, Any]:
        return json.loads(await asyncio.wait_for(socket.read_message(), 60))  # type: ignore[no-any-return]

    await socket.write_message(json.dumps({"op": "subscribe", "id": "s", "channel": "local"}))
    assert (await hear())["servers"] == []
    await ask("local", method="POST", body=json.dumps({"model": "line", "version": "1.0.0"}))
    states = [(await hear())["servers"][0]["state"] for _ in range(2)]
    assert states == ["starting", "ready"]
    await socket.write_message(
        json.dumps({"op": "subscribe", "id": "l", "channel": "local-log", "name": "line-1-0-0"})
    )
    assert (await hear())["event"] == "open"
    await ask("local", "line-1-0-0", "stop", method="POST", body="{}")
    seen: list[str] = []
    while not {"finished", "servers"} <= set(seen):
        seen.append((await hear())["event"])
    socket.close()

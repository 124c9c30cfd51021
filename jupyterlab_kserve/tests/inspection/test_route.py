"""POST inspect in a real Jupyter server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import pytest
from sklearn.linear_model import LinearRegression
from tornado.httpclient import HTTPClientError

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions
from jupyterlab_kserve.store.saving.proposal import propose_for

Ask = Callable[..., Any]
MODEL = LinearRegression().fit([[0.0, 1.0], [1.0, 0.0]], [0.0, 1.0])


@pytest.fixture
def jp_server_config(volume: Path) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
        "KserveExtension": {"models_path": str(volume), "kubernetes_enabled": False},
    }


@pytest.fixture
def ask(jp_fetch: Callable[..., Any]) -> Ask:
    async def post(**body: Any) -> Any:
        answer = await jp_fetch(
            "jupyterlab-kserve", "inspect", method="POST", body=json.dumps(body)
        )
        return json.loads(answer.body)

    return post


async def test_a_file_below_the_root(ask: Ask, jp_root_dir: Path) -> None:
    (jp_root_dir / "churn").mkdir()
    joblib.dump(MODEL, jp_root_dir / "churn" / "model_v2.pkl")
    said = await ask(path="churn/model_v2.pkl")
    assert said["class"] == "sklearn.linear_model._base.LinearRegression"
    assert said["framework"]["name"] == "sklearn"
    assert said["features"] == {"count": 2, "names": []}
    assert (said["risk"], said["complete"]) == ("known", True)
    assert said["proposed"] == {"name": "churn", "version": "2"}
    assert (await ask(path="churn"))["class"] == said["class"]


async def test_a_version_on_the_volume(ask: Ask, volume: Path) -> None:
    ModelStore(volume).save(MODEL, "line", SaveOptions(version=1))
    said = await ask(model="line", version="1")
    assert said["class"] == "sklearn.linear_model._base.LinearRegression"


@pytest.mark.parametrize(
    ("body", "code", "reason"),
    [
        ({"path": "../../etc/passwd"}, 404, "SourceMissing"),
        ({"path": "nothing"}, 404, "SourceMissing"),
        ({"path": "a\0b"}, 404, "SourceMissing"),
        ({"path": 7}, 400, "InvalidRequest"),
        ({"model": "nothing", "version": "1"}, 404, "ModelNotFound"),
        ({"model": "../x", "version": "1"}, 400, "InvalidName"),
    ],
)
async def test_what_cannot_be_inspected(
    ask: Ask, body: dict[str, Any], code: int, reason: str
) -> None:
    with pytest.raises(HTTPClientError) as caught:
        await ask(**body)
    assert (caught.value.code, json.loads(caught.value.response.body)["reason"]) == (code, reason)


@pytest.mark.parametrize(
    ("path", "name", "version"),
    [
        ("churn.pkl", "churn", None),
        ("churn_v2.pkl", "churn", "2"),
        ("churn-v1.2.0.joblib", "churn", "1.2.0"),
        ("fraud detector!/model.pkl", "fraud-detector", None),
        ("fraud/v3/model.pkl", "fraud", "3"),
        ("fraud/1.0.0/model.ubj", "fraud", "1.0.0"),
        ("models/model.pkl", None, None),
    ],
)
def test_names_are_proposed(tmp_path: Path, path: str, name: str | None, version: str) -> None:
    file = tmp_path / "work" / path
    file.parent.mkdir(parents=True)
    file.touch()
    proposed = propose_for(file)
    # A file that says nothing is called after the folder that it is in.
    assert proposed == {"name": name or "work", "version": version}

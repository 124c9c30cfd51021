"""The requests that were saved with a version, for Try it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression
from tornado.httpclient import HTTPClientError

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions


@pytest.fixture
def jp_server_config(volume: Path) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
        "KserveExtension": {"models_path": str(volume), "kubernetes_enabled": False},
    }


async def test_an_example_that_was_saved_is_given(
    jp_fetch: Callable[..., Any], volume: Path
) -> None:
    rows = pd.DataFrame({"cpu": [0.5, 1.0], "memory": [1.0, 2.0]})
    model = LinearRegression().fit(rows, [0.0, 1.0])
    store = ModelStore(volume)
    await asyncio.to_thread(store.save, model, "line", SaveOptions(input_example=rows))
    await asyncio.to_thread(store.save, model, "bare")
    answer = await jp_fetch("jupyterlab-kserve", "models", "line", "1", "example")
    example = json.loads(answer.body)
    assert example["v1"]["instances"] == [{"cpu": [0.5, 1.0], "memory": [1.0, 2.0]}]
    assert [entry["name"] for entry in example["v2"]["inputs"]] == ["cpu", "memory"]
    answer = await jp_fetch("jupyterlab-kserve", "models", "bare", "1", "example")
    assert json.loads(answer.body) == {"v1": None, "v2": None}
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("jupyterlab-kserve", "models", "line", "7", "example")
    assert caught.value.code == 404


async def test_an_example_that_leads_out_of_the_volume_is_not_followed(
    jp_fetch: Callable[..., Any], volume: Path, tmp_path: Path
) -> None:
    model = LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0])
    await asyncio.to_thread(
        ModelStore(volume).save, model, "line", SaveOptions(input_example=[[1.0]])
    )
    outside = tmp_path / "secret.json"
    outside.write_text('{"v1": "secret"}')
    example = volume / "line" / "1" / ".card" / "input_example.json"
    example.unlink()
    example.symlink_to(outside)
    answer = await jp_fetch("jupyterlab-kserve", "models", "line", "1", "example")
    assert json.loads(answer.body) == {"v1": None, "v2": None}

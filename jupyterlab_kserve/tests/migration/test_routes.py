"""The migration through a real Jupyter server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from .conftest import line, pickled

Fetch = Callable[..., Any]


@pytest.fixture
def jp_server_config(volume: Path, workbench: Path) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
        "KserveExtension": {
            "models_path": str(volume),
            "legacy_folders": [str(workbench)],
            "kubernetes_enabled": False,
        },
    }


@pytest.fixture
def ask(jp_fetch: Fetch) -> Fetch:
    async def fetch(*path: str, body: Any = None) -> Any:
        options = {} if body is None else {"method": "POST", "body": json.dumps(body)}
        response = await jp_fetch("jupyterlab-kserve", *path, **options)
        return json.loads(response.body)

    return fetch


async def ended(ask: Fetch, job: dict[str, Any]) -> dict[str, Any]:
    while job["state"] in ("waiting", "running"):
        await asyncio.sleep(0.02)
        job = await ask("jobs", job["id"])
    return job


async def test_a_migration_from_the_first_look_to_the_removal(
    ask: Fetch, workbench: Path, volume: Path
) -> None:
    assert await ask("migration") == {"folders": [str(workbench)], "journal": None}
    candidates = (await ask("migration", "scan", body={}))["candidates"]
    items = [{"id": each["id"], "path": each["path"], **each["proposed"]} for each in candidates]
    job = await ended(ask, await ask("migration", body={"items": items}))
    assert (job["kind"], job["state"]) == ("migrate", "done")
    assert (await ask("migration"))["journal"] == job
    assert (volume / "flat" / "1.2.0" / "model.pkl").is_file()
    removal = await ended(ask, await ask("migration", "remove", body={"items": items[:1]}))
    assert removal["result"] == {
        "removed": [str(workbench / "flat.pkl"), str(workbench / "flat_metadata.json")]
    }
    assert not (workbench / "flat.pkl").exists()


async def test_a_folder_of_the_server_can_be_named(ask: Fetch, jp_root_dir: Path) -> None:
    pickled(jp_root_dir / "mine" / "m.pkl", line())
    found = await ask("migration", "scan", body={"folders": [str(jp_root_dir / "mine")]})
    assert [each["name"] for each in found["candidates"]] == ["m"]


@pytest.mark.parametrize(
    ("path", "body", "answer"),
    [
        ("migration/scan", {"folders": ["/etc"]}, (403, "FolderNotAllowed")),
        ("migration/scan", {"folders": "/etc"}, (400, "InvalidRequest")),
        ("migration", {"items": []}, (400, "InvalidRequest")),
        ("migration", {"items": [{"path": "x"}]}, (400, "InvalidRequest")),
        (
            "migration",
            {"items": [{"path": "/etc/passwd", "name": "m", "version": "1"}]},
            (409, "ScanOutdated"),
        ),
        (
            "migration/remove",
            {"items": [{"path": "/etc/passwd", "name": "m", "version": "1"}]},
            (409, "ScanOutdated"),
        ),
    ],
)
async def test_bad_input_changes_nothing(
    ask: Fetch, path: str, body: Any, answer: tuple[int, str], volume: Path
) -> None:
    with pytest.raises(HTTPClientError) as caught:
        await ask(*path.split("/"), body=body)
    said = json.loads(caught.value.response.body)
    assert (caught.value.code, said["reason"]) == answer
    assert list(volume.iterdir()) == []

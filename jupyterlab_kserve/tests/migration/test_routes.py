"""The migration through a real Jupyter server."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

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
    assert await ask("migration", "folders") == {"locations": [str(workbench)], "journal": None}
    candidates = (await ask("migration", "folders", "scan", body={}))["candidates"]
    items = [{"id": each["id"], "path": each["path"], **each["proposed"]} for each in candidates]
    job = await ended(ask, await ask("migration", "folders", body={"items": items}))
    assert (job["kind"], job["state"]) == ("migrate", "done")
    assert (await ask("migration", "folders"))["journal"] == job
    assert (volume / "flat" / "1.2.0" / "model.pkl").is_file()
    removal = await ended(
        ask, await ask("migration", "folders", "remove", body={"items": items[:1]})
    )
    assert removal["result"] == {
        "removed": [str(workbench / "flat.pkl"), str(workbench / "flat_metadata.json")]
    }
    assert not (workbench / "flat.pkl").exists()


async def test_what_was_found_is_compared_with_what_is_on_the_volume(
    ask: Fetch, workbench: Path, volume: Path
) -> None:
    store = ModelStore(volume)
    other = pickled(workbench.parent / "other.pkl", line(5.0))
    store.save(
        other, "flat", SaveOptions(version="1.2.0", metadata={"version": "1.2.0", "team": "ops"})
    )
    pickled(volume / "old.pkl", line())
    flat = str(workbench / "flat.pkl")
    await ask("migration", "folders", "scan", body={})

    async def compare(name: str, version: str) -> dict[str, tuple[Any, Any]]:
        body = {"path": flat, "name": name, "version": version}
        found = await ask("migration", "folders", "compare", body=body)
        return {each["path"]: (each["one"], each["other"]) for each in found["differences"]}

    here, there = (
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (workbench / "flat.pkl", volume / "flat" / "1.2.0" / "model.pkl")
    )
    found = await compare("flat", "1.2.0")
    assert found.pop("files.model.pkl.sha256") == (here, there)
    assert found == {"metadata.team": ("sre", "ops")}
    # The same bytes, of which nothing but the file tells.
    found = await compare("old", "unversioned")
    assert not [path for path in found if path.endswith("sha256") and None not in found[path]]
    assert found["files.old.pkl.sha256"] == (None, here)
    for body, answer in (
        ({"path": flat, "name": "flat", "version": "7"}, (404, "VersionNotFound")),
        ({"path": "/etc/passwd", "name": "flat", "version": "1.2.0"}, (409, "ScanOutdated")),
        ({"path": flat}, (400, "InvalidRequest")),
    ):
        with pytest.raises(HTTPClientError) as caught:
            await ask("migration", "folders", "compare", body=body)
        refused = json.loads(caught.value.response.body)["reason"]
        assert (caught.value.code, refused) == answer


async def test_a_folder_of_the_server_can_be_named(ask: Fetch, jp_root_dir: Path) -> None:
    pickled(jp_root_dir / "mine" / "m.pkl", line())
    found = await ask(
        "migration", "folders", "scan", body={"locations": [str(jp_root_dir / "mine")]}
    )
    assert [each["name"] for each in found["candidates"]] == ["m"]


@pytest.mark.parametrize(
    ("path", "body", "answer"),
    [
        ("migration/folders/scan", {"locations": ["/etc"]}, (403, "FolderNotAllowed")),
        ("migration/folders/scan", {"locations": "/etc"}, (400, "InvalidRequest")),
        ("migration/dolls/scan", {}, (404, "UnknownSource")),
        ("migration/folders", {"items": []}, (400, "InvalidRequest")),
        ("migration/folders", {"items": [{"path": "x"}]}, (400, "InvalidRequest")),
        (
            "migration/folders",
            {"items": [{"path": "/etc/passwd", "name": "m", "version": "1"}]},
            (409, "ScanOutdated"),
        ),
        (
            "migration/folders/remove",
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

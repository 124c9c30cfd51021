"""Requests that are kept beside a model: what goes in comes out, and nothing else is touched."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_kserve.store import ModelStore, saved_requests

from ..faults import NEW, OLD, save
from ..rest import refusal

BODY = {"instances": [[9007199254740993, None, "é"]]}


@pytest.fixture
def store(volume: Path) -> ModelStore:
    """A model ``m`` of one version."""
    store = ModelStore(volume)
    save(store, OLD, "1")
    return store


@pytest.fixture
def put(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Saves a request as the page does."""

    async def send(name: str, model: str = "m", body: Any = BODY, **headers: str) -> Any:
        data = json.dumps({"protocol": "v1", "body": body})
        return await ask("requests", model, name, method="PUT", body=data, headers=headers)

    return send


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_a_request_is_saved_listed_replaced_and_deleted(
    ask: Callable[..., Any], put: Callable[..., Any], store: ModelStore, volume: Path
) -> None:
    published = files_below(volume / "m" / "1")
    saved = await put("busy-hour")
    assert await ask("requests", "m") == {"requests": [saved]}
    read = await ask("requests", "m", "busy-hour")
    assert (read["protocol"], read["body"], read["etag"]) == ("v1", BODY, saved["etag"])

    assert (await refusal(put("busy-hour")))[1]["reason"] == "RequestExists"
    replaced = await put("busy-hour", body=[], **{"If-Match": saved["etag"]})
    status, said = await refusal(put("busy-hour", **{"If-Match": saved["etag"]}))
    assert (status, said["reason"]) == (412, "EditConflict")
    assert (await ask("requests", "m", "busy-hour"))["body"] == []
    assert replaced["etag"] != saved["etag"]

    await ask("requests", "m", "busy-hour", method="DELETE")
    assert await ask("requests", "m") == {"requests": []}
    assert (await refusal(ask("requests", "m", "busy-hour")))[0] == 404
    # A version's bytes never change, whatever is kept beside it.
    assert files_below(volume / "m" / "1") == published


@pytest.mark.parametrize("name", ["..", "a%2Fb", "%2e%2e%2fx", ".hidden", "a b", "x" * 64, "é"])
async def test_a_name_that_could_be_a_path_is_refused_and_nothing_is_written(
    put: Callable[..., Any], store: ModelStore, volume: Path, name: str
) -> None:
    before = files_below(volume)
    status, _ = await refusal(put(name))
    assert status in (400, 404)
    assert files_below(volume) == before


@pytest.mark.parametrize(
    ("protocol", "body", "said"),
    [
        ("v3", [], "v1 or v2"),
        ("v1", float("nan"), "NaN"),
        ("v1", "x" * saved_requests.MAX_SIZE, "bytes"),
    ],
)
async def test_what_no_page_could_read_again_is_refused(
    ask: Callable[..., Any], store: ModelStore, volume: Path, protocol: str, body: Any, said: str
) -> None:
    data = json.dumps({"protocol": protocol, "body": body})
    status, answer = await refusal(ask("requests", "m", "r", method="PUT", body=data))
    assert status == 400
    assert said in answer["message"]
    assert not (volume / "m" / ".requests" / "r.json").exists()


async def test_there_are_not_more_than_a_page_can_list(
    put: Callable[..., Any], store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_requests, "MAX_COUNT", 1)
    saved = await put("first")
    assert "1 requests" in (await refusal(put("second")))[1]["message"]
    await put("first", **{"If-Match": saved["etag"]})


async def test_links_and_foreign_files_are_not_followed(
    ask: Callable[..., Any],
    put: Callable[..., Any],
    store: ModelStore,
    volume: Path,
    tmp_path: Path,
) -> None:
    await put("mine")
    folder = volume / "m" / ".requests"
    outside = tmp_path / "secret.json"
    outside.write_text('{"protocol": "v1", "body": "secret"}')
    (folder / "linked.json").symlink_to(outside)
    (folder / "notes.txt").write_text("not ours")
    (folder / "odd.json").write_text("[]")
    listed = await ask("requests", "m")
    assert [entry["name"] for entry in listed["requests"]] == ["mine", "odd"]
    assert (await refusal(ask("requests", "m", "linked")))[0] == 404
    assert (await refusal(ask("requests", "m", "odd")))[1]["reason"] == "InvalidSavedRequest"
    await ask("requests", "m", "linked", method="DELETE")
    assert outside.exists()


async def test_beside_a_file_in_the_root_nothing_is_kept(
    put: Callable[..., Any], volume: Path
) -> None:
    (volume / "flat.pkl").write_bytes(b"x")
    status, said = await refusal(put("r", model="flat"))
    assert (status, said["reason"]) == (409, "NotPublished")
    assert sorted(os.listdir(volume)) == ["flat.pkl"]


def test_requests_go_with_the_last_version_for_good_and_come_back_with_it(
    store: ModelStore, volume: Path
) -> None:
    saved_requests.save_request(store, "m", "r", "v1", BODY)
    entry = store.delete("m", "1")
    assert store.list() == []
    store.trash.restore(entry)
    assert [found.name for found in saved_requests.list_requests(store, "m")] == ["r"]

    save(store, NEW, "2")
    store.trash.remove(store.delete("m", "1"))
    assert [found.name for found in saved_requests.list_requests(store, "m")] == ["r"]
    store.trash.remove(store.delete("m", "2"))
    assert not (volume / "m").exists()

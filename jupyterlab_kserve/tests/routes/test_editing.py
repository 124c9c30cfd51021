"""Edits of cards through a real Jupyter server: If-Match, conflicts, refusals."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from sklearn.linear_model import LinearRegression
from tornado.httpclient import HTTPClientError

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

from ..rest import Fetch, refusal

PATH = ("jupyterlab-kserve", "models", "line", "1")


@pytest.fixture(autouse=True)
def saved(volume: Path) -> Path:
    model = LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0])
    store = ModelStore(volume)
    return store.path(store.save(model, "line", SaveOptions(version="1"))) / ".card" / "card.json"


def etag_of(file: Path) -> str:
    return f'"{hashlib.sha256(file.read_bytes()).hexdigest()}"'


async def patch(jp_fetch: Fetch, body: Any, **headers: str) -> Any:
    return await jp_fetch(*PATH, method="PATCH", body=json.dumps(body), headers=headers)


async def test_an_edit_is_made_to_what_was_read(jp_fetch: Fetch, saved: Path) -> None:
    read = await jp_fetch(*PATH)
    assert read.headers["ETag"] == etag_of(saved)
    done = await patch(jp_fetch, {"description": "A line."}, **{"If-Match": read.headers["ETag"]})
    assert json.loads(done.body)["card"]["description"] == "A line."
    assert done.headers["ETag"] == etag_of(saved) != read.headers["ETag"]
    # A proxy that compresses makes entity tags weak.
    weak = {"If-Match": "W/" + done.headers["ETag"]}
    again = await patch(jp_fetch, {"tags": ["a"]}, **weak)
    assert json.loads(again.body)["record"]["tags"] == ["a"]
    whole = await jp_fetch(*PATH[:-1])
    assert json.loads(whole.body)["versions"][0]["etag"] == again.headers["ETag"]


async def test_an_edit_of_an_older_card_gets_the_one_of_now(jp_fetch: Fetch, saved: Path) -> None:
    old = etag_of(saved)
    await patch(jp_fetch, {"description": "First."}, **{"If-Match": old})
    with pytest.raises(HTTPClientError) as caught:
        await patch(jp_fetch, {"description": "Second."}, **{"If-Match": old})
    answer = caught.value.response
    said = json.loads(answer.body)
    assert (answer.code, said["reason"]) == (412, "EditConflict")
    assert said["hint"]
    assert said["current"]["card"]["description"] == "First."
    assert answer.headers["ETag"] == etag_of(saved)
    anyhow = await patch(jp_fetch, {"description": "Second."}, **{"If-Match": "*"})
    assert json.loads(anyhow.body)["card"]["description"] == "Second."


async def test_an_edit_of_nothing_known_is_refused(jp_fetch: Fetch, saved: Path) -> None:
    before = saved.read_bytes()
    code, said = await refusal(patch(jp_fetch, {"description": "A line."}))
    assert (code, said["reason"]) == (428, "PreconditionRequired")
    for body in ({"files": []}, {"tags": "x"}, {"name": "x"}, []):
        code, said = await refusal(patch(jp_fetch, body, **{"If-Match": "*"}))
        assert code == 400
        assert said["hint"]
    assert saved.read_bytes() == before


async def test_only_a_version_with_a_card_is_edited(jp_fetch: Fetch, volume: Path) -> None:
    (volume / "old").mkdir()
    (volume / "old" / "model.pkl").write_bytes(b"x")
    for name, version, expected in (
        ("old", "unversioned", (409, "NotPublished")),
        ("line", "2", (404, "VersionNotFound")),
        ("nothing", "1", (404, "ModelNotFound")),
        ("line", "%2e%2e", (400, "InvalidName")),
    ):
        code, said = await refusal(
            jp_fetch(
                *("jupyterlab-kserve", "models", name, version),
                method="PATCH",
                body="{}",
                headers={"If-Match": "*"},
            )
        )
        assert (code, said["reason"]) == expected

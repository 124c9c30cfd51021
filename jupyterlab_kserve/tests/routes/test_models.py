"""The models through a real Jupyter server, on a real volume without a cluster."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from sklearn.linear_model import LinearRegression
from tornado.httpclient import HTTPClientError

from jupyterlab_kserve.formats import MODEL_EXTENSIONS
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

from ..rest import Fetch, refusal

METADATA = {"version": "1.0.0", "accuracy": 0.95}


def save(volume: Path, name: str = "anomaly-detector", **options: Any) -> None:
    model = LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0])
    ModelStore(volume).save(model, name, SaveOptions(metadata=METADATA, **options))


async def test_a_saved_model_is_listed_with_what_a_row_shows(ask: Fetch, volume: Path) -> None:
    save(volume, tags=("champion",))
    (model,) = (await ask("models"))["models"]
    assert model["name"] == "anomaly-detector"
    assert model["version"] == "1.0.0"
    assert model["versions"] == ["1.0.0"]
    assert model["framework"]["name"] == "sklearn"
    assert model["uri"] == "pvc://model-storage-pvc/anomaly-detector/1.0.0"
    assert model["size"] > 0
    assert model["tags"] == ["champion"]
    assert model["text"] == "\n".join(str(value) for value in METADATA.values())
    assert model["state"] == "ok"
    assert model["problem"] is None


async def test_a_broken_entry_does_not_hide_the_others(ask: Fetch, volume: Path) -> None:
    save(volume)
    save(volume, "broken")
    (volume / "broken" / "1.0.0" / "model.joblib").unlink()
    (volume / "link").symlink_to("/etc")
    models = {model["name"]: model for model in (await ask("models"))["models"]}
    assert models["anomaly-detector"]["state"] == "ok"
    assert models["broken"]["state"] == "broken"
    assert "missing" in models["broken"]["problem"]["message"]
    assert models["link"]["state"] == "broken"


async def test_a_version_comes_with_its_card(ask: Fetch, volume: Path) -> None:
    save(volume)
    version = await ask("models", "anomaly-detector", "1.0.0")
    assert version["card"]["metadata"] == METADATA
    assert len(version["card"]["files"][0]["sha256"]) == 64
    assert version["path"] == str(volume / "anomaly-detector" / "1.0.0")


async def test_a_model_comes_with_its_versions_newest_first(ask: Fetch, volume: Path) -> None:
    save(volume)
    later = LinearRegression().fit([[0.0], [1.0]], [0.0, 2.0])
    ModelStore(volume).save(later, "anomaly-detector", SaveOptions(version="2"))
    model = await ask("models", "anomaly-detector")
    newest, first = model["versions"]
    assert [newest["record"]["version"], first["record"]["version"]] == ["2", "1.0.0"]
    assert first["card"]["metadata"] == METADATA
    assert first["uri"] == "pvc://model-storage-pvc/anomaly-detector/1.0.0"
    assert model["size"] == newest["record"]["size"] + first["record"]["size"]
    card = volume / "anomaly-detector" / "1.0.0" / ".card" / "card.json"
    assert first["etag"] == f'"{hashlib.sha256(card.read_bytes()).hexdigest()}"'


async def test_a_model_without_cards_has_no_entity_tag(ask: Fetch, volume: Path) -> None:
    (volume / "old").mkdir()
    (volume / "old" / "model.pkl").write_bytes(b"x")
    (version,) = (await ask("models", "old"))["versions"]
    assert (version["card"], version["etag"]) == (None, "")
    code, said = await refusal(ask("models", "nowhere"))
    assert (code, said["reason"]) == (404, "ModelNotFound")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{", "InvalidRequest"),
        ("[]", "InvalidRequest"),
        ('{"path": "line.joblib"}', "InvalidRequest"),
        ('{"path": "line.joblib", "name": "../up"}', "InvalidName"),
        ('{"path": "../../etc/passwd", "name": "passwd"}', "SourceMissing"),
        ('{"path": "link.joblib", "name": "passwd"}', "SourceMissing"),
        ('{"path": "line.joblib", "name": "line", "version": "../1"}', "InvalidName"),
    ],
)
async def test_bad_input_changes_nothing(
    ask: Fetch, volume: Path, jp_root_dir: Path, body: str, reason: str
) -> None:
    (jp_root_dir / "line.joblib").write_bytes(b"x")
    (jp_root_dir / "link.joblib").symlink_to("/etc/passwd")
    code, said = await refusal(ask("models", method="POST", body=body))
    assert 400 <= code < 500
    assert said["reason"] == reason
    assert list(volume.glob("[!.]*")) == []


@pytest.mark.parametrize("name", ["..%2f..", "%2e%2e", "a%00b", "a%0ab", ".staging", "x" * 10_000])
async def test_no_name_leaves_the_volume(
    http_server_client: Any, jp_auth_header: Any, volume: Path, name: str
) -> None:
    save(volume)
    for method in ("GET", "DELETE"):
        with pytest.raises(HTTPClientError) as caught:
            await http_server_client.fetch(
                f"/a%40b/jupyterlab-kserve/models/{name}/1.0.0",
                method=method,
                headers=jp_auth_header,
            )
        assert caught.value.code in (400, 404)
    assert (volume / "anomaly-detector" / "1.0.0" / "model.joblib").is_file()


async def test_deleting_takes_one_version(ask: Fetch, volume: Path) -> None:
    save(volume)
    # No cluster says that nothing serves it: routes/test_trash.py.
    params = {"served": "true"}
    deleted = await ask("models", "anomaly-detector", "1.0.0", method="DELETE", params=params)
    assert deleted["trash"]
    assert (await ask("models"))["models"] == []
    code, said = await refusal(ask("models", "anomaly-detector", "1.0.0", method="DELETE"))
    assert (code, said["reason"]) == (404, "ModelNotFound")


async def test_without_the_volume_the_rest_goes_on(ask: Fetch, volume: Path) -> None:
    volume.rmdir()
    code, said = await refusal(ask("models"))
    assert said["reason"] == "VolumeMissing"
    assert code == 503
    status = await ask("status")
    assert status["volumes"][0]["exists"] is False
    assert status["volumes"][0]["problem"]["hint"]


async def test_without_a_cluster_the_models_are_there(ask: Fetch, volume: Path) -> None:
    save(volume)
    status = await ask("status")
    assert status["kubernetes"]["state"] == "unavailable"
    assert status["kubernetes"]["reason"] == "NoCluster"
    assert len((await ask("models"))["models"]) == 1
    code, said = await refusal(ask("kubernetes", "version"))
    assert (code, said["reason"]) == (503, "NoCluster")


async def test_the_list_comes_in_pages(ask: Fetch, volume: Path) -> None:
    for name in ("a", "b", "c"):
        save(volume, name)
    first = await ask("models", params={"limit": "2"})
    assert [model["name"] for model in first["models"]] == ["a", "b"]
    assert (first["next"], first["total"]) == ("b", 3)
    rest = await ask("models", params={"after": first["next"]})
    assert [model["name"] for model in rest["models"]] == ["c"]
    assert rest["next"] is None
    assert rest["revision"] == first["revision"]
    for limit in ("0", "-1", "x", "", "1" * 30):
        code, said = await refusal(ask("models", params={"limit": limit}))
        assert (code, said["reason"]) == (400, "InvalidRequest")


async def test_metadata_beside_a_model_without_card_is_told(ask: Fetch, volume: Path) -> None:
    (volume / "old").mkdir()
    (volume / "old" / "model.pkl").write_bytes(b"x")
    (volume / "old" / "metadata.json").write_text('{"team": "sre"}')
    (row,) = (await ask("models"))["models"]
    assert row["text"] == "sre"
    (version,) = (await ask("models", "old"))["versions"]
    assert (version["card"], version["metadata"]) == (None, {"team": "sre"})
    assert (await ask("models", "old", "unversioned"))["metadata"] == {"team": "sre"}


async def test_a_tag_moves(ask: Fetch, volume: Path) -> None:
    save(volume)
    later = LinearRegression().fit([[0.0], [1.0]], [0.0, 2.0])
    ModelStore(volume).save(later, "anomaly-detector", SaveOptions(version="2"))
    path = ("models", "anomaly-detector", "aliases", "champion")
    for version in ("1.0.0", "2"):
        moved = await ask(*path, method="PUT", body=json.dumps({"version": version}))
        assert moved == {"aliases": {"champion": version}}
    assert (await ask("models", "anomaly-detector"))["aliases"] == {"champion": "2"}
    assert "champion" in (await ask("models"))["models"][0]["text"]
    assert (await ask("models", "anomaly-detector", "@champion"))["record"]["version"] == "2"
    assert await ask(*path, method="DELETE") == {"aliases": {}}
    code, said = await refusal(ask(*path, method="DELETE"))
    assert (code, said["reason"]) == (404, "AliasNotFound")
    for body, expected in (
        ("{}", (400, "InvalidRequest")),
        ('{"version": "3"}', (404, "VersionNotFound")),
        ('{"version": "../1"}', (400, "InvalidName")),
    ):
        code, said = await refusal(ask(*path, method="PUT", body=body))
        assert (code, said["reason"]) == expected
    code, said = await refusal(ask(*path[:-1], "a%2fb", method="PUT", body='{"version": "2"}'))
    assert (code, said["reason"]) == (400, "InvalidName")


async def test_two_versions_are_compared(ask: Fetch, volume: Path) -> None:
    save(volume)
    later = LinearRegression().fit([[0.0], [1.0]], [0.0, 2.0])
    changed = {"accuracy": 0.97}
    ModelStore(volume).save(later, "anomaly-detector", SaveOptions(version="2", metadata=changed))
    sides = {"one": "anomaly-detector/1.0.0", "other": "anomaly-detector/2"}
    answer = await ask("comparison", params=sides)
    assert answer["one"]["version"] == "1.0.0"
    assert answer["other"]["metadata"] == changed
    differences = {entry["path"]: entry for entry in answer["differences"]}
    assert differences["metadata.accuracy"] == {
        "path": "metadata.accuracy",
        "one": 0.95,
        "other": 0.97,
    }
    assert "files.model.joblib.sha256" in differences
    assert "version" not in differences
    for other, expected in (("", 400), ("anomaly-detector", 400), ("../x/1", 400), ("x/1", 404)):
        code, _ = await refusal(ask("comparison", params={**sides, "other": other}))
        assert code == expected


async def test_the_status_tells_the_formats_of_models(ask: Fetch) -> None:
    formats = {each["framework"]: each for each in (await ask("status"))["formats"]}
    assert formats["sklearn"] == {
        "name": "sklearn",
        "framework": "sklearn",
        "label": "scikit-learn",
        "extensions": [".joblib", ".pkl", ".pickle"],
    }
    assert (formats["catboost"]["label"], formats["catboost"]["extensions"]) == (
        "CatBoost",
        [".cbm"],
    )
    assert formats["tensorflow"]["extensions"] == []
    told = [extension for each in formats.values() for extension in each["extensions"]]
    assert sorted(told) == sorted(MODEL_EXTENSIONS)

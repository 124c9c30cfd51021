"""Deleting and bringing back through a real Jupyter server; what is served stays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web
from sklearn.linear_model import LinearRegression

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

from ..conftest import Namespace
from ..rest import Fetch, refusal
from ..upstream import Upstream, status

URI = "pvc://model-storage-pvc/line/1"
SERVED = {"served": "true"}
"""Said where there is no cluster that could be asked."""


def save(volume: Path, version: str = "1") -> None:
    ModelStore(volume).save(
        LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0]), "line", SaveOptions(version=version)
    )


async def test_what_is_deleted_is_restored_or_removed(ask: Fetch, volume: Path) -> None:
    assert await ask("trash") == {"entries": [], "size": 0}
    save(volume)
    before = await ask("models", "line", "1")
    entry = (await ask("models", "line", "1", method="DELETE", params=SERVED))["trash"]
    assert (await ask("models"))["models"] == []
    trash = await ask("trash")
    (listed,) = trash["entries"]
    assert (listed["id"], listed["name"], listed["version"]) == (entry, "line", "1")
    assert trash["size"] == listed["size"] > 0
    assert await ask("trash", entry, method="POST", body="") == before
    entry = (await ask("models", "line", "1", method="DELETE", params=SERVED))["trash"]
    save(volume)
    code, said = await refusal(ask("trash", entry, method="POST", body=""))
    assert (code, said["reason"]) == (409, "VersionExists")
    await ask("trash", entry, method="DELETE")
    code, said = await refusal(ask("trash", entry, method="DELETE"))
    assert (code, said["reason"]) == (404, "NotInTrash")
    await ask("models", "line", "1", method="DELETE", params=SERVED)
    assert await ask("trash", method="DELETE") == {"removed": 1}
    assert (await ask("trash"))["entries"] == []


@pytest.mark.parametrize("entry", ["..", "%2e%2e", "..%2fline", "a%00b", "line", "x" * 5000])
async def test_no_id_leaves_the_trash(ask: Fetch, volume: Path, entry: str) -> None:
    save(volume)
    for options in ({"method": "POST", "body": ""}, {"method": "DELETE"}):
        code, _ = await refusal(ask("trash", entry, **options))
        assert code in (400, 404, 405)
    assert (volume / "line" / "1" / "model.joblib").is_file()


KSERVE = {"groups": [{"name": "apps"}, {"name": "serving.kserve.io"}]}
"""What a cluster with KServe says that it has."""


class TestServed:
    """With a real KServe: a version that a service reads."""

    @pytest.fixture
    def jp_server_config(
        self, make_namespace: Callable[..., Namespace], tmp_path: Path
    ) -> dict[str, Any]:
        namespace = make_namespace("notebook")
        save(namespace.volume)
        save(namespace.volume, "10")
        service = {
            "apiVersion": "serving.kserve.io/v1beta1",
            "kind": "InferenceService",
            "metadata": {"name": "live"},
            "spec": {
                "predictor": {"model": {"modelFormat": {"name": "sklearn"}, "storageUri": URI}}
            },
        }
        manifest = tmp_path / "service.yaml"
        manifest.write_text(yaml.safe_dump(service))
        namespace.kubectl("apply", "-f", str(manifest))
        return {
            "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
            "KserveExtension": {
                "models_path": str(namespace.volume),
                "kubeconfig": namespace.kubeconfig,
            },
        }

    async def test_it_is_deleted_by_a_second_explicit_call_only(self, ask: Fetch) -> None:
        code, said = await refusal(ask("models", "line", "1", method="DELETE"))
        assert (code, said["reason"]) == (409, "VersionServed")
        assert "live" in said["message"]
        # One whose name begins the same is another.
        assert await ask("models", "line", "10", method="DELETE")
        assert (await ask("models", "line"))["versions"][0]["record"]["version"] == "1"
        assert await ask("models", "line", "1", method="DELETE", params=SERVED)


class TestOddClusters:
    """With a fake, for what a real API cannot be made to answer."""

    @pytest.fixture
    def jp_server_config(self, upstream: Upstream, volume: Path) -> dict[str, Any]:
        save(volume)
        return {
            "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
            "KserveExtension": {
                "models_path": str(volume),
                "kubeconfig": str(upstream.kubeconfig),
            },
        }

    @pytest.mark.parametrize(
        "spec",
        [
            {"predictor": {"model": {"storageUri": URI + "/"}}},
            {"predictor": {"sklearn": {"storageUri": URI}}},
            {"predictor": {"containers": [{"env": []}]}, "transformer": {"storageUri": URI}},
            {"predictor": {"model": {"storageUris": [{"uri": URI, "mountPath": "/mnt/x"}]}}},
            {"predictor": {"model": {"storageUri": URI + "/artifacts"}}},
        ],
    )
    async def test_every_way_to_read_a_version_counts(
        self, ask: Fetch, upstream: Upstream, spec: dict[str, Any]
    ) -> None:
        upstream.answers = [{"items": [{"metadata": {"name": "live"}, "spec": spec}]}]
        code, said = await refusal(ask("models", "line", "1", method="DELETE"))
        assert (code, said["reason"]) == (409, "VersionServed")

    @pytest.mark.parametrize(
        "items",
        [
            [],
            None,
            [{"metadata": {"name": "s3"}, "spec": {"predictor": {"storageUri": "s3://x/line/1"}}}],
            [{"metadata": None, "spec": {"predictor": {"model": {"storageUri": URI + "0"}}}}],
        ],
    )
    async def test_others_do_not(self, ask: Fetch, upstream: Upstream, items: Any) -> None:
        upstream.answers = [{"items": items}]
        assert await ask("models", "line", "1", method="DELETE")

    @pytest.mark.parametrize(
        ("how", "why"),
        [("hangs", "in time"), ("forbids", "may not list"), ("is a proxy", "not JSON")],
    )
    async def test_a_cluster_that_does_not_tell_takes_a_second_call(
        self, ask: Fetch, upstream: Upstream, monkeypatch: pytest.MonkeyPatch, how: str, why: str
    ) -> None:
        async def hang(_: Any) -> Any:
            await asyncio.sleep(30)

        monkeypatch.setattr("jupyterlab_kserve.kserve.usage._TIMEOUT", 0.5)
        upstream.answers = {
            "hangs": [hang],
            "forbids": [status(403, "Forbidden", "You may not list."), KSERVE],
            "is a proxy": [web.Response(text="<html>"), web.Response(text="<html>")],
        }[how]
        code, said = await refusal(ask("models", "line", "1", method="DELETE"))
        assert (code, said["reason"]) == (409, "VersionServed")
        assert "unknown" in said["message"]
        assert why in said["message"]
        assert "served=true" in said["hint"]
        assert (await ask("models"))["total"] == 1
        assert await ask("models", "line", "1", method="DELETE", params=SERVED)

    @pytest.mark.parametrize(
        "refused", [status(403, "Forbidden", "no"), web.Response(status=404, text="not found")]
    )
    async def test_a_cluster_without_kserve_serves_nothing(
        self, ask: Fetch, upstream: Upstream, refused: web.Response
    ) -> None:
        upstream.answers = [refused, {"groups": [{"name": "apps"}]}]
        assert await ask("models", "line", "1", method="DELETE")


async def test_without_a_cluster_it_takes_a_second_call(ask: Fetch, volume: Path) -> None:
    save(volume)
    code, said = await refusal(ask("models", "line", "1", method="DELETE"))
    assert (code, said["reason"]) == (409, "VersionServed")
    assert "does not exist" in said["message"]
    assert (volume / "line" / "1").is_dir()
    assert await ask("models", "line", "1", method="DELETE", params=SERVED)

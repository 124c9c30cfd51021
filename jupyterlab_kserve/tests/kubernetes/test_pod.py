"""The claim behind the models, from a real pod object where there is a cluster."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web

from jupyterlab_kserve.kubernetes.pod import claim_in

from ..conftest import Namespace
from ..upstream import Upstream, status

Fetch = Callable[..., Any]


def pod(*mounts: dict[str, Any]) -> dict[str, Any]:
    """A workbench with the mounts given; the volume ``models`` is a claim, ``scratch`` is none."""
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "workbench-0"},
        "spec": {
            "containers": [{"name": "notebook", "image": "none", "volumeMounts": list(mounts)}],
            "volumes": [
                {"name": "models", "persistentVolumeClaim": {"claimName": "team-models"}},
                {"name": "home", "persistentVolumeClaim": {"claimName": "home"}},
                {"name": "scratch", "emptyDir": {}},
            ],
        },
    }


@pytest.mark.parametrize(
    ("mounts", "claim"),
    [
        ([{"name": "models", "mountPath": "/mnt/models"}], "team-models"),
        ([{"name": "models", "mountPath": "/mnt/models/"}], "team-models"),
        ([{"name": "models", "mountPath": "/mnt"}], "team-models/models"),
        (
            [{"name": "models", "mountPath": "/mnt/models", "subPath": "team/a"}],
            "team-models/team/a",
        ),
        # The innermost mount is what the folder shows.
        (
            [
                {"name": "models", "mountPath": "/mnt/models"},
                {"name": "home", "mountPath": "/mnt"},
            ],
            "team-models",
        ),
        # A folder of the same beginning is another folder.
        ([{"name": "models", "mountPath": "/mnt/mod"}], None),
        ([{"name": "scratch", "mountPath": "/mnt/models"}], None),
        ([{"name": "models", "mountPath": "/mnt/models", "subPathExpr": "$(USER)"}], None),
        ([], None),
    ],
)
def test_the_claim_is_the_one_mounted_there(
    mounts: list[dict[str, Any]], claim: str | None
) -> None:
    assert claim_in(pod(*mounts), "/mnt/models") == claim


def test_a_pod_without_a_spec_has_no_claim() -> None:
    assert claim_in({}, "/mnt/models") is None


@pytest.fixture
def namespace(
    make_namespace: Callable[..., Namespace],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Namespace:
    """A namespace in which we are a pod that mounts a part of a claim at our volume."""
    made = make_namespace(getattr(request, "param", "notebook"))
    mount = {"name": "models", "mountPath": str(made.volume), "subPath": "team"}
    manifest = tmp_path / "workbench.yaml"
    manifest.write_text(yaml.safe_dump(pod(mount)))
    made.kubectl("apply", "-f", str(manifest))
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "127.0.0.1")
    monkeypatch.setenv("HOSTNAME", "workbench-0")
    monkeypatch.delenv("MODEL_STORAGE_PVC", raising=False)
    return made


@pytest.fixture
def jp_server_config(namespace: Namespace) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
        "KserveExtension": {
            "kubeconfig": namespace.kubeconfig,
            "models_path": str(namespace.volume),
        },
    }


async def claim_of(fetch: Fetch) -> str:
    status = json.loads((await fetch("jupyterlab-kserve", "status")).body)
    claim: str = status["volumes"][0]["claim"]
    return claim


async def test_our_own_pod_tells_the_claim(namespace: Namespace, jp_fetch: Fetch) -> None:
    assert await claim_of(jp_fetch) == "team-models/team"


@pytest.mark.parametrize("namespace", ["none"], indirect=True)
async def test_without_permission_the_usual_claim_stands(
    namespace: Namespace, jp_fetch: Fetch
) -> None:
    assert await claim_of(jp_fetch) == "model-storage-pvc"


class TestConfigured:
    """What somebody configured is not asked for."""

    @pytest.fixture
    def jp_server_config(self, jp_server_config: dict[str, Any]) -> dict[str, Any]:
        jp_server_config["KserveExtension"]["claim"] = "chosen"
        return jp_server_config

    async def test_it_wins(self, namespace: Namespace, jp_fetch: Fetch) -> None:
        assert await claim_of(jp_fetch) == "chosen"


class TestWithoutAnAnswer:
    """A cluster that hangs, or does not let us read our pod, holds up nothing."""

    @pytest.fixture
    def jp_server_config(
        self, upstream: Upstream, volume: Path, monkeypatch: pytest.MonkeyPatch
    ) -> dict[str, Any]:
        monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "127.0.0.1")
        monkeypatch.setenv("HOSTNAME", "workbench-0")
        monkeypatch.delenv("MODEL_STORAGE_PVC", raising=False)
        monkeypatch.setattr("jupyterlab_kserve.kubernetes.pod._TIMEOUT", 0.2)
        return {
            "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
            "KserveExtension": {
                "kubeconfig": str(upstream.kubeconfig),
                "models_path": str(volume),
            },
        }

    @pytest.mark.parametrize("how", ["hangs", "refuses"])
    async def test_the_pod_is_asked_once(
        self, jp_fetch: Fetch, upstream: Upstream, how: str
    ) -> None:
        async def hang(_request: web.Request) -> web.Response:
            await asyncio.sleep(60)
            return web.Response()

        upstream.answers = [hang if how == "hangs" else status(403, "Forbidden", "pods")]
        await asyncio.gather(*(jp_fetch("jupyterlab-kserve", "models") for _ in range(3)))
        await jp_fetch("jupyterlab-kserve", "models")
        assert [request.path for request in upstream.requests] == [
            "/api/v1/namespaces/team/pods/workbench-0"
        ]

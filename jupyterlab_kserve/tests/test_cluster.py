"""The guide's second test, and the server half, against a real Kubernetes API and KServe."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from sklearn.ensemble import RandomForestClassifier
from tornado.httpclient import HTTPClientError

import model_storage_helpers as helpers
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

from .conftest import Namespace

Fetch = Callable[..., Any]
ROW = [0.5, 0.3, 0.8, 0.2]
ROWS = np.random.default_rng(0).random((20, 4))


@pytest.fixture
def namespace(make_namespace: Callable[..., Namespace], request: Any) -> Namespace:
    return make_namespace(getattr(request, "param", "notebook"))


@pytest.fixture
def jp_server_config(namespace: Namespace) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
        "KserveExtension": {
            "kubeconfig": namespace.kubeconfig,
            "models_path": str(namespace.volume),
        },
    }


def train(volume: Path, name: str = "anomaly-detector") -> RandomForestClassifier:
    rng = np.random.default_rng(0)
    features, labels = rng.random((100, 4)), rng.integers(0, 2, 100)
    model = RandomForestClassifier(n_estimators=5, random_state=0).fit(features, labels)
    ModelStore(volume).save(model, name, SaveOptions(metadata={"version": "1.0.0"}))
    return model


def service(
    namespace: Namespace, name: str, uri: str, runtime: str = "sklearn-pvc-runtime"
) -> dict[str, Any]:
    """The InferenceService of the guide, with a path to the one model."""
    return {
        "apiVersion": "serving.kserve.io/v1beta1",
        "kind": "InferenceService",
        "metadata": {"name": name, "namespace": namespace.name},
        "spec": {
            "predictor": {
                "model": {
                    "modelFormat": {"name": "sklearn"},
                    "runtime": runtime,
                    "storageUri": uri,
                    "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}},
                }
            }
        },
    }


def collection(namespace: Namespace) -> list[str]:
    path = f"apis/serving.kserve.io/v1beta1/namespaces/{namespace.name}/inferenceservices"
    return ["jupyterlab-kserve", "kubernetes", *path.split("/")]


async def test_the_guides_deployment(namespace: Namespace, tmp_path: Path, jp_fetch: Fetch) -> None:
    model = train(namespace.volume)
    uri = "pvc://model-storage-pvc/anomaly-detector/1.0.0"
    manifest = tmp_path / "service.yaml"
    manifest.write_text(yaml.safe_dump(service(namespace, "test-inference", uri)))
    namespace.kubectl("apply", "-f", str(manifest))
    namespace.kubectl("wait", "--for=condition=Ready", "isvc/test-inference", "--timeout=60s")
    expected = model.predict([ROW]).tolist()
    for protocol, body in {
        "v1": {"instances": [ROW]},
        "v2": {"inputs": [{"name": "input-0", "shape": [1, 4], "datatype": "FP64", "data": ROW}]},
    }.items():
        request = {"service": "test-inference", "protocol": protocol, "body": body}
        response = await jp_fetch(
            "jupyterlab-kserve", "predict", method="POST", body=json.dumps(request)
        )
        answer = json.loads(response.body)
        said = answer["body"]
        got = said["predictions"] if protocol == "v1" else said["outputs"][0]["data"]
        assert answer["status"] == 200
        assert got == expected
        assert answer["latency_ms"] > 0
        # There is no cluster DNS here: the way of a laptop with a kubeconfig.
        assert answer["via"] == "port-forward"
    # An error of the model is an answer, not an error of ours.
    request = {"service": "test-inference", "protocol": "v1", "body": {"instances": [["x"]]}}
    response = await jp_fetch(
        "jupyterlab-kserve", "predict", method="POST", body=json.dumps(request)
    )
    answer = json.loads(response.body)
    assert answer["status"] >= 400
    assert "error" in answer["body"]
    # That way needs a permission of its own.
    namespace.kubectl("delete", "rolebinding", "jupyterlab-kserve-port-forward")
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("jupyterlab-kserve", "predict", method="POST", body=json.dumps(request))
    refusal = json.loads(caught.value.response.body)
    assert (caught.value.code, refusal["reason"]) == (403, "ForwardingRefused")
    assert "deploy/port-forward" in refusal["hint"]


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="MLServer does not run on Python 3.13")
async def test_mlserver_serves_what_was_saved(
    namespace: Namespace, tmp_path: Path, jp_fetch: Fetch
) -> None:
    """The second runtime, and the one of Open Data Hub: V2 only."""
    model = train(namespace.volume)
    uri = "pvc://model-storage-pvc/anomaly-detector/1.0.0"
    manifest = tmp_path / "service.yaml"
    manifest.write_text(yaml.safe_dump(service(namespace, "second", uri, "kserve-mlserver")))
    namespace.kubectl("apply", "-f", str(manifest))
    namespace.kubectl("wait", "--for=condition=Ready", "isvc/second", "--timeout=90s")
    body = {"inputs": [{"name": "x", "shape": [1, 4], "datatype": "FP64", "data": ROW}]}
    request = {"service": "second", "protocol": "v2", "body": body}
    response = await jp_fetch(
        "jupyterlab-kserve", "predict", method="POST", body=json.dumps(request)
    )
    answer = json.loads(response.body)
    assert answer["status"] == 200, answer
    (output,) = answer["body"]["outputs"]
    assert output["data"] == model.predict([ROW]).tolist()
    # KServe's own servers answer with "output-0" of shape [1].
    assert (output["name"], output["shape"]) == ("predict", [1, 1])


@pytest.mark.parametrize(
    ("framework", "runtime"),
    [("xgboost", "kserve-xgbserver"), ("lightgbm", "kserve-lgbserver")],
)
async def test_a_booster_is_served_from_the_file_that_was_saved(
    namespace: Namespace, tmp_path: Path, jp_fetch: Fetch, framework: str, runtime: str
) -> None:
    import lightgbm
    import xgboost

    kind = {"xgboost": xgboost.XGBRegressor, "lightgbm": lightgbm.LGBMRegressor}[framework]
    model = kind(n_estimators=4).fit(ROWS, ROWS.sum(axis=1))
    store = ModelStore(namespace.volume, "model-storage-pvc")
    record = store.save(
        model, "booster", SaveOptions(artifacts={"scaler": model}, input_example=ROWS[:3])
    )
    wanted = service(namespace, framework, str(record.uri), runtime)
    wanted["spec"]["predictor"]["model"]["modelFormat"]["name"] = record.framework
    manifest = tmp_path / "service.yaml"
    manifest.write_text(yaml.safe_dump(wanted))
    namespace.kubectl("apply", "-f", str(manifest))
    namespace.kubectl("wait", "--for=condition=Ready", f"isvc/{framework}", "--timeout=90s")
    bodies = json.loads((store.path(record) / ".card" / "input_example.json").read_text())
    for protocol, body in bodies.items():
        request = {"service": framework, "protocol": protocol, "body": body}
        response = await jp_fetch(
            "jupyterlab-kserve", "predict", method="POST", body=json.dumps(request)
        )
        answer = json.loads(response.body)
        assert answer["status"] == 200, answer
        said = answer["body"]
        got = said["predictions"] if protocol == "v1" else said["outputs"][0]["data"]
        assert got == pytest.approx(store.load("booster").predict(ROWS[:3]).tolist(), rel=1e-5)


async def test_two_models_of_the_flat_layout_cannot_be_served(
    namespace: Namespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why the layout of the guide, one file for each model in the claim's root, is not ours."""
    monkeypatch.setenv("MODEL_STORAGE_LAYOUT", "flat")
    monkeypatch.setenv("MODEL_STORAGE_PATH", str(namespace.volume))
    model = RandomForestClassifier(n_estimators=2).fit([ROW, ROW], [0, 1])
    manifest = tmp_path / "service.yaml"
    helpers.save_model_to_pvc(model, "anomaly-detector", metadata={"version": "1.0.0"})
    uri = helpers.get_kserve_storage_uri("anomaly-detector")
    assert uri == "pvc://model-storage-pvc"
    manifest.write_text(yaml.safe_dump(service(namespace, "one", uri)))
    namespace.kubectl("apply", "-f", str(manifest))
    namespace.kubectl("wait", "--for=condition=Ready", "isvc/one", "--timeout=60s")

    helpers.save_model_to_pvc(model, "predictive-analytics")
    manifest.write_text(yaml.safe_dump(service(namespace, "two", uri)))
    namespace.kubectl("apply", "-f", str(manifest))
    selector = "serving.kserve.io/inferenceservice=two"
    reason = "{.items[*].status.containerStatuses[*].state.waiting.reason}"
    end = asyncio.get_running_loop().time() + 90
    while "CrashLoopBackOff" not in (
        said := await asyncio.to_thread(
            namespace.kubectl, "get", "pods", "-l", selector, "-o", f"jsonpath={reason}"
        )
    ):
        assert asyncio.get_running_loop().time() < end, said
        await asyncio.sleep(0.5)
    log = namespace.kubectl("logs", "-l", selector, "--previous", "--tail=-1")
    assert "More than one model file is detected, Only one is allowed within model_dir" in log
    ready = "{.status.conditions[?(@.type=='Ready')].status}"
    assert namespace.kubectl("get", "isvc/two", "-o", f"jsonpath={ready}").strip() == "False"


async def test_apply_and_dry_run_through_the_proxy(namespace: Namespace, jp_fetch: Fetch) -> None:
    wanted = service(namespace, "iris", "pvc://model-storage-pvc/iris/1")
    options = {
        "method": "PATCH",
        "body": json.dumps(wanted),
        "headers": {"Content-Type": "application/apply-patch+yaml"},
    }
    path = [*collection(namespace), "iris"]
    apply = {"fieldManager": "jupyterlab-kserve"}
    response = await jp_fetch(*path, params={**apply, "dryRun": "All"}, **options)
    assert json.loads(response.body)["spec"]["predictor"]["model"]["runtime"]
    listed = json.loads((await jp_fetch(*collection(namespace))).body)
    assert listed["items"] == []
    await jp_fetch(*path, params=apply, **options)
    listed = json.loads((await jp_fetch(*collection(namespace))).body)
    assert [item["metadata"]["name"] for item in listed["items"]] == ["iris"]
    await jp_fetch(*path, method="DELETE")


async def test_a_change_comes_by_watch(
    namespace: Namespace, jp_ws_fetch: Fetch, tmp_path: Path
) -> None:
    socket = await jp_ws_fetch("jupyterlab-kserve", "stream")
    path = "/" + "/".join(collection(namespace)[2:])
    request = {"op": "subscribe", "id": "w", "channel": "watch", "path": path}
    await socket.write_message(json.dumps(request))
    assert json.loads(await socket.read_message())["event"] == "open"
    manifest = tmp_path / "service.yaml"
    manifest.write_text(yaml.safe_dump(service(namespace, "seen", "pvc://claim/seen/1")))
    await asyncio.to_thread(namespace.kubectl, "apply", "-f", str(manifest))
    told = {"type": "BOOKMARK"}
    while told["type"] == "BOOKMARK":
        told = json.loads(await asyncio.wait_for(socket.read_message(), 10))
    assert (told["event"], told["type"]) == ("watch", "ADDED")
    assert told["object"]["metadata"]["name"] == "seen"
    socket.close()


async def test_the_status_names_who_we_are(namespace: Namespace, jp_fetch: Fetch) -> None:
    status = json.loads((await jp_fetch("jupyterlab-kserve", "status")).body)["kubernetes"]
    assert status["state"] == "ready"
    assert status["namespace"] == namespace.name
    assert status["identity"] == f"system:serviceaccount:{namespace.name}:notebook"


@pytest.mark.parametrize("namespace", ["none"], indirect=True)
async def test_without_permission_the_api_says_so(namespace: Namespace, jp_fetch: Fetch) -> None:
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*collection(namespace))
    body = json.loads(caught.value.response.body)
    assert (body["kind"], body["reason"], body["code"]) == ("Status", "Forbidden", 403)


def test_the_role_lists_what_it_gives(namespace: Namespace) -> None:
    who = f"--as=system:serviceaccount:{namespace.name}:notebook"
    for verb, resource, allowed in [
        ("create", "inferenceservices.serving.kserve.io", True),
        ("get", "secrets", False),
        ("create", "pods/exec", False),
        ("delete", "pods", False),
    ]:
        # can-i exits 1 for "no".
        script = f"{verb} {resource}".split()
        try:
            said = namespace.kubectl("auth", "can-i", *script, who).strip()
        except AssertionError:
            said = "no"
        assert (said == "yes") == allowed, (verb, resource)


async def test_a_service_that_is_not_there_or_not_ready(
    namespace: Namespace, jp_fetch: Fetch
) -> None:
    request = {"service": "nothing", "protocol": "v1", "body": {}}
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("jupyterlab-kserve", "predict", method="POST", body=json.dumps(request))
    assert caught.value.code == 409
    assert "nothing" in json.loads(caught.value.response.body)["message"]


@pytest.mark.parametrize(
    "change",
    [
        {"service": "http://169.254.169.254"},
        {"service": "../secrets"},
        {"service": "a.b"},
        {"service": 7},
        {"protocol": "v3"},
        {"namespace": "kube-system"},
    ],
)
async def test_predict_cannot_be_pointed_elsewhere(
    namespace: Namespace, jp_fetch: Fetch, change: dict[str, Any]
) -> None:
    request = {"service": "iris", "protocol": "v1", "body": {}, **change}
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("jupyterlab-kserve", "predict", method="POST", body=json.dumps(request))
    assert caught.value.code in (400, 403)

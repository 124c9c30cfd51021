"""The checks that need no browser, and their route."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_kserve.health import CHECKS, Check, CheckContext, Finding, run_checks
from jupyterlab_kserve.health.permissions import DUTIES, ELSEWHERE
from jupyterlab_kserve.health.volume import findings_on
from jupyterlab_kserve.kubernetes.api import KubernetesApi
from jupyterlab_kserve.kubernetes.rules import PROXY_RULES
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.volume.volume import VolumeStatus

from ..upstream import NAMESPACE, FakeCluster, Upstream

GIB = 1024**3


@pytest.fixture
def cluster(upstream: Upstream) -> FakeCluster:
    return FakeCluster(upstream)


@pytest.fixture
def store(volume: Path) -> ModelStore:
    return ModelStore(volume, "models/sub")


@pytest.fixture
def api(upstream: Upstream, jp_asyncio_loop: asyncio.AbstractEventLoop) -> Iterator[KubernetesApi]:
    made = KubernetesApi(str(upstream.kubeconfig))
    yield made
    jp_asyncio_loop.run_until_complete(made.close())


async def found(store: ModelStore, api: KubernetesApi, id: str) -> tuple[Finding, ...]:
    (result,) = await run_checks(store, api, [check for check in CHECKS if check.id == id])
    return result.findings


async def test_all_is_well(cluster: FakeCluster, store: ModelStore, api: KubernetesApi) -> None:
    results = await run_checks(store, api)
    assert [result.id for result in results] == [check.id for check in CHECKS]
    findings = {result.id: [f.message for f in result.findings] for result in results}
    assert {f.state for result in results for f in result.findings} == {"ok"}
    assert findings["claim"] == ["Pods on all nodes can mount the volume"]
    assert findings["kserve"] == ["KServe is installed"]
    assert len(findings["permissions"]) == len(DUTIES)
    (connection,) = (r.findings[0] for r in results if r.id == "connection")
    assert "system:serviceaccount:team:notebook" in connection.details


def test_ids_are_unique() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize(
    ("modes", "phase", "state"),
    [
        (["ReadWriteMany"], "Bound", "ok"),
        (["ReadWriteOnce"], "Bound", "warning"),
        (["ReadWriteOncePod"], "Bound", "problem"),
        (["ReadWriteMany"], "Pending", "problem"),
    ],
)
async def test_the_claim_must_be_bound_and_be_for_many(
    cluster: FakeCluster,
    store: ModelStore,
    api: KubernetesApi,
    modes: list[str],
    phase: str,
    state: str,
) -> None:
    cluster.claim = {"spec": {"accessModes": modes}, "status": {"phase": phase}}
    (finding,) = await found(store, api, "claim")
    assert finding.state == state
    # A folder of the claim is not part of its name.
    assert cluster.claims == ["models"]
    assert finding.details == f"models · {modes[0]} · {phase}"


async def test_a_missing_claim_is_not_one_that_may_not_be_read(
    cluster: FakeCluster, store: ModelStore, api: KubernetesApi
) -> None:
    cluster.claim = (404, "NotFound", "There is none.")
    (missing,) = await found(store, api, "claim")
    assert (missing.state, missing.message) == (
        "problem",
        "The claim models does not exist in this namespace",
    )
    cluster.claim = (403, "Forbidden", "No.")
    (denied,) = await found(store, api, "claim")
    assert (denied.state, denied.details) == ("unknown", "No.")


@pytest.mark.parametrize(
    ("code", "state", "message"),
    [
        (404, "problem", "KServe is not installed in this cluster"),
        (403, "unknown", "InferenceServices cannot be read"),
        (500, "problem", "InferenceServices cannot be read"),
    ],
)
async def test_kserve_is_there_or_is_not_or_may_not_be_seen(
    cluster: FakeCluster, store: ModelStore, api: KubernetesApi, code: int, state: str, message: str
) -> None:
    cluster.services = (code, "Reason", "Words of the cluster.")
    (finding,) = await found(store, api, "kserve")
    assert (finding.state, finding.message) == (state, message)


async def test_the_administrator_gets_the_rules_that_are_lacking_and_no_others(
    cluster: FakeCluster, store: ModelStore, api: KubernetesApi
) -> None:
    cluster.deny(
        lambda asked: (
            (asked["resource"], asked["verb"]) == ("inferenceservices", "create")
            or asked["resource"] == "clusterservingruntimes"
        )
    )
    findings = await found(store, api, "permissions")
    states = dict(zip([duty.needed_for for duty in DUTIES], findings, strict=True))
    assert {name: finding.state for name, finding in states.items()} == {
        "read": "ok",
        "deploy": "problem",
        "explain": "ok",
        "runtimes": "ok",
        "shared": "warning",
    }
    assert states["deploy"].details == "Denied by the access review: create inferenceservices."
    assert states["deploy"].grant.splitlines() == [
        "apiVersion: rbac.authorization.k8s.io/v1",
        "kind: Role",
        "metadata:",
        "  name: jupyterlab-kserve-deploy",
        f"  namespace: {NAMESPACE}",
        "rules:",
        "- apiGroups: ['serving.kserve.io']",
        "  resources: ['inferenceservices']",
        "  verbs: ['create']",
        "# and a RoleBinding to: system:serviceaccount:team:notebook",
    ]
    assert "kind: ClusterRole\n" in states["shared"].grant
    assert "namespace:" not in states["shared"].grant


@pytest.mark.parametrize("answer", [{}, {"allowed": False, "evaluationError": "No webhook."}])
async def test_what_the_cluster_does_not_say_is_not_called_denied(
    cluster: FakeCluster, store: ModelStore, api: KubernetesApi, answer: dict[str, Any]
) -> None:
    cluster.review = lambda _: answer
    findings = await found(store, api, "permissions")
    assert {finding.state for finding in findings} == {"unknown"}


async def test_each_rule_of_the_list_is_asked_for_where_it_is(
    cluster: FakeCluster, store: ModelStore, api: KubernetesApi
) -> None:
    await found(store, api, "permissions")
    asked = {
        (
            each["verb"],
            each["group"],
            "/".join(filter(None, (each["resource"], each.get("subresource")))),
            each.get("namespace"),
        )
        for each in cluster.asked
    }
    assert asked == {
        (verb, rule.group, rule.resource, NAMESPACE if rule.namespaced else None)
        for rule in PROXY_RULES
        for verb in rule.verbs
        if rule.needed_for not in ELSEWHERE
    }


def test_the_list_needs_no_rule_for_what_nobody_knows() -> None:
    named = {rule.needed_for for rule in PROXY_RULES}
    assert named == {duty.needed_for for duty in DUTIES} | ELSEWHERE


def test_the_volume_is_there_can_be_written_and_has_room(tmp_path: Path) -> None:
    def states(*fields: Any) -> list[str]:
        return [finding.state for finding in findings_on(VolumeStatus("/mnt", *fields, "claim"))]

    fine = findings_on(VolumeStatus("/mnt", True, True, 10 * GIB, 5 * GIB, 5 * GIB, "claim"))
    assert [f.message for f in fine] == [
        "/mnt is mounted and writable",
        "5.0 of 10.0 GiB free",
    ]
    assert states(True, True, 10 * GIB, 0, 5 * GIB) == ["ok", "ok"]
    assert states(True, True, 10 * GIB, 0, GIB // 2) == ["ok", "warning"]
    assert states(True, False, 10 * GIB, 0, 5 * GIB) == ["problem", "ok"]
    assert states(False, False, None, None, None) == ["problem"]
    assert states(True, True, None, None, None) == ["ok"]


async def test_one_check_that_fails_is_a_finding_and_the_others_are_made(
    cluster: FakeCluster, store: ModelStore, api: KubernetesApi
) -> None:
    async def fail(_: CheckContext) -> Sequence[Finding]:
        raise ValueError("It broke.")

    broken = Check("broken", "volume", "Whether it breaks", fail)
    first, second = await run_checks(store, api, [broken, CHECKS[0]])
    assert first.findings == (
        Finding("unknown", "The check failed", "Whether it breaks: It broke."),
    )
    assert second.findings[0].state == "ok"


async def test_the_route_says_so_when_there_is_no_cluster(
    ask: Callable[..., Any], volume: Path
) -> None:
    checks = {check["id"]: check for check in (await ask("health"))["checks"]}
    assert list(checks) == [check.id for check in CHECKS]
    written = f"{volume} is mounted and writable"
    assert checks["volume"]["findings"][0]["message"] == written
    assert checks["connection"]["findings"][0]["state"] == "problem"
    # That is one finding, not many.
    assert checks["kserve"]["findings"] == []
    for id in ("claim", "permissions"):
        (finding,) = checks[id]["findings"]
        assert finding == {
            "state": "unknown",
            "message": "Not checked: no cluster is connected",
            "details": "",
            "hint": "",
            "grant": "",
        }

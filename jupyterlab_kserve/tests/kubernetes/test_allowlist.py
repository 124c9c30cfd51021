"""The allow-list of the proxy: what is not named is refused, and deploy/ gives what is."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_kserve.kubernetes.allowlist import check, check_stream, parse
from jupyterlab_kserve.kubernetes.errors import NotAllowedError
from jupyterlab_kserve.kubernetes.rules import PROXY_RULES, SERVER_RULES, Rule

from ..conftest import Namespace

NS = "team"
SERVICES = f"/apis/serving.kserve.io/v1beta1/namespaces/{NS}/inferenceservices"
PODS = f"/api/v1/namespaces/{NS}/pods"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", SERVICES),
        ("POST", SERVICES),
        ("GET", f"{SERVICES}/iris"),
        ("PATCH", f"{SERVICES}/iris"),
        ("DELETE", f"{SERVICES}/iris"),
        ("GET", f"/apis/serving.kserve.io/v1alpha1/namespaces/{NS}/servingruntimes"),
        ("GET", "/apis/serving.kserve.io/v1alpha1/clusterservingruntimes"),
        ("GET", PODS),
        ("GET", f"{PODS}/iris-0/log"),
        ("GET", f"/api/v1/namespaces/{NS}/events"),
        ("GET", f"/api/v1/namespaces/{NS}/resourcequotas"),
        ("GET", f"/apis/apps/v1/namespaces/{NS}/replicasets"),
        ("PATCH", f"/apis/serving.kserve.io/v1alpha1/namespaces/{NS}/servingruntimes/a"),
        ("DELETE", f"/apis/serving.kserve.io/v1alpha1/namespaces/{NS}/servingruntimes/a"),
        ("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"),
        ("GET", "/version"),
        ("GET", "/apis/serving.kserve.io"),
    ],
)
def test_what_the_panel_needs_is_passed_on(method: str, path: str) -> None:
    check(method, path, {}, NS)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/api/v1/namespaces/{NS}/secrets"),
        ("GET", f"/api/v1/namespaces/{NS}/secrets/token"),
        ("POST", f"{PODS}/iris-0/exec"),
        ("GET", f"{PODS}/iris-0/exec"),
        ("GET", f"{PODS}/iris-0/attach"),
        ("GET", f"{PODS}/iris-0/portforward"),
        ("GET", f"{PODS}/iris-0/proxy"),
        ("GET", f"{PODS}/iris-0/proxy/v1/models"),
        ("DELETE", f"{PODS}/iris-0"),
        ("POST", PODS),
        # deletecollection
        ("DELETE", SERVICES),
        ("PUT", f"{SERVICES}/iris/status"),
        ("PUT", f"/apis/serving.kserve.io/v1alpha1/namespaces/{NS}/servingruntimes/a"),
        ("GET", f"/api/v1/namespaces/{NS}/resourcequotas/a"),
        ("GET", f"/apis/apps/v1/namespaces/{NS}/replicasets/a"),
        ("PATCH", "/apis/serving.kserve.io/v1alpha1/clusterservingruntimes/a"),
        # Another namespace, and all of them.
        ("GET", SERVICES.replace(NS, "other")),
        ("POST", SERVICES.replace(NS, "other")),
        ("GET", "/apis/serving.kserve.io/v1beta1/inferenceservices"),
        ("GET", "/api/v1/pods"),
        ("GET", "/api/v1/namespaces"),
        ("GET", "/api"),
        ("GET", "/"),
        ("GET", ""),
        ("GET", "/metrics"),
        ("POST", "/version"),
        ("OPTIONS", SERVICES),
        # Things that could be read in two ways.
        ("GET", f"/{PODS}"),
        ("GET", PODS.replace("pods", "%70ods")),
        ("GET", f"{PODS}/..%2fsecrets"),
        ("GET", f"{PODS}%2f..%2fsecrets"),
        ("GET", f"{PODS}/../secrets"),
        ("GET", f"{PODS}/./x"),
        ("GET", PODS.replace("pods", "Pods")),
        ("GET", f"{PODS}/"),
        ("GET", f"{PODS}//x"),
        ("GET", f"{PODS};x=1"),
        ("GET", f"{PODS}/x\x00"),
        ("GET", f"{PODS}/x\n"),
        ("GET", f"{PODS}\\secrets"),
        ("GET", f"https://example.org{PODS}"),
        ("GET", PODS + "/" + "x" * 300),
        # Digits of other scripts are digits to a careless pattern.
        ("GET", f"{PODS}/\u0661"),
    ],
)
def test_everything_else_is_refused(method: str, path: str) -> None:
    with pytest.raises(NotAllowedError):
        check(method, path, {}, NS)


@pytest.mark.parametrize("name", ["watch", "follow", "token", "pretty", "unknown", "labelselector"])
def test_query_parameters_that_are_not_listed_are_refused(name: str) -> None:
    with pytest.raises(NotAllowedError):
        check("GET", PODS, {name: "true"}, NS)
    check("GET", PODS, {"labelSelector": "a=b", "limit": "10"}, NS)


def test_only_collections_are_watched_and_only_logs_followed() -> None:
    check_stream(SERVICES, {}, NS, "watch")
    check_stream(f"{PODS}/iris-0/log", {"tailLines": "10"}, NS, "get")
    for path, verb in [
        (f"{SERVICES}/iris", "watch"),
        (SERVICES, "get"),
        (f"{PODS}/iris-0/log", "watch"),
        (f"/api/v1/namespaces/{NS}/secrets", "watch"),
        (SERVICES.replace(NS, "other"), "watch"),
        ("/version", "watch"),
    ]:
        with pytest.raises(NotAllowedError):
            check_stream(path, {}, NS, verb)


@given(st.text(max_size=200))
def test_no_text_makes_the_parser_fail_in_another_way(text: str) -> None:
    try:
        target = parse("/" + text)
    except NotAllowedError:
        return
    assert target.resource
    assert ".." not in text
    assert "%" not in text


DEPLOY = Path(__file__).parents[3] / "deploy"
Rights = dict[str, set[str]]

# Everybody who is let in has these, by a role of Kubernetes itself.
OF_EVERYBODY = {"selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"}


def rights_of(rules: Iterable[Rule]) -> Rights:
    rights: Rights = defaultdict(set)
    for rule in rules:
        if rule.resource not in OF_EVERYBODY:
            rights[f"{rule.resource}.{rule.group}".rstrip(".")] |= set(rule.verbs)
    return dict(rights)


def rights_of_role(file: str) -> Rights:
    rights: Rights = defaultdict(set)
    for rule in yaml.safe_load((DEPLOY / file).read_text())["rules"]:
        assert set(rule) == {"apiGroups", "resources", "verbs"}
        for group in rule["apiGroups"]:
            for resource in rule["resources"]:
                rights[f"{resource}.{group}".rstrip(".")] |= set(rule["verbs"])
    return dict(rights)


@pytest.mark.parametrize(
    ("file", "kind", "rules"),
    [
        ("role.yaml", "Role", [rule for rule in PROXY_RULES if rule.namespaced]),
        (
            "cluster-read/clusterrole.yaml",
            "ClusterRole",
            [rule for rule in PROXY_RULES if not rule.namespaced],
        ),
        ("port-forward/role.yaml", "Role", SERVER_RULES),
    ],
)
def test_the_roles_give_what_the_list_has_and_no_more(
    file: str, kind: str, rules: list[Rule]
) -> None:
    assert rights_of_role(file) == rights_of(rules)
    assert yaml.safe_load((DEPLOY / file).read_text())["kind"] == kind


def test_no_role_is_left_out_of_the_comparison() -> None:
    kinds = [
        document["kind"]
        for file in DEPLOY.rglob("*.yaml")
        for document in yaml.safe_load_all(file.read_text())
    ]
    assert sorted(kind for kind in kinds if kind.endswith("Role")) == [
        "ClusterRole",
        "Role",
        "Role",
    ]


def test_the_cluster_gives_a_workbench_that_and_no_more(
    make_namespace: Callable[..., Namespace],
) -> None:
    namespace = make_namespace()
    said = namespace.kubectl("auth", "can-i", "--list", f"--kubeconfig={namespace.kubeconfig}")
    rights: Rights = defaultdict(set)
    for line in said.splitlines()[1:]:
        found = re.fullmatch(r"(\S+)\s+\[\]\s+\[\]\s+\[(.*)\]", line)
        if found and found[1].partition(".")[0] not in OF_EVERYBODY:
            rights[found[1]] |= set(found[2].split())
        elif not found:  # documents such as /version
            assert re.fullmatch(r"\s+\[/\S+\]\s+\[\]\s+\[get\]", line), line
    assert rights == rights_of((*PROXY_RULES, *SERVER_RULES))

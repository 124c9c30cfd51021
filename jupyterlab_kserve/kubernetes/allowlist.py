"""The allow-list of the proxy: verb by resource, and nothing that is not listed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .errors import NotAllowedError
from .rules import PROXY_RULES

_PASSED_ON = {
    (rule.group, rule.version, rule.resource, verb) for rule in PROXY_RULES for verb in rule.verbs
}
_CLUSTER_SCOPED = {rule.resource for rule in PROXY_RULES if not rule.namespaced}
# Documents that say which APIs the cluster has.
_DISCOVERY = {
    "/version",
    "/apis/serving.kserve.io",
    "/apis/serving.kserve.io/v1beta1",
    "/apis/serving.kserve.io/v1alpha1",
}
_QUERY = {
    "allowWatchBookmarks",
    "container",
    "continue",
    "dryRun",
    "fieldManager",
    "fieldSelector",
    "fieldValidation",
    "force",
    "labelSelector",
    "limit",
    "limitBytes",
    "previous",
    "propagationPolicy",
    "resourceVersion",
    "resourceVersionMatch",
    "sinceSeconds",
    "sinceTime",
    "tailLines",
    "timestamps",
}
_COLLECTION_VERBS = {"GET": "list", "POST": "create"}
_OBJECT_VERBS = {"GET": "get", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}

# No percent sign, no upper case, nothing that could be read in two ways: names in the paths of the
# listed resources need no other characters, so nothing has to be decoded at all.
_SEGMENT = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?", re.ASCII)


@dataclass(frozen=True)
class Target:
    """What a path of the API names.

    Attributes:
        group: The API group; empty for the core.
        version: The group's version.
        resource: The plural, with a sub-resource behind a slash.
        namespace: The namespace; None for what is in none.
        name: The object; None for a collection.
    """

    group: str
    version: str
    resource: str
    namespace: str | None
    name: str | None


def check(method: str, path: str, query: Mapping[str, str], namespace: str) -> None:
    """Check a request to the proxy.

    Args:
        method: The HTTP method.
        path: The API path as it was sent, from the first slash on.
        query: The query parameters.
        namespace: The only namespace that may be named.

    Raises:
        NotAllowedError: If the request is not on the list.
    """
    _check_query(query)
    if method == "GET" and path in _DISCOVERY:
        return
    target = parse(path)
    verbs = _COLLECTION_VERBS if target.name is None else _OBJECT_VERBS
    verb = verbs.get(method)
    if verb is None:  # deletecollection among them
        raise NotAllowedError(f"The proxy does not allow {method[:10]} {target.resource}.")
    _check_target(verb, target, namespace)


def check_stream(path: str, query: Mapping[str, str], namespace: str, verb: str) -> None:
    """Check a watch or the following of a log.

    Args:
        path: The API path of a collection, or of a pod's log.
        query: The query parameters.
        namespace: The only namespace that may be named.
        verb: ``watch``, or ``get`` for logs.

    Raises:
        NotAllowedError: If the request is not on the list.
    """
    _check_query(query)
    target = parse(path)
    if (verb == "get") != (target.resource == "pods/log") or (verb == "watch" and target.name):
        raise NotAllowedError(f"{target.resource} cannot be watched.")
    _check_target(verb, target, namespace)


def parse(path: str) -> Target:
    """Read a path of the API.

    Args:
        path: From the first slash on.

    Raises:
        NotAllowedError: If it is no path that the list could name.
    """
    root, _, rest = path.partition("/")
    segments = rest.split("/")
    if root or not all(_SEGMENT.fullmatch(s) and ".." not in s for s in segments):
        raise NotAllowedError("The proxy does not allow this path.")
    if segments[:2] == ["api", "v1"]:
        group, version, tail = "", "v1", segments[2:]
    elif segments[0] == "apis" and len(segments) > 3:
        group, version, tail = segments[1], segments[2], segments[3:]
    else:
        raise NotAllowedError("The proxy does not allow this path.")
    namespace = None
    if tail[:1] == ["namespaces"] and len(tail) > 2:
        namespace, tail = tail[1], tail[2:]
    if not 1 <= len(tail) <= 3:
        raise NotAllowedError("The proxy does not allow this path.")
    resource = tail[0] if len(tail) < 3 else f"{tail[0]}/{tail[2]}"
    return Target(group, version, resource, namespace, tail[1] if len(tail) > 1 else None)


def _check_target(verb: str, target: Target, namespace: str) -> None:
    if (target.group, target.version, target.resource, verb) not in _PASSED_ON:
        raise NotAllowedError(f"The proxy does not allow {verb} {target.resource}.")
    wanted = None if target.resource in _CLUSTER_SCOPED else namespace
    if target.namespace != wanted:
        raise NotAllowedError(
            f"The proxy allows only the namespace {namespace}."
            if wanted
            else f"{target.resource} are not namespaced."
        )


def _check_query(query: Mapping[str, str]) -> None:
    unknown = sorted(set(query) - _QUERY)
    if unknown:
        raise NotAllowedError(f"The proxy does not allow the query parameter {unknown[0][:50]!r}.")

"""Asking the cluster whether we may do something."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Literal

from .api import KubernetesApi, Request
from .errors import KubernetesError
from .rules import Rule

Access = Literal["allowed", "denied", "unknown"]
"""The answer; unknown when the cluster did not say."""

_REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"


async def review_access(api: KubernetesApi, verb: str, rule: Rule, namespace: str) -> Access:
    """Ask for a SelfSubjectAccessReview.

    Args:
        api: The Kubernetes API.
        verb: What to do.
        rule: What to do it to; its verbs do not matter.
        namespace: Where; ignored for what is in no namespace.
    """
    resource, _, subresource = rule.resource.partition("/")
    attributes = {"verb": verb, "group": rule.group, "resource": resource}
    if subresource:
        attributes["subresource"] = subresource
    if rule.namespaced:
        attributes["namespace"] = namespace
    review = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": attributes},
    }
    try:
        answer = await api.request(Request("POST", _REVIEWS, body=json.dumps(review).encode()))
    except KubernetesError:
        return "unknown"
    if answer.status != HTTPStatus.CREATED:
        return "unknown"
    status = json.loads(answer.body).get("status") or {}
    if status.get("allowed"):
        return "allowed"
    # With an evaluation error "not allowed" only means "cannot tell".
    unsure = not status or (status.get("evaluationError") and not status.get("denied"))
    return "unknown" if unsure else "denied"

"""Whether pods of services can mount the volume too."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from ..kubernetes.errors import KubernetesError
from ..kubernetes.responses import RefusedByApiError
from .check import NO_CLUSTER, Check, CheckContext, Finding

_TITLE = "Access modes of the volume"


async def _run(context: CheckContext) -> Sequence[Finding]:
    if not context.connected:
        return [NO_CLUSTER]
    # A folder of the claim, where only that is mounted, is not part of its name.
    name = context.store.claim.partition("/")[0]
    path = f"/api/v1/namespaces/{context.namespace}/persistentvolumeclaims/{name}"
    try:
        return [_finding_on(name, await context.api.get(path))]
    except KubernetesError as error:
        if isinstance(error, RefusedByApiError) and error.code == HTTPStatus.NOT_FOUND:
            return [_missing(name)]
        return [Finding("unknown", _TITLE, error.message)]


def _missing(name: str) -> Finding:
    return Finding(
        "problem",
        f"The claim {name} does not exist in this namespace",
        hint="Services mount the volume by the name of its claim. Ask your cluster administrator "
        "which claim is mounted at the path of the models.",
    )


def _finding_on(name: str, claim: dict[str, Any]) -> Finding:
    spec, status = claim.get("spec") or {}, claim.get("status") or {}
    modes = spec.get("accessModes") or []
    facts = (name, ", ".join(modes), status.get("phase"), spec.get("storageClassName"))
    details = " · ".join(filter(None, facts))
    if status.get("phase") != "Bound":
        return Finding("problem", f"The claim {name} is not bound to a volume", details)
    if "ReadWriteMany" in modes:
        return Finding("ok", "Pods on all nodes can mount the volume", details)
    hint = "Use a claim with the access mode ReadWriteMany to remove this limit."
    if "ReadWriteOncePod" in modes:
        message = "No other pod can mount the volume while the workbench is running"
        return Finding("problem", message, details, hint)
    return Finding(
        ("warning"), "Only pods on the node of the workbench can mount the volume", details, hint
    )


CHECK = Check("claim", "volume", _TITLE, _run)

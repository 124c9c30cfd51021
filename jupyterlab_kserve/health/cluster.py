"""Whether the cluster answers, and knows KServe."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from ..kubernetes.errors import KubernetesError
from ..kubernetes.responses import RefusedByApiError
from .check import Check, CheckContext, Finding, State, words_of

_KSERVE = "serving.kserve.io/v1beta1"


async def _connection(context: CheckContext) -> Sequence[Finding]:
    cluster = context.cluster
    if cluster["state"] != "ready":
        message = cluster["message"] or "The cluster does not respond"
        state: State = "unknown" if cluster["reason"] == "ClusterStarting" else "problem"
        return [Finding(state, message, hint=cluster["hint"] or "")]
    if not cluster["namespace"]:
        message = "The namespace to use is not set."
        hint = (
            "Set a namespace in the context of the kubeconfig, or in the settings of the server "
            "extension."
        )
        return [Finding("problem", message, hint=hint)]
    details = " · ".join(filter(None, (cluster["server"], cluster["identity"])))
    return [Finding("ok", "The cluster responds", details)]


async def _kserve(context: CheckContext) -> Sequence[Finding]:
    if not context.connected:
        return []  # The connection's check says why.
    path = f"/apis/{_KSERVE}/namespaces/{context.namespace}/inferenceservices"
    try:
        await context.api.get(path, {"limit": "1"})
    except KubernetesError as error:
        code = error.code if isinstance(error, RefusedByApiError) else None
        if code == HTTPStatus.NOT_FOUND:
            return [
                Finding(
                    "problem",
                    "KServe is not installed in this cluster",
                    "The cluster does not have the resource InferenceServices.",
                    "Ask a cluster administrator to install KServe.",
                )
            ]
        state: State = "unknown" if code == HTTPStatus.FORBIDDEN else "problem"
        return [Finding(state, "InferenceServices cannot be read", words_of(error))]
    return [Finding("ok", "KServe is installed", _KSERVE)]


CONNECTION = Check("connection", "cluster", "Whether the cluster answers", _connection)
KSERVE = Check("kserve", "cluster", "Whether KServe is installed", _kserve)

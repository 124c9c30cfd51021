"""Where a service is: the address that it states itself, or its pod through the cluster's API."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal
from urllib.parse import urlsplit

from ..kubernetes.api import KubernetesApi
from ..kubernetes.portforward import Forward, forwarded
from ..kubernetes.responses import RefusedByApiError
from .errors import ModelUnreachableError, ServiceNotReadyError

_DEFAULT_PORT = 8080
_LABEL = "serving.kserve.io/inferenceservice"

Via = Literal["service", "port-forward"]


@asynccontextmanager
async def find_address(api: KubernetesApi, service: str) -> AsyncIterator[tuple[str, Via]]:
    """Find a service's address: its own in a cluster, else one forwarded to a pod.

    Args:
        api: The Kubernetes API.
        service: The InferenceService in our own namespace.

    Yields:
        The start of its URLs, and how they reach it.

    Raises:
        ServiceNotReadyError: If there is no such service, or it has no address yet.
        KubernetesError: If it cannot be reached.
    """
    namespace = (await api.identity()).namespace
    try:
        found = await api.get(
            f"/apis/serving.kserve.io/v1beta1/namespaces/{namespace}/inferenceservices/{service}"
        )
    except RefusedByApiError as error:
        if error.code == 404:
            raise ServiceNotReadyError(
                f"The service {service} does not exist in {namespace}.", "Deploy the model first."
            ) from None
        raise
    url = found.get("status", {}).get("address", {}).get("url")
    if not isinstance(url, str):
        raise ServiceNotReadyError(f"The service {service} has no address yet.")
    parts = urlsplit(url)
    host = parts.hostname or ""
    if (
        parts.scheme in ("http", "https")
        and _is_own(host, service, namespace)
        and await _resolves(host)
    ):
        yield f"{parts.scheme}://{parts.netloc}", "service"
        return
    async with _forwarded_to(api, service, namespace) as forward:
        try:
            yield f"http://127.0.0.1:{forward.port}", "port-forward"
        except ModelUnreachableError:
            if forward.problem is not None:
                raise forward.problem from None
            raise


def _is_own(host: str, service: str, namespace: str) -> bool:
    """Whether a host is the service's own: its status is written by others than us."""
    own = (
        rf"{re.escape(service)}(-predictor|-transformer)?"
        rf"\.{re.escape(namespace)}\.svc(\.cluster\.local)?"
    )
    return re.fullmatch(own, host, re.ASCII) is not None


async def _resolves(host: str) -> bool:
    """Whether we are in the cluster: only its own DNS knows a service's name."""
    try:
        await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return True


@asynccontextmanager
async def _forwarded_to(api: KubernetesApi, service: str, namespace: str) -> AsyncIterator[Forward]:
    pods = await api.get(
        f"/api/v1/namespaces/{namespace}/pods",
        {"labelSelector": f"{_LABEL}={service},component=predictor"},
    )
    pod = next((item for item in pods["items"] if _is_ready(item)), None)
    if pod is None:
        raise ServiceNotReadyError(f"No pod of the service {service} is ready.")
    async with forwarded(api, pod["metadata"]["name"], _port_of(pod)) as forward:
        yield forward


def _is_ready(pod: dict[str, Any]) -> bool:
    conditions = pod.get("status", {}).get("conditions", [])
    return "deletionTimestamp" not in pod["metadata"] and any(
        c.get("type") == "Ready" and c.get("status") == "True" for c in conditions
    )


def _port_of(pod: dict[str, Any]) -> int:
    containers = pod["spec"]["containers"]
    main = next((c for c in containers if c["name"] == "kserve-container"), containers[0])
    ports = main.get("ports") or [{}]
    return int(ports[0].get("containerPort", _DEFAULT_PORT))

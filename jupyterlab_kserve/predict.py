"""Requests to served models: by name, to the address that the service itself states."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import urlsplit

from .errors import InvalidRequestError
from .kubernetes.answers import RefusedByApiError
from .kubernetes.api import KubernetesApi
from .kubernetes.errors import (
    AnswerTooLargeError,
    KubernetesError,
    ServiceNotReadyError,
    TimedOutError,
)
from .kubernetes.portforward import Forward, forwarded

MAX_ANSWER = 10 * 1024 * 1024
"""Bytes of a model's answer that is passed on."""

_MAX_TEXT = 10_000
"""Bytes of a plain text that is shown."""

_NAME = re.compile(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?", re.ASCII)
_UNNAMED = "model"
"""The name of a model whose server was given none."""

_DEFAULT_PORT = 8080
_LABEL = "serving.kserve.io/inferenceservice"

Via = Literal["service", "port-forward"]


class ModelUnreachableError(KubernetesError):
    """The model's server does not answer."""

    reason = "ModelUnreachable"
    default_hint = "Look at the service's state and its log."


async def predict(
    api: KubernetesApi,
    service: str,
    protocol: str,
    body: Any,
    model: str = "",
    timeout: float = 30.0,
) -> dict[str, Any]:
    """Send a request to a served model.

    Args:
        api: The Kubernetes API.
        service: The InferenceService in our own namespace.
        protocol: ``v1`` or ``v2``.
        body: The request, any JSON value.
        model: The name that the server has the model under; empty for the service's.
        timeout: Seconds for the model's answer.

    Returns:
        ``status`` (HTTP, of the model's server), ``latency_ms``, ``body`` (JSON, or text if it is
        none), ``via`` and ``url`` (the path).

    Raises:
        KubernetesError: If the model cannot be reached.
        InvalidRequestError: If service or protocol are none.
    """
    _check_names(service, model)
    named = model or service
    paths = {"v1": f"/v1/models/{named}:predict", "v2": f"/v2/models/{named}/infer"}
    if protocol not in paths:
        raise InvalidRequestError("The protocol is v1 or v2.")
    path = paths[protocol]
    async with _address(api, service) as (base, via):
        started = time.perf_counter()
        status, answer = await _ask("POST", base + path, body, timeout)
        latency = (time.perf_counter() - started) * 1000
    return {
        "status": status,
        "latency_ms": round(latency, 2),
        "body": answer,
        "via": via,
        "url": path,
    }


async def find_loaded(api: KubernetesApi, service: str, timeout: float = 5.0) -> dict[str, Any]:
    """Ask the server of a service whether it has its model: Ready alone does not say so.

    Args:
        api: The Kubernetes API.
        service: The InferenceService in our own namespace.
        timeout: Seconds for each answer.

    Returns:
        ``loaded`` (None when the server is none that tells) and ``model``, the name that it has
        the model under: the service's, or "model" where its runtime gives no name.

    Raises:
        KubernetesError: If the server cannot be reached.
        InvalidRequestError: If the service is none.
    """
    _check_names(service)
    refused = False
    async with _address(api, service) as (base, _via):
        for model in (service, _UNNAMED):
            for path in (f"/v2/models/{model}/ready", f"/v1/models/{model}"):
                status, answer = await _ask("GET", base + path, None, timeout)
                said = answer.get("ready", True) if isinstance(answer, dict) else True
                if status == HTTPStatus.OK and str(said).lower() == "true":
                    return {"loaded": True, "model": model}
                refused = refused or (status != HTTPStatus.NOT_FOUND or isinstance(answer, dict))
        # Only a server that speaks V2 and says it is well can be taken at its word.
        health, _ = await _ask("GET", f"{base}/v2/health/ready", None, timeout)
    known = health == HTTPStatus.OK and refused
    return {"loaded": False if known else None, "model": None}


def _check_names(service: str, model: str = "") -> None:
    for name in (service, model or _UNNAMED):
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise InvalidRequestError("This is no name of a service.")


@asynccontextmanager
async def _address(api: KubernetesApi, service: str) -> AsyncIterator[tuple[str, Via]]:
    """Find the service's address: its own in a cluster, else one forwarded to a pod."""
    namespace = (await api.identity()).namespace
    try:
        found = await api.get(
            f"/apis/serving.kserve.io/v1beta1/namespaces/{namespace}/inferenceservices/{service}"
        )
    except RefusedByApiError as error:
        if error.code == 404:
            raise ServiceNotReadyError(
                f"There is no service {service} in {namespace}.", "Deploy the model first."
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


def _answer(data: bytes, content_type: str) -> Any:
    """The model's answer; a page of something in between is never quoted."""
    try:
        return json.loads(data)
    except ValueError:
        if content_type == "text/plain":
            return data[:_MAX_TEXT].decode("utf-8", "replace")
        return f"(an answer that is neither JSON nor text, but {content_type})"


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


async def _ask(
    method: Literal["GET", "POST"], url: str, body: Any, timeout: float
) -> tuple[int, Any]:
    """Ask a model. Without our token: a model server has no business with it."""
    import aiohttp

    limits = aiohttp.ClientTimeout(total=timeout)
    try:
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=limits) as session,
            # Without this content type the servers take the body for a number.
            session.request(
                method,
                url,
                data=None if method == "GET" else json.dumps(body),
                headers={"Content-Type": "application/json"},
                allow_redirects=False,
            ) as response,
        ):
            data = await response.content.read(MAX_ANSWER + 1)
            while len(data) <= MAX_ANSWER and not response.content.at_eof():
                data += await response.content.read(MAX_ANSWER + 1 - len(data))
            if len(data) > MAX_ANSWER:
                raise AnswerTooLargeError("The model's answer is too large to show.")
            return response.status, _answer(data, response.content_type)
    except asyncio.TimeoutError:
        raise TimedOutError("The model did not answer in time.") from None
    except (aiohttp.ClientError, OSError) as error:
        raise ModelUnreachableError(
            f"The model's server does not answer ({type(error).__name__})."
        ) from None

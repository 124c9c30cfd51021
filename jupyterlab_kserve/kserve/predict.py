"""Requests to served models, over the protocols of ``protocols.py``."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Literal

from ..errors import InvalidRequestError
from ..kubernetes.api import KubernetesApi
from ..kubernetes.errors import AnswerTooLargeError, TimedOutError
from ..protocols import PROTOCOL_IDS, PROTOCOLS, find_protocol
from .address import find_address
from .errors import ModelUnreachableError

MAX_ANSWER = 10 * 1024 * 1024
"""Bytes of a model's answer that is passed on."""

_MAX_TEXT = 10_000
"""Bytes of a plain text that is shown."""

_NAME = re.compile(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?", re.ASCII)
_UNNAMED = "model"
"""The name of a model whose server was given none."""


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
        protocol: The id of one of ``PROTOCOLS``.
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
    spoken = find_protocol(protocol)
    if spoken is None:
        raise InvalidRequestError(f"The protocol must be {' or '.join(PROTOCOL_IDS)}.")
    path = spoken.predict_path(model or service)
    async with find_address(api, service) as (base, via):
        return {**await ask_model(base, path, body, timeout), "via": via}


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
    async with find_address(api, service) as (base, _via):
        for model in (service, _UNNAMED):
            for protocol in reversed(PROTOCOLS):
                path = protocol.ready_path(model)
                status, answer = await _ask("GET", base + path, None, timeout)
                if protocol.is_ready(status, answer):
                    return {"loaded": True, "model": model}
                refused = refused or (status != HTTPStatus.NOT_FOUND or isinstance(answer, dict))
        # Only a server that speaks V2 and says it is well can be taken at its word.
        health, _ = await _ask("GET", f"{base}/v2/health/ready", None, timeout)
    known = health == HTTPStatus.OK and refused
    return {"loaded": False if known else None, "model": None}


def _check_names(service: str, model: str = "") -> None:
    for name in (service, model or _UNNAMED):
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise InvalidRequestError("The service name is not valid.")


def _answer(data: bytes, content_type: str) -> Any:
    """The model's answer; a page of something in between is never quoted."""
    try:
        return json.loads(data)
    except ValueError:
        if content_type == "text/plain":
            return data[:_MAX_TEXT].decode("utf-8", "replace")
        return f"(a response that is neither JSON nor text, but {content_type})"


async def ask_model(
    base: str, path: str, body: Any, timeout: float, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Send a request to the server of a model.

    Args:
        base: The address of the server.
        path: The path of the protocol.
        body: The request, any JSON value.
        timeout: Seconds for the model's answer.
        headers: What the server wants beside the content type.

    Returns:
        ``status`` (HTTP), ``latency_ms``, ``body`` (JSON, or text if it is none) and ``url`` (the
        path).

    Raises:
        AnswerTooLargeError: If the answer is larger than ``MAX_ANSWER``.
        TimedOutError, ModelUnreachableError: If there is none.
    """
    started = time.perf_counter()
    status, answer = await _ask("POST", base + path, body, timeout, headers)
    latency = (time.perf_counter() - started) * 1000
    return {"status": status, "latency_ms": round(latency, 2), "body": answer, "url": path}


async def _ask(
    method: Literal["GET", "POST"],
    url: str,
    body: Any,
    timeout: float,
    headers: Mapping[str, str] | None = None,
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
                headers={**(headers or {}), "Content-Type": "application/json"},
                allow_redirects=False,
            ) as response,
        ):
            data = await response.content.read(MAX_ANSWER + 1)
            while len(data) <= MAX_ANSWER and not response.content.at_eof():
                data += await response.content.read(MAX_ANSWER + 1 - len(data))
            if len(data) > MAX_ANSWER:
                raise AnswerTooLargeError("The response of the model is too large to show.")
            return response.status, _answer(data, response.content_type)
    except asyncio.TimeoutError:
        raise TimedOutError("The model did not respond in time.") from None
    except (aiohttp.ClientError, OSError) as error:
        raise ModelUnreachableError(
            f"The model's server does not respond ({type(error).__name__})."
        ) from None

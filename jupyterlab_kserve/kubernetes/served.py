"""Which services serve a version of a model, by what the cluster says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from .api import KubernetesApi
from .errors import KubernetesError

_TIMEOUT = 5.0
"""Seconds that the question may take: whoever deletes a version waits for the answer."""

_SCHEME = "pvc://"


async def services_of(api: KubernetesApi, uri: str) -> list[str]:
    """Return the names of the InferenceServices in our namespace that read from a version.

    Args:
        api: The Kubernetes API.
        uri: The version's storageUri.

    Returns:
        Their names, sorted. Empty also where the cluster cannot be asked: whoever has none, or no
        permission, must still be able to clear up.
    """
    try:
        namespace = (await api.identity()).namespace
        path = f"/apis/serving.kserve.io/v1beta1/namespaces/{namespace}/inferenceservices"
        found = await asyncio.wait_for(api.get(path), _TIMEOUT)
    except (KubernetesError, asyncio.TimeoutError, ValueError):
        return []
    return sorted(
        str((service.get("metadata") or {}).get("name"))
        for service in found.get("items") or []
        if any(_reads(place, uri) for place in _uris(service.get("spec")))
    )


def _uris(spec: Any) -> Iterator[str]:
    """The storage URIs anywhere in a spec: of the predictor, a transformer or an explainer."""
    if isinstance(spec, Mapping):
        for key, value in spec.items():
            if isinstance(value, str) and key in ("storageUri", "uri"):
                yield value
            else:
                yield from _uris(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from _uris(value)


def _reads(place: str, uri: str) -> bool:
    """Say whether a service that mounts a place reads a version: it, or a folder in it."""
    if not place.startswith(_SCHEME):
        return False
    parts, wanted = ([p for p in u[len(_SCHEME) :].split("/") if p] for u in (place, uri))
    return parts[: len(wanted)] == wanted

"""Which services serve a version of a model, by what the cluster says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import VersionServedError
from ..kubernetes.api import KubernetesApi
from ..kubernetes.errors import KubernetesError, TimedOutError, UnexpectedAnswerError
from ..kubernetes.responses import RefusedByApiError
from ..store.records import VersionRecord

_TIMEOUT = 5.0
"""Seconds that the question may take: whoever deletes a version waits for the answer."""

_GROUP = "serving.kserve.io"
_SCHEME = "pvc://"


async def must_not_be_served(api: KubernetesApi, record: VersionRecord, insist: str) -> None:
    """Make sure that no service in our namespace, which is that of the claim, reads a version.

    Args:
        api: The Kubernetes API.
        record: The version.
        insist: What the user adds to delete it all the same.

    Raises:
        VersionServedError: If one does; and if that cannot be told, because there is no cluster to
            ask or it does not answer or not us.
    """
    if record.uri is None:
        return  # No server can load it from where it is.
    which = f"{record.name} {record.version}"
    try:
        services = await asyncio.wait_for(_services_of(api, record.uri), _TIMEOUT)
    except (KubernetesError, asyncio.TimeoutError, ValueError) as error:
        if isinstance(error, KubernetesError):
            why = error
        else:
            why = TimedOutError("The cluster did not respond in time.")
        raise VersionServedError(
            f"It is unknown whether a service uses {which}. {why}",
            f"{why.hint} A service that uses it would fail when its pod restarts. To "
            f"delete it anyway, add {insist}.".strip(),
        ) from error
    if services:
        raise VersionServedError(
            f"{which} is used by {', '.join(services[:5])}.",
            "The service would fail when its pod restarts. Deploy another version first, "
            f"or add {insist} to delete it anyway.",
        )


async def _services_of(api: KubernetesApi, uri: str) -> list[str]:
    """The names of the InferenceServices that read from a version, sorted."""
    namespace = (await api.identity()).namespace
    try:
        found = await api.get(f"/apis/{_GROUP}/v1beta1/namespaces/{namespace}/inferenceservices")
    except (RefusedByApiError, UnexpectedAnswerError):
        if await _has_kserve(api):
            raise
        return []
    return sorted(
        str((service.get("metadata") or {}).get("name"))
        for service in found.get("items") or []
        if any(_reads(place, uri) for place in _uris(service.get("spec")))
    )


async def _has_kserve(api: KubernetesApi) -> bool:
    """Say whether the cluster has InferenceServices at all: whoever is let in may ask that."""
    groups = (await api.get("/apis")).get("groups") or []
    return any(group.get("name") == _GROUP for group in groups)


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

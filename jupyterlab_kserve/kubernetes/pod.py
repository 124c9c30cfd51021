"""What our own pod says about us: the claim behind the folder where the models are."""

from __future__ import annotations

import asyncio
import os
from pathlib import PurePosixPath
from typing import Any

from .api import KubernetesApi
from .errors import KubernetesError

_TIMEOUT = 3.0
"""Seconds that the question may take: whoever lists models waits for the answer."""


def own_pod() -> str | None:
    """Return the name of the pod we run in; None outside of a cluster."""
    # The kubelet gives a container its pod's name as host name, and every pod this variable.
    return os.environ.get("HOSTNAME") if os.environ.get("KUBERNETES_SERVICE_HOST") else None


async def claim_behind(api: KubernetesApi, folder: str) -> str | None:
    """Ask our own pod which claim is mounted where a folder is.

    Args:
        api: The Kubernetes API.
        folder: An absolute path in the workbench, for example ``/mnt/models``.

    Returns:
        What stands between ``pvc://`` and the folder's content: the claim's name, and the path on
        the volume where the folder is not the root of it. None if the pod cannot be read, or
        mounts no claim there.
    """
    pod = own_pod()
    if pod is None:
        return None
    try:
        namespace = (await api.identity()).namespace
        path = f"/api/v1/namespaces/{namespace}/pods/{pod}"
        found = await asyncio.wait_for(api.get(path), _TIMEOUT)
    except (KubernetesError, asyncio.TimeoutError, ValueError):
        return None
    return claim_in(found, folder)


def claim_in(pod: dict[str, Any], folder: str) -> str | None:
    """Find the claim that a pod mounts where a folder is.

    Args:
        pod: The pod's object.
        folder: An absolute path in one of its containers.

    Returns:
        As ``claim_behind``.
    """
    spec = pod.get("spec") or {}
    claims = {
        volume.get("name"): volume["persistentVolumeClaim"].get("claimName")
        for volume in spec.get("volumes") or []
        if volume.get("persistentVolumeClaim")
    }
    wanted = PurePosixPath(folder)
    mounts = [
        mount
        for container in spec.get("containers") or []
        for mount in container.get("volumeMounts") or []
        if wanted.is_relative_to(mount.get("mountPath", ""))
    ]
    # Of nested mounts the innermost is what the folder shows.
    mounts.sort(key=lambda mount: len(PurePosixPath(mount["mountPath"]).parts))
    if not mounts or not (claim := claims.get(mounts[-1].get("name"))):
        return None
    # A subPathExpr is only known to the kubelet.
    if mounts[-1].get("subPathExpr"):
        return None
    inside = wanted.relative_to(mounts[-1]["mountPath"])
    return str(PurePosixPath(claim, mounts[-1].get("subPath") or "", inside))

"""A cluster that is not there yet: whoever starts it says in a file how far that is.

The file holds ``{"state": "starting" | "failed", "message": TEXT, "hint": TEXT}``, and is removed
when the cluster can be used.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from .errors import KubernetesError, NoClusterError

_MOST_BYTES = 64 << 10


class ClusterStartingError(KubernetesError):
    """The cluster is being started, and will be there without any doing of the user."""

    reason = "ClusterStarting"
    status = HTTPStatus.SERVICE_UNAVAILABLE.value
    default_hint = "You can browse and save models. Deployments appear when the cluster is ready."


def read_progress(path: str) -> KubernetesError | None:
    """Return why there is no cluster yet; None where nobody says so.

    Args:
        path: The file; empty for none.
    """
    if not path:
        return None
    try:
        with open(path, "rb") as stream:
            said: Any = json.loads(stream.read(_MOST_BYTES))
        message, hint = str(said["message"]), said.get("hint")
        kind = {"starting": ClusterStartingError, "failed": NoClusterError}[said["state"]]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None  # It is gone, or about to be written.
    return kind(message, None if hint is None else str(hint))

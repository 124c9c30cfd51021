"""A cluster that is still being started."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_kserve.kubernetes import api as api_module
from jupyterlab_kserve.kubernetes.api import KubernetesApi
from jupyterlab_kserve.kubernetes.progress import read_progress

from ..upstream import Upstream, status

STARTING = {"state": "starting", "message": "KServe is being built.", "hint": ""}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "3",
        '{"state": "starting"}',
        '{"state": "ready", "message": ""}',
        '{"state": [], "message": ""}',
    ],
)
def test_what_is_no_progress_is_nothing(tmp_path: Path, content: str) -> None:
    file = tmp_path / "progress.json"
    file.write_text(content)
    assert read_progress(str(file)) is None
    assert read_progress(str(tmp_path / "nowhere")) is None
    assert read_progress("") is None


def test_the_status_tells_the_progress_until_the_cluster_responds(
    jp_asyncio_loop: asyncio.AbstractEventLoop,
    upstream: Upstream,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run: Callable[[Coroutine[Any, Any, Any]], Any] = jp_asyncio_loop.run_until_complete
    monkeypatch.setattr(api_module, "_STATUS_AGE", 0)
    file = tmp_path / "progress.json"
    later = tmp_path / "later"
    api = KubernetesApi(str(later), progress=str(file))
    file.write_text(json.dumps(STARTING))
    said = run(api.status())
    assert (said["state"], said["reason"]) == ("unavailable", "ClusterStarting")
    assert said["message"] == "KServe is being built."

    file.write_text(json.dumps({"state": "failed", "message": "Go was not found."}))
    said = run(api.status())
    assert (said["reason"], said["message"]) == ("NoCluster", "Go was not found.")
    assert said["hint"]

    # It responds before whoever started it has removed the file.
    later.write_bytes(upstream.kubeconfig.read_bytes())
    upstream.answers = [status(404, "NotFound", "An old cluster.")]
    assert run(api.status())["state"] == "ready"
    run(api.close())

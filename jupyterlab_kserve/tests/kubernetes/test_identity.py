"""What a kubeconfig may hold beside a token."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_kserve.kubernetes.api import KubernetesApi
from jupyterlab_kserve.kubernetes.errors import NoClusterError

from ..upstream import CANARY, Upstream

Run = Callable[[Coroutine[Any, Any, Any]], Any]
PODS = "/api/v1/namespaces/team/pods"


@pytest.fixture
def run(jp_asyncio_loop: asyncio.AbstractEventLoop) -> Run:
    """Runs a coroutine in the loop that the upstream answers in."""
    return jp_asyncio_loop.run_until_complete


async def ask(api: KubernetesApi, times: int = 1) -> None:
    try:
        for _ in range(times):
            await api.get(PODS)
    finally:
        await api.close()


@pytest.mark.parametrize("relative", [True, False])
def test_a_token_file_is_read_and_comes_first(run: Run, upstream: Upstream, relative: bool) -> None:
    file = upstream.kubeconfig.with_name("token")
    file.write_text(f"{CANARY}\n")
    upstream.write_kubeconfig("older", {"tokenFile": file.name if relative else str(file)})
    run(ask(KubernetesApi(str(upstream.kubeconfig))))
    assert upstream.requests[0].headers["Authorization"] == f"Bearer {CANARY}"


def test_a_token_file_that_was_rotated_is_read_again(run: Run, upstream: Upstream) -> None:
    file = upstream.kubeconfig.with_name("token")
    file.write_text("first")
    upstream.token = "first"
    upstream.write_kubeconfig("", {"tokenFile": str(file)})
    api = KubernetesApi(str(upstream.kubeconfig))
    run(api.get(PODS))
    file.write_text("second")
    upstream.token = "second"
    run(ask(api))
    sent = [request.headers["Authorization"] for request in upstream.requests]
    assert sent == ["Bearer first", "Bearer first", "Bearer second"]


def test_a_token_file_that_is_not_there_is_no_cluster(run: Run, upstream: Upstream) -> None:
    upstream.write_kubeconfig(CANARY, {"tokenFile": "nowhere"})
    with pytest.raises(NoClusterError) as caught:
        run(ask(KubernetesApi(str(upstream.kubeconfig))))
    assert CANARY not in str(caught.value)


def test_a_proxy_is_gone_through(run: Run, upstream: Upstream) -> None:
    proxy = f"http://127.0.0.1:{upstream.port}"
    upstream.write_kubeconfig(
        CANARY, cluster={"server": "http://cluster.invalid", "proxy-url": proxy}
    )
    run(ask(KubernetesApi(str(upstream.kubeconfig))))
    assert upstream.requests[0].headers["Host"] == "cluster.invalid"


def test_a_proxy_that_is_not_supported_is_said_to_be(
    run: Run, upstream: Upstream, tmp_path: Path
) -> None:
    upstream.write_kubeconfig(CANARY, cluster={"proxy-url": "socks5://user:secret@proxy:1080"})
    with pytest.raises(NoClusterError) as caught:
        run(ask(KubernetesApi(str(upstream.kubeconfig))))
    assert "socks5" in caught.value.message
    assert "secret" not in str(caught.value)

"""What several tests stand on: a volume, an upstream that misbehaves, the embedded KServe."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .upstream import Upstream

# As it was before pytest-jupyter moves HOME: the cluster's build is kept below it.
_ENVIRONMENT = dict(os.environ)
CLUSTER = Path(__file__).parents[2] / "ui-tests" / "cluster" / "cluster.mjs"


def cluster(*arguments: str) -> str:
    """Run the cluster's command and return what it printed."""
    done = subprocess.run(
        ["node", str(CLUSTER), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=_ENVIRONMENT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First what forks: a child of a process in which JAX's threads run may hang."""

    def forks(item: pytest.Item) -> bool:
        module = item.getparent(pytest.Module)
        return module is not None and hasattr(module.obj, "run_and_kill")

    items.sort(key=forks, reverse=True)


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    """An empty volume."""
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


@pytest.fixture
def jp_server_config(volume: Path, tmp_path: Path) -> dict[str, Any]:
    """A server with our extension on the volume, without a cluster."""
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
        "KserveExtension": {
            "models_path": str(volume),
            "kubeconfig": str(tmp_path / "there-is-none"),
        },
    }


@pytest.fixture
def ask(jp_fetch: Callable[..., Any]) -> Callable[..., Any]:
    """Asks our part of the server, and returns its JSON."""

    async def fetch(*path: str, **options: Any) -> Any:
        response = await jp_fetch("jupyterlab-kserve", *path, **options)
        return json.loads(response.body) if response.body else None

    return fetch


@pytest.fixture
def upstream(tmp_path: Path, jp_asyncio_loop: asyncio.AbstractEventLoop) -> Iterator[Upstream]:
    """A Kubernetes API whose answers the test chooses."""
    server = Upstream()
    jp_asyncio_loop.run_until_complete(server.start(tmp_path))
    yield server
    jp_asyncio_loop.run_until_complete(server.stop())


@pytest.fixture(scope="session")
def cluster_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The state folder of a running cluster: the one of the whole run, or an own one."""
    running = os.environ.get("JUPYTERLAB_KSERVE_TEST_CLUSTER")
    if running:
        yield running
        return
    state = str(tmp_path_factory.mktemp("cluster"))
    cluster("start", "--state", state)
    yield state
    cluster("stop", "--state", state)


@dataclass(frozen=True)
class Namespace:
    """A namespace of a test's own, with a volume and a service account."""

    name: str
    volume: Path
    kubeconfig: str
    state: str

    def kubectl(self, *arguments: str) -> str:
        """Run kubectl as the administrator in this namespace."""
        return cluster("kubectl", "--state", self.state, "--", "-n", self.name, *arguments)


@pytest.fixture
def make_namespace(cluster_state: str, tmp_path: Path) -> Iterator[Callable[..., Namespace]]:
    """Makes namespaces; with the role ``none`` the service account may do nothing."""
    made: list[str] = []

    def make(role: str = "notebook") -> Namespace:
        name = f"test-{uuid.uuid4().hex[:8]}"
        volume = tmp_path / name
        volume.mkdir()
        options = ["--state", cluster_state, "--name", name, "--volume", str(volume)]
        answer: dict[str, Any] = json.loads(
            cluster("namespace", *options, "--role", role).strip().splitlines()[-1]
        )
        made.append(name)
        return Namespace(name, volume, answer["kubeconfig"], cluster_state)

    yield make
    for name in made:
        # Their pods are processes of this machine.
        cluster("remove-namespace", "--state", cluster_state, "--name", name)

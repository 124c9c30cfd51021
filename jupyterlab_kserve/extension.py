"""The server half: an extension of jupyter_server."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Float, Int, List, Unicode

from .files import VolumeContents
from .jobs import Jobs
from .jobs.save import save_file
from .jobs.verify import verify_file
from .kubernetes.api import KubernetesApi
from .kubernetes.pod import claim_behind
from .local import LocalServers
from .migration import FolderSource, Migration
from .migration.convert_job import convert_version
from .routes import ROUTES
from .settings import store_from_environment
from .store import DEFAULT_LEGACY_FOLDER, ModelStore
from .store.changes import Changes

_ASK_AGAIN = 60.0
"""Seconds until our own pod is asked once more for the claim."""


class KserveExtension(ExtensionApp):
    """Serves the models of the volume and passes on what the panel asks of the cluster."""

    name = "jupyterlab_kserve"

    models_path = Unicode(
        help="Where the volume is mounted; MODEL_STORAGE_PATH in the environment."
    ).tag(config=True)
    claim = Unicode(
        help=(
            "The PersistentVolumeClaim behind it; MODEL_STORAGE_PVC in the environment. "
            "Default: read from the pod of the workbench."
        )
    ).tag(config=True)
    kubeconfig = Unicode(
        help="The kubeconfig to use. Default: KUBECONFIG, ~/.kube/config, or the service account."
    ).tag(config=True)
    namespace = Unicode(help="The namespace. Default: the namespace of the credentials.").tag(
        config=True
    )
    kubernetes_timeout = Float(30.0, help="Timeout of requests to the cluster, in seconds.").tag(
        config=True
    )
    trash_days = Float(
        None,
        allow_none=True,
        help="Days after which deleted versions are deleted permanently, 0 for never; "
        "MODEL_STORAGE_TRASH_DAYS in the environment. Default: 30.",
    ).tag(config=True)
    cluster_progress = Unicode(
        help="A file in which the program that starts the cluster writes its progress, to show it "
        "until the cluster responds. Default: no file."
    ).tag(config=True)
    kubernetes_enabled = Bool(True, help="Whether to connect to the cluster.").tag(config=True)

    local_servers = Int(4, help="How many models may run on this machine at once.").tag(config=True)
    local_memory = Float(4.0, help="Memory that each of them may use, in GiB; 0 for no limit.").tag(
        config=True
    )
    local_idle_minutes = Float(
        60.0, help="Minutes without a request after which one is stopped; 0 for never."
    ).tag(config=True)

    legacy_folders = List(
        Unicode(),
        help="Folders of the workbench in which models are looked for, to bring them to the "
        "volume; MODEL_STORAGE_LEGACY_PATH in the environment.",
    ).tag(config=True)
    state_path = Unicode(
        help="Where this server keeps what outlives it, the journals of jobs for example; without "
        "it a folder in Jupyter's data directory."
    ).tag(config=True)

    store: ModelStore
    changes: Changes
    jobs: Jobs
    migration: Migration
    contents: VolumeContents
    api: KubernetesApi
    local: LocalServers

    def initialize_settings(self) -> None:
        """Prepare what the handlers work with; nothing is read or connected here."""
        self.store = store_from_environment(self.models_path, self.claim, self.trash_days)
        self.changes = Changes(self.store)
        self._claim_is_known = bool(self.claim or os.environ.get("MODEL_STORAGE_PVC"))
        self._asking: asyncio.Task[str | None] | None = None
        self._asked_at = 0.0
        state = Path(self.state_path or _state_folder()) / _folder_of(self.store.volume.root)
        self.jobs = make_jobs(self.store, state / "jobs")
        folders = self.legacy_folders or _legacy_folders()
        root = str(self.serverapp.root_dir) if self.serverapp else None
        # A source brings the kinds of its jobs with it.
        sources = [FolderSource(self.store, folders, root)]
        self.migration = Migration(self.store, self.jobs, sources)
        self.contents = VolumeContents(self.store.volume, state / "checkpoints", log=self.log)
        self.local = LocalServers(
            self.local_servers, int(self.local_memory * 2**30), self.local_idle_minutes * 60
        )
        self.api = KubernetesApi(
            self.kubeconfig,
            self.namespace,
            self.kubernetes_timeout,
            self.kubernetes_enabled,
            self.cluster_progress,
        )

    def initialize_handlers(self) -> None:
        """Register the routes."""
        handlers: list[Any] = self.handlers
        handlers.extend(ROUTES)

    async def find_claim(self) -> None:
        """Learn from our own pod which claim the models are on, unless somebody has said so.

        A cluster that does not answer must not hold up the models: callers at the same time wait
        for one question, and after a failure there is none for a while.
        """
        if self._claim_is_known:
            return
        if self._asking is None:
            if self._asked_at and time.monotonic() - self._asked_at < _ASK_AGAIN:
                return
            self._asking = asyncio.ensure_future(claim_behind(self.api, self.store.volume.root))
        asking = self._asking
        found = await asyncio.shield(asking)
        if self._asking is asking:
            self._asking, self._asked_at = None, time.monotonic()
        if found is not None:
            self.store.claim = found
            self._claim_is_known = True

    async def stop_extension(self) -> None:
        """Interrupt jobs, stop local servers, and close the connections to the cluster."""
        await self.local.close()
        await asyncio.to_thread(self.jobs.close)
        await self.api.close()


def make_jobs(store: ModelStore, folder: Path) -> Jobs:
    """Return the jobs on a volume, but for those of migration; nothing is read or started.

    Args:
        store: The volume.
        folder: Where the journals of this volume's jobs are.
    """
    return Jobs(
        folder,
        {
            "save": partial(save_file, store),
            "verify": partial(verify_file, store),
            "convert": partial(convert_version, store),
        },
    )


def _state_folder() -> str:
    return os.path.join(jupyter_data_dir(), "jupyterlab-kserve")


def _folder_of(volume: str) -> str:
    """A name for what is kept of a volume: what is about another is none of ours."""
    return hashlib.sha256(volume.encode()).hexdigest()[:16]


def _legacy_folders() -> list[str]:
    given = os.environ.get("MODEL_STORAGE_LEGACY_PATH", "")
    return [each for each in given.split(os.pathsep) if each] or [DEFAULT_LEGACY_FOLDER]

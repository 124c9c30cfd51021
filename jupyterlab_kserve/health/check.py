"""What a check is, what it works with, and what it finds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ..kubernetes.api import KubernetesApi
from ..kubernetes.errors import KubernetesError
from ..store import ModelStore

State = Literal["ok", "warning", "problem", "unknown"]
"""Nothing to do, something to know, something that keeps people from working; or not known."""

Group = Literal["volume", "permissions", "cluster"]
"""Where a finding is shown; ``src/server/plugin.ts`` asks for the same groups."""


@dataclass(frozen=True)
class Finding:
    """What a check found.

    Attributes:
        state: How good it is.
        message: The finding in one sentence.
        details: What it was told from; may be empty.
        hint: What to do about it; may be empty.
        grant: YAML that an administrator can apply to solve it; empty for none.
    """

    state: State
    message: str
    details: str = ""
    hint: str = ""
    grant: str = ""


@dataclass(frozen=True)
class CheckContext:
    """What checks work with.

    Attributes:
        store: The models on the volume, which knows its claim.
        api: The Kubernetes API.
        cluster: The state of the connection to it, as ``KubernetesApi.status`` gives it.
    """

    store: ModelStore
    api: KubernetesApi
    cluster: Mapping[str, Any]

    @property
    def connected(self) -> bool:
        """Whether the cluster answers, and which namespace is ours is known."""
        return self.cluster["state"] == "ready" and bool(self.cluster["namespace"])

    @property
    def namespace(self) -> str:
        """The namespace of the workbench; empty if it is not known."""
        return str(self.cluster["namespace"] or "")


@dataclass(frozen=True)
class Check:
    """A check.

    Attributes:
        id: Its name for programs.
        group: Where its findings are shown.
        title: What it is about.
        run: Makes it. Nothing is found where another check says all there is to say.
    """

    id: str
    group: Group
    title: str
    run: Callable[[CheckContext], Awaitable[Sequence[Finding]]]


@dataclass(frozen=True)
class CheckResult:
    """A check that was made.

    Attributes:
        id: The check's name.
        group: Where its findings are shown.
        title: What the check is about.
        findings: What it found.
    """

    id: str
    group: Group
    title: str
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the result for JSON."""
        return {**asdict(self), "findings": [asdict(finding) for finding in self.findings]}


NO_CLUSTER = Finding("unknown", "Not checked: no cluster is connected")
"""For checks of what only the cluster knows."""


def words_of(error: KubernetesError) -> str:
    """Return an error with what to do about it, as details of a finding.

    Args:
        error: What the cluster, or the way to it, answered.
    """
    return " ".join(filter(None, (error.message, error.hint)))

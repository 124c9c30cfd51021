"""The checks, and making all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from ..kubernetes.api import KubernetesApi
from ..store import ModelStore
from . import claim, cluster, permissions, volume
from .check import Check, CheckContext, CheckResult, Finding

CHECKS: tuple[Check, ...] = (
    volume.CHECK,
    claim.CHECK,
    permissions.CHECK,
    cluster.CONNECTION,
    cluster.KSERVE,
)


async def run_checks(
    store: ModelStore, api: KubernetesApi, checks: Iterable[Check] = CHECKS
) -> list[CheckResult]:
    """Make checks, all at the same time.

    A check that fails is a finding and never raises.

    Args:
        store: The models on the volume, which knows its claim.
        api: The Kubernetes API.
        checks: The checks to make.

    Returns:
        The results in the order of the checks.
    """
    context = CheckContext(store, api, await api.status())
    return await asyncio.gather(*(_run(check, context) for check in checks))


async def _run(check: Check, context: CheckContext) -> CheckResult:
    try:
        findings = tuple(await check.run(context))
    except Exception as error:  # of which the other checks must not know
        details = f"{check.title}: {error or type(error).__name__}"
        findings = (Finding("unknown", "The check failed", details),)
    return CheckResult(check.id, check.group, check.title, findings)

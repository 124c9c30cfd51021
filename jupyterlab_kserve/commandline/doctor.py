"""``jupyter models doctor``: what ``GET health`` answers, without a server."""

from __future__ import annotations

import asyncio
import os
from argparse import Namespace

from ..health import CheckResult, run_checks
from ..kubernetes.api import KubernetesApi
from ..kubernetes.pod import claim_behind
from ..settings import store_from_environment
from . import DONE, FAILED
from .output import Answer, checks_text

_TIMEOUT = 5.0
"""Seconds that the cluster has for each answer."""


def doctor(options: Namespace) -> Answer:
    """Make all checks that need no browser.

    Args:
        options: What was given on the command line.
    """
    results = asyncio.run(_check(options))
    problem = any(finding.state == "problem" for each in results for finding in each.findings)
    return Answer(
        {"checks": [result.to_dict() for result in results]},
        checks_text(results),
        FAILED if problem else DONE,
    )


async def _check(options: Namespace) -> list[CheckResult]:
    store = store_from_environment(options.path, options.claim)
    api = KubernetesApi(timeout=_TIMEOUT)
    try:
        if not options.claim and not os.environ.get("MODEL_STORAGE_PVC"):
            store.claim = await claim_behind(api, store.volume.root) or store.claim
        return await run_checks(store, api)
    finally:
        await api.close()

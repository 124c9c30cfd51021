"""Whether our identity may do what the extension does (SelfSubjectAccessReview)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..kubernetes.access import Access, review_access
from ..kubernetes.rules import PROXY_RULES, Rule
from .check import NO_CLUSTER, Check, CheckContext, Finding, State


@dataclass(frozen=True)
class Duty:
    """What the extension does with the cluster, as its user would say it.

    Attributes:
        needed_for: The rules of ``allowlist.json`` that it takes.
        lacking: How bad it is when it is denied.
        allowed: The finding when it is allowed.
        denied: The finding when it is not.
        consequence: What does not work then.
    """

    needed_for: str
    lacking: State
    allowed: str
    denied: str
    consequence: str

    @property
    def rules(self) -> list[Rule]:
        """The rules that it takes."""
        return [rule for rule in PROXY_RULES if rule.needed_for == self.needed_for]


DUTIES = (
    Duty(
        "read",
        "problem",
        "You can view services",
        "You are not allowed to view services",
        "The panel cannot show services and their state.",
    ),
    Duty(
        "deploy",
        "problem",
        "You can create, update and delete services",
        "You are not allowed to create, update and delete services",
        "The cluster refuses these operations.",
    ),
    Duty(
        "explain",
        "warning",
        "You can view pods, events and deployments",
        "You are not allowed to view all pods, events and deployments",
        "Failures of services are explained in less detail.",
    ),
    Duty(
        "runtimes",
        "problem",
        "You can view and create runtimes in this namespace",
        "You are not allowed to view and create runtimes in this namespace",
        "Ask your cluster administrator to set up runtimes.",
    ),
    Duty(
        "shared",
        "warning",
        "You can view cluster-wide runtimes",
        "You are not allowed to view cluster-wide runtimes",
        "Only runtimes in this namespace are available.",
    ),
)

ELSEWHERE = {"usage", "quota", "volume", "access"}
"""What else rules are needed for: where it is denied, what shows it says so itself."""


async def _run(context: CheckContext) -> Sequence[Finding]:
    if not context.connected:
        return [NO_CLUSTER]
    return await asyncio.gather(*(_check(duty, context) for duty in DUTIES))


async def _check(duty: Duty, context: CheckContext) -> Finding:
    answers = await asyncio.gather(*(_ask(rule, context) for rule in duty.rules))
    denied = [
        replace(rule, verbs=verbs)
        for rule, said in zip(duty.rules, answers, strict=True)
        if (verbs := tuple(verb for verb in rule.verbs if said[verb] == "denied"))
    ]
    if denied:
        lacking = "; ".join(f"{', '.join(rule.verbs)} {rule.resource}" for rule in denied)
        return Finding(
            duty.lacking,
            duty.denied,
            f"Denied by the access review: {lacking}.",
            duty.consequence,
            role_for(duty.needed_for, denied, context.namespace, context.cluster["identity"] or ""),
        )
    if any("unknown" in said.values() for said in answers):
        return Finding("unknown", duty.allowed, "The cluster did not answer the access review.")
    return Finding("ok", duty.allowed)


async def _ask(rule: Rule, context: CheckContext) -> dict[str, Access]:
    answers = await asyncio.gather(
        *(review_access(context.api, verb, rule, context.namespace) for verb in rule.verbs)
    )
    return dict(zip(rule.verbs, answers, strict=True))


def role_for(name: str, rules: Sequence[Rule], namespace: str, identity: str) -> str:
    """Return a Role that an administrator can apply. It grants nobody: the binding is theirs.

    Args:
        name: What the rules are for.
        rules: The rules, with the verbs that are denied.
        namespace: The namespace of the workbench.
        identity: Whom to bind it to.
    """
    namespaced = all(rule.namespaced for rule in rules)
    kind = "Role" if namespaced else "ClusterRole"
    lines = [
        "apiVersion: rbac.authorization.k8s.io/v1",
        f"kind: {kind}",
        "metadata:",
        f"  name: jupyterlab-kserve-{name}",
        *([f"  namespace: {namespace}"] if namespaced else []),
        "rules:",
    ]
    for rule in rules:
        lines += [
            f"- apiGroups: ['{rule.group}']",
            f"  resources: ['{rule.resource}']",
            f"  verbs: [{', '.join(repr(verb) for verb in rule.verbs)}]",
        ]
    return "\n".join([*lines, f"# and a {kind}Binding to: {identity}"])


CHECK = Check("permissions", "permissions", "Whether you may do what the extension does", _run)

"""What the extension does with the Kubernetes API, as ``allowlist.json`` has it.

The file is the one list of it: the proxy passes on nothing else, Health asks whether we may do
it, and tests compare the Roles in ``deploy/`` and the browser half with it. Its ``proxy`` is what a
browser may ask for, its ``server`` what only the server half does by itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Rule:
    """Verbs on a resource, as in a rule of a Role.

    Attributes:
        group: The API group; empty for the core.
        version: The group's version.
        resource: The plural, with a sub-resource behind a slash.
        kind: The objects' kind.
        namespaced: Whether the objects are in a namespace.
        verbs: What is done with them.
        needed_for: What it is done for, as one word.
    """

    group: str
    version: str
    resource: str
    kind: str
    namespaced: bool
    verbs: tuple[str, ...]
    needed_for: str


def _read(part: str) -> tuple[Rule, ...]:
    rows = json.loads(files(__package__).joinpath("allowlist.json").read_text("utf-8"))[part]
    return tuple(Rule(**{**row, "verbs": tuple(row["verbs"])}) for row in rows)


PROXY_RULES = _read("proxy")
"""What a browser may ask for through the proxy."""

SERVER_RULES = _read("server")
"""What no browser reaches: the server half's own way to a model outside of a cluster."""

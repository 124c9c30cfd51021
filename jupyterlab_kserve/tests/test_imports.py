"""The packages import one another in one direction only."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def package_of(module: tuple[str, ...]) -> str:
    """The part of ours that a module belongs to: a package, or a module beside the packages."""
    return module[0] if module else "jupyterlab_kserve"


def imported_by(path: Path) -> set[str]:
    """The parts that a file imports, also where it does so late or for its types alone."""
    inside = path.relative_to(PACKAGE).with_suffix("").parts[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = inside[: len(inside) - node.level + 1]
            named = tuple(node.module.split(".")) if node.module else ()
            for alias in node.names if not base + named else [None]:
                found.add(package_of((alias.name,) if alias else base + named))
    return found


def graph() -> dict[str, set[str]]:
    imports: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] in ("tests", "labextension", "__init__"):
            continue
        own = package_of(parts)
        imports.setdefault(own, set()).update(imported_by(path) - {own})
    return imports


def test_there_is_no_cycle() -> None:
    imports = graph()
    # Handlers know the application for its type: it is what puts them together.
    assert "extension" in imports["routes"]
    imports["routes"].discard("extension")
    order = list(TopologicalSorter(imports).static_order())  # CycleError names the cycle.
    assert order.index("volume") < order.index("store") < order.index("jobs")
    assert order.index("jobs") < order.index("migration") < order.index("routes")


def test_the_store_and_the_volume_know_nothing_above_them() -> None:
    imports = graph()
    below = {"card", "errors", "formats", "frameworks", "names", "parsing"}
    assert imports["volume"] <= below
    assert imports["protocols"] == set()
    assert imports["store"] <= below | {"inspection", "protocols", "volume"}
    assert imports["jobs"] <= below | {"store", "volume"}

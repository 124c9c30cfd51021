"""The packages of the server half import in one direction, and stay small."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

import jupyterlab_kserve

_NAME = "jupyterlab_kserve"

_LAYERS = (
    {_NAME},
    {"extension"},
    {"routes", "commandline"},
    {"health", "kserve"},
    {"kubernetes"},
    {"migration"},
    {"jobs"},
    {"files"},
    {"settings"},
    {"store"},
    {"volume", "inspection", "local"},
    {"card", "formats"},
    {"frameworks"},
    {"names", "parsing", "protocols"},
    {"errors"},
)
"""What is in a layer imports only from those below it."""

_FOR_TYPES = {("routes", "extension"): "handlers are annotated with the application"}
"""Imports against the layers, allowed under TYPE_CHECKING only, and why."""

_MOST_MODULES = 15

Import = tuple[str, str, bool]
"""The importing module, the imported one, and whether it is for types only."""


def _read(root: Path) -> dict[str, str]:
    """The sources of the package by the name of the module; those of tests are not read."""
    sources = {}
    for path in root.rglob("*.py"):
        parts = path.relative_to(root.parent).with_suffix("").parts
        if "tests" not in parts and "labextension" not in parts:
            sources[".".join(parts)] = path.read_text(encoding="utf-8")
    return sources


def _imports(sources: Mapping[str, str]) -> list[Import]:
    """All imports of each other, those in functions too."""
    modules = {name.removesuffix(".__init__") for name in sources}
    found: list[Import] = []
    for name, text in sources.items():
        tree = ast.parse(text)
        for_types = {
            id(node)
            for block in ast.walk(tree)
            if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
            for node in ast.walk(block)
        }
        for node in ast.walk(tree):
            for target in _targets(node, name):
                # `from .store import ModelStore` names no module below `store`.
                module = target if target in modules else target.rpartition(".")[0]
                if module in modules:
                    importer = name.removesuffix(".__init__")
                    found.append((importer, module, id(node) in for_types))
    return found


def _targets(node: ast.AST, importer: str) -> Iterator[str]:
    """The full names that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        # `importer` ends in the module's own name, also for a package's `__init__`.
        base = importer.split(".")[: -node.level] if node.level else []
        parts = [*base, *([node.module] if node.module else [])]
        yield from (".".join([*parts, alias.name]) for alias in node.names)


def _part(module: str) -> str:
    """The package or module directly below the top that a module is in; the top itself."""
    return module.split(".")[1] if "." in module else module


def _cycles(imports: Iterable[Import], packages: set[str], parent: str = _NAME) -> list[str]:
    """The packages directly in `parent` that import from each other in a circle."""
    below: dict[str, set[str]] = {package: set() for package in packages}
    for importer, imported, _ in imports:
        one, other = (
            name.removeprefix(f"{parent}.").partition(".")[0] for name in (importer, imported)
        )
        if one != other and one in packages and other in packages:
            below[one].add(other)
    found = []
    for start in sorted(packages):
        ways = [[start]]
        seen: set[str] = set()
        for way in ways:
            for package in sorted(below[way[-1]]):
                if package == start and start == min(way):
                    found.append(" -> ".join([*way, start]))
                elif package not in seen and package != start:
                    seen.add(package)
                    ways.append([*way, package])
    return found


def _upward(imports: Iterable[Import]) -> list[str]:
    """Imports of what is not in a layer below."""
    height = {part: level for level, parts in enumerate(_LAYERS) for part in parts}
    found = []
    for importer, imported, for_types in imports:
        one, other = _part(importer), _part(imported)
        if one == other or (for_types and (one, other) in _FOR_TYPES):
            continue
        if imported == _NAME and "." in importer:
            continue  # The version, which stands in the top package.
        for part in {one, other} - set(height):
            found.append(f"{part} is in no layer")
        if height.get(one, 0) >= height.get(other, len(_LAYERS)):
            found.append(f"{importer} imports {imported}")
    return sorted(set(found))


def _crowded(modules: Iterable[str]) -> list[str]:
    """Packages with more modules than a reader sees at a glance."""
    counts = Counter(name.rpartition(".")[0] for name in modules if not name.endswith("__init__"))
    return [
        f"{package} has {count} modules"
        for package, count in counts.items()
        if count > _MOST_MODULES
    ]


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return _read(Path(jupyterlab_kserve.__file__).parent)


def test_reads_imports(sources: dict[str, str]) -> None:
    found = _imports(sources)
    assert (f"{_NAME}.extension", f"{_NAME}.routes", False) in found
    assert len(found) > 100


def test_packages_do_not_import_in_a_circle(sources: dict[str, str]) -> None:
    packages = [name.removesuffix(".__init__") for name in sources if name.endswith("__init__")]
    imports = _imports(sources)
    found = {}
    for parent in packages:
        children = {
            name.rpartition(".")[2] for name in packages if name.rpartition(".")[0] == parent
        }
        found[parent] = _cycles(imports, children, parent)
    assert {f"{_NAME}.store", f"{_NAME}.migration"} <= set(found)
    assert not any(found.values()), found


def test_packages_import_downwards(sources: dict[str, str]) -> None:
    assert _upward(_imports(sources)) == []


def test_packages_are_small(sources: dict[str, str]) -> None:
    assert _crowded(sources) == []


@pytest.mark.parametrize(
    "text",
    [
        "from .. import volume",
        "from ..volume import Volume",
        "from ..volume.changes import watch",
        "import jupyterlab_kserve.volume",
        "from jupyterlab_kserve.volume import Volume",
        "def late():\n    from ..volume import Volume",
        "if TYPE_CHECKING:\n    from ..volume import Volume",
    ],
)
def test_knows_an_import(text: str) -> None:
    made = {
        f"{_NAME}.store.store": text,
        f"{_NAME}.volume.__init__": "",
        f"{_NAME}.volume.changes": "",
    }
    [(importer, imported, for_types)] = _imports(made)
    assert (importer, _part(imported)) == (f"{_NAME}.store.store", "volume")
    assert for_types == ("TYPE_CHECKING" in text)


def test_knows_an_import_of_a_package() -> None:
    made = {f"{_NAME}.store.__init__": "from .store import ModelStore", f"{_NAME}.store.store": ""}
    assert _imports(made) == [(f"{_NAME}.store", f"{_NAME}.store.store", False)]


def _made(*steps: tuple[str, str]) -> list[Import]:
    return [(f"{_NAME}.{one}", f"{_NAME}.{other}", False) for one, other in steps]


def test_finds_a_circle() -> None:
    imports = _made(("a.one", "b.two"), ("b.three", "c"), ("c.four", "a.one"), ("a.one", "a.five"))
    assert _cycles(imports, {"a", "b", "c"}) == ["a -> b -> c -> a"]


def test_finds_a_circle_within_a_package() -> None:
    imports = _made(("a.b.one", "a.c.two"), ("a.c.three", "a.b.four"), ("a.c.five", "a.six"))
    assert _cycles(imports, {"b", "c"}, f"{_NAME}.a") == ["b -> c -> b"]
    assert _cycles(imports[:1], {"b", "c"}, f"{_NAME}.a") == []


def test_finds_no_circle_through_a_module_beside_the_packages() -> None:
    imports = _made(("a.one", "settings"), ("settings", "a.two"))
    assert _cycles(imports, {"a"}) == []


def test_finds_an_import_upwards() -> None:
    imports = _made(("store.one", "routes.two"), ("routes.two", "store.one"))
    assert _upward(imports) == [f"{_NAME}.store.one imports {_NAME}.routes.two"]


def test_finds_what_is_in_no_layer() -> None:
    assert "a is in no layer" in _upward(_made(("a.one", "store.two")))


def test_lets_types_go_upwards_where_it_says_why() -> None:
    step = (f"{_NAME}.routes.base", f"{_NAME}.extension")
    assert _upward([(*step, True)]) == []
    assert _upward([(*step, False)]) != []


def test_finds_a_package_with_too_many_modules() -> None:
    modules = [f"{_NAME}.a.__init__", *(f"{_NAME}.a.m{number}" for number in range(16))]
    assert _crowded(modules) == [f"{_NAME}.a has 16 modules"]
    assert _crowded(modules[:-1]) == []

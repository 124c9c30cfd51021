"""No text of a user reaches a shell: programs are started with lists of arguments only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1]
SHELLS = {"system", "popen", "create_subprocess_shell", "getoutput", "getstatusoutput"}


def shells_in(source: str) -> Iterator[int]:
    """The lines in which a shell is started."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        with_shell = any(
            keyword.arg == "shell" and getattr(keyword.value, "value", True) is not False
            for keyword in node.keywords
        )
        if name in SHELLS or with_shell:
            yield node.lineno


def test_no_program_is_started_by_a_shell() -> None:
    files = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]
    assert len(files) > 50
    found = {str(path): list(shells_in(path.read_text("utf-8"))) for path in files}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    ["os.system(x)", "subprocess.run(x, shell=True)", "asyncio.create_subprocess_shell(x)"],
)
def test_a_shell_would_be_found(source: str) -> None:
    assert list(shells_in(source)) == [1]

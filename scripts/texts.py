"""Print the texts of the Python packages in the given folder as JSON, for texts.mjs.

Strings of one word are names and keys; docstrings, attribute docstrings and word lists are not
shown to a user.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("jupyterlab_kserve", "model_storage_helpers")

_WORDS = re.compile(r"[^\W\d_]{2,}.? \S")


def _text(node: ast.AST) -> str | None:
    """Return the text of a string or f-string; what an f-string inserts stays as its code."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            f"{{{ast.unparse(part.value)}}}"
            if isinstance(part, ast.FormattedValue)
            else str(getattr(part, "value", ""))
            for part in node.values
        )
    return None


def _shown(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the strings below a node, without docstrings and lists of words."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Attribute) and node.attr == "split":
        return
    if _text(node) is not None:
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from _shown(child)


def texts_of(root: Path) -> list[dict[str, str | int]]:
    """Return file, line and text of the strings of more than one word, tests left out."""
    return [
        {"file": str(file.relative_to(root)), "line": node.lineno, "text": text}
        for package in PACKAGES
        for file in sorted((root / package).rglob("*.py"))
        if "tests" not in file.relative_to(root).parts
        for node in _shown(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.expr) and (text := _text(node)) and _WORDS.search(text)
    ]


if __name__ == "__main__":
    json.dump(texts_of(Path(sys.argv[1])), sys.stdout)

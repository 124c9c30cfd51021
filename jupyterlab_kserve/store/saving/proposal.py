"""What a file that is to be saved as a model might be called."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ...names import is_version, propose_name

_VERSION = re.compile(r"[-_.]?(?:v(?=\d)|version[-_]?)(\d+(?:[._]\d+){0,3})$", re.IGNORECASE)
_GENERIC = frozenset({"model", "models", "weights", "pytorch_model", "saved_model", "output"})
_SUFFIX = re.compile(r"(?<=[A-Za-z0-9])[-_.]model$", re.IGNORECASE)


def propose_for(source: Path, root: Path | None = None) -> dict[str, Any]:
    """Propose name and version for a file that is to be saved as a model.

    Args:
        source: Its path; the folders it is in tell more than a file called ``model.pkl``.
        root: The folder above which none is looked at.

    Returns:
        ``name``, and ``version`` or None.
    """
    parents = [parent for parent in source.parents if root is None or parent.is_relative_to(root)]
    if root is not None and root in parents:
        parents.remove(root)
    version = None
    for text in (
        source.stem if source.is_file() else source.name,
        *(parent.name for parent in parents),
    ):
        found = _VERSION.search(text)
        rest = text[: found.start()] if found else text
        if found and version is None:
            version = found[1].replace("_", ".")
        if is_version(text) and re.fullmatch(r"v?\d+(\.\d+)*", text):
            version = version or text.removeprefix("v")
        elif rest and rest.lower() not in _GENERIC:
            return {"name": propose_name(_SUFFIX.sub("", rest)), "version": version}
    return {"name": "model", "version": version}

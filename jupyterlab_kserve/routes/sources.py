"""Files of the workbench that a request names: below the server's root, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import SourceMissing


def source_at(root: str, path: str) -> Path:
    """Find a file or folder below the Jupyter server's root.

    Args:
        root: The Jupyter server's root.
        path: As the file browser has it, relative to the root.

    Returns:
        Its absolute path without symbolic links, none of which may lead out of the root.

    Raises:
        SourceMissing: If there is none.
    """
    base = Path(root).expanduser().resolve()
    try:
        source = (base / path.lstrip("/")).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        raise SourceMissing(f"There is no file {path[:200]!r}.") from None
    if os.path.commonpath([base, source]) != str(base):
        raise SourceMissing(f"There is no file {path[:200]!r}.")
    return source

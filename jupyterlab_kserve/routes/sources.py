"""Files that a request names: below the server's root or on the volume, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import SourceMissingError

_ON_VOLUME = "models:"
"""What JupyterLab puts before paths on the volume: the name of its drive there."""


def source_at(root: str, path: str, volume: str) -> Path:
    """Find a file or folder below the Jupyter server's root, or on the volume.

    Args:
        root: The Jupyter server's root.
        path: As a file browser has it: relative to the root, or after ``models:`` to the volume.
        volume: Where the volume is mounted.

    Returns:
        Its absolute path without symbolic links, none of which may lead out of where it begins.

    Raises:
        SourceMissingError: If there is none, or if it is hidden on the volume.
    """
    missing = SourceMissingError(f"There is no file {path[:200]!r}.")
    on_volume = path.startswith(_ON_VOLUME)
    parts = path.removeprefix(_ON_VOLUME) if on_volume else path
    base = Path(volume if on_volume else root).expanduser().resolve()
    try:
        source = (base / parts.lstrip("/")).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        raise missing from None
    if os.path.commonpath([base, source]) != str(base):
        raise missing
    if on_volume and (
        source == base or any(part.startswith(".") for part in source.relative_to(base).parts)
    ):
        raise missing
    return source

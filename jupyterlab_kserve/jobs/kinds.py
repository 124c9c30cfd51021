"""What the jobs of a server do."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from ..store import ModelStore
from .convert import convert_version
from .registry import Jobs
from .save import save_file
from .verify import verify_file


def make_jobs(store: ModelStore, folder: Path) -> Jobs:
    """Return the jobs on a volume; nothing is read or started.

    Args:
        store: The volume.
        folder: Where this server keeps what outlives it.
    """
    # Jobs name models, so those of another volume are none of ours.
    volume = hashlib.sha256(store.volume.root.encode()).hexdigest()[:16]
    return Jobs(
        folder / "jobs" / volume,
        {
            "save": partial(save_file, store),
            "verify": partial(verify_file, store),
            "convert": partial(convert_version, store),
        },
    )

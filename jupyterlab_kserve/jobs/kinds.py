"""What the jobs of a server do."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ..migration.copying import copy_model
from ..migration.migration import COPY, REMOVE
from ..migration.removal import remove_original
from ..store import ModelStore
from .convert import convert_version
from .registry import Jobs
from .save import save_file
from .verify import verify_file


def make_jobs(store: ModelStore, folder: Path) -> Jobs:
    """Return the jobs on a volume; nothing is read or started.

    Args:
        store: The volume.
        folder: Where the journals of this volume's jobs are.
    """
    return Jobs(
        folder,
        {
            "save": partial(save_file, store),
            "verify": partial(verify_file, store),
            "convert": partial(convert_version, store),
            COPY: partial(copy_model, store),
            REMOVE: partial(remove_original, store),
        },
    )

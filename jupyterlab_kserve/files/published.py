"""Which folders are published versions: their files never change."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress

from ..card import CARD_FOLDER
from ..errors import UnsafePathError
from ..volume.descriptors import open_below


def is_version(root: int, parts: Sequence[str]) -> bool:
    """Say whether a directory is a published version: whatever has a card is.

    Args:
        root: Descriptor of the directory to start from.
        parts: The components of the path from there.

    Raises:
        FileNotFoundError: If there is no such directory.
        UnsafePathError: If a component is a link.
    """
    with open_below(root, parts) as directory:
        return _is_folder(CARD_FOLDER, directory)


def holds_version(parent: int, name: str) -> bool:
    """Say whether one of the directories in a directory is a published version.

    Args:
        parent: Descriptor of the directory that it is in.
        name: The directory.
    """
    if not _is_folder(name, parent):
        return False
    with open_below(parent, [name]) as model:
        for entry in os.listdir(model):
            with suppress(FileNotFoundError, UnsafePathError):
                if _is_folder(entry, model) and is_version(model, [entry]):
                    return True
    return False


def _is_folder(name: str, parent: int) -> bool:
    try:
        return stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False

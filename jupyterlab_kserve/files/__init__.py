"""The volume as a tree of files, for people who browse it.

``entries`` is what is told of it, ``published`` what never changes, ``tree`` reads and changes it,
``contents`` makes of that what Jupyter calls a contents manager.
"""

from __future__ import annotations

from .contents import VolumeContents
from .entries import Entry
from .tree import FileTree

__all__ = ["Entry", "FileTree", "VolumeContents"]

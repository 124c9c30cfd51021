"""The volume as a tree of files, for people who browse it.

``tree`` reads and changes it, ``contents`` makes of that what Jupyter calls a contents manager.
"""

from __future__ import annotations

from .contents import VolumeContents
from .tree import Entry, FileTree

__all__ = ["Entry", "FileTree", "VolumeContents"]

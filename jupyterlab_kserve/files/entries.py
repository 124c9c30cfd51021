"""What is told of a file or folder, and how it is asked for."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import Literal

from ..errors import InvalidNameError, UnsafePathError
from ..names import printable
from ..volume.descriptors import split_inside
from .errors import FileMissingError

_MAX_NAME = 255

Kind = Literal["file", "directory", "link", "other"]


@dataclass(frozen=True)
class Entry:
    """A file or folder.

    Attributes:
        path: From the volume's root, with forward slashes; empty for the root itself.
        kind: What it is; a link is never followed.
        size: Bytes.
        modified: Seconds since 1970.
        changed: Seconds since 1970 at which it was made, or its owner or mode changed.
        writable: Whether it may be changed through us.
    """

    path: str
    kind: Kind
    size: int
    modified: float
    changed: float
    writable: bool

    @property
    def name(self) -> str:
        """The last component of the path."""
        return self.path.rpartition("/")[2]


def parts_of(path: str) -> list[str]:
    """Split a path from the volume's root, and refuse what is hidden.

    Args:
        path: With forward slashes; leading and trailing ones do not count.

    Raises:
        UnsafePathError: If it is not plain.
        FileMissingError: If a component is hidden.
    """
    path = path.strip("/")
    if not path:
        return []
    parts = split_inside(path)
    if any(part.startswith(".") for part in parts):
        raise FileMissingError(f"There is no file or folder {printable(path)} on the volume.")
    for part in parts:
        if len(os.fsencode(part)) > _MAX_NAME or not part.isprintable():
            raise InvalidNameError(
                f"'{printable(part)}' is not a valid file name.",
                f"Use at most {_MAX_NAME} bytes and only printable characters.",
            )
    return parts


def parts_of_entry(path: str) -> list[str]:
    """Split a path from the volume's root that is not the root itself.

    Args:
        path: As for ``parts_of``.

    Raises:
        UnsafePathError, FileMissingError: As for ``parts_of``; ``UnsafePathError`` also for the
            root.
    """
    parts = parts_of(path)
    if not parts:
        raise UnsafePathError(
            "The root of the volume cannot be changed.", "Choose a file or folder on the volume."
        )
    return parts


def entry_of(path: str, info: os.stat_result, writable: bool) -> Entry:
    """Return what is told of a file or folder.

    Args:
        path: From the volume's root.
        info: What stat said of it.
        writable: Whether the folder that it is in may be written to.
    """
    kind: Kind = "other"
    if stat.S_ISREG(info.st_mode):
        kind = "file"
    elif stat.S_ISDIR(info.st_mode):
        kind = "directory"
    elif stat.S_ISLNK(info.st_mode):
        kind = "link"
    plain = kind in ("file", "directory")
    return Entry(path, kind, info.st_size, info.st_mtime, info.st_ctime, writable and plain)


def is_text(name: str) -> bool:
    """Say whether a name from the disk is text: one that is none cannot be asked for.

    Args:
        name: The name.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True

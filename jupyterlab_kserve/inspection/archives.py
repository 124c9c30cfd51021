"""ZIP archives: models of the libraries that say so."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from ..formats import LIBRARIES
from ..parsing.report import Inspection, NotReadError

_MAX_MEMBERS = 50_000


def inspect_archive(stream: BinaryIO, size: int, deadline: float) -> Inspection:
    """Inspect an archive.

    Args:
        stream: The opened file, at its start.
        size: Its bytes.
        deadline: Of ``time.monotonic``, after which nothing is read any more.
    """
    found = Inspection(size=size, carries_code=True)
    kinds = [library for library in LIBRARIES if library.archive]
    try:
        with zipfile.ZipFile(stream) as archive:
            names = _safe_names(archive)
            for library in kinds:
                if library.archive and library.archive.is_model(names):
                    library.archive.inspect(archive, found, deadline)
                    return found
    except NotReadError as error:
        return found.incomplete(str(error))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        return found.incomplete(f"It is an archive that cannot be read ({type(error).__name__}).")
    except (ValueError, KeyError, RecursionError, UnicodeError, OverflowError) as error:
        return found.incomplete(f"It is malformed ({type(error).__name__}).")
    labels = " or ".join(library.framework.label for library in kinds)
    return found.incomplete(f"It is an archive, but not one of {labels}.")


def _safe_names(archive: zipfile.ZipFile) -> list[str]:
    infos = archive.infolist()
    if len(infos) > _MAX_MEMBERS:
        raise NotReadError("It is an archive with more files than can be checked.")
    for info in infos:
        parts = info.filename.replace("\\", "/").split("/")
        kind = info.external_attr >> 28
        if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise NotReadError("It is refused: it is an archive with paths outside the archive.")
        if kind not in (0, 4, 8):  # neither unknown, nor a directory, nor a regular file
            raise NotReadError("It is refused: it is an archive with links or devices.")
    return [info.filename for info in infos]

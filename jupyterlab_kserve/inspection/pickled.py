"""Pickles, and joblib files with any of joblib's compressions."""

from __future__ import annotations

from typing import BinaryIO

from ..formats import LIBRARIES
from ..parsing.arrays import WRAPPER
from ..parsing.facts import describe, take_globals
from ..parsing.pickles import read_pickle
from ..parsing.report import Inspection, NotReadError
from ..parsing.source import Source, unpacked
from ..parsing.stubs import Reading

_FRAMEWORKS = {
    package: library.framework.name
    for library in LIBRARIES
    for package in (library.framework.package, *library.framework.relatives)
    if package
}
_FEW = 8
"""Operations that any file may happen to begin with."""


def inspect_pickle(stream: BinaryIO, size: int, head: bytes, deadline: float) -> Inspection:
    """Inspect a pickle, or a joblib file with any of joblib's compressions.

    Args:
        stream: The opened file, at its start.
        size: Its bytes.
        head: Its first bytes.
        deadline: Of ``time.monotonic``, after which nothing is read any more.
    """
    found = Inspection(size=size, carries_code=True)
    reading = Reading()
    top, packed = None, None
    try:
        packed = unpacked(stream, head)
        if packed is None:
            source = Source(stream, size, deadline)
        else:
            source = Source(packed[0], None, deadline)
            found.notes.append(f"It is compressed with {packed[1]}.")
        top = read_pickle(source, reading, joblib=True)
    except NotReadError as error:
        found.incomplete(str(error))
    except (OSError, EOFError, ValueError, RuntimeError) as error:
        # What the libraries that unpack raise for damaged bytes (lzma.LZMAError among them).
        found.incomplete(f"It cannot be unpacked ({type(error).__name__}).")
    except Exception as error:
        if type(error).__module__ not in ("zlib", "_lzma", "lzma"):
            raise
        found.incomplete(f"It cannot be unpacked ({type(error).__name__}).")
    take_globals(found, reading)
    # What is unpacked at all is packed: then its first operation says that it is a pickle.
    few = _FEW if packed is None else 1
    if not found.complete and reading.operations < few and not found.globals:
        unknown = Inspection(size=size, carries_code=True)
        return unknown.incomplete("It is not a known model file.")
    # joblib without compression and arrays writes what pickle writes.
    is_joblib = packed is not None or WRAPPER in reading.globals
    found.format = "joblib" if is_joblib else "pickle"
    if top is not None:
        describe(found, top)
        found.framework = _FRAMEWORKS.get(found.class_name.partition(".")[0])
        if found.framework == "sklearn":
            found.framework_version = found.libraries.get("scikit-learn")
    return found

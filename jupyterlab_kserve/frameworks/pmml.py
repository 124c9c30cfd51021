"""PMML, which several libraries write: an XML document."""

from __future__ import annotations

from typing import BinaryIO

from ..parsing.report import Inspection
from .library import Format, Framework, Inspector, Library


def sniff(head: bytes, size: int) -> Inspector | None:
    """Find what inspects a file of PMML.

    Args:
        head: Its first bytes.
        size: All its bytes.
    """
    is_pmml = head.lstrip().startswith((b"<?xml", b"<PMML")) and b"<PMML" in head
    return _inspect if is_pmml else None


def _inspect(_stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    # Its root element says all.
    return Inspection("pmml", "pmml", size=size)


LIBRARY = Library(
    Framework("pmml", "PMML"),
    (Format("pmml", (".pmml",), "pmml"),),
    sniff,
    rank=110,
)

"""UBJSON (the format's draft 12, as XGBoost writes it), with arrays of numbers passed over."""

from __future__ import annotations

import struct
from typing import Any

from .report import NotReadError
from .source import Source

_MAX_VALUES = 2_000_000
_MAX_DEPTH = 30
_NUMBERS = {b"i": "b", b"U": "B", b"I": ">h", b"l": ">i", b"L": ">q", b"d": ">f", b"D": ">d"}


class Ubjson:
    """A reader of UBJSON.

    Args:
        source: Where to read from.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._values = 0

    def value(self, kind: bytes | None = None, depth: int = 0) -> Any:
        """Read a value; of a known kind, inside of a typed array."""
        self._values += 1
        if self._values > _MAX_VALUES or depth > _MAX_DEPTH:
            raise NotReadError("It is larger than the limit for inspection.")
        kind = kind or self._source.read(1)
        if kind == b"{":
            return self._object(depth)
        if kind == b"[":
            return self._array(depth)
        if kind == b"S":
            return self._source.read(self._length()).decode("utf-8", "replace")
        if kind in b"ZTFN":
            return {b"T": True, b"F": False}.get(kind)
        if kind == b"C":
            return self._source.read(1).decode("latin-1")
        return self._number(kind)

    def _number(self, kind: bytes) -> Any:
        layout = _NUMBERS.get(kind)
        if layout is None:
            raise NotReadError("It is not valid UBJSON.")
        return struct.unpack(layout, self._source.read(struct.calcsize(layout)))[0]

    def _length(self, kind: bytes | None = None) -> int:
        length = self._number(kind or self._source.read(1))
        if not isinstance(length, int) or length < 0:
            raise NotReadError("It declares implausible lengths.")
        return length

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while (kind := self._source.read(1)) != b"}":
            key = self._source.read(self._length(kind)).decode("utf-8", "replace")
            found[key] = self.value(depth=depth + 1)
        return found

    def _array(self, depth: int) -> Any:
        kind = self._source.read(1)
        if kind == b"$":
            item = self._source.read(1)
            if self._source.read(1) != b"#":
                raise NotReadError("It is not valid UBJSON.")
            count = self._length()
            layout = _NUMBERS.get(item)
            if layout is not None and count > 16:
                self._source.skip(count * struct.calcsize(layout))
                return None
            return [self.value(item, depth + 1) for _ in range(count)]
        if kind == b"#":
            return [self.value(depth=depth + 1) for _ in range(self._length())]
        items = []
        while kind != b"]":
            items.append(self.value(kind, depth + 1))
            kind = self._source.read(1)
        return items

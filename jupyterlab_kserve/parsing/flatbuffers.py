"""FlatBuffers, in which each value says where the next one is: read by places, not in order."""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator
from typing import BinaryIO

from .report import NotReadError

_MAX_TABLES = 200_000
_MAX_TEXT = 4 << 20


class FlatBuffer:
    """A buffer in a file, of which only what is asked for is read.

    Args:
        stream: The file.
        start: Where the buffer starts.
        end: Where it ends.
        deadline: Of ``time.monotonic``, after which nothing is read any more.
    """

    def __init__(self, stream: BinaryIO, start: int, end: int, deadline: float) -> None:
        self._stream, self._start, self._end, self._deadline = stream, start, end, deadline

    def root(self) -> Table:
        """Return the outermost table.

        Raises:
            NotReadError: If there is none.
        """
        return Table(self, self.follow(self._start))

    def unpack(self, layout: str, place: int) -> int:
        """Read a number.

        Args:
            layout: As ``struct`` has it.
            place: Where it is.

        Raises:
            NotReadError: If it is not in the buffer.
        """
        return int(struct.unpack(layout, self.read(place, struct.calcsize(layout)))[0])

    def follow(self, place: int) -> int:
        """Return the place to which an offset leads.

        Args:
            place: Where the offset is.

        Raises:
            NotReadError: If it is not in the buffer.
        """
        return place + self.unpack("<I", place)

    def read(self, place: int, count: int) -> bytes:
        """Read bytes.

        Args:
            place: Where they start.
            count: How many.

        Raises:
            NotReadError: If not all of them are in the buffer, or there is no time left.
        """
        if not self._start <= place <= self._end - count or count > _MAX_TEXT:
            raise NotReadError("It states places or lengths that are not believable.")
        if time.monotonic() > self._deadline:
            raise NotReadError("Reading it takes too long.")
        self._stream.seek(place)
        return self._stream.read(count)


class Table:
    """A table of a FlatBuffer: fields by their positions in the schema.

    Args:
        buffer: The buffer.
        place: Where the table is.
    """

    def __init__(self, buffer: FlatBuffer, place: int) -> None:
        self._buffer, self._place = buffer, place
        self._fields = place - buffer.unpack("<i", place)
        self._size = buffer.unpack("<H", self._fields)

    def number(self, field: int, default: int) -> int:
        """Return a whole number.

        Args:
            field: Its position in the schema.
            default: What a table without the field has.

        Raises:
            NotReadError: If it cannot be read.
        """
        place = self._find(field)
        return default if place is None else self._buffer.unpack("<i", place)

    def text(self, field: int) -> str:
        """Return a text; empty if there is none.

        Args:
            field: Its position in the schema.

        Raises:
            NotReadError: If it cannot be read.
        """
        place = self._find(field)
        if place is None:
            return ""
        place = self._buffer.follow(place)
        data = self._buffer.read(place + 4, self._buffer.unpack("<I", place))
        return data.decode("utf-8", "replace")

    def table(self, field: int) -> Table | None:
        """Return a table; None if there is none.

        Args:
            field: Its position in the schema.

        Raises:
            NotReadError: If it cannot be read.
        """
        place = self._find(field)
        return None if place is None else Table(self._buffer, self._buffer.follow(place))

    def tables(self, field: int) -> Iterator[Table]:
        """Return the tables of a vector, one after the other.

        Args:
            field: Its position in the schema.

        Raises:
            NotReadError: If it cannot be read.
        """
        place = self._find(field)
        if place is None:
            return
        place = self._buffer.follow(place)
        count = self._buffer.unpack("<I", place)
        if count > _MAX_TABLES:
            raise NotReadError("It is larger than the limit for inspection.")
        for number in range(count):
            yield Table(self._buffer, self._buffer.follow(place + 4 + 4 * number))

    def pairs(self, field: int) -> Iterator[tuple[str, str]]:
        """Return the keys and values of a vector of pairs.

        Args:
            field: Its position in the schema.

        Raises:
            NotReadError: If it cannot be read.
        """
        return ((pair.text(0), pair.text(1)) for pair in self.tables(field))

    def _find(self, field: int) -> int | None:
        slot = 4 + 2 * field
        offset = self._buffer.unpack("<H", self._fields + slot) if slot < self._size else 0
        return self._place + offset if offset else None

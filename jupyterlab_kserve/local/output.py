"""What a process prints: its last lines, and whoever follows them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

MOST_BYTES = 1 << 20
"""Of the lines that are kept; older ones go first."""

_LONGEST_LINE = 64 << 10
"""Bytes after which a line goes on as the next."""


class Output:
    """The last lines of a process, which may print any amount.

    Attributes:
        dropped: Bytes that were printed and are kept no longer.
        ended: Whether the process has closed its output.
    """

    def __init__(self) -> None:
        self.dropped = 0
        self.ended = False
        self._lines: deque[bytes] = deque()
        self._size = 0
        self._first = 0  # The number of the first line that is kept.
        self._rest = b""
        self._news = asyncio.Condition()

    @property
    def lines(self) -> list[str]:
        """The lines that are kept."""
        return [line.decode("utf-8", "replace") for line in self._lines]

    async def read(self, stream: asyncio.StreamReader) -> None:
        """Keep what a stream brings, to its end.

        Args:
            stream: Where the process prints to.
        """
        while chunk := await stream.read(_LONGEST_LINE):
            *whole, self._rest = (self._rest + chunk).split(b"\n")
            if len(self._rest) >= _LONGEST_LINE:
                whole.append(self._rest)
                self._rest = b""
            await self._add(whole)
        self.ended = True
        await self._add([self._rest] if self._rest else [])

    async def follow(
        self, tail: int, start: int | None = None
    ) -> AsyncIterator[tuple[list[str], int]]:
        """Yield the last lines, then what is printed from then on, until the process ends.

        Whoever is too slow misses lines, and nobody waits for them.

        Args:
            tail: How many lines to begin with.
            start: The number of the line to begin with instead, as it came with earlier ones.

        Yields:
            Lines, and the number of the line after them.
        """
        at = max(self._first, self._end - tail)
        if start is not None:
            at = min(max(0, start), self._end)
        while True:
            async with self._news:
                while self._end <= at and not self.ended:
                    await self._news.wait()
                start = max(at, self._first) - self._first
                found = [self._lines[index] for index in range(start, len(self._lines))]
                at = self._end
            if found:
                yield [line.decode("utf-8", "replace") for line in found], at
            elif self.ended:
                return

    @property
    def _end(self) -> int:
        return self._first + len(self._lines)

    async def _add(self, lines: list[bytes]) -> None:
        async with self._news:
            for line in lines:
                self._lines.append(line.rstrip(b"\r"))
                self._size += len(line) + 1
            while self._size > MOST_BYTES:
                gone = len(self._lines.popleft()) + 1
                self._size -= gone
                self.dropped += gone
                self._first += 1
            self._news.notify_all()

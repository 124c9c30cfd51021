"""Bounded reading: no length that a file states is believed before the bytes are there."""

from __future__ import annotations

import bz2
import io
import lzma
import time
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO, Protocol, cast

from .report import NotReadError

MAX_PIECE = 16 << 20
"""Bytes that are kept of anything at once; longer things are passed over."""

_CHUNK = 1 << 20
_CLOCK = 1 << 12
"""After so many bytes, and reads, the clock is looked at: it takes as long as a short read."""
_MAX_LINE = 1 << 16
_PACKED = 1 << 16
_UNPACKED = 1 << 18


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class Source:
    """A stream that is read forward, within limits.

    Args:
        stream: Where to read from.
        size: Bytes there are; None where that is not known, as in a compressed stream.
        deadline: Of ``time.monotonic``, after which nothing is read any more.
        limit: Bytes that are read in all.
    """

    def __init__(
        self, stream: BinaryIO, size: int | None, deadline: float, limit: int = 1 << 36
    ) -> None:
        self._stream = stream
        self._size = size
        self._deadline = deadline
        self._left = limit
        self._clock = 0

    def read(self, count: int) -> bytes:
        """Read exactly so many bytes.

        Args:
            count: How many.

        Raises:
            NotReadError: If there are fewer, or more than are kept at once.
        """
        if count > MAX_PIECE:
            raise NotReadError("It declares implausible lengths.")
        data = self._stream.read(count)
        if len(data) != count:
            raise NotReadError("It is truncated.")
        # Here, not in a function of its own: this is most of what reading a pickle takes.
        self._left -= count
        self._clock -= count + 1
        if self._left < 0 or self._clock < 0:
            self._check()
        return data

    def until(self, last: bytes) -> Iterator[bytes]:
        """Read bytes one by one; the caller sees to the limits.

        Args:
            last: The byte that ends them; it is read.

        Yields:
            Each byte before it; nothing, again and again, where there are no more.
        """
        return iter(partial(self._stream.read, 1), last)

    def readline(self) -> bytes:
        """Read a line with its end.

        Raises:
            NotReadError: If it has no end, or is too long.
        """
        line = self._stream.readline(_MAX_LINE)
        if not line.endswith(b"\n"):
            raise NotReadError("It is truncated, or contains a line that is too long.")
        self._spend(len(line))
        return line

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, as ``read`` does."""
        view = memoryview(buffer).cast("B")
        view[:] = self.read(len(view))
        return len(view)

    def skip(self, count: int) -> None:
        """Pass over bytes.

        Args:
            count: How many.

        Raises:
            NotReadError: If there are fewer.
        """
        if self._size is not None:
            position = self._stream.tell() + count
            if count < 0 or position > self._size:
                raise NotReadError("It is truncated.")
            self._stream.seek(position)
            self._spend(0)
            return
        while count > 0:
            piece = self._stream.read(min(count, _CHUNK))
            if not piece:
                raise NotReadError("It is truncated.")
            count -= len(piece)
            self._spend(len(piece))

    def check_time(self) -> None:
        """Stop when the time is up.

        Raises:
            NotReadError: If it is.
        """
        if time.monotonic() > self._deadline:
            raise NotReadError("Inspection took too long.")

    def _spend(self, count: int) -> None:
        self._left -= count
        self._check()

    def _check(self) -> None:
        self._clock = _CLOCK
        if self._left < 0:
            raise NotReadError("It decompresses to more than the limit for inspection.")
        self.check_time()


class _Zlib:
    """zlib's and gzip's decompressor, with the interface of those of bz2 and lzma."""

    def __init__(self) -> None:
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)

    @property
    def eof(self) -> bool:
        return self._unpack.eof

    @property
    def needs_input(self) -> bool:
        return not self._unpack.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._unpack.decompress(self._unpack.unconsumed_tail + data, max_length)


class _Unpacked(io.RawIOBase):
    """A stream that is unpacked in pieces of bounded size while it is read."""

    def __init__(self, stream: BinaryIO, unpack: _Decompressor) -> None:
        self._stream = stream
        self._unpack = unpack

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        while not self._unpack.eof:
            packed = self._stream.read(_PACKED) if self._unpack.needs_input else b""
            data = self._unpack.decompress(packed, len(view))
            if data:
                view[: len(data)] = data
                return len(data)
            if not packed:
                break
        return 0


def _through(make: Callable[[], _Decompressor]) -> Callable[[BinaryIO], BinaryIO]:
    def unpack(stream: BinaryIO) -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(_Unpacked(stream, make()), _UNPACKED))

    return unpack


def _lz4(stream: BinaryIO) -> BinaryIO:
    try:
        import lz4.frame
    except ModuleNotFoundError:
        raise NotReadError(
            "It is compressed with lz4, but the lz4 package is not installed."
        ) from None
    return cast(BinaryIO, lz4.frame.LZ4FrameFile(stream, mode="rb"))


# The first bytes by which joblib tells them apart (joblib.compressor), and what unpacks them.
_COMPRESSIONS: tuple[tuple[bytes, str, Callable[[BinaryIO], BinaryIO]], ...] = (
    (b"\x1f\x8b", "gzip", _through(_Zlib)),
    (b"BZh", "bz2", _through(bz2.BZ2Decompressor)),
    (b"\xfd7zXZ", "xz", _through(lzma.LZMADecompressor)),
    (b"\x5d\x00", "lzma", _through(lzma.LZMADecompressor)),
    (b"\x04\x22\x4d\x18", "lz4", _lz4),
    (b"\x78", "zlib", _through(_Zlib)),
)


def unpacked(stream: BinaryIO, head: bytes) -> tuple[BinaryIO, str] | None:
    """Unpack a compressed stream while it is read.

    Args:
        stream: At the start of the packed bytes.
        head: Its first bytes.

    Returns:
        The unpacked stream and the compression's name; None if it is not compressed.

    Raises:
        NotReadError: If it is compressed with something that is not installed.
    """
    for prefix, name, unpack in _COMPRESSIONS:
        if head.startswith(prefix):
            return unpack(stream), name
    return None

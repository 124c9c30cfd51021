"""What is written comes out as it went in, and its hash is that of what is in the file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_kserve.card import CardFile
from jupyterlab_kserve.errors import SourceChangedError
from jupyterlab_kserve.volume.copying import copy_file
from jupyterlab_kserve.volume.writeback import PIECE
from jupyterlab_kserve.volume.writing import write_file


@pytest.fixture
def directory(volume: Path) -> Iterator[int]:
    fd = os.open(volume, os.O_RDONLY)
    yield fd
    os.close(fd)


def entry_of(file: Path, name: str) -> CardFile:
    data = file.read_bytes()
    return CardFile(name, len(data), hashlib.sha256(data).hexdigest())


sizes = st.lists(
    st.integers(0, 1000) | st.integers(PIECE - 2, PIECE + 2) | st.just(3 * PIECE + 5), max_size=8
)


@settings(deadline=None, max_examples=40)
@given(sizes=sizes)
def test_pieces_of_any_size_are_written_in_their_order(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("volume")
    pieces = [os.urandom(size) for size in sizes]
    told: list[int] = []

    def fill(stream: BinaryIO) -> None:
        for number, piece in enumerate(pieces):
            assert stream.tell() == sum(map(len, pieces[:number]))
            kind = (bytes, bytearray, memoryview)[number % 3]
            assert stream.write(kind(piece)) == len(piece)
        stream.flush()

    fd = os.open(folder, os.O_RDONLY)
    try:
        entry = write_file("f", fd, fill, told.append)
    finally:
        os.close(fd)
    assert (folder / "f").read_bytes() == b"".join(pieces)
    assert entry == entry_of(folder / "f", "f")
    assert told == sorted(told)


def test_what_changes_after_it_was_written_was_hashed_before(directory: int, volume: Path) -> None:
    buffer = bytearray(os.urandom(24 << 20))
    before = bytes(buffer)

    def fill(stream: BinaryIO) -> None:
        for _ in range(3):
            buffer[:] = before
            stream.write(buffer)
            buffer[:] = bytes(len(buffer))

    entry = write_file("f", directory, fill)
    assert entry == entry_of(volume / "f", "f")
    assert (volume / "f").read_bytes() == before * 3


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 40 * PIECE, 70 * PIECE + 7])
def test_a_copy_has_the_bytes_of_its_source(
    directory: int, volume: Path, tmp_path: Path, size: int
) -> None:
    source = tmp_path / "source"
    source.write_bytes(os.urandom(size))
    told: list[int] = []
    with source.open("rb", buffering=0) as stream:
        stream.seek(size // 2)
        entry = copy_file(stream.fileno(), "f", directory, told.append)
    assert entry == entry_of(source, "f") == entry_of(volume / "f", "f")
    assert told[-1] == size


@pytest.mark.parametrize("size", [100, 20 * PIECE])
def test_a_source_that_changes_is_noticed(directory: int, tmp_path: Path, size: int) -> None:
    source = tmp_path / "source"
    source.write_bytes(os.urandom(size))

    def grow(done: int) -> None:
        with source.open("ab") as stream:
            stream.write(b"more")

    with source.open("rb", buffering=0) as stream, pytest.raises(SourceChangedError):
        copy_file(stream.fileno(), "f", directory, grow)


def test_what_failed_is_not_written_on_with(directory: int, volume: Path) -> None:
    def fill(stream: BinaryIO) -> None:
        stream.write(b"a" * PIECE)
        stream.write(b"b")
        raise KeyError

    with pytest.raises(KeyError):
        write_file("f", directory, fill)
    assert (volume / "f").stat().st_size == PIECE

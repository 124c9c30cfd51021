"""ONNX: the protobuf as it is."""

from __future__ import annotations

import io
import time
from typing import Any, BinaryIO

from ..errors import NotAModelError
from ..parsing.report import Inspection, NotReadError
from ..parsing.source import Source
from .library import Format, Framework, Inspector, Library

_MAX_NODES = 200_000


def dump(model: Any, stream: BinaryIO) -> None:
    """Write a ``ModelProto``.

    Args:
        model: The model.
        stream: Where to.

    Raises:
        NotAModelError: If its weights stand in other files.
    """
    for tensor in model.graph.initializer:
        if tensor.external_data:
            raise NotAModelError(
                "The weights of the ONNX model are in separate files.",
                "Load the model with onnx.load(path), which includes the weights, or "
                "save the folder.",
            )
    stream.write(model.SerializeToString())


def load(stream: BinaryIO, trust: bool = False) -> Any:
    """Read a ``ModelProto``; files that it refers to are not opened.

    Args:
        stream: The opened file.
        trust: Makes no difference here.
    """
    import onnx

    # onnx.load_model() takes a stream's name for a path, and that of an opened file is a number.
    return onnx.ModelProto.FromString(stream.read())


def sniff(head: bytes, size: int) -> Inspector | None:
    """Find what inspects a file of ONNX.

    Args:
        head: Its first bytes.
        size: All its bytes.
    """
    # ModelProto.ir_version, which all writers put first.
    is_onnx = head[:1] == b"\x08" and b"\0" < head[1:2] < b"\x64" and b"\x3a" in head
    return _inspect if is_onnx else None


def _inspect(stream: BinaryIO, size: int, deadline: float) -> Inspection:
    # The fields of ModelProto and GraphProto (onnx.proto), with the weights passed over.
    found = Inspection(format="onnx", framework="onnx", size=size)
    source = Source(stream, size, deadline)
    try:
        fields = 0
        while stream.tell() < size:
            fields += 1
            field, length = _field(source)
            if field == 7:
                _read_graph(source, stream, stream.tell() + length, found)
            elif field in (2, 3) and length < 1000:
                text = source.read(length).decode("utf-8", "replace")
                found.notes.append(f"Written by {text}." if field == 2 else f"Its version: {text}.")
            else:
                source.skip(length)
        if not fields or (found.features is None and not found.feature_names):
            found.notes.append("It does not declare its inputs.")
    except NotReadError as error:
        found.incomplete(str(error))
    return found


def _read_graph(source: Source, stream: BinaryIO, end: int, found: Inspection) -> None:
    inputs: list[tuple[str, list[int]]] = []
    for _ in range(_MAX_NODES):
        if stream.tell() >= end:
            break
        field, length = _field(source)
        if field == 11 and length < 1 << 20:
            inputs.append(_value_info(_Message(source.read(length))))
        else:
            source.skip(length)
    else:
        raise NotReadError("It is larger than the limit for inspection.")
    if len(inputs) == 1 and len(inputs[0][1]) == 2 and inputs[0][1][1] > 0:
        found.features = inputs[0][1][1]
    elif inputs:
        found.features = len(inputs)
        found.feature_names = [name for name, _ in inputs][:1000]


def _field(source: Source) -> tuple[int, int]:
    """The number of the next field, and the length of its value where that is not read already."""
    tag, _ = _varint(source)
    if tag & 7 == 0:
        _varint(source)
        return tag >> 3, 0
    return tag >> 3, _length(tag & 7, source)[0]


def _length(kind: int, source: Source) -> tuple[int, int]:
    """The bytes of a value, and how many bytes said so."""
    if kind == 2:
        return _varint(source)
    if kind in (1, 5):
        return 8 if kind == 1 else 4, 0
    raise NotReadError("It is not a valid ONNX file.")


def _varint(source: Source) -> tuple[int, int]:
    """A number, and how many bytes it takes."""
    value = 0
    for taken in range(10):
        byte = source.read(1)[0]
        value |= (byte & 0x7F) << (7 * taken)
        if byte < 0x80:
            return value, taken + 1
    raise NotReadError("It is not a valid ONNX file.")


class _Message:
    """A small message, whole in memory.

    Args:
        data: Its bytes.
    """

    def __init__(self, data: bytes) -> None:
        source = Source(io.BytesIO(data), len(data), time.monotonic() + 1)
        self._fields: list[tuple[int, int | bytes]] = []
        left = len(data)
        while left > 0:
            tag, taken = _varint(source)
            value: int | bytes = b""
            if tag & 7 == 0:
                value, size = _varint(source)
            else:
                count, size = _length(tag & 7, source)
                value = source.read(count)
                size += count
            self._fields.append((tag >> 3, value))
            left -= taken + size

    def numbers(self, field: int) -> list[int]:
        """The values of a field that is a number."""
        return [value for key, value in self._fields if key == field and isinstance(value, int)]

    def texts(self, field: int) -> list[str]:
        """The values of a field that is a text."""
        return [
            value.decode("utf-8", "replace")
            for key, value in self._fields
            if key == field and isinstance(value, bytes)
        ]

    def messages(self, field: int) -> list[_Message]:
        """The values of a field that is a message."""
        return [
            _Message(value)
            for key, value in self._fields
            if key == field and isinstance(value, bytes)
        ]


def _value_info(info: _Message) -> tuple[str, list[int]]:
    """Name and shape of a ValueInfoProto; -1 for a dimension that is open."""
    name = "".join(info.texts(1))[:200]
    # ValueInfoProto.type, TypeProto.tensor_type, Tensor.shape, TensorShapeProto.dim
    dimensions = [
        dimension
        for kind in info.messages(2)
        for tensor in kind.messages(1)
        for shape in tensor.messages(2)
        for dimension in shape.messages(1)
    ]
    return name, [next(iter(dimension.numbers(1)), -1) for dimension in dimensions]


LIBRARY = Library(
    Framework("onnx", "ONNX", "onnx", "onnx", ("onnx",), model_class="ModelProto"),
    (Format("onnx", (".onnx",), "onnx", dump, load),),
    sniff,
    rank=80,
)

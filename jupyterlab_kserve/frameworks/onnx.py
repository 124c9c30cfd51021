"""ONNX: the protobuf as it is."""

from __future__ import annotations

from typing import Any, BinaryIO

from ..errors import NotAModelError


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
                "The weights of the ONNX model stand in other files.",
                "Load it with onnx.load(path), which reads them too, or save its folder.",
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

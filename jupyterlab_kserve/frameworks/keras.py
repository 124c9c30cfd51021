"""Keras 3: the .keras archive. Keras takes only paths, and only such with the right ending."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Collection
from typing import Any, BinaryIO

from ..parsing.report import Inspection, NotReadError
from .library import Archive, Format, Framework, Inspector, Library, write_through_path

_MAX_DESCRIPTION = 8 << 20
_MAX_NODES = 200_000


def dump(model: Any, stream: BinaryIO) -> None:
    """Write a model.

    Args:
        model: A ``keras.Model``.
        stream: Where to.
    """
    write_through_path(model.save, "model.keras", stream)


def load(stream: BinaryIO, trust: bool = False) -> Any:
    """Read a model; without trust Keras too refuses Lambda layers.

    Args:
        stream: The opened file.
        trust: Whether Python code in it may run.
    """
    import keras

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        # The opened file itself: what stands under its name may be another one by now.
        os.symlink(f"/dev/fd/{stream.fileno()}", path)
        return keras.saving.load_model(path, safe_mode=not trust)


def sniff(head: bytes, size: int) -> Inspector | None:
    """Find what inspects a file of HDF5, as Keras wrote them before its third release.

    Args:
        head: Its first bytes.
        size: All its bytes.
    """
    return _inspect_hdf5 if head.startswith(b"\x89HDF\r\n\x1a\n") else None


def _inspect_hdf5(_stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    found = Inspection(format="hdf5", size=size, carries_code=True)
    return found.incomplete(
        "It is an HDF5 file, whose content is not checked. A Keras model in it can contain code."
    )


def _is_archive(names: Collection[str]) -> bool:
    return "metadata.json" in names and "config.json" in names


def _inspect_archive(archive: zipfile.ZipFile, found: Inspection, _deadline: float) -> None:
    from ..parsing.facts import take_globals  # Late: few files need it.
    from ..parsing.stubs import Reading

    found.format, found.framework = "keras", "keras"
    metadata, config = _member(archive, "metadata.json"), _member(archive, "config.json")
    if not isinstance(metadata, dict) or not isinstance(config, dict):
        raise NotReadError("Its configuration is malformed.")
    version = metadata.get("keras_version")
    if isinstance(version, str):
        found.framework_version = version[:50]
        found.libraries["keras"] = version[:50]
    module, name = config.get("module"), config.get("class_name")
    found.class_name = ".".join(str(part)[:200] for part in (module, name) if part)
    kinds = {str(layer) for layer in _values(config, "class_name")}
    shapes = [shape for shape in _values(config, "batch_shape") if isinstance(shape, list)]
    if shapes and len(shapes[0]) == 2 and type(shapes[0][1]) is int:
        found.features = shapes[0][1]
    reading = Reading()
    if kinds & {"Lambda", "__lambda__"} or "__lambda__" in set(_values(config, "class_name")):
        # Keras keeps the layer's function as Python bytecode.
        reading.name("types", "FunctionType")
        found.notes.append("It has a Lambda layer: Python code that runs with the model.")
    modules = {str(module) for module in _values(config, "module") if module}
    for foreign in sorted(m for m in modules if m.partition(".")[0] not in ("keras", "builtins")):
        reading.name(foreign, "?")
    take_globals(found, reading)


def _member(archive: zipfile.ZipFile, name: str) -> Any:
    """A JSON file of an archive."""
    with archive.open(name) as stream:
        data = stream.read(_MAX_DESCRIPTION + 1)
    if len(data) > _MAX_DESCRIPTION:
        raise NotReadError("Its configuration exceeds the limit for inspection.")
    return json.loads(data)


def _values(tree: Any, key: str) -> list[Any]:
    """All values of a key in a tree of JSON."""
    waiting: list[Any] = [tree]
    found: list[Any] = []
    while waiting and len(found) < _MAX_NODES:
        item = waiting.pop()
        if isinstance(item, dict):
            if key in item:
                found.append(item[key])
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return found


LIBRARY = Library(
    Framework(
        "keras", "Keras", "keras", "keras", ("keras",), ("numpy", "tensorflow", "jax", "torch")
    ),
    (
        Format("keras", (".keras",), "keras", dump, load, carries_code=True),
        Format("hdf5", (".h5",), None),
    ),
    sniff,
    Archive(_is_archive, _inspect_archive),
    rank=50,
)

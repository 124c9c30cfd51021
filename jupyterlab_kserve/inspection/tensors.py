"""safetensors, Keras, HDF5 and PyTorch: headers and descriptions, never the weights."""

from __future__ import annotations

import json
import zipfile
from typing import Any, BinaryIO, cast

from .pickled import describe, take_globals
from .pickles import read_pickle
from .report import Inspection, NotReadError
from .source import Source
from .stubs import Reading

MAX_HEADER = 8 << 20
"""Bytes of a header or description that are read."""

_MAX_MEMBERS = 50_000
_MAX_NODES = 200_000


def inspect_safetensors(stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    """Inspect safetensors: eight bytes of length, then as much JSON.

    Args:
        stream: The opened file, at its start.
        size: Its bytes.
        _deadline: Not needed: only the header is read.
    """
    found = Inspection(format="safetensors", framework="huggingface", size=size)
    length = int.from_bytes(stream.read(8), "little")
    if length > size - 8:
        return found.incomplete("It ends too early.")
    if length > MAX_HEADER:
        return found.incomplete("Its header is larger than is read.")
    try:
        header = json.loads(stream.read(length))
        tensors = [value for key, value in header.items() if key != "__metadata__"]
        end = max((tensor["data_offsets"][1] for tensor in tensors), default=0)
    except (ValueError, AttributeError, KeyError, TypeError, IndexError, RecursionError):
        return found.incomplete("Its header is malformed.")
    found.notes.append(f"It holds {len(tensors)} tensors.")
    if not isinstance(end, int) or end + 8 + length != size:
        found.incomplete("Its size is not the one that its header states.")
    return found


def inspect_hdf5(_stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    """Tell that a file is HDF5; what is in it is not read.

    Args:
        _stream: Not read.
        size: The file's bytes.
        _deadline: Not needed.
    """
    found = Inspection(format="hdf5", size=size, carries_code=True)
    return found.incomplete(
        "It is HDF5, of which the content is not read: a Keras model in it may carry code."
    )


def inspect_zip(stream: BinaryIO, size: int, deadline: float) -> Inspection:
    """Inspect an archive: a model of Keras or of PyTorch.

    Args:
        stream: The opened file, at its start.
        size: Its bytes.
        deadline: Of ``time.monotonic``, after which nothing is read any more.
    """
    found = Inspection(size=size, carries_code=True)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = _safe_names(archive)
            if "metadata.json" in names and "config.json" in names:
                return _inspect_keras(archive, found)
            data = next((name for name in names if name.endswith("/data.pkl")), None)
            if data is not None:
                return _inspect_torch(archive, names, data, found, deadline)
    except NotReadError as error:
        return found.incomplete(str(error))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        return found.incomplete(f"It is an archive that cannot be read ({type(error).__name__}).")
    except (ValueError, KeyError, RecursionError, UnicodeError, OverflowError) as error:
        return found.incomplete(f"It is malformed ({type(error).__name__}).")
    return found.incomplete("It is an archive, but not one of Keras or PyTorch.")


def inspect_torch_legacy(stream: BinaryIO, size: int, deadline: float) -> Inspection:
    """Inspect what PyTorch wrote before 1.6: four pickles, then the tensors.

    Args:
        stream: The opened file, at its start.
        size: Its bytes.
        deadline: Of ``time.monotonic``, after which nothing is read any more.
    """
    found = Inspection(format="pytorch", framework="pytorch", size=size, carries_code=True)
    reading, source = Reading(), Source(stream, size, deadline)
    top = None
    try:
        # A magic number, the protocol, facts about the system, then the model.
        for _ in range(4):
            top = read_pickle(source, reading, joblib=False)
    except NotReadError as error:
        found.incomplete(str(error))
        top = None
    take_globals(found, reading)
    if top is not None:
        describe(found, top)
    found.framework = "pytorch"
    return found


def _safe_names(archive: zipfile.ZipFile) -> list[str]:
    infos = archive.infolist()
    if len(infos) > _MAX_MEMBERS:
        raise NotReadError("It is an archive of more files than are looked at.")
    for info in infos:
        parts = info.filename.replace("\\", "/").split("/")
        kind = info.external_attr >> 28
        if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise NotReadError("It is an archive whose files would land outside of it: refused.")
        if kind not in (0, 4, 8):  # neither unknown, nor a directory, nor a regular file
            raise NotReadError("It is an archive with links or devices: refused.")
    return [info.filename for info in infos]


def _member(archive: zipfile.ZipFile, name: str) -> Any:
    """A JSON file of an archive."""
    with archive.open(name) as stream:
        data = stream.read(MAX_HEADER + 1)
    if len(data) > MAX_HEADER:
        raise NotReadError("Its description is larger than is read.")
    return json.loads(data)


def _inspect_keras(archive: zipfile.ZipFile, found: Inspection) -> Inspection:
    found.format, found.framework = "keras", "keras"
    metadata, config = _member(archive, "metadata.json"), _member(archive, "config.json")
    if not isinstance(metadata, dict) or not isinstance(config, dict):
        raise NotReadError("Its description is malformed.")
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
    return found


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


def _inspect_torch(
    archive: zipfile.ZipFile, names: list[str], data: str, found: Inspection, deadline: float
) -> Inspection:
    found.format = found.framework = "pytorch"
    reading, top = Reading(), None
    pickles = [name for name in names if name.endswith(".pkl")]
    folder = data.rpartition("/")[0]
    script = any(name.startswith(f"{folder}/code/") for name in names)
    try:
        for name in [data, *(other for other in pickles if other != data)][:20]:
            with archive.open(name) as stream:
                source = Source(cast(BinaryIO, stream), None, deadline)
                read = read_pickle(source, reading, joblib=False)
                top = read if name == data else top
    except NotReadError as error:
        found.incomplete(str(error))
    take_globals(found, reading)
    if top is not None:
        describe(found, top)
    found.framework = "pytorch"
    if script:
        found.notes.append("It is TorchScript: a program of its own that runs with the model.")
    elif isinstance(top, (dict, list)) or found.class_name == "collections.OrderedDict":
        found.notes.append("It holds weights alone: the model's class is needed to load it.")
    return found

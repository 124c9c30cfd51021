"""PyTorch: modules as ``torch.save`` writes them, TorchScript as ``torch.jit.save`` does."""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Collection
from typing import Any, BinaryIO, cast

from ..errors import NotAModelError
from ..parsing.report import Inspection, NotReadError
from ..parsing.risk import CLASS
from ..parsing.source import Source
from .library import Archive, Format, Framework, Inspector, Library

_MAGIC_BEFORE_1_6 = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."

_OF_SCRIPT = "/constants.pkl"
"""Ends the name of a file in the archives of TorchScript, and of no other."""


def dump(model: Any, stream: BinaryIO) -> None:
    """Write a module.

    Args:
        model: A ``torch.nn.Module``.
        stream: Where to.

    Raises:
        NotAModelError: If it holds what cannot be pickled.
    """
    import torch

    if isinstance(model, torch.jit.ScriptModule):
        torch.jit.save(model, stream)
        return
    try:
        torch.save(model, stream)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise NotAModelError(
            f"The module cannot be saved: {error}.",
            "Functions defined in the notebook, lambdas, and open files cannot be saved "
            "with a module. Move them to a Python file, or save torch.jit.script(model).",
        ) from error


def load(stream: BinaryIO, trust: bool = False) -> Any:
    """Read what was saved, on the processor. This runs code that is in the file.

    Args:
        stream: The opened file.
        trust: Makes no difference here.

    Returns:
        The module; a dictionary of tensors for a file that holds weights alone.
    """
    import torch

    if _is_script(stream):
        return torch.jit.load(stream, map_location="cpu")
    return torch.load(stream, map_location="cpu", weights_only=False)


def _is_script(stream: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(stream) as archive:
            return any(name.endswith(_OF_SCRIPT) for name in archive.namelist())
    except zipfile.BadZipFile:
        return False  # As PyTorch wrote before 1.6.
    finally:
        stream.seek(0)


def sniff(head: bytes, size: int) -> Inspector | None:
    """Find what inspects a file that PyTorch wrote before 1.6; later ones are archives.

    Args:
        head: Its first bytes.
        size: All its bytes.
    """
    return _inspect_before_1_6 if head.startswith(_MAGIC_BEFORE_1_6) else None


def _inspect_before_1_6(stream: BinaryIO, size: int, deadline: float) -> Inspection:
    from ..parsing.facts import describe, take_globals  # Late: few files need it.
    from ..parsing.pickles import read_pickle
    from ..parsing.stubs import Reading

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


def _is_archive(names: Collection[str]) -> bool:
    return any(name.endswith("/data.pkl") for name in names)


def _inspect_archive(archive: zipfile.ZipFile, found: Inspection, deadline: float) -> None:
    from ..parsing.facts import describe, take_globals  # Late: few files need it.
    from ..parsing.pickles import read_pickle
    from ..parsing.stubs import Reading

    names = archive.namelist()
    data = next(name for name in names if name.endswith("/data.pkl"))
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
        found.notes.append("It is TorchScript: it contains a program that runs with the model.")
    elif isinstance(top, (dict, list)) or found.class_name == "collections.OrderedDict":
        found.notes.append("It contains only weights: loading it requires the class of the model.")


LIBRARY = Library(
    Framework("pytorch", "PyTorch", "torch", "torch", ("pytorch",), model_class="Module"),
    (Format("pytorch", (".pt", ".pth"), "pytorch", dump, load, carries_code=True),),
    sniff,
    Archive(_is_archive, _inspect_archive),
    safe_globals=(
        r"torch\._utils\._rebuild_(parameter|tensor|tensor_v2|parameter_v2)",
        r"torch\.(Size|device|dtype|(BFloat16|Bool|Byte|Char|Double|Float|Half|Int|Long|Short)Storage)",
        r"torch\.(float16|float32|float64|bfloat16|int8|int16|int32|int64|uint8|bool)",
        r"torch\.nn\.parameter\.(Buffer|Parameter)",
        r"torch\.serialization\._get_layout",
        rf"torch\.nn\.modules\.(\w+\.)*{CLASS}",
    ),
    rank=60,
)

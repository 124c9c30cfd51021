"""Hugging Face: weights as safetensors, and the folders of Transformers."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import BinaryIO

from ..parsing.report import Global, Inspection, read_json
from .library import Folder, Format, Framework, Inspector, Library

_WEIGHTS = (".safetensors", ".bin", ".gguf", ".pt", ".pth", ".h5")
_PICKLED_WEIGHTS = (".bin", ".pt", ".pth")
_MAX_HEADER = 8 << 20


def sniff(head: bytes, size: int) -> Inspector | None:
    """Find what inspects a file of safetensors.

    Args:
        head: Its first bytes.
        size: All its bytes.
    """
    is_safetensors = (
        len(head) > 9 and head[8:9] == b"{" and int.from_bytes(head[:8], "little") < size
    )
    return _inspect if is_safetensors else None


def _inspect(stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    # Eight bytes of length, then as much JSON.
    found = Inspection(format="safetensors", framework="huggingface", size=size)
    length = int.from_bytes(stream.read(8), "little")
    if length > size - 8:
        return found.incomplete("It is truncated.")
    if length > _MAX_HEADER:
        return found.incomplete("Its header exceeds the limit for inspection.")
    try:
        header = json.loads(stream.read(length))
        tensors = [value for key, value in header.items() if key != "__metadata__"]
        end = max((tensor["data_offsets"][1] for tensor in tensors), default=0)
    except (ValueError, AttributeError, KeyError, TypeError, IndexError, RecursionError):
        return found.incomplete("Its header is malformed.")
    found.notes.append(f"It contains {len(tensors)} tensors.")
    if not isinstance(end, int) or end + 8 + length != size:
        found.incomplete("Its size does not match its header.")
    return found


def _is_folder(names: Collection[str]) -> bool:
    return "config.json" in names and any(name.endswith(_WEIGHTS) for name in names)


def _inspect_folder(
    folder: Path, found: Inspection, inspect_file: Callable[[Path], Inspection]
) -> None:
    names = sorted(entry.name for entry in folder.iterdir() if not entry.is_symlink())
    found.framework, found.format = "huggingface", "huggingface"
    config = read_json(folder / "config.json")
    architectures = config.get("architectures")
    if isinstance(architectures, list) and architectures:
        found.class_name = f"transformers.{str(architectures[0])[:200]}"
    version = config.get("transformers_version")
    if isinstance(version, str):
        found.framework_version = version[:50]
        found.libraries["transformers"] = version[:50]
    if "auto_map" in config or any(name.endswith(".py") for name in names):
        found.carries_code = True
        found.globals.append(Global("auto_map", "unknown"))
        found.notes.append("It contains its own Python code (trust_remote_code).")
    # Weights that are pickles run code when they are loaded; safetensors do not.
    for name in [name for name in names if name.endswith(_PICKLED_WEIGHTS)][:50]:
        part = inspect_file(folder / name)
        found.carries_code = found.carries_code or part.carries_code
        known = {entry.name for entry in found.globals}
        found.globals += [entry for entry in part.globals if entry.name not in known]
        if not part.complete:
            found.incomplete(f"{name}: {' '.join(part.notes)}")


LIBRARY = Library(
    Framework("huggingface", "Hugging Face"),
    (Format("safetensors", (".safetensors",), "huggingface"),),
    sniff,
    folder=Folder("huggingface", _is_folder, _inspect_folder),
    # What only the length in its first bytes tells comes before what a single byte tells.
    rank=70,
)

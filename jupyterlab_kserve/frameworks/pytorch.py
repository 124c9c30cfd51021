"""PyTorch: modules as ``torch.save`` writes them, TorchScript as ``torch.jit.save`` does."""

from __future__ import annotations

import pickle
import zipfile
from typing import Any, BinaryIO

from ..errors import NotAModelError

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
            "Functions defined in the notebook, lambdas and open files cannot be saved with a "
            "module: move them into a Python file, or save torch.jit.script(model).",
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

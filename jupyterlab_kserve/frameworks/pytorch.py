"""PyTorch: the whole module, as ``torch.save`` writes it."""

from __future__ import annotations

from typing import Any, BinaryIO


def dump(model: Any, stream: BinaryIO) -> None:
    """Write a module.

    Args:
        model: A ``torch.nn.Module``.
        stream: Where to.
    """
    import torch

    torch.save(model, stream)


def load(stream: BinaryIO, trust: bool = False) -> Any:
    """Read a module, on the processor. This runs code that is in the file.

    Args:
        stream: The opened file.
        trust: Makes no difference here.
    """
    import torch

    return torch.load(stream, map_location="cpu", weights_only=False)

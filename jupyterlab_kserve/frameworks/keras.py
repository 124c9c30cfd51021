"""Keras 3: the .keras archive. Keras takes only paths, and only such with the right ending."""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import Any, BinaryIO


def dump(model: Any, stream: BinaryIO) -> None:
    """Write a model.

    Args:
        model: A ``keras.Model``.
        stream: Where to.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        model.save(path)
        with open(path, "rb") as written:
            shutil.copyfileobj(written, stream, 1 << 20)


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

"""The models as the environment says where they are, for notebooks, server and command line."""

from __future__ import annotations

import os
import warnings

from .store import DEFAULT_CLAIM, DEFAULT_ROOT, ModelStore
from .store.trash import KEPT_DAYS


def store_from_environment(
    root: str = "", claim: str = "", trash_days: float | None = None
) -> ModelStore:
    """Return the models on the volume.

    Args:
        root: Where the volume is mounted; without it ``MODEL_STORAGE_PATH``.
        claim: The claim's name; without it ``MODEL_STORAGE_PVC``.
        trash_days: Days for which deleted versions are kept, 0 for ever; without it
            ``MODEL_STORAGE_TRASH_DAYS``.
    """
    return ModelStore(
        root or os.environ.get("MODEL_STORAGE_PATH") or DEFAULT_ROOT,
        claim or os.environ.get("MODEL_STORAGE_PVC") or DEFAULT_CLAIM,
        _trash_days() if trash_days is None else trash_days,
    )


def _trash_days() -> float:
    text = os.environ.get("MODEL_STORAGE_TRASH_DAYS") or str(KEPT_DAYS)
    try:
        return float(text)
    except ValueError:
        warnings.warn(f"MODEL_STORAGE_TRASH_DAYS is not a number: {text!r}.", stacklevel=3)
        return 0.0  # What may have been meant to stay must not go.

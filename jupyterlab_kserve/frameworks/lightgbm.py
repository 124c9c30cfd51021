"""LightGBM: the booster as text, which KServe's server takes; the estimator beside it."""

from __future__ import annotations

import copy
from typing import Any, BinaryIO

from . import xgboost

_HEAD = b"tree"


def dump(model: Any, stream: BinaryIO) -> None:
    """Write a model's booster.

    Args:
        model: A ``Booster``, or an estimator such as ``LGBMClassifier``.
        stream: Where to.
    """
    booster = model.booster_ if hasattr(model, "booster_") else model
    stream.write(booster.model_to_string().encode())


def load(stream: BinaryIO, trust: bool = False) -> Any:
    """Read a booster: LightGBM's, or XGBoost's, whose files had this extension too.

    Args:
        stream: The opened file.
        trust: Makes no difference here.

    Returns:
        A ``Booster`` of the library that wrote it.
    """
    head = stream.read(len(_HEAD))
    stream.seek(0)
    if head != _HEAD:
        return xgboost.load(stream)
    import lightgbm

    return lightgbm.Booster(model_str=stream.read().decode())


def wrapper_of(model: Any) -> Any:
    """Return the estimator without its booster, which makes it small; None for a booster alone.

    Args:
        model: The model.
    """
    if not hasattr(model, "booster_"):
        return None
    wrapper = copy.copy(model)
    wrapper._Booster = None
    return wrapper


def join(wrapper: Any, booster: Any) -> Any:
    """Give an estimator its booster back.

    Args:
        wrapper: What ``wrapper_of`` returned.
        booster: What ``load`` returned.
    """
    wrapper._Booster = booster
    return wrapper

"""XGBoost: the booster as UBJSON, which KServe's server takes; the estimator beside it."""

from __future__ import annotations

import copy
from typing import Any, BinaryIO


def dump(model: Any, stream: BinaryIO) -> None:
    """Write a model's booster.

    Args:
        model: A ``Booster``, or an estimator such as ``XGBClassifier``.
        stream: Where to.
    """
    booster = model.get_booster() if hasattr(model, "get_booster") else model
    stream.write(booster.save_raw(raw_format="ubj"))


def load(stream: BinaryIO, trust: bool = False) -> Any:
    """Read a booster in any of XGBoost's formats.

    Args:
        stream: The opened file.
        trust: Makes no difference here.

    Returns:
        A ``Booster``.
    """
    import xgboost

    # Given bytes, XGBoost finds the format out by itself.
    return xgboost.Booster(model_file=bytearray(stream.read()))


def wrapper_of(model: Any) -> Any:
    """Return the estimator without its booster, which makes it small; None for a booster alone.

    Args:
        model: The model.
    """
    if not hasattr(model, "get_booster"):
        return None
    wrapper = copy.copy(model)
    del wrapper._Booster
    return wrapper


def join(wrapper: Any, booster: Any) -> Any:
    """Give an estimator its booster back.

    Args:
        wrapper: What ``wrapper_of`` returned.
        booster: What ``load`` returned.
    """
    wrapper._Booster = booster
    return wrapper

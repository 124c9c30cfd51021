"""Estimators around a booster: servers take the booster alone, the estimator is kept beside it."""

from __future__ import annotations

import copy
from typing import Any


def split(model: Any) -> Any:
    """Return an estimator without its booster, which makes it small; None for a booster alone.

    Args:
        model: The model.
    """
    if getattr(model, "_Booster", None) is None:
        return None
    estimator = copy.copy(model)
    del estimator._Booster
    return estimator


def join(estimator: Any, booster: Any) -> Any:
    """Give an estimator its booster back.

    Args:
        estimator: What ``split`` returned.
        booster: What was loaded.
    """
    estimator._Booster = booster
    return estimator

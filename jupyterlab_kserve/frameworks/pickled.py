"""scikit-learn, and whatever else predicts and can be pickled: joblib."""

from __future__ import annotations

import pickle
from typing import Any, BinaryIO

from ..errors import LibraryMissingError, NotAModelError


def dump(model: Any, stream: BinaryIO) -> None:
    """Write a model with joblib.

    Args:
        model: The model.
        stream: Where to.

    Raises:
        NotAModelError: If it holds what cannot be pickled.
        LibraryMissingError: If joblib is not installed.
    """
    try:
        _joblib().dump(model, stream)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise NotAModelError(
            f"The model cannot be saved: {error}.",
            "Functions defined in the notebook, lambdas and open files cannot be saved with a "
            "model: move functions into a module that is installed where the model is served.",
        ) from error


def load(stream: BinaryIO, trust: bool = False) -> Any:
    """Read what joblib or pickle has written. This runs code that is in the file.

    Args:
        stream: The opened file.
        trust: Makes no difference here.
    """
    return _joblib().load(stream)


def _joblib() -> Any:
    try:
        import joblib
    except ModuleNotFoundError as error:
        raise LibraryMissingError(
            "joblib is not installed, and models are saved and loaded with it.",
            "pip install joblib (it comes with scikit-learn).",
        ) from error
    return joblib

"""scikit-learn, and whatever else predicts and can be pickled: joblib and pickle."""

from __future__ import annotations

import pickle
from typing import Any, BinaryIO

from ..errors import LibraryMissingError, NotAModelError
from ..parsing.risk import CLASS
from .library import Format, Framework, Library


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
            "Functions defined in the notebook, lambdas, and open files cannot be saved "
            "with a model. Move functions to a module that is installed where the model "
            "is served.",
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
            "joblib is required to save and load models, and is not installed.",
            "pip install joblib (it comes with scikit-learn).",
        ) from error
    return joblib


LIBRARY = Library(
    Framework(
        "sklearn",
        "scikit-learn",
        "sklearn",
        "scikit-learn",
        ("joblib", "pickle"),
        ("numpy", "scipy", "joblib", "pandas"),
        relatives=("imblearn",),
    ),
    (
        Format(
            "joblib",
            (".joblib",),
            "sklearn",
            dump,
            load,
            carries_code=True,
            same_content=("pickle",),
        ),
        Format(
            "pickle",
            (".pkl", ".pickle"),
            "sklearn",
            dump,
            load,
            carries_code=True,
            same_content=("joblib",),
        ),
    ),
    safe_globals=(
        # Estimators and their parts are classes; what fetches or runs things are functions.
        rf"sklearn\.(?!datasets\b|externals\b|utils\._testing\b)(\w+\.)*{CLASS}",
        r"sklearn\.(\w+\.)*newObj",
        r"sklearn\.feature_selection\._univariate_selection\."
        r"(chi2|f_classif|f_oneway|f_regression)",
        r"sklearn\.metrics\._scorer\._passthrough_scorer",
        rf"imblearn\.(?!datasets\b|utils\.testing\b)(\w+\.)*{CLASS}",
    ),
    rank=10,
)

ANYTHING = Framework(
    "sklearn", "scikit-learn", formats=("joblib", "pickle"), libraries=("numpy", "joblib")
)
"""What is of no known library but predicts: KServe's scikit-learn server takes it."""

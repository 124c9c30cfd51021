"""The table of model formats: which objects and files there are, and how each is kept.

A new format is one more entry. Nothing here imports a machine-learning library before it is used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from .errors import LibraryMissing, NotAModel, UnsupportedFormat
from .names import shown


@dataclass(frozen=True)
class Framework:
    """A library that models are trained with.

    Attributes:
        name: KServe's modelFormat.
        package: The top-level package that its classes are defined in.
        distribution: What pip calls it.
        libraries: Further distributions that its saved models depend on.
    """

    name: str
    package: str
    distribution: str
    libraries: tuple[str, ...] = ("numpy",)


@dataclass(frozen=True)
class Format:
    """A way to keep a model in one file.

    Attributes:
        name: The word in the card.
        extensions: Of its files; new ones get the first.
        framework: KServe's modelFormat for such a file when nothing more is known; may be unknown.
        dump: Writes a model to a stream; None if objects are not saved in it.
        load: Reads a model from a seekable stream; None if it cannot be loaded here.
    """

    name: str
    extensions: tuple[str, ...]
    framework: str | None
    dump: Callable[[Any, BinaryIO], None] | None = None
    load: Callable[[BinaryIO], Any] | None = None


def _dump_joblib(model: Any, stream: BinaryIO) -> None:
    _joblib().dump(model, stream)


def _load_joblib(stream: BinaryIO) -> Any:
    return _joblib().load(stream)


# Classes are looked up in this order, and a wrapper derives from scikit-learn too: it comes last.
FRAMEWORKS = (
    Framework("xgboost", "xgboost", "xgboost", ("numpy", "scipy", "scikit-learn", "joblib")),
    Framework("lightgbm", "lightgbm", "lightgbm", ("numpy", "scipy", "scikit-learn", "joblib")),
    Framework("sklearn", "sklearn", "scikit-learn", ("numpy", "scipy", "joblib", "pandas")),
)

FORMATS = (
    Format("joblib", (".joblib",), "sklearn", _dump_joblib, _load_joblib),
    Format("pickle", (".pkl", ".pickle"), "sklearn", None, _load_joblib),
    Format("xgboost", (".ubj",), "xgboost"),
    Format("bst", (".bst",), None),
    Format("onnx", (".onnx",), "onnx"),
    Format("keras", (".keras",), None),
    Format("hdf5", (".h5",), None),
    Format("pytorch", (".pt", ".pth"), "pytorch"),
    Format("safetensors", (".safetensors",), "huggingface"),
    Format("pmml", (".pmml",), "pmml"),
    Format("json", (".json",), None),
)

MODEL_EXTENSIONS = frozenset(extension for entry in FORMATS for extension in entry.extensions)
LEGACY_EXTENSIONS = (".pkl", ".joblib", ".pickle")
"""What stood on volumes before versions did."""


@dataclass(frozen=True)
class ModelKind:
    """What an object to be saved was found to be.

    Attributes:
        format: How to keep it.
        framework: What it was trained with.
        framework_version: The version of that, if it can be told.
        class_name: Its class with its module.
    """

    format: Format
    framework: str | None
    framework_version: str | None
    class_name: str


def kind_of(model: object) -> ModelKind:
    """Find out how to keep an object.

    Args:
        model: The object.

    Returns:
        Its kind.

    Raises:
        NotAModel: If it cannot predict: no server could serve it.
    """
    cls = type(model)
    if isinstance(model, type) or not callable(getattr(model, "predict", None)):
        name = model.__name__ if isinstance(model, type) else cls.__name__
        what = f"The class {name}" if isinstance(model, type) else f"A {name}"
        raise NotAModel(f"{what} is no model: it has no predict method to serve.")
    framework = _framework_of(cls)
    return ModelKind(
        format=FORMATS[0],
        framework=framework.name if framework else "sklearn",
        framework_version=_version_of(framework.distribution) if framework else None,
        class_name=f"{cls.__module__}.{cls.__qualname__}",
    )


def format_of_file(name: str) -> Format:
    """Find the format of a model file by its extension.

    Args:
        name: The file's name.

    Returns:
        Its format.

    Raises:
        UnsupportedFormat: If no model file has this extension.
    """
    extension = extension_of(name)
    for entry in FORMATS:
        if extension in entry.extensions:
            return entry
    raise UnsupportedFormat(
        f"'{shown(name)}' does not look like a model file.",
        "Model files end in " + ", ".join(sorted(MODEL_EXTENSIONS)) + ".",
    )


def extension_of(name: str) -> str:
    """Return a file name's last extension, with the dot and in lower case; empty if it has none."""
    stem, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot and stem else ""


def load_model(name: str, stream: BinaryIO) -> Any:
    """Load a model from an opened file.

    Args:
        name: The file's name; its extension gives the format.
        stream: The opened file.

    Returns:
        The model.

    Raises:
        UnsupportedFormat: If files of this format are not loaded here.
        LibraryMissing: If a library that the model needs is not installed.
    """
    entry = format_of_file(name)
    if entry.load is None:
        raise UnsupportedFormat(
            f"Models in the format {entry.name} are not loaded by this function.",
            "Open the file with the library that wrote it.",
        )
    try:
        return entry.load(stream)
    except ModuleNotFoundError as error:
        raise LibraryMissing(
            f"The model needs {error.name}, which is not installed here.",
            "The model's card lists the libraries and versions that it was saved with.",
        ) from error


def libraries_for(model: object) -> dict[str, str]:
    """Return the versions of what a model needs, by the names that pip uses.

    Args:
        model: The model; pandas is listed only for a model trained on named columns.

    Returns:
        ``{"python": "3.11.7", "numpy": "2.1.0", ...}``; without what is not installed.
    """
    found = {"python": ".".join(str(number) for number in sys.version_info[:3])}
    framework = _framework_of(type(model))
    wanted: tuple[str, ...] = ("numpy", "joblib")
    if framework is not None:
        wanted = (framework.distribution, *framework.libraries)
    for distribution in wanted:
        if distribution == "pandas" and not _has_named_columns(model):
            continue
        version = _version_of(distribution)
        if version is not None:
            found[distribution] = version
    return found


def signature_of(model: object) -> dict[str, Any]:
    """Return what a fitted scikit-learn model says of its inputs and outputs.

    Args:
        model: The model.

    Returns:
        ``inputs`` and ``outputs`` as in the card, each only if known. -1 stands for any number of
        rows; named columns are one input of shape [-1] each.
    """
    signature: dict[str, Any] = {}
    names = _attribute(model, "feature_names_in_")
    count = _attribute(model, "n_features_in_")
    if names is not None:
        signature["inputs"] = [{"name": str(name), "shape": [-1]} for name in names]
    elif isinstance(count, int):
        signature["inputs"] = [{"name": "input-0", "shape": [-1, count]}]
    classes = _attribute(model, "classes_")
    if classes is not None and hasattr(classes, "tolist") and len(classes) <= 100:
        output = {"name": "output-0", "shape": [-1], "classes": classes.tolist()}
        signature["outputs"] = [output]
    return signature


def _has_named_columns(model: object) -> bool:
    return _attribute(model, "feature_names_in_") is not None


def _attribute(model: object, name: str) -> Any:
    try:
        return getattr(model, name, None)
    except Exception:  # properties of foreign objects may fail in any way; a save must not
        return None


def _framework_of(cls: type) -> Framework | None:
    packages = {base.__module__.partition(".")[0] for base in cls.__mro__}
    return next((entry for entry in FRAMEWORKS if entry.package in packages), None)


def _version_of(distribution: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def _joblib() -> Any:
    try:
        import joblib
    except ModuleNotFoundError as error:
        raise LibraryMissing(
            "joblib is not installed, and models are saved and loaded with it.",
            "pip install joblib (it comes with scikit-learn).",
        ) from error
    return joblib

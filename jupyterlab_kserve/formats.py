"""The table of model formats: which objects and files there are, and how each is kept.

A new format is one more entry. Nothing here imports a machine-learning library before it is used.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, BinaryIO

from .errors import NotAModelError, UnsupportedFormatError
from .names import printable


@dataclass(frozen=True)
class Format:
    """A way to keep a model in one file.

    Attributes:
        name: The word in the card.
        extensions: Of its files; new ones get the first.
        framework: KServe's modelFormat for such a file when nothing more is known; may be unknown.
        module: In ``frameworks``: what dumps and loads such a file; None if that is not done here.
        carries_code: Whether loading such a file may run code that is in it.
    """

    name: str
    extensions: tuple[str, ...]
    framework: str | None
    module: str | None = None
    carries_code: bool = False

    def dump(self, model: Any, stream: BinaryIO) -> None:
        """Write a model to a stream.

        Args:
            model: The model.
            stream: Where to.

        Raises:
            NotAModelError: If the model cannot be written so.
        """
        self._module().dump(model, stream)

    def load(self, stream: BinaryIO, trust: bool = False) -> Any:
        """Read a model from an opened file.

        Args:
            stream: The opened file, seekable.
            trust: Whether what a library refuses by itself, as dangerous, is loaded too.

        Raises:
            UnsupportedFormatError: If files of this format are not loaded here.
        """
        return self._module().load(stream, trust)

    def wrapper_of(self, model: Any) -> Any:
        """Return what of a model the file does not hold, to be kept beside it; None for nothing.

        Args:
            model: The model.
        """
        return self._module().wrapper_of(model) if self._has_wrappers() else None

    def join(self, wrapper: Any, model: Any) -> Any:
        """Put together again what ``wrapper_of`` took apart.

        Args:
            wrapper: What it returned.
            model: What was loaded from the file.
        """
        return self._module().join(wrapper, model)

    def _has_wrappers(self) -> bool:
        return self.module in ("xgboost", "lightgbm")

    def _module(self) -> Any:
        if self.module is None:
            raise UnsupportedFormatError(
                f"Models in the format {self.name} are not loaded by this function.",
                "Open the file with the library that wrote it.",
            )
        return importlib.import_module(f".frameworks.{self.module}", __package__)


@dataclass(frozen=True)
class Framework:
    """A library that models are trained with.

    Attributes:
        name: KServe's modelFormat.
        package: The top-level package that its classes are defined in.
        distribution: What pip calls it.
        formats: How its models may be kept, the usual way first.
        libraries: Further distributions that its saved models depend on.
        model_class: The name of the class that models have; empty for anything that predicts.
    """

    name: str
    package: str
    distribution: str
    formats: tuple[str, ...]
    libraries: tuple[str, ...] = ("numpy",)
    model_class: str = ""


_TREES = ("numpy", "scipy", "scikit-learn", "joblib", "pandas")

# Classes are looked up in this order, and a wrapper derives from scikit-learn too: it comes last.
FRAMEWORKS = (
    Framework("xgboost", "xgboost", "xgboost", ("xgboost", "joblib", "pickle"), _TREES),
    Framework("lightgbm", "lightgbm", "lightgbm", ("bst", "joblib", "pickle"), _TREES),
    Framework("onnx", "onnx", "onnx", ("onnx",), ("numpy",), "ModelProto"),
    Framework("keras", "keras", "keras", ("keras",), ("numpy", "tensorflow", "jax", "torch")),
    Framework("pytorch", "torch", "torch", ("pytorch",), ("numpy",), "Module"),
    Framework(
        "sklearn",
        "sklearn",
        "scikit-learn",
        ("joblib", "pickle"),
        ("numpy", "scipy", "joblib", "pandas"),
    ),
)
_ANY = Framework("sklearn", "", "", ("joblib", "pickle"), ("numpy", "joblib"))
"""What is of no known library but predicts: KServe's scikit-learn server takes it."""

FORMATS = (
    Format("joblib", (".joblib",), "sklearn", "pickled", carries_code=True),
    Format("pickle", (".pkl", ".pickle"), "sklearn", "pickled", carries_code=True),
    Format("xgboost", (".ubj",), "xgboost", "xgboost"),
    Format("bst", (".bst",), None, "lightgbm"),
    Format("onnx", (".onnx",), "onnx", "onnx"),
    Format("keras", (".keras",), "keras", "keras", carries_code=True),
    Format("hdf5", (".h5",), None),
    Format("pytorch", (".pt", ".pth"), "pytorch", "pytorch", carries_code=True),
    Format("safetensors", (".safetensors",), "huggingface"),
    Format("pmml", (".pmml",), "pmml"),
    Format("json", (".json",), None, "xgboost"),
)
_BY_NAME = {entry.name: entry for entry in FORMATS}

DIRECTORY_FORMATS = frozenset({"directory", "huggingface", "mlflow", "tensorflow"})
"""The words in the card for models that are a directory of files."""

WEIGHTS = (".safetensors", ".bin", ".gguf", ".pt", ".pth", ".h5")
"""Extensions of the weights of a model of Hugging Face."""

MODEL_EXTENSIONS = frozenset(extension for entry in FORMATS for extension in entry.extensions)
LEGACY_EXTENSIONS = (".pkl", ".joblib", ".pickle")
"""What stood on volumes before versions did."""

# What a file says it is by its name, and what it is found to be by its content.
_SAME = ({"joblib", "pickle"}, {"xgboost", "bst", "json"})

# The same bytes under another name: joblib reads pickles, and XGBoost's server takes both names.
_ALSO = {"joblib": "pickle", "pickle": "joblib", "xgboost": "bst"}


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
    framework: str
    framework_version: str | None
    class_name: str


def kind_of(model: object, wanted: str | None = None) -> ModelKind:
    """Find out how to keep an object.

    Args:
        model: The object.
        wanted: The name of the format to keep it in; None for the usual one.

    Returns:
        Its kind.

    Raises:
        NotAModelError: If it cannot predict: no server could serve it.
        UnsupportedFormatError: If such an object is not kept in that format.
    """
    cls = type(model)
    framework = framework_of(model)
    if isinstance(model, type) or framework is None:
        name = model.__name__ if isinstance(model, type) else cls.__name__
        what = f"The class {name}" if isinstance(model, type) else f"A {name}"
        raise NotAModelError(f"{what} is no model: it has no predict method to serve.")
    if wanted is not None and wanted not in framework.formats:
        raise UnsupportedFormatError(
            f"A {cls.__name__} is not saved as {printable(str(wanted))!r}.",
            f"It can be saved as {' or '.join(framework.formats)}.",
        )
    return ModelKind(
        format=_BY_NAME[wanted or framework.formats[0]],
        framework=framework.name,
        framework_version=version_of(framework.distribution),
        class_name=f"{cls.__module__}.{cls.__qualname__}",
    )


def framework_of(model: object) -> Framework | None:
    """Find the library of a model by its class; None if it is no model.

    Args:
        model: The object.
    """
    classes = type(model).__mro__
    packages = {base.__module__.partition(".")[0] for base in classes}
    for framework in FRAMEWORKS:
        if framework.package not in packages:
            continue
        if framework.model_class:
            if any(base.__name__ == framework.model_class for base in classes):
                return framework
        elif callable(getattr(model, "predict", None)):
            return framework
    return _ANY if callable(getattr(model, "predict", None)) else None


def format_of_file(name: str, wanted: str | None = None) -> Format:
    """Find the format of a model file by its extension.

    Args:
        name: The file's name.
        wanted: The name of the format that it is said to be, whatever its extension.

    Returns:
        Its format.

    Raises:
        UnsupportedFormatError: If no model file has this extension, or there is no such format.
    """
    if wanted is not None:
        if wanted in _BY_NAME:
            return _BY_NAME[wanted]
        raise UnsupportedFormatError(
            f"There is no format {printable(wanted)!r} of model files.",
            "There are " + ", ".join(sorted(_BY_NAME)) + ".",
        )
    extension = extension_of(name)
    for entry in FORMATS:
        if extension in entry.extensions:
            return entry
    raise UnsupportedFormatError(
        f"'{printable(name)}' does not look like a model file.",
        "Model files end in " + ", ".join(sorted(MODEL_EXTENSIONS)) + ".",
    )


def formats_for(name: str, found: str, framework: str | None) -> list[str]:
    """Say in which formats a file can be kept as it is.

    Args:
        name: The file's name.
        found: The format that its content was found to be; empty if that is not known.
        framework: The framework that its content was found to be of, if that is known.

    Returns:
        The names of the formats, the likeliest first. What nobody knows can be any.
    """
    extension = extension_of(name)
    said = [entry.name for entry in FORMATS if extension in entry.extensions]
    if not found:
        return [*said, *(entry.name for entry in FORMATS if entry.name not in said)]
    fitting = [each for each in said if _is_content_of(_BY_NAME[each], found)]
    first = fitting[0] if fitting else found
    if first not in _BY_NAME:
        return []
    other = _ALSO.get(first) if framework in (None, _BY_NAME[first].framework) else None
    return [first, other] if other else [first]


def is_model_folder(names: Collection[str]) -> bool:
    """Say whether a folder is one model: of Hugging Face, TensorFlow, MLflow.

    Args:
        names: The names of what is in it.
    """
    weights = any(name.endswith(WEIGHTS) for name in names)
    return "saved_model.pb" in names or "MLmodel" in names or ("config.json" in names and weights)


def check_content(name: str, entry: Format, found: str) -> None:
    """Refuse a file whose content is of another kind than its name says: no server would load it.

    Args:
        name: The file's name.
        entry: The format of its extension.
        found: The format that its content was found to be; empty if that is not known.

    Raises:
        UnsupportedFormatError: If they differ.
    """
    if not found or _is_content_of(entry, found):
        return
    extensions = _BY_NAME[found].extensions if found in _BY_NAME else ()
    raise UnsupportedFormatError(
        f"The file '{printable(name)}' is not what its name says: its content is {found}.",
        f"Rename it so that it ends in {' or '.join(extensions)}." if extensions else "",
    )


def _is_content_of(entry: Format, found: str) -> bool:
    return found == entry.name or any({found, entry.name} <= same for same in _SAME)


def extension_of(name: str) -> str:
    """Return a file name's last extension, with the dot and in lower case; empty if it has none."""
    stem, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot and stem else ""


def version_of(distribution: str) -> str | None:
    """Return the version of what is installed; None if it is not.

    Args:
        distribution: What pip calls it.
    """
    from importlib.metadata import PackageNotFoundError, version

    # The same library under another name, without support for graphics cards.
    for name in (distribution, f"{distribution}-cpu"):
        try:
            return version(name)
        except (PackageNotFoundError, ValueError):
            continue
    return None

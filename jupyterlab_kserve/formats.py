"""The table of model formats: which objects and files there are, and how each is kept.

A library is a module in ``frameworks``, found by its ``LIBRARY``. Nothing here imports a
machine-learning library before it is used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, BinaryIO

from . import frameworks
from .errors import NotAModelError, UnsupportedFormatError
from .frameworks import sklearn
from .frameworks.library import Format, Framework, Inspector, Library
from .names import printable
from .parsing.risk import add_safe


def _libraries() -> Iterator[Library]:
    """Find what the modules of ``frameworks`` declare."""
    for module in iter_modules(frameworks.__path__):
        found = import_module(f"{frameworks.__name__}.{module.name}")
        library = getattr(found, "LIBRARY", None)
        if isinstance(library, Library):
            yield library


LIBRARIES = tuple(sorted(_libraries(), key=lambda library: library.rank))
"""The libraries, the most used first."""

add_safe(pattern for library in LIBRARIES for pattern in library.safe_globals)

FORMATS = tuple(entry for library in LIBRARIES for entry in library.formats)
_BY_NAME = {entry.name: entry for entry in FORMATS}

FOLDER = "directory"
"""The word in the card for a folder that is no library's."""

FOLDER_FORMATS = frozenset(
    {FOLDER, *(library.folder.format for library in LIBRARIES if library.folder)}
)
"""The words in the card for models that are a directory of files."""

MODEL_EXTENSIONS = frozenset(extension for entry in FORMATS for extension in entry.extensions)
LEGACY_EXTENSIONS = (".pkl", ".joblib", ".pickle")
"""What stood on volumes before versions did."""

HEAD = 1 << 16
"""How many of a file's first bytes tell whose it is."""


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
        raise NotAModelError(f"{what} is not a model: it has no predict method.")
    if wanted is not None and wanted not in framework.formats:
        raise UnsupportedFormatError(
            f"A {cls.__name__} cannot be saved as {printable(str(wanted))!r}.",
            f"Supported formats: {' or '.join(framework.formats)}.",
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
    # An estimator of any library derives from scikit-learn's, which comes first in the table.
    for library in reversed(LIBRARIES):
        if library.framework.is_model(model):
            return library.framework
    return sklearn.ANYTHING if callable(getattr(model, "predict", None)) else None


def feature_names_of(model: object) -> list[str] | None:
    """Find the names of the columns that a model was trained on; None if it had none.

    Args:
        model: The model.
    """
    for library in LIBRARIES:
        if library.feature_names and library.framework.is_model(model):
            return library.feature_names(model)
    try:
        names = getattr(model, "feature_names_in_", None)
    except Exception:  # properties of foreign objects may fail in any way; a save must not
        return None
    return None if names is None else [str(name) for name in names]


def sniff(head: bytes, size: int) -> tuple[Library, Inspector] | None:
    """Find whose a file is, and what inspects it.

    Args:
        head: Its first bytes, up to ``HEAD`` of them.
        size: All its bytes.

    Returns:
        None for what may be an archive or a pickle.
    """
    for library in LIBRARIES:
        inspector = library.sniff(head, size) if library.sniff else None
        if inspector is not None:
            return library, inspector
    return None


def load(entry: Format, stream: BinaryIO, trust: bool = False) -> Any:
    """Read a model from an opened file.

    Args:
        entry: The format that its extension says. Where several libraries use the extension, the
            content tells which one reads it.
        stream: The opened file, at its start and seekable.
        trust: Whether what a library refuses by itself, as dangerous, is loaded too.

    Raises:
        UnsupportedFormatError: If files of this format are not loaded here.
    """
    if entry.framework is None and entry.load_with is not None:
        head = stream.read(HEAD)
        size = stream.seek(0, 2)
        stream.seek(0)
        sniffed = sniff(head, size)
        entry = sniffed[0].formats[0] if sniffed else entry
    return entry.load(stream, trust)


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
            f"Unknown format {printable(wanted)!r} of model files.",
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
    # The same bytes under another name: joblib reads pickles, XGBoost's server takes both names.
    entry = _BY_NAME[first]
    return [first, *(entry.same_content if framework in (None, entry.framework) else ())]


def is_model_folder(names: Collection[str]) -> bool:
    """Say whether a folder is one model of a library, as those of Hugging Face are.

    Args:
        names: The names of what is in it.
    """
    return any(library.folder and library.folder.is_model(names) for library in LIBRARIES)


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
        f"The file '{printable(name)}' does not match its extension: its content is {found}.",
        f"Rename it so that it ends in {' or '.join(extensions)}." if extensions else "",
    )


def _is_content_of(entry: Format, found: str) -> bool:
    return found in (entry.name, *entry.same_content)


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

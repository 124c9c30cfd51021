"""The model card: the JSON file ``.card/card.json`` that is published with each version."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from .errors import InvalidMetadataError

SCHEMA_VERSION = 1
CARD_FOLDER = ".card"
CARD_FILE = "card.json"
MAX_CARD_BYTES = 4 << 20
"""A card is read whole for every row of the list, so nobody may make it huge."""

_MANY_FILES = 1000
_MAX_DEPTH = 20
_MAX_TEXT = 500
_NOT_PLAIN = frozenset({"", ".", ".."})
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class BrokenCardError(ValueError):
    """A card that cannot be used; the text says why. It never reaches users as an exception."""


class CardFile(NamedTuple):
    """One file of a version.

    Attributes:
        path: Relative to the version's directory, with forward slashes.
        size: Bytes.
        sha256: 64 lower-case hexadecimal digits.
    """

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Card:
    """What is recorded about one version.

    Attributes:
        name: The model.
        version: The version.
        created: When it was saved, ISO 8601 in UTC.
        framework: ``{"name": "sklearn", "version": "1.5.2"}``; the name is KServe's modelFormat.
        format: The file format, ``joblib`` for example.
        class_name: The model's class with its module (``class`` in the JSON).
        libraries: Versions of the libraries the model needs, by the names used by pip.
        files: The version's files.
        artifacts: The paths of the model's artifacts among the files, by their names.
        signature: ``inputs`` and ``outputs``, lists of ``{"name", "shape", ...}``.
        metrics: Numbers by name.
        metadata: The user's dictionary, as it was given.
        source: Where the model came from: kind, path, notebook, git_commit, git_dirty.
        description: Free text.
        tags: Words.
        others: Fields of the JSON that this release does not know; kept when the card is written.
        read_from: The bytes that it was read from; empty for one that was not read.
    """

    name: str
    version: str
    created: str
    framework: dict[str, Any] = field(default_factory=dict)
    format: str = ""
    class_name: str = ""
    libraries: dict[str, str] = field(default_factory=dict)
    files: tuple[CardFile, ...] = ()
    artifacts: dict[str, str] = field(default_factory=dict)
    signature: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    source: dict[str, Any] = field(default_factory=dict)
    description: str = ""
    tags: tuple[str, ...] = ()
    others: dict[str, Any] = field(default_factory=dict)
    read_from: bytes = field(default=b"", compare=False, repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes that it was read from; empty for one that was not read."""
        # Not taken for each row of the list, which does not tell it.
        return hashlib.sha256(self.read_from).hexdigest() if self.read_from else ""

    @property
    def size(self) -> int:
        """Bytes of all the version's files together."""
        return sum(file.size for file in self.files)

    @property
    def model_file(self) -> CardFile | None:
        """The file that servers load: the one that is not in a sub-directory."""
        for file in self.files:
            if "/" not in file.path:
                return file
        return None

    @property
    def text(self) -> str:
        """The values in the metadata, a line each, for a search; cut where they are long."""
        return text_of(self.metadata)

    def to_dict(self) -> dict[str, Any]:
        """Return the card as it stands in the JSON file, free of NaN and the like."""
        data: dict[str, Any] = {"schema_version": SCHEMA_VERSION}
        for item in fields(self):
            if item.name == "class_name":
                data["class"] = self.class_name
            elif item.name == "files":
                data["files"] = [file._asdict() for file in self.files]
            elif item.name == "tags":
                data["tags"] = list(self.tags)
            elif item.name not in ("others", "read_from"):
                data[item.name] = to_plain(getattr(self, item.name))
        return {**to_plain(self.others), **data}


_REQUIRED = ("name", "version", "created")
_KINDS: dict[str, type[Any]] = {
    **dict.fromkeys((*_REQUIRED, "format", "description"), str),
    **dict.fromkeys(("framework", "libraries", "artifacts", "signature"), dict),
    **dict.fromkeys(("metrics", "metadata", "source"), dict),
    **dict.fromkeys(("files", "tags"), list),
}
"""The types of a card's fields in JSON."""

_FIELDS = frozenset({"schema_version", "class", *_KINDS})


def encode_card(card: Card) -> bytes:
    """Return the bytes of a card's JSON file.

    Args:
        card: The card.

    Returns:
        UTF-8, indented unless it names very many files, with a newline at the end; at most
        ``MAX_CARD_BYTES``.

    Raises:
        InvalidMetadataError: If the card would be larger than readers accept.
    """
    indent = 2 if len(card.files) <= _MANY_FILES else None
    text = json.dumps(card.to_dict(), indent=indent, ensure_ascii=False, allow_nan=False) + "\n"
    # A lone surrogate has no UTF-8 form; its backslash escape is valid inside a JSON string.
    data = text.encode("utf-8", "backslashreplace")
    if len(data) > MAX_CARD_BYTES:
        raise InvalidMetadataError(
            f"The model card would be {len(data):,} bytes; {MAX_CARD_BYTES:,} are allowed."
        )
    return data


def parse_card(data: bytes) -> Card:
    """Return the card that the bytes of a JSON file say.

    Args:
        data: The bytes, or the first of them that are more than ``MAX_CARD_BYTES``.

    Returns:
        The card; fields that this release does not know are in ``others``.

    Raises:
        BrokenCardError: If it is too large, not JSON, or a field has the wrong type.
    """
    if len(data) > MAX_CARD_BYTES:
        raise BrokenCardError(f"the model card is larger than {MAX_CARD_BYTES:,} bytes")
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BrokenCardError(
            f"the model card is not valid JSON ({type(error).__name__})"
        ) from error
    if not isinstance(raw, dict):
        raise BrokenCardError("the model card is not a JSON object")
    return _card_from(raw, data)


def text_of(metadata: Mapping[str, Any]) -> str:
    """Return the values in metadata, a line each, for a search; cut where they are long.

    Args:
        metadata: The dictionary.
    """
    words: list[str] = []
    waiting: deque[Any] = deque(metadata.values())
    room = _MAX_TEXT
    while waiting and room > 0:
        value = waiting.popleft()
        if value is None or isinstance(value, bool):
            continue
        # Plain values first: most are, and whether one is a Mapping takes long to find out.
        if isinstance(value, (str, int, float)) or not isinstance(value, (Mapping, list, tuple)):
            words.append(str(value)[:room])
            room -= len(words[-1]) + 1
        else:
            waiting.extend(value.values() if isinstance(value, Mapping) else value)
    return "\n".join(words)


def to_plain(value: Any, depth: int = 0) -> Any:
    """Turn any value into one that JSON can hold, and every browser can read.

    NumPy scalars and arrays become numbers and lists, NaN and infinities the words ``"NaN"``,
    ``"Infinity"`` and ``"-Infinity"``, everything unknown its ``str()``.

    Args:
        value: Anything.
        depth: How deep the value is nested already.

    Returns:
        dict, list, str, int, float, bool or None, nested at most 20 deep.
    """
    if value is None or isinstance(value, (bool, str)):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, int):
        # Beyond 2**53 JavaScript would silently show another number.
        return int(value) if abs(value) <= 2**53 else _text(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else _not_finite(value)
    if depth >= _MAX_DEPTH:
        return _text(value)
    if isinstance(value, Mapping):
        return {_text(key): to_plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item, depth + 1) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((to_plain(item, depth + 1) for item in value), key=str)
    if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
        return to_plain(value.tolist(), depth + 1)
    return _text(value)


def _not_finite(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def _text(value: object) -> str:
    try:
        return str(value)
    except Exception:  # str() of a foreign object may fail in any way, and a save must not
        return f"<{type(value).__name__}>"


def _card_from(raw: dict[str, Any], data: bytes) -> Card:
    for key in _REQUIRED:
        if not isinstance(raw.get(key), str):
            raise BrokenCardError(f"the model card has no {key}")
    schema_version = raw.get("schema_version")
    if type(schema_version) is not int or schema_version < 1:
        raise BrokenCardError("the model card has no schema_version")
    known = {key: _field(raw, key, kind) for key, kind in _KINDS.items()}
    for key in ("framework", "libraries", "artifacts"):
        for value in known[key].values():
            if not isinstance(value, str) and value is not None:
                raise BrokenCardError(f"{key} in the model card is not a string")
    for tag in known["tags"]:
        if not isinstance(tag, str):
            raise BrokenCardError("the tags in the model card are not strings")
    return Card(
        **known
        | {
            "class_name": _field(raw, "class", str),
            "tags": tuple(known["tags"]),
            "files": tuple([_file_from(item) for item in known["files"]]),
            "others": {key: raw[key] for key in raw.keys() - _FIELDS},
            "read_from": data,
        }
    )


def _field(raw: dict[str, Any], key: str, kind: type[Any]) -> Any:
    value = raw.get(key)
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise BrokenCardError(f"{key} in the model card has the wrong type")
    return value


def _file_from(item: object) -> CardFile:
    if not isinstance(item, dict):
        raise BrokenCardError("the files in the model card are not objects")
    path, size, sha256 = item.get("path"), item.get("size"), item.get("sha256")
    if not isinstance(path, str) or not is_inside(path):
        raise BrokenCardError("the model card names a file outside the version")
    if type(size) is not int or size < 0:
        raise BrokenCardError("a file in the model card has no size")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise BrokenCardError("a file in the model card has no SHA-256")
    return CardFile(path, size, sha256)


def is_inside(path: str) -> bool:
    """Say whether a relative path is plain: no empty, ``.`` or ``..`` component, no NUL."""
    return "\0" not in path and _NOT_PLAIN.isdisjoint(path.split("/"))

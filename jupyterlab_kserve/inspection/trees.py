"""The files of XGBoost, LightGBM and PMML: head and structure, never the trees themselves."""

from __future__ import annotations

import json
import re
import struct
from typing import Any, BinaryIO

from .report import Inspection, NotReadError
from .source import Source

_END = 1 << 16
"""Bytes at each end of a JSON model in which its facts stand."""

_MAX_VALUES = 2_000_000
_MAX_DEPTH = 30
_NUMBERS = {b"i": "b", b"U": "B", b"I": ">h", b"l": ">i", b"L": ">q", b"d": ">f", b"D": ">d"}


def inspect_pmml(_stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    """Inspect PMML, of which its root element says all.

    Args:
        _stream: Not needed.
        size: Its bytes.
        _deadline: Not needed.
    """
    return Inspection("pmml", "pmml", size=size)


def inspect_xgboost_json(stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    """Inspect XGBoost's JSON.

    Args:
        stream: The opened file, at its start.
        size: Its bytes.
        _deadline: Not needed: only both ends are read.
    """
    head = stream.read(_END)
    stream.seek(max(0, size - _END))
    tail = stream.read(_END)
    found = Inspection(format="xgboost", framework="xgboost", size=size)
    version = re.search(rb'"version"\s*:\s*\[\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)', tail + b" " + head)
    if version:
        found.framework_version = ".".join(part.decode() for part in version.groups())
    count = re.search(rb'"num_feature"\s*:\s*"(\d{1,9})"', tail + b" " + head)
    if count:
        found.features = int(count[1])
    names = re.search(rb'"feature_names"\s*:\s*(\[[^\]]*\])', head)
    if names:
        found.feature_names = _texts(_loads(names[1]))
    objective = re.search(rb'"objective"\s*:\s*\{\s*"name"\s*:\s*"([\w:]{1,60})"', tail)
    _tell_objective(found, objective[1].decode() if objective else "")
    if not version or not tail.rstrip().endswith(b"}"):
        found.incomplete("It ends too early.")
    return found


def inspect_xgboost_ubj(stream: BinaryIO, size: int, deadline: float) -> Inspection:
    """Inspect XGBoost's UBJSON (the format's draft 12, as XGBoost writes it).

    Args:
        stream: The opened file, at its start.
        size: Its bytes.
        deadline: Of ``time.monotonic``, after which nothing is read any more.
    """
    found = Inspection(format="xgboost", framework="xgboost", size=size)
    try:
        top = _Ubj(Source(stream, size, deadline)).value()
    except NotReadError as error:
        return found.incomplete(str(error))
    except (struct.error, ValueError, RecursionError) as error:
        return found.incomplete(f"It is malformed ({type(error).__name__}).")
    learner = _dict(_dict(top).get("learner"))
    version = _dict(top).get("version")
    if isinstance(version, list) and all(type(part) is int for part in version):
        found.framework_version = ".".join(str(part) for part in version[:3])
    count = str(_dict(learner.get("learner_model_param")).get("num_feature", ""))
    if count.isdecimal():
        found.features = int(count[:9])
    found.feature_names = _texts(learner.get("feature_names"))
    _tell_objective(found, str(_dict(learner.get("objective")).get("name", ""))[:60])
    if not learner:
        found.incomplete("It has no learner: it is not a model of XGBoost.")
    return found


def inspect_xgboost_binary(stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    """Inspect XGBoost's old binary format, of which the header alone is known.

    Args:
        stream: The opened file, at its start.
        size: Its bytes.
        _deadline: Not needed: only the header is read.
    """
    found = Inspection(format="bst", framework="xgboost", size=size)
    head = stream.read(12)
    if len(head) == 12:
        # magic, base_score, num_feature
        found.features = struct.unpack("<4xfI", head)[1]
    found.notes.append(
        "It is XGBoost's old binary format, which XGBoost 3.1 and later do not read."
    )
    return found


def inspect_lightgbm(stream: BinaryIO, size: int, _deadline: float) -> Inspection:
    """Inspect LightGBM's text.

    Args:
        stream: The opened file, at its start.
        size: Its bytes.
        _deadline: Not needed: only both ends are read.
    """
    found = Inspection(format="bst", framework="lightgbm", size=size)
    facts: dict[str, str] = {}
    for _ in range(40):
        line = stream.readline(1 << 20).decode("utf-8", "replace").strip()
        key, equals, value = line.partition("=")
        if key == "Tree":
            break
        if equals:
            facts[key] = value
    highest = facts.get("max_feature_idx", "")
    if highest.isdecimal():
        found.features = int(highest[:9]) + 1
    found.feature_names = _texts(facts.get("feature_names", "").split())
    _tell_objective(found, facts.get("objective", "")[:60])
    stream.seek(max(0, size - _END))
    if b"end of trees" not in _tail_of(stream, size):
        found.incomplete("It ends too early.")
    return found


def _tail_of(stream: BinaryIO, size: int) -> bytes:
    # Behind the trees stand the importances and parameters, of many features many.
    stream.seek(max(0, size - (8 << 20)))
    return stream.read(8 << 20)


def _tell_objective(found: Inspection, objective: str) -> None:
    if objective:
        found.notes.append(f"Its objective is {objective}.")


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _loads(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _texts(value: Any) -> list[str]:
    items = value if isinstance(value, list) else []
    return [item[:200] for item in items[:1000] if isinstance(item, str)]


class _Ubj:
    """A reader of UBJSON that passes over arrays of numbers."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._values = 0

    def value(self, kind: bytes | None = None, depth: int = 0) -> Any:
        """Read a value; of a known kind, inside of a typed array."""
        self._values += 1
        if self._values > _MAX_VALUES or depth > _MAX_DEPTH:
            raise NotReadError("It holds more than is read.")
        kind = kind or self._source.read(1)
        if kind == b"{":
            return self._object(depth)
        if kind == b"[":
            return self._array(depth)
        if kind == b"S":
            return self._source.read(self._length()).decode("utf-8", "replace")
        if kind in b"ZTFN":
            return {b"T": True, b"F": False}.get(kind)
        if kind == b"C":
            return self._source.read(1).decode("latin-1")
        return self._number(kind)

    def _number(self, kind: bytes) -> Any:
        layout = _NUMBERS.get(kind)
        if layout is None:
            raise NotReadError("It is no UBJSON.")
        return struct.unpack(layout, self._source.read(struct.calcsize(layout)))[0]

    def _length(self, kind: bytes | None = None) -> int:
        length = self._number(kind or self._source.read(1))
        if not isinstance(length, int) or length < 0:
            raise NotReadError("It states lengths that are not believable.")
        return length

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while (kind := self._source.read(1)) != b"}":
            key = self._source.read(self._length(kind)).decode("utf-8", "replace")
            found[key] = self.value(depth=depth + 1)
        return found

    def _array(self, depth: int) -> Any:
        kind = self._source.read(1)
        if kind == b"$":
            item = self._source.read(1)
            if self._source.read(1) != b"#":
                raise NotReadError("It is no UBJSON.")
            count = self._length()
            layout = _NUMBERS.get(item)
            if layout is not None and count > 16:
                self._source.skip(count * struct.calcsize(layout))
                return None
            return [self.value(item, depth + 1) for _ in range(count)]
        if kind == b"#":
            return [self.value(depth=depth + 1) for _ in range(self._length())]
        items = []
        while kind != b"]":
            items.append(self.value(kind, depth + 1))
            kind = self._source.read(1)
        return items

"""What the object in a pickle tells of the model that it is: class, versions and features."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from .report import Inspection
from .stubs import Array, Made, Reading

_MAX_LOOKED_AT = 20_000
_MAX_NAMES = 1_000

_STATE_VERSION = "_sklearn_version"


def take_globals(found: Inspection, reading: Reading) -> None:
    """Put what was read into the report.

    Args:
        found: The report.
        reading: What was read.
    """
    found.globals = sorted(reading.globals.values(), key=lambda entry: entry.name)
    found.notes += reading.notes
    if any(name.startswith("numpy._core.") for name in reading.globals):
        found.notes.append(
            "It was written with numpy 2 or later. numpy 1 might not be able to read it."
        )


def describe(found: Inspection, top: Any) -> None:
    """Tell what is known of the object at the top.

    Args:
        found: The report.
        top: What stands for the object.
    """
    if isinstance(top, Made):
        found.class_name = top.class_name
    states = list(_states(top))
    versions = [state[_STATE_VERSION] for state in states if _STATE_VERSION in state]
    version = next((text for text in versions if isinstance(text, str)), None)
    if version is not None:
        found.libraries["scikit-learn"] = version[:50]
    for state in states:
        count = state.get("n_features_in_", state.get("_n_features"))
        if isinstance(count, Made) and isinstance(count.arguments, tuple):
            count = None  # A NumPy number, whose bytes say it; not worth the guess.
        if type(count) is int and count >= 0:
            found.features = count
            found.feature_names = _names(state.get("feature_names_in_"))
            return


def _states(top: Any) -> Iterator[dict[str, Any]]:
    """The attributes of the object and of what it holds, the outermost first."""
    waiting = deque([top])
    seen: set[int] = set()
    while waiting and len(seen) < _MAX_LOOKED_AT:
        item = waiting.popleft()
        if id(item) in seen or isinstance(item, (str, bytes, int, float, Array)):
            continue
        seen.add(id(item))
        if isinstance(item, Made):
            state = item.state
            # (attributes, slots) where a class has slots.
            if isinstance(state, tuple) and len(state) == 2 and isinstance(state[0], dict):
                state = state[0]
            if isinstance(state, dict):
                yield state
                waiting.extend(state.values())
            waiting.append(item.arguments)
        elif isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, (list, tuple)):
            waiting.extend(item)


def _names(array: Any) -> list[str]:
    """The texts of an array of objects."""
    content = array.content if isinstance(array, Array) else array
    if not isinstance(content, Made) or not isinstance(content.state, tuple):
        return []
    items = content.state[4] if len(content.state) > 4 else None
    if not isinstance(items, list):
        return []
    return [item[:200] for item in items[:_MAX_NAMES] if isinstance(item, str)]

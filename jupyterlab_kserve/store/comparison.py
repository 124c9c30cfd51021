"""What differs between two model cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

_ALWAYS_DIFFERENT = ("schema_version", "name", "version", "created")
_LABELS = ("name", "path")
"""What tells the objects in a list of a card apart: its tensors, its files."""


class Difference(NamedTuple):
    """Something that two cards say differently.

    Attributes:
        path: The names that lead there, with dots between: ``metrics.accuracy``.
        one: What the one says; None for nothing.
        other: What the other says.
    """

    path: str
    one: Any
    other: Any


def compare_cards(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Difference]:
    """Compare two cards, less what differs by being of two versions.

    Args:
        one: A card as its JSON.
        other: Another.

    Returns:
        The differences, in the order of the cards' fields.
    """
    first, second = (
        {key: value for key, value in card.items() if key not in _ALWAYS_DIFFERENT}
        for card in (one, other)
    )
    return list(_differences("", first, second))


def _differences(path: str, one: Any, other: Any) -> Iterator[Difference]:
    named = _by_name(one), _by_name(other)
    if named[0] is None or named[1] is None:
        if one != other or isinstance(one, bool) != isinstance(other, bool):
            yield Difference(path, one, other)
        return
    for key in {**named[0], **named[1]}:
        inside = f"{path}.{key}" if path else key
        yield from _differences(inside, named[0].get(key), named[1].get(key))


def _by_name(value: Any) -> Mapping[str, Any] | None:
    """A value as names with values; None for what has no names, empty for nothing at all."""
    if value is None or value == []:
        return {}
    if isinstance(value, Mapping):
        return value
    if not isinstance(value, list):
        return None
    for label in _LABELS:
        names = [item.get(label) if isinstance(item, Mapping) else None for item in value]
        if names and all(isinstance(name, str) for name in names) and len({*names}) == len(names):
            return {
                str(name): {key: inner for key, inner in item.items() if key != label}
                for name, item in zip(names, value, strict=True)
            }
    return None

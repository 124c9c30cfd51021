"""The one rule for model names, the one rule for versions, and the order of versions."""

from __future__ import annotations

import functools
import re
from typing import Literal

from .errors import InvalidNameError

MAX_LENGTH = 63
"""A name must fit a Kubernetes label value, a URL segment and a subPath segment."""

UNVERSIONED = "unversioned"
"""Stands for the version of files that were put on the volume without one; never saved under."""

RESERVED_VERSIONS = frozenset({"aliases"})
"""``models/<name>/aliases/...`` is a path of its own, so no version is saved under that word."""

Noun = Literal["model", "artifact", "alias", "request"]

_NOUNS: dict[Noun, tuple[str, str]] = {
    "model": ("model name", "model"),
    "artifact": ("artifact's name", "scaler"),
    "alias": ("alias", "champion"),
    "request": ("request's name", "request"),
}
"""What a name is called in messages, and an example of one."""

_MODEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,61}[A-Za-z0-9])?", re.ASCII)
_RELEASE = re.compile(r"v?(\d+(?:\.\d+)*)(.*)", re.IGNORECASE | re.ASCII | re.DOTALL)
_PRERELEASE = re.compile(r"[-._]?[a-z]", re.IGNORECASE | re.ASCII)
_POSTRELEASE = re.compile(r"[-._]?(?:post|rev|r|patch|p|sp)[-._]?\d*$", re.IGNORECASE | re.ASCII)
_PIECES = re.compile(r"\d+|[a-z]+", re.ASCII)

VersionKey = tuple[int, tuple[int, ...], int, tuple[tuple[int, int, str], ...], str]


def check_name(name: object, noun: Noun = "model") -> str:
    """Return the name if a model, or what belongs to one, may have it.

    Args:
        name: The proposed name: 1 to 63 letters (a-z, A-Z), digits, ``.``, ``_`` or ``-``, starting
            and ending with a letter or digit, without ``..``.
        noun: What is to have it.

    Returns:
        The same name.

    Raises:
        InvalidNameError: If the rule is broken; the message says how, the hint proposes a name.
    """
    what, example = _NOUNS[noun]
    return _check(name, what, _MODEL, "._-", example)


def check_version(version: object) -> str:
    """Return the version as text if a version may be called so.

    Args:
        version: As a model name, and ``+`` may occur; numbers are turned into text.

    Returns:
        The version as text.

    Raises:
        InvalidNameError: If the rule is broken, or the word is the reserved ``unversioned``.
    """
    if isinstance(version, (int, float)) and not isinstance(version, bool):
        version = str(version)
    checked = _check(version, "version", _VERSION, "._+-", "1")
    if checked == UNVERSIONED:
        raise InvalidNameError(
            f"The version {UNVERSIONED!r} is reserved for files without a version.",
            "Choose a version such as 1 or 1.0.0.",
        )
    return checked


def check_new_version(version: object) -> str:
    """Return the version as text if a version that is to be saved may be called so.

    Args:
        version: As for ``check_version``; words that REST has in a version's place are reserved. A
            version of such a name that is on the volume already can still be read.

    Returns:
        The version as text.

    Raises:
        InvalidNameError: If the rule is broken, or the word is reserved.
    """
    checked = check_version(version)
    if checked in RESERVED_VERSIONS:
        raise InvalidNameError(
            f"The version {checked!r} is reserved.", "Choose a version such as 1 or 1.0.0."
        )
    return checked


def is_model_name(name: str) -> bool:
    """Say whether a model may have this name."""
    return _MODEL.fullmatch(name) is not None and ".." not in name


def is_version(version: str) -> bool:
    """Say whether a version may be called so."""
    return (
        _VERSION.fullmatch(version) is not None and ".." not in version and version != UNVERSIONED
    )


def propose_name(text: str, otherwise: str = "model") -> str:
    """Turn any text into a name that the rule allows, as close to the text as it can be.

    Args:
        text: Any text, for example the name of a file.
        otherwise: What to return if nothing of the text can be kept.

    Returns:
        A valid name.
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", text[:200])
    plain = re.sub(r"\.{2,}", ".", plain).strip("._-")
    return plain[:MAX_LENGTH].strip("._-") or otherwise


@functools.lru_cache(1 << 14)
def version_key(version: str) -> VersionKey:
    """Return a sort key under which newer versions are greater.

    Numbers compare as numbers (``10`` after ``9``, ``1.10`` after ``1.9``), ``1.0.0-rc1`` comes
    before ``1.0.0``, dates with dashes compare as dates, and words come before all numbers.

    Args:
        version: A version, or ``unversioned``, which is older than any other.
    """
    if version == UNVERSIONED:
        return (-1, (), 0, (), "")
    match = _RELEASE.fullmatch(version)
    if match is None:
        return (0, (), 0, _pieces(version), version)
    numbers = [int(number) for number in match[1].split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    rest = match[2]
    if not rest or rest.startswith("+"):
        stage = 1
    elif _PRERELEASE.match(rest) and not _POSTRELEASE.match(rest):
        stage = 0
    else:
        stage = 2
    return (1, tuple(numbers), stage, _pieces(rest), version)


def next_version(versions: list[str]) -> str:
    """Return the integer version that is newer than all the given ones.

    Args:
        versions: What there is already; ``["1.0.0", "2"]`` gives ``"3"``.
    """
    newest = 0
    for version in versions:
        kind, numbers, *_ = version_key(version)
        if kind == 1:
            newest = max(newest, numbers[0])
    return str(newest + 1)


def printable(text: str) -> str:
    """Return text fit for any message or JSON: short and without control characters."""
    cut = text if len(text) <= 80 else text[:77] + "..."
    if cut.isprintable():
        return cut
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut)


def _pieces(text: str) -> tuple[tuple[int, int, str], ...]:
    pieces = _PIECES.findall(text.lower())
    return tuple((0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in pieces)


def _check(value: object, what: str, rule: re.Pattern[str], marks: str, otherwise: str) -> str:
    if not isinstance(value, str):
        article = "An" if what.startswith("a") else "A"
        raise InvalidNameError(
            f"{article} {what} is text, not {type(value).__name__}.",
            f"For example {otherwise!r}.",
        )
    if rule.fullmatch(value) and ".." not in value:
        return value
    if not value:
        broken = "is empty"
    elif len(value) > MAX_LENGTH:
        broken = f"has {len(value)} characters; the maximum is {MAX_LENGTH}"
    elif ".." in value:
        broken = "contains '..'"
    elif foreign := sorted(set(re.sub(rf"[A-Za-z0-9{re.escape(marks)}]", "", value))):
        broken = "contains " + ", ".join(ascii(c) for c in foreign[:5])
    else:
        broken = "must start and end with a letter or digit"
    raise InvalidNameError(
        f"The {what} '{printable(value)}' {broken}.",
        f"Use letters, digits and {' '.join(marks)}; for example "
        f"'{propose_name(value, otherwise)}'.",
    )

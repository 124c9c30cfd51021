"""The libraries that a model was saved with, and how they differ from those that are here."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping

from ...formats import feature_names_of, framework_of, version_of

OLDEST_TOLD = 2
"""Parts of a version that must be the same: 1.5.1 reads what 1.5.2 wrote, 1.6 perhaps not."""


class LibraryVersionWarning(UserWarning):
    """A model was saved with other versions than those that are installed."""


def libraries_for(model: object) -> dict[str, str]:
    """Return the versions of what a model needs, by the names that pip uses.

    Args:
        model: The model; pandas is listed only for a model trained on named columns.

    Returns:
        ``{"python": "3.11.7", "numpy": "2.1.0", ...}``; without what is not installed.
    """
    found = {"python": ".".join(str(number) for number in sys.version_info[:3])}
    framework = framework_of(model)
    if framework is None:
        return found
    for distribution in (framework.distribution, *framework.libraries):
        if distribution == "pandas" and feature_names_of(model) is None:
            continue
        version = version_of(distribution) if distribution else None
        if version is not None:
            found[distribution] = version
    return found


def requirements(libraries: Mapping[str, str]) -> str:
    """Return the lines of a requirements.txt.

    Args:
        libraries: As ``libraries_for`` returns them.
    """
    python = libraries.get("python")
    lines = [f"# Python {python}"] if python else []
    lines += [f"{name}=={libraries[name]}" for name in sorted(libraries) if name != "python"]
    return "\n".join(lines) + "\n"


def differences(libraries: Mapping[str, str]) -> list[str]:
    """Compare what a model was saved with to what is installed.

    Args:
        libraries: The versions that it was saved with, by the names that pip uses.

    Returns:
        A clause for each that differs in its first two numbers or is missing.
    """
    messages = []
    for name, saved in libraries.items():
        if name == "python":
            continue  # Pickles are read across releases of Python.
        here = version_of(name)
        if here is None:
            messages.append(f"{name} {saved}, which is not installed here")
        elif saved.split(".")[:OLDEST_TOLD] != here.split(".")[:OLDEST_TOLD]:
            messages.append(f"{name} {saved} (installed: {here})")
    return messages


def warn_of_differences(what: str, libraries: Mapping[str, str]) -> None:
    """Warn where the libraries that matter differ.

    Args:
        what: The model, for the message.
        libraries: The versions that it was saved with, by the names that pip uses.
    """
    messages = differences(libraries)
    if messages:
        warnings.warn(
            f"{what} was saved with {', '.join(messages)}. Check its predictions, or install the "
            "same versions.",
            LibraryVersionWarning,
            stacklevel=2,
        )

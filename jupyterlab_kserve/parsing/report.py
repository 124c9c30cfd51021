"""What an inspection found: the shape that REST, command line and notebooks get."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

MAX_JSON = 4 << 20
"""Bytes that are read of a file that describes a model."""

Risk = Literal["none", "known", "unknown", "dangerous", "not-fully-read"]
"""What loading a file would run: nothing (``none``: the format carries no code), only what is known
to be harmless, something that is not known, something that is known to be dangerous; or it could
not be read to its end, so that nothing can be said."""

GlobalRisk = Literal["known", "unknown", "dangerous"]


class NotReadError(Exception):
    """A file that could not be read to its end; the text says why. It never reaches users."""


@dataclass(frozen=True)
class Global:
    """A function or class that a pickle names, and that loading it would import.

    Attributes:
        name: The name with its module, ``sklearn.svm._classes.SVC``.
        risk: What it may do.
    """

    name: str
    risk: GlobalRisk


@dataclass
class Inspection:
    """What a file is, as far as it can be told without running anything that it holds.

    Attributes:
        format: The file format, as in ``jupyterlab_kserve.formats``; empty if it is not known.
        framework: KServe's modelFormat, where it is known.
        framework_version: The version of the framework that wrote the file.
        class_name: The model's class with its module.
        size: Bytes.
        features: How many inputs the model takes; None if the file does not say.
        feature_names: Their names, if the file has them.
        libraries: Versions of libraries, as far as the file names them.
        globals: What a pickle names, each once.
        complete: Whether the file was read to its end.
        notes: Sentences for people: what stands out, and why something is not known.
        carries_code: Whether the format can make loading run code.
    """

    format: str = ""
    framework: str | None = None
    framework_version: str | None = None
    class_name: str = ""
    size: int = 0
    features: int | None = None
    feature_names: list[str] = field(default_factory=list)
    libraries: dict[str, str] = field(default_factory=dict)
    globals: list[Global] = field(default_factory=list)
    complete: bool = True
    notes: list[str] = field(default_factory=list)
    carries_code: bool = False

    @property
    def risk(self) -> Risk:
        """The worst of what is known."""
        risks = {entry.risk for entry in self.globals}
        if "dangerous" in risks:
            return "dangerous"
        if not self.complete:
            return "not-fully-read"
        if "unknown" in risks:
            return "unknown"
        return "known" if self.globals or self.carries_code else "none"

    def to_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        framework = {"name": self.framework, "version": self.framework_version}
        features = {"count": self.features, "names": self.feature_names}
        return {
            "format": self.format,
            "framework": framework if self.framework else None,
            "class": self.class_name,
            "size": self.size,
            "features": features if self.features is not None else None,
            "libraries": self.libraries,
            "globals": [{"name": entry.name, "risk": entry.risk} for entry in self.globals],
            "risk": self.risk,
            "complete": self.complete,
            "notes": self.notes,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Inspection:
        """Rebuild a report from what ``to_dict`` returned.

        Args:
            data: The JSON object.

        Raises:
            KeyError, TypeError: If it is none.
        """
        framework, features = data["framework"] or {}, data["features"] or {}
        return cls(
            format=data["format"],
            framework=framework.get("name"),
            framework_version=framework.get("version"),
            class_name=data["class"],
            size=data["size"],
            features=features.get("count"),
            feature_names=list(features.get("names", [])),
            libraries=dict(data["libraries"]),
            globals=[Global(entry["name"], entry["risk"]) for entry in data["globals"]],
            complete=data["complete"],
            notes=list(data["notes"]),
            carries_code=data["risk"] != "none",
        )

    def incomplete(self, why: str) -> Inspection:
        """Note that the file was not read to its end.

        Args:
            why: One sentence.

        Returns:
            Itself.
        """
        self.complete = False
        if why not in self.notes:
            self.notes.append(why)
        return self

    def tell_objective(self, objective: str) -> None:
        """Note what a model was trained for.

        Args:
            objective: The library's word for it; empty if it is not known.
        """
        if objective:
            self.notes.append(f"Its objective is {objective[:60]}.")


def texts(value: Any) -> list[str]:
    """Return the texts of a list, as many and as long as a report takes.

    Args:
        value: The list; what is none has no texts.
    """
    items = value if isinstance(value, list) else []
    return [item[:200] for item in items[:1000] if isinstance(item, str)]


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file; an empty one if there is none.

    Args:
        path: The file.
    """
    try:
        with path.open("rb") as stream:
            data = json.loads(stream.read(MAX_JSON))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}

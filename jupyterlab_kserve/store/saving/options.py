"""What a user can say when a model is saved: one value on its way from a request to the card."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ...errors import InvalidNameError, InvalidRequestError
from ...names import check_new_version
from ...volume.filewriter import Progress


@dataclass(frozen=True)
class SaveOptions:
    """What is given beside the model and its name.

    Attributes:
        version: The version. Without it ``metadata["version"]``; without that the next integer, or
            with ``overwrite`` the newest version if that is an integer.
        overwrite: Whether a version that is there is replaced.
        metadata: Anything to remember about it; kept in the card as plain JSON values.
        metrics: Numbers by name for the card; without them ``metadata["metrics"]``.
        description: Free text for the card.
        tags: Words for the card.
        format: The name of the format to keep an object in, or that a file is in; without it the
            usual one of its library, and the one that the file's name says.
        input_example: Some rows as the model takes them: recorded with the types of inputs and
            outputs.
        artifacts: What goes with the model, by name: objects, or paths of files.
        origin: Where the files come from, for the card; without it where they are.
        verify: Whether what was written is read again from the disk and compared, before it is
            published.
        progress: Called with (bytes done, bytes in all) of the file that is being written, 0 for
            not known; what it raises ends the save, and nothing is published.
    """

    version: str | int | None = None
    overwrite: bool = False
    metadata: Mapping[str, Any] | None = None
    metrics: Mapping[str, Any] | None = None
    description: str = ""
    tags: tuple[str, ...] = ()
    format: str | None = None
    input_example: Any = None
    artifacts: Mapping[str, Any] = field(default_factory=dict)
    origin: str | None = None
    verify: bool = False
    progress: Progress | None = None

    def checked_version(self) -> str | None:
        """Return the version, or the one in the metadata; None if there is neither.

        Raises:
            InvalidNameError: If it breaks the rule, or two different ones are given.
        """
        noted = self.metadata.get("version") if isinstance(self.metadata, Mapping) else None
        given = None if self.version is None else check_new_version(self.version)
        if noted is None:
            return given
        checked = check_new_version(noted)
        if given is not None and given != checked:
            raise InvalidNameError(
                f"Two versions were specified: {given}, and {checked} in the metadata.",
                "Specify one of them.",
            )
        return checked

    def to_json(self) -> dict[str, Any]:
        """Return what ``from_json`` reads: all that can be said of files, not of objects."""
        return {
            "version": None if self.version is None else str(self.version),
            "overwrite": self.overwrite,
            "metadata": dict(self.metadata or {}),
            "metrics": dict(self.metrics or {}),
            "description": self.description,
            "tags": list(self.tags),
            "format": self.format,
            "artifacts": {name: os.fspath(path) for name, path in self.artifacts.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SaveOptions:
        """Read the options of a save of files from a request, or from the journal of a job.

        Args:
            data: A JSON object; other fields of it are ignored, and null is as good as none.

        Raises:
            InvalidRequestError: If a field has the wrong type.
        """
        artifacts = _field(data, "artifacts", dict)
        _texts("artifacts", artifacts.values())
        return cls(
            version=_field(data, "version", str) or None,
            overwrite=data.get("overwrite") is True,
            metadata=_field(data, "metadata", dict),
            metrics=_field(data, "metrics", dict),
            description=_field(data, "description", str),
            tags=tuple(_texts("tags", _field(data, "tags", list))),
            format=_field(data, "format", str) or None,
            artifacts={name: Path(path) for name, path in artifacts.items()},
        )


_Value = TypeVar("_Value", str, dict[str, Any], list[Any])


def _field(data: Mapping[str, Any], name: str, kind: type[_Value]) -> _Value:
    value = data.get(name) or kind()
    if not isinstance(value, kind):
        raise _wrong_type(name)
    return value


def _texts(name: str, values: Iterable[Any]) -> list[str]:
    found = list(values)
    if not all(isinstance(value, str) for value in found):
        raise _wrong_type(name)
    return found


def _wrong_type(name: str) -> InvalidRequestError:
    return InvalidRequestError(f"The field {name} has the wrong type.", "Nothing was changed.")

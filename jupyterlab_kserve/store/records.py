"""What the store tells about models and versions; the shapes that REST answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..card import Card
from ..names import version_key

Layout = Literal["versions", "legacy-versions", "legacy-folder", "legacy-flat"]
"""Ours (``NAME/VERSION/`` with a card), or what stood on the volume before: ``NAME/v1/model.pkl``
without a card, ``NAME/model.pkl``, ``NAME.pkl``."""

State = Literal["ok", "broken"]


@dataclass(frozen=True)
class VersionRecord:
    """One version of a model on the volume.

    Attributes:
        name: The model.
        version: The version; ``unversioned`` for files that have none.
        path: Where it is, relative to the volume's root; for ``legacy-flat`` a file.
        uri: KServe's storageUri; None where no server could load it from there.
        layout: How it is laid out.
        state: ``ok``, or ``broken`` when it cannot be loaded.
        problem: What is wrong, as text; empty if nothing is.
        framework: KServe's modelFormat, if known.
        framework_version: The framework's version, if known.
        format: The file format, if known.
        class_name: The model's class with its module, if known.
        created: When it was saved, ISO 8601 in UTC.
        size: Bytes.
        model_file: The model file's path relative to the volume's root, if there is exactly one.
        tags: The card's tags.
        text: Values of the card's metadata, for a search.
        metadata: What a sidecar says, for what has no card.
        card: The model card, where there is one and it was asked for.
    """

    name: str
    version: str
    path: str
    uri: str | None
    layout: Layout = "versions"
    state: State = "ok"
    problem: str = ""
    framework: str | None = None
    framework_version: str | None = None
    format: str = ""
    class_name: str = ""
    created: str = ""
    size: int = 0
    model_file: str | None = None
    tags: tuple[str, ...] = ()
    text: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    card: Card | None = None

    def as_card(self) -> dict[str, Any]:
        """Return the card for JSON; without one, what is known in the form of a card."""
        if self.card is not None:
            return self.card.to_dict()
        return {
            "name": self.name,
            "version": self.version,
            "created": self.created,
            "framework": self._framework,
            "format": self.format,
            "class": self.class_name,
            "metadata": dict(self.metadata),
        }

    @property
    def _framework(self) -> dict[str, Any] | None:
        if not self.framework:
            return None
        return {"name": self.framework, "version": self.framework_version}

    def to_dict(self) -> dict[str, Any]:
        """Return the record for JSON; ``metadata`` and ``card`` only where there are any."""
        data: dict[str, Any] = {
            "name": self.name,
            "version": self.version,
            "path": self.path,
            "uri": self.uri,
            "layout": self.layout,
            "state": self.state,
            "problem": self.problem,
            "framework": self._framework,
            "format": self.format,
            "class": self.class_name,
            "created": self.created,
            "size": self.size,
        }
        if self.metadata:
            data["metadata"] = dict(self.metadata)
        if self.card is not None:
            data["card"] = self.card.to_dict()
        return data


@dataclass(frozen=True)
class ModelRecord:
    """One model on the volume.

    Attributes:
        name: The model.
        versions: Newest first; empty if the entry is broken as a whole.
        state: ``ok`` if at least one version can be loaded.
        problem: What is wrong with the entry as a whole, as text.
        aliases: The aliases, with the version that each is on.
    """

    name: str
    versions: tuple[VersionRecord, ...] = ()
    state: State = "ok"
    problem: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def newest(self) -> VersionRecord | None:
        """The newest version that can be loaded."""
        return next((version for version in self.versions if version.state == "ok"), None)

    @property
    def tags(self) -> Mapping[str, str]:
        """The aliases, under the name that notebooks know them by."""
        return self.aliases

    @property
    def size(self) -> int:
        """Bytes of all versions together."""
        return sum(version.size for version in self.versions)

    def to_dict(self) -> dict[str, Any]:
        """Return the record for JSON, its versions included."""
        newest = self.newest
        return {
            "name": self.name,
            "state": self.state,
            "problem": self.problem,
            "newest": newest.version if newest else None,
            "size": self.size,
            "aliases": dict(self.aliases),
            "versions": [version.to_dict() for version in self.versions],
        }


def model_of(
    name: str, versions: list[VersionRecord], aliases: Mapping[str, str] | None = None
) -> ModelRecord:
    """Put the versions of one model together, newest first.

    Args:
        name: The model.
        versions: Its versions in any order.
        aliases: Its aliases; those whose version is not there are left out.
    """
    versions.sort(key=lambda record: (version_key(record.version), record.created), reverse=True)
    loadable = any(record.state == "ok" for record in versions)
    problem = "" if loadable or not versions else versions[0].problem
    existing = {record.version for record in versions}
    valid = {alias: on for alias, on in (aliases or {}).items() if on in existing}
    return ModelRecord(name, tuple(versions), "ok" if loadable else "broken", problem, valid)

"""What a scan of folders finds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...inspection import Inspection


@dataclass(frozen=True)
class Candidate:
    """A model outside of the volume.

    Attributes:
        root: The folder that was looked through.
        path: The model's file or folder.
        name: What its place calls it, as a valid name.
        version: What its metadata or its place say; None for nothing.
        inspection: What the file is.
        size: Bytes of the model and its artifacts.
        artifacts: Paths of files that go with it, by the names that they get.
        sidecar: The file with its metadata.
        metadata: What that says.
        place_version: What its folder alone says of the version.
        problem: Why it cannot be copied as it is: message, reason and hint.
    """

    root: Path
    path: Path
    name: str
    version: str | None
    inspection: Inspection
    size: int
    artifacts: dict[str, Path] = field(default_factory=dict)
    sidecar: Path | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    place_version: str | None = None
    problem: dict[str, str] | None = None

    @property
    def id(self) -> str:
        """The same in every scan while the model stays where it is."""
        return hashlib.sha256(str(self.path).encode(errors="surrogateescape")).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Return what does not depend on the volume, for JSON."""
        found = self.inspection
        framework = {"name": found.framework, "version": found.framework_version}
        others = [*self.artifacts.values(), *([self.sidecar] if self.sidecar else [])]
        return {
            "id": self.id,
            "path": str(self.path),
            "name": self.name,
            "version": self.version,
            "format": found.format,
            "framework": framework if found.framework else None,
            "size": self.size,
            "files": [str(path) for path in (self.path, *others)],
            "metadata": self.metadata,
            "problem": self.problem,
        }

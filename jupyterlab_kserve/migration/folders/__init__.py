"""Models in folders of the workbench.

``source`` is what ``Migration`` is told of them: ``scan`` finds ``candidates`` and writes nothing,
``conflicts`` lays them beside what is on the volume, ``copying`` and ``removal`` are the jobs.
"""

from __future__ import annotations

from .source import FolderSource

__all__ = ["FolderSource"]

"""Bringing models to the volume, and what stands on it in an old layout to ours.

``migration`` is what the routes call: it runs the sources as jobs. A ``source`` looks in one kind
of place, ``folders`` in those of the workbench. ``single`` brings one model for a notebook or the
command line, also from ``s3``. ``converting`` makes published versions of what is on the volume, as
a job in ``convert_job``.
"""

from __future__ import annotations

from .folders import FolderSource
from .migration import Migration
from .source import MigrationSource

__all__ = ["FolderSource", "Migration", "MigrationSource"]

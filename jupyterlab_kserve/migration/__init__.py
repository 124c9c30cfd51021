"""Bringing models to the volume, and what stands on it in an old layout to ours.

``migration`` is what the routes call: ``scan`` finds models of the workbench and writes nothing,
``candidates`` is what it tells, ``copying`` and ``removal`` are the jobs. ``single`` brings one
model for a notebook or the command line, also from ``s3``. ``converting`` makes published versions
of what is on the volume, as a job in ``convert_job``.
"""

from __future__ import annotations

from .migration import Migration

__all__ = ["Migration"]

"""Bringing the models of the workbench to the volume: look, plan, copy, and remove originals.

``scan`` finds them and writes nothing; ``candidates`` is what it tells; ``copying`` and ``removal``
are the jobs; ``migration`` is what the routes call.
"""

from __future__ import annotations

from .migration import Migration

__all__ = ["Migration"]

"""Long operations: they go on without the page, and what a kill left undone can be run again.

``job`` is what REST tells of one, ``journal`` what is kept of it on the disk, ``registry`` runs
them, each item a ``step``, and ``follower`` tells what changes; ``save``, ``verify`` and
``convert`` say what is done.
"""

from __future__ import annotations

from .job import Item, Job, State
from .registry import Jobs
from .step import Kind, Step

__all__ = ["Item", "Job", "Jobs", "Kind", "State", "Step"]

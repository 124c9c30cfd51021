"""Long operations: they go on without the page, and what a kill left undone can be run again.

``job`` is what REST tells of one, ``journal`` what is kept of it on the disk, ``registry`` runs
them, giving each item a ``context``, and ``follower`` tells what changes. ``save`` and ``verify``
say what is done; other kinds, such as those of ``migration``, are added where the jobs are made.
"""

from __future__ import annotations

from .context import JobContext, Kind
from .job import Item, Job, State
from .registry import Jobs

__all__ = ["Item", "Job", "JobContext", "Jobs", "Kind", "State"]

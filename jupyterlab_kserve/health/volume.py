"""Whether the volume is there, can be written, and has room."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from ..volume.volume import VolumeStatus
from .check import Check, CheckContext, Finding

_SCARCE = 0.1
"""Below this share of free space a large model may not fit any more."""


async def _run(context: CheckContext) -> Sequence[Finding]:
    return findings_on(await asyncio.to_thread(context.store.status))


def findings_on(volume: VolumeStatus) -> list[Finding]:
    """Say whether a volume is there, can be written, and has room.

    Args:
        volume: The volume at this moment.
    """
    error = volume.problem()
    if error is None:
        there = Finding("ok", f"{volume.path} is mounted and writable")
    else:
        there = Finding("problem", error.message, hint=error.hint)
    return [there, *_room(volume)]


def _room(volume: VolumeStatus) -> list[Finding]:
    if volume.free is None or volume.total is None:
        return []
    message = f"{_gibibytes(volume.free)} of {_gibibytes(volume.total)} GiB free"
    if volume.total == 0 or volume.free / volume.total >= _SCARCE:
        return [Finding("ok", message)]
    hint = (
        "Delete versions that you no longer need, empty the trash, or ask your cluster "
        "administrator for a larger volume."
    )
    return [Finding("warning", message, hint=hint)]


def _gibibytes(size: int) -> str:
    return f"{size / 1024**3:.1f}"


CHECK = Check("volume", "volume", "Whether the volume can be used", _run)

"""Inspection in a child process: what a file does to its reader, it does not do to the server."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import BinaryIO

from .report import Inspection

SECONDS = 30.0
"""How long a child may take in all, starting included."""

_MAX_ANSWER = 16 << 20


def inspect_safely(source: BinaryIO | str, seconds: float = SECONDS) -> Inspection:
    """Inspect a file in a process of its own, with limits on memory, time and files.

    Args:
        source: An opened file, or the path of a directory.
        seconds: How long that may take.

    Returns:
        What the file is; a child that was ended or failed has not fully read it.
    """
    # Isolated, without a shell and without the environment: it needs neither paths nor secrets.
    command = [sys.executable, "-I", "-m", __package__, str(seconds)]
    try:
        if isinstance(source, str):
            done = subprocess.run(
                [*command, source],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                env={},
                check=False,
            )
        else:
            done = subprocess.run(
                command,
                stdin=source,
                capture_output=True,
                timeout=seconds,
                env={},
                check=False,
            )
    except subprocess.TimeoutExpired:
        return _unread("Reading it took too long.")
    except OSError:
        return _unread("It could not be read: no process could be started.")
    if done.returncode != 0 or len(done.stdout) > _MAX_ANSWER:
        return _unread("It needs more memory or time than is given to reading it.")
    try:
        return Inspection.from_dict(json.loads(done.stdout))
    except (ValueError, KeyError, TypeError):
        return _unread("Reading it failed.")


def _unread(why: str) -> Inspection:
    return Inspection(carries_code=True).incomplete(why)

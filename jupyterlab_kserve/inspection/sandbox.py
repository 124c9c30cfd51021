"""Inspection in a child process: what a file does to its reader, it does not do to the server."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from typing import BinaryIO

from ..parsing.report import Inspection

SECONDS = 30.0
"""How long a child may take in all, starting included."""

MANY = "-"
"""In place of a folder's path: the child reads paths from its standard input, a JSON line each."""

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
        return _unread("Inspection took too long.")
    except OSError:
        return _unread("It could not be read: no process could be started.")
    if done.returncode != 0 or len(done.stdout) > _MAX_ANSWER:
        return _unread("It exceeds the memory or time limit for inspection.")
    try:
        return Inspection.from_dict(json.loads(done.stdout))
    except (ValueError, KeyError, TypeError):
        return _unread("Inspection failed.")


class SafeInspector:
    """Inspects many files or folders in one child process, which is replaced when it fails.

    To be used as a context manager.

    Args:
        seconds: How long one of them may take.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> SafeInspector:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def inspect(self, path: str) -> Inspection:
        """Inspect a file or folder.

        Args:
            path: Where it is.

        Returns:
            What it is; what made the child fail has not been fully read.
        """
        try:
            if self._child is None:
                self._child = subprocess.Popen(
                    [sys.executable, "-I", "-m", __package__, str(self._seconds), MANY],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={},
                )
            return self._ask(self._child, path)
        except (OSError, ValueError, KeyError, TypeError):
            self._end()
            return _unread("Inspection failed or exceeded its memory limit.")

    def _ask(self, child: subprocess.Popen[bytes], path: str) -> Inspection:
        if child.stdin is None or child.stdout is None:
            raise OSError("The child has no pipes.")
        child.stdin.write(json.dumps(path).encode() + b"\n")
        child.stdin.flush()
        # It answers with one line; more than its beginning comes only once all is known.
        if not select.select([child.stdout], [], [], self._seconds)[0]:
            self._end()
            return _unread("Inspection took too long.")
        return Inspection.from_dict(json.loads(child.stdout.readline(_MAX_ANSWER)))

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()


def _unread(why: str) -> Inspection:
    return Inspection(carries_code=True).incomplete(why)

"""Where a model comes from: the notebook, and the state of the repository that it stands in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

_SECONDS = 2.0
"""How long git may take for an answer; a repository on a slow share must not hold up a save."""


def source_of(kind: str, path: str | None = None) -> dict[str, Any]:
    """Return what the card says of a model's source.

    Args:
        kind: ``object``, ``file`` or ``directory``.
        path: Where it was, for files.

    Returns:
        ``kind``, ``path``, ``notebook``, ``git_commit`` and ``git_dirty``; None for what is not
        known.
    """
    # Set by Jupyter for the kernel of a notebook.
    notebook = os.environ.get("JPY_SESSION_NAME") or None
    folder = Path(notebook).parent if notebook and os.path.isabs(notebook) else Path.cwd()
    commit, dirty = git_state(folder)
    return {
        "kind": kind,
        "path": path,
        "notebook": notebook,
        "git_commit": commit,
        "git_dirty": dirty,
    }


def git_state(folder: Path) -> tuple[str | None, bool | None]:
    """Ask git which commit is checked out, and whether tracked files differ from it.

    Args:
        folder: A folder in the work tree.

    Returns:
        The commit as 40 hexadecimal digits and whether something differs; None where git does not
        say.
    """
    if not any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        return None, None
    commit = _git(folder, "rev-parse", "--verify", "HEAD")
    if commit is None:
        return None, None
    changes = _git(folder, "status", "--porcelain", "--untracked-files=no")
    return commit.strip(), None if changes is None else bool(changes.strip())


def _git(folder: Path, *arguments: str) -> str | None:
    import subprocess  # Slow to import, and most notebooks stand in no repository.

    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
            # It must neither ask for something nor write to the repository.
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeError):
        return None
    return done.stdout if done.returncode == 0 else None

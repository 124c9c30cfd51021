"""Opening a published version for reading: its own files, and nothing that a link leads to."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_kserve.store import ModelStore

from ..faults import OLD, save
from ..rest import refusal


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def version(volume: Path) -> Path:
    """A version that only its owner can read, as after a copy with a strict umask."""
    save(ModelStore(volume), OLD, "1")
    folder = volume / "m" / "1"
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    folder.chmod(0o700)
    return folder


async def test_a_version_that_only_we_can_read_is_opened_for_servers(
    ask: Callable[..., Any], version: Path
) -> None:
    before = {path: path.read_bytes() for path in version.rglob("*") if path.is_file()}
    entries = len(list(version.rglob("*"))) + 1
    opened = await ask("models", "m", "1", "permissions", method="POST", body="{}")
    assert opened == {"opened": entries, "left": []}
    for path in [version, *version.rglob("*")]:
        assert mode(path) == (0o755 if path.is_dir() else 0o644), path
    assert {path: path.read_bytes() for path in before} == before
    again = await ask("models", "m", "1", "permissions", method="POST", body="{}")
    assert again == {"opened": 0, "left": []}


async def test_nothing_behind_a_link_is_opened(
    ask: Callable[..., Any], version: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0o600)
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o700)
    (version / "link").symlink_to(secret)
    (version / "away").symlink_to(folder)
    os.link(secret, version / "second-name")
    await ask("models", "m", "1", "permissions", method="POST", body="{}")
    assert mode(secret) == 0o600
    assert mode(folder) == 0o700
    assert mode(version / "model.joblib") == 0o644


async def test_what_we_did_not_publish_stays_as_it_is(
    ask: Callable[..., Any], volume: Path
) -> None:
    folder = volume / "old"
    folder.mkdir()
    file = folder / "model.pkl"
    file.write_bytes(b"x")
    file.chmod(0o600)
    sent = ask("models", "old", "unversioned", "permissions", method="POST", body="{}")
    status, said = await refusal(sent)
    assert (status, said["reason"]) == (409, "NotPublished")
    assert mode(file) == 0o600

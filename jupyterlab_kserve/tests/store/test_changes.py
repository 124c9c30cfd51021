"""What others write is found, at a cost that is bounded, and only while somebody follows."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sklearn.dummy import DummyRegressor

from jupyterlab_kserve.store import ModelStore, changes
from jupyterlab_kserve.store.changes import Changes, LightScan
from jupyterlab_kserve.store.saving.options import SaveOptions

MODEL = DummyRegressor(strategy="constant", constant=5).fit([[0]], [5])


@pytest.fixture
def scan(volume: Path) -> LightScan:
    """A scan that has seen a volume with models of each kind."""
    ModelStore(volume).save(MODEL, "good", SaveOptions(version="1"))
    for path in ("flat.pkl", "folder/model.pkl", "old/v1/model.pkl"):
        (volume / path).parent.mkdir(parents=True, exist_ok=True)
        (volume / path).write_bytes(b"x")
    scan = LightScan(str(volume))
    assert not scan.look(60)
    assert not scan.look(60)
    return scan


def rewrite(file: Path) -> None:
    # In place, as joblib.dump does; a file system may not tell times closer than a tick apart.
    file.write_bytes(b"yy")


@pytest.mark.parametrize(
    "write",
    [
        lambda volume: (volume / "new.pkl").write_bytes(b"x"),
        lambda volume: (volume / "new").mkdir(),
        lambda volume: (volume / "flat.pkl").unlink(),
        lambda volume: rewrite(volume / "flat.pkl"),
        lambda volume: rewrite(volume / "folder" / "model.pkl"),
        lambda volume: rewrite(volume / "old" / "v1" / "model.pkl"),
        lambda volume: (volume / "folder" / "metadata.json").write_text("{}"),
        lambda volume: (volume / "old" / "v2").mkdir(),
        lambda volume: (volume / "old" / "v1" / "metadata.json").write_text("{}"),
        lambda volume: (volume / "good" / "1" / "model.joblib").unlink(),
        lambda volume: rewrite(volume / "good" / "1" / "model.joblib"),
        lambda volume: rewrite(volume / "good" / "1" / ".card" / "card.json"),
        lambda volume: shutil.copytree(volume / "good" / "1", volume / "good" / "2"),
        lambda volume: shutil.rmtree(volume / "old"),
        lambda volume: (volume / "flat.pkl").rename(volume / "other.pkl"),
        lambda volume: shutil.rmtree(volume),
    ],
)
def test_what_others_write_is_found(
    scan: LightScan, volume: Path, write: Callable[[Path], object]
) -> None:
    write(volume)
    assert scan.look(60)
    assert not scan.look(60)


def test_what_is_hidden_is_left_out(scan: LightScan, volume: Path) -> None:
    (volume / ".hidden").mkdir()
    (volume / ".staging" / "x").mkdir()
    os.utime(volume)
    assert not scan.look(60)


def test_links_are_not_followed(scan: LightScan, volume: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (volume / "link").symlink_to(outside)
    (volume / "ring").symlink_to(volume)
    assert scan.look(60)
    (outside / "file").touch()
    assert not scan.look(60)


def test_it_comes_around_however_little_it_may_do_at_once(volume: Path) -> None:
    for number in range(30):
        (volume / f"m{number}" / "v1").mkdir(parents=True)
    scan = LightScan(str(volume))
    for _ in range(200):
        assert not scan.look(0)
    (volume / "m29" / "v2").mkdir()
    assert sum(scan.look(0) for _ in range(200)) == 1


def test_a_model_costs_four_calls_in_all_rounds_but_the_first(
    volume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        version = volume / f"m{number}" / "1"
        (version / ".card").mkdir(parents=True)
        (version / ".card" / "card.json").touch()
        (version / "model.joblib").touch()
        (version / "notes.txt").touch()
    scan = LightScan(str(volume))
    scan.look(60)
    calls: list[str] = []
    for name in ("stat", "scandir", "open", "listdir"):
        real = getattr(os, name)

        def spy(*args: Any, _name: str = name, _real: Any = real, **kwargs: Any) -> Any:
            calls.append(_name)
            return _real(*args, **kwargs)

        monkeypatch.setattr(changes.os, name, spy)
    assert not scan.look(60)
    assert calls == ["stat"] * (1 + 20 * 4)


async def test_all_who_follow_are_told_by_one_scan(
    volume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "SECONDS", 0.05)
    watched = Changes(ModelStore(volume))
    looks = 0
    real = LightScan.look

    def look(self: LightScan, seconds: float) -> bool:
        nonlocal looks
        looks += 1
        return real(self, seconds)

    monkeypatch.setattr(LightScan, "look", look)
    before = watched.revision()
    followers = [watched.follow() for _ in range(5)]
    waiting = [asyncio.ensure_future(anext(follower)) for follower in followers]
    started = time.monotonic()
    await asyncio.sleep(0.5)
    (volume / "new.pkl").write_bytes(b"x")
    told = await asyncio.wait_for(asyncio.gather(*waiting), 10)
    assert set(told) == {watched.revision()}
    assert before not in told
    assert looks <= (time.monotonic() - started) / (0.05 * 0.9) + 1
    for follower in followers:
        await follower.aclose()
    seen = looks
    await asyncio.sleep(0.3)
    assert looks == seen

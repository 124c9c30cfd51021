"""Edits of cards: what they may hold, writers at once, and processes killed on the way."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_kserve.card import MAX_CARD_BYTES
from jupyterlab_kserve.errors import (
    EditConflictError,
    InvalidMetadataError,
    NotPublishedError,
    VersionNotFoundError,
    VolumeBusyError,
    VolumeFullError,
)
from jupyterlab_kserve.store import ModelStore, editing
from jupyterlab_kserve.store.records import VersionRecord
from jupyterlab_kserve.volume.locks import locked

from ..faults import NEW, OLD, in_parallel, run_and_kill, run_with_mount, save, value_of


@pytest.fixture
def store(volume: Path) -> ModelStore:
    store = ModelStore(volume)
    save(store, OLD, "1")
    return store


def card_of(record: VersionRecord) -> dict[str, Any]:
    assert record.card is not None
    return record.card.to_dict()


def test_an_edit_replaces_what_it_names_and_nothing_else(store: ModelStore) -> None:
    before = card_of(store.get("m", "1"))
    revision = store.revision()
    changes = {"description": "A line.", "tags": ["a", "b"], "metrics": {"f1": 0.5}}
    after = store.edit("m", "1", changes)
    assert card_of(after) == {**before, **changes}
    assert card_of(store.get("m", "1")) == card_of(after)
    assert store.revision() != revision
    assert value_of(store) == OLD
    assert os.listdir(Path(store.volume.root, ".staging")) == []
    path = store.path(after) / ".card" / "card.json"
    assert path.stat().st_mode & 0o777 == 0o644


def test_fields_of_a_later_release_survive_an_edit(store: ModelStore) -> None:
    path = store.path(store.get("m", "1")) / ".card" / "card.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "colour": {"x": 1}}))
    assert card_of(store.edit("m", "1", {"description": "A line."}))["colour"] == {"x": 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "other"},
        {"files": []},
        {"description": None},
        {"description": 1},
        {"tags": "champion"},
        {"tags": [1]},
        {"metrics": [1]},
        {"metadata": "x"},
        {"metadata": {"x": "y" * MAX_CARD_BYTES}},
        {"description": "ok", "colour": "red"},
    ],
)
def test_what_a_card_cannot_hold_is_refused(store: ModelStore, changes: dict[str, Any]) -> None:
    before = card_of(store.get("m", "1"))
    with pytest.raises(InvalidMetadataError):
        store.edit("m", "1", changes)
    assert card_of(store.get("m", "1")) == before


def test_an_edit_of_what_was_changed_meanwhile_is_refused(store: ModelStore) -> None:
    card = store.get("m", "1").card
    assert card is not None
    store.edit("m", "1", {"description": "Mine."}, digest=card.digest)
    with pytest.raises(EditConflictError):
        store.edit("m", "1", {"description": "Theirs."}, digest=card.digest)
    assert card_of(store.get("m", "1"))["description"] == "Mine."


def test_what_has_no_card_is_not_edited(store: ModelStore) -> None:
    root = Path(store.volume.root)
    for folder in ("old", "older/v1"):
        (root / folder).mkdir(parents=True)
        (root / folder / "model.pkl").write_bytes(b"x")
    for name, version in (("old", "unversioned"), ("older", "v1")):
        with pytest.raises(NotPublishedError, match="Convert it, then edit it"):
            store.edit(name, version, {"description": "A line."})
    with pytest.raises(VersionNotFoundError):
        store.edit("m", "2", {"description": "A line."})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    metadata=st.dictionaries(st.text(), json_values, max_size=4),
    description=st.text(),
    tags=st.lists(st.text(), max_size=4),
)
def test_whatever_is_written_reads_back_the_same(
    store: ModelStore, metadata: dict[str, Any], description: str, tags: list[str]
) -> None:
    changes = {"metadata": metadata, "description": description, "tags": tags}
    written = card_of(store.edit("m", "1", changes))
    read = store.get("m", "1")
    assert read.state == "ok"
    assert card_of(read) == written
    assert (written["description"], written["tags"]) == (description, tags)


def test_of_writers_that_all_add_a_tag_none_is_lost(store: ModelStore) -> None:
    def add(number: int) -> int:
        while True:
            card = store.get("m", "1").card
            assert card is not None
            try:
                changes = {"tags": [*card.tags, str(number)]}
                store.edit("m", "1", changes, digest=card.digest)
            except EditConflictError:
                continue
            return 0

    assert in_parallel(6, add) == [0] * 6
    assert sorted(card_of(store.get("m", "1"))["tags"]) == list("012345")


def test_an_edit_at_the_moment_of_an_overwrite_leaves_one_whole_version(store: ModelStore) -> None:
    def act(number: int) -> int:
        for count in range(20):
            if number:
                store.edit("m", "1", {"description": str(count)})
            else:
                save(store, NEW, "1", overwrite=True)
        return 0

    assert in_parallel(3, act) == [0] * 3
    record = store.get("m", "1")
    assert (record.state, value_of(store)) == ("ok", NEW)
    assert os.listdir(Path(store.volume.root, ".staging")) == []


def test_an_edit_of_a_version_replaced_under_it_is_made_to_the_new_one(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.rename
    raced = False

    def rename(*args: Any, **kwargs: Any) -> None:
        nonlocal raced
        if not raced:
            raced = True
            save(store, NEW, "1", overwrite=True)
        real(*args, **kwargs)

    monkeypatch.setattr(editing.os, "rename", rename)
    store.edit("m", "1", {"description": "A line."})
    card = card_of(store.get("m", "1"))
    assert (card["description"], card["metadata"]["value"], value_of(store)) == (
        "A line.",
        NEW,
        NEW,
    )


def test_whoever_waits_too_long_for_others_is_told(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jupyterlab_kserve.volume.locks._PATIENCE", 0.1)
    with locked(store.volume), pytest.raises(VolumeBusyError):
        store.edit("m", "1", {"description": "A line."})
    assert store.edit("m", "1", {"description": "A line."}).card is not None


def test_a_kill_at_every_system_call_of_an_edit_leaves_the_old_or_the_new_card(
    tmp_path: Path,
) -> None:
    template = tmp_path / "template"
    template.mkdir()
    save(ModelStore(template), OLD, "1")
    seen = set()
    for step in range(200):
        store = ModelStore(shutil.copytree(template, tmp_path / str(step)))
        killed = run_and_kill(lambda s=store: s.edit("m", "1", {"description": "New."}), step)
        record = store.get("m", "1")
        assert (record.state, value_of(store)) == ("ok", OLD)
        seen.add(card_of(record)["description"])
        if not killed:
            break
        # Nothing of the dead process is in the way of the next.
        store.edit("m", "1", {"description": "Newer."})
        assert card_of(store.get("m", "1"))["description"] == "Newer."
        assert os.listdir(Path(store.volume.root, ".staging")) == []
    assert not killed
    assert step > 8
    assert seen == {"", "New."}


@pytest.mark.parametrize("call", ["write", "fsync", "mkdir", "rename"])
def test_no_space_for_an_edit_leaves_the_card_as_it_was(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*args: Any, **kwargs: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(VolumeFullError):
            store.edit("m", "1", {"description": "A line."})
    assert card_of(store.get("m", "1"))["description"] == ""
    assert os.listdir(Path(store.volume.root, ".staging")) == []


def test_a_read_only_volume_says_so(store: ModelStore) -> None:
    root = Path(store.volume.root)
    script = """
import sys
from jupyterlab_kserve.store import ModelStore
try:
    ModelStore(sys.argv[1]).edit("m", "1", {"description": "A line."})
except PermissionError as error:
    print(error.reason, "read-only" in error.message)
"""
    mount = f"mount --bind {root} {root} && mount -o remount,ro,bind {root}"
    assert run_with_mount(mount, root, script).split() == ["VolumeNotWritable", "True"]

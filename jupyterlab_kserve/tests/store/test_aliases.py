"""Aliases that move: on one version at a time, whoever dies, writes or deletes meanwhile."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_kserve.errors import (
    AliasNotFoundError,
    InvalidNameError,
    ModelNotFoundError,
    NotPublishedError,
    VersionNotFoundError,
)
from jupyterlab_kserve.store import ModelStore, publish

from ..faults import NEW, OLD, in_parallel, run_and_kill, save, value_of, without_exchange


@pytest.fixture
def store(volume: Path) -> ModelStore:
    store = ModelStore(volume)
    save(store, OLD, "1")
    save(store, NEW, "2")
    return store


def aliases_of(store: ModelStore) -> dict[str, str]:
    (listed,) = store.list()
    assert listed.aliases == store.model("m").aliases
    return dict(listed.aliases)


def test_an_alias_is_on_one_version_and_stands_for_it(store: ModelStore) -> None:
    revision = store.revision()
    assert store.set_alias("m", "champion", "1").aliases == {"champion": "1"}
    assert store.revision() != revision
    assert value_of(store, "@champion") == OLD
    assert store.uri("m", "@champion") == "pvc://model-storage-pvc/m/1"
    store.set_alias("m", "challenger", "1")
    store.set_alias("m", "champion", "2")
    assert aliases_of(store) == {"champion": "2", "challenger": "1"}
    assert value_of(store, "@champion") == NEW
    assert store.remove_alias("m", "champion").aliases == {"challenger": "1"}
    with pytest.raises(AliasNotFoundError, match="challenger"):
        store.get("m", "@champion")
    with pytest.raises(AliasNotFoundError):
        store.remove_alias("m", "champion")


def test_only_a_version_is_tagged(store: ModelStore) -> None:
    Path(store.volume.root, "old").mkdir()
    Path(store.volume.root, "old", "model.pkl").write_bytes(b"x")
    for name, version, error in (
        ("m", "3", VersionNotFoundError),
        ("n", "1", ModelNotFoundError),
        ("old", "unversioned", NotPublishedError),
        ("..", "1", InvalidNameError),
        ("m", "..", InvalidNameError),
    ):
        with pytest.raises(error):
            store.set_alias(name, "champion", version)
    assert not Path(store.volume.root, "m", ".tags").exists()


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(alias=st.text(max_size=80) | st.from_regex(r"[.\w/%@-]{0,70}"))
def test_an_alias_is_refused_or_reads_back_the_same(store: ModelStore, alias: str) -> None:
    try:
        store.set_alias("m", alias, "1")
    except InvalidNameError:
        assert not Path(store.volume.root, "m", ".tags").exists()
        return
    assert aliases_of(store)[alias] == "1"
    assert store.get("m", f"@{alias}").version == "1"
    assert os.listdir(Path(store.volume.root, "m", ".tags")) == [alias]
    store.remove_alias("m", alias)
    Path(store.volume.root, "m", ".tags").rmdir()


def test_odd_files_among_the_aliases_are_passed_over(store: ModelStore, tmp_path: Path) -> None:
    store.set_alias("m", "champion", "1")
    folder = Path(store.volume.root, "m", ".tags")
    (folder / "empty").touch()
    (folder / "up").write_text("../../x")
    (folder / "nowhere").write_text("77")
    (folder / "huge").write_text("1" * 1_000_000)
    (folder / "bytes").write_bytes(b"\xff\x00")
    (folder / ".hidden").write_text("1")
    (folder / "folder").mkdir()
    (tmp_path / "outside").write_text("1")
    (folder / "link").symlink_to(tmp_path / "outside")
    os.mkfifo(folder / "pipe")
    assert aliases_of(store) == {"champion": "1"}


def test_the_aliases_of_a_deleted_version_come_back_with_it(store: ModelStore) -> None:
    store.set_alias("m", "champion", "1")
    entry = store.delete("m", "1")
    assert aliases_of(store) == {}
    with pytest.raises(AliasNotFoundError):
        store.get("m", "@champion")
    store.trash.restore(entry)
    assert aliases_of(store) == {"champion": "1"}
    for version in ("1", "2"):
        entry = store.delete("m", version)
    assert store.list() == []
    store.trash.restore(entry)
    assert aliases_of(store) == {}
    store.delete("m", "2")
    store.trash.empty()
    assert [e for e in os.listdir(store.volume.root) if not e.startswith(".")] == []


@pytest.mark.parametrize("removed", [False, True])
def test_an_alias_never_gets_onto_another_version_of_the_same_name(
    store: ModelStore, removed: bool
) -> None:
    store.set_alias("m", "champion", "1")
    store.set_alias("m", "challenger", "2")
    store.delete("m", "1")
    if removed:
        store.trash.empty()
    save(store, NEW, "1")
    assert aliases_of(store) == {"challenger": "2"}


def test_an_alias_stays_on_a_version_that_is_replaced(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.set_alias("m", "champion", "1")
    save(store, NEW, "1", overwrite=True)
    assert aliases_of(store) == {"champion": "1"}
    monkeypatch.setattr(publish, "exchange", without_exchange)

    def write(number: int) -> int:
        for _ in range(10):
            save(ModelStore(store.volume.root), float(number), "1", overwrite=True)
        return 0

    assert in_parallel(3, write) == [0] * 3
    assert aliases_of(store) == {"champion": "1"}


def test_of_two_who_move_an_alias_one_has_the_last_word(store: ModelStore) -> None:
    def move(number: int) -> int:
        for _ in range(20):
            ModelStore(store.volume.root).set_alias("m", "champion", str(number % 2 + 1))
        return 0

    assert in_parallel(4, move) == [0] * 4
    assert aliases_of(store)["champion"] in ("1", "2")
    assert os.listdir(Path(store.volume.root, ".staging")) == []


def test_a_kill_at_every_system_call_leaves_the_alias_on_the_old_or_the_new_version(
    tmp_path: Path,
) -> None:
    template = tmp_path / "template"
    template.mkdir()
    store = ModelStore(template)
    save(store, OLD, "1")
    save(store, NEW, "2")
    store.set_alias("m", "champion", "1")
    seen = set()
    for step in range(200):
        store = ModelStore(shutil.copytree(template, tmp_path / str(step)))
        killed = run_and_kill(lambda s=store: s.set_alias("m", "champion", "2"), step)
        seen.add(aliases_of(store)["champion"])
        if not killed:
            break
        assert store.set_alias("m", "champion", "2").aliases == {"champion": "2"}
        assert os.listdir(Path(store.volume.root, ".staging")) == []
    assert not killed
    assert step > 5
    assert seen == {"1", "2"}

"""The rule for names, the order of versions, and that no name leaves the volume."""

import contextlib
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.dummy import DummyRegressor

from jupyterlab_kserve.errors import InvalidNameError, ModelStorageError
from jupyterlab_kserve.names import (
    check_name,
    check_version,
    is_model_name,
    next_version,
    propose_name,
    version_key,
)
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

MODEL = DummyRegressor().fit([[0]], [0])
UNSAFE = [
    "",
    ".",
    "..",
    "../x",
    "..%2fx",
    "%2e%2e",
    "%252e",
    "..\\x",
    "/etc/passwd",
    "a/b",
    "a\0b",
    "a\nb",
    "a\n",
    "a#b",
    "a?b",
    "a;b",
    "a b",
    "a..b",
    "-a",
    "a-",
    ".hidden",
    "_a",
    "é",
    "<img onerror=x>",
    "a\u202eb",
    "x" * 64,
    "x" * 10_000,
    "\ud800",
]


@pytest.mark.parametrize("name", UNSAFE)
def test_unsafe_names_are_refused_with_a_proposal(name: str) -> None:
    with pytest.raises(ValueError, match="model name") as caught:
        check_name(name)
    assert isinstance(caught.value, InvalidNameError)
    assert len(str(caught.value)) < 400
    assert str(caught.value).isprintable()
    proposal = caught.value.hint.split("'")[1]
    assert is_model_name(proposal)
    with pytest.raises(InvalidNameError):
        check_version(name)


@pytest.mark.parametrize("name", ["a", "anomaly-detector", "LSTM_v2.1", "0", "x" * 63, "a--b"])
def test_usual_names_are_accepted(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize("value", [None, 3, b"x", ["x"], True])
def test_a_name_is_text(value: object) -> None:
    with pytest.raises(InvalidNameError, match="is text"):
        check_name(value)


def test_versions_may_be_numbers_and_have_a_build() -> None:
    assert check_version(3) == "3"
    assert check_version(1.5) == "1.5"
    assert check_version("1.0.0+cu118") == "1.0.0+cu118"
    with pytest.raises(InvalidNameError):
        check_version(True)
    with pytest.raises(InvalidNameError, match="reserved"):
        check_version("unversioned")


@given(st.text(max_size=100))
def test_a_proposal_is_always_valid(text: str) -> None:
    assert is_model_name(propose_name(text))


@settings(deadline=None)  # Each example writes to the disk, and waits for it.
@given(st.text(max_size=80), st.text(max_size=80))
@example("..", "1")
@example("m", "../../outside")
@example("m/../..", "outside")
def test_no_name_leaves_the_volume(name: str, version: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        volume = Path(folder, "volume")
        volume.mkdir()
        Path(folder, "outside").mkdir()
        store = ModelStore(volume)
        for call in (
            lambda: store.save(MODEL, name, SaveOptions(version=version)),
            lambda: store.get(name, version),
            lambda: store.load(name, version),
            lambda: store.delete(name, version),
        ):
            with contextlib.suppress(ModelStorageError):
                call()
        assert sorted(os.listdir(folder)) == ["outside", "volume"]
        assert os.listdir(Path(folder, "outside")) == []


def test_a_word_of_the_rest_paths_is_no_version_to_save_but_one_to_read(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    with pytest.raises(InvalidNameError, match="reserved"):
        store.save(MODEL, "m", SaveOptions(version="aliases"))
    with pytest.raises(InvalidNameError, match="reserved"):
        store.save(MODEL, "m", SaveOptions(metadata={"version": "aliases"}))
    store.save(MODEL, "m", SaveOptions(version="1"))
    # As it may have been published by an earlier release.
    (tmp_path / "m" / "1").rename(tmp_path / "m" / "aliases")
    assert store.get("m", "aliases").state == "ok"
    assert store.load("m", "aliases").predict([[0.0]]) == MODEL.predict([[0.0]])


def test_versions_are_in_the_order_people_expect() -> None:
    order = [
        "unversioned",
        "baseline",
        "final",
        "0.9",
        "1.0.0-alpha",
        "1.0.0-rc1",
        "1.0.0-rc2",
        "1.0.0-rc10",
        "1.0.0",
        "1.0.0-post1",
        "v1.9",
        "1.10",
        "2",
        "v10",
        "2025-11-07",
        "2025-11-10",
        "20251107",
    ]
    mixed = order[1::2] + order[::2]
    assert sorted(mixed, key=version_key) == order


@given(st.lists(st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._+-]{0,10}[A-Za-z0-9])?", fullmatch=True)))
def test_the_next_version_is_newer_than_all(versions: list[str]) -> None:
    following = version_key(next_version(versions))
    assert all(version_key(version) < following for version in versions)

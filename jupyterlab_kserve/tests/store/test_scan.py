"""Listing volumes that hold more than what we put there."""

import json
import os
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.dummy import DummyRegressor

from jupyterlab_kserve.card import MAX_CARD_BYTES
from jupyterlab_kserve.errors import BrokenModelError, UnsafePathError, UnsupportedFormatError
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.records import ModelRecord
from jupyterlab_kserve.store.saving.options import SaveOptions

MODEL = DummyRegressor(strategy="constant", constant=5).fit([[0]], [5])


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    store = ModelStore(tmp_path / "volume", "claim")
    (tmp_path / "volume").mkdir()
    store.save(MODEL, "good", SaveOptions(version="1.0.0"))
    return store


def by_name(store: ModelStore) -> dict[str, ModelRecord]:
    models = {model.name: model for model in store.list()}
    json.dumps([model.to_dict() for model in models.values()], allow_nan=False)
    assert models["good"].state == "ok"
    return models


def root(store: ModelStore) -> Path:
    return Path(store.volume.root)


def card(store: ModelStore) -> Path:
    return root(store) / "bad" / "1" / ".card" / "card.json"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"\xff\xfe", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "no name"),
        (b" " * (MAX_CARD_BYTES + 1), "larger than"),
        (b'{"name": "bad", "version": "1", "created": ""}', "no schema_version"),
    ],
)
def test_a_broken_card_is_flagged(store: ModelStore, content: bytes, problem: str) -> None:
    store.save(MODEL, "bad", SaveOptions(version="1"))
    card(store).write_bytes(content)
    model = by_name(store)["bad"]
    assert model.state == "broken"
    assert problem in model.versions[0].problem
    with pytest.raises(BrokenModelError):
        store.load("bad")
    store.delete("bad", "1")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"files": [{"path": "../../x", "size": 1, "sha256": "0" * 64}]}, "outside"),
        ({"files": [{"path": "/etc/passwd", "size": 1, "sha256": "0" * 64}]}, "outside"),
        ({"files": [{"path": "a\0b", "size": 1, "sha256": "0" * 64}]}, "outside"),
        ({"files": [{"path": "model.joblib", "size": True, "sha256": "0" * 64}]}, "no size"),
        ({"files": [{"path": "model.joblib", "size": 1, "sha256": "zz"}]}, "no SHA-256"),
        ({"files": []}, "not name a model file"),
        ({"files": 3}, "wrong type"),
        ({"framework": {"name": 3}}, "not a string"),
        ({"tags": [3]}, "not strings"),
    ],
)
def test_a_wrong_field_is_flagged(store: ModelStore, change: dict, problem: str) -> None:
    store.save(MODEL, "bad", SaveOptions(version="1"))
    card(store).write_text(json.dumps({**json.loads(card(store).read_text()), **change}))
    assert problem in by_name(store)["bad"].versions[0].problem


def test_numbers_that_javascript_cannot_read_are_words(store: ModelStore) -> None:
    store.save(MODEL, "bad", SaveOptions(version="1"))
    data = card(store).read_text().replace('"metadata": {}', '"metadata": {"a": 1e999, "b": NaN}')
    card(store).write_text(data)
    record = store.get("bad", "1").to_dict()
    assert record["card"]["metadata"] == {"a": "Infinity", "b": "NaN"}


def test_missing_and_shortened_files_are_flagged(store: ModelStore) -> None:
    store.save(MODEL, "bad", SaveOptions(version="1"))
    file = root(store) / "bad" / "1" / "model.joblib"
    file.write_bytes(file.read_bytes()[:-1])
    assert "it was saved with" in by_name(store)["bad"].versions[0].problem
    file.unlink()
    assert "missing" in by_name(store)["bad"].versions[0].problem
    os.mkfifo(file)
    assert "not a regular file" in by_name(store)["bad"].versions[0].problem


def test_a_broken_newest_version_is_passed_over_with_a_warning(store: ModelStore) -> None:
    store.save(MODEL, "bad", SaveOptions(version="1"))
    store.save(MODEL, "bad", SaveOptions(version="2"))
    (root(store) / "bad" / "2" / "model.joblib").unlink()
    with pytest.warns(UserWarning, match="version 2 of bad is broken"):
        assert store.newest("bad").version == "1"


def test_links_are_shown_and_never_followed(store: ModelStore, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside_store = ModelStore(outside)
    outside.mkdir()
    outside_store.save(MODEL, "secret", SaveOptions(version="1"))
    volume = root(store)
    (volume / "model-link").symlink_to(outside / "secret")
    (volume / "loop").symlink_to("loop")
    (volume / "linked").mkdir()
    (volume / "linked" / "1").symlink_to(outside / "secret" / "1")
    store.save(MODEL, "inner", SaveOptions(version="1"))
    file = volume / "inner" / "1" / "model.joblib"
    file.unlink()
    file.symlink_to(outside / "secret" / "1" / "model.joblib")
    store.save(MODEL, "carded", SaveOptions(version="1"))
    folder = volume / "carded" / "1" / ".card"
    folder.rename(outside / "card")
    folder.symlink_to(outside / "card")

    models = by_name(store)
    for name in ["model-link", "loop", "linked", "inner", "carded"]:
        assert models[name].state == "broken", name
        assert "link" in models[name].problem or "regular" in models[name].problem, name
    for name in ["model-link", "loop"]:
        with pytest.raises(UnsafePathError):
            store.load(name)
        with pytest.raises(UnsafePathError):
            store.save(MODEL, name, SaveOptions(version="2"))
    for name in ["linked", "inner", "carded"]:
        with pytest.raises((BrokenModelError, UnsafePathError)):
            store.load(name)
    store.delete("linked", "1")
    assert outside_store.load("secret").predict([[0]])[0] == 5


def test_a_file_swapped_for_a_link_after_listing_is_not_read(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = store.get("good", "1.0.0")
    file = root(store) / "good" / "1.0.0" / "model.joblib"
    file.rename(tmp_path / "moved.joblib")
    file.symlink_to(tmp_path / "moved.joblib")
    # As if the link had been put there between the check and the reading.
    monkeypatch.setattr(store.reader, "newest", lambda name: record)
    with pytest.raises(UnsafePathError):
        store.load("good")


def test_hidden_and_foreign_entries_are_not_models(store: ModelStore) -> None:
    volume = root(store)
    for name in [".hidden/1", "lost+found/1", "data/raw", "notes"]:
        (volume / name).mkdir(parents=True)
    (volume / ".initialized").touch()
    (volume / "README.md").write_text("x")
    (volume / "data" / "raw" / "x.csv").write_text("x")
    assert set(by_name(store)) == {"good"}


def test_names_that_break_the_rule_are_flagged_as_text(store: ModelStore) -> None:
    volume = root(store)
    names = ["<img onerror=x>", "my model", "right\u202eleft", os.fsdecode(b"\xff\xfe"), "x" * 100]
    for name in names:
        (volume / name / "1").mkdir(parents=True)
        joblib.dump(MODEL, volume / name / "1" / "model.pkl")
    models = by_name(store)
    assert len(models) == 1 + len(names)
    assert all(m.state == "broken" for m in models.values() if m.name != "good")
    assert "<img onerror=x>" in models
    assert not any("\u202e" in name for name in models)


def test_what_stood_on_volumes_before_is_listed_and_loaded(store: ModelStore) -> None:
    volume = root(store)
    joblib.dump(MODEL, volume / "flat.pkl")
    (volume / "flat_metadata.json").write_text("{}")
    for folder in ["folder", "numbered/v1", "numbered/v10", "double"]:
        (volume / folder).mkdir(parents=True)
        joblib.dump(MODEL, volume / folder / "model.pkl")
    (volume / "folder" / "folder_metadata.json").write_text("{}")
    joblib.dump(MODEL, volume / "double" / "other.pkl")
    (volume / "mixed.pkl").write_bytes((volume / "flat.pkl").read_bytes())
    store.save(
        DummyRegressor(strategy="constant", constant=6).fit([[0]], [6]),
        "mixed",
        SaveOptions(version="1"),
    )

    models = by_name(store)
    layouts = {m.name: [(v.version, v.layout, v.uri) for v in m.versions] for m in models.values()}
    assert layouts["flat"] == [("unversioned", "legacy-flat", None)]
    assert layouts["folder"] == [("unversioned", "legacy-folder", "pvc://claim/folder")]
    assert layouts["numbered"] == [
        ("v10", "legacy-versions", "pvc://claim/numbered/v10"),
        ("v1", "legacy-versions", "pvc://claim/numbered/v1"),
    ]
    assert [v for v, *_ in layouts["mixed"]] == ["1", "unversioned"]
    for name in ["flat", "folder", "numbered"]:
        assert store.load(name).predict([[0]])[0] == 5
    assert store.load("mixed").predict([[0]])[0] == 6
    assert store.load("mixed", "unversioned").predict([[0]])[0] == 5
    assert "more than one model file" in models["double"].problem
    with pytest.raises(UnsupportedFormatError):
        store.uri("flat")


def test_unreadable_folders_do_not_stop_the_list(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(MODEL, "locked", SaveOptions(version="1"))
    real = os.open

    # A fake: root may read everything, so a folder without permission cannot be made in a test.
    def deny(path: object, *args: object, **kwargs: object) -> int:
        if path == "locked":
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", deny)
    assert "no permission" in by_name(store)["locked"].problem


def test_an_array_in_a_model_is_the_same_after_loading(store: ModelStore) -> None:
    class_ = DummyRegressor(strategy="constant", constant=np.arange(300_000.0))
    store.save(class_.fit([[0]], [np.arange(300_000.0)]), "big")
    assert np.array_equal(store.load("big").predict([[0]])[0], np.arange(300_000.0))

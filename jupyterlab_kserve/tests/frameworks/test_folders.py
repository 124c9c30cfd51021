"""Models that are a folder of files: saved, loaded, migrated as they are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import model_storage_helpers as helpers
from jupyterlab_kserve.extension import make_jobs
from jupyterlab_kserve.inspection import inspect_path
from jupyterlab_kserve.migration import FolderSource, Migration
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

from ..inspection.test_fixtures import FIXTURES
from ..jobs.conftest import ended


def mlflow(folder: Path) -> None:
    # Written by MLflow itself: fixtures/README.md.
    shutil.copytree(FIXTURES / "mlflow", folder)


def huggingface(folder: Path) -> None:
    # The layout of save_pretrained(); the weights by the library that it uses.
    from safetensors.numpy import save_file

    (folder / "onnx").mkdir(parents=True)
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "transformers_version": "4.40.0",
    }
    (folder / "config.json").write_text(json.dumps(config))
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        (folder / name).write_text("{}")
    (folder / "onnx" / "README.md").write_text("below")
    save_file({"weights": np.zeros((2, 3), np.float32)}, folder / "model.safetensors")


def saved_model(folder: Path) -> None:
    # The layout of tf.saved_model.save(). TensorFlow is larger than all the rest together, and of
    # its format nothing is read but the files' names.
    for path in (
        *("saved_model.pb", "fingerprint.pb", "variables/variables.index"),
        *("variables/variables.data-00000-of-00001", "assets/vocabulary.txt"),
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(path.encode())


KINDS = {
    "mlflow": (mlflow, "mlflow", "mlflow"),
    "huggingface": (huggingface, "huggingface", "huggingface"),
    "saved_model": (saved_model, "tensorflow", "tensorflow"),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> tuple[Callable[[Path], None], str, str]:
    return KINDS[request.param]


def tree(folder: Path) -> dict[str, bytes]:
    """The files of a folder, but those that we put beside them."""
    paths = [each for each in folder.rglob("*") if each.is_file() and ".card" not in each.parts]
    return {str(each.relative_to(folder)): each.read_bytes() for each in paths}


def test_a_folder_is_saved_and_loaded_as_it_is(
    kind: tuple[Callable[[Path], None], str, str], volume: Path, tmp_path: Path
) -> None:
    write, format_, framework = kind
    write(tmp_path / "source")
    store = ModelStore(volume, "claim")
    record = store.save(
        tmp_path / "source", "net", SaveOptions(version="1.0.0", metadata={"team": "sre"})
    )
    assert (record.format, record.framework, record.state) == (format_, framework, "ok")
    assert store.uri("net") == "pvc://claim/net/1.0.0"
    path = store.load("net")
    assert tree(path) == tree(tmp_path / "source")
    (listed,) = store.list()
    assert listed.newest is not None
    assert listed.newest.format == format_
    files = tree(path)
    victim = path / max(files, key=lambda each: len(files[each]))
    victim.write_bytes(victim.read_bytes()[::-1])
    with pytest.raises(OSError, match="does not match its checksum"):
        store.load("net")


@pytest.mark.parametrize("place", ["net", "net/v2"])
def test_a_folder_is_migrated_from_where_models_lay_before(
    kind: tuple[Callable[[Path], None], str, str],
    volume: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:
    write, format_, _ = kind
    write(tmp_path / "before" / place)
    monkeypatch.setenv("MODEL_STORAGE_PATH", str(volume))
    monkeypatch.setenv("MODEL_STORAGE_LEGACY_PATH", str(tmp_path / "before"))
    path = helpers.migrate_model_to_pvc("net")
    assert Path(path) == volume / "net" / ("2" if place.endswith("v2") else "1")
    assert tree(Path(path)) == tree(tmp_path / "before" / place)
    assert ModelStore(volume).get("net", Path(path).name).format == format_
    assert helpers.migrate_model_to_pvc("net") == path


def test_a_folder_is_found_copied_and_its_original_removed(
    kind: tuple[Callable[[Path], None], str, str], volume: Path, tmp_path: Path
) -> None:
    write, format_, _ = kind
    source = tmp_path / "workbench" / "net"
    write(source)
    before = tree(source)
    store = ModelStore(volume)
    jobs = make_jobs(store, tmp_path / "jobs")
    migration = Migration(store, jobs, [FolderSource(store, [str(source.parent)])])
    (row,) = migration.scan("folders")["candidates"]
    assert (row["path"], row["format"]) == (str(source), format_)
    plan = [{"path": row["path"], "name": "net", "version": "1"}]
    for start in (migration.run, migration.remove_originals):
        job = ended(jobs, start("folders", plan))
        assert (job.state, job.items[0].problem) == ("done", None)
        assert tree(store.load("net")) == before
    assert not source.exists()


def test_what_mlflow_says_of_its_model_is_told() -> None:
    found = inspect_path(FIXTURES / "mlflow")
    assert found.framework_version == "1.9.1"
    assert any("flavor sklearn" in note for note in found.notes)

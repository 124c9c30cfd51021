"""Bringing models to the volume from where they lay before, and from and to S3."""

from __future__ import annotations

import json
import os
import pickle
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import joblib
import pytest
from moto.server import ThreadedMotoServer
from sklearn.dummy import DummyRegressor

import model_storage_helpers as helpers
from jupyterlab_kserve.errors import S3FailedError, SourceMissingError, VersionExistsError


@pytest.fixture
def legacy(tmp_path: Path, volume: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "legacy"
    folder.mkdir()
    monkeypatch.setenv("MODEL_STORAGE_PATH", str(volume))
    monkeypatch.setenv("MODEL_STORAGE_PVC", "my-claim")
    monkeypatch.setenv("MODEL_STORAGE_LEGACY_PATH", str(folder))
    return folder


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server that speaks S3."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of it, and the environment that a data connection sets."""
    monkeypatch.setenv("AWS_S3_ENDPOINT", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "very-secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.client("s3", endpoint_url=endpoint)
    client.create_bucket(Bucket="models")
    return client


def write(path: Path, value: float = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    model = DummyRegressor(strategy="constant", constant=value).fit([[0]], [value])
    path.write_bytes(pickle.dumps(model))
    return path


def value_of(name: str, version: str | None = None) -> float:
    return float(helpers.load_model_from_pvc(name, version).predict([[0]])[0])


def card_of(path: str) -> dict[str, Any]:
    card: dict[str, Any] = json.loads(Path(path, ".card", "card.json").read_text())
    return card


METADATA = {"version": "1.2.0", "accuracy": 0.95}


@pytest.mark.parametrize(
    ("model", "sidecar", "metadata", "version"),
    [
        ("m.pkl", "m_metadata.json", METADATA, "1.2.0"),
        ("m.pkl", None, {}, "1"),
        ("m/model.pkl", "m/m_metadata.json", METADATA, "1.2.0"),
        ("m/model.pkl", "m/m_metadata.json", {"accuracy": 1}, "1"),
        ("m/v3/model.pkl", "m/metadata.json", {"accuracy": 1}, "3"),
        ("m/v3/model.joblib", "m/metadata.json", METADATA, "1.2.0"),
    ],
)
def test_the_three_old_layouts(
    legacy: Path, model: str, sidecar: str | None, metadata: dict[str, Any], version: str
) -> None:
    write(legacy / model, 7)
    if sidecar is not None:
        (legacy / sidecar).write_text(json.dumps(metadata))
    path = helpers.migrate_model_to_pvc("m")
    assert path.endswith(f"/m/{version}")
    assert helpers.get_kserve_storage_uri("m") == f"pvc://my-claim/m/{version}"
    assert value_of("m") == 7
    card = card_of(path)
    assert metadata.items() <= card["metadata"].items()
    assert card["source"]["path"] == str(legacy / model)
    assert (legacy / model).exists()


def test_the_newest_of_the_old_versions_is_brought(legacy: Path) -> None:
    for number in (1, 2, 10):
        write(legacy / "m" / f"v{number}" / "model.pkl", number)
    helpers.migrate_model_to_pvc("m")
    assert value_of("m", "10") == 10


def test_a_second_call_does_nothing(legacy: Path, capsys: Any) -> None:
    write(legacy / "m.pkl")
    folder = legacy / "bert"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "bert"}')
    (folder / "model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    for name, source in (("m", None), ("file", legacy / "m.pkl"), ("bert", folder)):
        path = helpers.migrate_model_to_pvc(name, source)
        before = {each: each.stat().st_mtime_ns for each in Path(path).rglob("*")}
        capsys.readouterr()
        assert helpers.migrate_model_to_pvc(name, source) == path
        assert "already on the volume as version 1" in capsys.readouterr().out
        assert {each: each.stat().st_mtime_ns for each in Path(path).rglob("*")} == before
    (folder / "config.json").write_text('{"model_type": "gpt2"}')  # As long as before.
    assert helpers.migrate_model_to_pvc("bert", folder).endswith("/bert/2")


def test_other_bytes_of_the_same_version_are_refused(legacy: Path) -> None:
    write(legacy / "m.pkl", 1)
    helpers.migrate_model_to_pvc("m", version="1.0")
    write(legacy / "m.pkl", 2)
    with pytest.raises(VersionExistsError):
        helpers.migrate_model_to_pvc("m", version="1.0")
    assert value_of("m") == 1
    helpers.migrate_model_to_pvc("m", version="1.0", overwrite=True)
    assert value_of("m") == 2


def test_what_is_not_there_or_not_plain(legacy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceMissingError, match="MODEL_STORAGE_LEGACY_PATH"):
        helpers.migrate_model_to_pvc("m")
    with pytest.raises(SourceMissingError, match="no file"):
        helpers.migrate_model_to_pvc("m", "/nowhere/model.pkl")
    write(legacy / "two" / "a.pkl")
    write(legacy / "two" / "b.pkl")
    with pytest.raises(SourceMissingError, match="several model files"):
        helpers.migrate_model_to_pvc("two")
    monkeypatch.setenv("MODEL_STORAGE_LAYOUT", "flat")
    with pytest.raises(ValueError, match="flat"):
        helpers.migrate_model_to_pvc("m")


def test_a_killed_migration_leaves_nothing_half(legacy: Path, volume: Path) -> None:
    # The same each time: other bytes could look like a pickle.
    (legacy / "m.onnx").write_bytes(random.Random(0).randbytes(1 << 20) * 64)
    script = (
        "import os, signal\n"
        "from jupyterlab_kserve.migration.single import migrate_model\n"
        "from jupyterlab_kserve.store import ModelStore\n"
        "def kill(done, total):\n"
        "    if done > total // 2: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"migrate_model(ModelStore({str(volume)!r}), 'm', None, {str(legacy)!r}, progress=kill)"
    )
    done = subprocess.run([sys.executable, "-c", script])
    assert done.returncode == -9
    assert helpers.list_models_in_pvc() == []
    path = helpers.migrate_model_to_pvc("m")
    assert Path(path, "model.onnx").read_bytes() == (legacy / "m.onnx").read_bytes()
    assert os.listdir(volume / ".staging") == []


def test_a_copy_is_read_again_from_the_disk(
    legacy: Path, volume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(legacy / "m.pkl")
    right = os.write

    def wrong(fd: int, data: memoryview) -> int:
        # A disk that keeps other bytes than it was given cannot be had.
        return right(fd, bytes(data).replace(b"sklearn", b"sklaern"))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", wrong)
        with pytest.raises(OSError, match="not written correctly"):
            helpers.migrate_model_to_pvc("m")
    assert helpers.list_models_in_pvc() == []


def test_a_file_and_a_folder_in_s3(legacy: Path, s3: Any, capsys: Any) -> None:
    s3.upload_file(str(write(legacy / "x.pkl", 5)), "models", "team/m/model.pkl")
    s3.put_object(Bucket="models", Key="team/m2/other.pkl", Body=b"of another model")
    for uri in ("s3://models/team/m/model.pkl", "s3://models/team/m/", "s3://models/team/m"):
        path = helpers.migrate_model_to_pvc("m", uri)
        assert path.endswith("/m/1")
        assert value_of("m") == 5
    assert "already" in capsys.readouterr().out
    assert card_of(path)["source"]["path"] == "s3://models/team/m/model.pkl"
    for key, body in (("config.json", b"{}"), ("model.safetensors", b"\2\0\0\0\0\0\0\0{}")):
        s3.put_object(Bucket="models", Key=f"bert/{key}", Body=body)
    s3.put_object(Bucket="models", Key="bert/deep/notes.txt", Body=b"below")
    path = helpers.migrate_model_to_pvc("bert", "s3://models/bert/")
    assert Path(path, "deep", "notes.txt").read_bytes() == b"below"
    assert card_of(path)["format"] == "huggingface"
    assert helpers.migrate_model_to_pvc("bert", "s3://models/bert/") == path


def test_what_s3_refuses_is_said_without_the_keys(
    legacy: Path, s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SourceMissingError, match="Nothing was found at s3://models/none"):
        helpers.migrate_model_to_pvc("m", "s3://models/none")
    with pytest.raises(S3FailedError, match="NoSuchBucket"):
        helpers.migrate_model_to_pvc("m", "s3://no-such-bucket/m.pkl")
    s3.put_object(Bucket="models", Key="evil/../../m.pkl", Body=b"x")
    s3.put_object(Bucket="models", Key="evil/n.pkl", Body=b"x")
    with pytest.raises(S3FailedError, match="not a valid file path"):
        helpers.migrate_model_to_pvc("m", "s3://models/evil/")
    monkeypatch.setenv("AWS_S3_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(S3FailedError) as caught:
        helpers.migrate_model_to_pvc("m", "s3://models/m.pkl")
    assert "very-secret" not in str(caught.value)
    assert "AWS_S3_ENDPOINT" in str(caught.value)
    assert helpers.list_models_in_pvc() == []


def test_a_model_is_uploaded(s3: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ..trained import FRAME, xgboost_classifier

    model = DummyRegressor(strategy="constant", constant=3).fit([[0]], [3])
    assert helpers.save_model_to_s3(model, "m", "models") == "s3://models/m/"
    s3.download_file("models", "m/model.joblib", str(tmp_path / "back.joblib"))
    assert joblib.load(tmp_path / "back.joblib").predict([[0]])[0] == 3
    booster = xgboost_classifier()
    helpers.save_model_to_s3(booster, "x", "models")
    s3.download_file("models", "x/model.ubj", str(tmp_path / "back.ubj"))
    again = type(booster)()
    again.load_model(tmp_path / "back.ubj")
    assert (again.predict(FRAME) == booster.predict(FRAME)).all()
    with pytest.raises(OSError, match="NoSuchBucket"):
        helpers.save_model_to_s3(model, "m")
    with pytest.raises(TypeError, match="predict"):
        helpers.save_model_to_s3({}, "m", "models")
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(ImportError, match=r"jupyterlab-kserve\[s3\]"):
        helpers.save_model_to_s3(model, "m", "models")


def test_without_the_volume_it_is_said_what_is_missing(legacy: Path, volume: Path) -> None:
    write(legacy / "m.pkl")
    volume.rmdir()
    with pytest.raises(FileNotFoundError, match="MODEL_STORAGE_PATH"):
        helpers.migrate_model_to_pvc("m")

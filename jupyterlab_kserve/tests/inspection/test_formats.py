"""Files of real libraries that are no pickles, folders, and files that are made to do harm."""

from __future__ import annotations

import functools
import io
import json
import os
import pickle
import stat
import struct
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_kserve.inspection import Inspection, inspect_path, inspect_safely, inspect_stream

COLUMNS = ["speed", "weight", "age"]
FRAME = pd.DataFrame(np.random.default_rng(0).random((60, 3)), columns=COLUMNS)
LABELS = (FRAME["speed"] > 0.5).astype(int)


def xgboost(folder: Path) -> None:
    import xgboost

    model = xgboost.XGBClassifier(n_estimators=4).fit(FRAME, LABELS)
    model.save_model(folder / "model.ubj")
    model.save_model(folder / "model.json")
    joblib.dump(model, folder / "xgboost.joblib")


def lightgbm(folder: Path) -> None:
    import lightgbm

    model = lightgbm.LGBMClassifier(n_estimators=4, verbose=-1).fit(FRAME, LABELS)
    model.booster_.save_model(folder / "model.bst")


def onnx(folder: Path) -> None:
    import onnx
    from onnx import TensorProto, helper

    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 4])
    result = helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 2])
    weights = helper.make_tensor("w", TensorProto.FLOAT, [4, 2], [0.5] * 8)
    product = helper.make_node("MatMul", ["x", "w"], ["y"])
    graph = helper.make_graph([product], "graph", [given], [result], [weights])
    onnx.save(helper.make_model(graph, producer_name="a test"), folder / "model.onnx")
    columns = [helper.make_tensor_value_info(c, TensorProto.FLOAT, [None, 1]) for c in COLUMNS]
    added = helper.make_node("Add", COLUMNS[:2], ["y"])
    graph = helper.make_graph([added], "graph", columns, [result])
    onnx.save(helper.make_model(graph), folder / "columns.onnx")


def safetensors(folder: Path) -> None:
    from safetensors.numpy import save_file

    save_file({"a": np.zeros((3, 3)), "b": np.ones(5)}, folder / "model.safetensors")


def keras(folder: Path) -> None:
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

    layers = [keras.layers.Input((4,)), keras.layers.Dense(2)]
    keras.Sequential(layers).save(folder / "model.keras")
    keras.Sequential(layers).save(folder / "model.h5")
    doubled = keras.layers.Lambda(lambda value: value * 2)
    keras.Sequential([*layers, doubled]).save(folder / "lambda.keras")


@functools.cache
def files() -> Path:
    """A folder with a file of every kind."""
    folder = Path(tempfile.mkdtemp(prefix="inspected-"))
    for make in (xgboost, lightgbm, onnx, safetensors, keras):
        make(folder)
    return folder


def look(name: str) -> Inspection:
    return inspect_path(files() / name)


@pytest.mark.parametrize("name", ["model.ubj", "model.json"])
def test_xgboost(name: str) -> None:
    import xgboost

    found = look(name)
    assert (found.format, found.framework, found.risk) == ("xgboost", "xgboost", "none")
    assert found.framework_version == xgboost.__version__
    assert (found.features, found.feature_names) == (3, COLUMNS)
    assert "Its objective is binary:logistic." in found.notes


def test_xgboost_in_joblib() -> None:
    found = look("xgboost.joblib")
    assert (found.framework, found.class_name) == ("xgboost", "xgboost.sklearn.XGBClassifier")
    assert (found.risk, found.complete) == ("known", True)


def test_lightgbm() -> None:
    found = look("model.bst")
    assert (found.format, found.framework, found.risk) == ("bst", "lightgbm", "none")
    assert (found.features, found.feature_names) == (3, COLUMNS)


def test_onnx() -> None:
    found = look("model.onnx")
    assert (found.format, found.framework, found.risk) == ("onnx", "onnx", "none")
    assert found.features == 4
    assert "Written by a test." in found.notes
    found = look("columns.onnx")
    assert (found.features, found.feature_names) == (3, COLUMNS)


def test_safetensors() -> None:
    found = look("model.safetensors")
    assert (found.format, found.framework, found.risk) == ("safetensors", "huggingface", "none")
    assert found.notes == ["It contains 2 tensors."]


def test_keras() -> None:
    found = look("model.keras")
    assert (found.format, found.framework, found.risk) == ("keras", "keras", "known")
    assert found.features == 4
    assert found.framework_version == found.libraries["keras"]
    harmful = look("lambda.keras")
    assert harmful.risk == "dangerous"
    assert any("Lambda" in note for note in harmful.notes)
    # HDF5 is not read, and says so.
    assert (look("model.h5").format, look("model.h5").risk) == ("hdf5", "not-fully-read")


@pytest.mark.parametrize(
    "name",
    ["model.ubj", "model.json", "model.bst", "model.onnx", "model.safetensors", "model.keras"],
)
def test_truncated_files_are_not_fully_read(name: str) -> None:
    content = (files() / name).read_bytes()
    lengths = [len(content) // 4, len(content) - 40]
    if name == "model.bst":
        del lengths[1]  # Behind LightGBM's trees stands only what nobody would miss.
    for length in lengths:
        found = inspect_stream(io.BytesIO(content[:length]))
        assert not found.complete, (length, found)
        assert found.risk == "not-fully-read"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_mutated_files_never_fail_nor_hang(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(os.listdir(files()))))
    content = bytearray((files() / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        if not content:
            break
        place = data.draw(st.integers(0, len(content) - 1))
        if data.draw(st.booleans()):
            content[place] = data.draw(st.integers(0, 255))
        else:
            del content[place : place + data.draw(st.integers(1, 50))]
    inspect_stream(io.BytesIO(bytes(content)), seconds=5).to_dict()


def archive(members: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            if change is not None:
                change(info)
            written.writestr(info, data)
    return inspect_stream(stream)


def torch_like(data: bytes) -> dict[str, bytes]:
    """An archive laid out as PyTorch's; made by hand, as PyTorch is too large a test dependency."""
    return {"model/data.pkl": data, "model/version": b"3\n", "model/data/0": b"\0" * 16}


def test_pytorch() -> None:
    weights = (
        b"\x80\x02ccollections\nOrderedDict\n)R(X\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v2\n"
        b"((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x04tQ"
        b"K\x00K\x04\x85K\x01\x85\x89ccollections\nOrderedDict\n)RtRu."
    )
    found = archive(torch_like(weights))
    assert (found.format, found.framework, found.risk) == ("pytorch", "pytorch", "known")
    assert any("only weights" in note for note in found.notes)
    assert archive(torch_like(b"cos\nsystem\n(Vtouch x\ntR.")).risk == "dangerous"
    # TorchScript keeps further pickles, and each of them is loaded.
    members = {**torch_like(weights), "model/constants.pkl": b"cos\nsystem\n(Vx\ntR."}
    assert archive(members).risk == "dangerous"
    legacy = pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2) + pickle.dumps({}, 2)
    found = inspect_stream(io.BytesIO(legacy + b"cos\nsystem\n(Vx\ntR."))
    assert (found.format, found.risk) == ("pytorch", "dangerous")


def test_archives_that_leave_their_folder_are_refused() -> None:
    for name in (
        "../x/data.pkl",
        "/etc/data.pkl",
        "a/../../data.pkl",
        "..\\data.pkl",
        "C:/data.pkl",
    ):
        found = archive({name: b"N."})
        assert found.risk == "not-fully-read"
        assert found.notes == ["It is refused: it is an archive with paths outside the archive."]

    def link(info: zipfile.ZipInfo) -> None:
        info.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert archive({"model/data.pkl": b"/etc/passwd"}, link).notes == [
        "It is refused: it is an archive with links or devices."
    ]


def test_bombs_in_archives_end() -> None:
    metadata = json.dumps({"keras_version": "3.0.0"}).encode()
    bomb = b'{"a": "' + b"a" * (1 << 25) + b'"}'
    found = archive({"metadata.json": metadata, "config.json": bomb})
    assert found.notes == ["Its configuration exceeds the limit for inspection."]
    found = archive({f"m/{number}": b"" for number in range(60_000)})
    assert found.notes == ["It is an archive with more files than can be checked."]


def test_headers_of_safetensors_are_not_believed(tmp_path: Path) -> None:
    def of(length: int, header: bytes, size: int = 0) -> Inspection:
        data = struct.pack("<Q", length) + header
        return inspect_stream(io.BytesIO(data + b"\0" * size))

    assert not of(1 << 60, b"{}").complete
    large = tmp_path / "large"
    with large.open("wb") as stream:
        stream.write(struct.pack("<Q", 100 << 20) + b"{")
        stream.truncate(101 << 20)
    assert inspect_path(large).notes == ["Its header exceeds the limit for inspection."]
    deep = b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert of(len(deep), deep, 8).notes == ["Its header is malformed."]
    wrong = json.dumps({"a": {"data_offsets": [0, 800]}}).encode()
    assert not of(len(wrong), wrong, 8).complete


def test_folders(tmp_path: Path) -> None:
    def folder(name: str, **members: str | bytes) -> Inspection:
        where = tmp_path / name
        where.mkdir()
        for member, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            (where / member.replace("__", ".")).write_bytes(data)
        return inspect_path(where)

    weights = (files() / "model.safetensors").read_bytes()
    config = json.dumps({"architectures": ["BertModel"], "transformers_version": "4.40.0"})
    found = folder("hf", config__json=config, model__safetensors=weights)
    assert (found.framework, found.class_name, found.risk) == (
        "huggingface",
        "transformers.BertModel",
        "none",
    )
    harm = b"cos\nsystem\n(Vx\ntR."
    assert folder("bin", config__json=config, pytorch_model__bin=harm).risk == "dangerous"
    custom = folder(
        "code", config__json=config, model__safetensors=weights, modeling__py="import os"
    )
    assert custom.risk == "unknown"
    assert folder("tf", saved_model__pb=b"").framework == "tensorflow"
    mlflow = folder("mlflow", MLmodel="flavors:\n  sklearn:\n    sklearn_version: 1.5.2\n")
    assert (mlflow.format, mlflow.framework_version) == ("mlflow", "1.5.2")
    flavors = (
        "  python_function:\n    python_version: 3.11.9\n  catboost:\n    catboost_version: 1.2\n"
    )
    mlflow = folder("flavors", MLmodel=f"flavors:\n{flavors}")
    assert (mlflow.framework, mlflow.framework_version) == ("mlflow", "1.2")
    assert "It is a model of MLflow, of the flavor catboost." in mlflow.notes
    assert folder("flavorless", MLmodel="flavors: 1\n").framework_version is None
    one = folder("one", model__ubj=(files() / "model.ubj").read_bytes(), README__md="text")
    assert (one.format, one.features) == ("xgboost", 3)
    assert not folder("two", a__pkl=b"N.", b__pkl=b"N.").complete
    assert not folder("none", README__md="text").complete


def test_links_in_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.pkl").symlink_to("/etc/passwd")
    found = inspect_path(tmp_path / "model")
    assert not found.complete
    assert found.size == 0


def test_a_folder_that_cannot_be_read_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.onnx").write_bytes((files() / "model.onnx").read_bytes())
    (tmp_path / "private").mkdir()
    real = os.scandir

    def scandir(path: Any) -> Any:
        # Root, who may run this, reads every folder.
        if str(path).endswith("private"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    assert inspect_path(tmp_path).complete
    monkeypatch.setattr(os, "scandir", scandir)
    found = inspect_path(tmp_path)
    assert (found.format, found.complete) == ("onnx", False)
    assert "It contains a folder that cannot be read." in found.notes


def test_the_child_process_inspects_folders(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes((files() / "model.onnx").read_bytes())
    found = inspect_safely(str(tmp_path))
    assert found.to_dict() == inspect_path(tmp_path).to_dict()


def test_other_files_are_not_known() -> None:
    for data in (b"", b"hello world", b"\x89PNG\r\n\x1a\n", b"[1, 2, 3]", b"%PDF-1.4", b"x"):
        found = inspect_stream(io.BytesIO(data))
        assert (found.format, found.risk) == ("", "not-fully-read"), data
        assert found.notes == ["It is not a known model file."]


def test_pmml() -> None:
    text: Any = b'<?xml version="1.0"?>\n<PMML version="4.4"></PMML>'
    assert inspect_stream(io.BytesIO(text)).format == "pmml"

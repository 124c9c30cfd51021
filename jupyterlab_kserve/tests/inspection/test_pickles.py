"""Pickles and joblib files of real libraries, and pickles that mean harm."""

from __future__ import annotations

import functools
import io
import os
import pickle
import struct
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.svm import SVC

from jupyterlab_kserve.inspection import Inspection, inspect_path, inspect_safely, inspect_stream

FRAME = pd.DataFrame(np.random.default_rng(0).random((60, 3)), columns=["speed", "größe", "weight"])
LABELS = (FRAME["speed"] > 0.5).astype(int)
COMPRESSIONS = ["zlib", "gzip", "bz2", "xz", "lzma", "lz4"]


@functools.cache
def models() -> dict[str, Any]:
    columns = ColumnTransformer([("hot", OneHotEncoder(handle_unknown="ignore"), ["speed"])])
    return {
        "forest": RandomForestClassifier(5, random_state=0).fit(FRAME, LABELS),
        "isolation": IsolationForest(n_estimators=5).fit(FRAME),
        "boosting": HistGradientBoostingClassifier(max_iter=3).fit(FRAME, LABELS),
        "neighbors": KNeighborsClassifier().fit(FRAME, LABELS),
        "vectors": SVC().fit(FRAME, LABELS),
        "pipeline": make_pipeline(StandardScaler(), LogisticRegression()).fit(FRAME, LABELS),
        "columns": make_pipeline(columns, LogisticRegression()).fit(FRAME, LABELS),
        "logarithm": make_pipeline(FunctionTransformer(np.log1p), SVC()).fit(FRAME, LABELS),
        "search": GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=2).fit(FRAME, LABELS),
    }


MODELS = list(models())


def look(data: bytes) -> Inspection:
    return inspect_stream(io.BytesIO(data))


def dumped(name: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    joblib.dump(models()[name], stream, **options)
    return stream.getvalue()


def check(found: Inspection, name: str) -> None:
    cls = type(models()[name])
    assert found.notes == [] or found.complete, found.notes
    assert found.complete
    assert found.risk == "known", [entry for entry in found.globals if entry.risk != "known"]
    assert found.class_name == f"{cls.__module__}.{cls.__qualname__}"
    assert (found.framework, found.framework_version) == (
        "sklearn",
        found.libraries["scikit-learn"],
    )
    assert found.features == 3
    assert found.feature_names == list(FRAME.columns)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_protocol_of_pickle_is_read(name: str, protocol: int) -> None:
    check(look(pickle.dumps(models()[name], protocol)), name)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("compression", [None, *COMPRESSIONS])
def test_every_compression_of_joblib_is_read(
    name: str, compression: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "model"
    joblib.dump(models()[name], file, compress=(compression, 3) if compression else 0)
    found = inspect_path(file)
    check(found, name)
    assert found.format == "joblib"
    assert found.size == file.stat().st_size


def test_arrays_of_every_kind_are_passed_over(tmp_path: Path) -> None:
    arrays = [
        np.arange(10),
        np.arange(6, dtype=">f4").reshape(2, 3),
        np.asfortranarray(np.random.default_rng(0).random((3, 4))),
        np.array(["a", "long text"]),
        np.array([b"bytes"]),
        np.array([True, False]),
        np.array(["2026-01-01"], dtype="datetime64[D]"),
        np.array([{"a": 1}, None, [1, 2]], dtype=object),
        np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
        np.array([(1, "x")], dtype=[("a", "i4"), ("b", "O")]),
        np.zeros((0, 3)),
        np.array(3.0),
        np.ma.masked_array([1, 2], [True, False]),
    ]
    # What stands behind all of them is found only if each was passed over exactly.
    for compression in (0, 3):
        joblib.dump([*arrays, StandardScaler], tmp_path / "arrays", compress=compression)
        found = inspect_path(tmp_path / "arrays")
        assert found.complete, found.notes
        names = {entry.name for entry in found.globals}
        assert "sklearn.preprocessing._data.StandardScaler" in names


class Calls:
    """An object that has something called when it is loaded."""

    def __init__(self, call: Callable[..., Any], *arguments: Any) -> None:
        self._reduced = (call, arguments)

    def __reduce__(self) -> Any:
        return self._reduced


def test_what_joblib_hides_behind_an_array_is_found(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    harm = [np.arange(1000), Calls(os.system, f"touch {canary}")]
    for compression in (0, *[(name, 3) for name in COMPRESSIONS]):
        joblib.dump(harm, tmp_path / "model.pkl", compress=compression)
        found = inspect_path(tmp_path / "model.pkl")
        assert found.risk == "dangerous"
        assert found.complete
        assert "posix.system" in {e.name for e in found.globals if e.risk == "dangerous"}
    assert not canary.exists()


def harms(canary: Path) -> dict[str, bytes]:
    """A pickle for each way to reach code; loaded for real, each would make the canary."""
    command = f"touch {canary}".encode()
    short = struct.pack("<B", len(command)) + command
    return {
        "global and reduce": b"cos\nsystem\n(V" + command + b"\ntR.",
        "inst": b"(V" + command + b"\nios\nsystem\n.",
        "obj": b"(cos\nsystem\nV" + command + b"\no.",
        "newobj": b"\x80\x02cbuiltins\neval\n(V1\nt\x81.",
        "newobj_ex": b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c" + short + b"\x85}\x92.",
        "stack global": b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c" + short + b"\x85R.",
        "a name from the memo": b"\x80\x04\x8c\x02os\x94\x8c\x06system\x94h\x00h\x01\x93\x8c"
        + short
        + b"\x85R.",
        "python 2": b"c__builtin__\nexec\n(Vimport os\ntR.",
        "a dotted name": b"\x80\x04\x8c\x0csklearn.base\x8c\x09os.system\x93\x8c"
        + short
        + b"\x85R.",
        "getattr": b"cbuiltins\ngetattr\n(cnumpy\nndarray\nVx\ntR.",
        "before the stop": b"(V" + command + b"\nios\nsystem\n0N.",
        "build": b"ccode\nInteractiveInterpreter\n)R}b.",
    }


@pytest.mark.parametrize("way", harms(Path("canary")))
def test_every_way_to_code_is_named_and_none_is_gone(way: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    found = look(harms(canary)[way])
    assert found.risk == "dangerous", found
    assert not canary.exists()


def test_the_ways_are_real(tmp_path: Path) -> None:
    """The pickles above do what they say when they are loaded: in a process of its own."""
    for way in ("global and reduce", "inst", "newobj_ex", "stack global", "a name from the memo"):
        canary = tmp_path / way.replace(" ", "-")
        data = harms(canary)[way]
        script = "import pickle, sys; pickle.load(sys.stdin.buffer)"
        subprocess.run([sys.executable, "-c", script], input=data, check=False, capture_output=True)
        assert canary.exists() or way == "newobj_ex", way


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    for data in (
        b"cmycompany.models\nForest\n.",
        b"\x82\x01.",  # an entry of the registry of extensions
        b"\x80\x04\x8c\x07sklearn\x8c\x0aa.b.Forest\x93.",
        b"csklearn.datasets\nFetch\n.",
    ):
        assert look(data).risk == "unknown", data


@pytest.mark.parametrize(
    "data",
    [
        b"\x80\x05\x8e\xff\xff\xff\xff\xff\xff\xff\x7fabc.",  # 8 EiB of bytes
        b"\x80\x05\x96\xff\xff\xff\xff\xff\xff\xff\x7fabc.",
        b"\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\x7fabc.",
        b"\x80\x02\x8b\xff\xff\xff\x7fabc.",  # 2 GiB of a number
        b"\x80\x02\x8b\xff\xff\xff\xff.",  # a negative length
        b"I" + b"9" * 100_000 + b"\n.",
        b"\x80\x63.",
        b"(" * 100_000,
        b"0.",
        b"h\x05.",
        b"\x80\x02R.",
        b"N" * 10,
        b"\x80\x02cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}b.",
        pickle.dumps(list(range(1000)))[:-20],
    ],
)
def test_malformed_pickles_are_not_fully_read(data: bytes) -> None:
    found = look(data)
    assert not found.complete
    assert found.risk == "not-fully-read"


def test_an_array_larger_than_the_file_is_not_believed() -> None:
    data = dumped("forest")
    shape = data.index(b"shape")
    harmed = bytearray(data)
    harmed[shape + 8 : shape + 9] = b"\xff"
    found = look(bytes(harmed))
    assert found.risk in ("not-fully-read", "dangerous", "unknown")


def test_deep_and_wide_pickles_end(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = b"]" * 200_000 + b"a" * 199_999 + b"."
    assert look(deep).complete
    monkeypatch.setattr("jupyterlab_kserve.parsing.pickles.MAX_OPERATIONS", 100_000)
    found = look(deep)
    assert not found.complete
    assert found.notes == ["It is larger than the limit for inspection."]


def test_a_zip_bomb_of_zlib_ends(tmp_path: Path) -> None:
    pack = zlib.compressobj(9)
    with (tmp_path / "bomb").open("wb") as stream:
        # One text of 1 GiB, which is 1 MiB when packed.
        stream.write(pack.compress(b"\x80\x04\x8d" + struct.pack("<Q", 1 << 30)))
        block = b"a" * (1 << 24)
        for _ in range(64):
            stream.write(pack.compress(block))
        stream.write(pack.flush())
    found = inspect_path(tmp_path / "bomb", seconds=0.1)
    assert found.notes[-1] == "Inspection took too long."
    assert found.risk == "not-fully-read"


def test_the_child_process_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "model.pkl"
    joblib.dump(models()["pipeline"], file)
    with file.open("rb") as stream:
        found = inspect_safely(stream)
    check(found, "pipeline")
    assert found.to_dict() == inspect_path(file).to_dict()


def test_a_child_that_dies_has_not_read_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "model.pkl"
    file.write_bytes(dumped("forest"))
    with file.open("rb") as stream:
        found = inspect_safely(stream, seconds=0.01)
    assert found.risk == "not-fully-read"
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with file.open("rb") as stream:
        assert inspect_safely(stream).risk == "not-fully-read"


def test_the_child_is_given_no_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "canary")
    script = tmp_path / "child"
    # In the place of Python: tells what the child is given.
    script.write_text(f"#!/bin/sh\nenv > {tmp_path}/given\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    (tmp_path / "model.pkl").write_bytes(b"N.")
    with (tmp_path / "model.pkl").open("rb") as stream:
        assert inspect_safely(stream).risk == "not-fully-read"
    assert "canary" not in (tmp_path / "given").read_text()


def test_little_is_kept_of_large_files() -> None:
    piece = b"B" + struct.pack("<I", 1 << 20) + b"a" * (1 << 20) + b"\x94"
    data = b"\x80\x04" + piece * 300 + b"."
    tracemalloc.start()
    found = look(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.complete
    # The stream is a copy of the data.
    assert peak < len(data) + (100 << 20)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_files_never_fail_nor_hang(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["pipeline", "neighbors", "columns"]))
    compress = data.draw(st.sampled_from([0, 3]))
    content = bytearray(dumped(name, compress=compress))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        if data.draw(st.booleans()):
            content[place] = data.draw(st.integers(0, 255))
        else:
            del content[place : place + data.draw(st.integers(1, 50))]
    found = inspect_stream(io.BytesIO(bytes(content)), seconds=5)
    assert found.risk in ("none", "known", "unknown", "dangerous", "not-fully-read")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_noise_never_fails(data: bytes) -> None:
    for head in (b"", b"\x80\x04", b"\x80\x02", b"PK\x03\x04", b"{L", b"tree\n", b"\x08\x07\x3a"):
        found = inspect_stream(io.BytesIO(head + data), seconds=5)
        assert isinstance(found.to_dict()["risk"], str)

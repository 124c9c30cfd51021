"""The local predictor, as its own process over HTTP on 127.0.0.1."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

from .. import trained

pytest.importorskip("kserve", reason="the extra `local` is not installed")


def start(
    folder: Path, port: int, server: str = "sklearn", **environment: str
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab_kserve.local.server", "--model_name", "m"),
            *(f"--model_dir={folder}", f"--http_port={port}", f"--server={server}"),
        ],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def request(port: int, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


@contextmanager
def serving(folder: Path, server: str = "sklearn", **environment: str) -> Iterator[int]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    process = start(folder, port, server, **environment)
    try:
        end = time.time() + 60
        while True:
            try:
                if request(port, "GET", "/v2/health/ready")[0] == 200:
                    break
            except OSError:
                if process.poll() is not None or time.time() > end:
                    process.kill()
                    pytest.fail(f"it does not start: {process.communicate()[0]}")
                time.sleep(0.05)
        yield port
        asked = time.time()
        process.send_signal(signal.SIGTERM)
        output = process.communicate(timeout=10)[0]
        assert time.time() - asked < 3
        assert f"Uvicorn running on http://127.0.0.1:{port}" in output
    finally:
        process.kill()
        process.communicate()


def refuses(folder: Path, server: str = "sklearn") -> str:
    process = start(folder, 0, server)
    try:
        output = process.communicate(timeout=60)[0]
    finally:
        process.kill()
    assert process.returncode == 1
    return output


def v2(data: list[Any], shape: list[int]) -> dict[str, Any]:
    return {"inputs": [{"name": "input-0", "shape": shape, "datatype": "FP64", "data": data}]}


def test_a_saved_forest_is_served_over_v1_and_v2(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    rows, labels = rng.random((100, 4)), rng.integers(0, 2, 100)
    forest = RandomForestClassifier(n_estimators=5, random_state=0).fit(rows, labels)
    store = ModelStore(tmp_path)
    folder = store.path(store.save(forest, "forest", SaveOptions(version="1.0.0")))
    expected = forest.predict(rows[:3]).tolist()
    with serving(folder) as port:
        assert request(port, "GET", "/v1/models/m") == (200, {"name": "m", "ready": True})
        assert request(port, "GET", "/v2/models/m/ready")[0] == 200
        answer = request(port, "POST", "/v1/models/m:predict", {"instances": rows[:3].tolist()})
        assert answer == (200, {"predictions": expected})
        status, answer = request(
            port, "POST", "/v2/models/m/infer", v2(rows[:3].ravel().tolist(), [3, 4])
        )
        assert status == 200
        (output,) = answer["outputs"]
        assert (output["name"], output["shape"], output["data"]) == ("output-0", [3], expected)

        status, answer = request(port, "POST", "/v1/models/m:predict", {"instances": [[1, 2]]})
        assert status == 500
        assert "expecting 4 features" in answer["error"]
        assert request(port, "POST", "/v1/models/m:predict", {})[0] >= 400
        assert request(port, "GET", "/v1/models/other")[0] == 404
        with socket.socket() as outside:
            # On Linux 127.0.0.2 is this machine too: who listens on 0.0.0.0 answers there.
            assert outside.connect_ex(("127.0.0.2", port)) != 0


def test_named_columns_go_over_v2_and_as_columns_over_v1(tmp_path: Path) -> None:
    frame = pd.DataFrame({"cpu": [0.1, 0.9, 0.2, 0.8], "mem": [1.0, 2.0, 1.0, 2.0]})
    scale = make_column_transformer((StandardScaler(), ["cpu", "mem"]))
    model = make_pipeline(scale, LogisticRegression()).fit(frame, [0, 1, 0, 1])
    store = ModelStore(tmp_path)
    folder = store.path(store.save(model, "columns"))
    with serving(folder) as port:
        columns = [
            {"name": name, "shape": [2], "datatype": "FP64", "data": frame[name][:2].tolist()}
            for name in frame
        ]
        body = {"parameters": {"content_type": "pd"}, "inputs": columns}
        status, answer = request(port, "POST", "/v2/models/m/infer", body)
        assert status == 200
        assert answer["outputs"][0]["data"] == [0, 1]
        status, answer = request(
            port, "POST", "/v1/models/m:predict", {"instances": [{"cpu": [0.9], "mem": [2.0]}]}
        )
        assert (status, answer) == (200, {"predictions": [1]})
        status, answer = request(port, "POST", "/v1/models/m:predict", {"instances": [[0.9, 2.0]]})
        assert status == 500
        assert "columns" in answer["error"]


def test_probabilities_are_given_when_asked_for(tmp_path: Path) -> None:
    model = LogisticRegression().fit([[0.0], [1.0]], [0, 1])
    joblib.dump(model, tmp_path / "model.pkl")
    with serving(tmp_path, PREDICT_PROBA="true") as port:
        status, answer = request(port, "POST", "/v1/models/m:predict", {"instances": [[0.5]]})
    assert status == 200
    assert answer["predictions"][0] == pytest.approx(model.predict_proba([[0.5]])[0].tolist())


@pytest.mark.parametrize("framework", ["xgboost", "lightgbm"])
def test_a_saved_booster_is_served(tmp_path: Path, framework: str) -> None:
    make = {"xgboost": trained.xgboost_booster, "lightgbm": trained.lightgbm_booster}[framework]
    store = ModelStore(tmp_path)
    record = store.save(make(), "booster", SaveOptions(artifacts={"scaler": StandardScaler()}))
    rows = trained.ROWS[:2]
    given = rows if framework == "lightgbm" else xgboost_rows(rows)
    expected = pytest.approx(store.load("booster").predict(given).tolist())
    with serving(store.path(record), framework) as port:
        status, answer = request(port, "POST", "/v1/models/m:predict", {"instances": rows.tolist()})
        assert (status, answer) == (200, {"predictions": expected})
        body = v2(rows.ravel().tolist(), [2, 3])
        status, answer = request(port, "POST", "/v2/models/m/infer", body)
        assert (status, answer["outputs"][0]["data"]) == (200, expected)
    # Of a folder with two files, KServe's server for boosters takes none either.
    (store.path(record) / "second.bst").write_bytes(b"")
    assert "More than one model file is detected" in refuses(store.path(record), framework)


def test_a_classifier_of_xgboost_on_named_columns_gives_probabilities(tmp_path: Path) -> None:
    model = trained.xgboost_classifier()
    store = ModelStore(tmp_path)
    folder = store.path(store.save(model, "m", SaveOptions(input_example=trained.FRAME)))
    bodies = json.loads((folder / ".card" / "input_example.json").read_text())
    expected = pytest.approx(model.predict_proba(trained.FRAME[:5])[:, 1].tolist())
    with serving(folder, "xgboost") as port:
        for path, body in (("v1/models/m:predict", "v1"), ("v2/models/m/infer", "v2")):
            status, answer = request(port, "POST", f"/{path}", bodies[body])
            assert status == 200, answer
            got = answer["predictions"] if body == "v1" else answer["outputs"][0]["data"]
            assert got == expected
        # The booster knows its columns by name.
        status, answer = request(port, "POST", "/v1/models/m:predict", {"instances": [[1, 2, 3]]})
        assert status == 500
        assert "speed" in answer["error"]


def xgboost_rows(rows: Any) -> Any:
    import xgboost

    return xgboost.DMatrix(rows)


def test_two_model_files_end_it_with_the_words_of_kserve(tmp_path: Path) -> None:
    model = LogisticRegression().fit([[0.0], [1.0]], [0, 1])
    joblib.dump(model, tmp_path / "anomaly-detector.pkl")
    joblib.dump(model, tmp_path / ".hidden.joblib")
    (tmp_path / "x_metadata.json").write_text("{}")
    output = refuses(tmp_path)
    assert (
        "RuntimeError: More than one model file is detected, "
        "Only one is allowed within model_dir: ["
    ) in output
    assert "anomaly-detector.pkl" in output


def test_without_a_file_it_is_ready_and_has_no_model(tmp_path: Path) -> None:
    with serving(tmp_path) as port:
        assert request(port, "GET", "/v2/health/ready")[0] == 200
        assert request(port, "GET", "/v1/models/m")[0] == 404
        assert request(port, "GET", "/v2/models/m/ready")[0] == 404


def test_without_a_file_each_folder_is_a_model(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    joblib.dump(LogisticRegression().fit([[0.0], [1.0]], [0, 1]), tmp_path / "one" / "model.pkl")
    with serving(tmp_path) as port:
        assert request(port, "GET", "/v1/models/one")[0] == 200
        assert request(port, "GET", "/v1/models/m")[0] == 404
    (tmp_path / "lost+found").mkdir()
    assert "ModelMissingError" in refuses(tmp_path)


def test_a_file_that_is_no_pickle_ends_it(tmp_path: Path) -> None:
    (tmp_path / "model.pkl").write_bytes(b"not a pickle")
    assert "Traceback" in refuses(tmp_path)

"""What the server half knows of the inference protocols."""

from __future__ import annotations

from typing import Any

import pytest

from jupyterlab_kserve.protocols import PROTOCOL_IDS, Protocol, find_protocol


@pytest.mark.parametrize(
    ("wanted", "predict", "ready"),
    [
        ("v1", "/v1/models/iris:predict", "/v1/models/iris"),
        ("v2", "/v2/models/iris/infer", "/v2/models/iris/ready"),
    ],
)
def test_a_model_has_its_paths(wanted: str, predict: str, ready: str) -> None:
    protocol = find_protocol(wanted)
    assert protocol is not None
    assert protocol.predict_path("iris") == predict
    assert protocol.ready_path("iris") == ready


@pytest.mark.parametrize("wanted", ["", "v3", "V1", None, 1, ["v1"], {}])
def test_nothing_else_is_a_protocol(wanted: Any) -> None:
    assert find_protocol(wanted) is None
    assert wanted not in PROTOCOL_IDS


@pytest.mark.parametrize(
    ("status", "answer", "ready"),
    [
        (200, {"name": "iris", "ready": True}, True),
        (200, {"name": "iris", "ready": "True"}, True),
        (200, {"name": "iris", "ready": False}, False),
        (200, {"name": "iris", "ready": "False"}, False),
        # Some servers say it with the status alone.
        (200, "", True),
        (503, {"ready": True}, False),
        (404, {"error": "not found"}, False),
    ],
)
def test_an_answer_says_whether_the_model_is_loaded(status: int, answer: Any, ready: bool) -> None:
    assert Protocol("toy", "/{model}", "/{model}/up").is_ready(status, answer) is ready

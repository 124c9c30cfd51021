"""Where a request for a prediction may go, and what of an answer is shown."""

from __future__ import annotations

from typing import Any

import pytest

from jupyterlab_kserve.predict import _answer, _is_own


@pytest.mark.parametrize(
    "host",
    [
        "iris.project.svc",
        "iris.project.svc.cluster.local",
        "iris-predictor.project.svc.cluster.local",
        "iris-transformer.project.svc.cluster.local",
    ],
)
def test_a_service_is_reached_at_its_own_address(host: str) -> None:
    assert _is_own(host, "iris", "project")


@pytest.mark.parametrize(
    "host",
    [
        "kubernetes.default.svc",
        "iris.other.svc.cluster.local",
        "other.project.svc",
        "iris-other.project.svc",
        "irisxproject.svc",
        "iris.project.svc.cluster.local.example.com",
        "x.iris.project.svc",
        "iris.project.svc\n",
        "169.254.169.254",
        "",
    ],
)
def test_no_other_address_is_taken_from_its_status(host: str) -> None:
    assert not _is_own(host, "iris", "project")


@pytest.mark.parametrize(
    ("data", "content_type", "shown"),
    [
        (b'{"predictions": [1]}', "application/json", {"predictions": [1]}),
        (b"no healthy upstream", "text/plain", "no healthy upstream"),
        (b"x" * 20_000, "text/plain", "x" * 10_000),
    ],
)
def test_json_and_plain_text_are_shown(data: bytes, content_type: str, shown: Any) -> None:
    assert _answer(data, content_type) == shown


def test_a_page_is_never_shown() -> None:
    shown = _answer(b"<script>alert(1)</script>", "text/html")
    assert "script" not in shown
    assert "text/html" in shown

"""What can be said when a model is saved, as JSON and as an object."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_kserve.errors import InvalidNameError, InvalidRequestError
from jupyterlab_kserve.store.saving.options import SaveOptions


def test_options_of_files_survive_json() -> None:
    options = SaveOptions(
        version="1.0.0",
        overwrite=True,
        metadata={"team": "sre"},
        metrics={"f1": 0.9},
        description="About it",
        tags=("new", "tested"),
        format="joblib",
        artifacts={"scaler": Path("/models/scaler.pkl")},
    )
    assert SaveOptions.from_json(json.loads(json.dumps(options.to_json()))) == options
    given = SaveOptions(metadata={}, metrics={})
    assert SaveOptions.from_json({}) == given
    assert SaveOptions.from_json(dict.fromkeys(given.to_json())) == given
    assert SaveOptions.from_json({"path": "x", "name": 1, "verify": True}) == given


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", 1),
        ("metadata", [1]),
        ("metrics", "f1"),
        ("description", {"text": "x"}),
        ("tags", "new"),
        ("tags", ["new", 1]),
        ("format", ["joblib"]),
        ("artifacts", ["a"]),
        ("artifacts", {"a": 1}),
    ],
)
def test_a_field_of_the_wrong_type_is_named(field: str, value: Any) -> None:
    with pytest.raises(InvalidRequestError, match=f"The field {field} has the wrong type"):
        SaveOptions.from_json({field: value})


def test_the_version_is_the_one_given_or_noted() -> None:
    assert SaveOptions().checked_version() is None
    assert SaveOptions(version=2).checked_version() == "2"
    assert SaveOptions(metadata={"version": "1.5"}).checked_version() == "1.5"
    assert SaveOptions(version="2", metadata={"version": 2}).checked_version() == "2"
    with pytest.raises(InvalidNameError, match="2, and 3 in the metadata"):
        SaveOptions(version="2", metadata={"version": "3"}).checked_version()
    with pytest.raises(InvalidNameError):
        SaveOptions(version="../1").checked_version()

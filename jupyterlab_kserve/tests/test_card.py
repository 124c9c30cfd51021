"""The model card: its JSON Schema, what it keeps, and what it refuses."""

import json
import math
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from jupyterlab_kserve.card import (
    MAX_CARD_BYTES,
    BrokenCardError,
    Card,
    CardFile,
    encode_card,
    parse_card,
    to_plain,
)
from jupyterlab_kserve.errors import InvalidMetadataError
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

SCHEMA = json.loads(files("jupyterlab_kserve").joinpath("card.schema.json").read_text())
CARD = Card(
    name="m",
    version="1.0.0",
    created="2025-11-07T00:00:00Z",
    framework={"name": "sklearn", "version": "1.5.2"},
    format="joblib",
    class_name="sklearn.svm._classes.SVC",
    libraries={"python": "3.11.7"},
    files=(CardFile("model.joblib", 3, "0" * 64), CardFile("artifacts/scaler.joblib", 4, "1" * 64)),
    metadata={"accuracy": 0.95},
    tags=("champion",),
)


def test_the_schema_is_one_and_has_every_field() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == set(CARD.to_dict())


@pytest.mark.parametrize("source", ["object", "file"])
def test_what_is_saved_fits_the_schema(tmp_path: Any, source: str) -> None:
    store = ModelStore(tmp_path)
    model: Any = LogisticRegression().fit([[0.0], [1.0]], [0, 1])
    if source == "file":
        model = tmp_path / "x.onnx"
        model.write_bytes(b"x")
    record = store.save(
        model, "m", SaveOptions(metadata={"version": "1.0.0", "auc": np.float32(0.5)})
    )
    data = json.loads((tmp_path / "m" / "1.0.0" / ".card" / "card.json").read_text())
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert record.card is not None
    assert record.card.to_dict() == data
    assert data["source"]["kind"] == source


def test_a_card_is_the_same_after_writing_and_reading() -> None:
    assert parse_card(encode_card(CARD)) == CARD
    assert CARD.size == 7
    assert CARD.model_file is not None
    assert CARD.model_file.path == "model.joblib"


def test_unknown_fields_and_later_schemas_are_kept() -> None:
    data = {**CARD.to_dict(), "schema_version": 2, "lineage": {"run": 3}}
    card = parse_card(json.dumps(data).encode())
    assert card.others == {"lineage": {"run": 3}}
    assert json.loads(encode_card(card))["lineage"] == {"run": 3}


def test_a_card_is_never_larger_than_what_is_read() -> None:
    with pytest.raises(InvalidMetadataError, match="bytes"):
        encode_card(Card("m", "1", "", metadata={"x": "y" * MAX_CARD_BYTES}))
    with pytest.raises(BrokenCardError, match="larger"):
        parse_card(b'{"x": "' + b"y" * MAX_CARD_BYTES + b'"}')


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


@given(ANY_JSON)
@example([float("nan"), {"x": -math.inf}, 2**53 + 1])
def test_plain_values_are_json_and_stay_as_they_are(value: Any) -> None:
    plain = to_plain(value)
    text = json.dumps(plain, allow_nan=False)
    assert to_plain(json.loads(text)) == plain


@given(st.sampled_from([*CARD.to_dict()]), ANY_JSON)
def test_a_wrong_field_breaks_the_card_and_nothing_else(field: str, value: Any) -> None:
    data = json.dumps({**CARD.to_dict(), field: value}).encode()
    try:
        card = parse_card(data)
    except BrokenCardError:
        return
    json.dumps(card.to_dict(), allow_nan=False)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_card_or_broken(data: bytes) -> None:
    with pytest.raises(BrokenCardError):
        parse_card(data)


def test_odd_values_never_stop_a_save() -> None:
    class Odd:
        def __str__(self) -> str:
            raise RuntimeError

    circle: list[Any] = []
    circle.append(circle)
    plain = to_plain({"odd": Odd(), "circle": circle, (1, 2): b"x", "huge": 2**60})
    assert plain["odd"] == "<Odd>"
    assert plain["(1, 2)"] == "b'x'"
    assert plain["huge"] == str(2**60)
    json.dumps(plain)


def test_what_a_search_looks_at_are_the_values_and_never_long() -> None:
    metadata = {"team": "sre", "accuracy": 0.95, "tuned": True, "data": {"from": ["db", "s3"]}}
    assert replace(CARD, metadata=metadata).text.split("\n") == ["sre", "0.95", "db", "s3"]
    assert len(replace(CARD, metadata={"notes": "x" * 10_000, "team": "sre"}).text) <= 500

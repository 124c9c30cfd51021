"""What is told of two cards that differ."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_kserve.store.comparison import compare_cards

FILE = {"path": "model.joblib", "size": 1, "sha256": "0" * 64}


@pytest.mark.parametrize(
    ("one", "other", "differences"),
    [
        ({"version": "1", "created": "x", "name": "a"}, {"version": "2", "name": "b"}, []),
        (
            {"metrics": {"f1": 0.5, "auc": 1}},
            {"metrics": {"f1": 0.6, "auc": 1, "n": 3}},
            [("metrics.f1", 0.5, 0.6), ("metrics.n", None, 3)],
        ),
        ({"framework": None}, {"framework": {"name": "x"}}, [("framework.name", None, "x")]),
        ({"tags": ["a"]}, {"tags": ["a", "b"]}, [("tags", ["a"], ["a", "b"])]),
        ({"tags": []}, {}, []),
        (
            {"files": [FILE]},
            {"files": [{**FILE, "size": 2}, {**FILE, "path": "b"}]},
            [
                ("files.model.joblib.size", 1, 2),
                ("files.b.size", None, 1),
                ("files.b.sha256", None, "0" * 64),
            ],
        ),
        (
            {"signature": {"inputs": [{"name": "x", "shape": [-1]}, {"name": "y"}]}},
            {"signature": {"inputs": [{"name": "y"}, {"name": "x", "shape": [-1, 2]}]}},
            [("signature.inputs.x.shape", [-1], [-1, 2])],
        ),
        ({"metadata": {"x": 1}}, {"metadata": {"x": True}}, [("metadata.x", 1, True)]),
        ({"metadata": {"x": {"y": 1}}}, {"metadata": {"x": 2}}, [("metadata.x", {"y": 1}, 2)]),
    ],
)
def test_what_differs_is_told_by_its_path(one: Any, other: Any, differences: Any) -> None:
    assert compare_cards(one, other) == differences


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(card=st.dictionaries(st.text(), values, max_size=4))
def test_a_card_does_not_differ_from_itself(card: dict[str, Any]) -> None:
    assert compare_cards(card, card) == []


@given(one=st.dictionaries(st.text(), values), other=st.dictionaries(st.text(), values))
def test_both_ways_tell_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    there = {(d.path, repr(d.one), repr(d.other)) for d in compare_cards(one, other)}
    back = {(d.path, repr(d.other), repr(d.one)) for d in compare_cards(other, one)}
    assert there == back

"""Small models of real libraries, trained on the spot."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

COLUMNS = ["speed", "weight", "age"]
FRAME = pd.DataFrame(np.random.default_rng(0).random((60, 3)), columns=COLUMNS)
ROWS = FRAME.to_numpy()
LABELS = np.where(FRAME["speed"] > 0.5, "fast", "slow")
NUMBERS = (FRAME["speed"] > 0.5).astype(int).to_numpy()
TARGETS = ROWS @ np.array([1.0, -2.0, 0.5])


def xgboost_classifier() -> Any:
    import xgboost

    return xgboost.XGBClassifier(n_estimators=4, max_depth=3).fit(FRAME, NUMBERS)


def xgboost_regressor() -> Any:
    import xgboost

    model = xgboost.XGBRegressor(n_estimators=30, early_stopping_rounds=2)
    return model.fit(FRAME[:40], TARGETS[:40], eval_set=[(FRAME[40:], TARGETS[40:])], verbose=False)


def xgboost_booster() -> Any:
    import xgboost

    return xgboost.train({"max_depth": 3}, xgboost.DMatrix(ROWS, TARGETS), 4)


def lightgbm_classifier() -> Any:
    import lightgbm

    return lightgbm.LGBMClassifier(n_estimators=4, verbose=-1).fit(FRAME, LABELS)


def lightgbm_regressor() -> Any:
    import lightgbm

    return lightgbm.LGBMRegressor(n_estimators=4, verbose=-1).fit(FRAME, TARGETS)


def lightgbm_booster() -> Any:
    import lightgbm

    return lightgbm.train({"verbose": -1}, lightgbm.Dataset(ROWS, TARGETS), 4)


def catboost_model(kind: str, objective: str, target: Any = TARGETS, **more: Any) -> Any:
    """A small model of one of CatBoost's classes."""
    import catboost

    params = {"iterations": 4, "loss_function": objective, "verbose": 0}
    params["allow_writing_files"] = False
    kinds = {"CatBoost": lambda: catboost.CatBoost(params)}
    model = kinds.get(kind, lambda: getattr(catboost, kind)(**params))()
    return model.fit(more.pop("rows", FRAME), target, **more)


def onnx_model() -> Any:
    from onnx import TensorProto, helper

    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 4])
    result = helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 2])
    weights = helper.make_tensor("w", TensorProto.FLOAT, [4, 2], [0.5] * 8)
    product = helper.make_node("MatMul", ["x", "w"], ["y"])
    graph = helper.make_graph([product], "graph", [given], [result], [weights])
    return helper.make_model(graph)


def keras_model(*more: Callable[[Any], Any]) -> Any:
    """A network of two layers, and of a Lambda layer for each function."""
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

    layers = [keras.layers.Input((3,)), keras.layers.Dense(4, activation="relu")]
    lambdas = [keras.layers.Lambda(function) for function in more]
    return keras.Sequential([*layers, *lambdas, keras.layers.Dense(1)])

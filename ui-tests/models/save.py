"""Saves a real model as a notebook would: save.py NAME VERSION."""

import sys

import numpy as np
from model_storage_helpers import save_model_to_pvc
from sklearn.ensemble import IsolationForest

name, version = sys.argv[1:]
features = np.random.default_rng(0).random((200, 4))
model = IsolationForest(n_estimators=20, random_state=0).fit(features)
metadata = {"version": version, "accuracy": 0.95, "training_date": "2025-11-07"}
print(save_model_to_pvc(model, name, metadata=metadata, overwrite=True))

"""Writes model files as people have them in their workbench: files.py FOLDER."""

import json
import os
import pickle
import struct
import sys
from pathlib import Path

import joblib
import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
features = np.random.default_rng(0).random((200, 4))
pipeline = make_pipeline(StandardScaler(), IsolationForest(n_estimators=20, random_state=0))
joblib.dump(pipeline.fit(features), folder / "turbine_forest_v1.2.0.joblib")
joblib.dump(IsolationForest(random_state=1).fit(features), folder / "pump.pkl")
joblib.dump(StandardScaler().fit(features), folder / "scaler.pkl")
(folder / "names.json").write_text('["speed", "heat", "load", "age"]')


class Trap:
    """Never loaded: the pickle names what its loading would call."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


(folder / "trap.pkl").write_bytes(pickle.dumps(Trap()))

# Large, and quick to write: what is not written of a file reads as zeros.
size = 6 << 30
header = {"weight": {"dtype": "F32", "shape": [size // 4], "data_offsets": [0, size]}}
text = json.dumps(header).encode()
with (folder / "large.safetensors").open("wb") as stream:
    stream.write(struct.pack("<Q", len(text)) + text)
    stream.truncate(8 + len(text) + size)

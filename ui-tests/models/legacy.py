"""Writes models as they lay in workbenches before there was a volume: legacy.py FOLDER."""

import json
import struct
import sys
from pathlib import Path

import joblib
import numpy as np
from sklearn.ensemble import IsolationForest

folder = Path(sys.argv[1])
features = np.random.default_rng(0).random((200, 4))


def save(path: str, seed: int) -> None:
    """Save a model of its own bytes."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(IsolationForest(n_estimators=10, random_state=seed).fit(features), target)


save("boiler.pkl", 1)
(folder / "boiler_metadata.json").write_text(json.dumps({"version": "1.1.0", "accuracy": 0.91}))
save("chiller/model.pkl", 2)
save("grid/v2/model.joblib", 3)
(folder / "notes.txt").write_text("no model")

# Large, and quick to write: what is not written of a file reads as zeros.
size = 6 << 30
header = {"weight": {"dtype": "F32", "shape": [size // 4], "data_offsets": [0, size]}}
text = json.dumps(header).encode()
with (folder / "huge.safetensors").open("wb") as stream:
    stream.write(struct.pack("<Q", len(text)) + text)
    stream.truncate(8 + len(text) + size)

"""The migration guide's first test, as its readers run it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GUIDE = """
from sklearn.ensemble import RandomForestClassifier
from model_storage_helpers import save_model_to_pvc, load_model_from_pvc
import numpy as np

# Train model
X = np.random.rand(100, 4)
y = np.random.randint(0, 2, 100)
model = RandomForestClassifier()
model.fit(X, y)

# Save
save_model_to_pvc(model, "test-model", overwrite=True)

# Load
loaded_model = load_model_from_pvc("test-model")

# Verify
assert model.predict(X[:1])[0] == loaded_model.predict(X[:1])[0]
print("✅ Model save/load test passed")
"""


@pytest.mark.parametrize(
    ("layout", "files"),
    [("versions", ["test-model/1/model.joblib"]), ("flat", ["test-model.pkl"])],
)
def test_the_guide_runs_twice_as_written(tmp_path: Path, layout: str, files: list[str]) -> None:
    places = {"MODEL_STORAGE_PATH": str(tmp_path), "MODEL_STORAGE_LAYOUT": layout}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", GUIDE],
            env={**os.environ, **places},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.stdout == "✅ Model save/load test passed\n", done.stderr
    found = [p for p in tmp_path.rglob("*") if p.suffix in (".joblib", ".pkl")]
    assert [str(p.relative_to(tmp_path)) for p in found] == files

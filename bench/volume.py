"""A volume with many models: one that was really saved, and copies of it; and another one."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from sklearn.ensemble import IsolationForest

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

FRAMEWORKS = ("sklearn", "xgboost", "lightgbm", "onnx", "pytorch")


def fill(root: Path, count: int) -> None:
    """Put models on a volume.

    Args:
        root: The volume; made if it is not there.
        count: How many models.
    """
    root.mkdir(parents=True, exist_ok=True)
    store = ModelStore(root)
    forest = IsolationForest(n_estimators=5, random_state=0).fit([[0.0], [1.0], [2.0]])
    record = store.save(
        forest,
        "anomaly-detector",
        SaveOptions(version="1.0.0", metadata={"team": "sre", "accuracy": 0.95}),
    )
    source = store.path(record)
    card = json.loads((source / ".card" / "card.json").read_text())
    for number in range(1, count):
        version = root / f"model-{number:05d}" / "1.0.0"
        (version / ".card").mkdir(parents=True)
        for file in card["files"]:
            # The bytes once, whatever the count.
            os.link(source / file["path"], version / file["path"])
        changes = {
            "name": version.parent.name,
            "framework": {"name": FRAMEWORKS[number % len(FRAMEWORKS)], "version": "1.0"},
            "metadata": {"team": f"team-{number % 37}", "accuracy": number / count},
            "tags": ["champion"] if number % 50 == 0 else [],
        }
        (version / ".card" / "card.json").write_text(json.dumps(card | changes))


def other_file_system() -> Path | None:
    """A folder on another file system than the temporary one, with room for 2 GiB, if there is."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30 else None


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]))

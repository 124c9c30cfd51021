"""Inspecting a forest of about 150 MB: in this process, in a child, packed, and loaded for real."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import joblib
import numpy as np
from sklearn.ensemble import RandomForestClassifier

from jupyterlab_kserve.inspection import inspect_path, inspect_safely


def best(action: Callable[[], object], times: int = 3) -> float:
    """The shortest of some runs, in seconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append(time.perf_counter() - started)
    return min(taken)


def in_child(path: Path) -> None:
    """Inspect a file as the server does."""
    with path.open("rb") as stream:
        assert inspect_safely(stream).complete


def main() -> None:
    """Make the forest, and print how long each way takes."""
    rng = np.random.default_rng(0)
    features, labels = rng.random((20_000, 10)), rng.integers(0, 2, 20_000)
    forest = RandomForestClassifier(200, n_jobs=2, random_state=0).fit(features, labels)
    with tempfile.TemporaryDirectory() as folder:
        plain, packed = Path(folder, "plain.joblib"), Path(folder, "packed.joblib")
        joblib.dump(forest, plain)
        joblib.dump(forest, packed, compress=("zlib", 3))
        load = best(lambda: joblib.load(plain), 1)
        unpack = best(lambda: joblib.load(packed), 1)
        size = plain.stat().st_size / 1e6
        print(f"forest of {size:.0f} MB, packed {packed.stat().st_size / 1e6:.0f} MB")
        for name, taken, against, target in (
            ("plain, in process", best(lambda: inspect_path(plain)), load, "< 50 ms"),
            ("plain, in a child", best(lambda: in_child(plain)), load, ""),
            ("zlib, in process", best(lambda: inspect_path(packed)), unpack, "< 1 s"),
            ("zlib, in a child", best(lambda: in_child(packed)), unpack, ""),
        ):
            print(
                f"{name:<20} {taken * 1000:8.1f} ms   {taken / against:6.3f} x joblib.load"
                f"   {target}"
            )


if __name__ == "__main__":
    main()

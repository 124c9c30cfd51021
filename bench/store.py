"""Saving, copying, importing and listing, beside the bare work: each pair in one run, as a ratio.

    python bench/store.py [save] [copy] [import] [list]

The first number of each line is the library's, the second that of the plain way to do the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import joblib
import numpy as np
from volume import fill, other_file_system

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

GIB = 1 << 30
TIMES = 3
LARGE_TIMES = 9
"""More, for the disk of a virtual machine is not always as quick."""
SETTLED = 11
"""Seconds after which the list believes that what it saw stays."""


class Constant:
    """A model that is one large array."""

    def __init__(self, weights: np.ndarray) -> None:
        self.weights = weights

    def predict(self, rows: object) -> np.ndarray:
        """Return something: what cannot predict is no model."""
        return self.weights[:1]


def best(
    *actions: Callable[[], object], times: int = TIMES, before: Callable[[], object] | None = None
) -> list[float]:
    """The shortest of some runs of each, in seconds; they take turns, so all see the same disk.

    What is done ``before`` each is not timed. It removes what the last run wrote: memory that was
    freed a moment ago is much quicker to write to than what a virtual machine has yet to be given.
    """
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(times):
        for action, each in zip(actions, taken, strict=True):
            if before is not None:
                before()
            os.sync()
            started = time.perf_counter()
            action()
            each.append(time.perf_counter() - started)
    return [min(each) for each in taken]


def tell(what: str, ours: float, plain: float, unit: str, target: str) -> None:
    """Print one comparison."""
    print(f"{what:<32} {ours:9.3f} {plain:9.3f} {unit}  {ours / plain:6.3f} x   {target}")


def synced(path: Path) -> None:
    """Have a file on the disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def removing(store: ModelStore, path: Path) -> Callable[[], None]:
    """What removes the model and the file that are compared."""

    def remove() -> None:
        path.unlink(missing_ok=True)
        if store.is_taken("m", "1"):
            store.delete("m", "1")
            store.trash.empty()

    return remove


def saving(folder: Path) -> None:
    """Save an array of 1 GiB, and dump it with joblib."""
    model = Constant(np.random.default_rng(0).random(GIB // 8))
    store = ModelStore(folder)
    bare = folder / "bare.joblib"
    store.save(Constant(np.ones(9)), "small")  # What is imported only once is not counted.
    # Makes the kernel forget the peak so far.
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    store.save(model, "m", SaveOptions(version="1"))
    grown = memory("VmHWM") - before
    print(f"{'memory while saving':<32} {grown:9.1f} MiB more at the peak   < 64 MiB")

    def dump() -> None:
        joblib.dump(model, bare)
        synced(bare)

    dump()
    written = sum(p.stat().st_size for p in (folder / "m").rglob("*") if p.is_file())
    tell("bytes on the volume", written / GIB, bare.stat().st_size / GIB, "GiB", "<= 1.01")
    ours, plain = best(
        lambda: store.save(model, "m", SaveOptions(version="1")),
        dump,
        times=LARGE_TIMES,
        before=removing(store, bare),
    )
    tell("save 1 GiB / joblib.dump, fsync", ours, plain, "s", "<= 1.05")


def memory(what: str) -> float:
    """What the kernel says of this process's memory, in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


def copying(folder: Path) -> None:
    """Save a file of 1 GiB, and copy it with cp."""
    copy_beside_cp("copy 1 GiB, SHA-256 / cp, fsync", folder / "source.onnx", folder)
    other = other_file_system()
    if other is not None:
        # As in a workbench, where home and volume are two. Within one, cp has the kernel copy.
        with tempfile.TemporaryDirectory(dir=other) as name:
            copy_beside_cp("  between two file systems", Path(name, "source.onnx"), folder)


def copy_beside_cp(what: str, source: Path, folder: Path) -> None:
    """Compare saving a file that is written first with cp."""
    store, copy = ModelStore(folder), folder / "copy.onnx"
    block = os.urandom(1 << 24)
    with source.open("wb") as stream:
        for _ in range(GIB // len(block)):
            stream.write(block)

    def cp() -> None:
        subprocess.run(["cp", "--reflink=never", source, copy], check=True)
        synced(copy)

    def hashed() -> None:
        digest = hashlib.sha256()
        for _ in range(GIB // len(block)):
            digest.update(block)

    ours, plain, least = best(
        *(lambda: store.save(source, "m", SaveOptions(version="1")), cp, hashed),
        times=LARGE_TIMES,
        before=removing(store, copy),
    )
    tell(what, ours, plain, "s", "<= 1.05")
    # One SHA-256 of a file cannot be shared out among processors: this is the least it takes.
    tell("  SHA-256 alone, of memory", least, plain, "s", "")


def importing(folder: Path) -> None:
    """Import the functions of the notebook in a new process."""

    def run(script: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", script], check=True, cwd=folder)

    ours, plain = best(run("import model_storage_helpers"), run("pass"), times=10)
    tell("import / bare Python", ours, plain, "s", f"+ {1000 * (ours - plain):.0f} ms, < 50 ms")


def listing(folder: Path) -> None:
    """List 10,000 models, and read all cards without looking at what they say."""
    fill(folder, 10_000)
    store = ModelStore(folder)
    cards = [path.read_bytes() for path in folder.glob("*/*/.card/card.json")]

    def walk() -> None:
        with os.scandir(folder) as models:
            for model in models:
                if not model.is_dir(follow_symlinks=False) or model.name.startswith("."):
                    continue
                with os.scandir(model.path) as versions:
                    for version in versions:
                        card = os.path.join(version.path, ".card", "card.json")
                        with open(card, "rb") as stream:
                            stream.read()
                        os.stat(os.path.join(version.path, "model.joblib"))

    first, parsed, plain = best(
        lambda: ModelStore(folder).list(),
        lambda: [json.loads(card) for card in cards],
        walk,
    )
    tell("first list of 10,000 / walk, read", first, plain, "s", "")
    tell("  JSON of the cards alone", parsed, plain, "s", "")
    time.sleep(SETTLED)
    store.list()
    again, plain = best(store.list, walk)
    tell("list them again / walk, read", again, plain, "s", "<= 1.5")


def main() -> None:
    """Measure what is named on the command line, or all."""
    parts = {"save": saving, "copy": copying, "import": importing, "list": listing}
    place = os.environ.get("BENCH_FOLDER")
    for name in sys.argv[1:] or parts:
        folder = Path(tempfile.mkdtemp(prefix="bench-", dir=place))
        try:
            parts[name](folder)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()

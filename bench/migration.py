"""Migrating a file of 1 GiB, and 10,000 small files, beside cp; and what memory that takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from volume import other_file_system

from jupyterlab_kserve.extension import make_jobs
from jupyterlab_kserve.jobs import Job, Jobs
from jupyterlab_kserve.migration import FolderSource, Migration
from jupyterlab_kserve.store import ModelStore

ROUNDS = 3
LARGE = 1 << 30
SMALL = 10_000
PIECE = 16 << 20


def write_large(path: Path) -> None:
    """Write a real safetensors file of about 1 GiB."""
    path.parent.mkdir(parents=True)
    tensor = {"dtype": "U8", "shape": [LARGE], "data_offsets": [0, LARGE]}
    header = json.dumps({"weight": tensor}).encode()
    piece = os.urandom(PIECE)
    with path.open("wb") as stream:
        stream.write(len(header).to_bytes(8, "little") + header)
        for _ in range(LARGE // PIECE):
            stream.write(piece)


def write_small(folder: Path) -> None:
    """Write a model that is a folder of many small files."""
    folder.mkdir(parents=True)
    (folder / "MLmodel").write_text("flavors: {sklearn: {sklearn_version: 1.5.2}}\n")
    for number in range(SMALL - 1):
        part = folder / f"part-{number % 100:02d}"
        part.mkdir(exist_ok=True)
        (part / f"{number}.bin").write_bytes(os.urandom(4096))


def ended(job: Job, jobs: Jobs) -> None:
    """Wait for a job."""
    while job.state in ("waiting", "running"):
        time.sleep(0.002)
    if job.state != "done":
        raise SystemExit(f"It failed: {job.problem}")
    jobs.forget(job.id)


def taken(action: Callable[[], object]) -> float:
    """How long an action takes, in seconds; nothing of what was written before is left to do."""
    os.sync()
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def migrate(migration: Migration, jobs: Jobs, plan: list[dict[str, object]]) -> None:
    """Migrate what is planned."""
    ended(migration.run("folders", plan), jobs)


def peak() -> int:
    """The most memory this process has had since it was last asked, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            Path("/proc/self/clear_refs").write_text("5")
            return int(line.split()[1]) << 10
    raise SystemExit("This system does not say how much memory is taken.")


def measure(name: str, root: Path, source: Path, copy: Callable[[Path], object]) -> None:
    """Compare a migration with what cp does, in turns.

    Nothing is removed in between: for some seconds after inodes were freed, ext4 looks at each of
    them before it takes another, which makes files several times as slow to create.
    """
    volume = root / "volume"
    volume.mkdir()
    store = ModelStore(volume)
    jobs = make_jobs(store, root / "state")
    migration = Migration(store, jobs, [FolderSource(store, [str(source.parent.parent)])])
    (candidate,) = migration.scan("folders")["candidates"]
    proposed = candidate["proposed"]
    ours, theirs = [], []
    peak()
    before = peak()
    for turn in range(ROUNDS):
        theirs.append(taken(partial(copy, root / f"copy-{turn}")))
        plan = [{"path": candidate["path"], **proposed, "name": f"{proposed['name']}-{turn}"}]
        ours.append(taken(partial(migrate, migration, jobs, plan)))
    memory = (peak() - before) / (1 << 20)
    print(
        f"{name}: {min(ours):.2f} s, cp {min(theirs):.2f} s, time {min(ours) / min(theirs):.2f}, "
        f"rate {min(theirs) / min(ours):.2f}, memory + {memory:.0f} MiB"
    )


def measure_large(name: str, base: str | None, other: str | None) -> None:
    """Compare for a file of 1 GiB that lies on a file system of its own, or on the same one."""
    with (
        tempfile.TemporaryDirectory(dir=base) as root,
        tempfile.TemporaryDirectory(dir=other) as workbench,
    ):
        large = Path(workbench, "models", "large", "model.safetensors")
        write_large(large)

        def copy(target: Path) -> None:
            subprocess.run(["cp", large, target], check=True)
            subprocess.run(["sync", target], check=True)

        measure(name, Path(root), large, copy)


def main() -> None:
    """Measure on the disk of a folder that is given, or of the temporary folder."""
    base = sys.argv[1] if len(sys.argv) > 1 else None
    measure_large("1 GiB", base, base)
    other = other_file_system()
    if other is not None:
        # As in a workbench, where home and volume are two. Within one, cp has the kernel copy.
        measure_large("1 GiB, between two file systems", base, str(other))
    with tempfile.TemporaryDirectory(dir=base) as name:
        root = Path(name)
        small = root / "workbench" / "small" / "MLmodel"
        write_small(small.parent)

        def copy_small(target: Path) -> None:
            subprocess.run(["cp", "-a", small.parent, target], check=True)
            subprocess.run(["sync", "-f", target], check=True)

        measure(f"{SMALL:,} files", root, small, copy_small)


if __name__ == "__main__":
    main()

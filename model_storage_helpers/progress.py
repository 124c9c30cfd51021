"""A progress bar in the notebook for what takes long, where tqdm is installed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jupyterlab_kserve.volume.filewriter import Progress

SECONDS = 2.0
"""After which a bar appears: what is over by then needs none."""


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """Show a bar while the block takes longer than ``SECONDS``.

    Args:
        what: What is being done, for the bar.

    Yields:
        What is to be called with (bytes done, bytes in all).
    """
    started = time.monotonic()
    bar: Any = None

    def tell(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and time.monotonic() - started > SECONDS:
            bar = _new_bar(what)
        if bar is not None:
            bar.total = total or None
            bar.update(done - bar.n)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.close()


class _NoBar:
    """Stands in where tqdm is not installed."""

    n = 0
    total: int | None = None

    def update(self, done: int) -> None: ...

    def close(self) -> None: ...


def _new_bar(what: str) -> Any:
    try:
        from tqdm.auto import tqdm
    except ModuleNotFoundError:
        return _NoBar()
    return tqdm(desc=what, unit="B", unit_scale=True, unit_divisor=1024)

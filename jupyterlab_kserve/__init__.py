"""Keep models on a volume and serve them with KServe, from JupyterLab."""

from __future__ import annotations

from typing import Any


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-kserve"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    # Imported here: notebooks import this package for the store alone, not for a server.
    from .extension import KserveExtension

    return [{"module": "jupyterlab_kserve", "app": KserveExtension}]


def __getattr__(name: str) -> str:
    # importlib.metadata costs more than the rest of this package's import, so on demand only.
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("jupyterlab-kserve")
        except PackageNotFoundError:
            return "0.0.0.dev0"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

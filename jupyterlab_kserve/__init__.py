"""Keep models on a volume and serve them with KServe, from JupyterLab."""

from __future__ import annotations

from typing import Any

try:
    from ._version import __version__
except ImportError:
    # A source tree that was never built has no _version.py.
    __version__ = "0.0.0.dev0"

__all__ = ["__version__"]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-kserve"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    # Imported here: notebooks import this package for the store alone and must not pay for a server.
    from .extension import KServeExtension

    return [{"module": "jupyterlab_kserve.extension", "app": KServeExtension}]

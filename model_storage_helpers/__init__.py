"""Save models to the volume that KServe serves from, and load them, in a notebook.

    from model_storage_helpers import save_model_to_pvc, load_model_from_pvc

    save_model_to_pvc(model, "anomaly-detector", metadata={"version": "1.0.0", "accuracy": 0.95})
    model = load_model_from_pvc("anomaly-detector")

Three environment variables are read at every call: ``MODEL_STORAGE_PATH`` (where the volume is
mounted, ``/mnt/models``), ``MODEL_STORAGE_PVC`` (the claim's name, ``model-storage-pvc``) and
``MODEL_STORAGE_LAYOUT`` (``versions``, or ``flat`` for single files in the volume's root).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from jupyterlab_kserve.errors import InvalidLayout, InvalidName
from jupyterlab_kserve.flat import FlatStore
from jupyterlab_kserve.store import DEFAULT_CLAIM, DEFAULT_ROOT, ModelStore

__all__ = [
    "get_kserve_storage_uri",
    "list_models_in_pvc",
    "load_model_from_pvc",
    "save_model_to_pvc",
]


def save_model_to_pvc(
    model: Any,
    name: str,
    metadata: Mapping[str, Any] | None = None,
    overwrite: bool = False,
    *,
    version: str | int | None = None,
) -> str:
    """Save a model so that KServe can serve it.

    The model appears on the volume whole or not at all, also if the kernel dies meanwhile. A
    version never changes afterwards unless it is overwritten.

    Args:
        model: A fitted scikit-learn model (or pipeline), or the path of a model file.
        name: The model's name: letters, digits, ``.``, ``_`` and ``-``, at most 63 characters.
        metadata: Anything to remember; ``metadata["version"]`` is the version if there is one.
        overwrite: Replace the version if it is there. Without any version given: replace the newest
            version if that is a whole number, else add the next number.
        version: The version. Without it, and without one in the metadata, the next whole number.

    Returns:
        The path of the version's folder on the volume.

    Raises:
        FileExistsError: If the version is there and ``overwrite`` is false.
        ValueError: If the name or version breaks the rule; the message proposes one that does not.
        TypeError: If it is no model.
        PermissionError: If the volume cannot be written to.
        FileNotFoundError: If the volume is not mounted.
        OSError: If the volume is full.
    """
    store = _store()
    if isinstance(store, FlatStore):
        if version is not None:
            raise InvalidName(
                "The flat layout keeps no versions.", "Put the version into the metadata."
            )
        return str(store.save(model, name, metadata, overwrite))
    return str(store.path(store.save(model, name, version, metadata, overwrite)))


def load_model_from_pvc(name: str, version: str | int | None = None) -> Any:
    """Load a model from the volume.

    Its bytes are compared with the SHA-256 that was recorded when it was saved. Loading runs code
    that is in the file, so load only what you or people you trust have saved.

    Args:
        name: The model's name.
        version: The version; without it the newest.

    Returns:
        The model as it was saved.

    Raises:
        FileNotFoundError: If there is no such model or version, or the volume is not mounted.
        OSError: If the file is damaged.
        ImportError: If a library that the model needs is not installed.
        ValueError: If the name breaks the rule, or the file's format is not loaded here.
    """
    store = _store()
    if isinstance(store, FlatStore):
        return store.load(name)
    return store.load(name, version)


def list_models_in_pvc() -> list[str]:
    """Return the names of the models on the volume that can be loaded, sorted.

    Returns:
        For example ``["anomaly-detector", "predictive-analytics"]``.

    Raises:
        FileNotFoundError: If the volume is not mounted.
    """
    store = _store()
    if isinstance(store, FlatStore):
        return store.names()
    return [model.name for model in store.list() if model.state == "ok"]


def get_kserve_storage_uri(name: str, version: str | int | None = None) -> str:
    """Return what to put into an InferenceService as storageUri.

    Args:
        name: The model's name.
        version: The version; without it the newest.

    Returns:
        ``pvc://<claim>/<name>/<version>``; with the flat layout ``pvc://<claim>``.

    Raises:
        FileNotFoundError: If there is no such model or version, or the volume is not mounted.
        ValueError: If the name breaks the rule.
    """
    store = _store()
    if isinstance(store, FlatStore):
        return store.uri(name)
    return store.uri(name, version)


def _store() -> ModelStore | FlatStore:
    root = os.environ.get("MODEL_STORAGE_PATH") or DEFAULT_ROOT
    claim = os.environ.get("MODEL_STORAGE_PVC") or DEFAULT_CLAIM
    layout = os.environ.get("MODEL_STORAGE_LAYOUT") or "versions"
    if layout == "versions":
        return ModelStore(root, claim)
    if layout == "flat":
        return FlatStore(root, claim)
    raise InvalidLayout(f"MODEL_STORAGE_LAYOUT is {layout!r}.", "Set it to versions or flat.")

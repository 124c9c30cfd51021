"""The models on a volume: list, save, load, edit and delete, with nothing of Jupyter in it."""

from .store import DEFAULT_CLAIM, DEFAULT_LEGACY_FOLDER, DEFAULT_ROOT, ModelStore

__all__ = ["DEFAULT_CLAIM", "DEFAULT_LEGACY_FOLDER", "DEFAULT_ROOT", "ModelStore"]

"""The mounted volume: opening, writing and copying on it so that nothing half-done is ever seen."""

from .volume import Volume, VolumeStatus

__all__ = ["Volume", "VolumeStatus"]

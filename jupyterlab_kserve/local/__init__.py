"""Models that are served by processes on this machine, to try them before they are deployed."""

from .servers import LocalServers

__all__ = ["LocalServers"]

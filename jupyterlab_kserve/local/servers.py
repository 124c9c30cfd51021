"""The models that are served on this machine."""

from __future__ import annotations

import asyncio
import importlib.util
import re
import shlex
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from .errors import LocalExtraMissingError, LocalServerNotFoundError, TooManyLocalServersError
from .process import LocalServer, Served

_NEEDED = ("kserve", "uvicorn")
_MOST_NAMED = 50
"""Servers that are kept in the list after they have ended; the oldest go first."""


class LocalServers:
    """The servers on this machine. Nothing is imported or started before it is asked for.

    Args:
        most: How many may run at once.
        memory: Bytes of data that each may have; 0 for any.
        idle: Seconds without a request after which one ends; 0 for never.
    """

    def __init__(self, most: int, memory: int, idle: float) -> None:
        self._most = most
        self._memory = memory
        self._idle = idle
        self._servers: dict[str, LocalServer] = {}
        self._followers: set[asyncio.Event] = set()

    @property
    def servers(self) -> list[LocalServer]:
        """Those that run, and those that have ended and were not removed."""
        return list(self._servers.values())

    def problem(self) -> LocalExtraMissingError | None:
        """Return why no model can be served here, as an error that is not raised."""
        missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
        if not missing:
            return None
        return LocalExtraMissingError(
            f"Models cannot be run here: {' and '.join(missing)} are not installed."
            if len(missing) > 1
            else f"Models cannot be run here: {missing[0]} is not installed.",
            f"{shlex.quote(sys.executable)} -m pip install 'jupyterlab-kserve[local]'",
        )

    def get(self, name: str) -> LocalServer:
        """Return a server.

        Args:
            name: Its name.

        Raises:
            LocalServerNotFoundError: If there is none.
        """
        try:
            return self._servers[name]
        except KeyError:
            raise LocalServerNotFoundError(f"There is no local server {name[:100]}.") from None

    async def start(self, model: str, version: str, folder: Path, server: str) -> LocalServer:
        """Serve a version of a model, in place of a server of it that has ended.

        Args:
            model: The model on the volume.
            version: Its version.
            folder: The directory with the model file.
            server: A key of ``server.SERVERS``.

        Returns:
            The server, which may have been running before.

        Raises:
            LocalExtraMissingError: If what it takes is not installed.
            TooManyLocalServersError: If no more may run.
        """
        if problem := self.problem():
            raise problem
        name = server_name(model, version)
        before = self._servers.get(name)
        if before is not None and before.is_running:
            return before
        if sum(each.is_running for each in self.servers) >= self._most:
            raise TooManyLocalServersError(
                f"{model} {version} was not started: {self._most} models run here already."
            )
        self._forget_old()
        served = Served(name, model, version, folder, server)
        started = LocalServer(served, self._memory, self._idle, self._tell)
        # At once: two who ask at the same time get one server.
        self._servers[name] = started
        try:
            await started.start()
        except BaseException:
            del self._servers[name]
            raise
        self._tell()
        return started

    async def remove(self, name: str) -> None:
        """Stop a server, and forget it.

        Args:
            name: Its name.

        Raises:
            LocalServerNotFoundError: If there is none.
        """
        server = self.get(name)
        await server.stop()
        if self._servers.get(name) is server:
            del self._servers[name]
            self._tell()

    async def close(self) -> None:
        """Stop all of them."""
        await asyncio.gather(*(server.stop() for server in self.servers))

    async def follow(self) -> AsyncIterator[list[LocalServer]]:
        """Yield the servers now, and whenever one of them has changed."""
        news = asyncio.Event()
        self._followers.add(news)
        try:
            while True:
                news.clear()
                yield self.servers
                await news.wait()
        finally:
            self._followers.discard(news)

    def _tell(self) -> None:
        for news in self._followers:
            news.set()

    def _forget_old(self) -> None:
        ended = [name for name, server in self._servers.items() if not server.is_running]
        for name in ended[: max(0, len(ended) - _MOST_NAMED)]:
            del self._servers[name]


def server_name(model: str, version: str) -> str:
    """Return the name of the server of a version, which is one of a service in a cluster too.

    Args:
        model: The model.
        version: Its version.
    """
    name = re.sub(r"[^a-z0-9]+", "-", f"{model}-{version}".lower()).strip("-")[:63].rstrip("-")
    return name if name[:1].isalpha() else f"m-{name}"[:63]

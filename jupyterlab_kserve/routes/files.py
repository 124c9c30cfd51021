"""The volume's files: Jupyter's contents API, and a file's bytes."""

from __future__ import annotations

import asyncio
from typing import Any, cast
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from jupyter_server.services.contents.handlers import (
    CheckpointsHandler,
    ContentsHandler,
    ModifyCheckpointsHandler,
    TrustNotebooksHandler,
)
from jupyter_server.utils import ensure_async
from tornado import web
from tornado.iostream import StreamClosedError

from ..files import VolumeContents
from ..files.entries import parts_of
from ..files.errors import FileMissingError
from ..names import printable
from .base import KserveHandler

_CHUNK = 1 << 20


class _OnVolume(KserveHandler):
    """Has the handlers of jupyter_server work on the volume, with our words for what is wrong."""

    @property
    def contents_manager(self) -> VolumeContents:
        """The contents of the volume instead of those of the workbench."""
        return self.app.contents


class FilesHandler(_OnVolume, ContentsHandler):
    """GET, POST, PUT, PATCH, DELETE files/<path>."""

    def location_url(self, path: str) -> str:
        """Return the address of a file here."""
        return f"{self.base_url}jupyterlab-kserve/files/{quote(path)}"

    @web.authenticated
    @authorized
    async def get(self, path: str | None = None) -> None:
        """Answer with a file or folder."""
        where = path or ""
        parts_of(where)
        await ensure_async(ContentsHandler.get(self, where))

    @web.authenticated
    @authorized
    async def post(self, path: str | None = None) -> None:
        """Make a file or folder, whose name is for us to choose."""
        await ensure_async(ContentsHandler.post(self, path or ""))

    @web.authenticated
    @authorized
    async def put(self, path: str | None = None) -> None:
        """Make or replace a file, or make a folder."""
        self.json_body()
        await ensure_async(ContentsHandler.put(self, path or ""))

    @web.authenticated
    @authorized
    async def patch(self, path: str | None = None) -> None:
        """Rename or move a file or folder."""
        new = self.json_body().get("path", "")
        parts_of(new if isinstance(new, str) else "")
        await ensure_async(ContentsHandler.patch(self, path or ""))

    @web.authenticated
    @authorized
    async def delete(self, path: str | None = None) -> None:
        """Remove a file or folder."""
        await ensure_async(ContentsHandler.delete(self, path or ""))


class FileCheckpointsHandler(_OnVolume, CheckpointsHandler):
    """GET, POST files/<path>/checkpoints."""

    @web.authenticated
    @authorized
    async def get(self, path: str | None = None) -> None:
        """Answer with a file's checkpoints."""
        await ensure_async(CheckpointsHandler.get(self, await self._file(path)))

    @web.authenticated
    @authorized
    async def post(self, path: str | None = None) -> None:
        """Make a checkpoint of a file."""
        await ensure_async(CheckpointsHandler.post(self, await self._file(path)))

    async def _file(self, path: str | None) -> str:
        entry = await asyncio.to_thread(self.contents_manager.tree.entry, path or "")
        if entry.kind != "file":
            raise FileMissingError(f"{printable(entry.path)} is not a file.")
        return entry.path


class FileCheckpointHandler(_OnVolume, ModifyCheckpointsHandler):
    """POST, DELETE files/<path>/checkpoints/<id>."""

    @web.authenticated
    @authorized
    async def post(self, path: str | None, checkpoint: str) -> None:
        """Restore a file."""
        await ensure_async(
            ModifyCheckpointsHandler.post(self, "/".join(parts_of(path or "")), checkpoint)
        )

    @web.authenticated
    @authorized
    async def delete(self, path: str | None, checkpoint: str) -> None:
        """Remove a checkpoint."""
        await ensure_async(
            ModifyCheckpointsHandler.delete(self, "/".join(parts_of(path or "")), checkpoint)
        )


class FileTrustHandler(_OnVolume, TrustNotebooksHandler):
    """POST files/<path>/trust."""

    @web.authenticated
    @authorized
    async def post(self, path: str | None = None) -> None:
        """Trust a notebook."""
        await ensure_async(TrustNotebooksHandler.post(self, "/".join(parts_of(path or ""))))


class DownloadHandler(KserveHandler):
    """GET download/<path>."""

    @web.authenticated
    @authorized
    async def get(self, path: str) -> None:
        """Answer with a file's bytes, to be kept and not shown."""
        # As for /files/ of jupyter_server: no other page may have them read.
        self.check_xsrf_cookie()
        parts = parts_of(path)
        if not parts:
            raise FileMissingError("A folder cannot be downloaded.")
        opening = self.app.contents.tree.open(path)
        stream = await asyncio.to_thread(opening.__enter__)
        try:
            size = await asyncio.to_thread(stream.seek, 0, 2)
            await asyncio.to_thread(stream.seek, 0)
            self.set_header("Content-Type", "application/octet-stream")
            self.set_header("Content-Length", str(size))
            self.set_header("X-Content-Type-Options", "nosniff")
            name = quote(parts[-1], safe="")
            self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{name}")
            left = size
            while left and (data := await asyncio.to_thread(stream.read, min(left, _CHUNK))):
                left -= len(data)
                self.write(data)
                # Waits for a slow browser: a model need not fit into memory.
                await self.flush()
            if left:
                # It was cut meanwhile: the browser is to see that it is not whole.
                cast("Any", self.request.connection).stream.close()
        except StreamClosedError:
            pass  # The browser went away.
        finally:
            await asyncio.to_thread(opening.__exit__, None, None, None)

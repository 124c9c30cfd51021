"""The volume's files as Jupyter's contents API has them."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import json
import mimetypes
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import nbformat
from jupyter_server.services.contents.filecheckpoints import AsyncGenericFileCheckpoints
from jupyter_server.services.contents.manager import AsyncContentsManager
from traitlets import default

from ..errors import UnsafePathError, VolumeMissingError
from ..volume import Volume
from .entries import Entry, parts_of
from .errors import FileMissingError, InvalidContentError
from .tree import FileTree

Model = dict[str, Any]
"""What Jupyter calls a model: name, path, type, content, format, size, ..."""


class VolumeContents(AsyncContentsManager):
    """A contents manager for the volume. Hidden files are not there for it.

    Args:
        volume: The volume.
        checkpoints: Where checkpoints are kept: beside the files, servers would see them.
    """

    def __init__(self, volume: Volume, checkpoints: Path, **options: Any) -> None:
        super().__init__(allow_hidden=False, **options)
        self._tree = FileTree(volume)
        self._checkpoints_root = checkpoints

    @property
    def tree(self) -> FileTree:
        """The files themselves."""
        return self._tree

    @default("checkpoints")
    def _default_checkpoints(self) -> AsyncGenericFileCheckpoints:
        self._checkpoints_root.mkdir(mode=0o700, parents=True, exist_ok=True)
        root = str(self._checkpoints_root)
        return AsyncGenericFileCheckpoints(parent=self, log=self.log, root_dir=root)

    async def is_hidden(self, path: str) -> bool:
        """Say whether a path leads to what is hidden."""
        return any(part.startswith(".") for part in path.strip("/").split("/"))

    async def dir_exists(self, path: str) -> bool:
        """Say whether there is a folder at a path."""
        return await self._kind(path) == "directory"

    async def file_exists(self, path: str = "") -> bool:
        """Say whether there is anything but a folder at a path."""
        return await self._kind(path) not in (None, "directory")

    async def _kind(self, path: str) -> str | None:
        try:
            return (await asyncio.to_thread(self._tree.entry, path)).kind
        except VolumeMissingError:
            raise
        except (FileMissingError, UnsafePathError):
            return None

    async def get(
        self,
        path: str,
        content: bool = True,
        type: str | None = None,
        format: str | None = None,
        require_hash: bool = False,
    ) -> Model:
        """Return a file or folder.

        Args:
            path: From the volume's root.
            content: Whether what is in it is wanted too.
            type: ``file``, ``directory`` or ``notebook``; None for what it is.
            format: ``text`` or ``base64``; None for what fits.
            require_hash: Whether its SHA-256 is wanted too.

        Raises:
            FileMissingError: If there is none.
            InvalidContentError: If it is not what was asked for.
        """
        entry = await asyncio.to_thread(self._tree.entry, path)
        if (entry.kind == "directory") != (type == "directory") and type is not None:
            word = "a folder" if entry.kind == "directory" else "not a folder"
            raise InvalidContentError(f"{entry.path or 'The volume'} is {word}.")
        kind = type or _type_of(entry)
        model = await asyncio.to_thread(self._read, entry, content, kind, format, require_hash)
        if content and kind == "notebook":
            # Here, in the thread that the database of signatures was opened in.
            untyped: Any = self
            untyped.mark_trusted_cells(model["content"], entry.path)
            untyped.validate_notebook_model(model)
        return model

    def _read(
        self, entry: Entry, content: bool, kind: str, format: str | None, require_hash: bool
    ) -> Model:
        model = _model(entry, kind)
        if kind == "directory":
            if content:
                entries = self._tree.entries(entry.path)
                model["content"] = [_model(each, _type_of(each)) for each in entries]
                model["format"] = "json"
            return model | ({"hash": "", "hash_algorithm": ""} if require_hash else {})
        if content or require_hash:
            data = self._tree.read(entry.path)
            if require_hash:
                model["hash"] = hashlib.sha256(data).hexdigest()
                model["hash_algorithm"] = "sha256"
            if content and kind == "notebook":
                model["content"], model["format"] = _notebook(data, entry.path), "json"
            elif content:
                model["content"], model["format"] = _text(data, format, entry.path)
                by_format = "text/plain" if model["format"] == "text" else _BINARY
                model["mimetype"] = model["mimetype"] or by_format
        return model

    async def save(self, model: Model, path: str = "") -> Model:
        """Make or replace a file, or make a folder.

        Args:
            model: With ``type``, ``format`` and ``content``; ``chunk`` for a part of a file.
            path: Where, from the volume's root.

        Returns:
            What is there now, without its content.

        Raises:
            InvalidContentError: If the content is none.
            FileMissingError, FileTakenError, PublishedFilesError: As for ``FileTree.write``.
        """
        kind, chunk = model.get("type"), model.get("chunk")
        if kind == "directory":
            await asyncio.to_thread(self._tree.make_folder, path)
        elif "content" not in model:
            raise InvalidContentError("The request has no content.")
        elif chunk is not None:
            if kind != "file" or type(chunk) is not int:
                raise InvalidContentError("Only files can be uploaded in parts.")
            data = _bytes(model)
            size = await asyncio.to_thread(self._tree.write_chunk, path, chunk, data)
            if chunk != -1:
                return _unfinished("/".join(parts_of(path)), size)
        elif kind == "notebook":
            notebook = nbformat.from_dict(model["content"])
            untyped: Any = self
            untyped.check_and_sign(notebook, path)
            text = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
            await asyncio.to_thread(self._tree.write, path, text.encode())
        elif kind == "file":
            await asyncio.to_thread(self._tree.write, path, _bytes(model))
        else:
            raise InvalidContentError("The type must be file, directory, or notebook.")
        return await self.get(path, content=False)

    async def delete_file(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it."""
        await asyncio.to_thread(self._tree.remove, path)

    async def rename_file(self, old_path: str, new_path: str) -> None:
        """Rename or move a file or folder."""
        await asyncio.to_thread(self._tree.rename, old_path, new_path)


_BINARY = "application/octet-stream"


def _type_of(entry: Entry) -> str:
    if entry.kind == "directory":
        return "directory"
    return "notebook" if entry.name.endswith(".ipynb") and entry.kind == "file" else "file"


def _model(entry: Entry, kind: str) -> Model:
    return {
        "name": entry.name,
        "path": entry.path,
        "type": kind,
        "size": None if kind == "directory" else entry.size,
        "created": _time(entry.changed),
        "last_modified": _time(entry.modified),
        "mimetype": mimetypes.guess_type(entry.name)[0] if kind == "file" else None,
        "writable": entry.writable,
        "content": None,
        "format": None,
    }


def _unfinished(path: str, size: int) -> Model:
    """A file of which some parts are there: not to be seen yet."""
    now = datetime.now(timezone.utc).timestamp()
    return _model(Entry(path, "file", size, now, now, True), "file")


def _time(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, timezone.utc)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, timezone.utc)


def _bytes(model: Model) -> bytes:
    content = model["content"]
    try:
        if model.get("format") == "base64":
            return base64.b64decode(content.encode("ascii"))
        if model.get("format") == "text":
            return bytes(content.encode())
    except (AttributeError, UnicodeError, binascii.Error) as error:
        raise InvalidContentError("The content does not match its format.") from error
    raise InvalidContentError("The format of a file must be text or base64.")


def _text(data: bytes, format: str | None, path: str) -> tuple[str, str]:
    if format != "base64":
        try:
            return data.decode(), "text"
        except UnicodeDecodeError as error:
            if format == "text":
                raise InvalidContentError(f"{path} is not UTF-8 text.") from error
    return base64.b64encode(data).decode("ascii"), "base64"


def _notebook(data: bytes, path: str) -> Any:
    try:
        return nbformat.reads(data.decode(), as_version=4)
    except (ValueError, json.JSONDecodeError, AttributeError, KeyError) as error:
        raise InvalidContentError(f"{path} is not a valid notebook.") from error

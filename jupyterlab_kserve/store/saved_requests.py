"""Requests that people keep beside a model to ask its services again: ``<model>/.requests/``.

They belong to the model, not to one of its versions, whose bytes never change: the same requests
are what two versions are compared on. Each is a small JSON file that says protocol and body.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from ..errors import (
    EditConflictError,
    InvalidSavedRequestError,
    NotPublishedError,
    RequestExistsError,
    RequestNotFoundError,
    UnsafePathError,
)
from ..names import check_name, is_model_name, printable
from ..protocols import PROTOCOL_IDS
from ..volume.descriptors import make_directory, open_below, open_file, remove_tree
from ..volume.locks import locked
from ..volume.staging import stage
from ..volume.writing import write_all, write_file

if TYPE_CHECKING:
    from .store import ModelStore

REQUESTS = ".requests"
MAX_SIZE = 1024 * 1024
"""Bytes of one request with its protocol."""
MAX_COUNT = 100
"""Requests of one model."""

_EXTENSION = ".json"


@dataclass(frozen=True)
class SavedRequest:
    """A request that was saved, without its body.

    Attributes:
        name: Its name.
        size: Bytes.
        saved: When it was saved, ISO 8601 in UTC.
        etag: Another text whenever it was replaced.
    """

    name: str
    size: int
    saved: str
    etag: str

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


def list_requests(store: ModelStore, model: str) -> list[SavedRequest]:
    """Return the requests that are kept beside a model, by name.

    Args:
        store: The models.
        model: The model.

    Raises:
        ModelStorageError: If there is no such model.
    """
    store.model(model)
    found: list[SavedRequest] = []
    with (
        suppress(FileNotFoundError, UnsafePathError),
        store.volume.open_directory([model, REQUESTS]) as folder,
    ):
        for name in sorted(_names_in(folder))[:MAX_COUNT]:
            with suppress(OSError):
                if (entry := _stat(name, folder)) is not None:
                    found.append(entry)
    return found


def read_request(store: ModelStore, model: str, name: str) -> dict[str, Any]:
    """Return a request with its protocol and body.

    Args:
        store: The models.
        model: The model.
        name: The request.

    Returns:
        What ``SavedRequest`` says, ``protocol`` and ``body``.

    Raises:
        RequestNotFoundError: If there is none.
        InvalidSavedRequestError: If the file is none of ours.
    """
    check_name(name, "request")
    store.model(model)
    try:
        with store.volume.open_directory([model, REQUESTS]) as folder:
            entry = _stat(name, folder)
            with open_file(name + _EXTENSION, folder) as file:
                data = file.read(MAX_SIZE + 1)
    except (FileNotFoundError, UnsafePathError):
        entry = None
    if entry is None:
        raise _not_there(model, name)
    try:
        saved = json.loads(data) if len(data) <= MAX_SIZE else None
    except (ValueError, RecursionError):
        saved = None
    if (
        not isinstance(saved, dict)
        or saved.get("protocol") not in PROTOCOL_IDS
        or "body" not in saved
    ):
        raise InvalidSavedRequestError(
            f"The request {name} of {model} cannot be read.", "Delete it and save it again."
        )
    return {**entry.to_dict(), "protocol": saved["protocol"], "body": saved["body"]}


def save_request(
    store: ModelStore,
    model: str,
    name: str,
    protocol: Any,
    body: Any,
    etag: str | None = None,
) -> SavedRequest:
    """Keep a request beside a model.

    Args:
        store: The models.
        model: The model.
        name: What to call it.
        protocol: ``v1`` or ``v2``.
        body: What is sent.
        etag: Of the one to replace; ``*`` for whichever is there, None to replace none.

    Raises:
        InvalidNameError: If the name breaks the rule.
        InvalidSavedRequestError: If it is of neither protocol, not JSON, too large or one too many.
        NotPublishedError: If no version of the model is in a folder of its own.
        RequestExistsError: If there is one of this name and none was to be replaced.
        EditConflictError: If the one to be replaced is another one by now.
    """
    check_name(name, "request")
    data = _encode(protocol, body)
    if all(version.layout != "versions" for version in store.model(model).versions):
        raise NotPublishedError(
            f"Requests cannot be saved for {model}: it is a legacy model.",
            "Convert it, then save the request.",
        )
    file = name + _EXTENSION
    volume = store.volume
    # No version is staged: nothing is put back for a writer that dies.
    with (
        volume.translate_errors(f"save the request {name} of {model}"),
        locked(volume),
        stage(volume, model, "") as staging,
    ):
        write_file(file, staging, lambda stream: write_all(stream, data))
        with volume.open_directory([model]) as directory:
            folder = make_directory(REQUESTS, directory, exist_ok=True)
        try:
            existing = _stat(name, folder)
            _check_replaced(model, name, existing, etag)
            if existing is None and len(_names_in(folder)) >= MAX_COUNT:
                raise InvalidSavedRequestError(
                    f"{MAX_COUNT} requests are already saved for {model}.",
                    "Delete a request first.",
                )
            os.rename(file, file, src_dir_fd=staging, dst_dir_fd=folder)
            os.fsync(folder)
            saved = _stat(name, folder)
        finally:
            os.close(folder)
    volume.touch()
    if saved is None:
        raise _not_there(model, name)
    return saved


def delete_request(store: ModelStore, model: str, name: str) -> None:
    """Remove a request.

    Args:
        store: The models.
        model: The model.
        name: The request.

    Raises:
        RequestNotFoundError: If there is none.
    """
    check_name(name, "request")
    store.model(model)
    with store.volume.translate_errors(f"delete the request {name} of {model}"):
        try:
            with store.volume.open_directory([model, REQUESTS]) as folder:
                os.unlink(name + _EXTENSION, dir_fd=folder)
                os.fsync(folder)
        except (FileNotFoundError, UnsafePathError) as error:
            raise _not_there(model, name) from error
    store.volume.touch()


def forget_requests(root: int, model: str) -> None:
    """Remove the requests of a model that has no version (any more).

    Args:
        root: Descriptor of the volume's root.
        model: The model.
    """
    with suppress(OSError, UnsafePathError), open_below(root, [model]) as directory:
        if all(entry.startswith(".") for entry in os.listdir(directory)):
            remove_tree(REQUESTS, directory)


def _encode(protocol: Any, body: Any) -> bytes:
    if protocol not in PROTOCOL_IDS:
        raise InvalidSavedRequestError(
            f"The protocol must be {' or '.join(PROTOCOL_IDS)}.", "Nothing was saved."
        )
    try:
        # NaN is no JSON: a browser could not read it again.
        text = json.dumps({"protocol": protocol, "body": body}, allow_nan=False)
    except (ValueError, RecursionError):
        raise InvalidSavedRequestError(
            "The request is not valid JSON: it contains NaN or Infinity, or is nested too deeply.",
            "Use null for missing values. Nothing was saved.",
        ) from None
    data = text.encode()
    if len(data) > MAX_SIZE:
        raise InvalidSavedRequestError(
            f"The request has {len(data):,} bytes; {MAX_SIZE:,} can be saved.",
            "Use fewer rows. Nothing was saved.",
        )
    return data


def _check_replaced(model: str, name: str, existing: SavedRequest | None, etag: str | None) -> None:
    if existing is not None and etag is None:
        raise RequestExistsError(f"The request {name} of {model} already exists.")
    if existing is None and etag not in (None, "*"):
        raise EditConflictError(f"The request {name} of {model} was deleted by another user.")
    if existing is not None and etag not in ("*", existing.etag):
        raise EditConflictError(f"The request {name} of {model} was replaced by another user.")


def _names_in(folder: int) -> list[str]:
    return [
        entry.removesuffix(_EXTENSION)
        for entry in os.listdir(folder)
        if entry.endswith(_EXTENSION) and is_model_name(entry.removesuffix(_EXTENSION))
    ]


def _stat(name: str, folder: int) -> SavedRequest | None:
    """What is known of a request without reading it; None for what is not a file."""
    try:
        info = os.stat(name + _EXTENSION, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(info.st_mode):
        return None
    when = datetime.fromtimestamp(info.st_mtime, timezone.utc)
    return SavedRequest(
        name,
        info.st_size,
        when.strftime("%Y-%m-%dT%H:%M:%SZ"),
        f"{info.st_mtime_ns:x}-{info.st_ino:x}-{info.st_size:x}",
    )


def _not_there(model: str, name: str) -> RequestNotFoundError:
    return RequestNotFoundError(f"The model {model} has no saved request {printable(name)}.")

"""Loading a version: every file of it is compared with its card before the model is unpickled."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from .card import BrokenCard, CardFile
from .errors import BrokenModel, ChecksumMismatch, VolumeUnreadable
from .formats import load_model
from .names import shown
from .records import VersionRecord
from .scan import open_card
from .volume import Volume, open_below, open_file, split_inside
from .writing import hash_stream


class VersionMoved(FileNotFoundError):
    """The version was replaced or deleted since its record was read. It never reaches users."""


def load_version(volume: Volume, record: VersionRecord) -> Any:
    """Check a version's files and load its model.

    Args:
        volume: The volume.
        record: The version.

    Returns:
        The model as it was saved.

    Raises:
        BrokenModel: If the version is not whole.
        ChecksumMismatch: If the bytes of a file are others than those saved.
        VersionMoved: If it was replaced or deleted meanwhile.
    """
    must_be_whole(record)
    if record.model_file is None:
        raise BrokenModel(f"{record.path} has no model file.")
    *folder, model_file = split_inside(record.model_file)
    try:
        # Card and files are read from one opened directory: they belong together even if another
        # version takes its place at this moment.
        with volume.open_directory(folder) as directory, ExitStack() as stack:
            model = stack.enter_context(open_file(model_file, directory))
            for file in _files(directory) if record.card else ():
                *below, name = split_inside(file.path)
                stream = model
                if file.path != model_file:
                    with open_below(directory, below) as parent:
                        stream = stack.enter_context(open_file(name, parent))
                if hash_stream(stream) != (file.size, file.sha256):
                    path = f"{record.path}/{shown(file.path)}"
                    raise ChecksumMismatch(f"{path} is not the file that was saved.")
            model.seek(0)
            return load_model(model_file, model)
    except FileNotFoundError as error:
        raise VersionMoved(record.path) from error
    except PermissionError as error:
        raise VolumeUnreadable(f"The files of {record.path} cannot be read.") from error


def must_be_whole(record: VersionRecord) -> None:
    """Refuse a version that cannot be used.

    Raises:
        BrokenModel: If it is broken.
    """
    if record.state != "ok":
        raise BrokenModel(f"{record.name} {record.version} cannot be used. {record.problem}")


def _files(directory: int) -> tuple[CardFile, ...]:
    try:
        card = open_card(directory)
    except BrokenCard as error:
        raise FileNotFoundError from error  # It was whole when the record was read.
    if card is None:
        raise FileNotFoundError
    return card.files

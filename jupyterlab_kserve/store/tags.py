"""Tags that move: ``champion`` is on one version of a model, and is moved to the next.

Each is a file ``<model>/.tags/<tag>`` that says the version, so that moving one is a rename. One
whose version was deleted is not there for anybody, and is there again when the version comes back
from the trash; it never gets onto another version that is saved under the same name later.
"""

from __future__ import annotations

import os
from contextlib import suppress

from ..errors import TagNotFoundError, UnsafePathError, VersionNotFoundError
from ..names import MAX_LENGTH, is_model_name, is_version, shown
from ..volume import Volume
from ..volume.descriptors import make_directory, open_below, open_directory, open_file
from ..volume.staging import exists, stage
from ..volume.writing import write_all, write_file

TAGS = ".tags"
MARK = "@"
"""``@champion`` in a version's place stands for the version that the tag is on."""

_MOST = 1000


def read_tags(model: int) -> dict[str, str]:
    """Return a model's tags: the version by the tag, those of deleted versions included.

    Args:
        model: Descriptor of the model's directory.
    """
    tags: dict[str, str] = {}
    try:
        folder = open_directory(TAGS, model)
    except (OSError, UnsafePathError):
        return tags
    try:
        for tag in sorted(filter(is_model_name, os.listdir(folder)))[:_MOST]:
            with suppress(OSError, UnsafePathError), open_file(tag, folder) as stream:
                version = stream.read(MAX_LENGTH + 1).decode("ascii", "replace").strip()
                if is_version(version):
                    tags[tag] = version
    finally:
        os.close(folder)
    return tags


def move_tag(volume: Volume, name: str, tag: str, version: str) -> None:
    """Put a tag on a version, away from the one that it is on.

    Args:
        volume: The volume.
        name: The model, a checked name.
        tag: The tag, a checked name.
        version: The version, a checked one.

    Raises:
        VersionNotFoundError: If it is gone.
    """
    data = f"{version}\n".encode("ascii")
    with stage(volume, name, version) as staging:
        write_file(tag, staging, lambda stream: write_all(stream, data))
        try:
            with volume.open_directory([name]) as model, open_below(model, [version]):
                folder = make_directory(TAGS, model, exist_ok=True)
                try:
                    os.rename(tag, tag, src_dir_fd=staging, dst_dir_fd=folder)
                    os.fsync(folder)
                finally:
                    os.close(folder)
        except FileNotFoundError as error:
            raise VersionNotFoundError(f"{name} {version} is gone already.") from error
    volume.touch()


def remove_tag(volume: Volume, name: str, tag: str) -> None:
    """Take a tag away.

    Args:
        volume: The volume.
        name: The model, a checked name.
        tag: The tag, a checked name.

    Raises:
        TagNotFoundError: If the model has no such tag.
    """
    try:
        with volume.open_directory([name, TAGS]) as folder:
            os.unlink(tag, dir_fd=folder)
            os.fsync(folder)
    except FileNotFoundError as error:
        raise TagNotFoundError(f"The model {name} has no tag {shown(tag)}.") from error
    volume.touch()


def forget_tags(model: int, version: str) -> None:
    """Take the tags of a version that is not there (any more) away.

    Args:
        model: Descriptor of the model's directory.
        version: The version.
    """
    with suppress(FileNotFoundError, UnsafePathError), open_below(model, [TAGS]) as folder:
        if exists(version, model):
            return
        for tag, on in read_tags(model).items():
            if on == version:
                with suppress(FileNotFoundError):
                    os.unlink(tag, dir_fd=folder)


def remove_empty(root: int, name: str) -> None:
    """Remove the directory of a model that has neither versions nor tags.

    Args:
        root: Descriptor of the volume's root.
        name: The model.
    """
    # Each is refused by the system where anything is left.
    with suppress(OSError, UnsafePathError), open_below(root, [name]) as model:
        with suppress(OSError):
            os.rmdir(TAGS, dir_fd=model)
        os.rmdir(name, dir_fd=root)

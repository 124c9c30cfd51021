"""Aliases: ``champion`` is on one version of a model, and is moved to the next.

Each is a file ``<model>/.tags/<alias>`` that says the version, so that moving one is a rename. One
whose version was deleted is not there for anybody, and is there again when the version comes back
from the trash; it never gets onto another version that is saved under the same name later.
"""

from __future__ import annotations

import os
from contextlib import suppress

from ..errors import AliasNotFoundError, UnsafePathError, VersionNotFoundError
from ..names import MAX_LENGTH, is_model_name, is_version, printable
from ..volume import Volume
from ..volume.descriptors import make_directory, open_below, open_directory, open_file
from ..volume.staging import exists, stage
from ..volume.writing import write_all, write_file

ALIASES_FOLDER = ".tags"
"""As it is called on volumes since before the word alias was used."""

MARK = "@"
"""``@champion`` in a version's place stands for the version that the alias is on."""

_MOST = 1000


def read_aliases(model: int) -> dict[str, str]:
    """Return a model's aliases: the version by the alias, those of deleted versions included.

    Args:
        model: Descriptor of the model's directory.
    """
    aliases: dict[str, str] = {}
    try:
        folder = open_directory(ALIASES_FOLDER, model)
    except (OSError, UnsafePathError):
        return aliases
    try:
        for alias in sorted(filter(is_model_name, os.listdir(folder)))[:_MOST]:
            with suppress(OSError, UnsafePathError), open_file(alias, folder) as stream:
                version = stream.read(MAX_LENGTH + 1).decode("ascii", "replace").strip()
                if is_version(version):
                    aliases[alias] = version
    finally:
        os.close(folder)
    return aliases


def set_alias(volume: Volume, name: str, alias: str, version: str) -> None:
    """Put an alias on a version, away from the one that it is on.

    Args:
        volume: The volume.
        name: The model, a checked name.
        alias: The alias, a checked name.
        version: The version, a checked one.

    Raises:
        VersionNotFoundError: If it is gone.
    """
    data = f"{version}\n".encode("ascii")
    with stage(volume, name, version) as staging:
        write_file(alias, staging, lambda stream: write_all(stream, data))
        try:
            with volume.open_directory([name]) as model, open_below(model, [version]):
                folder = make_directory(ALIASES_FOLDER, model, exist_ok=True)
                try:
                    os.rename(alias, alias, src_dir_fd=staging, dst_dir_fd=folder)
                    os.fsync(folder)
                finally:
                    os.close(folder)
        except FileNotFoundError as error:
            raise VersionNotFoundError(f"{name} {version} is already deleted.") from error
    volume.touch()


def remove_alias(volume: Volume, name: str, alias: str) -> None:
    """Take an alias away.

    Args:
        volume: The volume.
        name: The model, a checked name.
        alias: The alias, a checked name.

    Raises:
        AliasNotFoundError: If the model has no such alias.
    """
    try:
        with volume.open_directory([name, ALIASES_FOLDER]) as folder:
            os.unlink(alias, dir_fd=folder)
            os.fsync(folder)
    except FileNotFoundError as error:
        raise AliasNotFoundError(f"The model {name} has no alias {printable(alias)}.") from error
    volume.touch()


def forget_aliases(model: int, version: str) -> None:
    """Take the aliases of a version that is not there (any more) away.

    Args:
        model: Descriptor of the model's directory.
        version: The version.
    """
    with (
        suppress(FileNotFoundError, UnsafePathError),
        open_below(model, [ALIASES_FOLDER]) as folder,
    ):
        if exists(version, model):
            return
        for alias, on in read_aliases(model).items():
            if on == version:
                with suppress(FileNotFoundError):
                    os.unlink(alias, dir_fd=folder)


def remove_empty(root: int, name: str) -> None:
    """Remove the directory of a model that has neither versions nor aliases.

    Args:
        root: Descriptor of the volume's root.
        name: The model.
    """
    # Each is refused by the system where anything is left.
    with suppress(OSError, UnsafePathError), open_below(root, [name]) as model:
        with suppress(OSError):
            os.rmdir(ALIASES_FOLDER, dir_fd=model)
        os.rmdir(name, dir_fd=root)

"""Files and folders on the volume: what is hidden is not there, what is published never changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO

from ..errors import UnsafePathError, VolumeUnreadableError
from ..names import printable
from ..volume import Volume
from ..volume.descriptors import FILE_MODE, make_directory
from ..volume.staging import GONE, STAGING, stage
from ..volume.writing import write_all, write_file
from .entries import Entry, entry_of, is_text, parts_of, parts_of_entry
from .errors import (
    FileMissingError,
    FileTakenError,
    FileTooLargeError,
    PublishedFilesError,
    UploadInterruptedError,
)
from .published import holds_version, is_version

MAX_READ = 100 << 20
"""Bytes of a file that is opened in the page; larger ones can be downloaded."""


class FileTree:
    """The files of a volume. Each method may raise ``VolumeMissingError`` and ``UnsafePathError``.

    Args:
        volume: The volume.
    """

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        # The next chunk of each upload that is under way, and how many bytes came before it.
        self._uploads: dict[str, tuple[int, int]] = {}

    def entry(self, path: str) -> Entry:
        """Tell what is at a path.

        Args:
            path: From the volume's root; empty for the root itself.

        Raises:
            FileMissingError: If there is nothing, or it is hidden.
        """
        parts = parts_of(path)
        with self._reading(path):
            if not parts:
                with self._volume.open_root() as root:
                    writable = os.access(self._volume.root, os.W_OK)
                    return entry_of("", os.fstat(root), writable)
            with self._volume.open_directory(parts[:-1]) as directory:
                info = os.stat(parts[-1], dir_fd=directory, follow_symlinks=False)
                writable = os.access(".", os.W_OK, dir_fd=directory)
        return entry_of("/".join(parts), info, writable and not self._is_published(parts))

    def entries(self, path: str) -> list[Entry]:
        """Tell what is in a folder, hidden entries left out.

        Args:
            path: The folder, from the volume's root.

        Raises:
            FileMissingError: If there is no such folder.
        """
        parts = parts_of(path)
        found = []
        with self._reading(path), self._volume.open_directory(parts) as directory:
            writable = os.access(".", os.W_OK, dir_fd=directory)
            writable = writable and not self._is_published(parts)
            with os.scandir(directory) as entries:
                for each in entries:
                    # One whose name is no text cannot be asked for either.
                    if each.name.startswith(".") or not is_text(each.name):
                        continue
                    with suppress(FileNotFoundError):
                        info = each.stat(follow_symlinks=False)
                        entry = entry_of("/".join([*parts, each.name]), info, writable)
                        published = len(parts) == 1 and self._is_published([*parts, each.name])
                        found.append(entry if not published else entry_of(entry.path, info, False))
        return found

    @contextmanager
    def open(self, path: str) -> Iterator[BinaryIO]:
        """Open a file for reading.

        Args:
            path: The file, from the volume's root.

        Raises:
            FileMissingError: If there is none.
            UnsafePathError: If it is a link or no regular file.
        """
        with self._reading(path), self._volume.open_file(parts_of_entry(path)) as stream:
            yield stream

    def read(self, path: str) -> bytes:
        """Read a file whole.

        Args:
            path: The file, from the volume's root.

        Raises:
            FileMissingError: If there is none.
            FileTooLargeError: If it is larger than what is opened in a page.
        """
        with self.open(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            data = stream.read(MAX_READ + 1)
        if len(data) > MAX_READ:
            raise FileTooLargeError(f"{printable(path)} has {size:,} bytes.")
        return data

    def write(self, path: str, data: bytes) -> None:
        """Make or replace a file, in one step.

        Args:
            path: The file, from the volume's root.
            data: What is in it then.

        Raises:
            FileMissingError: If its folder does not exist.
            PublishedFilesError: If it is in a published version.
        """
        parts = self._changeable(path)
        with self._changing("write", path), self._staging() as staging:
            name = f"upload-{os.urandom(16).hex()}"
            try:
                write_file(name, staging, lambda stream: write_all(stream, data))
                self._place(staging, name, parts)
            except BaseException:
                with suppress(OSError):
                    os.unlink(name, dir_fd=staging)
                raise

    def write_chunk(self, path: str, chunk: int, data: bytes) -> int:
        """Take a part of a file that is uploaded in parts; it appears when it is whole.

        What an interrupted upload leaves is swept with other leftovers of the staging directory.

        Args:
            path: The file, from the volume's root.
            chunk: 1 for the first part, then 2, 3, ..., and -1 for the last.
            data: The part.

        Returns:
            The bytes that are there so far.

        Raises:
            UploadInterruptedError: If a part is missing before this one.
            FileMissingError, PublishedFilesError: As for ``write``.
        """
        parts = self._changeable(path)
        key = "/".join(parts)
        name = f"upload-{hashlib.sha256(key.encode()).hexdigest()[:32]}"
        expected, size = self._uploads.get(key, (1, 0))
        if chunk == 1:
            expected, size = 1, 0
        if chunk not in (expected, -1) or (chunk == -1 and expected == 1):
            raise UploadInterruptedError(f"A part of {printable(path)} is missing.")
        with self._changing("upload", path), self._staging() as staging:
            flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            fd = os.open(name, flags, FILE_MODE, dir_fd=staging)
            try:
                os.ftruncate(fd, size)
                os.lseek(fd, size, os.SEEK_SET)
                view = memoryview(data)
                while view:
                    view = view[os.write(fd, view) :]
                if chunk == -1:
                    os.fchmod(fd, FILE_MODE)
                    os.fsync(fd)
                    self._place(staging, name, parts)
            except BaseException:
                self._uploads.pop(key, None)
                with suppress(OSError):
                    os.unlink(name, dir_fd=staging)
                raise
            finally:
                os.close(fd)
        if chunk == -1:
            self._uploads.pop(key, None)
        else:
            self._uploads[key] = (expected + 1, size + len(data))
        return size + len(data)

    def make_folder(self, path: str) -> None:
        """Make a folder; nothing happens if it is there.

        Args:
            path: The folder, from the volume's root.

        Raises:
            FileTakenError: If a file has its name.
            FileMissingError: If the folder that it is to be in does not exist.
            PublishedFilesError: If that is a published version.
        """
        parts = self._changeable(path)
        with (
            self._changing("make the folder", path),
            self._volume.open_directory(parts[:-1]) as directory,
        ):
            try:
                os.close(make_directory(parts[-1], directory, exist_ok=True))
            except UnsafePathError as error:
                raise FileTakenError(f"There is a file {printable(path)} already.") from error
            os.fsync(directory)

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it; it is gone in one step.

        Args:
            path: Where it is, from the volume's root.

        Raises:
            FileMissingError: If there is nothing.
            PublishedFilesError: If it is, holds, or is in a published version.
        """
        parts = self._changeable(path, whole=True)
        with (
            self._changing("delete", path),
            self._volume.open_directory(parts[:-1]) as directory,
            stage(self._volume, "", "") as staging,
        ):
            os.rename(parts[-1], GONE, src_dir_fd=directory, dst_dir_fd=staging)
            if len(parts) == 1 and holds_version(staging, GONE):
                # Published in this very moment: put it back.
                os.rename(GONE, parts[-1], src_dir_fd=staging, dst_dir_fd=directory)
                self._changeable(path, whole=True)
            os.fsync(directory)

    def rename(self, old: str, new: str) -> None:
        """Rename or move a file or folder.

        Args:
            old: Where it is, from the volume's root.
            new: Where it is to be.

        Raises:
            FileMissingError: If there is nothing, or no such folder to move it to.
            FileTakenError: If something has the new name.
            PublishedFilesError: If it is, holds, or is in a published version, or is to be in one.
        """
        source = self._changeable(old, whole=True)
        target = self._changeable(new)
        with (
            self._changing("rename", old),
            self._volume.open_directory(source[:-1]) as source_fd,
            self._volume.open_directory(target[:-1]) as target_fd,
        ):
            os.stat(source[-1], dir_fd=source_fd, follow_symlinks=False)
            with suppress(FileNotFoundError):
                os.stat(target[-1], dir_fd=target_fd, follow_symlinks=False)
                raise FileTakenError(f"There is a file or folder {printable(new)} already.")
            os.rename(source[-1], target[-1], src_dir_fd=source_fd, dst_dir_fd=target_fd)
            os.fsync(source_fd)
            os.fsync(target_fd)

    def _place(self, staging: int, name: str, parts: Sequence[str]) -> None:
        with self._volume.open_directory(parts[:-1]) as directory:
            try:
                os.rename(name, parts[-1], src_dir_fd=staging, dst_dir_fd=directory)
            except (IsADirectoryError, NotADirectoryError) as error:
                raise FileTakenError(
                    f"There is a folder {printable('/'.join(parts))} already."
                ) from error
            os.fsync(directory)

    @contextmanager
    def _staging(self) -> Iterator[int]:
        with self._volume.open_root() as root:
            fd = make_directory(STAGING, root, exist_ok=True)
            try:
                yield fd
            finally:
                os.close(fd)

    def _changeable(self, path: str, whole: bool = False) -> list[str]:
        """The components of a path that may be changed."""
        parts = parts_of_entry(path)
        if self._is_published(parts):
            version = f"{printable(parts[0])} {printable(parts[1])}"
            what = f"{version} is published, so its files cannot be changed."
            if len(parts) == 2:
                raise PublishedFilesError(what, "To delete the version, use the Models list.")
            raise PublishedFilesError(
                what, "Copy the file, change the copy, and save it as a new version."
            )
        if whole and len(parts) == 1:
            with suppress(FileNotFoundError), self._volume.open_root() as root:
                if holds_version(root, parts[0]):
                    raise PublishedFilesError(
                        f"{printable(parts[0])} has published versions, which cannot be moved.",
                        "To delete the model, delete its versions in the Models list.",
                    )
        return parts

    def _is_published(self, parts: Sequence[str]) -> bool:
        if len(parts) < 2:
            return False
        with suppress(FileNotFoundError, UnsafePathError), self._volume.open_root() as root:
            return is_version(root, parts[:2])
        return False

    @contextmanager
    def _reading(self, path: str) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, NotADirectoryError) as error:
            if type(error) not in (FileNotFoundError, NotADirectoryError):
                raise
            raise FileMissingError(
                f"There is no file or folder {printable(path)} on the volume."
            ) from error
        except PermissionError as error:
            if type(error) is not PermissionError:
                raise
            raise VolumeUnreadableError(f"{printable(path)} cannot be read.") from error

    @contextmanager
    def _changing(self, doing: str, path: str) -> Iterator[None]:
        with self._volume.translate_errors(f"{doing} {printable(path)}"):
            try:
                yield
            except FileNotFoundError as error:
                if type(error) is not FileNotFoundError:
                    raise
                raise FileMissingError(
                    f"There is no file or folder {printable(path)} on the volume, or not a folder "
                    "for it."
                ) from error
        self._volume.touch()

"""S3, for what still lies there: endpoint and keys come from the environment, and go nowhere else.

The variables are those that a data connection of OpenShift AI sets in a workbench.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeGuard
from urllib.parse import urlsplit

from ..errors import LibraryMissingError, S3FailedError, SourceMissingError
from ..formats import kind_of
from ..names import check_name, printable
from ..volume.filewriter import Progress

_MAX_OBJECTS = 10_000


def is_s3(path: object) -> TypeGuard[str]:
    """Say whether a source is one in S3."""
    return isinstance(path, str) and path.startswith("s3://")


def save_to_s3(model: Any, name: str, bucket: str) -> str:
    """Upload a model as the one file below ``NAME/``.

    Args:
        model: A fitted model.
        name: The model's name.
        bucket: The bucket.

    Returns:
        ``s3://BUCKET/NAME/``, the storageUri.

    Raises:
        InvalidNameError, NotAModelError: If it cannot be saved.
        S3FailedError: If the upload fails.
    """
    name = check_name(name)
    kind = kind_of(model)
    key = f"{name}/model{kind.format.extensions[0]}"
    with tempfile.TemporaryFile() as stream:
        kind.format.dump(model, stream)
        stream.seek(0)
        with _translate_errors(f"upload to s3://{bucket}/{key}"):
            _client().upload_fileobj(stream, bucket, key)
    return f"s3://{bucket}/{name}/"


@contextmanager
def downloaded(uri: str, progress: Progress | None = None) -> Iterator[Path]:
    """Download what an ``s3://`` URI names for the time of the block.

    Args:
        uri: ``s3://BUCKET/KEY`` of an object, or of what stands below a prefix.
        progress: Called with (bytes done, bytes in all).

    Yields:
        The path of the file; of a folder where there are several objects.

    Raises:
        SourceMissingError: If there is nothing.
        S3FailedError: If S3 refuses, or does not answer.
    """
    parts = urlsplit(uri)
    bucket, key = parts.netloc, parts.path.lstrip("/")
    with (
        tempfile.TemporaryDirectory(prefix="models-") as folder,
        _translate_errors(f"read {printable(uri)}"),
    ):
        client = _client()
        objects = _objects(client, bucket, key)
        if not objects:
            raise SourceMissingError(
                f"Nothing was found at {printable(uri)}.", "Check the bucket and the key."
            )
        total, done = sum(size for _, size in objects), 0

        def tell(count: int) -> None:
            nonlocal done
            done += count
            if progress is not None:
                progress(done, total)

        below = key if key.endswith("/") or len(objects) > 1 else key.rpartition("/")[0]
        for each, _ in objects:
            path = Path(folder, *_inside(each.removeprefix(below).lstrip("/") or "model"))
            path.parent.mkdir(parents=True, exist_ok=True)
            client.download_file(bucket, each, str(path), Callback=tell)
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        yield files[0] if len(files) == 1 else Path(folder)


def _objects(client: Any, bucket: str, key: str) -> list[tuple[str, int]]:
    """Keys and sizes of the object, or of all below the prefix; never of one with a like name."""
    found: list[tuple[str, int]] = []
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key):
        for item in page.get("Contents", ()):
            if item["Key"] == key and not key.endswith("/"):
                return [(key, item["Size"])]
            if item["Key"].startswith(key.rstrip("/") + "/") and not item["Key"].endswith("/"):
                found.append((item["Key"], item["Size"]))
        if len(found) > _MAX_OBJECTS:
            raise S3FailedError(
                f"There are more than {_MAX_OBJECTS:,} objects below {printable(key)}."
            )
    return found


def _inside(path: str) -> list[str]:
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise S3FailedError(f"The key {printable(path)} is not a valid file path.")
    return parts


def _client() -> Any:
    try:
        import boto3
    except ModuleNotFoundError as error:
        raise LibraryMissingError(
            "boto3 is required for S3 and is not installed.",
            "pip install 'jupyterlab-kserve[s3]'",
        ) from error
    return boto3.client(
        "s3",
        endpoint_url=os.environ.get("AWS_S3_ENDPOINT") or None,
        region_name=os.environ.get("AWS_DEFAULT_REGION") or "us-east-1",
    )


@contextmanager
def _translate_errors(doing: str) -> Iterator[None]:
    """Turn boto3's errors into ours: its own may quote the request, with what signs it."""
    try:
        yield
    except Exception as error:
        module = type(error).__module__
        if not module.startswith(("boto", "s3transfer")):
            raise
        response = getattr(error, "response", None)
        code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
        raise S3FailedError(
            f"Cannot {doing}: S3 responded with {printable(str(code))}."
            if code
            else f"Cannot {doing} ({type(error).__name__})."
        ) from None

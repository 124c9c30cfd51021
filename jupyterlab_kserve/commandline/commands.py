"""What the commands of ``jupyter models`` do."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from model_storage_helpers.progress import progress_bar

from ..errors import InvalidMetadataError, InvalidNameError, SourceMissingError
from ..settings import store_from_environment
from ..store import DEFAULT_LEGACY_FOLDER, ModelStore
from ..store.aliases import MARK
from ..store.comparison import compare_cards
from ..store.records import ModelRecord, VersionRecord
from ..store.saving.options import SaveOptions
from .output import (
    Answer,
    differences_text,
    list_text,
    model_text,
    size_of,
    table,
    version_text,
)


def list_models(options: Namespace) -> Answer:
    """List all models."""
    models = _store(options).list()
    return Answer([model.to_dict() for model in models], list_text(models))


def show(options: Namespace) -> Answer:
    """Show a model, or a version if one is named."""
    store = _store(options)
    name, version = _split(options.model)
    if version is None:
        model = store.model(name)
        return Answer(model.to_dict(), model_text(model))
    record = store.get(name, version)
    return Answer(_record(store, record), version_text(record))


def save(options: Namespace) -> Answer:
    """Publish a file or folder."""
    store = _store(options)
    source = Path(options.source)
    if not source.exists():
        raise SourceMissingError(f"The file {options.source} does not exist.")
    with progress_bar(f"Saving {options.name}") as progress:
        record = store.save(
            source,
            options.name,
            SaveOptions(
                version=options.version,
                metadata=_metadata(options.metadata),
                overwrite=options.overwrite,
                description=options.description,
                tags=tuple(options.tags),
                artifacts=dict(map(_artifact, options.artifacts)),
                progress=progress,
            ),
        )
    return _published(store, record)


def load_check(options: Namespace) -> Answer:
    """Check a version's bytes and load it."""
    store = _store(options)
    name, version = _split(options.model)
    record = store.newest(name) if version is None else store.get(name, version)
    loaded = store.load(record.name, record.version, trust=options.trust)
    kind = f"{type(loaded).__module__}.{type(loaded).__qualname__}"
    if isinstance(loaded, Path):
        kind = "the files of the folder match their checksums"
    checked = record.card is not None
    data = {**_record(store, record), "loaded": kind, "checksums": checked}
    bytes_are = "the checksum matches" if checked else "no checksums are recorded"
    return Answer(data, f"{record.name} {record.version}: {bytes_are}; loaded as {kind}")


def migrate(options: Namespace) -> Answer:
    """Bring a model to the volume."""
    from ..migration.single import migrate_model

    store = _store(options)
    legacy = os.environ.get("MODEL_STORAGE_LEGACY_PATH") or DEFAULT_LEGACY_FOLDER
    with progress_bar(f"Migrating {options.name}") as progress:
        record, already = migrate_model(
            store,
            options.name,
            options.source,
            legacy,
            version=options.version,
            overwrite=options.overwrite,
            progress=progress,
        )
    answer = _published(store, record)
    if not already:
        return answer
    return Answer(
        {**answer.data, "already": True}, f"{record.path} already exists with the same bytes"
    )


def convert(options: Namespace) -> Answer:
    """Make published versions of old files."""
    from ..migration.converting import convert_model

    store = _store(options)
    name, version = _split(options.model)
    with progress_bar(f"Converting {name}") as progress:
        records = convert_model(store, name, version, keep=options.keep, progress=progress)
    answers = [_published(store, record) for record in records]
    return Answer([each.data for each in answers], "\n".join(each.text for each in answers))


def delete(options: Namespace) -> Answer:
    """Move a version to the trash, or remove it for good."""
    store = _store(options)
    name, version = _split(options.model)
    if version is None:
        raise InvalidNameError(
            f"{name} is a model, not a version.", f"Specify a version: {name}/VERSION."
        )
    record = store.get(name, version)
    if not options.served:
        _must_not_be_served(record)
    entry = store.delete(record.name, record.version)
    if not options.purge:
        how = f"jupyter models trash --restore {entry}"
        return Answer(
            {"trash": entry}, f"{record.path} was moved to the trash. To restore it: {how}"
        )
    store.trash.remove(entry)
    return Answer({"trash": None}, f"{record.path} was deleted permanently")


def trash(options: Namespace) -> Answer:
    """Show, restore or remove what was deleted."""
    store = _store(options)
    if options.restore:
        return _published(store, store.get(*store.trash.restore(options.restore)))
    if options.empty:
        removed = store.trash.empty()
        return Answer({"removed": removed}, f"{removed} deleted permanently")
    entries = store.trash.entries()
    if not entries:
        return Answer([], "The trash is empty.")
    rows = ((e.name, e.version, size_of(e.size), e.deleted[:16]) for e in entries)
    text = table(("NAME", "VERSION", "SIZE", "DELETED"), rows)
    # In full, to be copied.
    ids = "\n".join(f"jupyter models trash --restore {entry.id}" for entry in entries)
    return Answer([entry.to_dict() for entry in entries], f"{text}\n\nTo restore:\n{ids}")


def alias(options: Namespace) -> Answer:
    """Put an alias on a version."""
    return _aliases(_store(options).set_alias(options.name, options.alias, options.version))


def unalias(options: Namespace) -> Answer:
    """Take an alias away."""
    return _aliases(_store(options).remove_alias(options.name, options.alias))


def compare(options: Namespace) -> Answer:
    """Show what differs between two versions."""
    store = _store(options)
    records = [store.get(options.name, version) for version in (options.one, options.other)]
    one, other = (record.as_card() for record in records)
    differences = compare_cards(one, other)
    return Answer(
        {"one": one, "other": other, "differences": [each._asdict() for each in differences]},
        differences_text([record.version for record in records], differences),
    )


def uri(options: Namespace) -> Answer:
    """Print a version's storageUri."""
    found = _store(options).uri(*_split(options.model))
    return Answer({"uri": found}, found)


def _store(options: Namespace) -> ModelStore:
    return store_from_environment(options.path, options.claim)


def _split(model: str) -> tuple[str, str | None]:
    """Take a model and its version, or an alias with its mark, apart."""
    name, slash, version = model.partition("/")
    if slash:
        return name, version
    name, mark, alias = model.partition(MARK)
    return name, f"{MARK}{alias}" if mark else None


def _record(store: ModelStore, record: VersionRecord) -> dict[str, Any]:
    return {**record.to_dict(), "path": str(store.path(record))}


def _published(store: ModelStore, record: VersionRecord) -> Answer:
    return Answer(_record(store, record), f"{store.path(record)}\n{record.uri}")


def _aliases(model: ModelRecord) -> Answer:
    lines = [f"{alias} points to {version}" for alias, version in model.aliases.items()]
    return Answer({"aliases": dict(model.aliases)}, "\n".join(lines))


def _metadata(file: str | None) -> Any:
    if file is None:
        return None
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
        return json.loads(text)
    except OSError as error:
        raise SourceMissingError(
            f"The metadata {file} cannot be read: {error.strerror}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise InvalidMetadataError(f"The metadata {file} is not valid JSON.") from error


def _artifact(text: str) -> tuple[str, Path]:
    name, mark, file = text.partition("=")
    if not mark or not file:
        raise InvalidNameError(
            f"The artifact {text!r} is not NAME=FILE.", "Such as scaler=s.joblib."
        )
    return name, Path(file)


def _must_not_be_served(record: VersionRecord) -> None:
    """Ask the cluster whether a service reads a version."""
    from ..kserve.usage import must_not_be_served
    from ..kubernetes.api import KubernetesApi

    async def ask() -> None:
        api = KubernetesApi(timeout=5.0)
        try:
            await must_not_be_served(api, record, "--served")
        finally:
            await api.close()

    asyncio.run(ask())

"""What the REST answers say of models and versions."""

from __future__ import annotations

from typing import Any

from ...errors import BrokenModelError
from ...store import ModelStore
from ...store.records import ModelRecord, VersionRecord


def row_of(model: ModelRecord) -> dict[str, Any]:
    """Return a model as one row of the panel: what its newest version that can be loaded says.

    Args:
        model: The model.
    """
    first = model.newest or next(iter(model.versions), None)
    row = _row(first) if first else dict.fromkeys(("layout", "created", "version", "uri"))
    return {
        **row,
        "name": model.name,
        "state": model.state,
        "problem": _problem(model.problem),
        "size": first.size if first else 0,
        "framework": row.get("framework"),
        "format": row.get("format"),
        "class": row.get("class"),
        "tags": list(first.tags) if first else [],
        "text": "\n".join(filter(None, (first.text if first else "", *model.aliases))),
        "versions": [version.version for version in model.versions],
    }


def whole_model(model: ModelRecord) -> dict[str, Any]:
    """Return a model with all that its page shows.

    Args:
        model: The model, read with its cards.
    """
    return {
        "name": model.name,
        "state": model.state,
        "problem": _problem(model.problem),
        "size": model.size,
        "aliases": dict(model.aliases),
        "versions": [
            {
                "record": _row(record),
                **_card_json(record),
                "uri": record.uri,
                "etag": etag_of(record),
            }
            for record in model.versions
        ],
    }


def etag_of(record: VersionRecord) -> str:
    """Return the entity tag of a version's card; empty where it has none that can be read.

    Args:
        record: The version, read with its card.
    """
    return f'"{record.card.digest}"' if record.card else ""


def _row(record: VersionRecord) -> dict[str, Any]:
    data = record.to_dict()
    for key in ("card", "metadata", "path"):
        data.pop(key, None)
    return {
        **data,
        "problem": _problem(record.problem),
        "format": record.format or None,
        "class": record.class_name or None,
        "created": record.created or None,
        "tags": list(record.tags),
        "versions": [record.version],
    }


def details_of(store: ModelStore, record: VersionRecord) -> dict[str, Any]:
    """Return a version with its card.

    Args:
        store: The models that it is one of.
        record: The version, read with its card.
    """
    return {
        "record": _row(record),
        **_card_json(record),
        "path": str(store.path(record)),
        "uri": record.uri,
    }


def _card_json(record: VersionRecord) -> dict[str, Any]:
    """The card; without one what a sidecar says, if there is any."""
    if record.card:
        return {"card": record.card.to_dict()}
    return {"card": None, **({"metadata": dict(record.metadata)} if record.metadata else {})}


def _problem(text: str) -> dict[str, str] | None:
    return BrokenModelError(text).to_dict() if text else None

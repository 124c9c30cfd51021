"""What the REST answers say of models and versions."""

from __future__ import annotations

from typing import Any

from ..errors import BrokenModel
from ..records import ModelRecord, VersionRecord
from ..store import ModelStore


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
        "text": first.text if first else "",
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
        "tags": {},
        "versions": [
            {
                "record": _row(record),
                "card": record.card.to_dict() if record.card else None,
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
    data.pop("card", None)
    data.pop("path")
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
        "card": record.card.to_dict() if record.card else None,
        "path": str(store.path(record)),
        "uri": record.uri,
    }


def _problem(text: str) -> dict[str, str] | None:
    return BrokenModel(text).to_dict() if text else None

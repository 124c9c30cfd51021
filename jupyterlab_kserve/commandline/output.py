"""Answers of the command line as text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..names import printable
from ..store.comparison import Difference
from ..store.records import ModelRecord, VersionRecord

if TYPE_CHECKING:
    from ..health import CheckResult

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


@dataclass(frozen=True)
class Answer:
    """What a command answers with.

    Attributes:
        data: For ``--json``.
        text: For people; empty to print nothing.
        code: The exit code.
    """

    data: Any
    text: str = ""
    code: int = 0


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table: columns as wide as they must be, two spaces in between.

    Args:
        head: The columns' names.
        rows: Their values.
    """
    lines = [[printable(str(cell)) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )
    return "\n".join(line.rstrip() for line in padded)


def size_of(size: float) -> str:
    """Return bytes as people read them: ``1.5 MiB``.

    Args:
        size: Bytes.
    """
    for unit in _UNITS:
        if size < 1024 or unit == _UNITS[-1]:
            break
        size /= 1024
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"


def list_text(models: Sequence[ModelRecord]) -> str:
    """Return a row for each model, and what is wrong with it.

    Args:
        models: The models.
    """
    if not models:
        return "No models on the volume."
    rows = []
    for model in models:
        first = model.newest or next(iter(model.versions), None)
        version = first.version if first else "-"
        more = f" (+{len(model.versions) - 1})" if len(model.versions) > 1 else ""
        rows.append((model.name, version + more, *_cells(first), model.problem or model.state))
    return table(("NAME", "VERSION", "FRAMEWORK", "SIZE", "CREATED", "STATE"), rows)


def model_text(model: ModelRecord) -> str:
    """Return a model with a row for each version.

    Args:
        model: The model.
    """
    rows = []
    for record in model.versions:
        on = ", ".join(alias for alias, at in model.aliases.items() if at == record.version)
        state = record.problem or record.state
        rows.append((record.version, *_cells(record), on or "-", state))
    return f"{model.name}, {size_of(model.size)}\n\n" + table(
        ("VERSION", "FRAMEWORK", "SIZE", "CREATED", "ALIAS", "STATE"), rows
    )


def version_text(record: VersionRecord) -> str:
    """Return a version with what its card says.

    Args:
        record: The version, read with its card.
    """
    card = record.as_card()
    lines = [
        ("name", record.name),
        ("version", record.version),
        ("state", f"{record.state}. {record.problem}".rstrip(". ")),
        ("path", record.path),
        ("uri", record.uri or "none"),
        ("size", size_of(record.size)),
    ]
    done = {"schema_version", *(key for key, _ in lines)}
    lines += [(key, _value(value)) for key, value in card.items() if key not in done and value]
    width = max(len(key) for key, _ in lines)
    return "\n".join(f"{key.ljust(width)}  {value}" for key, value in lines)


def differences_text(versions: Sequence[str], differences: Iterable[Difference]) -> str:
    """Return a row for each difference.

    Args:
        versions: The two versions that were compared.
        differences: What differs between their cards.
    """
    rows = [
        (each.path, _value_or_dash(each.one), _value_or_dash(each.other)) for each in differences
    ]
    if not rows:
        return f"The cards of {' and '.join(versions)} are identical."
    return table(("FIELD", *versions), rows)


def checks_text(results: Iterable[CheckResult]) -> str:
    """Return a line for each finding: its state, its check, the finding and what to do about it.

    Args:
        results: Checks that were made.
    """
    lines = []
    for result in results:
        for finding in result.findings:
            details = "" if finding.state == "ok" else finding.details
            sentences = (text.rstrip(".") for text in (finding.message, details, finding.hint))
            words = _value(". ".join(filter(None, sentences)))
            lines.append(f"{finding.state.ljust(7)}  {result.id.ljust(11)}  {words}")
    return "\n".join(lines)


def _value_or_dash(value: Any) -> str:
    """What a card says of something; ``-`` for nothing."""
    return "-" if value is None else _value(value)


def _cells(record: VersionRecord | None) -> tuple[str, str, str]:
    if record is None:
        return "-", "-", "-"
    framework = " ".join(filter(None, (record.framework, record.framework_version)))
    return framework or "-", size_of(record.size), record.created[:10] or "-"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in value)
    if isinstance(value, Mapping) and not any(isinstance(v, (dict, list)) for v in value.values()):
        return ", ".join(f"{printable(str(k))} {printable(str(v))}" for k, v in value.items())
    return json.dumps(value)

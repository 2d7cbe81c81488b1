"""Editions ↔ rows."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import Row

from digest.model.edition import Decision, EditionRecord, EditionState, Window

FIELDS = tuple(one.name for one in fields(Decision))


def record_to_row(record: EditionRecord) -> dict[str, Any]:
    """Write a drafted edition without its decisions."""
    return {
        "slug": record.slug,
        "number": record.number,
        "state": record.state.value,
        "window_start": record.window.start,
        "window_end": record.window.end,
        "draft_hash": record.draft_hash,
        "send_by": record.send_by,
        "planned": record.planned,
        "finished_at": record.finished_at,
        "lists": list(record.lists),
        "segment": record.segment or None,
        "kind": record.kind,
    }


def row_to_record(row: Row[Any], decisions: Iterable[Decision] = ()) -> EditionRecord:
    """Read an edition."""
    return EditionRecord(
        slug=row.slug,
        number=row.number,
        state=EditionState(row.state),
        window=Window(start=row.window_start, end=row.window_end),
        draft_hash=row.draft_hash,
        send_by=row.send_by,
        decisions=tuple(decisions),
        planned=row.planned,
        planned_at=row.planned_at,
        finished_at=row.finished_at,
        lists=tuple(row.lists or ()),
        segment=row.segment or "",
        kind=row.kind,
        dropped_at=row.dropped_at,
    )


def decisions_to_json(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """Write the trail of a selection."""
    return [{name: getattr(one, name) for name in FIELDS} for one in decisions]


def decisions_from_json(table: Iterable[dict[str, Any]]) -> tuple[Decision, ...]:
    """Read the trail of a selection."""
    return tuple(
        Decision(
            **row
            | {
                "terms": tuple((name, value) for name, value in row["terms"]),
                "articles": tuple(row["articles"]),
            }
        )
        for row in table
    )

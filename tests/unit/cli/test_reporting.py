"""Who did not get an edition: by name on a terminal as far as anybody reads, in a table all."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.app.report import EditionReport
from digest.cli.reporting import (
    COLUMNS,
    dropped_lines,
    next_lines,
    reader_lines,
    shape_report,
    suppressed_lines,
    write_table,
)
from digest.cli.tables import TableWish
from digest.errors import ExitStatus
from digest.model.delivery import Books, Delivery, Outcome, ReaderDelivery
from digest.model.edition import EditionRecord, EditionState, Window

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SLUG = "the-daily-2026-11-23"


def deferred(email: str, reply: str = "4.2.1 come back later") -> ReaderDelivery:
    tried = not reply.startswith("not tried")
    return ReaderDelivery(
        email=email,
        delivery=Delivery(
            subscriber_id=1,
            outcome=Outcome.DEFERRED,
            message_id="<1@example.org>",
            code=450 if tried else 0,
            enhanced="4.2.1" if tried else None,
            reply=reply,
            at=NOON,
            attempts=1 if tried else 0,
            next_attempt=NOON + timedelta(minutes=5),
        ),
    )


def report(*rows: ReaderDelivery, state: EditionState = EditionState.SENDING) -> EditionReport:
    return EditionReport(
        record=EditionRecord(
            slug=SLUG,
            number=1,
            state=state,
            window=Window(start=NOON - timedelta(days=1), end=NOON),
            draft_hash="",
            send_by=NOON + timedelta(hours=9),
            planned=len(rows),
        ),
        books=Books(planned=len(rows), deferred=len(rows)),
        readers={Outcome.UNKNOWN: [], Outcome.DEFERRED: list(rows), Outcome.REJECTED: []},
        next_due=NOON,
    )


PAUSED = [
    deferred(f"reader{n}@a.example", "not tried: a.example refuses our mail: 550 5.7.26 no")
    for n in range(3)
] + [deferred("ana@b.example", "not tried: b.example asks for patience: 421 4.7.0 slowly")]


def test_up_to_fifty_are_named_and_the_way_to_all_the_others_is_told() -> None:
    told = report(*(deferred(f"reader{n:03}@example.org") for n in range(120)))

    lines = list(reader_lines(told, most=50))

    assert len(lines) == 51
    assert lines[49].startswith("  deferred  reader049@example.org   450 4.2.1 come back")
    assert lines[50] == f"  … and 70 more deferred. See them all: digest report {SLUG} --csv"
    assert len(list(reader_lines(told))) == 120
    assert len(list(reader_lines(report(*told.readers[Outcome.DEFERRED][:50]), most=50))) == 50


def test_readers_of_a_paused_domain_are_summed_up_for_people_alone() -> None:
    told = report(deferred("zoe@example.org"), *PAUSED)

    assert list(reader_lines(told, most=50)) == [
        "  deferred  zoe@example.org   450 4.2.1 come back later",
        "  paused    a.example   3 readers not tried, as it refuses our mail: 550 5.7.26 no",
        "  paused    b.example   1 reader not tried, as it asks for patience: 421 4.7.0 slowly",
    ]
    assert len(list(reader_lines(told))) == 5


def test_why_readers_were_suppressed_is_summed_up() -> None:
    told = replace(
        report(),
        books=Books(planned=4, accepted=1, suppressed=3),
        suppressed_for={"the reader is unsubscribed": 2, "": 1},
    )

    assert list(suppressed_lines(told)) == [
        "suppressed 3: the reader is unsubscribed (2) · the reason is kept no longer (1)"
    ]
    assert shape_report(told)["suppressed_for"] == [
        {"reason": "the reader is unsubscribed", "readers": 2},
        {"reason": None, "readers": 1},
    ]
    assert list(suppressed_lines(report())) == []


def read_table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_has_a_row_for_every_reader_with_all_that_is_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = report(deferred("=cmd()@example.org", "=1+1 later"), *PAUSED)

    answer = write_table(told, TableWish(out=None, raw=False))

    assert (answer.status, answer.lines, answer.brief) == (ExitStatus.OWED, (), "")
    text = capsys.readouterr().out
    assert text.startswith(",".join(COLUMNS))
    rows = read_table(text)
    assert len(rows) == 5
    assert rows[0] == {
        "email": "'=cmd()@example.org",
        "outcome": "deferred",
        "code": "450",
        "enhanced": "4.2.1",
        "reply": "'=1+1 later",
        "attempts": "1",
        "at": "2026-11-23T12:00:00Z",
        "next_attempt": "2026-11-23T12:05:00Z",
        "message_id": "<1@example.org>",
    }
    assert (rows[1]["code"], rows[1]["enhanced"], rows[1]["attempts"]) == ("", "", "0")


def test_a_raw_table_leaves_formulas_and_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    told = report(deferred("=cmd()@example.org"), state=EditionState.HALTED)
    path = tmp_path / "left.csv"

    answer = write_table(told, TableWish(out=path, raw=True))

    assert answer.status is ExitStatus.HALTED
    assert answer.data == {"path": str(path), "rows": 1}
    assert path.stat().st_mode & 0o777 == 0o600
    [row] = read_table(path.read_text(encoding="utf-8"))
    assert row["email"] == "=cmd()@example.org"


def test_of_an_edition_whose_records_are_gone_only_the_counts_are_told() -> None:
    told = report(state=EditionState.DONE)
    gone = replace(
        told,
        record=replace(told.record, dropped_at=NOON),
        books=Books(planned=10, accepted=9, unknown=1),
        readers={},
        next_due=None,
    )

    [line] = dropped_lines(gone, "Europe/London")
    assert "kept no longer, since 2026-11-23" in line
    assert list(next_lines(gone, "Europe/London")) == [], "nobody could be mailed again"
    assert gone.exit_status is ExitStatus.OK
    assert shape_report(gone)["dropped_at"] == "2026-11-23T12:00:00Z"
    assert list(dropped_lines(told, "Europe/London")) == []

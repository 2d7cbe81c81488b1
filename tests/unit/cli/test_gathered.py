from datetime import UTC, datetime

import pytest

from digest.app.collect import CollectReport, SourceOutcome, SourceReport
from digest.cli.gathered import (
    READ_FIELDS,
    article_lines,
    collect_lines,
    ordinal,
    shape_collect,
    shape_read,
    tell_date,
    trouble_lines,
)
from digest.cli.shapes import shape_article
from digest.model.article import Article, Precision
from digest.model.fetch import FetchFailure
from digest.model.publication import SourceKind

ARTICLE = Article(
    url="https://post.example.org/ferry",
    headline="Ferries return",
    source="Varrow Post",
    published=datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
    precision=Precision.MINUTE,
    first_seen=datetime(2026, 11, 23, 4, 30, tzinfo=UTC),
)
GOOD = SourceReport(
    name="Varrow Post", kind=SourceKind.FEED, outcome=SourceOutcome.NEW, fetched=30, new=12
)


def failing(name: str, failures: int) -> SourceReport:
    return SourceReport(
        name=name,
        kind=SourceKind.FEED,
        outcome=SourceOutcome.FAILED,
        error="HTTP 503",
        failures=failures,
    )


def lines(*sources: SourceReport, verbose: bool = False, dry_run: bool = False) -> list[str]:
    report = CollectReport(sources=sources)
    return collect_lines(report, seconds=2.94, verbose=verbose, dry_run=dry_run)


def test_one_failing_source_is_named_in_the_first_line() -> None:
    first, second = lines(GOOD, failing("Skarre Mail", 2))

    assert first == (
        "2 sources: 1 answered, 1 failing for the 2nd time (Skarre Mail: HTTP 503)"
        "      30 articles, 12 new      2.9 s"
    )
    assert second == "Next: digest draft"


def test_the_third_failure_cannot_be_overlooked() -> None:
    told = lines(failing("Skarre Mail", 1), failing("Lysa Wire", 3), GOOD)

    assert told[1:3] == [
        "   Skarre Mail fails: HTTP 503",
        "!! LYSA WIRE FAILS FOR THE 3RD TIME IN A ROW: HTTP 503",
    ]
    assert trouble_lines(CollectReport(sources=(GOOD,))) == []


def test_the_next_step_fits_what_happened() -> None:
    assert lines()[-1] == "Next: digest sources add <feed, page or folder>"
    assert lines(failing("Skarre Mail", 1))[-1] == "Next: digest sources list"
    assert lines(GOOD, dry_run=True)[-1].startswith("This was a rehearsal")


def test_many_notes_are_shown_when_asked_for() -> None:
    noted = SourceReport(
        name="Saved",
        kind=SourceKind.FOLDER,
        outcome=SourceOutcome.UNCHANGED,
        notes=tuple(f"note {number}" for number in range(5)),
    )

    assert lines(noted)[1:-1] == [
        "   Saved: note 0",
        "   Saved: note 1",
        "   Saved: note 2",
        "   Saved: 2 more notes, shown with -v",
    ]
    assert len(lines(noted, verbose=True)) == 7


def test_the_json_of_a_collection_has_the_promised_fields() -> None:
    assert shape_collect(CollectReport(sources=(GOOD, failing("Skarre Mail", 1)))) == {
        "sources": [
            {
                "name": "Varrow Post",
                "kind": "feed",
                "outcome": "new",
                "error": None,
                "fetched": 30,
                "new": 12,
                "failures": 0,
                "notes": [],
            },
            {
                "name": "Skarre Mail",
                "kind": "feed",
                "outcome": "failed",
                "error": "HTTP 503",
                "fetched": 0,
                "new": 0,
                "failures": 1,
                "notes": [],
            },
        ],
        "new": 12,
    }


def test_a_target_that_cannot_be_read_has_the_same_fields_without_values() -> None:
    shape = shape_read("a.html", FetchFailure(url="a.html", reason="there is no such file"))

    assert set(shape) == {*shape_article(ARTICLE, target="", summary=""), "error"}
    assert shape["target"] == "a.html"
    assert shape["error"] == "there is no such file"
    assert all(shape[name] is None for name in READ_FIELDS)


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (113, "113th")],
)
def test_ordinals(number: int, word: str) -> None:
    assert ordinal(number) == word


def test_dates_are_local_and_only_as_exact_as_they_are_known() -> None:
    assert tell_date(ARTICLE, "Europe/Brussels") == "2026-11-23 00:30"
    assert article_lines([ARTICLE], zone="Europe/Brussels")[0] == (
        "2026-11-23 00:30  Varrow Post  Ferries return"
    )
    assert article_lines([], zone="UTC")[-1] == "Next: digest collect"

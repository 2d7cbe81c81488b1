from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.app.collected import CollectReport, SourceOutcome, SourceReport
from digest.app.read import Understood
from digest.cli.gathered import (
    READ_FIELDS,
    alarm_lines,
    article_lines,
    collect_lines,
    ordinal,
    read_lines,
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


def test_sources_with_nothing_new_are_counted() -> None:
    old = replace(GOOD, outcome=SourceOutcome.UNCHANGED, fetched=0, new=0)
    assert lines(GOOD, old)[0].startswith("2 sources: 2 answered (1 with nothing new)      30")
    assert lines(old, failing("Skarre Mail", 1))[0].startswith(
        "2 sources: 1 answered (nothing new), 1 failing"
    )


def test_new_articles_are_counted_with_the_stories_they_tell() -> None:
    report = CollectReport(sources=(GOOD,))

    told = collect_lines(report, seconds=2.94, verbose=False, dry_run=False, stories=7)

    assert "30 articles, 12 new in 7 stories      2.9 s" in told[0]


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


def test_what_matters_to_cron_is_told_at_the_third_failure_and_then_ever_more_seldom() -> None:
    told = [
        count
        for count in range(1, 30)
        if alarm_lines(CollectReport(sources=(GOOD, failing("Lysa Wire", count))))
    ]

    assert told == [3, 6, 12, 24]


def test_sources_that_were_not_asked_are_counted_apart() -> None:
    fresh = replace(GOOD, outcome=SourceOutcome.UNCHANGED, fetched=0, new=0, asked=False)
    waits = replace(failing("Skarre Mail", 4), asked=False, error="asked to wait until 06:40")
    gone = replace(failing("Lysa Wire", 9), gone_at=ARTICLE.first_seen, just_gone=True)
    report = CollectReport(sources=(GOOD, fresh, waits, gone))

    assert lines(*report.sources)[:3] == [
        (
            "4 sources: 1 answered, 1 still fresh, 1 gone, 1 asked to wait"
            "      30 articles, 12 new      2.9 s"
        ),
        "   Skarre Mail: asked to wait until 06:40",
        "   Lysa Wire: HTTP 503",
    ]
    assert alarm_lines(report) == [
        '!! LYSA WIRE IS GONE FOR GOOD: digest sources remove "Lysa Wire"'
    ]


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
                "moved_to": None,
                "gone_at": None,
                "not_before": None,
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
                "moved_to": None,
                "gone_at": None,
                "not_before": None,
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


def test_articles_stand_in_columns_when_a_zone_is_not_known() -> None:
    strange = replace(ARTICLE, zone_known=False)
    first, second, _ = article_lines([ARTICLE, strange], zone="UTC")
    assert first.index("Varrow Post") == second.index("Varrow Post")


def test_what_is_read_names_each_of_its_parts() -> None:
    standing = replace(ARTICLE, dek="The strike is over.", published=None)
    lines = read_lines(["a"], [Understood(article=standing, summary="They sail.")], zone="UTC")
    assert "   standfirst  The strike is over." in lines
    assert "   summary     They sail." in lines
    assert f"   address     {ARTICLE.url}" in lines
    none = read_lines(["a"], [Understood(article=ARTICLE, summary="")], zone="UTC")
    assert "   summary     none: there is no whole sentence to take" in none


def test_the_words_of_a_script_without_spaces_are_counted() -> None:
    market = replace(ARTICLE, body="二月の火災で屋根を失った港町の市場が、十二月に再開する。")
    line = read_lines(["a"], [Understood(article=market, summary="市場。")], zone="UTC")[1]
    assert int(line.rpartition("· ")[2].removesuffix(" words")) > 5


def test_reading_says_which_zone_was_taken_where_none_is_known() -> None:
    strange = Understood(article=replace(ARTICLE, zone_known=False), summary="They sail.")
    told = "   Its date names a time zone that nobody knows: taken for Europe/Brussels."

    assert told in read_lines(["a"], [strange], zone="Europe/Brussels")
    plain = read_lines(["a"], [replace(strange, article=ARTICLE)], zone="UTC")
    assert not any("time zone" in line for line in plain)
    guest = read_lines(["a"], [replace(strange, article=ARTICLE)], zone="UTC", is_guest=True)
    assert guest[-2] == ("No publication is here: dates that name no time zone are taken for UTC.")
    assert guest[-1] == plain[-1]

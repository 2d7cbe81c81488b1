"""What commands say at their end: each names the thing, and the next sensible command."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.app.check import CheckReport
from digest.app.report import EditionReport
from digest.app.send import SendReport
from digest.app.sources import Known
from digest.cli.drafting import checked_answer
from digest.cli.main import run
from digest.cli.people_shown import total_line
from digest.cli.rehearsing import found_lines
from digest.cli.reporting import headline, next_lines
from digest.cli.sending import Stop, sent_answer
from digest.cli.sourced import added_line, shape_added, source_lines
from digest.errors import ExitStatus
from digest.model.delivery import Books
from digest.model.edition import EditionRecord, EditionState, Window
from digest.model.fetch import FetchFailure, SourceHealth
from digest.model.message import Finding, Level
from digest.model.publication import Source, SourceKind
from digest.model.subscriber import Subscriber, SubscriberState

BRUSSELS = "Europe/Brussels"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SLUG = "the-daily-2026-11-23"
FEED = Source(
    name="Varrow Post", kind=SourceKind.FEED, url="https://post.example.org/rss", section="City"
)
ERROR = Finding(rule="empty-link", level=Level.ERROR, message="It is empty.", file="a.md", line=9)
WARNING = Finding(rule="insecure-link", level=Level.WARNING, message="It is http.")


def report(
    state: EditionState, *, next_due: datetime | None = None, **counts: int
) -> EditionReport:
    return EditionReport(
        record=EditionRecord(
            slug=SLUG,
            number=1,
            state=state,
            window=Window(start=NOON - timedelta(days=1), end=NOON),
            draft_hash="",
            send_by=NOON + timedelta(hours=9),
        ),
        books=Books(planned=sum(counts.values()), **counts),
        readers={},
        next_due=next_due,
    )


def sent(*, state: EditionState = EditionState.SENDING, **named: object) -> list[str]:
    books = named.pop("books")
    assert isinstance(books, Books)
    told = SendReport(slug=SLUG, books=books, seconds=1.0, state=state, **named)  # type: ignore[arg-type]
    return list(sent_answer(told, Stop(), zone=BRUSSELS).lines)


def checked(*findings: Finding) -> CheckReport:
    return CheckReport(slug=SLUG, path=f"editions/{SLUG}.md", findings=findings)


def test_deferred_readers_are_due_at_a_local_time() -> None:
    told = report(EditionState.SENDING, accepted=4, deferred=1, next_due=NOON)

    [line] = next_lines(told, BRUSSELS)

    assert "13:00 Europe/Brussels" in line
    assert line.endswith(f"Next: digest send {SLUG}")
    lines = sent(books=told.books, tried=5, next_due=NOON)
    assert "due again from 13:00 Europe/Brussels" in lines[-1]


def test_an_edition_that_is_complete_has_nothing_left_to_do() -> None:
    assert list(next_lines(report(EditionState.DONE, accepted=5), BRUSSELS)) == []
    assert sent(books=Books(planned=1, accepted=1), state=EditionState.DONE) == [
        f"Nothing is owed: {SLUG} is complete.      Next: digest report"
    ]


def test_a_drafted_edition_is_not_reported_as_balanced_and_done() -> None:
    [line] = next_lines(report(EditionState.DRAFTED), BRUSSELS)

    assert line.startswith("It has not been sent yet.")


def test_readers_in_doubt_are_named_with_both_ways_on() -> None:
    lines = list(next_lines(report(EditionState.SENDING, unknown=2, owed=1), BRUSSELS))

    assert f"digest send {SLUG} --retry-unknown" in lines[0]
    assert lines[-1] == f"Next: digest send {SLUG}"


def test_one_reader_is_one_reader() -> None:
    assert headline(report(EditionState.DONE, accepted=1)).endswith("   1 reader")
    assert headline(report(EditionState.DONE, accepted=1200)).endswith("   1,200 readers")


def test_a_check_of_a_named_edition_goes_on_with_that_one() -> None:
    todays = checked_answer(checked())
    named = checked_answer(checked(), named=True)

    assert todays.lines[-1].endswith("Next: digest send --test ADDRESS, digest send")
    assert named.lines[-1].endswith(f"digest send {SLUG} --test ADDRESS, digest send {SLUG}")
    blocked = checked_answer(checked(ERROR), named=True)
    assert blocked.lines[-1].endswith(f"nothing will be sent.      Next: digest edit {SLUG}")


def test_a_rehearsed_send_shows_what_blocks_it_and_only_counts_the_rest() -> None:
    wrong = checked(ERROR, WARNING)
    fair = checked(WARNING, WARNING)

    assert [line[0] for line in found_lines(wrong, checked_answer(wrong), blocked=True)] == [
        "E",
        "1",
    ]
    [line] = found_lines(fair, checked_answer(fair), blocked=False)
    assert line.startswith("2 warnings")


def test_nobody_is_told_to_show_a_reader_when_there_is_none() -> None:
    assert total_line([], chosen=False).endswith("Next: digest subscribers import FILE.csv")
    assert total_line([], chosen=True).startswith("No reader fits.")
    gone = Subscriber(
        key="ana@example.org", email="ana@example.org", state=SubscriberState.UNSUBSCRIBED
    )
    assert total_line([gone], chosen=True).startswith("1 reader, 0 subscribed")


def test_a_source_that_is_there_already_is_said_to_be() -> None:
    line = added_line(Known(source=FEED))

    assert line == f"{FEED.url} is the source “Varrow Post” in section City already."
    shaped = shape_added(Known(source=FEED))
    assert (shaped["outcome"], shaped["error"]) == ("known", None)
    assert added_line(FetchFailure(url="x", reason="HTTP 404")) == "x: HTTP 404. Not added."


def test_sources_stand_in_columns_with_local_times() -> None:
    short = Source(name="B", kind=SourceKind.FOLDER, url="saved")
    health = {FEED.name: SourceHealth(name=FEED.name, last_success=NOON)}

    first, second = source_lines([FEED, short], health, zone=BRUSSELS)

    assert first.index("https") == second.index("saved")
    assert first.endswith("→ City   answered 2026-11-23 13:00")
    assert second.endswith("not collected yet")


def test_status_ok_is_what_the_exit_status_says() -> None:
    assert checked_answer(checked(WARNING)).status is ExitStatus.OK
    assert checked_answer(checked(ERROR)).status is ExitStatus.BLOCKED


def test_without_a_publication_a_command_says_where_it_looked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["-C", str(tmp_path), "status"]) == 78
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        f"There is no publication in {tmp_path}: it has no digest.toml.",
        "Make one with `digest init`, or name its folder with -C.",
    ]
    assert told.out == ""


def test_help_begins_with_what_sets_a_publication_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    commands = capsys.readouterr().out.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in commands[:4]] == [
        "init",
        "sources",
        "subscribers",
        "collect",
    ]

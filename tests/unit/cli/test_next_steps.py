"""What commands say at their end: each names the thing, and the next sensible command."""

import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.adapters.memory import MemoryStore
from digest.app.check import CheckReport
from digest.app.day import SendWish
from digest.app.rehearse import Rehearsal
from digest.app.report import EditionReport
from digest.app.send import SendReport
from digest.app.sources import Inspected, Known
from digest.cli.drafting import checked_answer
from digest.cli.main import run
from digest.cli.people_shown import total_line
from digest.cli.rehearsing import found_lines, next_step, told_readers
from digest.cli.reporting import headline, next_lines
from digest.cli.sent import sent_answer
from digest.cli.source_states import read_states, state_lines
from digest.cli.sourced import added_line, shape_added, tell_added
from digest.cli.stopping import Stop
from digest.deliver.domains import PausedDomain
from digest.errors import EditionBusy, ExitStatus
from digest.model.delivery import Books
from digest.model.edition import EditionRecord, EditionState, Window
from digest.model.fetch import FetchFailure, SourceHealth
from digest.model.message import Finding, Level
from digest.model.publication import Publication, SectionRule, Source, SourceKind
from digest.model.subscriber import Subscriber, SubscriberState

BRUSSELS = "Europe/Brussels"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SLUG = "the-daily-2026-11-23"
FEED = Source(
    name="Varrow Post", kind=SourceKind.FEED, url="https://post.example.org/rss", section="City"
)
ERROR = Finding(rule="empty-link", level=Level.ERROR, message="It is empty.", file="a.md", line=9)
WARNING = Finding(rule="insecure-link", level=Level.WARNING, message="It is http.")

DOUBTFUL = Books(planned=9, accepted=1, owed=6, unknown=2)


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


def sent(
    *,
    books: Books,
    state: EditionState = EditionState.SENDING,
    seconds: float = 1.0,
    before: Books | None = None,
    **named: Any,
) -> list[str]:
    told = SendReport(slug=SLUG, books=books, seconds=seconds, state=state, **named)
    return list(sent_answer(told, Stop(), zone=BRUSSELS, before=before).lines)


def checked(*findings: Finding) -> CheckReport:
    return CheckReport(slug=SLUG, path=f"editions/{SLUG}.md", findings=findings)


@pytest.mark.parametrize(
    ("found", "wish", "told"),
    [
        (Rehearsal(slug=SLUG, books=DOUBTFUL), SendWish(), "6 of 9 readers"),
        (Rehearsal(slug=SLUG, books=DOUBTFUL), SendWish(retry_unknown=True), "8 of 9 readers"),
        (
            Rehearsal(slug=SLUG, books=DOUBTFUL, joined=2),
            SendWish(include_new=True),
            "6 of 9 readers, and to 2 who joined since",
        ),
        (
            Rehearsal(slug=SLUG, books=Books(planned=9, accepted=5, deferred=4)),
            SendWish(),
            "0 of 9 readers, and to 4 deferred when they are due",
        ),
        (
            Rehearsal(
                slug=SLUG,
                books=Books(planned=403, owed=403),
                subscribed=1528,
                lists=("daily",),
                segment='country = "BE"',
            ),
            SendWish(lists=("DAILY",)),
            '403 of 1,528 subscribed readers, those on daily in country = "BE"',
        ),
    ],
)
def test_a_rehearsal_counts_all_whom_a_send_would_mail(
    found: Rehearsal, wish: SendWish, told: str
) -> None:
    assert told_readers(found, wish) == told


@pytest.mark.parametrize(
    ("wish", "test", "told"),
    [
        (SendWish(), (), "digest send"),
        (SendWish(weekly=True), (), "digest send --weekly"),
        (SendWish(slug=SLUG), (), f"digest send {SLUG}"),
        (SendWish(lists=("daily",)), (), "the same without --dry-run"),
        (SendWish(include_new=True, slug=SLUG), (), "the same without --dry-run"),
        (SendWish(), ("desk@example.org",), "the same without --dry-run"),
    ],
)
def test_what_comes_after_a_rehearsal_mails_nobody_else(
    wish: SendWish, test: tuple[str, ...], told: str
) -> None:
    assert next_step(wish, test) == told


def test_a_run_that_was_stopped_tells_of_the_deferred_too() -> None:
    lines = sent(books=Books(planned=9, accepted=5, deferred=4), tried=9, interrupted=True)

    assert "recorded, 0 are owed, 4 deferred." in lines[-1]


def test_a_run_beside_another_one_leaves_the_rest_to_it() -> None:
    busy = EditionBusy("Another run is sending it.", "It goes on by itself.")

    lines = sent(books=Books(planned=9, accepted=5, owed=4), tried=5, trouble=busy)

    assert lines[-1] == f"4 are owed.      Next: digest report {SLUG}"


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


def test_a_first_run_tells_its_counts_and_how_fast_it_was() -> None:
    books = Books(planned=1181, accepted=1174, deferred=5, rejected=2)

    first, last = sent(books=books, tried=1181, seconds=12.3, next_due=NOON)

    assert first == (
        "accepted 1,174 · deferred 5 · rejected 2 · unknown 0      the books balance"
        "      1,181 in 12 s, 96/s"
    )
    assert last.startswith("5 deferred, due again from 13:00")


def test_a_later_run_tells_what_it_did_itself() -> None:
    before = Books(planned=1181, accepted=1174, deferred=5, rejected=2)
    books = Books(planned=1181, accepted=1178, rejected=3)

    lines = sent(books=books, tried=5, state=EditionState.DONE, before=before)

    assert lines[-1].startswith("5 due, 4 accepted. the-daily-2026-11-23 is complete.")


def test_each_paused_domain_is_told_with_its_reason_and_its_readers() -> None:
    paused = (
        PausedDomain(domain="a.example", reason="refuses our mail: 550 5.7.26 no", readers=1204),
        PausedDomain(domain="b.example", reason="asks for patience: 421 later", readers=1),
    )
    told = SendReport(
        slug=SLUG,
        books=Books(planned=1205, deferred=1205),
        seconds=1.0,
        state=EditionState.SENDING,
        paused=paused,
    )

    answer = sent_answer(told, Stop(), zone=BRUSSELS)

    assert answer.lines[1:3] == [
        "a.example refuses our mail: 550 5.7.26 no (1,204 readers left for a later run)",
        "b.example asks for patience: 421 later (1 reader left for a later run)",
    ]
    assert answer.data["paused"][1] == {  # type: ignore[call-overload]
        "domain": "b.example",
        "reason": "asks for patience: 421 later",
        "readers": 1,
    }


@pytest.mark.parametrize("halted", ["", "26 of the last 500 readers were rejected."])
def test_a_run_that_was_halted_says_who_can_go_on(halted: str) -> None:
    lines = sent(
        books=Books(planned=2, accepted=1, owed=1), state=EditionState.HALTED, halted=halted
    )

    assert lines[-1].startswith(f"{SLUG} is halted until somebody resumes it, 1 is owed.")
    assert lines[-1].endswith("digest resume, then digest send")
    assert len(lines) == (3 if halted else 2)


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (signal.SIGINT, ExitStatus.INTERRUPTED),
        (signal.SIGTERM, ExitStatus.TERMINATED),
        (signal.SIGHUP, ExitStatus.TERMINATED),
    ],
)
def test_a_run_that_waited_and_was_asked_to_end_has_the_status_of_the_signal(
    number: signal.Signals, status: ExitStatus
) -> None:
    stop = Stop()
    assert not stop.hear(number)
    told = SendReport(
        slug=SLUG, books=Books(planned=1, deferred=1), seconds=1.0, state=EditionState.SENDING
    )

    assert sent_answer(told, stop, zone=BRUSSELS, wait=True).status is status
    assert sent_answer(told, stop, zone=BRUSSELS).status is ExitStatus.OWED
    assert sent_answer(replace(told, interrupted=True), stop, zone=BRUSSELS).status is status


def test_a_second_signal_ends_a_run_at_once_but_not_a_closed_terminal_that_is_told_again() -> None:
    stop = Stop()

    heard = [stop.hear(one) for one in (signal.SIGHUP, signal.SIGHUP, signal.SIGTERM)]

    assert heard == [False, False, True]
    assert stop.signal is signal.SIGHUP


def test_a_drafted_edition_is_not_reported_as_balanced_and_done() -> None:
    [line] = next_lines(report(EditionState.DRAFTED), BRUSSELS)

    assert line.startswith("It has not been sent yet.")


def test_readers_in_doubt_are_named_with_both_ways_on() -> None:
    lines = list(next_lines(report(EditionState.SENDING, unknown=2, owed=1), BRUSSELS))

    assert f"digest send {SLUG} --retry-unknown" in lines[0]
    assert lines[-1] == f"Next: digest send {SLUG}"


def test_where_no_publication_is_nobody_is_told_to_send() -> None:
    owed = report(EditionState.SENDING, owed=1)

    assert list(next_lines(owed, BRUSSELS, sends=False)) == ["Next: digest workers"]


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


def test_an_added_source_tells_when_its_section_is_a_new_one() -> None:
    city = SectionRule(name="City")
    paper = Publication(id="p", name="P", sender="p@example.org", sections=(city,))
    found = Inspected(source=FEED, description="RSS 2.0, 5 entries")
    assert tell_added(found, paper) == "Varrow Post   RSS 2.0, 5 entries → City"
    other = replace(found, source=replace(FEED, section="Ctiy"))
    assert tell_added(other, paper).endswith("→ Ctiy (a new section)")


def test_sources_stand_in_columns_with_how_they_fare() -> None:
    short = Source(name="B", kind=SourceKind.FOLDER, url="saved")
    articles = MemoryStore().articles
    articles.save_source_health(SourceHealth(name=FEED.name, url=FEED.url, last_success=NOON))
    later = NOON + timedelta(minutes=5)

    states = read_states([FEED, short], articles, now=later)
    first, second = state_lines(states, zone=BRUSSELS, now=later)

    assert first.index("https") == second.index("saved")
    assert first.index("answered") == second.index("not collected")
    assert first.endswith("→ City   answered 5 minutes ago")
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


def test_a_dead_link_is_not_said_to_stop_a_send_which_asks_no_address() -> None:
    dead = replace(ERROR, rule="dead-link")

    assert "would send it all the same" in checked_answer(checked(dead)).lines[-1]
    assert "would send it all the same" in (checked_answer(checked(dead)).brief or "")
    assert "nothing will be sent" in checked_answer(checked(dead, ERROR)).lines[-1]

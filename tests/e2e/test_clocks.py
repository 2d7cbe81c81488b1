"""Clocks that change for summer and winter, and clocks that are set while a send runs."""

import signal
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import EXAMPLE_NOW
from tests.e2e.forked import Forks, wait_until
from tests.e2e.ledger_checks import change, check_doubts, count_copies, make_day, make_draft
from tests.e2e.test_day import LATER
from tests.e2e.truthful import TruthfulServer

from digest.adapters.store import open_store
from digest.model.edition import EditionRecord

READERS = 8
SLOTS = '# slots = { morning = { at = "05:30", send_by = "09:30" }, evening = { at = "17:00" } }'
AUTUMN, SPRING = "2026-10-25", "2026-03-29"
BUSY = 7


@pytest.fixture
def london(forks: Forks, tmp_path: Path) -> Path:
    """A publication in London; 1:30 comes twice there on 25 October, and never on 29 March."""
    folder = tmp_path / "thedaily"
    make_day(forks, folder, readers=READERS)
    change(folder, 'timezone = "Europe/Brussels"', 'timezone = "Europe/London"')
    return folder


def read_record(folder: Path, slug: str) -> EditionRecord:
    with closing(open_store(f"sqlite:///{folder / 'digest.db'}", secret="not needed")) as store:
        assert len(store.editions.editions()) == 1, "a second edition of one day"
        record = store.editions.edition(slug)
    assert record is not None
    return record


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def send_at(forks: Forks, folder: Path, server: TruthfulServer, *moments: str) -> list[Any]:
    """Run `digest send` at each of these moments, as cron would; tell what each said."""
    ran = [
        forks.run(folder, "--json", "send", now=moment, environment={"DIGEST_RELAY": server.url})
        for moment in moments
    ]
    return [{"exit": one.status, **one.data} for one in ran]


@pytest.mark.parametrize(
    ("day", "moments", "end_of_day"),
    [
        (AUTUMN, ("01:30+01:00", "01:30+00:00", "02:30+00:00"), "2026-10-26T00:00"),
        (SPRING, ("00:59+00:00", "02:01+01:00", "02:59+01:00"), "2026-03-29T23:00"),
    ],
    ids=["1:30 comes twice", "1:30 never comes"],
)
def test_a_day_on_which_clocks_change_has_one_edition(
    forks: Forks, london: Path, day: str, moments: tuple[str, ...], end_of_day: str
) -> None:
    with TruthfulServer() as server:
        told = send_at(forks, london, server, *(f"{day}T{moment}" for moment in moments))

        slug = f"the-daily-{day}"
        assert [one["exit"] for one in told] == [0] * len(moments)
        assert {one["edition"] for one in told} == {slug}
        assert set(count_copies(server).values()) == {1}, "a second copy"
        assert len(server.received) == READERS
        record = read_record(london, slug)
        cut_off = datetime.fromisoformat(f"{day}T{moments[0]}")
        assert abs((record.window.end - cut_off).total_seconds()) < 10
        assert (record.window.end - record.window.start).total_seconds() == 24 * 3600
        assert record.send_by == utc(end_of_day)


@pytest.mark.parametrize(
    ("day", "early", "due", "again"),
    [
        (AUTUMN, "00:29", "00:30", "01:30"),
        # A time that the clocks skip is moved on by as much as they are: half past two.
        (SPRING, "01:29", "01:30", "02:30"),
    ],
    ids=["1:30 comes twice", "1:30 never comes"],
)
def test_a_slot_comes_once_on_a_day_on_which_clocks_change(
    forks: Forks, london: Path, day: str, early: str, due: str, again: str
) -> None:
    change(london, SLOTS, 'slots = { night = { at = "01:30", send_by = "02:30" } }')
    slug = f"the-daily-{day}-night"
    # 2:30 is 2:30 in winter time, and 2:30 in summer time: an hour after the slot, or none.
    until = {AUTUMN: "02:30", SPRING: "01:30"}[day]
    with TruthfulServer() as server:
        moments = [f"{day}T{moment}+00:00" for moment in (early, due, again)]
        told = send_at(forks, london, server, *moments)

        assert told[0]["due"].startswith(f"{day}T{due}")
        if day == AUTUMN:
            assert [one["exit"] for one in told] == [0, 0, 0]
            assert told[1]["edition"] == told[2]["edition"] == slug
            assert set(count_copies(server).values()) == {1}, "a second copy"
            assert len(server.received) == READERS
        else:
            assert not server.received, "begun when its time was over"
            assert told[1]["exit"] == 9
        record = read_record(london, slug)
        assert record.window.end == utc(f"{day}T{due}")
        assert record.send_by == utc(f"{day}T{until}")


def test_who_was_deferred_before_the_clocks_change_is_tried_when_five_minutes_are_over(
    forks: Forks, london: Path
) -> None:
    with TruthfulServer(answers={"reader3@example.org": "450 4.2.0 greylisted"}) as server:
        deferred, too_soon, later = send_at(
            forks,
            london,
            server,
            f"{AUTUMN}T01:54:00+01:00",
            f"{AUTUMN}T01:58:00+01:00",
            # Three minutes past one: on the wall an hour before the first attempt.
            f"{AUTUMN}T01:03:00+00:00",
        )

        assert (deferred["exit"], deferred["deferred"], deferred["accepted"]) == (5, 1, READERS - 1)
        due = datetime.fromisoformat(deferred["next_due"])
        assert utc(f"{AUTUMN}T00:59:00") <= due <= utc(f"{AUTUMN}T01:01:00")
        assert (too_soon["exit"], too_soon["deferred"]) == (5, 1)
        assert (later["exit"], later["accepted"]) == (0, READERS)
        assert set(count_copies(server).values()) == {1}


@pytest.mark.parametrize(
    ("day", "until", "on_time", "late"),
    [
        (AUTUMN, "2026-10-25T00:45", "00:44:50", "00:45:01"),
        (SPRING, "2026-03-29T01:45", "01:44:50", "01:45:01"),
    ],
    ids=["comes twice", "never comes"],
)
def test_nothing_is_begun_after_a_time_that_clocks_make_odd(
    forks: Forks, london: Path, day: str, until: str, on_time: str, late: str
) -> None:
    change(london, '# send_by = "21:00" ', 'send_by = "01:45" ')
    with TruthfulServer(answers={"reader3@example.org": "450 4.2.0 greylisted"}) as server:
        first, second = send_at(
            forks, london, server, f"{day}T{on_time}+00:00", f"{day}T{late}+00:00"
        )

        assert (first["exit"], first["accepted"]) == (5, READERS - 1)
        assert read_record(london, f"the-daily-{day}").send_by == utc(until)
        assert second["exit"] == 9
        assert second.get("expired", 1) == 1
        assert len(server.received) == READERS - 1


@pytest.mark.parametrize("hours", [-1, 1], ids=["back", "on"])
def test_a_clock_that_is_set_while_a_run_sends_lets_nobody_in_and_mails_nobody_twice(
    forks: Forks, tmp_path: Path, hours: int
) -> None:
    readers = 60
    folder = tmp_path / "thedaily"
    make_draft(forks, folder, readers=readers)
    there = datetime.fromisoformat(EXAMPLE_NOW)
    set_to = there.replace(hour=there.hour + hours).isoformat()
    with TruthfulServer(seconds=0.04) as server:
        environment = {"DIGEST_RELAY": server.url}
        sending = forks.start(
            folder, "--json", "send", environment=environment, jump=3600.0 * hours
        )
        wait_until(lambda: len(server.received) > 10)
        sending.signal(signal.SIGUSR1)
        if hours < 0:
            beside = forks.run(folder, "send", now=set_to, environment=environment)
            assert beside.status == BUSY, beside
        sent = sending.wait()
        server.wait_idle()
        before = len(server.received)
        last = forks.run(folder, "--json", "send", now=LATER, environment=environment)

        assert "the clock has jumped" in sent.err
        # A run whose clock is set on an hour cannot know that its lease is not over.
        assert sent.status == 0 or hours > 0, sent
        assert sent.data["unknown"] == 0
        assert before == readers or hours > 0
        report = forks.run(folder, "--json", "report").data
        assert check_doubts(report, server, readers=readers) == set()
        assert last.status == 0, last
        assert set(count_copies(server).values()) == {1}, "a second copy"

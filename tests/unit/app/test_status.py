"""The dead man's switch: it alarms when an edition should be out and is not, and only then."""

from dataclasses import replace
from datetime import time

import pytest
from tests.unit.app.edition_desk import (
    DAY,
    EVENING,
    HOUR,
    MORNING,
    SLOTTED,
    SLUG,
    Desk,
    article,
    make_desk,
)
from tests.unit.app.sending_desk import refusal

from digest.adapters.memory_relay import MemoryRelay
from digest.app.status import Standing, tell_standing
from digest.errors import ExitStatus, UsageError
from digest.model.delivery import Books
from digest.model.edition import WEEKLY, EditionState
from digest.model.publication import WeeklyRules

OK, MISSING = ExitStatus.OK, ExitStatus.MISSING


def standing(desk: Desk, *, slot: str | None = None, by: time | None = None) -> Standing:
    return tell_standing(
        desk.publication,
        editions=desk.store.editions,
        ledger=desk.store.ledger,
        now=desk.clock.now(),
        slot_name=slot,
        by=by,
    )


def test_nothing_there_is_missing_and_the_next_step_is_named() -> None:
    told = standing(make_desk())
    assert (told.slug, told.state, told.exit_status) == (SLUG, "none", MISSING)
    assert told.next_step == "Next: digest send"
    assert told.books == Books()


def test_the_next_step_names_the_moment_before_which_it_would_do_nothing() -> None:
    desk = make_desk(replace(SLOTTED, weekly=WeeklyRules()))
    week = standing(desk, slot=WEEKLY, by=time(10))
    desk.clock.moment -= HOUR

    assert week.next_step == (
        "Next: digest send --weekly, from Saturday 2026-11-28 09:00 Europe/Brussels"
    )
    assert standing(desk).next_step == (
        "Next: digest send, from Monday 2026-11-23 05:30 Europe/Brussels"
    )


@pytest.mark.parametrize(
    ("by", "status"),
    [(time(5, 31), OK), (time(5, 30), MISSING), (time(5, 29), MISSING), (time(0), MISSING)],
)
def test_before_its_local_time_nothing_is_missed(by: time, status: ExitStatus) -> None:
    # It is 5:30 in Brussels, and 4:30 in UTC.
    assert standing(make_desk(), by=by).exit_status is status


def test_a_draft_alone_is_not_out() -> None:
    desk = make_desk()
    desk.draft()
    assert (standing(desk).state, standing(desk).exit_status) == ("drafted", MISSING)


def test_a_sent_edition_is_out() -> None:
    desk = make_desk()
    desk.send()
    told = standing(desk, by=time(5, 30))
    assert (told.state, told.exit_status) == ("done", OK)
    assert "3 of 3 accepted" in told.sentence
    assert told.books == Books(planned=3, accepted=3)


def test_what_is_planned_and_still_owed_is_missing() -> None:
    desk = make_desk()
    desk.plan()
    assert (standing(desk).state, standing(desk).exit_status) == ("planned", MISSING)
    assert standing(desk, by=time(7, 45)).exit_status is OK


def test_an_edition_is_out_when_one_reader_is_deferred_and_nobody_is_owed() -> None:
    desk = make_desk()
    desk.plan()
    desk.relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.1")]})
    desk.send()
    told = standing(desk)
    assert (told.state, told.exit_status) == ("sending", OK)
    assert "2 of 3 accepted, 1 deferred" in told.sentence


@pytest.mark.parametrize(("code", "enhanced"), [(450, "4.2.1"), (550, "5.1.1")])
def test_an_edition_is_not_out_when_more_readers_were_turned_away_than_accepted(
    code: int, enhanced: str
) -> None:
    desk = make_desk()
    desk.plan()
    desk.relay = MemoryRelay(
        {f"reader{one}@example.org": [refusal(code, enhanced)] for one in (1, 2)}
    )
    desk.send()
    told = standing(desk)
    assert "1 of 3 accepted" in told.sentence
    assert told.books.owed == 0
    assert told.exit_status is MISSING


@pytest.mark.parametrize("state", [EditionState.HALTED, EditionState.EXPIRED])
def test_a_halted_or_expired_edition_is_missing(state: EditionState) -> None:
    desk = make_desk()
    desk.plan()
    desk.store.ledger.set_state(SLUG, state)
    told = standing(desk)
    assert (told.state, told.exit_status) == (state.value, MISSING)


def test_a_quiet_day_is_no_alarm_and_tells_its_reason() -> None:
    desk = Desk()
    desk.add_readers("anna")
    desk.keep([article("levy", MORNING - HOUR)])
    desk.plan()
    told = standing(desk, by=time(5, 30))
    assert (told.state, told.exit_status) == ("quiet", OK)
    assert "1 new story" in told.sentence
    desk.clock.moment += DAY
    assert standing(desk).exit_status is MISSING, "another day is another matter"


def test_after_a_quiet_morning_what_is_drafted_counts_again() -> None:
    desk = Desk()
    desk.add_readers("anna")
    desk.plan()
    desk.keep([article("levy", MORNING - HOUR), article("trams", MORNING - HOUR)])
    desk.draft()
    assert (standing(desk).state, standing(desk).exit_status) == ("drafted", MISSING)


def test_a_slot_is_asked_for_by_its_name_and_else_the_latest_one_is_meant() -> None:
    desk = make_desk(SLOTTED)
    desk.send()
    assert standing(desk).exit_status is OK
    desk.clock.moment = EVENING
    assert (standing(desk).slug, standing(desk).exit_status) == (SLUG + "-evening", MISSING)
    assert standing(desk, slot="morning").exit_status is OK
    assert standing(desk, slot="evening", by=time(17, 30)).exit_status is OK
    with pytest.raises(UsageError):
        standing(desk, slot="noon")

"""A halt stops what is being sent, and holds; resuming sends nothing by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.unit.app.edition_desk import DAY, HOUR, MORNING, SLUG, Desk, article, make_desk
from tests.unit.app.sending_desk import refusal

from digest.adapters.memory_relay import MemoryRelay
from digest.app.halting import HaltReport, halt_edition, resume_edition
from digest.errors import EditionExpired, UsageError
from digest.model.delivery import Books
from digest.model.edition import EditionState

TOMORROW = "the-daily-2026-11-24"
Wish = Callable[..., HaltReport]
BOTH = pytest.mark.parametrize("wish", [halt_edition, resume_edition], ids=["halt", "resume"])


def do(wish: Wish, desk: Desk, slug: str | None = None, *, dry_run: bool = False) -> HaltReport:
    return wish(slug, stores=desk.stores, now=desk.clock.now(), dry_run=dry_run)


def planned_desk() -> Desk:
    desk = make_desk()
    desk.plan()
    return desk


def expire(desk: Desk) -> None:
    desk.clock.moment = desk.record().send_by
    desk.store.ledger.expire(SLUG, now=desk.clock.now())


def plan_tomorrow(desk: Desk) -> None:
    """Plan another edition, while today's has time left until the end of tomorrow."""
    desk.store.ledger.set_send_by(SLUG, MORNING + 2 * DAY)
    desk.clock.moment += DAY
    desk.keep([article("bees", MORNING + HOUR), article("chess", MORNING + HOUR)])
    desk.plan()
    assert desk.record(TOMORROW).state is EditionState.PLANNED


@pytest.mark.parametrize("state", [EditionState.PLANNED, EditionState.SENDING])
def test_what_is_on_its_way_is_halted_and_told_with_its_counts(state: EditionState) -> None:
    desk = planned_desk()
    desk.store.ledger.set_state(SLUG, state)

    told = do(halt_edition, desk)

    assert told == HaltReport(
        slug=SLUG, before=state, state=EditionState.HALTED, books=Books(planned=3, owed=3)
    )
    assert desk.record().state is EditionState.HALTED


def test_a_second_halt_and_a_second_resume_change_nothing() -> None:
    desk = planned_desk()
    do(halt_edition, desk)
    assert do(halt_edition, desk).before is EditionState.HALTED
    assert desk.record().state is EditionState.HALTED

    first, second = do(resume_edition, desk), do(resume_edition, desk)

    assert (first.before, first.state) == (EditionState.HALTED, EditionState.SENDING)
    assert (second.before, second.state) == (EditionState.SENDING, EditionState.SENDING)
    assert desk.relay.taken == []


def test_a_resumed_edition_is_sent_by_the_next_send_to_whom_it_is_owed() -> None:
    desk = planned_desk()
    do(halt_edition, desk)
    do(resume_edition, desk)

    assert desk.send().books.accepted == 3


@BOTH
def test_a_rehearsal_tells_the_same_and_changes_nothing(wish: Wish) -> None:
    desk = planned_desk()
    if wish is resume_edition:
        do(halt_edition, desk)
    before = desk.record()

    rehearsed = do(wish, desk, dry_run=True)

    assert desk.record() == before
    assert rehearsed == do(wish, desk)


@BOTH
def test_what_is_complete_stays_complete(wish: Wish) -> None:
    desk = make_desk()
    desk.send()

    told = do(wish, desk)

    assert (told.slug, told.before, told.state) == (SLUG, EditionState.DONE, EditionState.DONE)
    assert desk.record().state is EditionState.DONE


def test_what_has_expired_needs_no_halt_and_cannot_be_resumed() -> None:
    desk = planned_desk()
    expire(desk)

    assert do(halt_edition, desk, SLUG).state is EditionState.EXPIRED
    with pytest.raises(EditionExpired):
        do(resume_edition, desk, SLUG)
    assert desk.record().state is EditionState.EXPIRED


def test_a_halted_edition_whose_time_has_passed_is_not_resumed() -> None:
    desk = planned_desk()
    do(halt_edition, desk)
    desk.clock.moment = desk.record().send_by

    with pytest.raises(EditionExpired):
        do(resume_edition, desk, SLUG)
    assert desk.record().state is EditionState.HALTED


@BOTH
def test_what_was_never_planned_is_neither_halted_nor_resumed(wish: Wish) -> None:
    desk = make_desk()
    with pytest.raises(UsageError, match="No edition has been sent yet"):
        do(wish, desk)
    with pytest.raises(UsageError, match="no edition the-daily-2026-11-24"):
        do(wish, desk, TOMORROW)
    desk.draft()
    with pytest.raises(UsageError, match="only drafted"):
        do(wish, desk, SLUG)
    assert desk.record().state is EditionState.DRAFTED


def test_without_a_name_the_latest_on_its_way_is_halted_and_the_others_are_named() -> None:
    desk = planned_desk()
    plan_tomorrow(desk)

    first, second = do(halt_edition, desk), do(halt_edition, desk)

    assert (first.slug, first.others) == (TOMORROW, (SLUG,))
    assert (second.slug, second.others) == (SLUG, ())
    assert do(resume_edition, desk).slug == TOMORROW
    assert desk.record().state is EditionState.HALTED


def test_without_a_name_an_edition_whose_time_has_passed_is_not_meant() -> None:
    desk = make_desk()
    desk.relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.1")]})
    desk.send()
    plan_tomorrow(desk)
    desk.relay = MemoryRelay()
    assert desk.send(TOMORROW).state is EditionState.DONE
    desk.store.ledger.set_send_by(SLUG, desk.clock.now())
    assert desk.record().state is EditionState.SENDING

    told = do(halt_edition, desk)

    assert (told.slug, told.state) == (TOMORROW, EditionState.DONE)


def test_an_edition_that_ends_in_this_very_moment_is_not_opened_again() -> None:
    desk = planned_desk()
    do(halt_edition, desk)
    ledger = desk.store.ledger
    record = desk.record()
    ledger.expire(SLUG, now=desk.clock.now())

    # What `resume` saw before is no longer so.
    assert ledger.set_state(record.slug, EditionState.SENDING) is EditionState.EXPIRED
    assert desk.record().state is EditionState.EXPIRED
    assert desk.clock.now() < record.send_by - timedelta(minutes=1)

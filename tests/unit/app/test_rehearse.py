"""A rehearsed send tells what a send would do, refusals included, and does nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.app.edition_desk import (
    DAY,
    FILE,
    MINUTE,
    PUBLICATION,
    SLOTTED,
    SLUG,
    Desk,
    chosen,
    make_desk,
    renderer,
)
from tests.unit.app.sending_desk import refusal

from digest.adapters.memory_relay import MemoryRelay
from digest.app.brought import NotDue, Unchosen
from digest.app.day import SendWish
from digest.app.rehearse import Rehearsal, rehearse_send
from digest.errors import EditionExpired, ExitStatus, UsageError
from digest.model.delivery import Books
from digest.model.edition import EditionState
from digest.model.publication import EditionRules, WeeklyRules


def rehearse(desk: Desk, *, is_test: bool = False, **wish: Any) -> Rehearsal:
    collected = desk.collected
    before = dict(desk.folder.texts), desk.store.editions.editions(), desk.store.editions.told()
    try:
        return rehearse_send(
            SendWish(**wish),
            desk.publication,
            stores=desk.stores,
            folder=desk.folder,
            renderer=renderer(),
            clock=desk.clock,
            public_url="",
            is_test=is_test,
        )
    finally:
        after = dict(desk.folder.texts), desk.store.editions.editions(), desk.store.editions.told()
        assert after == before, "a rehearsal changes nothing"
        assert desk.collected == collected


def test_without_a_draft_it_tells_what_would_be_drafted_and_to_how_many_it_would_go() -> None:
    told = rehearse(make_desk())

    assert told.slug == SLUG
    assert told.draft
    assert chosen(told.draft) == {"levy", "gauges", "trams", "kiln"}
    assert told.checked
    assert told.checked.errors == 0
    assert told.books == Books(planned=3, owed=3)


def test_a_quiet_day_is_told_and_not_noted() -> None:
    desk = make_desk(replace(PUBLICATION, edition=EditionRules(minimum=9)))
    told = rehearse(desk)
    assert told.draft
    assert told.draft.edition is None
    assert told.books == Books()
    assert desk.store.editions.quiet_day(SLUG) is None


def test_a_draft_is_checked_as_it_stands() -> None:
    desk = make_desk()
    desk.add_readers("anna", lists=("daily",))
    desk.draft()
    desk.folder.texts[FILE] = "nonsense\n"
    told = rehearse(desk, lists=("daily",))
    assert told.checked
    assert told.checked.errors == 1
    assert told.books.planned == 1
    assert told.draft is None


def test_what_a_send_would_refuse_the_rehearsal_refuses() -> None:
    desk = make_desk()
    with pytest.raises(UsageError, match="no edition"):
        rehearse(desk, slug="the-daily-2026-11-24")
    with pytest.raises(UsageError, match='nobody is on a list "weekly"'):
        rehearse(desk, lists=("weekly",))
    desk.draft()
    desk.clock.moment = desk.record().send_by
    with pytest.raises(EditionExpired):
        rehearse(desk, slug=SLUG)


def test_of_a_planned_edition_the_ledger_tells_and_the_same_is_refused() -> None:
    desk = make_desk()
    desk.plan()
    assert rehearse(desk).books == Books(planned=3, owed=3)
    with pytest.raises(UsageError, match="was planned for every subscriber"):
        rehearse(desk, lists=("daily",))
    desk.clock.moment = desk.record().send_by
    desk.send(SLUG)
    with pytest.raises(EditionExpired):
        rehearse(desk, slug=SLUG)


def test_a_halted_edition_is_rehearsed_as_the_run_would_meet_it() -> None:
    desk = make_desk()
    desk.plan()
    desk.store.ledger.set_state(SLUG, EditionState.HALTED)

    bare, named = rehearse(desk), rehearse(desk, slug=SLUG)

    assert (bare.halted, bare.resumes) == (True, False)
    assert (named.halted, named.resumes) == (False, True)
    assert not rehearse(desk, is_test=True).halted
    assert desk.record().state is EditionState.HALTED


def test_another_send_by_is_rehearsed_too() -> None:
    desk = make_desk()
    desk.draft()
    desk.clock.moment = desk.record().send_by

    later = rehearse(desk, slug=SLUG, send_by=desk.clock.moment + timedelta(hours=1))

    assert later.books.owed == 3
    with pytest.raises(UsageError, match="has passed"):
        rehearse(desk, slug=SLUG, send_by=desk.clock.moment)


def test_a_test_copy_is_allowed_at_any_time_and_needs_no_reader() -> None:
    desk = make_desk(readers=0)
    assert rehearse(desk, is_test=True).books == Books()
    desk.draft()
    desk.clock.moment = desk.record().send_by
    assert rehearse(desk, slug=SLUG, is_test=True).checked


def test_before_its_time_the_rehearsal_waits_as_the_send_does() -> None:
    desk = make_desk(SLOTTED)
    due = desk.clock.moment
    desk.clock.moment -= MINUTE

    assert rehearse(desk).early == NotDue(slug=f"{SLUG}-morning", at=due)
    assert rehearse(desk, is_test=True).early is None
    desk.clock.moment = due
    assert rehearse(desk).books.owed == 3


def test_a_round_up_that_nobody_chose_is_rehearsed_without_a_note_of_it() -> None:
    desk = make_desk(replace(PUBLICATION, weekly=WeeklyRules()))
    week, saturday = "the-daily-2026-11-28-weekly", desk.clock.moment + 5 * DAY

    early = rehearse(desk, weekly=True).early
    desk.clock.moment = saturday + timedelta(hours=4)

    assert isinstance(early, NotDue)
    assert early.at.isoformat() == "2026-11-28T08:00:00+00:00"
    assert rehearse(desk, weekly=True).early == Unchosen(slug=week, told=False)
    assert desk.store.editions.quiet_day(week) is None


def test_with_nobody_to_try_it_ends_as_the_send_would() -> None:
    desk = make_desk()
    desk.plan()
    desk.relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.1")]})
    desk.send()

    waiting = rehearse(desk).idle
    assert waiting
    assert (waiting.exit_status, waiting.next_due) == (
        ExitStatus.OWED,
        desk.store.ledger.next_due(SLUG),
    )
    assert waiting.next_due
    before, desk.clock.moment = desk.clock.moment, waiting.next_due
    assert rehearse(desk).idle is None, "the deferred are due"
    desk.clock.moment = desk.record().send_by
    with pytest.raises(EditionExpired):
        rehearse(desk, slug=SLUG)
    desk.clock.moment, desk.relay = before + timedelta(hours=1), MemoryRelay()
    desk.send()
    done = rehearse(desk).idle
    assert done
    assert done.exit_status is ExitStatus.OK

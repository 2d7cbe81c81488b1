"""A rehearsed send tells what a send would do, refusals included, and does nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.app.edition_desk import (
    FILE,
    PUBLICATION,
    SLUG,
    Desk,
    chosen,
    make_desk,
    renderer,
)

from digest.app.day import SendWish
from digest.app.rehearse import Rehearsal, rehearse_send
from digest.errors import EditionExpired, UsageError
from digest.model.delivery import Books
from digest.model.edition import EditionState
from digest.model.publication import EditionRules


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
    with pytest.raises(UsageError, match="Nobody is subscribed on weekly"):
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

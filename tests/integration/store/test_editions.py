from dataclasses import replace

import pytest
from tests.integration.store.examples import (
    HOUR,
    NOW,
    SEND_BY,
    SLUG,
    AnyStore,
    accepted,
    add_people,
    held,
    ids,
    make_lock,
    make_record,
    plan,
    turn,
)

from digest.errors import EditionBusy
from digest.model.delivery import Outcome
from digest.model.edition import Decision, EditionState, Window

DECISION = Decision(
    url="https://post.example.org/harbour-levy",
    headline="Ministers shelve the harbour levy",
    place="Politics",
    reason="chosen",
    score=1.75,
    terms=(("recency", 0.8), ("sources", 0.95)),
    articles=("https://post.example.org/harbour-levy", "https://wire.example.org/7"),
)


def test_a_draft_comes_back_as_it_was_saved(store: AnyStore) -> None:
    record = make_record(decisions=(DECISION,), lists=("daily",))
    store.editions.save_draft(record)

    assert store.editions.edition(SLUG) == record
    assert store.editions.edition("the-daily-2026-11-24") is None
    assert store.editions.lock(SLUG) is None
    assert store.editions.last_sent() is None


def test_a_later_draft_takes_the_place_of_an_earlier_one(store: AnyStore) -> None:
    store.editions.save_draft(make_record(decisions=(DECISION,)))
    later = make_record(draft_hash="e" * 64, state=EditionState.APPROVED)
    store.editions.save_draft(later)

    assert store.editions.edition(SLUG) == later
    assert store.editions.editions() == [later]


def test_a_planned_edition_is_not_drafted_again(store: AnyStore) -> None:
    plan(store, readers=1)
    before = store.editions.edition(SLUG)

    with pytest.raises(EditionBusy, match="planned"):
        store.editions.save_draft(make_record(draft_hash="e" * 64))
    assert store.editions.edition(SLUG) == before


def test_editions_are_in_order_of_their_cut_off(store: AnyStore) -> None:
    for slug, end in (("b", NOW), ("c", NOW - HOUR), ("a", NOW)):
        window = Window(start=NOW - 24 * HOUR, end=end)
        store.editions.save_draft(make_record(slug, window=window, decisions=(DECISION,)))

    editions = store.editions.editions()
    assert [one.slug for one in editions] == ["c", "a", "b"]
    assert [one.decisions for one in editions] == [(), (), ()]


def test_a_quiet_day_is_remembered_until_there_is_an_edition(store: AnyStore) -> None:
    assert store.editions.quiet_day(SLUG) is None
    store.editions.note_quiet_day(SLUG, "a quiet day: 1 story", now=NOW)
    store.editions.note_quiet_day(SLUG, "a quiet day: 2 stories", now=NOW)
    assert store.editions.quiet_day(SLUG) == "a quiet day: 2 stories"

    store.editions.save_draft(make_record())
    assert store.editions.quiet_day(SLUG) is None


def test_planning_freezes_the_lock_and_tells_its_articles(store: AnyStore) -> None:
    add_people(store, 2, lists=("daily",))
    store.editions.save_draft(make_record(number=9))
    lock = make_lock(lists=("daily",))
    store.ledger.plan(lock, now=NOW, send_by=SEND_BY - HOUR)

    assert store.editions.lock(SLUG) == lock
    assert store.editions.told() == dict.fromkeys(lock.articles, SLUG)
    record = store.editions.edition(SLUG)
    assert record == replace(
        make_record(),
        state=EditionState.PLANNED,
        planned=2,
        planned_at=NOW,
        lists=("daily",),
        send_by=SEND_BY - HOUR,
    )
    assert store.editions.last_sent() == record


def test_an_article_told_again_counts_for_the_later_edition(store: AnyStore) -> None:
    plan(store, readers=1)
    plan(store, slug="the-daily-2026-11-24")

    assert set(store.editions.told().values()) == {"the-daily-2026-11-24"}


def test_an_edition_that_reached_nobody_was_not_sent(store: AnyStore) -> None:
    plan(store, readers=1)
    store.ledger.expire(SLUG, now=SEND_BY)

    assert store.editions.last_sent() is None
    assert store.editions.told() == {}


def test_only_an_edition_that_somebody_may_have_got_has_reached_anybody(store: AnyStore) -> None:
    later = "the-daily-2026-11-24"
    plan(store, readers=2)
    # A round-up, say, whose numbers are its own.
    week = Window(start=NOW, end=NOW + HOUR)
    store.editions.save_draft(make_record(later, number=1, window=week))
    store.ledger.plan(make_lock(later, number=1), now=NOW, send_by=SEND_BY)
    assert store.editions.reached() == []

    for slug, outcome in ((later, Outcome.UNKNOWN), (SLUG, Outcome.ACCEPTED)):
        batch = held(store, slug=slug)
        window = turn(store, batch, size=1)
        turn(store, batch, [replace(accepted(ids(window)[0]), outcome=outcome)], size=0)

    assert store.editions.reached() == [SLUG, later]


def test_an_expired_edition_that_reached_somebody_was_sent(store: AnyStore) -> None:
    plan(store, readers=2)
    batch = held(store)
    window = turn(store, batch, size=1)
    turn(store, batch, [accepted(ids(window)[0])], size=0)
    store.ledger.expire(SLUG, now=SEND_BY)

    sent = store.editions.last_sent()
    assert sent is not None
    assert (sent.slug, sent.state, sent.finished_at) == (SLUG, EditionState.EXPIRED, SEND_BY)
    assert list(store.editions.told().values()) == [SLUG]


def test_the_last_sent_has_the_latest_cut_off_of_those_planned(store: AnyStore) -> None:
    add_people(store, 1)
    for day in (25, 24, 26):
        slug = f"the-daily-2026-11-{day}"
        window = Window(start=NOW, end=NOW + day * HOUR)
        store.editions.save_draft(make_record(slug, window=window))
        if day != 26:
            store.ledger.plan(make_lock(slug), now=NOW, send_by=SEND_BY)

    sent = store.editions.last_sent()
    assert sent is not None
    assert sent.slug == "the-daily-2026-11-25"


def test_an_edition_is_read_without_its_decisions_when_nobody_needs_them(store: AnyStore) -> None:
    record = make_record(decisions=(DECISION,))
    store.editions.save_draft(record)

    assert store.editions.edition(SLUG) == record
    assert store.editions.edition(SLUG, with_decisions=False) == replace(record, decisions=())
    assert store.editions.edition("none", with_decisions=False) is None

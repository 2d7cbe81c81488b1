"""What has been kept for long enough goes, and nothing else: the same in every store."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.integration.store.examples import (
    NOW,
    SECRET,
    SLUG,
    AnyStore,
    accepted,
    add_people,
    books,
    claim,
    held,
    ids,
    make_article,
    make_person,
    plan,
    rejected,
    send_all,
    turn,
    unknown,
)
from tests.integration.store.test_returned import came_back

from digest.adapters.store import dropping, open_store, pruning
from digest.errors import EditionExpired
from digest.model.article import Sighting
from digest.model.delivery import Outcome, Phase, Reply
from digest.model.edition import EditionState
from digest.model.record import Kept
from digest.model.signup import ConsentText, SignUp
from digest.model.subscriber import SubscriberState, SuppressionReason

DAY = timedelta(days=1)
YEAR = 365 * DAY
LATER = NOW + 3 * YEAR
TEXT = ConsentText(
    version="0123456789abcdef", language="en", text="Yes, every morning.", first_shown=NOW
)


def prune(
    store: AnyStore,
    kind: Kept,
    *,
    before: datetime = NOW + YEAR,
    now: datetime = LATER,
    spare: tuple[str, ...] = (),
) -> int:
    """Prune after a rehearsal, which must tell the same and change nothing."""
    rehearsed = store.records.prune(kind, before=before, now=now, spare=spare, dry_run=True)
    done = store.records.prune(kind, before=before, now=now, spare=spare)
    assert done == rehearsed
    assert store.records.prune(kind, before=before, now=now, spare=spare) == 0, "nothing twice"
    return done


def ask(store: AnyStore, name: str, *, at: datetime = NOW) -> None:
    email = f"{name}@example.org"
    wish = SignUp(key=email, email=email, at=at, language="en", text=TEXT.version)
    store.sign_ups.ask(wish, TEXT)


def finish(store: AnyStore, slug: str = SLUG, *, at: datetime = NOW) -> None:
    send_all(store, now=at)
    store.ledger.settle(slug, now=at)


def known(store: AnyStore) -> set[str]:
    return {one.key.partition("@")[0] for one in store.subscribers.subscribers()}


def test_who_never_confirmed_is_gone_without_a_trace_and_may_ask_again(store: AnyStore) -> None:
    ask(store, "old")
    ask(store, "young", at=NOW + 2 * YEAR)
    add_people(store, 1)
    assert prune(store, Kept.PENDING) == 1
    assert known(store) == {"young", "reader0"}
    assert store.records.traces_of("old@example.org").suppression is None
    assert [one.email for one in store.letters.letters()] == ["young@example.org"]
    ask(store, "old", at=LATER)
    assert known(store) == {"young", "reader0", "old"}


def test_whoever_was_sent_an_edition_is_no_stranger_whatever_their_state_says(
    store: AnyStore,
) -> None:
    plan(store, readers=1)
    send_all(store)
    store.subscribers.set_state(
        "reader0@example.org", SubscriberState.PENDING, now=NOW, detail="asked anew"
    )
    assert prune(store, Kept.PENDING) == 0, "the books need their row, and the hash of them"


def test_who_left_long_ago_is_forgotten_and_never_mailed_again(store: AnyStore) -> None:
    keys = add_people(store, 4)
    store.subscribers.suppress(keys[0], SuppressionReason.UNSUBSCRIBED, now=NOW, detail="")
    store.subscribers.suppress(keys[1], SuppressionReason.BOUNCED, now=NOW + 2 * YEAR, detail="")
    store.subscribers.set_state(keys[2], SubscriberState.COMPLAINED, now=NOW, detail="")
    assert prune(store, Kept.LEFT) == 2
    assert known(store) == {"reader1", "reader3"}
    done = store.subscribers.import_subscribers([make_person("reader2")], now=LATER)
    assert (done.new, done.suppressed) == (0, 1), "no import brings them back"


def test_who_came_back_and_left_again_counts_from_the_last_time(store: AnyStore) -> None:
    [key] = add_people(store, 1)
    store.subscribers.suppress(key, SuppressionReason.UNSUBSCRIBED, now=NOW, detail="")
    store.subscribers.resubscribe(key, now=NOW + DAY, source="asked the desk")
    store.subscribers.suppress(key, SuppressionReason.UNSUBSCRIBED, now=NOW + 2 * YEAR, detail="")
    assert prune(store, Kept.LEFT) == 0
    assert known(store) == {"reader0"}


def test_who_is_paused_or_subscribed_is_kept_for_ever(store: AnyStore) -> None:
    people = [
        make_person("calm"),
        make_person("away", state=SubscriberState.PAUSED, paused_until=None),
    ]
    store.subscribers.import_subscribers(people, now=NOW)
    for kind in (Kept.PENDING, Kept.LEFT):
        assert prune(store, kind, before=LATER, now=LATER + YEAR) == 0
    assert known(store) == {"calm", "away"}


def test_letters_go_once_nothing_is_left_to_do_with_them(store: AnyStore) -> None:
    ask(store, "taken")
    ask(store, "waiting")
    [first, _] = store.letters.claim_letters(now=NOW, lease=DAY, most=2)
    reply = Reply(phase=Phase.FINAL, code=250, text="2.0.0 taken")
    store.letters.settle_letter(first, reply, Outcome.ACCEPTED, due=None, now=NOW)
    assert prune(store, Kept.LETTERS, before=NOW, now=NOW) == 0
    assert prune(store, Kept.LETTERS) == 1
    assert store.letters.count_waiting() == 1


def test_a_letter_of_today_is_kept_whatever_the_rule_says(store: AnyStore) -> None:
    """A form is answered once a day; that is known by its letter."""
    ask(store, "eager")
    [letter] = store.letters.claim_letters(now=NOW, lease=DAY, most=2)
    reply = Reply(phase=Phase.FINAL, code=250, text="2.0.0 taken")
    store.letters.settle_letter(letter, reply, Outcome.ACCEPTED, due=None, now=NOW)
    hour = timedelta(hours=1)
    assert prune(store, Kept.LETTERS, before=NOW + hour, now=NOW + hour) == 0


def test_of_a_mail_that_came_back_only_stays_that_it_was_read(store: AnyStore) -> None:
    plan(store, readers=1)
    send_all(store)
    mail = came_back()
    store.returns.take_back(mail, now=NOW)
    assert prune(store, Kept.RETURNED_MAIL) == 1
    assert store.returns.to_look_at() == []
    again = store.returns.take_back(mail, now=LATER)
    assert again.known, "it does not count twice"
    report = store.records.record_of("reader0@example.org")
    assert report
    assert report.returned == ()


def test_of_an_edition_that_ended_long_ago_the_books_stay_but_no_message_id(
    store: AnyStore,
) -> None:
    plan(store, readers=12)
    finish(store)
    before = books(store)
    assert prune(store, Kept.DELIVERIES) == 12
    assert books(store) == before
    [(_, row)] = store.subscribers.deliveries_of("reader3@example.org")
    assert (row.outcome, row.code) == (Outcome.ACCEPTED, 250)
    assert (row.message_id, row.reply) == ("", "")


def test_of_an_edition_whose_records_are_dropped_the_counts_stay(store: AnyStore) -> None:
    plan(store, readers=12)
    batch = held(store)
    window = turn(store, batch, size=12)
    results = [rejected(number) if number < 4 else accepted(number) for number in ids(window)]
    turn(store, batch, results)
    store.ledger.release(batch)
    store.ledger.settle(SLUG, now=NOW)
    before = books(store)
    assert (before.accepted, before.rejected) == (9, 3)

    assert prune(store, Kept.RECORDS) == 12
    assert books(store) == before, "the balance is still checked at each start"
    assert store.ledger.deliveries(SLUG, list(Outcome)) == []
    assert store.subscribers.deliveries_of("reader3@example.org") == []
    report, record = store.records.record_of("reader3@example.org"), store.editions.edition(SLUG)
    assert report
    assert (report.deliveries, report.notes, report.dropped) == ((), (), 1)
    assert record
    assert (record.state, record.dropped_at) == (EditionState.DONE, LATER)


def test_who_joined_after_an_edition_was_dropped_misses_no_record_of_it(store: AnyStore) -> None:
    plan(store, readers=1)
    finish(store)
    prune(store, Kept.RECORDS)
    store.subscribers.import_subscribers([make_person("late")], now=LATER)

    report = store.records.record_of("late@example.org")
    assert report
    assert report.dropped == 0


def test_nothing_more_is_sent_of_an_edition_whose_records_are_dropped(store: AnyStore) -> None:
    """Who got it is not known: anybody might get it twice."""
    plan(store, readers=2)
    finish(store)
    prune(store, Kept.RECORDS)
    add_people(store, 5)

    for act in (
        lambda: store.ledger.include_new(SLUG, now=LATER),
        lambda: store.ledger.include_new(SLUG, now=LATER, rehearse=True),
        lambda: store.ledger.retry_unknown(SLUG, now=LATER),
        lambda: store.ledger.set_send_by(SLUG, LATER),
    ):
        with pytest.raises(EditionExpired, match="nobody knows any more"):
            act()
    assert store.ledger.set_state(SLUG, EditionState.SENDING) is EditionState.DONE
    assert claim(store, now=LATER) is None
    assert store.ledger.settle(SLUG, now=LATER) is EditionState.DONE
    assert books(store).accepted == 2


def test_the_records_of_the_last_weeks_stay_whatever_the_rule_says(store: AnyStore) -> None:
    """A round-up leaves out what its readers were sent before."""
    plan(store, readers=1)
    finish(store)
    weeks = timedelta(weeks=5)
    assert prune(store, Kept.RECORDS, before=NOW + weeks, now=NOW + weeks) == 0
    assert store.subscribers.deliveries_of("reader0@example.org")
    assert prune(store, Kept.RECORDS, before=NOW + weeks, now=NOW + weeks + DAY) == 1


def test_the_records_of_an_edition_that_is_not_over_stay(store: AnyStore) -> None:
    plan(store, readers=2)
    batch = held(store)
    turn(store, batch, [accepted(number) for number in ids(turn(store, batch, size=1))], size=0)
    assert prune(store, Kept.RECORDS) == 0


def test_only_the_editions_that_ended_long_ago_lose_their_records(store: AnyStore) -> None:
    plan(store, readers=2)
    finish(store)
    plan(store, slug="the-daily-2027-12-01")
    send_all(store, slug="the-daily-2027-12-01")
    store.ledger.settle("the-daily-2027-12-01", now=NOW + 2 * YEAR)

    assert prune(store, Kept.RECORDS) == 2
    assert [slug for slug, _ in store.subscribers.deliveries_of("reader0@example.org")] == [
        "the-daily-2027-12-01"
    ]
    assert books(store, "the-daily-2027-12-01").accepted == 2


def test_mail_that_comes_back_of_an_edition_long_dropped_still_says_who_is_gone(
    store: AnyStore,
) -> None:
    plan(store, readers=1)
    finish(store)
    prune(store, Kept.RECORDS)
    before = books(store)

    taken = store.returns.take_back(came_back(), now=LATER)
    assert (taken.email, taken.known) == ("reader0@example.org", False)
    assert books(store) == before, "nothing is counted otherwise"


def test_an_expired_edition_s_doubts_are_still_counted_when_its_records_go(store: AnyStore) -> None:
    plan(store, readers=3)
    batch = held(store)
    turn(store, batch, [unknown(number) for number in ids(turn(store, batch, size=1))], size=0)
    store.ledger.release(batch)
    store.ledger.expire(SLUG, now=NOW)
    before = books(store)
    assert (before.unknown, before.expired) == (1, 2)

    assert prune(store, Kept.RECORDS) == 3
    assert books(store) == before


def test_records_that_were_half_deleted_go_with_the_next_run(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(f"sqlite:///{database}", secret=SECRET)
    plan(store, readers=5000)
    send_all(store, size=500)
    store.ledger.settle(SLUG, now=NOW)
    before = books(store)

    def break_off(_seconds: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(dropping, "sleep", break_off)
        with pytest.raises(KeyboardInterrupt):
            store.records.prune(Kept.RECORDS, before=NOW + YEAR, now=LATER)
    assert books(store) == before, "although two thousand rows are gone"
    assert prune(store, Kept.RECORDS) == 3000
    assert books(store) == before
    store.close()


def test_an_edition_that_ended_of_late_is_left_alone(store: AnyStore) -> None:
    plan(store, readers=2)
    finish(store, at=NOW)
    assert prune(store, Kept.DELIVERIES, before=NOW - DAY) == 0
    [(_, row)] = store.subscribers.deliveries_of("reader0@example.org")
    assert row.message_id


def test_an_edition_that_is_being_sent_is_never_touched(store: AnyStore) -> None:
    plan(store, readers=5)
    batch = held(store)
    window = turn(store, batch, size=2)
    [first, second] = [one.subscriber for one in window.readers]
    turn(store, batch, [accepted(first.id), accepted(second.id)], size=2)
    store.subscribers.suppress(first.key, SuppressionReason.UNSUBSCRIBED, now=NOW, detail="")
    for kind in Kept:
        assert prune(store, kind, before=LATER, now=LATER + YEAR) == 0, kind
    [(_, row)] = store.subscribers.deliveries_of(second.key)
    assert row.message_id, "a bounce is known by it"
    assert books(store).accepted == 2


def test_articles_go_but_not_what_the_next_window_may_need(store: AnyStore) -> None:
    old = make_article("old", published=NOW, first_seen=NOW)
    young = make_article("young", published=LATER - DAY, first_seen=LATER - DAY)
    undated = make_article("undated", published=None, precision=None, first_seen=NOW)
    saved = make_article("saved", source="Saved pages", sightings=(folder("saved"),))
    both = make_article("both", sightings=(folder("both"),))
    for article in (old, undated, saved, both):
        store.articles.save_articles([article], now=NOW)
    store.articles.save_articles([young], now=LATER - DAY)
    # However short the rule, 60 days are kept.
    assert prune(store, Kept.ARTICLES, before=LATER, spare=("Saved pages",)) == 1
    left = {one.url.rpartition("/")[2] for one in store.articles.articles()}
    assert left == {"young", "undated", "saved", "both"}


def folder(slug: str) -> Sighting:
    return Sighting(name="Saved pages", url=f"file:pages/{slug}.html")


def test_a_story_once_told_stays_told_when_its_article_is_gone(store: AnyStore) -> None:
    store.articles.save_articles([make_article()], now=NOW)
    plan(store, readers=1)
    finish(store)
    told = store.editions.told()
    assert told
    assert prune(store, Kept.ARTICLES) == 1
    assert store.editions.told() == told


def test_each_kind_goes_on_its_moment_and_not_before(store: AnyStore) -> None:
    ask(store, "pending")
    [letter] = store.letters.claim_letters(now=NOW, lease=DAY, most=2)
    reply = Reply(phase=Phase.FINAL, code=250, text="2.0.0 taken")
    store.letters.settle_letter(letter, reply, Outcome.ACCEPTED, due=None, now=NOW)
    plan(store, readers=1)
    store.returns.take_back(came_back(), now=NOW)  # so that its reader has left
    finish(store)
    store.articles.save_articles([make_article(published=NOW, first_seen=NOW)], now=NOW)
    # A letter before the person that it is to; a delivery before whoever left.
    kinds = dict.fromkeys((Kept.LETTERS, Kept.DELIVERIES, Kept.RETURNED_MAIL, *Kept))
    moment = NOW + timedelta(microseconds=1)
    assert {kind: prune(store, kind, before=NOW) for kind in kinds} == dict.fromkeys(kinds, 0)
    assert {kind: prune(store, kind, before=moment) for kind in kinds} == dict.fromkeys(kinds, 1)


@pytest.mark.parametrize("kind", list(Kept), ids=lambda one: one.value)
def test_nothing_goes_from_an_empty_store(store: AnyStore, kind: Kept) -> None:
    assert prune(store, kind) == 0


def test_others_write_while_much_is_pruned_and_no_person_is_lost(database: Path) -> None:
    """A sender waits for the lock a fraction of a second at the most."""
    store = open_store(f"sqlite:///{database}", secret=SECRET)
    people = [
        make_person(f"gone{number}", state=SubscriberState.UNSUBSCRIBED) for number in range(120)
    ]
    store.subscribers.import_subscribers(people, now=NOW)
    writer = open_store(f"sqlite:///{database}", secret=SECRET)
    done = threading.Event()
    written: list[str] = []

    def write() -> None:
        while not done.is_set():
            name = f"new{len(written)}"
            writer.subscribers.import_subscribers([make_person(name)], now=LATER)
            written.append(name)
            done.wait(0.02)

    thread = threading.Thread(target=write)
    thread.start()
    pruned = store.records.prune(Kept.LEFT, before=NOW + YEAR, now=LATER)
    done.set()
    thread.join()
    assert pruned == 120
    assert known(store) == set(written)
    assert written
    writer.close()
    store.close()


def test_a_run_that_is_broken_off_is_simply_run_again(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(f"sqlite:///{database}", secret=SECRET)
    plan(store, readers=6000)
    send_all(store, size=500)
    store.ledger.settle(SLUG, now=NOW)
    before = books(store)

    def break_off(_seconds: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(pruning, "sleep", break_off)
        with pytest.raises(KeyboardInterrupt):
            store.records.prune(Kept.DELIVERIES, before=NOW + YEAR, now=LATER)
    some = store.records.prune(Kept.DELIVERIES, before=NOW + YEAR, now=LATER, dry_run=True)
    assert 0 < some < 6000, "a piece of it was done, whole"
    assert books(store) == before
    assert store.records.prune(Kept.DELIVERIES, before=NOW + YEAR, now=LATER) == some
    store.close()

"""Whatever is owed has a job, and no edition stays open past its time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.app.postroom_desk import Post, make_post, stores_of
from tests.unit.app.sending_desk import NOW, SEND_BY, SLUG

from digest.app.edition_care import Care
from digest.app.handing_over import hand_over
from digest.model.edition import EditionState

TOMORROW = "the-daily-2026-11-24"
OPEN = [EditionState.PLANNED, EditionState.SENDING, EditionState.HALTED]


def care_of(post: Post, *, with_jobs: bool = True) -> Care:
    stores = stores_of(post.desk, post.queue if with_jobs else None)
    return Care(stores=stores, clock=post.clock)


def state_of(post: Post) -> EditionState:
    return post.record.state


@pytest.mark.parametrize("state", [EditionState.PLANNED, EditionState.SENDING])
def test_whatever_is_owed_gets_a_job_and_no_second_one(state: EditionState) -> None:
    post = make_post(60, readers_a_batch=20)
    post.set_state(state)
    post.queue.batches[SLUG] = [2]

    for _ in range(2):
        assert post.do(care_of(post).sweep) == [None]

    assert sorted(post.queue.batches[SLUG]) == [1, 2, 3]


def test_what_is_complete_gets_no_job() -> None:
    post = make_post(60, readers_a_batch=20)
    post.send_one(2)

    post.do(care_of(post).sweep)

    assert post.queue.batches[SLUG] == [1, 3]


def test_what_is_complete_but_for_its_name_is_done() -> None:
    post = make_post(20, readers_a_batch=20)
    post.send_one(1)
    # As when whoever sent the last batch died before it could say so.
    records = post.desk.store.ledger._memory.records  # noqa: SLF001
    records[SLUG] = replace(records[SLUG], state=EditionState.SENDING)
    assert state_of(post) is EditionState.SENDING

    post.do(care_of(post).sweep)

    assert state_of(post) is EditionState.DONE


@pytest.mark.parametrize("state", [EditionState.HALTED, EditionState.DONE])
def test_what_is_halted_or_done_gets_no_job(state: EditionState) -> None:
    post = make_post()
    post.set_state(state)

    post.do(care_of(post).sweep)

    assert post.queue.batches == {}


def test_what_was_only_drafted_is_neither_sent_nor_closed() -> None:
    post = make_post()
    draft = replace(post.record, slug=TOMORROW, state=EditionState.DRAFTED)
    post.desk.store.editions.save_draft(draft)
    post.clock.moment = SEND_BY

    post.do(care_of(post).sweep, lambda: care_of(post).close_edition(TOMORROW))

    found = post.desk.store.editions.edition(TOMORROW)
    assert found
    assert found.state is EditionState.DRAFTED
    assert post.record.state is EditionState.EXPIRED


def test_without_workers_there_is_nothing_to_put_in() -> None:
    post = make_post()

    post.do(care_of(post, with_jobs=False).sweep)

    assert post.record.state is EditionState.PLANNED


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("with_jobs", [True, False])
def test_what_is_open_past_its_time_is_closed(state: EditionState, with_jobs: bool) -> None:  # noqa: FBT001 - a parameter of the test
    post = make_post()
    post.set_state(state)
    post.clock.moment = SEND_BY

    post.do(care_of(post, with_jobs=with_jobs).sweep)

    assert post.record.state is EditionState.EXPIRED
    assert post.books.expired == 5
    assert post.queue.batches == {}


def test_an_edition_is_closed_at_its_time_and_not_before() -> None:
    post = make_post()
    close = care_of(post).close_edition

    assert post.do(lambda: close(SLUG)) == [SEND_BY]
    assert state_of(post) is EditionState.PLANNED

    post.clock.moment = SEND_BY
    assert post.do(lambda: close(SLUG)) == [None]
    assert state_of(post) is EditionState.EXPIRED


def test_the_job_that_closes_follows_a_time_that_was_put_off() -> None:
    post = make_post()
    later = SEND_BY + timedelta(hours=1)
    post.desk.store.ledger.set_send_by(SLUG, later)
    post.clock.moment = SEND_BY

    assert post.do(lambda: care_of(post).close_edition(SLUG)) == [later]
    assert post.record.state is EditionState.PLANNED


def test_a_complete_edition_that_nobody_has_settled_is_done_and_not_expired() -> None:
    post = make_post()
    post.send_one()
    post.set_state(EditionState.SENDING)
    post.clock.moment = SEND_BY

    assert post.do(lambda: care_of(post).close_edition(SLUG)) == [None]
    assert state_of(post) is EditionState.DONE


@pytest.mark.parametrize("slug", [SLUG, TOMORROW])
def test_nothing_is_done_to_what_is_closed_or_unknown(slug: str) -> None:
    post = make_post()
    post.set_state(EditionState.DONE)
    post.clock.moment = SEND_BY

    assert post.do(lambda: care_of(post).close_edition(slug)) == [None]
    assert post.record.state is EditionState.DONE


def test_a_planned_edition_is_handed_over_with_its_order_its_jobs_and_its_end() -> None:
    post = make_post(60, readers_a_batch=20, order=None)
    stores = stores_of(post.desk, post.queue)
    order = make_post().desk.store.orders.order(SLUG)
    assert order

    hand_over(SLUG, stores=stores, order=order, send_by=SEND_BY)

    assert stores.orders.order(SLUG) == order
    assert post.queue.batches == {SLUG: [1, 2, 3]}
    assert post.queue.ends == [(SLUG, SEND_BY)]


def test_what_is_handed_over_again_keeps_its_order_and_its_end() -> None:
    post = make_post()
    stores = stores_of(post.desk, post.queue)

    hand_over(SLUG, stores=stores, order=None)
    hand_over(TOMORROW, stores=stores, order=None)

    assert stores.orders.order(SLUG) is not None
    assert (post.queue.batches, post.queue.ends) == ({SLUG: [1]}, [])


def test_without_workers_nothing_is_handed_over() -> None:
    post = make_post(order=None)
    order = make_post().desk.store.orders.order(SLUG)

    hand_over(SLUG, stores=stores_of(post.desk, None), order=order, send_by=NOW)

    assert post.desk.store.orders.order(SLUG) is None

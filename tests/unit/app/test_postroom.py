"""A worker sends batches as the ledger says, and whatever goes wrong is tried again by somebody."""

import asyncio
from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.unit.app.postroom_desk import (
    LEASE,
    ORDER,
    MarkingSigner,
    Post,
    make_post,
)
from tests.unit.app.sending_desk import NOW, SEND_BY, SLUG, loss, refusal

from digest.adapters.memory_relay import MemoryRelay
from digest.app import open_editions, postroom
from digest.app.edition_pass import Pass
from digest.deliver.limits import Limits, Pace, keep_alone
from digest.deliver.tokens import LinkKeys
from digest.errors import RelayError, RelayUnavailable, RenderError, StoreBusy, StoreError
from digest.model.delivery import Outcome, Phase
from digest.model.edition import EditionState
from digest.model.message import Message
from digest.model.worker import SendingOrder

AWAY = RelayUnavailable("The relay cannot be reached.", "")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let go of jobs at once."""
    monkeypatch.setattr(postroom, "BOUNCE_SECONDS", 0)


def all_at_once(post: Post, *numbers: int) -> list[datetime | BaseException | None]:
    """Do jobs side by side, as a worker does that sends several batches at once."""

    async def work() -> list[datetime | BaseException | None]:
        jobs = [post.room.send_batch(SLUG, number) for number in numbers]
        done = await asyncio.gather(*jobs, return_exceptions=True)
        await post.room.tidy(everything=True)
        return done

    return asyncio.run(work())


def test_a_batch_is_sent_and_nothing_is_left_to_ask_for() -> None:
    post = make_post(50, readers_a_batch=20)

    assert post.send_one(2) is None

    assert sorted(one.recipient for one in post.relay.taken) == sorted(
        f"reader{number}@example.org" for number in range(20, 40)
    )
    assert (post.books.accepted, post.books.owed) == (20, 30)
    assert post.record.state is EditionState.SENDING
    assert (post.room.sent, post.room.doing, post.told) == (20, [], [""])
    assert post.relay.open_now == 0


def test_the_last_batch_completes_the_edition_and_a_job_too_many_does_nothing() -> None:
    post = make_post(50, readers_a_batch=20)

    assert post.send(3, 1, 2, 2, 1) == [None] * 5

    assert post.record.state is EditionState.DONE
    assert post.books.accepted == post.books.planned == len(post.relay.taken) == 50


def test_readers_are_counted_while_their_batch_is_in_hand() -> None:
    seen: list[int] = []
    relay = MemoryRelay(watch=lambda _: seen.append(post.room.served))
    post = make_post(60, relay=relay, readers_a_batch=60)

    post.send_one(1)

    assert post.room.sent == post.room.served == 60
    assert 0 < max(seen) < 60


def test_what_is_being_sent_is_told_meanwhile() -> None:
    seen: list[list[str]] = []
    relay = MemoryRelay(watch=lambda _: seen.append(list(post.room.doing)))
    post = make_post(1, relay=relay)

    post.send_one()

    assert seen == [[f"{SLUG} 1"]]


def test_the_order_decides_the_links_the_limits_and_the_signature() -> None:
    limits: list[Limits] = []
    signer, orders = MarkingSigner(), []

    def keep(wished: Limits) -> Pace:
        limits.append(wished)
        return keep_alone(wished)

    def sign_by(order: SendingOrder) -> MarkingSigner:
        orders.append(order)
        return signer

    order = replace(ORDER, rate=900.0, domain_rates=(("example.org", 800.0),))
    post = make_post(3, order=order, make_signer=sign_by)
    post.room.editions.keep_pace = keep
    other = make_post(3, order=replace(order, link_key="another key"))

    post.send_one()
    other.send_one()

    assert limits == [Limits(total=900.0, domains={"example.org": 800.0})]
    assert orders == [order]
    assert (signer.signed, signer.closed) == (3, True)
    bodies = [{one.data for one in each.relay.taken} for each in (post, other)]
    assert bodies[0].isdisjoint(bodies[1])


def test_who_was_put_off_is_asked_for_when_they_are_due() -> None:
    relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.0")]})
    post = make_post(relay=relay)

    again = post.send_one()

    [row] = post.desk.rows(Outcome.DEFERRED).values()
    assert again == row.next_attempt
    assert again is not None
    assert again > NOW
    post.clock.moment = again
    assert post.send_one() is None
    assert post.books.accepted == 5


def test_a_job_that_comes_too_early_waits_for_the_moment() -> None:
    relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.0")]})
    post = make_post(relay=relay)

    assert post.send_one() == post.send_one()
    assert len(relay.taken) == 4


@pytest.mark.parametrize("state", [EditionState.HALTED, EditionState.DONE, EditionState.EXPIRED])
def test_nothing_is_sent_of_what_is_not_on_its_way(state: EditionState) -> None:
    post = make_post()
    post.set_state(state)

    assert post.send_one() is None
    assert (post.relay.opened, post.owners) == (0, [])


def test_nothing_is_sent_after_the_time_and_nothing_of_what_nobody_knows() -> None:
    post = make_post()
    post.clock.moment = SEND_BY

    assert post.send_one() is None
    assert post.do(lambda: post.room.send_batch("the-daily-2026-11-24", 0)) == [None]
    assert (post.relay.opened, post.owners) == (0, [])


def test_a_batch_that_a_living_worker_holds_is_asked_for_again_later() -> None:
    post = make_post()
    post.claim()

    assert post.send_one() == NOW + LEASE / 2
    assert post.relay.opened == 0


@pytest.mark.parametrize("how", ["silent", "known to be dead"])
def test_the_batch_of_a_dead_worker_is_taken_over_and_who_was_in_flight_is_a_doubt(
    how: str,
) -> None:
    post = make_post(6, dead=lambda name: name == "another" and how == "known to be dead")
    batch = post.claim()
    opened = post.desk.store.ledger.open_window(batch, [], size=2, now=NOW, lease=LEASE)
    post.clock.moment += LEASE if how == "silent" else timedelta(0)

    assert post.send_one() is None

    doubts = set(post.desk.rows(Outcome.UNKNOWN))
    assert doubts == {one.subscriber.email for one in opened.readers}
    assert (post.books.accepted, len(post.relay.taken)) == (4, 4)
    assert doubts.isdisjoint(one.recipient for one in post.relay.taken)


def test_doubts_are_tried_again_where_the_desk_wants_that() -> None:
    post = make_post(6, on_unknown="retry")
    batch = post.claim()
    post.desk.store.ledger.open_window(batch, [], size=2, now=NOW, lease=LEASE)
    post.clock.moment += LEASE

    assert post.send_one() is None
    assert (post.books.accepted, post.books.unknown) == (6, 0)


def test_doubts_of_the_wire_are_tried_again_as_well_where_the_desk_wants_that() -> None:
    relay = MemoryRelay({"reader1@example.org": [loss(Phase.FINAL)]})
    post = make_post(6, readers_a_batch=3, relay=relay, on_unknown="retry")
    post.send_one(1)
    assert post.books.unknown == 1

    post.send_one(2)
    post.send_one(1)

    assert (post.books.accepted, post.books.unknown) == (6, 0)


def test_who_loses_the_line_after_each_copy_gets_one_more_and_not_one_each_time() -> None:
    relay = MemoryRelay({"reader1@example.org": [loss(Phase.FINAL)] * 9})
    post = make_post(6, readers_a_batch=3, relay=relay, on_unknown="retry")

    for _ in range(4):
        post.send_one(1)

    assert post.books.unknown == 1
    assert len(relay.replies["reader1@example.org"]) == 7


def test_a_mail_that_is_too_large_keeps_no_worker_from_other_editions() -> None:
    relay = MemoryRelay({"reader0@example.org": [refusal(552, "5.3.4", Phase.MAIL)]}, sessions=1)
    post = make_post(relay=relay)

    assert post.send_one() == NOW + postroom.PATIENCE

    assert not post.room.is_resting
    assert "too large" in post.blamed[0]
    assert (post.books.owed, post.books.unknown) == (5, 0)


def test_a_worker_whose_relay_is_away_rests_tells_it_and_leaves_the_jobs_to_others() -> None:
    post = make_post(relay=MemoryRelay(refusals=[AWAY]))

    again = post.send_one()

    # At once, and by anybody: nothing is held.
    assert again == NOW
    assert post.told == [AWAY.message]
    assert (post.books.owed, post.books.deferred) == (5, 0)
    assert post.claim().owner == "another"
    assert post.room.is_resting


def test_who_rests_takes_nothing_and_goes_on_afterwards() -> None:
    post = make_post(relay=MemoryRelay(refusals=[AWAY]))
    post.send_one()

    assert post.send_one() == NOW
    assert len(post.owners) == 1

    post.clock.moment += postroom.RESTS[0]
    assert post.send_one() is None
    assert post.books.accepted == 5
    assert post.told == [AWAY.message, ""]
    assert not post.room.is_resting


def test_rests_grow_until_the_relay_is_there_again() -> None:
    post = make_post(10, readers_a_batch=5, relay=MemoryRelay(refusals=[AWAY] * 4))
    rests = []
    for _ in range(4):
        post.send_one(1)
        assert post.room.resting_until
        rests.append(post.room.resting_until - post.clock.moment)
        post.clock.moment = post.room.resting_until
    assert rests == [*postroom.RESTS, postroom.RESTS[-1]]

    post.send_one(1)
    post.relay.refusals.append(AWAY)
    post.send_one(2)

    assert post.room.resting_until == post.clock.moment + postroom.RESTS[0]


def test_jobs_side_by_side_that_meet_one_trouble_are_one_setback() -> None:
    post = make_post(20, readers_a_batch=5, relay=MemoryRelay(refusals=[AWAY] * 4))

    assert all_at_once(post, 1, 2, 3, 4) == [NOW] * 4
    assert post.room.resting_until == NOW + postroom.RESTS[0]


def test_who_finds_nothing_to_send_does_not_say_that_the_relay_is_back() -> None:
    post = make_post(10, readers_a_batch=5)
    post.send_one(2)
    post.relay.refusals.append(AWAY)
    post.send_one(1)
    post.clock.moment += postroom.RESTS[0]
    post.told.clear()

    assert post.send_one(2) is None
    assert post.told == []
    post.relay.refusals.append(AWAY)
    post.send_one(1)
    assert post.room.resting_until == post.clock.moment + postroom.RESTS[1]


def test_a_relay_that_refuses_our_mail_is_told_and_no_reader_has_a_row() -> None:
    relay = MemoryRelay({"reader3@example.org": [refusal(550, "5.7.1", Phase.MAIL)]}, sessions=1)
    post = make_post(relay=relay)

    assert post.send_one() == NOW

    assert post.room.is_resting
    assert "5.7.1" in post.told[-1]
    assert post.books.rejected == post.books.deferred == post.books.unknown == 0
    assert post.books.owed + post.books.accepted == 5


def test_a_relay_that_refuses_our_password_is_told() -> None:
    wrong = RelayError("The relay refuses DIGEST_RELAY's password.", "")
    post = make_post(relay=MemoryRelay(refusals=[wrong]))

    assert post.send_one() == NOW
    assert post.told == [wrong.message]


def test_a_worker_that_is_to_end_takes_nothing_and_gives_the_job_back_at_once() -> None:
    post = make_post()
    post.stopped.append(True)

    assert post.send_one() == NOW
    assert (post.owners, post.relay.opened) == ([], 0)


def test_a_worker_that_is_asked_to_end_meanwhile_gives_the_rest_back_at_once() -> None:
    relay = MemoryRelay(watch=lambda _: post.stopped.append(True), sessions=1)
    post = make_post(60, relay=relay)

    again = post.send_one()

    assert again == post.clock.now()
    assert 0 < post.books.accepted < 60
    assert post.books.accepted == len(relay.taken)
    assert post.books.unknown == 0
    assert post.claim().epoch


def test_who_was_given_up_for_dead_sends_no_more_of_the_batch_and_uses_the_pass_never_again() -> (
    None
):
    def lose(_: Message) -> None:
        if len(post.owners) == 1 and not taken:
            post.clock.moment += LEASE
            taken.append(post.claim())

    taken: list[object] = []
    post = make_post(60, relay=MemoryRelay(watch=lose, sessions=1))

    first, second = post.send(1, 1)

    assert taken
    assert first == post.clock.now() + LEASE
    assert second == post.clock.now() + LEASE / 2
    assert len(post.relay.taken) < 60
    assert post.owners == ["pass 1", "pass 2"]


def test_one_pass_sends_one_batch_after_the_other() -> None:
    post = make_post(60, readers_a_batch=20, relay=MemoryRelay(sessions=1))

    post.send(1, 2, 3)

    assert post.owners == ["pass 1"]
    assert post.relay.opened == 1


def test_batches_side_by_side_have_a_pass_each_and_together_send_to_everybody_once() -> None:
    post = make_post(60, readers_a_batch=20)

    assert all_at_once(post, 1, 2, 3) == [None] * 3

    assert post.owners == ["pass 1", "pass 2", "pass 3"]
    assert len({one.recipient for one in post.relay.taken}) == len(post.relay.taken) == 60
    assert post.relay.open_now == 0


def test_what_nobody_uses_is_closed_after_a_while_and_not_before() -> None:
    signer = MarkingSigner()
    post = make_post(4, readers_a_batch=2, make_signer=lambda _: signer)
    seen = []

    async def work() -> None:
        await post.room.send_batch(SLUG, 1)
        await post.room.tidy()
        seen.append((post.relay.open_now > 0, signer.closed))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(open_editions, "IDLE_SECONDS", -1)
            await post.room.tidy()
        seen.append((post.relay.open_now > 0, signer.closed))
        await post.room.send_batch(SLUG, 2)
        await post.room.tidy(everything=True)

    asyncio.run(work())

    assert seen == [(True, False), (False, True)]
    assert post.owners == ["pass 1", "pass 2"]
    assert post.books.accepted == 4


def test_what_is_in_use_is_not_closed() -> None:
    async def work() -> None:
        job = asyncio.create_task(post.room.send_batch(SLUG, 1))
        await in_flight.wait()
        await post.room.tidy(everything=True)
        await job
        await post.room.tidy(everything=True)

    signer, in_flight = MarkingSigner(), asyncio.Event()
    relay = MemoryRelay(watch=lambda _: in_flight.set())
    post = make_post(40, relay=relay, make_signer=lambda _: signer)

    asyncio.run(work())

    assert post.books.accepted == 40
    assert (signer.closed, post.relay.open_now) == (True, 0)


def test_an_old_pass_is_given_up_so_that_a_domain_gets_another_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(open_editions, "OLDEST_SECONDS", 0)
    post = make_post(4, readers_a_batch=2)

    post.send(1, 2)

    assert post.owners == ["pass 1", "pass 2"]


def test_a_later_time_to_be_sent_by_is_heeded_by_a_pass_that_is_open() -> None:
    post = make_post(4, readers_a_batch=2)

    async def put_off() -> None:
        post.desk.store.ledger.set_send_by(SLUG, SEND_BY + timedelta(hours=1))
        post.clock.moment = SEND_BY + timedelta(minutes=1)

    assert (
        post.do(
            lambda: post.room.send_batch(SLUG, 1), put_off, lambda: post.room.send_batch(SLUG, 2)
        )
        == [None] * 3
    )
    assert post.owners == ["pass 1"]
    assert post.books.accepted == 4


def test_an_edition_without_an_order_is_told_once_and_keeps_no_other_from_being_sent() -> None:
    post = make_post(order=None)

    assert post.send_one() == post.send_one() == NOW + postroom.PATIENCE

    [told] = post.blamed
    assert SLUG in told
    assert "digest send" in told
    assert not post.room.is_resting
    post.desk.store.orders.save_order(SLUG, ORDER)
    assert post.send_one() is None
    assert post.books.accepted == 5


def test_what_cannot_be_made_into_mail_is_blamed_on_the_edition() -> None:
    post = make_post(rendered=())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(open_editions, "open_pass", fail_to_render)
        assert post.send_one() == NOW + postroom.PATIENCE
    assert post.blamed == ["The theme has no page."]
    assert not post.room.is_resting


def fail_to_render(*_: object, **__: object) -> None:
    raise RenderError("The theme has no page.", "")


def test_another_secret_is_told_and_others_may_have_the_job_at_once() -> None:
    class Sealed:
        def order(self, slug: str) -> SendingOrder | None:
            raise StoreError(f"What {slug} is sent with was sealed with another secret.", "")

        def save_order(self, slug: str, order: SendingOrder) -> None:
            raise NotImplementedError

    post = make_post()
    post.room.editions.stores = replace(post.room.stores, orders=Sealed())

    assert post.send_one() == NOW
    assert "another secret" in post.told[-1]
    assert post.room.is_resting
    assert post.relay.opened == 0


def test_bad_books_are_told_and_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    post = make_post()
    bad = replace(post.books, owed=3)
    monkeypatch.setattr(type(post.desk.store.ledger), "books", lambda *_: bad)

    assert post.send_one() == NOW
    assert "do not balance" in post.told[-1]
    assert post.relay.opened == 0


def test_too_many_refusals_halt_the_edition() -> None:
    no = {f"reader{number}@example.org": [refusal(550, "5.1.1")] for number in range(400)}
    post = make_post(400, relay=MemoryRelay(no))

    assert post.send_one() is None

    assert post.record.state is EditionState.HALTED
    assert post.books.owed > 0
    assert post.send_one() is None


def test_a_domain_that_refuses_everybody_halts_an_edition_that_nobody_has_got() -> None:
    no = {f"reader{number}@example.org": [refusal(550, "5.7.26")] for number in range(30)}
    post = make_post(30, relay=MemoryRelay(no))

    assert post.send_one() is None
    assert post.record.state is EditionState.HALTED


def test_who_is_due_of_a_domain_that_is_left_alone_is_asked_for_in_a_while() -> None:
    post = make_post(200, relay=MemoryRelay(sessions=1))
    patience = {
        f"reader{number}@example.org": [refusal(450, "4.7.1")] * 9 for number in range(1, 200)
    }
    post.relay.replies |= {one: deque(two) for one, two in patience.items()}

    async def wait() -> None:
        due = post.desk.store.ledger.next_due(SLUG)
        assert due
        post.clock.moment = due + timedelta(minutes=1)

    first, _, second = post.do(
        lambda: post.room.send_batch(SLUG, 1), wait, lambda: post.room.send_batch(SLUG, 1)
    )

    assert first is not None
    assert second == post.clock.now() + postroom.PATIENCE
    assert post.owners == ["pass 1"]


def test_an_edition_that_was_halted_meanwhile_is_not_asked_for_again() -> None:
    def halt(_: Message) -> None:
        post.set_state(EditionState.HALTED)

    relay = MemoryRelay({"reader0@example.org": [refusal(450, "4.2.0")]}, watch=halt, sessions=1)
    post = make_post(60, relay=relay)

    assert post.send_one() is None
    assert post.books.owed > 0
    assert post.books.unknown == 0


def test_a_database_that_is_away_is_the_engine_s_affair_and_costs_no_rest() -> None:
    post = make_post()

    def fail(*_: object, **__: object) -> None:
        raise StoreBusy("The database is away.", "")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(post.desk.store.ledger), "claim", fail)
        with pytest.raises(StoreBusy):
            post.send_one()
    assert (post.told, post.room.is_resting, post.room.doing) == ([], False, [])
    asyncio.run(post.room.tidy(everything=True))
    assert post.send_one() is None
    assert post.books.accepted == 5


def test_a_heartbeat_that_found_no_database_is_no_trouble_of_the_relay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = make_post()
    away = StoreBusy("The database is away.", "")
    reach = Pass.claim

    async def claim(work: Pass, number: int | None = None) -> object:
        work.halt.trouble = away
        return await reach(work, number)

    monkeypatch.setattr(Pass, "claim", claim)

    with pytest.raises(StoreBusy):
        post.send_one()
    assert (post.told, post.room.is_resting) == ([], False)


def test_what_is_in_flight_is_broken_off_at_a_second_wish_and_is_a_doubt() -> None:
    async def work() -> None:
        job = asyncio.create_task(post.room.send_batch(SLUG, 1))
        await in_flight.wait()
        post.stopped.append(True)
        post.room.break_off()
        with pytest.raises(asyncio.CancelledError):
            await job
        await post.room.tidy(everything=True)

    in_flight = asyncio.Event()
    relay = MemoryRelay(delay=60, watch=lambda _: in_flight.set(), sessions=1)
    post = make_post(10, relay=relay)

    asyncio.run(work())

    assert post.room.doing == []
    assert post.books.accepted == 0
    assert post.books.owed >= 9
    assert relay.open_now == 0
    # Nobody has to wait for the lease.
    post.clock.moment += LEASE
    assert post.claim().owner == "another"


def test_a_loss_after_the_last_dot_is_a_doubt_that_is_held() -> None:
    post = make_post(relay=MemoryRelay({"reader1@example.org": [loss(Phase.FINAL)]}))

    assert post.send_one() is None
    assert list(post.desk.rows(Outcome.UNKNOWN)) == ["reader1@example.org"]


def test_a_message_of_a_worker_is_that_of_a_single_machine() -> None:
    post, alone = make_post(3), make_post(3)

    post.send_one()
    links = LinkKeys(signing=ORDER.link_key)
    asyncio.run(alone.desk.send(alone.relay, links=links))

    assert {one.data for one in post.relay.taken} == {one.data for one in alone.relay.taken}

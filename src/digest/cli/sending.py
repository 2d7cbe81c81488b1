"""How `digest send` runs."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace

import typer

from digest.app.brought import Planned
from digest.app.day import (
    SendWish,
    bring_to_plan,
    place_wished,
)
from digest.app.ports import Clock, Signer, Stores
from digest.app.ready import Ready, make_test_lock
from digest.app.report import find_edition
from digest.app.send import SendReport, send_owed, send_test
from digest.app.watching import watch_workers
from digest.cli.answer import Answer
from digest.cli.gather import run_collect
from digest.cli.invocation import Invocation
from digest.cli.opening import on_terminal
from digest.cli.progress import shown_sending
from digest.cli.sent import (
    has_options,
    send_step,
    sent_answer,
    unsent_answer,
)
from digest.cli.stopping import Stop, watched_signals
from digest.config import Settings
from digest.errors import EditionError, ExitStatus, UsageError
from digest.model.delivery import Reply
from digest.wiring import (
    clock_of,
    find_loop_factory,
    make_folder,
    make_host,
    make_order,
    make_relay,
    make_signer,
    make_writer,
    name_owner,
    opened_pace,
    opened_renderer,
    opened_stores,
    owner_has_ended,
    relay_is_local,
    tidy_pictures,
)

TAKEN = 250
TESTS_ONLY = "A test goes to no reader, whatever --list and --segment say."


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCopies:
    """Copies that somebody looks at before the edition leaves.

    Attributes:
        addresses: Bare addresses; none for a true send.
        language: Tag of their language; None is the edition's main one.
    """

    addresses: tuple[str, ...] = ()
    language: str | None = None


def run_today(
    wish: SendWish, invocation: Invocation, settings: Settings, *, test: TestCopies, yes: bool
) -> Answer:
    """Send what is owed, making first whatever is missing; or test copies alone."""
    refuse_rehearsed_sending(invocation, settings)
    refuse_shared_rehearsal(invocation, settings, test=test)
    with opened_stores(settings) as stores:
        clock = clock_of(stores, invocation.now)
        if test.addresses:
            slug = wish.slug or find_wished(wish, settings, stores, clock)
            return send_tests(slug, test, settings, stores, clock, wish=wish)
        with opened_renderer(settings) as renderer:
            brought = bring_to_plan(
                wish,
                settings.publication,
                stores=stores,
                folder=make_folder(settings.folder),
                renderer=renderer,
                clock=clock,
                public_url=settings.machine.public_url or "",
                collect=lambda: run_collect(invocation, settings, stores),
                agree=lambda ready: yes or agree_on_terminal(ready, invocation),
                writer=make_writer(settings),
                host=make_host(settings, renderer, clock),
                order=make_order(settings),
            )
        if not isinstance(brought, Planned):
            return unsent_answer(brought, settings, wish)
        answer = run_send(brought, wish, invocation, settings, stores, clock)
        tidy_pictures(settings, stores.editions, clock)
        return answer


def find_wished(wish: SendWish, settings: Settings, stores: Stores, clock: Clock) -> str:
    """Tell which edition is meant while none is named."""
    publication = settings.publication
    return place_wished(wish, publication, editions=stores.editions, now=clock.now()).slug


def agree_on_terminal(ready: Ready, invocation: Invocation) -> bool:
    """Ask once before an irreversible step; without a terminal nothing is asked."""
    if invocation.as_json or not on_terminal():
        return True
    books = ready.audience
    readers = f"{books.planned:,} reader{'s' if books.planned != 1 else ''}"
    readers += f" in {ready.lock.segment}" if ready.lock.segment else ""
    parts = f": {books.owed:,} due, {books.suppressed:,} never mailed" if books.suppressed else ""
    more = f" ({ready.paused:,} more {'are' if ready.paused > 1 else 'is'} paused)"
    parts += more if ready.paused else ""
    return typer.confirm(f"{ready.lock.slug}: {readers}{parts}. Send now?", default=False)


def refuse_rehearsed_sending(invocation: Invocation, settings: Settings) -> None:
    """Let a made-up moment reach no real reader.

    Raises:
        UsageError: --now is given and the relay is not on this machine.
    """
    if invocation.now and not relay_is_local(settings):
        raise UsageError(
            "--now rehearses, and is refused when sending through a relay on another machine.",
            "Leave --now out, or rehearse with DIGEST_RELAY=maildir:outbox.",
        )


def refuse_shared_rehearsal(
    invocation: Invocation, settings: Settings, *, test: TestCopies
) -> None:
    """Let a made-up moment plan nothing that workers would send for real.

    Raises:
        UsageError: --now is given and the database is one that workers share.
    """
    if invocation.now and not test.addresses and not settings.machine.database_is_file:
        raise UsageError(
            "--now rehearses, and workers would send what it plans to real readers.",
            "Leave --now out, or rehearse with DIGEST_DATABASE=sqlite:///rehearsal.db.",
        )


def run_send(
    planned: Planned,
    wish: SendWish,
    invocation: Invocation,
    settings: Settings,
    stores: Stores,
    clock: Clock,
) -> Answer:
    """Send what is owed of a planned edition, and tell how it went."""
    slug = planned.slug
    record = stores.editions.edition(slug)
    lock = stores.editions.lock(slug)
    if record is None or lock is None:
        raise EditionError(f"{slug} has no lock in the store.", "Plan it again: digest send")
    before = planned.before
    began = clock.now()
    stop = Stop()

    async def send() -> SendReport:
        with watched_signals(stop), shown_sending(invocation, slug, wait=wish.wait) as advance:
            if stores.queue and (
                report := await watch_workers(
                    slug,
                    stores=stores,
                    clock=clock,
                    send_by=record.send_by,
                    before=before,
                    wait=wish.wait,
                    stopping=stop,
                    advance=advance,
                )
            ):
                return report
            async with (
                opened_signer(settings) as signer,
                opened_pace(settings, stores, clock) as pace,
            ):
                return await send_owed(
                    lock,
                    ledger=stores.ledger,
                    relay=make_relay(settings),
                    clock=clock,
                    secret=settings.machine.secret,
                    links=settings.machine.links,
                    owner=name_owner(),
                    send_by=record.send_by,
                    signer=signer,
                    pace=pace,
                    wait=wish.wait,
                    advance=advance,
                    stopping=stop,
                    dead=owner_has_ended,
                )

    try:
        with seldom_collected(), asyncio.Runner(loop_factory=find_loop_factory()) as runner:
            report = runner.run(send())
    except asyncio.CancelledError:
        if stop.signal is None:
            raise
        report = broken_off(slug, stores, seconds=(clock.now() - began).total_seconds())
    zone = settings.publication.timezone
    answer = sent_answer(report, stop, zone=zone, before=before, wait=wish.wait)
    return replace(answer, lines=[*outbox_lines(settings), *answer.lines])


def outbox_lines(settings: Settings) -> list[str]:
    """Say that mail reaches nobody while it goes into a folder."""
    scheme, _, folder = settings.machine.relay.partition(":")
    if scheme != "maildir":
        return []
    return [f"Mail goes into {folder} and to nobody until DIGEST_RELAY names a relay."]


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have Python look seldom for rings of garbage, and not at what was there before.

    A send makes hardly any, and looking at everything again and again costs a tenth of its time.
    """
    thresholds = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


@asynccontextmanager
async def opened_signer(settings: Settings) -> AsyncIterator[Signer | None]:
    """Have what signs the mail, if anything does, and end it afterwards."""
    signer = make_signer(settings)
    try:
        yield signer
    finally:
        if signer:
            await signer.close()


def broken_off(slug: str, stores: Stores, *, seconds: float) -> SendReport:
    """Tell how an edition stands after a run that was asked twice to end."""
    record = find_edition(slug, editions=stores.editions)
    return SendReport(
        slug=slug,
        books=stores.ledger.books(slug),
        seconds=seconds,
        state=record.state,
        next_due=stores.ledger.next_due(slug),
        interrupted=True,
    )


def send_tests(
    slug: str,
    test: TestCopies,
    settings: Settings,
    stores: Stores,
    clock: Clock,
    *,
    wish: SendWish,
) -> Answer:
    """Send one marked copy to each address; nothing else changes."""
    addresses = test.addresses
    with opened_renderer(settings) as renderer:
        lock = make_test_lock(
            slug,
            settings.publication,
            editions=stores.editions,
            folder=make_folder(settings.folder),
            renderer=renderer,
            clock=clock,
            public_url=settings.machine.public_url or "",
            host=make_host(settings, renderer, clock),
        )

    async def send() -> list[tuple[str, Reply]]:
        async with opened_signer(settings) as signer:
            return await send_test(
                lock,
                addresses,
                relay=make_relay(settings),
                clock=clock,
                secret=settings.machine.secret,
                links=settings.machine.links,
                signer=signer,
                language=test.language,
            )

    replies = asyncio.run(send())
    taken = [address for address, reply in replies if reply.code == TAKEN]
    failed = [(address, reply) for address, reply in replies if reply.code != TAKEN]
    lines = [f"{address}: {reply.code or 'lost'} {reply.text}" for address, reply in failed]
    if taken:
        which = f"{slug}.{test.language}" if test.language else slug
        lines += outbox_lines(settings)
        step = "the same without --test" if has_options(wish) else send_step(slug)
        narrow = f" {TESTS_ONLY}" if wish.lists or wish.segment else ""
        lines.append(
            f"Sent {which} to {', '.join(taken)}, marked [Test].{narrow}      Next: {step}"
        )
    else:
        lines.append(f"No copy was taken.      Next: digest send --test {addresses[0]}")
    return Answer(
        lines=lines,
        data={
            "edition": slug,
            "tests": [
                {"email": address, "code": reply.code or None, "reply": reply.text}
                for address, reply in replies
            ],
        },
        status=ExitStatus.OWED if failed else ExitStatus.OK,
    )

"""Send what is owed: plan → claim → send → record. Nobody twice, nobody missed.

A window of readers is recorded as intent before its first byte leaves, and with its results in the
transaction that opens the next one; so a crash leaves at most one window in doubt, each by name.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest.app.edition_pass import open_pass
from digest.app.halt import Halt
from digest.app.mailing import make_message, open_mailing
from digest.app.ports import Clock, Ledger, Relay, Signer
from digest.app.sessions import Sessions
from digest.deliver.domains import PausedDomain, why_give_up
from digest.deliver.endings import nobody_is_dead
from digest.deliver.limits import Pace
from digest.deliver.tokens import LinkKeys
from digest.errors import DigestError, ExitStatus, StoreError, UsageError
from digest.model.delivery import Books, Reply
from digest.model.edition import EditionState
from digest.model.message import Lock, Message
from digest.model.publication import OnUnknown
from digest.model.subscriber import Subscriber

LEASE = timedelta(seconds=30)
TEST_MARK = "[Test]"


def never() -> bool:
    """Nobody asks this run to stop."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReport:
    """How a run ended.

    Attributes:
        slug: The edition.
        books: Its counts after the run.
        seconds: How long the run took.
        state: The edition's state after the run.
        tried: Readers whom this run settled or deferred.
        next_due: When the first of the deferred are due again; None when nobody is deferred.
        interrupted: Whether the run was asked to stop while somebody was still owed.
        halted: Why the circuit breaker ended the run; empty when it did not.
        trouble: What ended the run before everybody was tried; None when nothing did.
        paused: Domains whose readers were left for a later run, with what they said.
    """

    slug: str
    books: Books
    seconds: float
    state: EditionState
    tried: int = 0
    next_due: datetime | None = None
    interrupted: bool = False
    halted: str = ""
    trouble: DigestError | None = None
    paused: tuple[PausedDomain, ...] = ()

    @property
    def exit_status(self) -> ExitStatus:
        """What the process tells its caller. One ended by a signal has a status of its own."""
        if self.trouble:
            return self.trouble.exit_status
        if self.state is EditionState.EXPIRED:
            return ExitStatus.MISSING
        if self.halted or self.state is EditionState.HALTED:
            return ExitStatus.HALTED
        if self.interrupted:
            return ExitStatus.INTERRUPTED
        waiting = self.books.owed + self.books.deferred + self.books.unknown
        return ExitStatus.OWED if waiting else ExitStatus.OK


async def send_owed(
    lock: Lock,
    *,
    ledger: Ledger,
    relay: Relay,
    clock: Clock,
    secret: str,
    links: LinkKeys | None = None,
    owner: str,
    send_by: datetime,
    signer: Signer | None = None,
    pace: Pace | None = None,
    wait: bool = False,
    advance: Callable[[int, int], None] | None = None,
    stopping: Callable[[], bool] = never,
    dead: Callable[[str], bool] = nobody_is_dead,
) -> SendReport:
    """Send a planned edition to everybody who is owed it now. Safe to run again.

    Each reader is tried once; who is deferred is left to a later run, unless this one waits.

    Args:
        lock: What is sent.
        ledger: Who was sent what; called from one other thread, for one thing at a time.
        relay: Takes the messages.
        clock: Tells the present moment.
        secret: Makes Message-IDs.
        links: Sign the readers' links; None leaves that to the secret.
        owner: A name that no other process ever has.
        send_by: Aware; after it nothing is begun, and who is still owed has expired.
        signer: Signs the messages (DKIM); None leaves them unsigned. The caller closes it.
        pace: The desk's limits, opened by the caller; None is as many as the relay bears.
        wait: Whether to stay until nobody is deferred any more.
        advance: Told how many readers are settled, and how many there are, as they are recorded.
        stopping: Asked before each message; messages in flight are finished and recorded.
        dead: Tells of an owner's name whether that process has certainly ended.

    Raises:
        EditionBusy: Another run holds all that is left. When that comes out only after this run
            has sent, or another has taken its place, the report tells it as its trouble.
        RenderError: The lock cannot be made into mail.
        StoreError: Results could not be written: nothing more was sent, and the next run names
            every doubt. Or the books do not balance, and nothing was sent.
    """
    refuse_bad_books(lock.slug, ledger)
    began = clock.now()
    halt = Halt(clock=clock, send_by=send_by, stopping=stopping, lease=LEASE)
    tried = 0
    paused: tuple[PausedDomain, ...] = ()
    if began < send_by:
        try_doubts_again(lock, ledger, clock)
        work = open_pass(
            lock,
            ledger=ledger,
            relay=relay,
            halt=halt,
            secret=secret,
            links=links,
            owner=owner,
            signer=signer,
            pace=pace,
            advance=advance,
            dead=dead,
        )
        try:
            if wait:
                await work.send_all()
            else:
                await work.send_due()
        finally:
            await work.close()
        tried, paused = work.run.tried, work.lanes.domains.paused()
    report = close_books(
        lock.slug, ledger=ledger, clock=clock, halt=halt, began=began, paused=paused
    )
    return replace(report, tried=tried)


def refuse_bad_books(slug: str, ledger: Ledger) -> None:
    """Send nothing from a ledger that has lost or doubled somebody.

    Raises:
        StoreError: Planned is not the sum of all the others.
    """
    if not ledger.books(slug).balanced:
        raise StoreError(
            f"The books of {slug} do not balance: the database is damaged. Nothing was sent.",
            f"Put it back from a backup; see what it says: digest report {slug}",
        )


def try_doubts_again(lock: Lock, ledger: Ledger, clock: Clock) -> bool:
    """Make the doubts of earlier runs due, where the desk wants a second copy rather than none.

    Returns:
        Whether there were any.
    """
    if lock.on_unknown != OnUnknown.RETRY.value or not ledger.progress(lock.slug).unknown:
        return False
    ledger.retry_unknown(lock.slug, now=clock.now())
    return True


def close_books(
    slug: str,
    *,
    ledger: Ledger,
    clock: Clock,
    halt: Halt,
    began: datetime,
    paused: tuple[PausedDomain, ...],
) -> SendReport:
    """Settle, expire or halt the edition, and count."""
    now = clock.now()
    state = ledger.settle(slug, now=now)
    if now >= halt.send_by and state not in (EditionState.DONE, EditionState.EXPIRED):
        ledger.expire(slug, now=now)
        state = EditionState.EXPIRED
    books = ledger.books(slug)
    why = why_hopeless(halt, paused, books)
    if why and state is EditionState.SENDING:
        # Until a person has looked: the next cron job would run into the same.
        state = ledger.set_state(slug, EditionState.HALTED)
    # Where nobody is left there was nothing to halt.
    halted = "" if state is EditionState.DONE else why
    return SendReport(
        slug=slug,
        books=books,
        seconds=(clock.now() - began).total_seconds(),
        state=state,
        next_due=ledger.next_due(slug),
        interrupted=halt.stopping() and books.owed > 0,
        halted=halted,
        trouble=halt.trouble,
        paused=paused,
    )


def why_hopeless(halt: Halt, paused: Sequence[PausedDomain], books: Books) -> str:
    """Tell why a person had better look before anything more is sent; empty when all is well."""
    # One domain that refuses us is no reason as long as any other has taken the edition.
    return halt.breaker or ("" if books.accepted else why_give_up(paused))


async def send_test(
    lock: Lock,
    addresses: Sequence[str],
    *,
    relay: Relay,
    clock: Clock,
    secret: str,
    links: LinkKeys | None = None,
    signer: Signer | None = None,
    language: str | None = None,
) -> list[tuple[str, Reply]]:
    """Send one copy, marked in its subject, to each address. No state is read or changed.

    Args:
        lock: What is sent.
        addresses: Bare addresses; whether they are subscribers does not matter.
        relay: Takes the messages.
        clock: Tells the present moment, which makes each test a message of its own.
        secret: Makes Message-IDs.
        links: Sign links, which belong to nobody; None leaves that to the secret.
        signer: Signs the messages (DKIM); None leaves them unsigned. The caller closes it.
        language: Tag of the language to send it in; None is the edition's main one.

    Returns:
        Each address with the reply that decided it; 250 means that the relay took it.

    Raises:
        UsageError: One of them is no address; nothing was sent.
        RelayError: The relay cannot be reached, or refuses us.
    """
    mailing = open_mailing(lock, secret=secret, links=links, mark=TEST_MARK)
    messages: list[Message] = []
    for address in addresses:
        reader = Subscriber(key="", email=address, language=language)
        message = make_message(mailing, reader, copy=f"{address} {clock.now().isoformat()}")
        if message is None:
            raise UsageError(f"{address!r} is no e-mail address.", "Write it as desk@example.org.")
        messages.append(message)
    if signer:
        messages = await signer.sign(messages)
    sessions = Sessions(relay, clock=clock, stopping=never)
    replies = []
    try:
        for address, message in zip(addresses, messages, strict=True):
            channel = await sessions.take()
            if channel is None:
                break
            replies.append((address, await channel.session.hand_over(message)))
            sessions.give_back(channel)
    finally:
        await asyncio.shield(sessions.close())
    return replies

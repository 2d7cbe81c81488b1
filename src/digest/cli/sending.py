"""How `digest send` runs, stops and answers."""

import asyncio
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import typer

from digest.app.day import NotDue, Quiet, Refused, SendWish, bring_to_plan
from digest.app.ports import Clock, Stores
from digest.app.ready import Ready, make_test_lock
from digest.app.send import SendReport, send_owed, send_test
from digest.cli.answer import Answer
from digest.cli.drafting import draft_answer, find_slug
from digest.cli.gather import run_collect
from digest.cli.invocation import Invocation
from digest.cli.opening import on_terminal, shown_progress
from digest.cli.shapes import count_line, local_time, shape_books, shape_instant
from digest.config import Settings
from digest.errors import EditionError, ExitStatus, UsageError
from digest.wiring import (
    make_clock,
    make_folder,
    make_relay,
    name_owner,
    opened_renderer,
    opened_stores,
    owner_has_ended,
    relay_is_local,
)

TAKEN = 250
SEND = "Next: digest send"


class Stop:
    """Remembers the first signal that asked this run to end."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None

    def __call__(self) -> bool:
        """Tell whether the run has been asked to end."""
        return self.signal is not None

    @property
    def status(self) -> ExitStatus | None:
        """The exit status of an ended run; None while nobody has asked."""
        if self.signal is None:
            return None
        return ExitStatus.TERMINATED if self.signal is signal.SIGTERM else ExitStatus.INTERRUPTED


@contextmanager
def watched_signals(stop: Stop) -> Iterator[None]:
    """Let SIGINT and SIGTERM finish the messages in flight; a second one ends the run at once."""
    loop = asyncio.get_running_loop()
    watched = (signal.SIGINT, signal.SIGTERM)

    def note(number: signal.Signals) -> None:
        stop.signal = number
        for one in watched:
            loop.remove_signal_handler(one)

    for one in watched:
        loop.add_signal_handler(one, note, one)
    try:
        yield
    finally:
        for one in watched:
            loop.remove_signal_handler(one)


def run_today(
    wish: SendWish, invocation: Invocation, settings: Settings, *, test: Sequence[str], yes: bool
) -> Answer:
    """Send what is owed, making first whatever is missing; or test copies alone."""
    refuse_rehearsed_sending(invocation, settings)
    clock = make_clock(invocation.now)
    with opened_stores(settings) as stores:
        if test:
            slug = find_slug(wish.slug, settings.publication, stores, clock)
            return send_tests(slug, test, settings, stores, clock)
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
            )
        if isinstance(brought, Quiet):
            return quiet_answer(brought, settings)
        if isinstance(brought, NotDue):
            return not_due_answer(brought, settings)
        if isinstance(brought, Refused):
            return refused_answer(brought)
        return run_send(brought.slug, invocation, settings, stores, clock)


def quiet_answer(quiet: Quiet, settings: Settings) -> Answer:
    """Tell that nothing is sent today; with -q only the first run of the day says so."""
    told = draft_answer(quiet.draft, settings.publication, wrote=False)
    return Answer(
        lines=told.lines,
        data=told.data,
        status=told.status,
        brief=told.brief,
        silent_when_quiet=quiet.told,
    )


def not_due_answer(waiting: NotDue, settings: Settings) -> Answer:
    """Tell that the day's first slot has not come yet."""
    at = waiting.at.astimezone(ZoneInfo(settings.publication.timezone))
    early = f"To send it now all the same, draft and name it: digest send {waiting.slug}"
    return Answer(
        lines=[f"Nothing is due before {at:%H:%M} {at.tzinfo}.      {early}"],
        data={"edition": waiting.slug, "due": shape_instant(waiting.at)},
    )


def refused_answer(refused: Refused) -> Answer:
    """Tell that the person at the terminal said no."""
    slug = refused.ready.lock.slug
    return Answer(
        lines=["Nothing was sent; the draft is as it was.      Next: digest check, digest send"],
        data={"edition": slug},
        status=ExitStatus.USAGE,
    )


def agree_on_terminal(ready: Ready, invocation: Invocation) -> bool:
    """Ask once before an irreversible step; without a terminal nothing is asked."""
    if invocation.as_json or not on_terminal():
        return True
    books = ready.audience
    readers = f"{books.planned:,} reader{'s' if books.planned != 1 else ''}"
    left_out = f", {books.suppressed:,} of them suppressed" if books.suppressed else ""
    return typer.confirm(f"{ready.lock.slug}: {readers}{left_out}. Send now?", default=False)


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


def run_send(
    slug: str, invocation: Invocation, settings: Settings, stores: Stores, clock: Clock
) -> Answer:
    """Send what is owed of a planned edition, and tell how it went."""
    record = stores.editions.edition(slug)
    lock = stores.editions.lock(slug)
    if record is None or lock is None:
        raise EditionError(f"{slug} has no lock in the store.", "Plan it again: digest send")
    stop = Stop()

    async def send() -> SendReport:
        with watched_signals(stop), shown_progress(invocation, "Sending") as advance:
            return await send_owed(
                lock,
                ledger=stores.ledger,
                relay=make_relay(settings),
                clock=clock,
                secret=settings.machine.secret,
                owner=name_owner(),
                send_by=record.send_by,
                advance=advance,
                stopping=stop,
                dead=owner_has_ended,
            )

    return sent_answer(asyncio.run(send()), stop, zone=settings.publication.timezone)


def sent_answer(report: SendReport, stop: Stop, *, zone: str) -> Answer:
    """Tell how a send went, and what to do next; moments are local."""
    books = report.books
    status = report.exit_status
    if status is ExitStatus.INTERRUPTED and stop.status:
        status = stop.status
    lines = [count_line(books), *trouble_lines(report), next_line(report, status, zone)]
    if status is ExitStatus.OK and report.tried == 0:
        lines = [f"Nothing is owed: {report.slug} is complete.      Next: digest report"]
    return Answer(
        lines=lines,
        data={
            **shape_books(report.slug, books, report.seconds),
            "state": report.state.value,
            "next_due": shape_instant(report.next_due),
            "error": report.trouble.message if report.trouble else None,
        },
        status=status,
        brief=f"{report.slug}: {'; '.join([*trouble_lines(report), count_line(books)])}",
    )


def trouble_lines(report: SendReport) -> list[str]:
    """Tell what ended a run before everybody was tried."""
    lines = []
    if report.trouble:
        lines.append(f"{report.trouble.message} {report.trouble.hint}".strip())
    if report.halted:
        lines.append(f"The run halted itself: {report.halted}")
    return lines


def next_line(report: SendReport, status: ExitStatus, zone: str) -> str:
    """Say what to do now."""
    slug, books = report.slug, report.books
    owed = f"{books.owed:,} {'is' if books.owed == 1 else 'are'} owed"
    again = "Nothing is lost, " if report.trouble else ""
    by_status = {
        ExitStatus.OK: f"{slug} is complete.      Next: digest report",
        ExitStatus.MISSING: f"{slug} has expired: nothing more is sent.      Next: digest report",
        ExitStatus.INTERRUPTED: f"Stopped; all that was sent is recorded, {owed}.      {SEND}",
        ExitStatus.TERMINATED: f"Stopped; all that was sent is recorded, {owed}.      {SEND}",
        ExitStatus.HALTED: f"{owed}.      Next: digest report {slug}",
    }
    if status in by_status:
        return by_status[status]
    if report.next_due and not books.owed:
        due = local_time(report.next_due, zone)
        return f"{books.deferred:,} deferred, due again from {due}.      {SEND}, digest report"
    if books.unknown and not books.owed:
        return f"{books.unknown:,} in doubt.      Next: digest report {slug}"
    return f"{again}{owed}.      {SEND}"


def send_tests(
    slug: str, addresses: Sequence[str], settings: Settings, stores: Stores, clock: Clock
) -> Answer:
    """Send one marked copy to each address; nothing else changes."""
    with opened_renderer(settings) as renderer:
        lock = make_test_lock(
            slug,
            settings.publication,
            editions=stores.editions,
            folder=make_folder(settings.folder),
            renderer=renderer,
            clock=clock,
            public_url=settings.machine.public_url or "",
        )
    replies = asyncio.run(
        send_test(
            lock,
            addresses,
            relay=make_relay(settings),
            clock=clock,
            secret=settings.machine.secret,
        )
    )
    taken = [address for address, reply in replies if reply.code == TAKEN]
    failed = [(address, reply) for address, reply in replies if reply.code != TAKEN]
    lines = [f"{address}: {reply.code or 'lost'} {reply.text}" for address, reply in failed]
    if taken:
        lines.append(f"Sent {slug} to {', '.join(taken)}, marked [Test].      {SEND}")
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

"""What `digest send --dry-run` answers."""

from collections.abc import Sequence

from digest.app.brought import Halted
from digest.app.check import CheckReport
from digest.app.day import SendWish
from digest.app.rehearse import Rehearsal, rehearse_send
from digest.cli.answer import Answer
from digest.cli.drafting import checked_answer, draft_answer
from digest.cli.invocation import Invocation
from digest.cli.sent import (
    NO_REHEARSAL,
    halted_answer,
    has_options,
    sent_answer,
    unsent_answer,
)
from digest.cli.shapes import shape_books
from digest.cli.stopping import Stop
from digest.cli.written import count
from digest.config import Settings
from digest.errors import ExitStatus
from digest.wiring import make_clock, make_folder, opened_renderer, opened_stores


def rehearse(
    wish: SendWish, invocation: Invocation, settings: Settings, *, test: Sequence[str]
) -> Answer:
    """Tell what a send would do."""
    with opened_stores(settings) as stores, opened_renderer(settings) as renderer:
        told = rehearse_send(
            wish,
            settings.publication,
            stores=stores,
            folder=make_folder(settings.folder),
            renderer=renderer,
            clock=make_clock(invocation.now),
            public_url=settings.machine.public_url or "",
            is_test=bool(test),
        )
    if told.early:
        return unsent_answer(told.early, settings, wish)
    if told.halted:
        return halted_answer(Halted(slug=told.slug, books=told.books))
    if told.idle:
        return sent_answer(told.idle, Stop(), zone=settings.publication.timezone)
    if told.draft and told.draft.edition is None:
        return draft_answer(told.draft, settings.publication, wrote=False)
    drafted = draft_answer(told.draft, settings.publication, wrote=False) if told.draft else None
    checked = checked_answer(told.checked) if told.checked else None
    audience = (
        f"Would send {told.slug} to {', '.join(test)}, marked [Test]"
        if test
        else f"Would send {told.slug} to {told_readers(told, wish)}"
    )
    blocked = checked is not None and checked.status is not ExitStatus.OK
    if told.resumes:
        audience += ", which ends its halt"
    ending = (
        [] if blocked else [f"{audience}; nothing was sent.      Next: {next_step(wish, test)}"]
    )
    return Answer(
        lines=[
            *(drafted.lines[:2] if drafted else ()),
            *(
                found_lines(told.checked, checked, blocked=blocked)
                if told.checked and checked
                else ()
            ),
            *ending,
        ],
        data={
            **shape_books(told.slug, told.books, 0.0),
            "segment": told.segment or None,
            "joined": told.joined or 0,
        },
        status=checked.status if checked else ExitStatus.OK,
        brief=checked.brief if checked else "",
    )


def next_step(wish: SendWish, test: Sequence[str]) -> str:
    """Name the send that was rehearsed: without its options it would go to other people."""
    if test or has_options(wish):
        return NO_REHEARSAL
    # A bare send means today's edition, and leaves a halted one alone.
    if wish.slug:
        return f"digest send {wish.slug}"
    return "digest send --weekly" if wish.weekly else "digest send"


def told_readers(told: Rehearsal, wish: SendWish) -> str:
    """Tell to how many a send would go: those who are owed, in doubt if wished, and deferred."""
    books = told.books
    now = books.owed + (books.unknown if wish.retry_unknown else 0)
    later = f", and to {books.deferred:,} deferred when they are due" if books.deferred else ""
    joined = f", and to {told.joined:,} who joined since" if told.joined else ""
    if told.joined == 0:
        joined = " (nobody has joined since)"
    within = f" in {told.segment}" if told.segment else ""
    every = f"{books.planned:,} readers"
    if told.subscribed is not None:
        on = f" on {', '.join(told.lists)}" if told.lists else ""
        every = f"{told.subscribed:,} subscribed readers, those{on}"
    return f"{now:,} of {every}{within}{later}{joined}"


def found_lines(report: CheckReport, checked: Answer, *, blocked: bool) -> Sequence[str]:
    """Tell what a rehearsal found: all that blocks it, else how many warnings there are."""
    if blocked:
        errors = [line for line in checked.lines[:-1] if line.startswith("E")]
        return [*errors, checked.lines[-1]]
    if report.warnings:
        return [f"{count('warning', report.warnings)}, shown by digest check."]
    return []

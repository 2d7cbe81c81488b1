"""What `digest send --dry-run` answers."""

from collections.abc import Sequence

from digest.app.brought import Halted
from digest.app.check import CheckReport
from digest.app.day import SendWish
from digest.app.rehearse import rehearse_send
from digest.cli.answer import Answer
from digest.cli.drafting import checked_answer, draft_answer
from digest.cli.invocation import Invocation
from digest.cli.segments import tell_doubts
from digest.cli.sent import halted_answer
from digest.cli.shapes import shape_books
from digest.cli.written import count
from digest.config import Settings
from digest.errors import ExitStatus
from digest.model.delivery import Books
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
    tell_doubts(told.doubts, invocation)
    if told.halted:
        return halted_answer(Halted(slug=told.slug, books=told.books))
    if told.draft and told.draft.edition is None:
        return draft_answer(told.draft, settings.publication, wrote=False)
    drafted = draft_answer(told.draft, settings.publication, wrote=False) if told.draft else None
    checked = checked_answer(told.checked) if told.checked else None
    audience = (
        f"Would send {told.slug} to {', '.join(test)}, marked [Test]"
        if test
        else f"Would send {told.slug} to {told_readers(told.books, wish, told.segment)}"
    )
    blocked = checked is not None and checked.status is not ExitStatus.OK
    if told.resumes:
        audience += ", which ends its halt"
    # A bare send leaves a halted edition alone.
    step = f"digest send {told.slug}" if told.resumes else "digest send"
    if wish.weekly and not told.resumes:
        step = "digest send --weekly"
    ending = [] if blocked else [f"{audience}; nothing was sent.      Next: {step}"]
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
        data={**shape_books(told.slug, told.books, 0.0), "segment": told.segment or None},
        status=checked.status if checked else ExitStatus.OK,
        brief=checked.brief if checked else "",
    )


def told_readers(books: Books, wish: SendWish, segment: str = "") -> str:
    """Tell to how many a send would go: those who are owed, in doubt if wished, and deferred."""
    now = books.owed + (books.unknown if wish.retry_unknown else 0)
    later = f", and to {books.deferred:,} deferred when they are due" if books.deferred else ""
    joined = ", and to those who joined since" if wish.include_new else ""
    within = f" in {segment}" if segment else ""
    return f"{now:,} of {books.planned:,} readers{within}{later}{joined}"


def found_lines(report: CheckReport, checked: Answer, *, blocked: bool) -> Sequence[str]:
    """Tell what a rehearsal found: all that blocks it, else how many warnings there are."""
    if blocked:
        errors = [line for line in checked.lines[:-1] if line.startswith("E")]
        return [*errors, checked.lines[-1]]
    if report.warnings:
        return [f"{count('warning', report.warnings)}, shown by digest check."]
    return []

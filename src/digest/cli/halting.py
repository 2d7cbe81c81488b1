"""What halt and resume answer."""

from digest.app.halting import HaltReport, halt_edition, resume_edition
from digest.cli.answer import Answer
from digest.cli.invocation import Invocation
from digest.cli.people import rehearsed
from digest.cli.shapes import count_line, shape_books
from digest.config import OnMachine
from digest.model.edition import EditionState
from digest.wiring import make_clock, opened_stores


def run_halt(
    invocation: Invocation, place: OnMachine, edition: str | None, *, dry_run: bool
) -> Answer:
    """Stop every run that sends an edition."""
    with opened_stores(place) as stores:
        report = halt_edition(
            edition,
            stores=stores,
            now=make_clock(invocation.now).now(),
            dry_run=dry_run,
        )
    return Answer(
        lines=[
            rehearsed(halt_line(report), dry_run),
            count_line(report.books),
            *(
                f"{other} is being sent as well.      Next: digest halt {other}"
                for other in report.others
            ),
            halted_next_line(report),
        ],
        data=shape_halt(report),
    )


def run_resume(
    invocation: Invocation, place: OnMachine, edition: str | None, *, dry_run: bool
) -> Answer:
    """Let a halted edition be sent again."""
    with opened_stores(place) as stores:
        report = resume_edition(
            edition,
            stores=stores,
            now=make_clock(invocation.now).now(),
            zone=place.zone,
            dry_run=dry_run,
        )
    return Answer(
        lines=[
            rehearsed(resume_line(report), dry_run),
            count_line(report.books),
            resumed_next_line(report),
        ],
        data=shape_halt(report),
    )


def halt_line(report: HaltReport) -> str:
    """Say what became of the wish to halt an edition."""
    slug = report.slug
    if report.state is not EditionState.HALTED:
        over = "complete" if report.state is EditionState.DONE else report.state.value
        return f"{slug} is {over}: there is nothing left to halt."
    if report.before is EditionState.HALTED:
        return f"{slug} is halted already."
    return f"{slug} is halted: nothing more of it is begun, and what is in flight is recorded."


def halted_next_line(report: HaltReport) -> str:
    """Say what to do after a halt."""
    if report.state is not EditionState.HALTED:
        return f"Next: digest report {report.slug}"
    owed = report.books.owed + report.books.deferred
    waiting = f"{owed:,} {'waits' if owed == 1 else 'wait'} until somebody resumes it."
    return f"{waiting}      Next: digest report {report.slug}, digest resume {report.slug}"


def resume_line(report: HaltReport) -> str:
    """Say what became of the wish to resume an edition."""
    if report.before is EditionState.HALTED and report.state is not EditionState.DONE:
        by = "the workers go on with it" if report.workers else "the next send goes on"
        return f"{report.slug} may be sent again; {by}."
    state = (
        "complete" if report.state is EditionState.DONE else f"not halted, but {report.state.value}"
    )
    return f"{report.slug} is {state}."


def resumed_next_line(report: HaltReport) -> str:
    """Say what to do after an edition was resumed."""
    step = "report" if report.state is EditionState.DONE or report.workers else "send"
    return f"Next: digest {step} {report.slug}"


def shape_halt(report: HaltReport) -> dict[str, object]:
    """Write the counts with the states before and after."""
    return {
        **shape_books(report.slug, report.books, 0.0),
        "state": report.state.value,
        "before": report.before.value,
        "others": list(report.others),
    }

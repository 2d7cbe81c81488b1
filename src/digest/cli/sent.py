"""What `digest send` answers when it has sent, or had nothing to send."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from digest.app.brought import Halted, NotDue, Quiet, Refused, Unchosen, Unsent
from digest.app.day import SendWish
from digest.app.send import SendReport
from digest.cli.answer import Answer, in_one_line
from digest.cli.drafting import draft_answer
from digest.cli.progress import show_rate, show_span
from digest.cli.shapes import count_line, local_time, shape_books, shape_instant
from digest.cli.stopping import Stop
from digest.config import Settings
from digest.errors import ExitStatus
from digest.model.delivery import Books
from digest.model.edition import EditionState, is_round_up

SEND = "digest send"
NO_REHEARSAL = "the same without --dry-run"


def send_step(slug: str) -> str:
    """Tell how an edition goes on: today's by itself, a round-up by its name."""
    return f"{SEND} {slug}" if is_round_up(slug) else SEND


def has_options(wish: SendWish) -> bool:
    """Whether a send was wished with options that a bare one would forget."""
    narrows = wish.lists or wish.segment or wish.send_by
    return bool(narrows or wish.include_new or wish.retry_unknown or wish.wait)


def unsent_answer(brought: Unsent, settings: Settings, wish: SendWish | None = None) -> Answer:
    """Tell why nothing is sent; of what was wished, options are not forgotten."""
    match brought:
        case Quiet():
            return quiet_answer(brought, settings)
        case NotDue():
            return not_due_answer(brought, settings, with_options=bool(wish and has_options(wish)))
        case Unchosen():
            return unchosen_answer(brought)
        case Refused():
            return refused_answer(brought)
        case Halted():
            return halted_answer(brought)


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


def not_due_answer(waiting: NotDue, settings: Settings, *, with_options: bool = False) -> Answer:
    """Tell that the day's first slot, or the round-up's day and time, has not come yet."""
    at = waiting.at.astimezone(ZoneInfo(settings.publication.timezone))
    moment = f"{at:%A %H:%M}" if is_round_up(waiting.slug) else f"{at:%H:%M}"
    early = f"To send it now all the same, draft and name it: digest send {waiting.slug}"
    early += " and the same options" if with_options else ""
    return Answer(
        lines=[f"Nothing is due before {moment} {at.tzinfo}.      {early}"],
        data={"edition": waiting.slug, "due": shape_instant(waiting.at)},
    )


def unchosen_answer(unchosen: Unchosen) -> Answer:
    """Tell that nobody wants the round-up; with -q only the first run says so."""
    told = f"Nobody who is mailed now has chosen the round-up: {unchosen.slug} is not sent."
    return Answer(
        lines=[told, """Next: digest subscribers list --segment 'frequency = "weekly"'"""],
        data={"edition": unchosen.slug},
        status=ExitStatus.QUIET,
        brief=told,
        silent_when_quiet=unchosen.told,
    )


def refused_answer(refused: Refused) -> Answer:
    """Tell that the person at the terminal said no."""
    slug = refused.ready.lock.slug
    return Answer(
        lines=[
            "Nothing was sent; the draft is as it was.      Next: digest check, then the same again"
        ],
        data={"edition": slug},
        status=ExitStatus.USAGE,
    )


def halted_answer(halted: Halted) -> Answer:
    """Tell that nothing is sent while an edition is halted, and who ends that."""
    told = f"{halted.slug} is halted: nothing is sent until somebody resumes it."
    return Answer(
        lines=[
            told,
            count_line(halted.books),
            f"Next: digest report {halted.slug}; digest resume, then {send_step(halted.slug)}",
        ],
        data={
            **shape_books(halted.slug, halted.books, 0.0),
            "state": EditionState.HALTED.value,
            "next_due": None,
            "error": None,
            "paused": [],
        },
        status=ExitStatus.HALTED,
        brief=f"{told} Next: digest resume, then {send_step(halted.slug)}",
    )


def sent_answer(
    report: SendReport, stop: Stop, *, zone: str, before: Books | None = None, wait: bool = False
) -> Answer:
    """Tell how a send went, and what to do next.

    Args:
        report: How it went.
        stop: Whether somebody asked the run to end.
        zone: Of local moments.
        before: The counts when the run began.
        wait: Whether the run was to stay for the deferred.
    """
    books = report.books
    status = report.exit_status
    stopped = status is ExitStatus.INTERRUPTED or (wait and status is ExitStatus.OWED)
    if stopped and stop.status:
        status = stop.status
    counts = count_line(books)
    lines = [counts + speed(report), *trouble_lines(report), next_line(report, status, zone)]
    if status is ExitStatus.OK and report.tried == 0:
        lines = [f"Nothing is owed: {report.slug} is complete.      Next: digest report"]
    elif status is ExitStatus.OK and before and before.owed < before.planned:
        accepted = books.accepted - before.accepted
        due = f"{report.tried:,} due, {accepted:,} accepted."
        lines = [counts, f"{due} {next_line(report, status, zone)}"]
    return Answer(
        lines=lines,
        data={
            **shape_books(report.slug, books, report.seconds),
            "state": report.state.value,
            "next_due": shape_instant(report.next_due),
            "error": report.trouble.message if report.trouble else None,
            "paused": [
                {"domain": one.domain, "reason": one.reason, "readers": one.readers}
                for one in report.paused
            ],
        },
        status=status,
        brief=f"{report.slug}: {'; '.join([*without_stops(trouble_lines(report)), counts])}",
    )


def speed(report: SendReport) -> str:
    """Tell how many were tried in what time: "      1,181 in 12 s, 96/s"."""
    if not report.tried or report.seconds <= 0:
        return ""
    rate = show_rate(report.tried / report.seconds)
    return f"      {report.tried:,} in {show_span(report.seconds)}, {rate}"


def trouble_lines(report: SendReport) -> list[str]:
    """Tell what ended a run before everybody was tried, and who was left out."""
    lines = []
    if report.trouble:
        lines.append(in_one_line(report.trouble.message, report.trouble.hint))
    if report.halted:
        lines.append(f"The run halted itself: {report.halted}")
    for one in report.paused:
        left = f"{one.readers:,} reader{'' if one.readers == 1 else 's'} left for a later run"
        lines.append(f"{one.domain} {one.reason} ({left})")
    return lines


def without_stops(lines: Sequence[str]) -> Sequence[str]:
    """Take the full stop off each line, as more follows it in the same one."""
    return [line.removesuffix(".") for line in lines]


def next_line(report: SendReport, status: ExitStatus, zone: str) -> str:
    """Say what to do now."""
    slug, books = report.slug, report.books
    send = send_step(slug)
    owed = f"{books.owed:,} {'is' if books.owed == 1 else 'are'} owed"
    again = "Nothing is lost, " if report.trouble else ""
    doubt = f", {books.unknown:,} in doubt" if books.unknown else ""
    later = f", {books.deferred:,} deferred" if books.deferred else ""
    stopped = f"Stopped; all that was sent is recorded, {owed}{later}{doubt}.      Next: {send}"
    by_status = {
        ExitStatus.OK: f"{slug} is complete.      Next: digest report",
        # What it owes is the other run's to send.
        ExitStatus.BUSY: f"{owed}.      Next: digest report {slug}",
        ExitStatus.MISSING: f"{slug} has expired: nothing more is sent.      Next: digest report",
        ExitStatus.INTERRUPTED: stopped,
        ExitStatus.TERMINATED: stopped,
        ExitStatus.HALTED: f"{slug} is halted until somebody resumes it, {owed}."
        f"      Next: digest report {slug}; digest resume, then {send}",
    }
    if status in by_status:
        return by_status[status]
    if report.next_due and not books.owed:
        due = local_time(report.next_due, zone)
        return (
            f"{books.deferred:,} deferred, due again from {due}.      Next: {send}, digest report"
        )
    if books.unknown and not books.owed:
        return f"{books.unknown:,} in doubt.      Next: digest report {slug}"
    return f"{again}{owed}.      Next: {send}"

"""The commands about letters to single readers: letters, letters send."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.answer import Answer
from digest.cli.opening import open_settings
from digest.errors import ConfigError
from digest.wiring import make_clock, make_relay, opened_renderer, opened_stores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.app.letters import LetterReport
    from digest.app.ports import Clock, Stores
    from digest.cli.stopping import Stop
    from digest.config import Settings
    from digest.model.signup import LetterState

app = typer.Typer(
    name="letters",
    help="Letters to single readers: what waits, and sending it.",
    rich_markup_mode=None,
)
MOST_SHOWN = 50
SEND = "Next: digest letters send"


@app.callback(invoke_without_command=True)
def letters(context: typer.Context) -> Answer | None:
    """List the letters that wait, and those that nobody took."""
    if context.invoked_subcommand:
        return None
    from digest.text.words import count_of

    _, settings = open_settings(context)
    with opened_stores(settings) as stores:
        found = stores.letters.letters()
        waiting = stores.letters.count_waiting()
    zone = settings.publication.timezone
    told = f"{count_of(waiting, 'letter')} wait{'s' if waiting == 1 else ''}."
    return Answer(
        lines=[
            *letter_lines(found, zone),
            f"{told}      {SEND}, or digest serve, which sends them itself"
            if waiting
            else f"{told}      Next: digest serve",
        ],
        data={"letters": [shape_letter(one) for one in found], "waiting": waiting},
    )


def letter_lines(letters: "Sequence[LetterState]", zone: str) -> list[str]:
    """Show letters, one a line; of many only the latest."""
    shown = [letter_line(one, zone) for one in letters[-MOST_SHOWN:]]
    earlier = len(letters) - len(shown)
    return [f"{earlier:,} earlier ones: digest letters --json", *shown] if earlier else shown


def letter_line(letter: "LetterState", zone: str) -> str:
    """Show a letter as one line."""
    from digest.text.values import show_moment

    reply = f"{letter.code or ''} {letter.reply}".strip()
    said = f"{letter.outcome}: {reply}" if letter.outcome else ""
    when = f"due {show_moment(letter.due, zone)}" if letter.due else "given up"
    if letter.taken:
        when, said = f"taken {show_moment(letter.taken, zone)}", "being sent"
    return f"{letter.kind.value:8} {letter.email}   {when}   {said}".rstrip()


def shape_letter(letter: "LetterState") -> dict[str, Any]:
    """Shape a letter for --json."""
    from digest.cli.shapes import shape_instant

    return {
        "kind": letter.kind.value,
        "email": letter.email,
        "asked_at": shape_instant(letter.asked_at),
        "due": shape_instant(letter.due),
        "taken": shape_instant(letter.taken),
        "attempts": letter.attempts,
        "outcome": letter.outcome or None,
        "code": letter.code or None,
        "reply": letter.reply or None,
    }


@app.command("send")
def send(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")
    ] = False,
) -> Answer:
    """Send the letters that are due. Safe to run again, and beside `digest serve`."""
    invocation, settings = open_settings(context)
    if not settings.machine.public_url:
        raise ConfigError(
            ".env has no DIGEST_PUBLIC_URL: no letter could link to the public pages.",
            "Write there the address at which readers reach them: "
            "DIGEST_PUBLIC_URL=https://news.example.org",
        )
    from digest.cli.sending import refuse_rehearsed_sending

    clock = make_clock(invocation.now)
    with opened_stores(settings) as stores:
        if dry_run:
            return rehearsal_answer(stores, clock, zone=settings.publication.timezone)
        refuse_rehearsed_sending(invocation, settings)
        import asyncio

        from digest.cli.stopping import Stop

        stop = Stop()
        report = asyncio.run(send_due(settings, stores, clock, stop))
        return report_answer(report, stop, now=clock.now(), zone=settings.publication.timezone)


def rehearsal_answer(stores: "Stores", clock: "Clock", *, zone: str) -> Answer:
    """Tell how many letters would be sent now, and when else the first is due."""
    from digest.text.words import count_of

    now = clock.now()
    due = sum(1 for one in stores.letters.letters() if one.due and one.due <= now)
    told = f"{count_of(due, 'letter')} due"
    if not due and (waiting := stores.letters.count_waiting()):
        told = f"nothing is due yet, {tell_waiting(waiting, stores.letters.next_due(), now, zone)}"
    return Answer(
        lines=[f"Rehearsal, nothing was sent: {told}.      {SEND}"],
        data={"due": due},
    )


async def send_due(
    settings: "Settings", stores: "Stores", clock: "Clock", stop: "Stop"
) -> "LetterReport":
    """Send every letter that is due; a signal lets the one in flight be finished."""
    from digest.app.letter_desk import LetterDesk
    from digest.app.letters import send_letters
    from digest.cli.sending import opened_signer
    from digest.cli.stopping import watched_signals

    with opened_renderer(settings) as renderer, watched_signals(stop):
        async with opened_signer(settings) as signer:
            desk = LetterDesk(
                publication=settings.publication,
                letters=stores.letters,
                renderer=renderer,
                clock=clock,
                secret=settings.machine.secret,
                links=settings.machine.links,
                public_url=settings.machine.public_url or "",
                signer=signer,
            )
            return await send_letters(desk, relay=make_relay(settings), stopping=stop)


def tell_waiting(waiting: int, due: "datetime | None", now: "datetime", zone: str) -> str:
    """Tell how many letters wait, and until when."""
    from digest.text.values import show_moment
    from digest.text.words import count_of

    told, is_one = count_of(waiting, "letter"), waiting == 1
    if waiting and due is None:
        return f"{told} {'is' if is_one else 'are'} in another run's hands"
    if due is None or due <= now:
        return f"{told} wait{'s' if is_one else ''}"
    again = f"tried again at {show_moment(due, zone)}"
    return f"{told} is {again}" if is_one else f"{told} wait, the first is {again}"


def report_answer(report: "LetterReport", stop: "Stop", *, now: "datetime", zone: str) -> Answer:
    """Tell how it went."""
    from digest.cli.shapes import shape_instant

    counts = (
        f"accepted {report.accepted} · deferred {report.deferred} · "
        f"given up {report.rejected} · unknown {report.unknown}"
    )
    waiting = tell_waiting(report.waiting, report.next_due, now, zone)
    told = f"{counts}      {waiting}."
    if not (report.tried or report.trouble or stop.status):
        told = f"Nothing is due{' yet' if report.waiting else ''}: {waiting}."
    lines = [f"{told}      Next: digest letters"]
    if report.trouble:
        lines.insert(0, f"{report.trouble.message} {report.trouble.hint}".rstrip())
    return Answer(
        lines=lines,
        data={
            "accepted": report.accepted,
            "deferred": report.deferred,
            "rejected": report.rejected,
            "unknown": report.unknown,
            "waiting": report.waiting,
            "next_due": shape_instant(report.next_due),
            "error": report.trouble.message if report.trouble else None,
        },
        status=stop.status or report.exit_status,
    )

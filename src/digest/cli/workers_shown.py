"""Workers as people and programs read them."""

from typing import Any

from digest.cli.answer import Answer
from digest.cli.progress import show_span
from digest.cli.shapes import shape_instant
from digest.model.worker import Crew, Worker
from digest.text.words import count_of


def workers_answer(crew: Crew, *, shared: bool) -> Answer:
    """List workers, those that have died last."""
    data = {
        "now": shape_instant(crew.now),
        "workers": [shape_worker(crew, one) for one in crew.workers],
    }
    if not shared:
        return Answer(
            lines=[
                "The database is a file on this machine, which sends by itself.",
                "Next: digest send; for several machines: digest db move --help",
            ],
            data=data,
        )
    if not crew.workers:
        return Answer(lines=["No worker has spoken today.      Next: digest worker"], data=data)
    silent = [one for one in crew.workers if not crew.is_live(one)]
    told = f"{count_of(len(crew.live), 'worker')} at work"
    told += f", {len(silent):,} silent" if silent else ""
    lines = [
        f"{told}.",
        *(line for one in (*crew.live, *silent) for line in worker_lines(crew, one)),
    ]
    return Answer(lines=[*lines, "Next: digest report, digest status"], data=data)


def worker_lines(crew: Crew, one: Worker) -> list[str]:
    """Describe a worker, with its trouble on a line of its own."""
    spoke = show_span((crew.now - one.seen).total_seconds())
    since = show_span((crew.now - one.began).total_seconds())
    state = one.state.value if crew.is_live(one) else "silent"
    doing = f" {', '.join(one.doing)}" if one.doing else ""
    doing = f", had{doing}" if doing and not crew.is_live(one) else doing
    line = (
        f"  {one.host} {one.process}   digest {one.version}   {state}{doing}   "
        f"{count_of(one.sent, 'reader')} in {since}   spoke {spoke} ago"
    )
    return [line, *([f"    {one.trouble}"] if one.trouble else [])]


def shape_worker(crew: Crew, one: Worker) -> dict[str, Any]:
    """Write a worker as JSON has it."""
    return {
        "name": one.name,
        "host": one.host,
        "process": one.process,
        "version": one.version,
        "concurrency": one.concurrency,
        "began": shape_instant(one.began),
        "seen": shape_instant(one.seen),
        "live": crew.is_live(one),
        "state": one.state.value,
        "doing": list(one.doing),
        "sent": one.sent,
        "trouble": one.trouble or None,
    }

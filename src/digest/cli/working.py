"""The commands of several machines: worker and workers."""

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.answer import Answer
from digest.cli.opening import open_place
from digest.errors import UsageError

if TYPE_CHECKING:
    from digest.cli.invocation import Invocation

SHORTEST_LEASE, LONGEST_LEASE = 5, 300


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(worker)
    app.command()(workers)


def worker(
    context: typer.Context,
    concurrency: Annotated[
        int,
        typer.Option(
            "--concurrency", metavar="N", min=1, max=50, help="Batches that are sent side by side."
        ),
    ] = 1,
    lease: Annotated[
        int,
        typer.Option(
            "--lease",
            metavar="SECONDS",
            min=SHORTEST_LEASE,
            max=LONGEST_LEASE,
            help="After so long without a sign of life others take over what this one holds.",
        ),
    ] = 30,
    desk: Annotated[
        bool,
        typer.Option("--desk", help="Make each edition when its time has come, in place of cron."),
    ] = False,
    metrics_port: Annotated[
        int | None,
        typer.Option(
            "--metrics-port",
            metavar="PORT",
            min=0,
            max=65535,
            help="Tell /healthz and /metrics there, on this machine alone.",
        ),
    ] = None,
) -> Answer:
    """Send what is planned, beside the workers of other machines.

    It needs a PostgreSQL database and, in its folder, a .env with DIGEST_DATABASE, DIGEST_SECRET
    and DIGEST_RELAY; with --desk a whole publication. SIGTERM or Ctrl-C ends it: what is in flight
    is finished and recorded, the rest is another's. A second one breaks off.
    """
    invocation: Invocation = context.obj
    if invocation.now:
        raise UsageError("--now rehearses, and workers send to real readers.", "Leave --now out.")
    from datetime import timedelta

    from digest.cli.working_run import run_work
    from digest.worker.wishes import WorkerWish

    wish = WorkerWish(
        concurrency=concurrency,
        lease=timedelta(seconds=lease),
        makes_editions=desk,
        metrics_port=metrics_port,
    )
    return run_work(invocation, wish)


def workers(context: typer.Context) -> Answer:
    """List the workers of all machines.

    What each does, how many readers it has served, when it last spoke, and its trouble.
    """
    from digest.cli.workers_shown import workers_answer
    from digest.wiring import make_clock, opened_stores

    invocation: Invocation = context.obj
    with opened_stores(open_place(invocation)) as stores:
        crew = stores.workers.crew(now=make_clock(invocation.now).now())
        return workers_answer(crew, shared=stores.queue is not None)

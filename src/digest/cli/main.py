"""The command line's entry point: the application, its global options, errors to exit statuses."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from digest.cli import (
    archiving,
    choosing,
    databasing,
    day,
    demo,
    desk,
    gather,
    keys,
    lettering,
    people,
    pruning,
    returning,
    serving,
    set_up,
    templating,
    working,
)
from digest.cli.answer import Answer, print_line, show_answer, show_error
from digest.cli.invocation import Invocation, put_global_options_first
from digest.errors import DigestError, ExitStatus, UsageError

EPILOG = (
    "The options above may stand before or after the command's name. "
    "A day is: collect, draft, check, send, report. `digest send` alone does all of it."
)

SETTING_UP = ("init", "sources", "subscribers")


class Desk(typer.core.TyperGroup):
    """All commands, in the order in which a newcomer needs them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - Typer does not export its type
        """Name them: those that set a publication up, then those of a day."""
        names = super().list_commands(ctx)
        return [*SETTING_UP, *(name for name in names if name not in SETTING_UP)]


app = typer.Typer(
    name="digest",
    cls=Desk,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def read_moment(text: str | None) -> datetime | None:
    """Read the value of --now; a moment without a zone is taken as UTC.

    Raises:
        UsageError: It is no ISO 8601 moment.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"--now {text!r} is not an ISO 8601 moment.", "Write it as 2026-11-23T05:30:00+01:00."
        ) from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


@app.callback(epilog=EPILOG)
def take_global_options(
    context: typer.Context,
    directory: Annotated[
        Path,
        typer.Option(
            "-C",
            "--directory",
            metavar="DIR",
            help="The publication's folder; the present one when left out.",
            show_default=False,
        ),
    ] = Path(),
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON on stdout and nothing else.")
    ] = False,
    quiet: Annotated[
        bool,
        typer.Option(
            "-q", "--quiet", help="Nothing on success, else one line; of a quiet day once."
        ),
    ] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Tell more.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")] = False,
    now: Annotated[
        str | None,
        typer.Option(
            "--now", metavar="ISO8601", help="Rehearse at another moment, such as 2026-11-23T05:30."
        ),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """The newsletter and digest generator for news desks."""
    if version:
        from digest import __version__

        print_line(f"digest {__version__}")
        raise typer.Exit
    context.obj = Invocation(
        directory=directory,
        as_json=as_json,
        quiet=quiet,
        verbose=verbose,
        debug=debug,
        now=read_moment(now),
    )


set_up.add_commands(app)
gather.add_commands(app)
choosing.add_commands(app)
desk.add_commands(app)
day.add_commands(app)
returning.add_commands(app)
serving.add_commands(app)
pruning.add_commands(app)
working.add_commands(app)
app.add_typer(people.app, name="subscribers")
app.add_typer(lettering.app, name="letters")
app.add_typer(keys.app, name="keys")
app.add_typer(databasing.app, name="db")
app.add_typer(archiving.app, name="archive")
app.add_typer(templating.app, name="template")


def guess_invocation(arguments: Sequence[str]) -> Invocation:
    """Tell from the bare words how to show an error that came before the options were read."""
    words = put_global_options_first(arguments)
    return Invocation(
        directory=Path(),
        as_json="--json" in words,
        quiet="-q" in words or "--quiet" in words,
        debug="--debug" in words,
    )


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status. Only here errors become statuses."""
    invocation = guess_invocation(arguments)
    try:
        answer = app(put_global_options_first(arguments), prog_name="digest", standalone_mode=False)
        if isinstance(answer, Answer):
            return show_answer(answer, invocation)
        # Typer turns Ctrl-C into a bare status.
        interrupted = answer == ExitStatus.INTERRUPTED
        return show_interruption(KeyboardInterrupt()) if interrupted else int(answer or 0)
    except BrokenPipeError:
        # Somebody closed our output, as `| head` does; that is no fault of ours.
        sys.stderr.close()
        return int(ExitStatus.OK)
    except typer.TyperException as error:
        return show_usage(error, invocation)
    except (typer.Abort, KeyboardInterrupt) as error:
        return show_interruption(error)
    except Exception as error:
        if invocation.debug:
            raise
        return show_error(name_bug(error), invocation)


def name_bug(error: Exception) -> DigestError:
    """Take an error that nobody expected for a fault of ours."""
    if isinstance(error, DigestError):
        return error
    return DigestError(
        f"Unexpected: {type(error).__name__}: {error}",
        "This is a fault of digest. Run it again with --debug and report what it shows.",
    )


def show_interruption(error: BaseException) -> int:
    """Say that a person stopped the command, or said no."""
    if isinstance(error, typer.Abort):
        print_line("Nothing was done.", to_stderr=True)
        return int(ExitStatus.USAGE)
    print_line("Interrupted: what was done is kept. Run the same command again.", to_stderr=True)
    return int(ExitStatus.INTERRUPTED)


def show_usage(error: typer.TyperException, invocation: Invocation) -> int:
    """Show a wrong argument with the command's own usage line."""
    if invocation.as_json or invocation.quiet:
        return show_error(UsageError(error.format_message()), invocation)
    show = getattr(error, "show", None)
    if callable(show):
        show()
    else:
        print_line(error.format_message(), to_stderr=True)
    return int(ExitStatus.USAGE)


# Last, as it runs the other commands by the very door that a user goes through.
demo.add_commands(app, run)

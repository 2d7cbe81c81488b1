"""The commands about the keys that links are signed with: keys, keys rotate."""

import os
import re
from datetime import timedelta
from typing import Annotated

import typer

from digest.cli.answer import Answer
from digest.cli.opening import open_settings
from digest.errors import ConfigError, UsageError
from digest.wiring import make_clock

app = typer.Typer(
    name="keys",
    help="The keys that readers' links are signed with.",
    rich_markup_mode=None,
)
SPAN = re.compile(r"\s*([0-9]{1,4})\s*(days?|months?|years?)\s*")
DAYS = {"d": 1, "m": 31, "y": 366}
KEPT = "400 days"


@app.callback(invoke_without_command=True)
def keys(context: typer.Context) -> Answer | None:
    """List the keys by their ids: the one that signs, and those whose links still work."""
    if context.invoked_subcommand:
        return None
    from digest.adapters.link_keys import describe_keys
    from digest.cli.shapes import shape_instant

    invocation, settings = open_settings(context)
    now = make_clock(invocation.now).now()
    found = describe_keys(settings.machine.links)
    lines = [f"{found[0][0]}   signs every new link"]
    for name, until in found[1:]:
        # The last day runs to its end in every zone.
        works = (
            f"until {until - timedelta(days=1):%Y-%m-%d}" if until else "for as long as it is named"
        )
        over = until is not None and until <= now
        lines.append(f"{name}   {'no longer works' if over else f'its links work {works}'}")
    return Answer(
        lines=[*lines, "To sign with a new one: digest keys rotate"],
        data={
            "keys": [
                {"id": name, "signs": number == 0, "until": shape_instant(until)}
                for number, (name, until) in enumerate(found)
            ]
        },
    )


@app.command("rotate")
def rotate_keys(
    context: typer.Context,
    keep: Annotated[
        str,
        typer.Option(metavar="SPAN", help="How long links of the present key go on working."),
    ] = KEPT,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")
    ] = False,
) -> Answer:
    """Sign new links with a new key. Links that are out there go on working for a while."""
    from secrets import token_urlsafe

    from digest.adapters.link_keys import NAME, Mistake, parse_link_keys, rotate, write_keys
    from digest.config import ENV_NAME, read_facts
    from digest.deliver.tokens import key_id

    invocation, settings = open_settings(context)
    if NAME in os.environ:
        raise ConfigError(
            f"{NAME} comes from the environment, where this command cannot change it.",
            f"Take it out there, and write it into {ENV_NAME}.",
        )
    path = settings.folder / ENV_NAME
    fact = read_facts(path, {}).get(NAME)
    today = make_clock(invocation.now).now().date()
    until = today + read_span(keep)
    value = rotate(fact.value if fact else None, token_urlsafe(32), until=until, today=today)
    try:
        name = key_id(parse_link_keys(value, settings.machine.secret).signing)
    except Mistake as error:
        raise ConfigError(error.message, error.hint) from None
    if not dry_run:
        write_keys(path, value)
    told = f"A new key {name} signs links from now on"
    after = "A running digest serve takes it up when it gets SIGHUP.      Next: digest keys"
    if dry_run:
        told = "Rehearsal, nothing was written: a new key would sign links from now on"
        after = "Next: digest keys rotate"
    return Answer(
        lines=[f"{told}; those of the one before work until {until.isoformat()}.", after],
        data={
            "id": None if dry_run else name,
            "former_until": until.isoformat(),
            "written": not dry_run,
        },
    )


def read_span(text: str) -> timedelta:
    """Read how long former links work.

    Raises:
        UsageError: It is no span, or none of use.
    """
    match = SPAN.fullmatch(text)
    days = int(match[1]) * DAYS[match[2][0]] if match else 0
    if not 0 < days <= 40 * DAYS["y"]:
        raise UsageError(f"--keep {text!r} is no span of time.", 'Write it as --keep "400 days".')
    return timedelta(days=days)

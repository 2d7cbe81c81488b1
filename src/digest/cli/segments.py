"""The option --segment, and what is said about it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.answer import print_line
from digest.cli.invocation import Invocation

if TYPE_CHECKING:
    from digest.app.ports import SubscriberStore
    from digest.config import Settings
    from digest.deliver.segment import Segment

SegmentOption = Annotated[
    str | None,
    typer.Option(
        "--segment", metavar="EXPR", help="""Only readers whom a rule fits: 'country = "BE"'."""
    ),
]


def read_option(text: str | None, *, now: datetime) -> "Segment | None":
    """Read the value of --segment; None when it is not given.

    Raises:
        UsageError: It cannot be understood; points at the place.
    """
    from digest.deliver.segment_parser import read_segment

    return None if text is None else read_segment(text, now=now)


def open_segment(
    text: str | None,
    invocation: Invocation,
    settings: "Settings",
    subscribers: "SubscriberStore",
    *,
    now: datetime,
) -> "Segment | None":
    """Read the value of --segment, and say what of it may be mistyped.

    Raises:
        UsageError: It cannot be understood, or names a field that nobody has.
    """
    from digest.app.segments import doubtful_names, refuse_unknown

    segment = read_option(text, now=now)
    refuse_unknown(segment, subscribers=subscribers)
    doubts = doubtful_names(segment, settings.publication, subscribers=subscribers)
    tell_doubts("--segment", doubts, invocation)
    return segment


def open_lists(
    names: Sequence[str] | None,
    invocation: Invocation,
    settings: "Settings",
    subscribers: "SubscriberStore",
) -> tuple[str, ...]:
    """Read the values of --list as the lists are called, and say what may be mistyped."""
    from digest.app.segments import doubtful_lists, find_lists

    lists = find_lists(names or (), settings.publication, subscribers=subscribers)
    doubts = doubtful_lists(lists, settings.publication, subscribers=subscribers)
    tell_doubts("--list", doubts, invocation)
    return lists


def tell_doubts(option: str, doubts: Iterable[str], invocation: Invocation) -> None:
    """Say what of an option may be mistyped, to a person rather than to a program."""
    if not invocation.quiet:
        for doubt in doubts:
            print_line(f"{option}: {doubt}", to_stderr=True)

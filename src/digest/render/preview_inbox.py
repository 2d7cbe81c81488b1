"""What an inbox list shows of a mail before anybody opens it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from digest.model.edition import Edition
from digest.model.publication import Publication
from digest.text.values import split_mailbox

INBOX_CUTS = (35, 60, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The lines of a mail as a list of a width cuts them.

    Attributes:
        width: Most characters of a line.
        subject: Cut to the width.
        preheader: Cut to the width; empty when there is none.
        line: Subject and preheader in one line, cut to the width.
    """

    width: int
    subject: str
    preheader: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """A row of an inbox list.

    Attributes:
        sender: The name that is shown.
        time: Local time of day.
        cuts: For each width that lists commonly have, the narrowest first.
    """

    sender: str
    time: str
    cuts: tuple[Cut, ...]


def make_inbox(edition: Edition, publication: Publication, *, now: datetime) -> Inbox:
    """Show an edition as inbox lists do.

    Args:
        edition: Its subject and preheader are shown.
        publication: Its sender and zone are shown.
        now: Moment shown in the row, aware.
    """
    name, address = split_mailbox(publication.sender) or ("", publication.sender)
    moment = now.astimezone(ZoneInfo(publication.timezone))
    subject, preheader = edition.subject, edition.preheader
    line = f"{subject} – {preheader}" if preheader else subject
    return Inbox(
        sender=name.strip() or address or publication.name,
        time=f"{moment:%H:%M}",
        cuts=tuple(
            Cut(
                width=width,
                subject=cut(subject, width),
                preheader=cut(preheader, width),
                line=cut(line, width),
            )
            for width in INBOX_CUTS
        ),
    )


def cut(text: str, width: int) -> str:
    """Cut a text as an inbox list does."""
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"

"""An edition: one dated, ordered selection of stories for one publication."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digest.model.article import Byline, Image, Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The span an edition selects from: start included, end excluded; aware, UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story in its place, as it stands in the edition file.

    Attributes:
        headline: One line of plain text.
        url: Where the story is read on; None for a story without a link.
        kicker: Short label above the headline; None when there is none.
        byline: Who wrote it.
        published: Aware, UTC; None when not shown.
        image: The picture; None when there is none.
        also: Who else tells it.
        updated: Whether it was sent before and has changed since.
        sponsor: Name of the sponsor who paid for it; None for news.
        embargo: Aware, UTC: moment before which it may not be shown.
        minutes: How long the whole article takes to read; None when not shown.
        summary: Paragraphs of Markdown (emphasis and links only); empty makes it a brief.
        line: Line of its headline in the edition file, from 1; None when made in memory.
    """

    headline: str
    url: str | None = None
    kicker: str | None = None
    byline: tuple[Byline, ...] = ()
    published: datetime | None = None
    image: Image | None = None
    also: tuple[Sighting, ...] = ()
    updated: bool = False
    sponsor: str | None = None
    embargo: datetime | None = None
    minutes: int | None = None
    summary: str = ""
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A named part of an edition.

    Attributes:
        name: Shown to readers.
        id: Stable name for links, kept when `name` changes; None when not given.
        items: In the order in which they are shown.
        line: Line of its heading in the edition file; None when made in memory.
    """

    name: str
    id: str | None = None
    items: tuple[Item, ...] = ()
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What one mail shows. The first item of the first section is the hero.

    Attributes:
        slug: Publication id, local date and slot; unique.
        number: Running number of the publication's editions, from 1.
        language: BCP 47 tag.
        subject: Message subject, at most 200 characters.
        preheader: The hidden first line that an inbox list shows.
        correction: A notice shown near the top; None when there is none.
        note: Editor's note: paragraphs of Markdown; may be empty.
        sections: In the order in which they are shown.
        bench: Next best stories, not shown to readers.
        told_in: Language of its stories when it is not `language`: the main edition between the
            words and dates of another language. None for an edition all in one.
    """

    slug: str
    number: int
    language: str
    subject: str
    preheader: str = ""
    correction: str | None = None
    note: str = ""
    sections: tuple[Section, ...] = ()
    bench: tuple[Item, ...] = ()
    told_in: str | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item that readers see, in order; the hero first."""
        return tuple(item for section in self.sections for item in section.items)


# The kinds of edition: every one that is told as news comes, and the week's round-up.
DAILY = "daily"
WEEKLY = "weekly"


def is_round_up(slug: str) -> bool:
    """Tell by its slug whether an edition is the week's round-up; no slot may be called so."""
    return slug.endswith(f"-{WEEKLY}")


class EditionState(StrEnum):
    """How far an edition has come."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    PLANNED = "planned"
    SENDING = "sending"
    HALTED = "halted"
    DONE = "done"
    EXPIRED = "expired"


# Whose readers may be mailed now; who was begun and is not closed; whose books are closed.
BEING_SENT = (EditionState.PLANNED, EditionState.SENDING)
BEGUN = (*BEING_SENT, EditionState.HALTED)
OVER = (EditionState.DONE, EditionState.EXPIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why a story is where it is, or is not there.

    Attributes:
        url: Canonical address of the story's leading article.
        headline: Its headline.
        place: Section it stands in, "bench", or "dropped".
        reason: One phrase for an editor.
        score: Sum of `terms`; 0.0 for what was never scored.
        terms: Every part of the score by its name, such as ("recency", 0.8).
        articles: Canonical addresses of all articles of the story, the leading one first.
        section: The configured section that it belongs in; None when it fits none.
        fit: How it found that section, such as "keyword (budget)"; empty when it found none.
        continues: Address of an article of an earlier story that it goes on with; None for most.
    """

    url: str
    headline: str
    place: str
    reason: str
    score: float = 0.0
    terms: tuple[tuple[str, float], ...] = ()
    articles: tuple[str, ...] = ()
    section: str | None = None
    fit: str = ""
    continues: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRecord:
    """What the store knows of an edition before and besides its lock.

    Attributes:
        slug: Unique.
        number: Running number.
        state: How far it has come.
        window: What it selects from; its end is the cut-off.
        draft_hash: SHA-256 of the edition file as we wrote it; tells whether an editor touched it.
        send_by: Aware, UTC: after this nothing is begun.
        decisions: The whole trail of the selection.
        planned: Readers at planning; 0 before.
        planned_at: Aware, UTC: when it was planned; None before.
        finished_at: Aware, UTC: when it was done or expired; None before.
        lists: Lists it was planned for; empty means every subscriber.
        segment: Rule that its readers fit besides, in its canonical writing; empty for none.
        kind: "daily", or "weekly" for a round-up.
        dropped_at: Aware, UTC: when its deliveries were dropped, of which only the counts are left;
            None while they are kept.
    """

    slug: str
    number: int
    state: EditionState
    window: Window
    draft_hash: str
    send_by: datetime
    decisions: tuple[Decision, ...] = ()
    planned: int = 0
    planned_at: datetime | None = None
    finished_at: datetime | None = None
    lists: tuple[str, ...] = ()
    segment: str = ""
    kind: str = DAILY
    dropped_at: datetime | None = None

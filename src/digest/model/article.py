"""An article, and the story that several articles tell."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a publication instant is known."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """One of the people who wrote an article.

    Attributes:
        name: As printed, such as "Jo Marsh".
        role: As printed, such as "Political Editor"; None when not stated.
    """

    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture with its words.

    Attributes:
        url: Absolute http(s) address.
        alt: What it shows, for those who do not see it; may be empty.
        credit: Who made it; may be empty.
    """

    url: str
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Where a text was found: a source's name and the address there."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text. Its identity is the canonical URL.

    Attributes:
        url: Canonical address: absolute, without tracking parameters and fragment. A saved page
            that names no address of its own has the `file:` URL it was given.
        headline: Never the masthead, without the site's suffix.
        source: Name of the source that brought it first.
        byline: Who wrote it; empty when nobody is named.
        dateline: Place that opens the text, such as "ASTANA"; None when there is none.
        dek: The line below the headline (standfirst); None when there is none.
        lede: The first paragraph of its own text, cleaned; may be empty.
        body: Paragraphs separated by a blank line, cleaned, beginning with the lede. A subhead is
            a paragraph of its own, without a mark; an item of a list is one that begins with "• ";
            a quotation is whole, whoever is quoted. Tables of figures, captions, and a box of key
            points above the lede are no part of it, except that the captions of a gallery are its
            text.
        image: The picture the page means; None when there is none.
        language: BCP 47 tag; None when unknown.
        section: What the article calls its own section; None when unstated.
        published: Aware, UTC; None when unknown.
        precision: How exactly `published` is known; None exactly when `published` is.
        zone_known: False when the date named a zone that nobody knows, or none at all.
        first_seen: Aware, UTC: when we saw it first.
        sightings: Every place it was found in, the first one first.
    """

    url: str
    headline: str
    source: str
    byline: tuple[Byline, ...] = ()
    dateline: str | None = None
    dek: str | None = None
    lede: str = ""
    body: str = ""
    image: Image | None = None
    language: str | None = None
    section: str | None = None
    published: datetime | None = None
    precision: Precision | None = None
    zone_known: bool = True
    first_seen: datetime
    sightings: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """What an article said before its source changed it.

    Attributes:
        until: When it was changed, aware, UTC.
        headline: As it was.
        dek: As it was; None when there was none.
        lede: As it was.
        body: As it was.
    """

    until: datetime
    headline: str
    dek: str | None = None
    lede: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedArticles:
    """How many of the articles given to the store were new, changed or already there."""

    new: int
    changed: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event: the articles that tell it, one of them leading.

    Attributes:
        lead: The article that speaks for the story.
        others: The further articles, in no particular rank; empty for most stories.
        continues: Canonical address of the article that leads the earlier story which this one
            goes on with; None when it begins one.
    """

    lead: Article
    others: tuple[Article, ...] = ()
    continues: str | None = None

    @property
    def articles(self) -> tuple[Article, ...]:
        """All of its articles, the leading one first."""
        return (self.lead, *self.others)

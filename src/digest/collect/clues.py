"""What the layers of a page say of its article, before anybody decides whom to believe."""

from dataclasses import dataclass
from datetime import datetime

from digest.model.article import Byline


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader of pages and feeds has to know besides the bytes.

    Attributes:
        source: Name of the source.
        now: The present moment, aware.
        zone: IANA zone to assume for a date that names none.
        language: Language tag to assume when an article states none; None when none is known.
    """

    source: str
    now: datetime
    zone: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageClue:
    """A picture that a page offers.

    Attributes:
        url: As found; may be relative.
        alt, credit: May be empty.
        width: In pixels; 0 when not stated.
        height: In pixels; 0 when not stated.
    """

    url: str
    alt: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What one layer says. Everything is plain text; empty means that it says nothing.

    Attributes:
        headline: As found, with whatever the site puts around it.
        authors: One text each; not yet told apart from sites and agencies.
        people: Authors that are known to be people, such as those with a role.
        dates: When it was published, the most trusted first.
        changed: When it was changed last, which counts when nothing else is known.
        dek: The line below the headline, or a description that may be one.
        body: The text, when the layer has all of it.
        images: The best first.
        language, section, site, url: As found.
        article: Whether the layer says that the page is an article.
    """

    headline: str = ""
    authors: tuple[str, ...] = ()
    people: tuple[Byline, ...] = ()
    dates: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    dek: str = ""
    body: str = ""
    images: tuple[ImageClue, ...] = ()
    language: str = ""
    section: str = ""
    site: str = ""
    url: str = ""
    article: bool = False

"""The archive: what its pages are made from, and where each of them stands.

Paths are those of files below the site's folder, with slashes; a page's address is its path without
the final `index.html`. Mails link to `archive/SLUG/`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from digest.model.article import Image
from digest.model.publication import Publication
from digest.render.archive_words import ArchiveWords, choose_words
from digest.render.environment import DeskEnvironment
from digest.render.strings import Strings, choose_strings
from digest.render.theme import Theme

PAGE = "index.html"
ARCHIVE = "archive/"
PICTURES = "archive/pictures/"
CARD = "card.jpg"
# A tag becomes a folder of the site; years and pictures are folders there too.
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A sent edition in one language, as lists and feeds show it.

    Attributes:
        language: BCP 47 tag of its page.
        text_language: That of its texts; another one where nobody has translated them.
        subject: Plain text.
        preheader: Plain text; may be empty, and is for locks of an earlier version.
        image: The first story's picture; None without one.
        has_card: Whether a social card stands beside its page.
        digest: SHA-256, hex, over its rendering and its source.
    """

    language: str
    text_language: str
    subject: str
    preheader: str = ""
    image: Image | None = None
    has_card: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An edition that somebody was sent.

    Attributes:
        slug: The edition.
        number: Its running number.
        at: When it was sent; aware, in the publication's zone.
        day: Its local date, which its slug names.
        versions: One per language, the publication's own first.
    """

    slug: str
    number: int
    at: datetime
    day: date
    versions: tuple[Version, ...]

    def version(self, language: str) -> Version:
        """Find it in a language; the publication's own where there is none."""
        wanted = language.casefold()
        found = (one for one in self.versions if one.language.casefold() == wanted)
        return next(found, self.versions[0])

    def path(self, language: str) -> str:
        """Tell the path of its page in a language."""
        version = self.version(language)
        own = "" if version is self.versions[0] else f"{version.language}/"
        return f"{ARCHIVE}{self.slug}/{own}{PAGE}"

    def card_path(self, language: str) -> str:
        """Tell the path of its social card in a language."""
        return self.path(language).removesuffix(PAGE) + CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a mail was made with.

    Attributes:
        name: The publication's at that time.
        public_url: Base of the public pages at that time; empty when there were none.
    """

    name: str
    public_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """Addresses of the feeds, from a page."""

    rss: str
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What all pages of the archive share.

    Attributes:
        publication: Without unprintable characters.
        public_url: Base of the public pages, without a final slash; empty while there are none.
        theme: The tokens of its theme.
        strings: The mail's own words by language, as strings.toml has them.
        words: The archive's own words by language, as words.toml has them.
        pages: Renders the archive's templates; everything is escaped.
        styles: Renders its style sheet; nothing is escaped.
        subscribe_url: Where a reader subscribes; empty while nobody can.
    """

    publication: Publication
    public_url: str
    theme: Theme
    strings: Mapping[str, Any]
    words: Mapping[str, Any]
    pages: DeskEnvironment = field(repr=False)
    styles: DeskEnvironment = field(repr=False)
    subscribe_url: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a list and feeds of their own, the publication's first."""
        further = (one for one in self.publication.languages if LANGUAGE.fullmatch(one))
        return tuple(dict.fromkeys((self.publication.language, *further)))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The line that says why somebody gets a mail, in every language."""
        rows = (row.get("why") for row in self.strings.values() if isinstance(row, dict))
        return tuple(one for one in rows if isinstance(one, str) and one.strip("{} "))

    def words_of(self, language: str) -> ArchiveWords:
        """Choose the archive's own words."""
        return choose_words(self.words, language, self.publication.timezone)

    def strings_of(self, language: str) -> Strings:
        """Choose the mail's own words."""
        return choose_strings(self.strings, language, self.publication.timezone)

    def list_path(self, language: str, month: str = "") -> str:
        """Tell the path of a list: the front one, or that of a month such as "2026/11/"."""
        own = "" if language == self.languages[0] else f"{language}/"
        return f"{ARCHIVE}{own}{month}{PAGE}"

    def feed_path(self, language: str, name: str) -> str:
        """Tell the path of a feed; the publication's own language has it at the top."""
        return name if language == self.languages[0] else f"{ARCHIVE}{language}/{name}"

    def absolute(self, path: str) -> str:
        """Tell the whole address of a file; empty while there is no public one."""
        return f"{self.public_url}/{path.removesuffix(PAGE)}" if self.public_url else ""

    def picture(self, url: str, *, seen_from: str) -> str:
        """Tell where a page finds a picture: beside it when the archive has it."""
        own = self.absolute(PICTURES)
        if own and url.startswith(own):
            return relative(PICTURES + url.removeprefix(own), seen_from=seen_from)
        return url

    def address(self, path: str, *, seen_from: str) -> str:
        """Tell the whole address of a file; from another file while there is no public one."""
        return self.absolute(path) or relative(path, seen_from=seen_from)


def open_house(
    publication: Publication,
    *,
    public_url: str,
    theme: Theme,
    strings: Mapping[str, Any],
    words: Mapping[str, Any],
    templates: Mapping[str, str],
) -> House:
    """Put together what all pages share.

    Args:
        publication: Its publication, without unprintable characters.
        public_url: Base of the public pages; empty while there are none.
        theme: The tokens of its theme.
        strings: The mail's own words by language.
        words: The archive's own words by language.
        templates: The archive's templates by name.
    """
    pages, styles = open_templates(tuple(sorted(templates.items())))
    return House(
        publication=publication,
        public_url=public_url.rstrip("/"),
        theme=theme,
        strings=strings,
        words=words,
        pages=pages,
        styles=styles,
    )


@lru_cache(maxsize=2)  # whoever serves single pages opens the archive for each of them
def open_templates(
    templates: tuple[tuple[str, str], ...],
) -> tuple[DeskEnvironment, DeskEnvironment]:
    """Open the archive's templates, once: for pages, where all is escaped, and for style sheets."""
    sources = dict(templates)
    return DeskEnvironment(sources, autoescape=True), DeskEnvironment(sources, autoescape=False)


def relative(path: str, *, seen_from: str) -> str:
    """Write the way from one file of the site to another."""
    return "../" * seen_from.count("/") + path.removesuffix(PAGE) or "./"


def month_of(day: date) -> str:
    """Name the folder of a day's month, such as "2026/11/"."""
    return f"{day:%Y/%m}/"

"""An entry of any kind of feed becomes an article."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.collect.clues import Clues, ImageClue, Reading
from digest.collect.front import Front
from digest.collect.front_headline import make_headline
from digest.collect.language import choose_language
from digest.collect.likeness import site_keys, without_site
from digest.collect.markup import plain_line, plain_paragraphs
from digest.collect.page_fields import choose_dek, choose_section, read_people
from digest.collect.page_image import choose_image
from digest.collect.page_meta import number_of
from digest.collect.urls import canonical_url
from digest.model.article import Article, Sighting
from digest.text.dates import ReadDate, read_date
from digest.text.values import read_language

MOST_PICTURES = 5
LONGEST_HEADLINE = 300
IMG = re.compile(r"<img\b([^<>]{1,2000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""\b(src|alt|width|height)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
NO_SECTION = frozenset(("uncategorized", "uncategorised", "allgemein", "non classé", "general"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed says in one entry, whatever its kind. Everything may be empty.

    Attributes:
        title: Text, or HTML that means text.
        links: Addresses that may be its own, the most trusted first; may be relative.
        authors: Author fields.
        dates: Raw dates, the most trusted first.
        teaser: Its summary, as HTML or text.
        content: Its whole text, as HTML or text.
        images: Pictures that are stated beside the text.
        language: As stated.
        categories: As stated.
    """

    title: str = ""
    links: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    teaser: str = ""
    content: str = ""
    images: tuple[ImageClue, ...] = ()
    language: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What is true of all entries of a feed.

    Attributes:
        url: Where it was found; relative addresses are resolved against it.
        title: Its own title; may be empty.
        language: As stated; may be empty.
        reading: Source, moment, zone and language.
    """

    url: str
    title: str
    language: str
    reading: Reading


def read_entry(entry: Entry, channel: Channel) -> Article | str:
    """Read an entry.

    A feed that has the whole text beside a summary gives that as `body` and the summary as `dek`,
    if it is one. A feed that has one text only gives it as `body`, whether it is whole or a
    teaser: `needs_page` tells.

    Returns:
        The article; or why it is none: "no address" or "no title and no text".
    """
    reading = channel.reading
    links = (canonical_url(link, base=channel.url) for link in entry.links if link)
    url = next((link for link in links if link), None)
    if url is None:
        return "no address"
    whole = plain_paragraphs(entry.content)
    # A feed of whole texts often gives the same as its summary once more.
    is_same = entry.teaser == entry.content
    teasers = whole if is_same else plain_paragraphs(entry.teaser)
    paragraphs = whole or teasers
    sites = site_keys([channel.title, reading.source], url)
    title = plain_line(entry.title)[:LONGEST_HEADLINE]
    headline = without_site(title, sites) or title or make_headline(paragraphs)
    if not headline:
        return "no title and no text"
    teaser = " ".join(teasers) if entry.content and not is_same else ""
    clues = Clues(section=section_of(entry.categories))
    body = "\n\n".join(paragraphs)
    stated = read_language(entry.language or channel.language)
    moment = date_of(entry, reading, languages=[stated] if stated else [])
    return Article(
        url=url,
        headline=headline,
        source=reading.source,
        byline=read_people(entry.authors, site=channel.title or reading.source, sites=sites),
        dek=choose_dek([clues], Front(dek=teaser), headline=headline, paragraphs=paragraphs)
        if teaser
        else None,
        lede=paragraphs[0] if paragraphs else "",
        body=body,
        image=choose_image([*entry.images, *pictures_in(entry)], None, base=url),
        language=choose_language(stated, reading.language, f"{headline}\n{body}"),
        section=choose_section([clues]),
        published=moment.instant if moment else None,
        precision=moment.precision if moment else None,
        zone_known=moment.zone_known if moment else True,
        first_seen=reading.now,
        sightings=(Sighting(name=reading.source, url=url),),
    )


def date_of(entry: Entry, reading: Reading, *, languages: Sequence[str]) -> ReadDate | None:
    """Read the first of an entry's dates that can be read."""
    for text in entry.dates:
        moment = read_date(text, now=reading.now, zone=reading.zone, languages=languages)
        if moment:
            return moment
    return None


def section_of(categories: Sequence[str]) -> str:
    """Choose the first category that names a section; addresses and "Uncategorized" name none."""
    names = (plain_line(one) for one in categories)
    return next(
        (one for one in names if one and "://" not in one and one.lower() not in NO_SECTION), ""
    )


def pictures_in(entry: Entry) -> Iterator[ImageClue]:
    """Yield the first pictures of the text."""
    for number, match in enumerate(IMG.finditer(entry.content or entry.teaser)):
        if number >= MOST_PICTURES:
            return
        told = {name.lower(): plain_line(a or b) for name, a, b in ATTRIBUTE.findall(match[1])}
        if told.get("src"):
            yield ImageClue(
                url=told["src"],
                alt=told.get("alt", ""),
                width=number_of(told.get("width", "")),
                height=number_of(told.get("height", "")),
            )

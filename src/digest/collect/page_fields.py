"""Each field of an article, chosen among the layers of its page."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from digest.collect.clues import Clues, Reading
from digest.collect.front import Front
from digest.collect.front_lines import best_date
from digest.collect.likeness import content_stems, key
from digest.collect.urls import canonical_url, same_site
from digest.model.article import Byline
from digest.text.bylines import read_byline
from digest.text.dates import ReadDate, read_date
from digest.text.phrases import is_junk

DATE_IN_PATH = re.compile(r"[/_-]((?:19|20)\d\d)([/_-])(\d{1,2})\2(\d{1,2})(?=[/_.-]|$)")
LONGEST_DEK = 600
LONGEST_SECTION = 60
FEW_WORDS = 5
SHARED = 0.25
SAME_START = 60
ENDS = ("…", "...", "[…]", "[...]")


def choose_byline(
    layers: Sequence[Clues], front: Front, *, site: str, sites: frozenset[str]
) -> tuple[Byline, ...]:
    """Choose the people: of the first layer that names any, with the roles that others know."""
    people: tuple[Byline, ...] = ()
    for clues in layers:
        people = read_people(clues.authors, site=site, sites=sites)
        if people:
            break
    visible = tuple(one for one in front.byline if key(one.name) not in sites)
    if not people:
        return visible
    known = {key(one.name): one.role for clues in layers for one in clues.people}
    known |= {key(one.name): one.role for one in visible if one.role}
    return tuple(
        one if one.role else Byline(name=one.name, role=known.get(key(one.name))) for one in people
    )


def read_people(authors: Sequence[str], *, site: str, sites: frozenset[str]) -> tuple[Byline, ...]:
    """Read author fields, each person once; sites, agencies and desks are nobody."""
    found: dict[str, Byline] = {}
    for author in authors[:20]:
        for one in read_byline(author, site=site):
            if key(one.name) not in sites:
                found.setdefault(key(one.name), one)
    return tuple(found.values())


def choose_date(
    layers: Sequence[Clues], front: Front, *, url: str, reading: Reading, languages: Sequence[str]
) -> ReadDate | None:
    """Choose the moment of publication: the first one told, the more exact of one day."""
    stated = [text for clues in layers for text in clues.dates]
    found = [
        moment
        for text in stated
        if (moment := read_date(text, now=reading.now, zone=reading.zone, languages=languages))
    ]
    if front.published:
        found.append(front.published)
    if not found and (day := DATE_IN_PATH.search(urlsplit(url).path)):
        text = f"{day[1]}-{int(day[3]):02}-{int(day[4]):02}"
        moment = read_date(text, now=reading.now, zone=reading.zone)
        found = [moment] if moment else []
    return best_date(found)


def choose_dek(
    layers: Sequence[Clues], front: Front, *, headline: str, paragraphs: Sequence[str]
) -> str | None:
    """Choose the line below the headline: the visible one, else a description that is one.

    A description that only repeats the opening, is cut off, or speaks of the site is none.
    """
    opening = [key(headline), *(key(paragraph) for paragraph in paragraphs[:4])]
    for text in (front.dek, *(clues.dek for clues in layers)):
        if may_be_dek(text, opening) and (
            text == front.dek or speaks_of(text, " ".join(paragraphs)[:8000])
        ):
            return text
    return None


def may_be_dek(text: str, opening: Sequence[str]) -> bool:
    """Tell whether a text is a whole line of its own, and none that stands in the opening."""
    words = len(text.split()) if text.isascii() else max(len(text.split()), len(text) // 6)
    if words < FEW_WORDS or len(text) > LONGEST_DEK or text.endswith(ENDS):
        return False
    own = key(text)
    repeats = any(own in one or one[:SAME_START] == own[:SAME_START] for one in opening)
    return not repeats and not is_junk(text)


def speaks_of(text: str, body: str) -> bool:
    """Tell whether a description speaks of the article, not of the site."""
    stems = content_stems(text)
    return not body or len(stems & content_stems(body)) >= SHARED * len(stems)


def choose_section(layers: Sequence[Clues]) -> str | None:
    """Choose what the article calls its own section."""
    stated = (clues.section for clues in layers)
    return next((name for name in stated if name and len(name) <= LONGEST_SECTION), None)


def choose_address(named: Sequence[str], *, url: str, base: str) -> str:
    """Choose the article's identity.

    Args:
        named: Addresses that the page gives itself, the most trusted first. On a page from the web
            they count only when they lead to the same house, so that no page can pass for
            another's, and not when they lead to its front door.
        url: Where the page was found; a `file:` URL for a saved one.
        base: Against which relative ones are resolved.
    """
    own = canonical_url(url)
    for text in named:
        address = canonical_url(text, base=base) if text else None
        if address is None or (own and not same_site(address, own)):
            continue
        at_door = urlsplit(address).path == "/" and not urlsplit(address).query
        if not at_door or (own and urlsplit(own).path == "/"):
            return address
    return own or url

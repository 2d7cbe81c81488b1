"""Each field of an article, chosen among the layers of its page."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from digest.collect.clues import Clues
from digest.collect.front import Front
from digest.collect.likeness import content_stems, key, names_site
from digest.collect.urls import canonical_url, same_site
from digest.model.article import Byline
from digest.text.bylines import read_byline
from digest.text.phrases import is_junk

LONGEST_DEK = 600
LONGEST_SECTION = 60
# What systems call articles that were put into no section.
NO_SECTIONS = frozenset(
    (
        *("uncategorized", "uncategorised", "allgemein", "non classé", "sin categoría"),
        *("sin categoria", "senza categoria", "sem categoria", "geen categorie", "bez kategorii"),
        *("ukategorisert", "okategoriserade", "без рубрики", "χωρίς κατηγορία", "genel", "default"),
        *("none", "null", "undefined", "未分类", "未分類", "미분류"),
    )
)
FEW_WORDS = 5
SHARED = 0.25
STRONG = 5
OPENING_WORDS = 5
SAME_START = 60
ENDS = ("…", "...", "[…]", "[...]")


def choose_byline(
    layers: Sequence[Clues], front: Front, *, site: str, sites: frozenset[str]
) -> tuple[Byline, ...]:
    """Choose the people: of the first layer that names any, with the roles that others know.

    What names them all and somebody besides, such as the line that readers see, is fuller.
    """
    stated = [read_people(clues.authors, site=site, sites=sites) for clues in layers]
    people = next((found for found in stated if found), ())
    visible = tuple(one for one in front.byline if is_somebody(one.name, sites))
    if not people:
        return visible
    people = next((found for found in (visible, *stated) if has_more(found, people)), people)
    known = {key(one.name): one.role for clues in layers for one in clues.people}
    known |= {key(one.name): one.role for one in visible if one.role}
    return tuple(
        one if one.role else Byline(name=one.name, role=known.get(key(one.name))) for one in people
    )


def is_somebody(name: str, sites: frozenset[str]) -> bool:
    """Tell whether a name is neither the site's nor a desk's of it: "Velm Post Sports"."""
    return key(name) not in sites and not names_site(name, sites)


def has_more(found: Sequence[Byline], people: Sequence[Byline]) -> bool:
    """Tell whether somebody is named besides the same people."""
    return {key(one.name) for one in found} > {key(one.name) for one in people}


def read_people(authors: Sequence[str], *, site: str, sites: frozenset[str]) -> tuple[Byline, ...]:
    """Read author fields, each person once; sites, agencies and desks are nobody."""
    found: dict[str, Byline] = {}
    for author in authors[:20]:
        for one in read_byline(author, site=site):
            if is_somebody(one.name, sites):
                found.setdefault(key(one.name), one)
    return tuple(found.values())


def choose_dek(
    layers: Sequence[Clues],
    front: Front,
    *,
    headline: str,
    paragraphs: Sequence[str],
    sites: frozenset[str] = frozenset(),
) -> str | None:
    """Choose the line below the headline: the visible one, else a description that is one.

    A description that only repeats the opening, is cut off, or speaks of the site is none.
    """
    opening = [key(headline), *(key(paragraph) for paragraph in paragraphs[:4])]
    for text in (front.dek, *(clues.dek for clues in layers)):
        if opens_with_site(text, sites):
            continue
        shown = text == front.dek or key(text) in front.below
        if may_be_dek(text, opening) and (shown or speaks_of(text, " ".join(paragraphs)[:8000])):
            return text
    return None


def opens_with_site(text: str, sites: frozenset[str]) -> bool:
    """Tell whether a description opens with the site's name, as what it says of itself does."""
    return names_site(" ".join(text.split()[:OPENING_WORDS]), sites)


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
    # Short words stand in any text of the language.
    stems = frozenset(one for one in stems if len(one) >= STRONG or not one.isascii()) or stems
    return not body or len(stems & content_stems(body)) >= SHARED * len(stems)


def choose_section(layers: Sequence[Clues]) -> str | None:
    """Choose what the article calls its own section."""
    stated = (clues.section for clues in layers)
    return next((name for name in stated if is_section(name)), None)


def is_section(name: str) -> bool:
    """Tell whether a name is a section's: no number, no address, not the lack of any section."""
    lettered = any(char.isalpha() for char in name) and "://" not in name
    return lettered and len(name) <= LONGEST_SECTION and name.casefold() not in NO_SECTIONS


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

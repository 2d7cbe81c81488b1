"""The XML of a sitemap: addresses with what is said of each (https://www.sitemaps.org/protocol.html).

Namespaces may have any prefix, be declared wrongly or not at all: local names decide.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from digest.collect.clues import ImageClue
from digest.collect.feed_guard import NAMED, PREAMBLE, ROOT, STRAY, around_cdata, numbered

MOST_ADDRESSES = 50_000  # of the protocol
MOST_IMAGES = 5
LONGEST_TEXT = 5000
NEWS = ("publication_date", "title", "name", "language")
KINDS = {"urlset": "url", "sitemapindex": "sitemap"}
LAST_WHOLE = re.compile(r"</((?:[\w.-]{1,40}:)?(?:url|sitemap))\s*>", re.IGNORECASE)
CLOSED = re.compile(r"</(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)\s*>\s*(?:<!--[^>]{0,2000}>\s*)*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One address of a sitemap, with what is said of it. Everything but the address may be empty.

    Attributes:
        url: As found.
        changed: `lastmod`, as found.
        published: `news:publication_date`, as found.
        title: `news:title`.
        paper: `news:name`, which publication it is of.
        language: `news:language`.
        images: Its pictures with their captions.
        is_news: Whether it is told as news.
    """

    url: str
    changed: str = ""
    published: str = ""
    title: str = ""
    paper: str = ""
    language: str = ""
    images: tuple[ImageClue, ...] = ()
    is_news: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """What stands in a sitemap.

    Attributes:
        is_index: Whether its addresses are those of further sitemaps.
        places: In its order; a whole entry each.
        broken_off: Whether it ends in the middle.
        more: Whether it has more addresses than may be in one.
        problem: Why it may not be read, as one phrase; "" when it may.
    """

    is_index: bool = False
    places: tuple[Place, ...] = ()
    broken_off: bool = False
    more: bool = False
    problem: str = ""


def parse_map(text: str) -> Map:
    """Parse a sitemap's XML, as far as it can be read.

    Entities are refused where they are declared, so that none can grow or read a file; everything
    before the root is left out, so that none is declared unseen. libxml2 refuses deep nesting.
    """
    root = ROOT.search(text)
    name = root["name"].rpartition(":")[2].lower() if root else ""
    if root is None or root.start() > PREAMBLE or name not in KINDS:
        return Map(problem="it is no sitemap")
    if "<!entity" in text[: root.start()].lower():
        return Map(problem="it declares entities of its own, which could be an attack")
    whole, broken_off = close_map(text[root.start() :], root["name"])
    places: list[Place] = []
    more = False
    for element in elements_of(whole, KINDS[name]):
        more = len(places) >= MOST_ADDRESSES
        if more:
            break
        place = read_place(element)
        if place:
            places.append(place)
    if broken_off and not places:
        return Map(problem="it breaks off before the first whole entry")
    return Map(
        is_index=name == "sitemapindex",
        places=tuple(places),
        broken_off=broken_off,
        more=more,
    )


def close_map(text: str, root: str) -> tuple[str, bool]:
    """End a sitemap that breaks off after its last whole entry; tell whether it did."""
    text = "".join(
        part if part.startswith("<![CDATA[") else STRAY.sub("&amp;", NAMED.sub(numbered, part))
        for part in around_cdata(text)
    )
    if CLOSED.search(text[-LONGEST_TEXT:]) or text.rstrip().endswith("/>"):
        return text, False
    ends = [match.end() for match in LAST_WHOLE.finditer(text)]
    return (text[: ends[-1]] if ends else "") + f"</{root}>", True


def elements_of(text: str, wanted: str) -> Iterator[Any]:
    """Yield the elements of that local name as they end; each is emptied afterwards."""
    from lxml import etree

    parsing = etree.iterparse(
        BytesIO(text.encode("utf-8", "replace")),
        events=("end",),
        recover=True,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in parsing:
            if local_name(element) == wanted:
                yield element
                element.clear()
                parent = element.getparent()
                # In another place than the root there is what an entry around it still needs.
                if parent is not None and parent.getparent() is None:
                    del parent[: parent.index(element)]
    except etree.XMLSyntaxError:
        return


def local_name(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Tell an element's name without its namespace or an undeclared prefix, in small letters."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def read_place(element: Any) -> Place | None:  # noqa: ANN401
    """Read one entry; None for one without an address."""
    told: dict[str, str] = {}
    news: dict[str, str] = {}
    images: list[ImageClue] = []
    for child in element:
        name = local_name(child)
        if name == "news":
            news = {name: text_of(one) for one in child.iter() if (name := local_name(one)) in NEWS}
        elif name == "image" and len(images) < MOST_IMAGES:
            images.append(read_image(child))
        elif name in ("loc", "lastmod"):
            told.setdefault(name, text_of(child))
    if not told.get("loc"):
        return None
    return Place(
        url=told["loc"],
        changed=told.get("lastmod", ""),
        published=news.get("publication_date", ""),
        title=news.get("title", ""),
        paper=news.get("name", ""),
        language=news.get("language", ""),
        images=tuple(one for one in images if one.url),
        is_news=bool(news),
    )


def read_image(element: Any) -> ImageClue:  # noqa: ANN401
    """Read a picture; its caption says what it shows, else its title does."""
    told = {local_name(one): text_of(one) for one in element}
    return ImageClue(url=told.get("loc", ""), alt=told.get("caption", "") or told.get("title", ""))


def text_of(element: Any) -> str:  # noqa: ANN401
    """Read the text of an element in one line."""
    return " ".join("".join(element.itertext())[:LONGEST_TEXT].split())

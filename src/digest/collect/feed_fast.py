"""RSS 2.0, RSS 1.0 and Atom 1.0 as most feeds are written, read at a fraction of the cost.

It reads what feedparser reads in the same way, and gives up on everything else: on what is not
well-formed, on elements that it does not know in places where they could mean something, and on
entries without title, address or date. A test holds the two against each other.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from digest.collect.clues import ImageClue
from digest.collect.feed_entry import Entry
from digest.collect.feed_names import (
    ATOM,
    CONTENT_TYPES,
    IGNORED,
    RDF,
    RSS_1,
    canonical_name,
)
from digest.collect.page_meta import number_of

LARGEST = 4 * 2**20  # characters
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# A base address of its own, anywhere: what is relative to what is feedparser's business.
BASE = re.compile(r"[\s:]base\s*=")
RSS_2 = re.compile(r"2\.")
RSS_AUTHOR = re.compile(r"\S+@\S+\s+\(")
ENTITY_LIKE = re.compile(r"&([A-Za-z0-9_]+);")
WINDOWS = {
    code: char for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore"))
}
HTML_TYPES = ("text/html", "application/xhtml+xml", "html", "xhtml")


class GiveUp(Exception):
    """Something that is better left to feedparser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FastFeed:
    """What was read of a feed.

    Attributes:
        version: As feedparser names it, such as "rss20".
        title: Its own title; may be empty.
        language: As stated; may be empty.
        entries: In its order.
    """

    version: str
    title: str
    language: str
    entries: tuple[Entry, ...]


@dataclass(slots=True)
class Gathered:
    """What the elements of one entry say, while they are read."""

    titles: list[str] = field(default_factory=list)
    alternates: list[str] = field(default_factory=list)
    link: str | None = None
    number: str = ""
    origin: str = ""
    authors: list[str] = field(default_factory=list)
    dates: dict[str, str] = field(default_factory=dict)
    teasers: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pictures: list[dict[str, str]] = field(default_factory=list)
    thumbnails: list[dict[str, str]] = field(default_factory=list)
    enclosures: list[str] = field(default_factory=list)
    cover: str = ""
    credit: str = ""
    content_languages: list[str] = field(default_factory=list)
    title_language: str = ""
    language: str = ""


def read_fast(text: str, *, most: int) -> FastFeed | None:
    """Read the XML of a feed from its root on.

    Args:
        text: Its XML, in which nothing can be declared any more.
        most: Entries above which the feed is left to the patient way.

    Returns:
        None when feedparser has to read it.
    """
    from lxml import etree

    if len(text) > LARGEST or ("base" in text and BASE.search(text)):
        return None
    parser = etree.XMLParser(
        no_network=True,
        load_dtd=False,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
        return read_root(root, most=most)
    except (etree.XMLSyntaxError, GiveUp):
        return None


def read_root(root: Any, *, most: int) -> FastFeed:  # noqa: ANN401 - lxml has no types
    """Read a feed of one of the three kinds.

    Raises:
        GiveUp: It is of another kind.
    """
    version, channel, parent, name = tell_kind(root)
    items = [one for one in parent if one.tag == name]
    if not items or len(items) > most:
        raise GiveUp
    language = language_within(channel, language_within(root, ""))
    title, stated, authors = read_channel(channel, name, is_atom=version == "atom10")
    if not stated and version != "rss10":
        stated = language_within(root, "")
    entries = tuple(read_item(one, version, language, authors) for one in items)
    return FastFeed(version=version, title=title, language=stated, entries=entries)


def tell_kind(root: Any) -> tuple[str, Any, Any, str]:  # noqa: ANN401
    """Tell version, channel, parent of the entries, and their name."""
    if root.tag == "rss" and RSS_2.match(root.get("version", "")):
        channels = root.findall("channel")
        spaces = {uri.lower() for uri in root.nsmap.values()}
        if (
            len(root) != 1
            or len(channels) != 1
            or spaces & {RSS_1, "http://my.netscape.com/rdf/simple/0.9/"}
        ):
            raise GiveUp
        return "rss20", channels[0], channels[0], "item"
    if root.tag == f"{{{ATOM}}}feed":
        return "atom10", root, root, f"{{{ATOM}}}entry"
    if root.tag == f"{{{RDF}}}RDF":
        channels = root.findall(f"{{{RSS_1}}}channel")
        if len(channels) != 1:
            raise GiveUp
        return "rss10", channels[0], root, f"{{{RSS_1}}}item"
    raise GiveUp


def read_channel(channel: Any, item: str, *, is_atom: bool) -> tuple[str, str, tuple[str, ...]]:  # noqa: ANN401
    """Read title, language and authors of a feed."""
    titles: list[str] = []
    language = ""
    gathered = Gathered()
    for one in channel:
        if one.tag == item:
            continue
        name = canonical_name(one)
        if name in ("title", "dc:title"):
            titles.append(content_of(one, "text/plain", is_atom=is_atom))
        elif name in ("language", "dc:language"):
            language = text_of(one)
        elif name == "author" and is_atom:
            read_author(one, gathered)
        elif name not in ("image", "textinput") and has_names(one):
            raise GiveUp
    if len(titles) > 1:
        raise GiveUp
    return "".join(titles), language, people_of(gathered)


def has_names(element: Any) -> bool:  # noqa: ANN401
    """Tell whether a title or a language stands inside an element, where it means another thing."""
    return len(element) > 0 and any(
        canonical_name(one) in ("title", "dc:title", "language", "dc:language", "media:title")
        for one in element.iterdescendants()
    )


def read_item(item: Any, version: str, language: str, authors: tuple[str, ...]) -> Entry:  # noqa: ANN401
    """Read one entry.

    Raises:
        GiveUp: It lacks title, address or date, or has something that is not understood here.
    """
    is_atom = version == "atom10"
    found = Gathered()
    if version == "rss10":
        found.number = item.get(f"{{{RDF}}}about", "")
    within = language_within(item, language)
    for one in item:
        name = canonical_name(one)
        reader = READERS.get(name)
        if reader:
            reader(one, found, name, is_atom, within)
        elif name not in IGNORED or len(one):
            raise GiveUp
    return make_entry(found, authors if is_atom else ())


def make_entry(found: Gathered, authors: tuple[str, ...]) -> Entry:
    """Put together what the elements of an entry say."""
    links = (
        found.origin,
        *found.alternates,
        found.link or "",
        found.number if "://" in found.number else "",
    )
    first = next(filter(None, links), "")
    titles = [one for one in found.titles if one]
    dates = tuple(
        text for key in ("published", "updated", "created") if (text := found.dates.get(key, ""))
    )
    if not first.startswith(("http://", "https://")) or len(titles) != 1 or not dates:
        raise GiveUp
    if len(found.teasers) > 1:
        raise GiveUp
    teaser = (found.teasers or found.contents[:1] or [""])[0]
    content_language = next(filter(None, found.content_languages), "")
    return Entry(
        title=titles[0],
        links=links,
        authors=people_of(found) or authors,
        dates=dates,
        teaser=teaser,
        content=max(found.contents, key=len, default=""),
        images=tuple(images_of(found)),
        language=content_language or found.title_language or found.language,
        categories=tuple(found.tags),
    )


def images_of(found: Gathered) -> Iterator[ImageClue]:
    """Yield the pictures, the largest kind first."""
    for one in found.pictures:
        kind = f"{one.get('medium', '').strip()} {one.get('type', '').strip().lower()}"
        if not kind.strip() or "image" in kind:
            yield picture_of(one, found.credit)
    for one in found.thumbnails:
        yield picture_of(one, found.credit)
    for url in found.enclosures:
        yield ImageClue(url=url.strip())
    if found.cover.strip():
        yield ImageClue(url=found.cover.strip())


def picture_of(told: dict[str, str], credit: str) -> ImageClue:
    """Make a picture of the attributes of Media RSS."""
    return ImageClue(
        url=told.get("url", "").strip(),
        credit=credit,
        width=number_of(told.get("width", "")),
        height=number_of(told.get("height", "")),
    )


def people_of(found: Gathered) -> tuple[str, ...]:
    """List the authors; one that is written with an address stands for all, as it is."""
    last = found.authors[-1] if found.authors else ""
    if RSS_AUTHOR.match(last):
        return (last,)
    if any("@" in one for one in found.authors):
        raise GiveUp
    return tuple(dict.fromkeys(filter(None, found.authors)))


def language_within(element: Any, otherwise: str) -> str:  # noqa: ANN401
    """Tell the language that holds within an element: its own, else that around it."""
    if not element.attrib:
        return otherwise
    told = element.get(LANG)
    if told is None:
        told = element.get("lang")
    return otherwise if told is None else str(told).replace("_", "-")


def text_of(element: Any) -> str:  # noqa: ANN401
    """Read the text of an element that has no elements in it."""
    if len(element):
        raise GiveUp
    return mend((element.text or "").strip())


def mend(text: str) -> str:
    """Mend what was encoded twice, and the signs of Windows that have other numbers."""
    if text.isascii():
        return text
    with suppress(UnicodeEncodeError, UnicodeDecodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(WINDOWS)


def content_of(element: Any, kind: str, *, is_atom: bool) -> str:  # noqa: ANN401
    """Read a text that may be HTML, escaped or (in Atom) as elements."""
    attributes = {name.lower(): value for name, value in element.attrib.items()}
    kind = attributes.get("type", kind).lower()
    if kind not in CONTENT_TYPES or "mode" in attributes or "src" in attributes:
        raise GiveUp
    if not len(element):
        if CONTENT_TYPES[kind] == "application/xhtml+xml":
            raise GiveUp
        return mend((element.text or "").strip())
    if not is_atom or CONTENT_TYPES[kind] != "application/xhtml+xml":
        raise GiveUp
    return mend(inner_markup(element).strip())


def inner_markup(element: Any) -> str:  # noqa: ANN401
    """Write the elements inside the one `div` of an Atom text as HTML."""
    from digest.collect.feed_names import write_markup

    [div, *others] = element
    if others or (element.text or "").strip() or (div.tail or "").strip():
        raise GiveUp
    written = write_markup(div)
    if written is None:
        raise GiveUp
    return written


Reader = Callable[[Any, Gathered, str, bool, str], None]


def read_title(one: Any, found: Gathered, _name: str, is_atom: bool, language: str) -> None:  # noqa: ANN401, FBT001
    """Read a title; the first that says something counts."""
    title = content_of(one, "text/plain", is_atom=is_atom)
    if not any(found.titles):
        found.title_language = language_within(one, language)
    found.titles.append(title)


def read_link(one: Any, found: Gathered, _name: str, _is_atom: bool, _language: str) -> None:  # noqa: ANN401, FBT001
    """Read a link: by its attributes, or by its text in RSS."""
    told = {name.lower(): value for name, value in one.attrib.items()}
    relation, kind = told.get("rel", "alternate").lower(), told.get("type", "").lower()
    href = told.get("url") or told.get("uri") or told.get("href") or ""
    if not href and told.keys() & {"href", "url", "uri"}:
        raise GiveUp
    if not href:
        href = ENTITY_LIKE.sub(r"&\1", text_of(one).replace("&amp;", "&"))
        found.link = href
        if not href:
            return
    if not href.startswith(("http://", "https://")):
        raise GiveUp
    if relation == "enclosure" and kind.startswith("image"):
        found.enclosures.append(href)
    if relation == "alternate":
        kind = kind or "text/html"
        found.alternates += [href] if "html" in kind else []
        found.link = href if kind in HTML_TYPES else found.link


def read_guid(one: Any, found: Gathered, _name: str, _is_atom: bool, _language: str) -> None:  # noqa: ANN401, FBT001
    """Read what identifies an entry; it may be its address as well."""
    text = text_of(one)
    if one.get("isPermaLink", one.get("ispermalink", "true")) != "true":
        found.number = text
        return
    if text and "://" not in text:
        # An address that is relative to the feed: of no use beside a link, and left alone else.
        found.link = text if found.link is None else found.link
        found.number = ""
        return
    found.number = text
    found.link = text if found.link is None else found.link


def read_author(one: Any, found: Gathered) -> None:  # noqa: ANN401
    """Read an author: a name, or elements that hold one."""
    if not len(one):
        found.authors.append(text_of(one))
        return
    names = [child for child in one if canonical_name(child) == "name"]
    if len(names) != 1 or len(names[0]) or any(len(child) for child in one):
        raise GiveUp
    name = (names[0].text or "").strip()
    if not name or "@" in name:
        raise GiveUp
    found.authors.append(name)


def read_person(one: Any, found: Gathered, _name: str, _is_atom: bool, _language: str) -> None:  # noqa: ANN401, FBT001
    """Read an author of an entry."""
    read_author(one, found)


def read_moment(one: Any, found: Gathered, name: str, _is_atom: bool, _language: str) -> None:  # noqa: ANN401, FBT001
    """Read a date; of several of a kind the last counts."""
    found.dates[MOMENTS[name]] = text_of(one)


def read_teaser(one: Any, found: Gathered, name: str, is_atom: bool, _language: str) -> None:  # noqa: ANN401, FBT001
    """Read a summary."""
    kind = "text/plain" if name == "summary" else "text/html"
    found.teasers.append(content_of(one, kind, is_atom=is_atom))


def read_content(one: Any, found: Gathered, name: str, is_atom: bool, language: str) -> None:  # noqa: ANN401, FBT001
    """Read a whole text."""
    kind = "text/plain" if name == "content" else "text/html"
    found.contents.append(content_of(one, kind, is_atom=is_atom))
    found.content_languages.append(language_within(one, language))


def read_category(one: Any, found: Gathered, _name: str, _is_atom: bool, _language: str) -> None:  # noqa: ANN401, FBT001
    """Read a category: by its label, its term, or its text."""
    told = one.get("label") or one.get("term") or text_of(one)
    found.tags.append(told.strip())


def read_language(one: Any, found: Gathered, _name: str, _is_atom: bool, _language: str) -> None:  # noqa: ANN401, FBT001
    """Read the language that an entry states."""
    found.language = text_of(one)


def read_origin(one: Any, found: Gathered, _name: str, _is_atom: bool, _language: str) -> None:  # noqa: ANN401, FBT001
    """Read the publisher's address behind a counting one."""
    if one.attrib:
        raise GiveUp
    found.origin = text_of(one)


def read_enclosure(one: Any, found: Gathered, _name: str, _is_atom: bool, _language: str) -> None:  # noqa: ANN401, FBT001
    """Read a picture that is enclosed."""
    href = one.get("url") or one.get("uri") or one.get("href") or ""
    if one.get("type", "").lower().startswith("image"):
        found.enclosures.append(href)


def read_cover(one: Any, found: Gathered, _name: str, _is_atom: bool, _language: str) -> None:  # noqa: ANN401, FBT001
    """Read the picture of a podcast's episode."""
    found.cover = one.get("href") or one.get("url") or found.cover


def read_media(one: Any, found: Gathered, name: str, is_atom: bool, language: str) -> None:  # noqa: ANN401, FBT001
    """Read Media RSS: pictures, and what stands in them or around them."""
    told = {key.lower(): value for key, value in one.attrib.items()}
    if name == "media:content":
        found.pictures.append(told)
    elif name == "media:thumbnail":
        found.thumbnails.append(told if told.get("url") else {**told, "url": text_of(one)})
    elif name == "media:credit":
        found.credit = found.credit or text_of(one)
    for child in one:
        inner = canonical_name(child)
        if inner in MEDIA:
            read_media(child, found, inner, is_atom, language)
        elif inner not in IGNORED or len(child):
            raise GiveUp


MOMENTS = {
    "pubdate": "published",
    "published": "published",
    "dcterms:issued": "published",
    "updated": "updated",
    "dc:date": "updated",
    "dcterms:modified": "updated",
    "dcterms:created": "created",
}
MEDIA = ("media:content", "media:thumbnail", "media:credit", "media:group")
READERS: dict[str, Reader] = {
    "title": read_title,
    "dc:title": read_title,
    "link": read_link,
    "guid": read_guid,
    "id": read_guid,
    "author": read_person,
    "dc:creator": read_person,
    "itunes:author": read_person,
    **dict.fromkeys(MOMENTS, read_moment),
    "description": read_teaser,
    "summary": read_teaser,
    "dc:description": read_teaser,
    "content": read_content,
    "content:encoded": read_content,
    "category": read_category,
    "dc:subject": read_category,
    "dc:language": read_language,
    "language": read_language,
    "feedburner:origlink": read_origin,
    "enclosure": read_enclosure,
    "itunes:image": read_cover,
    **dict.fromkeys(MEDIA, read_media),
}

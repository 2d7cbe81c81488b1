"""RSS and Atom, read by feedparser."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from digest.collect.clues import ImageClue
from digest.collect.feed_entry import Entry
from digest.collect.page_meta import number_of

RSS_AUTHOR = re.compile(r"\S+@\S+\s+\(")

Dict = dict[str, Any]


def parse(text: str, *, url: str) -> Any:  # noqa: ANN401 - feedparser has no types
    """Parse a feed's XML that was measured before.

    feedparser opens whatever it is given as a name, bytes too: so it gets a stream. It neither
    sanitises nor resolves: what we make of it is plain text and canonical addresses.
    """
    import feedparser

    return feedparser.parse(
        BytesIO(text.encode("utf-8", "replace")),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": url,
        },
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def kind_of(version: str) -> str:
    """Tell the kind, such as "RSS 2.0"."""
    from feedparser.api import SUPPORTED_VERSIONS

    return str(SUPPORTED_VERSIONS.get(version, "feed")).partition(" (")[0]


def raw(data: Dict, key: str) -> Any:  # noqa: ANN401
    """Read a field as it is stored: feedparser's own reading of it warns, and guesses."""
    return dict.get(data, key)


def word(value: Any) -> str:  # noqa: ANN401
    """Read a text; "" for anything else."""
    return value.strip() if isinstance(value, str) else ""


def dicts(value: Any) -> list[Dict]:  # noqa: ANN401
    """Read a list of objects; [] for anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def entries_of(parsed: Any, *, most: int) -> Iterator[Entry]:  # noqa: ANN401
    """Yield the entries. In Atom an author of the feed holds for entries that name none."""
    is_atom = word(raw(parsed, "version")).startswith("atom")
    all_of = authors_of(raw(parsed, "feed") or {}) if is_atom else ()
    for one in (raw(parsed, "entries") or [])[:most]:
        contents = [word(raw(part, "value")) for part in dicts(raw(one, "content"))]
        yield Entry(
            title=word(raw(one, "title")),
            links=tuple(links_of(one)),
            authors=authors_of(one) or all_of,
            dates=tuple(
                text for key in ("published", "updated", "created") if (text := word(raw(one, key)))
            ),
            teaser=word(raw(one, "summary")),
            content=max(contents, key=len, default=""),
            images=tuple(images_of(one)),
            language=language_of(one),
            categories=tuple(
                word(raw(tag, "label")) or word(raw(tag, "term")) for tag in dicts(raw(one, "tags"))
            ),
        )


def links_of(entry: Dict) -> Iterator[str]:
    """Yield what may be an entry's own address, the most trusted first."""
    yield word(raw(entry, "feedburner_origlink"))
    links = dicts(raw(entry, "links"))
    yield from (
        word(raw(link, "href"))
        for link in links
        if raw(link, "rel") == "alternate" and "html" in word(raw(link, "type") or "text/html")
    )
    yield word(raw(entry, "link"))
    number = word(raw(entry, "id"))
    yield number if "://" in number else ""


def authors_of(data: Dict) -> tuple[str, ...]:
    """List the names of the authors; an address alone names nobody."""
    whole = word(raw(data, "author"))
    if RSS_AUTHOR.match(whole):  # feedparser cuts long domains in the middle
        return (whole,)
    told = [word(raw(one, "name")) for one in dicts(raw(data, "authors"))]
    found = tuple(dict.fromkeys(name for name in told if name))
    return found or ((whole,) if whole else ())


def images_of(entry: Dict) -> Iterator[ImageClue]:
    """Yield the pictures of Media RSS, enclosures and podcasts, the largest kind first."""
    named = (word(raw(one, "content")) for one in dicts(raw(entry, "media_credit")))
    credit = next(filter(None, named), "")
    for key in ("media_content", "media_thumbnail"):
        for one in dicts(raw(entry, key)):
            kind = f"{word(raw(one, 'medium'))} {word(raw(one, 'type'))}"
            if key == "media_thumbnail" or not kind.strip() or "image" in kind:
                yield ImageClue(
                    url=word(raw(one, "url")),
                    credit=credit,
                    width=number_of(str(raw(one, "width"))),
                    height=number_of(str(raw(one, "height"))),
                )
    for link in dicts(raw(entry, "links")):
        if raw(link, "rel") == "enclosure" and word(raw(link, "type")).startswith("image"):
            yield ImageClue(url=word(raw(link, "href")))
    image = raw(entry, "image")
    if isinstance(image, dict) and (address := word(raw(image, "href"))):
        yield ImageClue(url=address)


def language_of(entry: Dict) -> str:
    """Read the language of an entry: of its text, else of its title, else its own."""
    details = [*dicts(raw(entry, "content")), raw(entry, "title_detail"), entry]
    told = (word(raw(one, "language")) for one in details if isinstance(one, dict))
    return next(filter(None, told), "")

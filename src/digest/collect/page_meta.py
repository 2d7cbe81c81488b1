"""What a page says of its article in its head and in microdata."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from digest.collect.clues import Clues, ImageClue
from digest.collect.markup import one_line, plain_line

MOST_METAS = 1000
LONGEST = 5000

Metas = Mapping[str, Sequence[str]]

OG_DATES = ("article:published_time", "og:article:published_time", "article:published")
META_DATES = (
    *("datepublished", "date_published", "pubdate", "publishdate", "publish-date", "publish_date"),
    *(
        "publication_date",
        "published_time",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
    ),
    *("cxenseparse:publishtime", "article.published", "dcterms.created", "dcterms.date"),
    *(
        "dc.date.issued",
        "dcterms.issued",
        "dc.date.created",
        "dc.date",
        "citation_publication_date",
    ),
    *("citation_date", "originalpublicationdate", "article_date_original", "timestamp", "date"),
)
META_AUTHORS = (
    *("parsely-author", "sailthru.author", "cxenseparse:author", "dc.creator", "dcterms.creator"),
    *("citation_author", "byl", "author", "twitter:creator_name"),
)
META_TITLES = ("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "headline", "title")
META_SECTIONS = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "section",
    "dc.subject",
)
ARTICLE_TYPES = frozenset(("article", "news", "newsarticle", "article.news", "blog"))
LOCALE = re.compile(r"([a-z]{2,3})[-_]([A-Z]{2})\b.*")


def read_metas(root: Any) -> dict[str, list[str]]:  # noqa: ANN401 - lxml has no types
    """Gather the meta elements: what is said under each name, in small letters, in order."""
    metas: dict[str, list[str]] = {}
    for number, element in enumerate(root.iter("meta")):
        if number >= MOST_METAS:
            break
        content = plain_line((element.get("content") or "")[:LONGEST])
        names = (element.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        for name in {name.strip().lower() for name in names if name}:
            if content:
                metas.setdefault(name, []).append(content)
    return metas


def first(metas: Metas, *names: str) -> str:
    """Find the first thing said under any of these names; "" without any."""
    return next((metas[name][0] for name in names if metas.get(name)), "")


def read_open_graph(metas: Metas) -> Clues:
    """Read OpenGraph and the cards that lean on it."""
    authors = (*metas.get("article:author", ()), *metas.get("og:article:author", ()))
    return Clues(
        headline=first(metas, "og:title", "twitter:title"),
        authors=tuple(name for name in authors if "://" not in name),
        dates=tuple(metas[name][0] for name in OG_DATES if metas.get(name)),
        dek=first(metas, "og:description", "twitter:description"),
        images=tuple(card_images(metas)),
        language=language_of_locale(first(metas, "og:locale")),
        section=first(metas, *META_SECTIONS[:2]),
        site=first(metas, "og:site_name"),
        url=first(metas, "og:url"),
        article=first(metas, "og:type").lower() in ARTICLE_TYPES
        or any(metas.get(name) for name in OG_DATES),
    )


def card_images(metas: Metas) -> Iterator[ImageClue]:
    """Yield the pictures of the cards; the words and the size belong to the first one."""
    addresses = metas.get("og:image") or metas.get("og:image:url") or ()
    secure = metas.get("og:image:secure_url") or ()
    for number, url in enumerate((*addresses, *secure)[:10]):
        leading = number == 0
        yield ImageClue(
            url=url,
            alt=first(metas, "og:image:alt", "twitter:image:alt") if leading else "",
            width=number_of(first(metas, "og:image:width")) if leading else 0,
            height=number_of(first(metas, "og:image:height")) if leading else 0,
        )
    if card := first(metas, "twitter:image", "twitter:image:src"):
        yield ImageClue(url=card, alt=first(metas, "twitter:image:alt"))


def number_of(text: str) -> int:
    """Read a small whole number; 0 for anything else."""
    match = re.match(r"\s*(\d{1,5})\b", text)
    return int(match[1]) if match else 0


def read_plain_metas(metas: Metas) -> Clues:
    """Read the meta elements that belong to no vocabulary, or to one of libraries and analysts."""
    authors = next((metas[name] for name in META_AUTHORS if metas.get(name)), [])
    return Clues(
        headline=first(metas, *META_TITLES),
        authors=tuple(authors),
        dates=tuple(metas[name][0] for name in META_DATES if metas.get(name)),
        dek=first(metas, "dc.description", "description"),
        images=tuple(
            ImageClue(url=url) for url in (first(metas, "parsely-image-url", "thumbnail"),) if url
        ),
        language=first(metas, "content-language", "dc.language", "language"),
        section=first(metas, *META_SECTIONS),
        site=first(metas, "application-name", "apple-mobile-web-app-title", "publisher"),
        article=bool(first(metas, "citation_title", "parsely-title")),
    )


def language_of_locale(locale: str) -> str:
    """Make a language tag of a locale; "en_GB" is "en-GB"."""
    match = LOCALE.fullmatch(locale)
    return f"{match[1]}-{match[2]}" if match else ""


def read_microdata(root: Any) -> Clues:  # noqa: ANN401
    """Read itemprop attributes (HTML microdata) of the first article on the page."""
    scope = next(iter(root.xpath("//*[contains(@itemtype, 'Article')][1]")), None)
    inside = root if scope is None else scope
    return Clues(
        headline=prop(inside, "headline") if scope is not None else "",
        authors=tuple(authors_of(inside)),
        dates=tuple(one for one in (prop(inside, "datePublished"),) if one),
        dek=prop(inside, "description") if scope is not None else "",
        images=tuple(ImageClue(url=url) for url in (prop(inside, "image"),) if url),
        language=prop(inside, "inLanguage"),
        section=prop(inside, "articleSection"),
        article=scope is not None,
    )


def authors_of(inside: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the names under itemprop="author", without those of publishers."""
    for element in inside.xpath(".//*[@itemprop='author' or @itemprop='creator']")[:10]:
        if "Organization" in (element.get("itemtype") or ""):
            continue
        named = element.xpath(".//*[@itemprop='name']")
        if text := value_of(named[0] if named else element):
            yield text


def prop(inside: Any, name: str) -> str:  # noqa: ANN401
    """Read the first value of a property; "" without any."""
    found = inside.xpath(".//*[@itemprop=$name]", name=name)[:3]
    return next((text for element in found if (text := value_of(element))), "")


def value_of(element: Any) -> str:  # noqa: ANN401
    """Read an element's value as microdata has it: from an attribute, else its text."""
    for key in ("content", "datetime", "src", "href"):
        value = element.get(key)
        if value and (key != "href" or element.tag == "link"):
            return one_line(value[:LONGEST])
    nested = element.xpath(".//*[@itemprop='url' or self::img]")
    if element.get("itemprop") == "image" and nested:
        return one_line((nested[0].get("content") or nested[0].get("src") or "")[:LONGEST])
    return one_line(element.text_content()[:LONGEST])


def stated_language(root: Any) -> str:  # noqa: ANN401
    """Read the language that the page's root element states; "" without any."""
    return (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    ).strip()


def linked_address(root: Any, relation: str) -> str:  # noqa: ANN401
    """Read the address of a link element such as rel="canonical"; "" without any."""
    for element in root.iter("link"):
        if relation in (element.get("rel") or "").lower().split():
            return (element.get("href") or "").strip()
    return ""


def title_of(root: Any) -> str:  # noqa: ANN401
    """Read the title element as one line; "" without any."""
    element = next(root.iter("title"), None)
    return one_line(element.text_content()[:LONGEST]) if element is not None else ""

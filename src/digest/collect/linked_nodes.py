"""The nodes of JSON-LD: which of them is the page's own article, and what a property holds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from digest.collect.likeness import key
from digest.collect.markup import plain_line

MOST_NODES = 2000
LONGEST = 2**20
KIN = re.compile(
    r"(?:\w*Article|Report|BlogPosting|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting"
    r"|Review|\w*NewsArticle|NewsStory)",
    re.IGNORECASE,
)
ESCAPED_TWICE = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,6}|amp|quot|apos|nbsp|[lr][sd]quo);", re.IGNORECASE
)
# Properties in which the node of the page's own article may stand, those that list other articles,
# and those that hold nodes to which an article refers.
INNER = ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf", "video")
LISTED = ("itemListElement", "hasPart", "item")
REFERRED = ("author", "image", "publisher", "creator")
SAME_ADDRESS = 12
SAME_HEADLINE = 8
ALIKE_HEADLINE = 6
IN_A_LIST = 5
LONG_ENOUGH = 12  # letters of a headline that no other one has by accident
SAME_START = 24

Node = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """By what a page's own article is told from the others that it speaks of.

    Attributes:
        addresses: Where the page was found, and what it calls its own address.
        titles: What it shows as its title and headline.
    """

    addresses: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def walk(data: Any, listed: set[int]) -> Iterator[Node]:  # noqa: ANN401 - JSON
    """Yield every node of a document, outer ones first, through lists, graphs and properties.

    Args:
        data: The document.
        listed: Takes the identities of the nodes that stand in lists of other articles.
    """
    waiting = [(data, False)]
    seen = 0
    while seen < min(len(waiting), MOST_NODES):
        one, in_list = waiting[seen]
        seen += 1
        if isinstance(one, dict):
            if "@type" in one or "@id" in one:
                yield one
                if in_list:
                    listed.add(id(one))
            waiting.extend((one[name], in_list) for name in INNER if name in one)
            waiting.extend((one[name], True) for name in LISTED if name in one)
            waiting.extend((one[name], in_list) for name in REFERRED if name in one)
        elif isinstance(one, list):
            waiting.extend((inner, in_list) for inner in one[:MOST_NODES])


def types_of(node: Node) -> list[str]:
    """List a node's types, without their address."""
    stated = node.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return [re.split(r"[/:#]", name)[-1] for name in names if isinstance(name, str)]


def is_article(node: Node) -> bool:
    """Tell whether a node is an article with a headline."""
    return any(KIN.fullmatch(name) for name in types_of(node)) and bool(
        node.get("headline") or node.get("name")
    )


def choose(articles: Sequence[Node], listed: set[int], own: Own) -> Node | None:
    """Choose the page's own article; None when each of them is plainly another one."""
    addresses = {place for text in own.addresses if (place := place_of(text))}
    titles = tuple(one for text in own.titles if (one := key(text)))
    scored = [
        (fullness(node) + belonging(node, addresses, titles) - IN_A_LIST * (id(node) in listed))
        for node in articles
    ]
    if not scored:
        return None
    best = max(range(len(articles)), key=scored.__getitem__)
    return None if is_another(articles[best], addresses, titles) else articles[best]


def belonging(node: Node, addresses: set[str], titles: Sequence[str]) -> int:
    """Score how surely an article's node speaks of this page."""
    headline = key(first_text(node.get("headline")) or first_text(node.get("name")))
    score = 0
    if addresses & places_of(node):
        score += SAME_ADDRESS
    if headline in titles:
        score += SAME_HEADLINE
    elif any(are_alike(headline, title) for title in titles):
        score += ALIKE_HEADLINE
    return score


def is_another(node: Node, addresses: set[str], titles: Sequence[str]) -> bool:
    """Tell whether a node names another address and has a headline that this page does not show."""
    places = places_of(node)
    return bool(places and addresses and titles) and not belonging(node, addresses, titles)


def are_alike(headline: str, title: str) -> bool:
    """Tell whether one of two headlines is a part of the other, or both begin alike."""
    if min(len(headline), len(title)) < LONG_ENOUGH:
        return False
    return headline in title or title in headline or headline[:SAME_START] == title[:SAME_START]


def places_of(node: Node) -> set[str]:
    """List the places at which a node says that its article stands."""
    page = node.get("mainEntityOfPage")
    told = [node.get("url"), node.get("@id"), page]
    if isinstance(page, dict):
        told += [page.get("@id"), page.get("url")]
    return {place for text in told if isinstance(text, str) and (place := place_of(text))}


def place_of(address: str) -> str:
    """Tell the path of an address, which is the same on mobile hosts and with any protocol.

    "" for an address without one, which is a site's door.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https", ""}:
        return ""
    path = parts.path.rstrip("/").removesuffix("/amp").removesuffix(".amp")
    return f"{path}?{parts.query}" if "=" in parts.query and path.count("/") <= 1 else path


def fullness(node: Node) -> int:
    """Count what an article's node tells; teasers of other articles tell less than its own."""
    told = (
        "headline",
        "author",
        "datePublished",
        "articleBody",
        "image",
        "description",
        "publisher",
    )
    return sum(1 for name in told if node.get(name))


def items(value: Any, by_id: dict[str, Node]) -> list[Node]:  # noqa: ANN401
    """List what a property holds as nodes; a bare text becomes a node with that name."""
    values = value if isinstance(value, list) else [value]
    found: list[Node] = []
    for one in values[:20]:
        if isinstance(one, str):
            found.append(by_id.get(one) or {"name": one, "url": one})
        elif isinstance(one, dict):
            known = by_id.get(one["@id"]) if isinstance(one.get("@id"), str) else None
            found.append({**(known or {}), **one})
    return found


def texts(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the texts that a property holds, each as one plain line."""
    values = value if isinstance(value, list) else [value]
    for one in values[:20]:
        text = one.get("name") or one.get("@value") if isinstance(one, dict) else one
        if isinstance(text, int) and not isinstance(text, bool):
            text = str(text)
        if isinstance(text, str) and (line := plain_line(text[:LONGEST])):
            yield plain_line(line) if ESCAPED_TWICE.search(line) else line


def first_text(value: Any) -> str:  # noqa: ANN401
    """Read the first text that a property holds; "" without any."""
    return next(texts(value), "")

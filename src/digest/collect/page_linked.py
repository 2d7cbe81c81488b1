"""What a page says of its article in JSON-LD (schema.org): NewsArticle and its kin."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from digest.collect.clues import Clues, ImageClue
from digest.collect.markup import plain_line
from digest.model.article import Byline

MOST_NODES = 2000
LONGEST = 2**20
KIN = re.compile(
    r"(?:\w*Article|Report|BlogPosting|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting"
    r"|Review|\w*NewsArticle|NewsStory)"
)
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
BROKEN_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|description|articleSection|inLanguage)"\s*:\s*'
    r'"((?:[^"\\\n]|\\.){1,1000})"'
)
BROKEN_AUTHOR = re.compile(
    r'"author"\s*:\s*[\[{]{1,2}[^\]}]{0,200}?"name"\s*:\s*"((?:[^"\\\n]|\\.){1,200})"'
)
NOT_A_PERSON = frozenset(("Organization", "NewsMediaOrganization", "Corporation"))

Node = dict[str, Any]


def read_linked(scripts: Sequence[str]) -> Clues:
    """Read the JSON-LD scripts of a page.

    Args:
        scripts: Their contents, in order; broken ones give what can be picked out of them.

    Returns:
        The clues of the node that looks most like the page's article; empty ones without any.
    """
    nodes: list[Node] = []
    broken: list[str] = []
    for script in scripts:
        data = load(script[:LONGEST])
        if data is None:
            broken.append(script[:LONGEST])
        else:
            nodes.extend(walk(data))
    articles = [node for node in nodes if is_article(node)]
    if articles:
        # A node that only names another has no type of its own.
        named = [node for node in nodes if isinstance(node.get("@id"), str)]
        by_id = {node["@id"]: node for node in sorted(named, key=len)}
        return read_article(max(articles, key=fullness), by_id, nodes)
    return next((clues for text in broken if (clues := pick_out(text)).headline), Clues())


def load(script: str) -> Any:  # noqa: ANN401 - JSON
    """Parse a script, mending what is often wrong; None when it stays broken."""
    text = WRAPPER.sub("", script).strip().rstrip(";")
    for attempt in (text, TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def walk(data: Any) -> Iterator[Node]:  # noqa: ANN401
    """Yield every node of a document, outer ones first, through lists, graphs and properties."""
    waiting = [data]
    seen = 0
    while waiting and seen < MOST_NODES:
        one = waiting.pop(0)
        seen += 1
        if isinstance(one, dict):
            if "@type" in one or "@id" in one:
                yield one
            inner = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart")
            waiting.extend(one[key] for key in inner if key in one)
            waiting.extend(one[key] for key in ("author", "image", "publisher") if key in one)
        elif isinstance(one, list):
            waiting.extend(one[: MOST_NODES - seen])


def types_of(node: Node) -> list[str]:
    """List a node's types, without their address."""
    stated = node.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return [name.rpartition("/")[2] for name in names if isinstance(name, str)]


def is_article(node: Node) -> bool:
    """Tell whether a node is an article with a headline."""
    return any(KIN.fullmatch(name) for name in types_of(node)) and bool(
        node.get("headline") or node.get("name")
    )


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
    return sum(1 for key in told if node.get(key))


def read_article(node: Node, by_id: dict[str, Node], nodes: Sequence[Node]) -> Clues:
    """Read an article's node; references to other nodes are followed once."""
    authors, people = read_authors(items(node.get("author") or node.get("creator"), by_id))
    publisher = next(iter(items(node.get("publisher"), by_id)), {})
    return Clues(
        headline=first_text(node.get("headline")) or first_text(node.get("name")),
        authors=authors,
        people=people,
        dates=dates_of(node),
        dek=first_text(node.get("description")),
        body=body_of(node),
        images=tuple(images_of(node, by_id)),
        language=first_text(node.get("inLanguage")),
        section=first_text(node.get("articleSection")) or crumb(nodes),
        site=first_text(publisher.get("name")),
        url=first_text(node.get("url")),
        article=True,
    )


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


def first_text(value: Any) -> str:  # noqa: ANN401
    """Read the first text that a property holds, as one plain line; "" without any."""
    values = value if isinstance(value, list) else [value]
    for one in values[:20]:
        text = one.get("name") or one.get("@value") if isinstance(one, dict) else one
        if isinstance(text, str) and (line := plain_line(text[:LONGEST])):
            return line
    return ""


def read_authors(nodes: Sequence[Node]) -> tuple[tuple[str, ...], tuple[Byline, ...]]:
    """Tell the authors' names, and those with a role as bylines; organisations are neither."""
    names: list[str] = []
    people: list[Byline] = []
    for node in nodes:
        name = first_text(node.get("name"))
        if not name or "://" in name or NOT_A_PERSON.intersection(types_of(node)):
            continue
        names.append(name)
        role = first_text(node.get("jobTitle"))
        if role and "Person" in types_of(node):
            people.append(Byline(name=name, role=role))
    return tuple(names), tuple(people)


def dates_of(node: Node) -> tuple[str, ...]:
    """List what may be its date, the most trusted first. When it was changed is not among them."""
    stated = (first_text(node.get(key)) for key in ("datePublished", "dateCreated", "uploadDate"))
    return tuple(one for one in stated if one)


def body_of(node: Node) -> str:
    """Read the whole text, when it is told, with its line breaks."""
    text = node.get("articleBody")
    return text[:LONGEST] if isinstance(text, str) else ""


def images_of(node: Node, by_id: dict[str, Node]) -> Iterator[ImageClue]:
    """Yield its pictures with what is told of them."""
    for key in ("image", "thumbnailUrl"):
        for image in items(node.get(key), by_id):
            address = first_text(image.get("url")) or first_text(image.get("contentUrl"))
            if address:
                yield ImageClue(
                    url=address,
                    alt=first_text(image.get("caption")) or first_text(image.get("description")),
                    credit=first_text(image.get("creditText")),
                    width=pixels(image.get("width")),
                    height=pixels(image.get("height")),
                )


def pixels(value: Any) -> int:  # noqa: ANN401
    """Read a width or a height; 0 when it is not stated."""
    text = str(value.get("value") if isinstance(value, dict) else value)[:12]
    match = re.match(r"\s*(\d{1,5})", text)
    return int(match[1]) if match else 0


def crumb(nodes: Sequence[Node]) -> str:
    """Find the section in a breadcrumb list: its last step that has steps before and after."""
    for node in nodes:
        steps = node.get("itemListElement")
        if "BreadcrumbList" in types_of(node) and isinstance(steps, list) and len(steps) > 2:  # noqa: PLR2004
            step = steps[-2]
            item = step.get("item") if isinstance(step, dict) else None
            return first_text(step.get("name") if isinstance(step, dict) else "") or first_text(
                item
            )
    return ""


def pick_out(text: str) -> Clues:
    """Pick single fields out of JSON that cannot be parsed."""
    found: dict[str, str] = {}
    for match in BROKEN_FIELD.finditer(text):
        found.setdefault(match[1], plain_line(unquoted(match[2])))
    authors = [plain_line(unquoted(match[1])) for match in BROKEN_AUTHOR.finditer(text)]
    return Clues(
        headline=found.get("headline", ""),
        authors=tuple(authors[:1]),
        dates=tuple(found[key] for key in ("datePublished",) if key in found),
        dek=found.get("description", ""),
        language=found.get("inLanguage", ""),
        section=found.get("articleSection", ""),
        article=bool(KIN.search(text)),
    )


def unquoted(text: str) -> str:
    """Resolve the escapes of a JSON string; a broken one stays as it stands."""
    try:
        value = json.loads(f'"{text}"', strict=False)
    except ValueError:
        return text
    return value if isinstance(value, str) else text

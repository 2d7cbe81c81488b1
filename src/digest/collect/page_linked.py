"""What a page says of its article in JSON-LD (schema.org): NewsArticle and its kin."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from digest.collect.clues import Clues, ImageClue
from digest.collect.likeness import key
from digest.collect.linked_json import LONGEST, load, pick_out
from digest.collect.linked_nodes import (
    KIN,
    Node,
    Own,
    are_alike,
    choose,
    first_text,
    is_article,
    items,
    texts,
    types_of,
    walk,
)
from digest.collect.markup import plain_line
from digest.model.article import Byline

MOST_SURE = 2  # steps of a breadcrumb list of which the last one may be a section
HOME = re.compile(
    r"home(?: ?page)?|start(?:seite|side|sida)?|accueil|inicio|início|hjem|hem|forsiden?|etusivu"
    r"|главная|αρχική|ホーム|トップ|首页|홈|الرئيسية",
    re.IGNORECASE,
)
PAGES = frozenset(("WebPage", "ItemPage", "AboutPage", "MediaGallery", "ImageGallery"))
ORGANISATION = re.compile(r"\w*Organization|Corporation|WebSite|Brand|Periodical|Newspaper")


def read_linked(scripts: Sequence[str], own: Own | None = None) -> Clues:
    """Read the JSON-LD scripts of a page.

    Args:
        scripts: Their contents, in order; broken ones give what can be picked out of them.
        own: What is known of the page's own article.

    Returns:
        The clues of the node that looks most like the page's article; empty ones without any.
    """
    nodes: list[Node] = []
    listed: set[int] = set()
    broken: list[str] = []
    for script in scripts:
        data = load(script[:LONGEST])
        if data is None:
            broken.append(script[:LONGEST])
        else:
            nodes.extend(walk(data, listed))
    # A node that only names another has no type of its own.
    named = [node for node in nodes if isinstance(node.get("@id"), str)]
    by_id = {node["@id"]: node for node in sorted(named, key=len)}
    chosen = choose([node for node in nodes if is_article(node)], listed, own or Own())
    if chosen is not None:
        return read_article(chosen, by_id, nodes)
    picked = next((clues for text in broken if (clues := read_broken(text)).headline), None)
    return picked or read_page_node(nodes, by_id)


def read_article(node: Node, by_id: dict[str, Node], nodes: Sequence[Node]) -> Clues:
    """Read an article's node; references to other nodes are followed once."""
    page = page_node(nodes)
    authors, people = read_authors(node, by_id)
    publisher = next(iter(items(node.get("publisher"), by_id)), {})
    return Clues(
        headline=first_text(node.get("headline")) or first_text(node.get("name")),
        authors=authors,
        people=people,
        dates=dates_of(node) or dates_of(page),
        changed=changes_of(node) or changes_of(page),
        dek=first_text(node.get("description")),
        body=body_of(node),
        images=tuple(images_of(node, by_id)),
        language=first_text(node.get("inLanguage")),
        section=section_of(node) or crumb(nodes, first_text(node.get("headline"))),
        site=first_text(publisher.get("name")) or site_of(nodes),
        url=first_text(node.get("url")),
        article=True,
    )


def page_node(nodes: Sequence[Node]) -> Node:
    """Find the node of the page itself; an empty one without any."""
    return next((node for node in nodes if PAGES.intersection(types_of(node))), {})


def read_page_node(nodes: Sequence[Node], by_id: dict[str, Node]) -> Clues:
    """Read what a page without an article's node says of itself: dates, authors, its site."""
    page = page_node(nodes)
    authors, people = read_authors(page, by_id)
    return Clues(
        authors=authors,
        people=people,
        dates=dates_of(page),
        changed=changes_of(page),
        dek=first_text(page.get("description")),
        language=first_text(page.get("inLanguage")),
        section=crumb(nodes, ""),
        site=site_of(nodes),
    )


def site_of(nodes: Sequence[Node]) -> str:
    """Find the name of the site."""
    sites = (node for node in nodes if "WebSite" in types_of(node))
    return next((name for node in sites if (name := first_text(node.get("name")))), "")


def read_authors(node: Node, by_id: dict[str, Node]) -> tuple[tuple[str, ...], tuple[Byline, ...]]:
    """Tell the authors' names, and those with a role as bylines; organisations are neither.

    Who created the page counts when no author is a person: an agency's text has an editor there.
    """
    for name in ("author", "creator"):
        names: list[str] = []
        people: list[Byline] = []
        for author in items(node.get(name), by_id):
            if any(ORGANISATION.fullmatch(kind) for kind in types_of(author)):
                continue
            told = [text for text in names_of(author) if "://" not in text]
            names += told
            role = first_text(author.get("jobTitle"))
            if role and "Person" in types_of(author):
                people += [Byline(name=text, role=role) for text in told[:1]]
        if names:
            return tuple(names), tuple(people)
    return (), ()


def names_of(author: Node) -> list[str]:
    """List the names of an author's node; some say several people in one."""
    if found := list(texts(author.get("name"))):
        return found
    given, family = first_text(author.get("givenName")), first_text(author.get("familyName"))
    return [f"{given} {family}"] if given and family else []


def dates_of(node: Node) -> tuple[str, ...]:
    """List what may be its date, the most trusted first. When it was changed is not among them."""
    stated = (first_text(node.get(name)) for name in ("datePublished", "dateCreated", "uploadDate"))
    return tuple(one for one in stated if one)


def changes_of(node: Node) -> tuple[str, ...]:
    """List when it was changed."""
    stated = first_text(node.get("dateModified"))
    return (stated,) if stated else ()


def section_of(node: Node) -> str:
    """Read the section that an article names: of several the first."""
    return first_text(node.get("articleSection"))


def body_of(node: Node) -> str:
    """Read the whole text, when it is told, with its line breaks."""
    text = node.get("articleBody")
    return text[:LONGEST] if isinstance(text, str) else ""


def images_of(node: Node, by_id: dict[str, Node]) -> Iterator[ImageClue]:
    """Yield its pictures with what is told of them."""
    for name in ("image", "thumbnailUrl"):
        for image in items(node.get(name), by_id):
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


def crumb(nodes: Sequence[Node], headline: str) -> str:
    """Find the section in a breadcrumb list: its last step that is neither home nor the article."""
    for node in nodes:
        steps = node.get("itemListElement")
        if "BreadcrumbList" not in types_of(node) or not isinstance(steps, list):
            continue
        names = [step_name(step) for step in steps if isinstance(step, dict)]
        if names and (len(names) > MOST_SURE or are_alike(key(names[-1]), key(headline))):
            names = names[:-1]  # the article itself
        if len(names) > 1 or (names and HOME.fullmatch(names[0])):
            names = names[1:]
        return names[-1] if names else ""
    return ""


def step_name(step: Node) -> str:
    """Read the name of a breadcrumb's step."""
    return first_text(step.get("name")) or first_text(step.get("item"))


def read_broken(text: str) -> Clues:
    """Read what can be picked out of JSON that cannot be parsed."""
    found, authors = pick_out(text)
    plain = {name: plain_line(value) for name, value in found.items()}
    dates = tuple(plain[name] for name in ("datePublished", "dateCreated") if name in plain)
    return Clues(
        headline=plain.get("headline", ""),
        authors=tuple(filter(None, map(plain_line, authors))),
        dates=dates,
        changed=tuple(plain[name] for name in ("dateModified",) if name in plain),
        dek=plain.get("description", ""),
        language=plain.get("inLanguage", ""),
        section=plain.get("articleSection", ""),
        article=bool(KIN.search(text)),
    )

"""A page taken apart: its tree, what its layers say, what its reader sees."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from digest.collect.blocks import Block, read_blocks
from digest.collect.clues import Clues, Reading
from digest.collect.likeness import site_keys
from digest.collect.linked_nodes import Own
from digest.collect.markup import one_line
from digest.collect.page_linked import read_linked
from digest.collect.page_marked import read_microdata
from digest.collect.page_meta import (
    Metas,
    linked_address,
    read_metas,
    read_open_graph,
    read_plain_metas,
    stated_language,
    title_of,
)
from digest.collect.urls import canonical_url
from digest.text.values import read_language

LOGO = re.compile(r"\b(?:logo|masthead|home ?page|home)\b", re.IGNORECASE)
FIRST_PICTURES = 3  # among which the masthead may stand
MASTHEAD_WORDS = 4
SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,2000}?)\s*-->", re.IGNORECASE)
HEAD = 4096
MOST_MAIN = 12  # first-rank headings that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page that was measured and parsed.

    Attributes:
        root: Its tree (lxml).
        address: Where it was found, or the `file:` URL of a saved page.
        base: Against which its addresses are resolved.
        named: Addresses that it gives itself, the most trusted first.
        layers: What JSON-LD, OpenGraph, other metas and microdata say, in this order.
        title: Its title element.
        language: Language tag that it states; None without any.
        blocks: What a reader sees.
    """

    root: Any
    address: str
    base: str
    named: tuple[str, ...]
    layers: tuple[Clues, Clues, Clues, Clues]
    title: str
    language: str | None
    blocks: Sequence[Block]


def take_apart(root: Any, text: str, linked: Sequence[str], *, address: str) -> Sheet:  # noqa: ANN401
    """Read every layer of a page once.

    Args:
        root: Its tree (lxml).
        text: The page as text, whose comments may tell where it was saved from.
        linked: Its JSON-LD scripts.
        address: Where it was found.
    """
    metas = read_metas(root)
    layers = (
        read_linked(linked, own_of(root, metas, address=address)),
        read_open_graph(metas),
        read_plain_metas(metas),
        read_microdata(root),
    )
    saved = SAVED_FROM.search(text[:HEAD])
    outside = saved[1] if saved else address
    stated_base = next((one.get("href") or "" for one in root.iter("base")), "")
    return Sheet(
        root=root,
        address=address,
        base=canonical_url(stated_base, base=outside) or outside,
        named=(linked_address(root, "canonical"), layers[1].url, saved[1] if saved else ""),
        layers=layers,
        title=title_of(root),
        language=find_language([stated_language(root), *(clues.language for clues in layers)]),
        blocks=read_blocks(root),
    )


def own_of(root: Any, metas: Metas, *, address: str) -> Own:  # noqa: ANN401
    """Gather by what the page's own article is known among those of its JSON-LD."""
    headings = (one_line(one.text_content()) for one in islice(root.iter("h1"), MOST_MAIN))
    return Own(
        addresses=(linked_address(root, "canonical"), *metas.get("og:url", ()), address),
        titles=(title_of(root), *metas.get("og:title", ()), *headings),
    )


def find_language(stated: Sequence[str]) -> str | None:
    """Find the first that is a language tag."""
    return next((tag for text in stated if text and (tag := read_language(text))), None)


def is_above_headline(block: Block) -> bool:
    """Tell whether a block may stand above the headline: it is neither a headline nor text."""
    return block.picture or not (block.long or block.rank in {1, 2})


def is_hero(block: Block, title: Block | None) -> bool:
    """Tell whether a picture is the article's own: in a figure, or in the headline's header."""
    around = [one for one in block.holders if one.tag in {"figure", "header"}]
    headed = bool(around) and title is not None and around[-1] in title.holders
    return headed or any(one.tag == "figure" for one in around)


def sites_of(sheet: Sheet, reading: Reading) -> frozenset[str]:
    """Gather the keys of every name that the site may have: stated, pictured, or its host's."""
    # A pictured masthead stands above the headline; what comes after it are the article's own.
    above = takewhile(is_above_headline, sheet.blocks)
    great = (one for one in sheet.blocks if one.rank == 1)
    title = next((one for one in great if len(one.text.split()) > MASTHEAD_WORDS), None)
    pictured = [
        LOGO.sub("", block.text)
        for block in above
        if block.picture and "article" not in block.regions and not is_hero(block, title)
    ]
    names = [
        *(clues.site for clues in sheet.layers),
        *(name for name in pictured[:FIRST_PICTURES] if 0 < len(name.split()) <= MASTHEAD_WORDS),
        reading.source,
    ]
    return site_keys(names, sheet.base)

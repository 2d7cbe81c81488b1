"""What a page calls its elements, and what that tells of them."""

import re
from typing import Any

from digest.collect.markup import UNSEEN

HINT_KEYS = ("class", "id", "itemprop", "rel", "data-testid", "data-component")
SKIPPED = frozenset(
    ("nav", "aside", "footer", "form", "select", "button", "figcaption", "head", "dialog", "menu")
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Pages of people: names at the top of an article lead there, whatever their elements are called.
OF_AUTHOR = re.compile(
    r"/(?:authors?|by|profiles?|staff|contributors?|reporters?|columnists?|journalists?|editor"
    r"|byline|autore?s?|autor(?:in|en)|auteurs?)/[^/?#]",
    re.IGNORECASE,
)
TO_AUTHOR = "to=person"  # the hint of such a link; no name of an element has this sign
# Names of a footer that holds the byline.
OF_BYLINE = re.compile(
    r"\b(?:by ?lines?|authors?|autore?s?|auteurs?)\b(?!.{0,20}\b(?:bio|about|more))"
)
HINTS_OF_DATE = re.compile(r"\b(?:date|time|timestamp|pubdate|published)\b")
HINTS_OF_PLACE = re.compile(r"\b(?:location|localizacion|localização|localita|lieu|city)\b")
LONGEST_ADDRESS = 1000
MOST_OF_A_FORM = 6  # headings and paragraphs of a form that is to be filled in


def names_of(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Join the names that a page gives to an element, in small letters."""
    attributes = element.attrib
    if not attributes:
        return ""
    named = " ".join(attributes[key] for key in HINT_KEYS if key in attributes)
    return re.sub(r"[_-]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", named)).lower()[:200]


def is_part(element: Any) -> bool:  # noqa: ANN401
    """Tell whether an element is a part of a line that a style sheet may set apart."""
    return element.tag == "a" or (element.tag == "span" and element.get("class") is not None)


def leads_to_author(link: Any) -> bool:  # noqa: ANN401
    """Tell whether a link leads to the page of somebody who writes."""
    return bool(OF_AUTHOR.search((link.get("href") or "")[:LONGEST_ADDRESS]))


def is_skipped(element: Any) -> bool:  # noqa: ANN401
    """Tell whether an element is no part of what an article's reader reads."""
    style = element.get("style")
    return (
        (element.tag in SKIPPED and not holds_byline(element))
        or element.tag in UNSEEN
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(style and HIDDEN.search(style))
    ) and not (element.tag == "form" and wraps_page(element))


def holds_byline(element: Any) -> bool:  # noqa: ANN401
    """Tell whether a footer is that of a title block: the page says that it names the writers."""
    return element.tag == "footer" and bool(OF_BYLINE.search(names_of(element)))


def wraps_page(form: Any) -> bool:  # noqa: ANN401
    """Tell whether a form holds the whole page, as old frameworks have it."""
    shown = sum(1 for _ in zip(form.iter("h1", "p", "br"), range(MOST_OF_A_FORM), strict=False))
    return shown == MOST_OF_A_FORM

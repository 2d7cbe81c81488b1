"""The two parts of a message, taken apart for the rules."""

import re
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category
from urllib.parse import quote

from digest.model.message import PersonalContext, PersonalField, Rendered

ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>]+", re.IGNORECASE)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ASCII = "".join(chr(code) for code in range(33, 127))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A message taken apart.

    Attributes:
        html: The HTML part.
        page: Its elements.
        words: Its text without any white space.
        links: Where its links go, as they stand.
        text: The text part without any white space.
        addresses: Every address in the text part.
        tokens: Sentinels that may stand in it.
        css: Every style sheet and style attribute, one after the other, without comments.
    """

    html: str
    page: Any = field(repr=False)
    words: str = field(repr=False)
    links: tuple[str, ...]
    text: str = field(repr=False)
    addresses: frozenset[str]
    tokens: frozenset[str]
    css: str = field(repr=False)


def take_apart(rendered: Rendered) -> Parts:
    """Take a message apart, once for all rules."""
    from lxml import html

    page = html.document_fromstring(
        rendered.html.encode(), parser=html.HTMLParser(encoding="utf-8")
    )
    body = page.find("body")
    return Parts(
        html=rendered.html,
        page=page,
        words=flat(body.text_content() if body is not None else ""),
        links=tuple(str(one.get("href")) for one in page.iter("a") if one.get("href") is not None),
        text=flat(rendered.text),
        addresses=frozenset(same_form(one) for one in ADDRESS.findall(rendered.text)),
        tokens=frozenset(sentinel.token for sentinel in rendered.sentinels),
        css=style_of(page),
    )


def style_of(page: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Put every style sheet and style attribute together."""
    sheets = [element.text or "" for element in page.iter("style")]
    inline = [f"{{{value}}}" for value in dict.fromkeys(map(str, page.xpath("//@style")))]
    return CSS_COMMENT.sub("", "\n".join([*sheets, *inline]))


def flat(text: str) -> str:
    """Leave out white space and what cannot be seen, so that wrapped text can be compared."""
    return "".join(one for one in text if not one.isspace() and category(one) not in ("Cc", "Cf"))


def same_form(url: str) -> str:
    """Write an address as both parts would: letters beyond ASCII as percent signs."""
    return quote(url, safe=ASCII)


def token_of(rendered: Rendered, field_: PersonalField, context: PersonalContext) -> str | None:
    """Find the sentinel of a personal field; None when the mail has none."""
    found = (
        one.token for one in rendered.sentinels if (one.field, one.context) == (field_, context)
    )
    return next(found, None)

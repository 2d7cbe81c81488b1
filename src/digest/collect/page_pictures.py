"""The pictures that an article shows, and which of them may be its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from digest.collect.clues import ImageClue
from digest.collect.likeness import is_masthead, key
from digest.collect.markup import one_line
from digest.collect.page_others import OTHERS
from digest.collect.picture_name import is_of_site
from digest.collect.picture_sizes import PLACEHOLDER, largest, late, pixels
from digest.collect.picture_words import PICTURES, names_of, words_beside

SMALLEST = 200  # pixels of a side that is stated
MOST_LOOKED_AT = 80
MOST_AROUND = 12  # elements around a picture whose names are looked at
MOST_PARTS = 50
NAMED_SMALL = re.compile(
    r"\b(?:avatars?|authors?|bylines?|logos?|icons?|emojis?|ads?|advert|gravatar|headshots?"
    r"|mugshots?|reporters?|contributors?|columnists?|sponsor|badge|flag|tracking|pixel)\b"
)
TO_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|\?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture that a page shows.

    Attributes:
        clue: Its largest size.
        caption: The words below it, without the credit; may be empty.
        leading: Whether it may be the article's: no small one, and no link to another text.
    """

    clue: ImageClue
    caption: str
    leading: bool


def shown_pictures(root: Any, *, headline: str, sites: frozenset[str]) -> list[Shown]:  # noqa: ANN401
    """List the pictures that the article shows, in order: of the nearest part that has any.

    Args:
        root: The page (lxml).
        headline: The article's; the part of the page that has it is the article.
        sites: Keys of the site's name, which is all that a pictured masthead says.
    """
    found: list[Shown] = []
    for scope in scopes(root, key(headline)):
        found = [one for one in pictures_in(scope) if not is_masthead_of(one, sites)]
        if any(one.leading for one in found):
            break
    return found


def is_masthead_of(one: Shown, sites: frozenset[str]) -> bool:
    """Tell whether a picture is the site's own."""
    return is_of_site(one.clue.url, sites) or bool(
        one.clue.alt and is_masthead(one.clue.alt, sites)
    )


def scopes(root: Any, headline: str) -> Iterator[Any]:  # noqa: ANN401
    """Yield the parts of a page in which its picture may be, the nearest one first."""
    parts = [*root.iter("article", "main")]
    titled = [part for part in parts[:MOST_PARTS] if headline and headline in titles_of(part)]
    yield from reversed(titled)
    if not titled:
        yield from parts[:1]
    yield root


def titles_of(part: Any) -> set[str]:  # noqa: ANN401
    """Gather the keys of the headings of a part of the page."""
    headings = (heading for heading, _ in zip(part.iter("h1", "h2"), range(5), strict=False))
    return {key(one_line(heading.text_content())) for heading in headings}


def pictures_in(scope: Any) -> Iterator[Shown]:  # noqa: ANN401
    """Yield the pictures of a part of a page."""
    waiting = None  # a picture that only a script gives an address
    for number, element in enumerate(scope.iter(*PICTURES)):
        if number >= MOST_LOOKED_AT:
            return
        address, width = largest(element)
        if not address:
            waiting = element
            continue
        shown = waiting if waiting is not None and element.get("data-late") else element
        waiting = None
        caption, credit = words_beside(shown)
        yield Shown(
            clue=ImageClue(
                url=address,
                alt=one_line(shown.get("alt") or ""),
                credit=credit,
                width=width,
            ),
            caption=caption,
            leading=may_lead(shown),
        )


def may_lead(element: Any) -> bool:  # noqa: ANN401
    """Tell whether a picture may be the article's, by its size and by what is around it."""
    sides = [pixels(element.get(name)) for name in ("width", "height")]
    if any(PLACEHOLDER < side < SMALLEST for side in sides):
        return False
    if any(0 < side <= PLACEHOLDER for side in sides) and not late(element):
        return False
    if NAMED_SMALL.search(names_of(element)):
        return False
    for around, _ in zip(element.iterancestors(), range(MOST_AROUND), strict=False):
        if around.tag in {"body", "html", "main", "article"}:
            break
        if around.tag in {"nav", "aside", "footer"} or (around.tag == "a" and leads_away(around)):
            return False
        if OTHERS.search(names := names_of(around).replace("caption", "")) or (
            around.tag != "figure" and NAMED_SMALL.search(names)
        ):
            return False
    return True


def leads_away(link: Any) -> bool:  # noqa: ANN401
    """Tell whether a link around a picture leads to another text instead of a larger picture."""
    address = (link.get("href") or "").strip()
    return bool(address) and not (
        address.startswith(("#", "javascript:")) or TO_PICTURE.search(address)
    )

"""Which picture a page means."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from digest.collect.clues import ImageClue
from digest.collect.likeness import is_masthead
from digest.collect.markup import one_line
from digest.collect.page_meta import number_of
from digest.collect.urls import absolute_url
from digest.model.article import Image

SMALLEST = 200  # pixels of a side that is stated
MOST_LOOKED_AT = 60
NO_PICTURE = re.compile(
    r"(?:^|[/_.\-=])(?:logos?|icons?|favicons?|sprites?|pixels?|1x1|blank|spacer|placeholders?"
    r"|avatars?|gravatar|author[s_-]|headshots?|profile|default|fallback|dummy|no[-_]?image|share[-_]"
    r"|social[-_](?:share|card|image)|og[-_](?:image|default)|apple-touch|badge|button|banner|emoji"
    r"|loading|transparent|track(?:er|ing)?|beacon|masthead|strapline)(?:[/_.\-=\d]|$)|gravatar\.com"
    r"|doubleclick|\.svg(?:$|\?)|\.ico(?:$|\?)",
    re.IGNORECASE,
)
NAMED_SMALL = re.compile(
    r"\b(?:avatar|author|byline|logo|icon|thumb(?:nail)?|emoji|ad|advert)\b", re.IGNORECASE
)
CREDIT = re.compile(
    r"(?:photo(?:graph)?|picture|image|foto|bild|credit|crédit|illustration)s?(?:\s+by)?\s*[:/©]\s*"
    r"(?P<name>[^\n]{2,80})$|©\s*(?P<owner>[^\n]{2,80})$",
    re.IGNORECASE,
)
SIZE_IN_SET = re.compile(r"(\S+)\s+(\d{2,5})w")
LAZY = ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "src")
LONGEST_WORDS = 300


def choose_image(
    stated: Sequence[ImageClue],
    root: Any,  # noqa: ANN401 - lxml has no types
    *,
    base: str,
    sites: frozenset[str] = frozenset(),
) -> Image | None:
    """Choose the picture: the largest that the metadata states, else the first of the article.

    Args:
        stated: Pictures of the metadata, the most trusted first.
        root: The page; None when there is only metadata.
        base: Absolute address against which relative ones are resolved.
        sites: Keys of the site's name, which is all that a pictured masthead says.

    Returns:
        None when there is no picture that is more than a masthead, a logo, a pixel or a face.
    """
    shown = list(pictures_of(root)) if root is not None else []
    shown = [clue for clue in shown if not clue.alt or not is_masthead(clue.alt, sites)]
    usable = [clue for clue in stated if is_picture(clue)]
    largest = max(usable, key=lambda clue: clue.width * max(clue.height, 1), default=None)
    leading = usable[0] if usable and not usable[0].width else largest
    for clue in ([leading] if leading else []) + [clue for clue in shown if is_picture(clue)]:
        if image := make_image(clue, [*stated, *shown], base=base):
            return image
    return None


def is_picture(clue: ImageClue) -> bool:
    """Tell whether a picture may be more than a logo, a pixel or a face."""
    small = any(0 < side < SMALLEST for side in (clue.width, clue.height))
    return not (small or clue.url.startswith("data:") or NO_PICTURE.search(clue.url))


def make_image(clue: ImageClue, known: Sequence[ImageClue], *, base: str) -> Image | None:
    """Make the noun, with the words that stand beside the same picture elsewhere."""
    url = absolute_url(clue.url, base=base)
    if url is None:
        return None
    name = file_name(url)
    twins = [clue, *(one for one in known if file_name(one.url) == name)]
    return Image(
        url=url,
        alt=next((one.alt for one in twins if one.alt), "")[:LONGEST_WORDS],
        credit=next((one.credit for one in twins if one.credit), "")[:LONGEST_WORDS],
    )


def file_name(url: str) -> str:
    """Tell the last part of an address's path, by which two sizes of one picture are the same."""
    return url.partition("?")[0].rstrip("/").rpartition("/")[2].lower()


def pictures_of(root: Any) -> Iterator[ImageClue]:  # noqa: ANN401
    """Yield the pictures that the article shows, with caption and credit."""
    scope = next(iter(root.xpath("//article | //main | //*[@role='main']")), root)
    for number, element in enumerate(scope.iter("img")):
        if number >= MOST_LOOKED_AT:
            return
        address = address_of(element)
        named = " ".join((element.get("class") or "", element.get("id") or ""))
        in_menu = any(one.tag in {"nav", "aside", "footer"} for one in element.iterancestors())
        if address and not NAMED_SMALL.search(named.lower()) and not in_menu:
            caption = caption_of(element)
            credit = CREDIT.search(caption)
            yield ImageClue(
                url=address,
                alt=one_line(element.get("alt") or ""),
                credit=one_line(credit["name"] or credit["owner"]) if credit else "",
                width=number_of(element.get("width") or ""),
                height=number_of(element.get("height") or ""),
            )


def address_of(element: Any) -> str:  # noqa: ANN401
    """Find the address of an img element, also of one that is loaded late; the largest of a set."""
    for name in LAZY:
        value = (element.get(name) or "").strip()
        if name.endswith("srcset"):
            sizes = SIZE_IN_SET.findall(value)
            value = max(sizes, key=lambda pair: int(pair[1]))[0] if sizes else ""
        if value and not value.startswith("data:"):
            return value
    return ""


def caption_of(element: Any) -> str:  # noqa: ANN401
    """Read the caption of the figure that an img stands in; "" without any."""
    figure = next(element.iterancestors("figure"), None)
    if figure is None:
        return ""
    return one_line(" ".join(part.text_content() for part in figure.iter("figcaption")))[:1000]

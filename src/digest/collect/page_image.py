"""Which picture a page means."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from digest.collect.clues import ImageClue
from digest.collect.page_caption import split_caption
from digest.collect.page_meta import linked_address
from digest.collect.page_pictures import SMALLEST, Shown, shown_pictures
from digest.collect.picture_name import is_of_site, picture_name, width_in
from digest.collect.picture_sizes import tidy_address
from digest.collect.urls import absolute_url
from digest.model.article import Image

LONGEST_WORDS = 300
MODERN = re.compile(
    r"\.(?:webp|avif)(?:$|[?#])|\b(?:format|fm|f)[=:/](?:webp|avif)\b", re.IGNORECASE
)
SHOWN_FIRST = 1.5  # what it counts for a stated picture that the article shows it first
WIDER = 1.25  # so many times wider a size must be that only the article shows
UNSTATED = 1200  # width of a picture of the metadata that states none


def choose_image(
    stated: Sequence[ImageClue],
    root: Any,  # noqa: ANN401 - lxml has no types
    *,
    base: str,
    sites: frozenset[str] = frozenset(),
    headline: str = "",
) -> Image | None:
    """Choose the picture: the one that the metadata means, else the first of the article.

    The metadata often name several: the one that most of them name is meant, and it counts that
    the article shows it first. Of its sizes the widest that is stated is taken.

    Args:
        stated: Pictures of the metadata, the most trusted first.
        root: The page; None when there is only metadata.
        base: Absolute address against which relative ones are resolved.
        sites: Keys of the site's name, which is all that a pictured masthead says.
        headline: The article's; may be empty.

    Returns:
        None when there is no picture that is more than a masthead, a logo, a pixel or a face.
    """
    shown = shown_pictures(root, headline=headline, sites=sites) if root is not None else []
    linked = linked_address(root, "image_src") if root is not None else ""
    clues = [*stated, ImageClue(url=linked)] if linked else [*stated]
    usable = [replace(one, url=tidy_address(one.url)) for one in clues if one.url.strip()]
    usable = [one for one in usable if is_picture(one, sites)]
    leading = [one for one in shown if one.leading]
    for name in [*meant(usable, leading), *(picture_name(one.clue.url) for one in leading)]:
        if image := make_image(name, usable, shown, base=base):
            return image
    return None


def is_modern(url: str) -> bool:
    """Tell whether a picture is in a format that many mail programs cannot show."""
    return bool(MODERN.search(url))


def is_picture(clue: ImageClue, sites: frozenset[str]) -> bool:
    """Tell whether a stated picture may be more than a logo, a pixel or a face."""
    small = any(0 < side < SMALLEST for side in (clue.width, clue.height))
    return not small and not is_of_site(clue.url, sites)


def meant(usable: Sequence[ImageClue], leading: Sequence[Shown]) -> list[str]:
    """Rank the names of the stated pictures, the one that is meant first."""
    votes: Counter[str] = Counter()
    for clue in usable:
        votes[picture_name(clue.url)] += 1
    first = picture_name(leading[0].clue.url) if leading else ""
    order = list(dict.fromkeys(picture_name(clue.url) for clue in usable))
    return sorted(order, key=lambda name: -votes[name] - SHOWN_FIRST * (name == first))


def make_image(
    name: str, usable: Sequence[ImageClue], shown: Sequence[Shown], *, base: str
) -> Image | None:
    """Make the noun of all that is known of one picture; None when no address of it can be used."""
    told = [one for one in usable if picture_name(one.url) == name]
    seen = [one for one in shown if picture_name(one.clue.url) == name]
    sizes: dict[str, float] = {}
    for one in told:
        sizes[one.url] = max(sizes.get(one.url, 0), one.width, width_in(one.url))
    sizes = {address: size or UNSTATED for address, size in sizes.items()}
    for each in seen:
        size = max(each.clue.width, width_in(each.clue.url)) / WIDER
        sizes.setdefault(each.clue.url, size)
    ranked = sorted(sizes, key=lambda address: (is_modern(address), -sizes[address]))
    url = next((found for one in ranked if (found := absolute_url(one, base=base))), None)
    if url is None:
        return None
    parted = [split_caption(one.alt) for one in (*(each.clue for each in seen), *told)]
    alts = [shown for shown, _ in parted]
    alts += [one.caption for one in seen]
    makers = [*(one.credit for one in told), *(one.clue.credit for one in seen)]
    makers += [maker for _, maker in parted]
    return Image(
        url=url,
        alt=next(filter(None, alts), "")[:LONGEST_WORDS],
        credit=next(filter(None, makers), "")[:LONGEST_WORDS],
    )

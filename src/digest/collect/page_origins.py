"""Where each field of an article was found on its page, for people who want to know why."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from digest.collect.blocks import Block
from digest.collect.clues import Clues, Reading
from digest.collect.front import Front
from digest.collect.likeness import key
from digest.collect.page_sheet import Sheet
from digest.collect.picture_name import picture_name
from digest.model.article import Article
from digest.text.dates import read_date

LAYERS = ("JSON-LD", "OpenGraph", "its other metadata", "microdata")
VISIBLE = "the visible page"
TITLE = "its title"
ADDRESS = "its address"
TEXT = "the text itself"
SHORTEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where one field was found.

    Attributes:
        field: Such as "headline".
        places: Every part of the page that says it, the most trusted first; empty when none does.
    """

    field: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """What is compared to find the origins of an article.

    Attributes:
        sheet: The page.
        front: The top of the article as its reader sees it.
        reading: Moment, zone and language.
    """

    sheet: Sheet
    front: Front
    reading: Reading


def tell_origins(article: Article, found: Origins) -> tuple[Origin, ...]:
    """Tell where each field of an article was found.

    Args:
        article: As it was read.
        found: Its page.

    Returns:
        One for each field that the article has, in the order in which people ask for them.
    """
    places = {
        "headline": headline_places(article, found),
        "byline": byline_places(article, found),
        "published": date_places(article, found),
        "dek": text_places(article.dek or "", lambda clues: clues.dek, found),
        "image": image_places(article, found.sheet.layers),
        "section": text_places(article.section or "", lambda clues: clues.section, found),
        "language": language_places(article, found),
    }
    has = {
        "headline": article.headline,
        "byline": article.byline,
        "published": article.published,
        "dek": article.dek,
        "image": article.image,
        "section": article.section,
        "language": article.language,
    }
    return tuple(
        Origin(field=name, places=tuple(where)) for name, where in places.items() if has[name]
    )


def layers_that(says: Callable[[Clues], bool], layers: Sequence[Clues]) -> Iterator[str]:
    """Name the layers of which something is true."""
    for name, clues in zip(LAYERS, layers, strict=True):
        if says(clues):
            yield name


def headline_places(article: Article, found: Origins) -> list[str]:
    """Name what says the headline; what has more before or after it says it "in part"."""
    own = key(article.headline)
    whole = list(layers_that(lambda clues: key(clues.headline) == own, found.sheet.layers))
    if has_line(own, found.sheet.blocks):
        whole.insert(0, VISIBLE)
    if key(found.sheet.title) == own:
        whole.append(TITLE)
    if whole or len(own) < SHORTEST:
        return whole
    longer = list(layers_that(lambda clues: own in key(clues.headline), found.sheet.layers))
    longer += [TITLE] if own in key(found.sheet.title) else []
    return [f"a part of {name}" for name in longer]


def has_line(own: str, blocks: Sequence[Block]) -> bool:
    """Tell whether a line of the page says nothing but this."""
    return any(key(block.text) == own for block in blocks if not block.picture)


def byline_places(article: Article, found: Origins) -> list[str]:
    """Name what says who wrote it."""
    names = [key(one.name) for one in article.byline]
    said = layers_that(
        lambda clues: all(name in key(" ".join(clues.authors)) for name in names),
        found.sheet.layers,
    )
    seen = {key(one.name) for one in found.front.byline}
    return [*said, *([VISIBLE] if seen.issuperset(names) else [])]


def date_places(article: Article, found: Origins) -> list[str]:
    """Name what says when it was published."""
    reading = found.reading
    languages = tuple(filter(None, (found.sheet.language, reading.language)))

    def says(clues: Clues) -> bool:
        read = (
            read_date(text, now=reading.now, zone=reading.zone, languages=languages)
            for text in clues.dates
        )
        return any(one is not None and one.instant == article.published for one in read)

    places = list(layers_that(says, found.sheet.layers))
    visible = found.front.published
    if visible and visible.instant == article.published:
        places.append(VISIBLE)
    return places or [ADDRESS]


def text_places(text: str, told: Callable[[Clues], str], found: Origins) -> list[str]:
    """Name what says a line of text."""
    own = key(text)
    said = list(layers_that(lambda clues: key(told(clues)) == own, found.sheet.layers))
    return [*said, *([VISIBLE] if has_line(own, found.sheet.blocks) else [])]


def image_places(article: Article, layers: Sequence[Clues]) -> list[str]:
    """Name what means the picture; the page itself when no metadata does."""
    if article.image is None:
        return []
    name = picture_name(article.image.url)
    said = layers_that(
        lambda clues: any(picture_name(one.url) == name for one in clues.images), layers
    )
    return list(said) or [VISIBLE]


def language_places(article: Article, found: Origins) -> list[str]:
    """Name what says the language."""
    stated = (found.sheet.language or "").partition("-")[0].casefold()
    own = (article.language or "").partition("-")[0].casefold()
    return ["the page"] if stated == own else [TEXT]

"""What a page says of its article in its body's markup: microdata, RDFa, microformats."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from digest.collect.clues import Clues, ImageClue
from digest.collect.markup import one_line

LONGEST = 5000
MOST = 20
MOST_VALUES = 10
# Attributes are found much faster than elements that have them.
TYPED = "//@itemtype/.. | //@typeof/.."
ARTICLE = re.compile(r"Article|BlogPosting")
MARKED = ".//@itemprop/.. | .//@property[not(parent::*/parent::head)]/.."
COMMENT = (
    "boolean(ancestor-or-self::*[contains(@itemtype, 'Comment') or contains(@typeof, 'Comment')])"
)
# Classes of the microformats hAtom and h-entry.
PUBLISHED = frozenset(("published", "dt-published"))
# Scripts of a page write its date from one of these.
DATA = ("data-published", "data-publish-date", "data-datetime", "data-timestamp", "data-unixtime")
WITH_DATA = " | ".join(f"//@{name}/.." for name in DATA)
IN_ARTICLE = "boolean(self::time or ancestor::article or ancestor::main or ancestor::header)"
AUTHORS = ("author", "creator")
DATES = ("datepublished", "dc:date", "dc:created", "dcterms:created")

Marks = Mapping[str, Sequence[Any]]


def read_microdata(root: Any) -> Clues:  # noqa: ANN401 - lxml has no types
    """Read what the markup of the body marks as headline, author and date of the article."""
    scope = article_of(root)
    inside = root if scope is None else scope
    marks = marks_of(inside)
    whole = scope is not None
    return Clues(
        headline=prop(marks, "headline") if whole else "",
        authors=tuple(authors_of(marks)),
        dates=tuple(dates_of(root, inside, marks)),
        changed=tuple(one for one in (prop(marks, "datemodified"),) if one),
        dek=prop(marks, "description") if whole else "",
        images=tuple(ImageClue(url=url) for url in (prop(marks, "image"),) if url),
        language=prop(marks, "inlanguage"),
        section=prop(marks, "articlesection"),
        article=whole,
    )


def article_of(root: Any) -> Any:  # noqa: ANN401
    """Find the element of the page's own article; None without any.

    Teasers of other articles are marked as well: its own has the main heading, or the most text.
    """
    typed = root.xpath(TYPED)
    marked = [
        one for one in typed if ARTICLE.search(one.get("itemtype") or one.get("typeof") or "")
    ][:MOST]
    headed = (one for one in marked if one.tag == "h1" or next(one.iter("h1"), None) is not None)
    longest = max(marked, key=lambda one: len(one.text_content()), default=None)
    return next(headed, longest)


def marks_of(inside: Any) -> Marks:  # noqa: ANN401
    """Gather the elements of each property, those of comments left out.

    Nobody who comments wrote the article, and a comment's date is its own.
    """
    marks: dict[str, list[Any]] = {}
    for element in inside.xpath(MARKED):
        stated = f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower()
        for name in {one.removeprefix("schema:") for one in stated.split()}:
            found = marks.setdefault(name, [])
            if len(found) < MOST_VALUES and not element.xpath(COMMENT):
                found.append(element)
    return marks


def authors_of(marks: Marks) -> Iterator[str]:
    """Yield the names of authors, without those of publishers."""
    for element in (one for name in AUTHORS for one in marks.get(name, ())):
        if "Organization" in (element.get("itemtype") or element.get("typeof") or ""):
            continue
        named = element.xpath(".//*[@itemprop='name' or @property='name']")
        # Parts of a line stand apart, whatever stands between their tags.
        if text := value_of(named[0] if named else element, between=" "):
            yield text


def dates_of(root: Any, inside: Any, marks: Marks) -> Iterator[str]:  # noqa: ANN401
    """Yield when it was published: as microdata, RDFa or a microformat, or for a script."""
    yield from (text for name in DATES if (text := prop(marks, name)))
    for element in islice(inside.iter("abbr", "time"), MOST):
        named = PUBLISHED.intersection((element.get("class") or "").split())
        if (named or element.get("pubdate") is not None) and not element.xpath(COMMENT):
            yield value_of(element)
            break
    for element in root.xpath(WITH_DATA)[:1]:
        if element.xpath(IN_ARTICLE):
            yield next((element.get(name) for name in DATA if element.get(name)), "")


def prop(marks: Marks, name: str) -> str:
    """Read the first value of a property; "" without any."""
    return next((text for one in marks.get(name, ())[:3] if (text := value_of(one))), "")


def value_of(element: Any, *, between: str = "") -> str:  # noqa: ANN401
    """Read an element's value as microdata has it: from an attribute, else its text.

    What an abbreviation stands for is told in its title.
    """
    for key in ("content", "datetime", "src", "href", "title"):
        value = element.get(key)
        fits = {"href": element.tag == "link", "title": element.tag == "abbr"}
        if value and fits.get(key, True):
            return one_line(value[:LONGEST])
    nested = element.xpath(".//*[@itemprop='url' or @property='url' or self::img]")
    if "image" in (element.get("itemprop"), element.get("property")) and nested:
        return one_line((nested[0].get("content") or nested[0].get("src") or "")[:LONGEST])
    return one_line(between.join(element.itertext())[:LONGEST])

"""Headlines without the names of their site, and texts compared as a reader compares them."""

import re
from urllib.parse import urlsplit

from digest.model.article import Article
from digest.text.names import is_site
from digest.text.plain import tidy_line

SUFFIX = re.compile(r"^(?P<told>.*\S)\s*(?:\s[-–—|•·:»]{1,2}\s|\|)\s*(?P<name>[^|]+?)$", re.DOTALL)
PREFIX = re.compile(
    r"^(?P<name>[^|:–—-]{2,60}?)\s*(?:\s[-–—|•·»]{1,2}\s|\|)\s*(?P<told>\S.*)$", re.DOTALL
)
LONGEST_HEADLINE = 600
LETTERS = re.compile(r"[\W_]+")
BEGINNING = 40


def site_names(article: Article) -> tuple[str, ...]:
    """List what the site of an article is called: its source, its sightings, its host."""
    urls = [article.url, *(sighting.url for sighting in article.sightings)]
    names = [article.source, *(sighting.name for sighting in article.sightings), *map(_host, urls)]
    return tuple(dict.fromkeys(filter(None, map(tidy_line, names))))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_masthead(text: str, sites: tuple[str, ...]) -> bool:
    """Tell whether a line is nothing but the site's name."""
    return any(is_site(text, site) for site in sites)


def tidy_headline(headline: str, *, sites: tuple[str, ...], section: str | None) -> str:
    """Take the site's name off either end of a headline, and the section between them.

    Only a name that is known is taken: " - Part 2" and " | Opinion" may belong to the headline.
    """
    line = tidy_line(headline)
    if len(line) > LONGEST_HEADLINE:
        return line
    while shorter := _without_name(line, sites):
        line = shorter
        match = SUFFIX.match(line)
        if match and section and same_text(match["name"], section):
            line = match["told"].strip()
    return line


def _without_name(line: str, sites: tuple[str, ...]) -> str:
    for pattern in (SUFFIX, PREFIX):
        match = pattern.match(line)
        if match and is_masthead(match["name"], sites) and letters(match["told"]):
            return match["told"].strip()
    return ""


def letters(text: str) -> str:
    """Tell a text's letters and figures alone, in small: what two copies have in common."""
    return LETTERS.sub("", text.casefold())


def same_text(one: str, other: str) -> bool:
    """Tell whether two texts are the same to a reader: case, marks and spaces aside."""
    theirs = letters(other)
    # Most texts differ at once, and one of them is often a long paragraph.
    return theirs.startswith(letters(one[:BEGINNING])) and bool(theirs) and letters(one) == theirs

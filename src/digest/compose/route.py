"""Find the section that a story belongs in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.model.article import Story
from digest.model.publication import Publication, SectionRule

WORD = re.compile(r"\w+")
STEPS = re.compile(r"\s*[/>|›»:;,·–—]\s*")  # noqa: RUF001 - marks between the steps of a path


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a story belongs, and why.

    Attributes:
        section: Name of a configured section; None when it fits none.
        fit: What decided: "source", "keyword", "own"; None when nothing did.
        detail: The source, the keyword, or what the article calls its section.
    """

    section: str | None = None
    fit: str | None = None
    detail: str = ""


class Router:
    """The publication's sections, ready to be asked for many stories.

    Args:
        publication: Its sections, in their order, and its sources.
    """

    def __init__(self, publication: Publication) -> None:
        self._names = {rule.name.casefold(): rule.name for rule in publication.sections}
        self._by_source = {
            source.name: self._names[source.section.casefold()]
            for source in publication.sources
            if source.section and source.section.casefold() in self._names
        }
        self._rules = [
            (rule, [keyword.casefold() for keyword in rule.keywords])
            for rule in publication.sections
            if rule.keywords
        ]

    def route(self, story: Story) -> Route:
        """Find a story's section: its source's, else by keyword, else the one it names itself.

        What an article calls its section may be a path ("News / Politics"), whose last step that
        is a section counts; a keyword may stand in it as well as in the leading headline.
        """
        for article in story.articles:
            if article.source in self._by_source:
                return Route(
                    section=self._by_source[article.source], fit="source", detail=article.source
                )
        own = [article.section for article in story.articles if article.section]
        return (
            find_keyword(self._rules, story.lead.headline)
            or find_own(self._names, own)
            or next((found for name in own if (found := find_keyword(self._rules, name))), None)
            or Route()
        )


def find_keyword(rules: Sequence[tuple[SectionRule, Sequence[str]]], text: str) -> Route | None:
    """Find the first section of which a keyword stands in a text."""
    if not rules:
        return None
    folded = text.casefold()
    words = set(WORD.findall(folded))
    for rule, keywords in rules:
        for keyword in keywords:
            if has_keyword(keyword, folded, words):
                return Route(section=rule.name, fit="keyword", detail=keyword)
    return None


def find_own(names: Mapping[str, str], own: Sequence[str]) -> Route | None:
    """Find the configured section that articles name themselves."""
    for name in own:
        for step in (name.strip(), *reversed(STEPS.split(name.strip()))):
            if step.casefold() in names:
                return Route(section=names[step.casefold()], fit="own", detail=name)
    return None


def has_keyword(keyword: str, text: str, words: set[str]) -> bool:
    """Tell whether a text has a keyword: a whole word; a phrase or other script anywhere.

    Args:
        keyword: Case-folded; an empty one is in no text.
        text: Case-folded.
        words: The words of the text.
    """
    if keyword in words:
        return True
    phrase = bool(keyword) and (not keyword.isascii() or not keyword.isalnum())
    return phrase and keyword in text

"""Show how articles are merged into stories: those of today's window, or any that are given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from digest.app.choose import merge_window
from digest.app.draft import place_edition
from digest.app.ports import Clock, Stores
from digest.collect.urls import canonical_url
from digest.edit.stories import merge_stories
from digest.errors import UsageError
from digest.model.article import Article, Story
from digest.model.publication import Publication
from digest.text.dates import read_date

PARAGRAPH = "\n\n"
TEXTS = ("headline", "text", "published", "url", "source")


def stories_of_window(publication: Publication, *, stores: Stores, clock: Clock) -> list[Story]:
    """Merge what was collected for today's edition."""
    placement = place_edition(publication, editions=stores.editions, now=clock.now())
    stories, _ = merge_window(publication, window=placement.window, stores=stores)
    return stories


def name_story(story: Story) -> "GivenStory":
    """Name a story's articles by their addresses."""
    return GivenStory(
        headline=story.lead.headline,
        lead=story.lead.url,
        ids=tuple(article.url for article in story.articles),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenArticle:
    """An article that was given, and what the giver calls it."""

    id: str
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenStory:
    """A story of given articles.

    Attributes:
        headline: Of the leading article.
        lead: Its id.
        ids: Ids of all its articles, in the order in which they were given.
    """

    headline: str
    lead: str
    ids: tuple[str, ...]


def read_given(record: Mapping[str, Any], *, place: str, now: datetime) -> GivenArticle:
    """Read one given article. Only `id` must be there; all others are texts.

    Args:
        record: One object.
        place: Where it stands, such as "wire.jsonl, line 3".
        now: Aware; dates far ahead of it are none.

    Raises:
        UsageError: It lacks an id, or a value is no text.
    """
    name = record.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
        raise UsageError(f"{place}: the article has no id.", 'Write one, such as "id": "a-17".')
    texts = {key: text_of(record, key, place) for key in TEXTS}
    date = read_date(texts["published"], now=now) if texts["published"] else None
    paragraphs = [one.strip() for one in texts["text"].splitlines() if one.strip()]
    return GivenArticle(
        id=str(name),
        article=Article(
            url=canonical_url(texts["url"]) or f"given:{name}",
            headline=" ".join(texts["headline"].split()),
            # Of an unknown paper each: a paper is allowed to repeat itself, others are not.
            source=texts["source"] or f"given:{name}",
            lede=paragraphs[0] if paragraphs else "",
            body=PARAGRAPH.join(paragraphs),
            published=date.instant if date else None,
            precision=date.precision if date else None,
            zone_known=date.zone_known if date else True,
            first_seen=now,
        ),
    )


def text_of(record: Mapping[str, Any], key: str, place: str) -> str:
    """Take a text of a given article; null and nothing are the empty one.

    Raises:
        UsageError: It is no text.
    """
    value = record.get(key)
    if value is None:
        return ""
    if key == "published" and isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str):
        raise UsageError(f"{place}: {key!r} is no text.", "Write it in quotation marks.")
    return value


def stories_of_records(
    records: Iterable[tuple[int, Mapping[str, Any]]], *, name: str, clock: Clock
) -> list[GivenStory]:
    """Merge given articles into stories, in the order of their first articles.

    Several ids may have one address: they are one article then, and share its story.

    Args:
        records: Line number and object of each.
        name: Of the file, for what is wrong in it.
        clock: Tells which dates are too far ahead.

    Raises:
        UsageError: An article has no id, or that of another.
    """
    now = clock.now()
    given = [read_given(one, place=f"{name}, line {line}", now=now) for line, one in records]
    by_url: dict[str, list[str]] = {}
    for one in given:
        by_url.setdefault(one.article.url, []).append(one.id)
    refuse_twice(given)
    order = {one.id: position for position, one in enumerate(given)}
    stories = merge_stories([one.article for one in given])
    told = [shape_story(story, by_url, order) for story in stories]
    return sorted(told, key=lambda story: order[story.ids[0]])


def refuse_twice(given: list[GivenArticle]) -> None:
    """Refuse an id that two articles have.

    Raises:
        UsageError: With the id.
    """
    seen: set[str] = set()
    for one in given:
        if one.id in seen:
            raise UsageError(f"The id {one.id!r} is there twice.", "Give each article its own.")
        seen.add(one.id)


def shape_story(
    story: Story, by_url: Mapping[str, list[str]], order: Mapping[str, int]
) -> GivenStory:
    """Name a story's articles by their ids."""
    ids = {name for article in story.articles for name in by_url[article.url]}
    return GivenStory(
        headline=story.lead.headline,
        lead=by_url[story.lead.url][0],
        ids=tuple(sorted(ids, key=order.__getitem__)),
    )

"""Show how articles are merged into stories: those of today's window, or any that are given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from digest.app.choose import weigh_window
from digest.app.draft import place_edition
from digest.app.ports import Clock, Stores
from digest.collect.urls import canonical_url
from digest.edit.explain import explain_story
from digest.edit.stories import find_ties, merge_tied
from digest.errors import UsageError
from digest.model.article import Article, Story
from digest.model.publication import Publication
from digest.model.tie import Tie, TieKind
from digest.text.dates import read_date

PARAGRAPH = "\n\n"
TEXTS = ("headline", "text", "published", "url", "source")


def stories_of_window(
    publication: Publication, *, stores: Stores, clock: Clock
) -> "list[GivenStory]":
    """Merge what was collected for today's edition; articles are named by their addresses."""
    placement = place_edition(publication, editions=stores.editions, now=clock.now())
    weighed = weigh_window(publication, window=placement.window, stores=stores)
    told = [story.continues for story in weighed.stories if story.continues]
    earlier = {one.url: one for one in stores.articles.articles_at(told)}
    names = {
        one.url: f"{one.source}, “{one.headline}”, {one.url}"
        for one in (
            *earlier.values(),
            *(one for story in weighed.stories for one in story.articles),
        )
    }
    ids = {url: (url,) for url in names}
    return [shape_story(story, weighed.ties, ids=ids, names=names) for story in weighed.stories]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenArticle:
    """An article that was given, and what the giver calls it."""

    id: str
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTie:
    """Why two articles are together: the ids of both, as in `Tie`."""

    articles: tuple[str, str]
    kind: str
    strength: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenStory:
    """A story of given articles.

    Attributes:
        headline: Of the leading article.
        lead: Its id.
        ids: Ids of all its articles, in the order in which they were given.
        continues: Id of the leading article of the story that it goes on with; None for most.
        explained: Why its articles are together, line by line; empty for most stories of one.
        ties: The same as data.
    """

    headline: str
    lead: str
    ids: tuple[str, ...]
    continues: str | None = None
    explained: tuple[str, ...] = ()
    ties: tuple[GivenTie, ...] = ()


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
    url = canonical_url(texts["url"]) or f"given:{name}"
    paragraphs = [one.strip() for one in texts["text"].splitlines() if one.strip()]
    return GivenArticle(
        id=str(name),
        article=Article(
            url=url,
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
    by_url: dict[str, tuple[str, ...]] = {}
    for one in given:
        by_url[one.article.url] = (*by_url.get(one.article.url, ()), one.id)
    refuse_twice(given)
    order = {one.id: position for position, one in enumerate(given)}
    articles = [one.article for one in given]
    ties = find_ties(articles)
    names = {one.article.url: f"{one.id}, “{one.article.headline}”" for one in given}
    told = [
        shape_story(story, ties, ids=by_url, names=names) for story in merge_tied(articles, ties)
    ]
    placed = [replace(story, ids=tuple(sorted(story.ids, key=order.__getitem__))) for story in told]
    return sorted(placed, key=lambda story: order[story.ids[0]])


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
    story: Story,
    ties: Iterable[Tie],
    *,
    ids: Mapping[str, tuple[str, ...]],
    names: Mapping[str, str],
) -> GivenStory:
    """Name a story's articles by their ids, and say why they are together.

    Args:
        story: The story.
        ties: All that are known.
        ids: Of each article, by its address.
        names: What people call it.
    """
    urls = {one.url for one in story.articles}
    own = [tie for tie in ties if not urls.isdisjoint((tie.first, tie.second))]
    return GivenStory(
        headline=story.lead.headline,
        lead=ids[story.lead.url][0],
        ids=tuple(name for one in story.articles for name in ids[one.url]),
        continues=ids.get(story.continues, (story.continues,))[0] if story.continues else None,
        explained=tuple(explain_story(story, own, names=names)),
        ties=tuple(
            GivenTie(
                articles=(ids[tie.first][0], ids[tie.second][0]),
                kind=tie.kind.value,
                strength=tie.strength,
                words=tie.words,
            )
            for tie in own
            if {tie.first, tie.second} <= ids.keys()
            and (tie.kind is TieKind.SEQUEL or {tie.first, tie.second} <= urls)
        ),
    )

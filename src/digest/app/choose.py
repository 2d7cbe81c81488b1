"""Choose the stories of an edition from everything that was collected."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from digest.app.ports import EditionStore, Stores
from digest.check.rules import refuse_item
from digest.compose.items import make_item
from digest.compose.select import Selection, select_stories
from digest.compose.window import LATE, belongs
from digest.edit.lede import summarise
from digest.edit.stories import merge_stories
from digest.model.article import Article, Story
from digest.model.edition import Decision, Window
from digest.model.publication import Publication

INSTANT = timedelta(microseconds=1)


def choose_stories(
    publication: Publication, *, window: Window, folder_day: date | None, stores: Stores
) -> tuple[Selection, dict[str, str]]:
    """Choose the stories of a window, and summarise them.

    A story that the check would block costs itself and never the edition: it is dropped with the
    reason, and the next best one takes its place.

    Args:
        publication: The publication with its rules.
        window: What the edition selects from.
        folder_day: Set when the day was asked for by its date, so that folder sources count by
            the dates they carry.
        stores: What was collected, and what was told before.

    Returns:
        What was chosen, and the summaries by the canonical address of the leading article.
    """
    candidates, outside = merge_window(
        publication, window=window, folder_day=folder_day, stores=stores
    )
    told = stores.editions.told()
    summaries: dict[str, str] = {}
    while True:
        selection = select_stories(
            candidates, publication, window=window, told=told, outside=outside
        )
        unfit = find_unfit(selection, publication, summaries=summaries)
        if not unfit:
            return selection, summaries
        outside = [*outside, *unfit]
        refused = {one.url for one in unfit}
        candidates = [story for story in candidates if story.lead.url not in refused]


def find_unfit(
    selection: Selection, publication: Publication, *, summaries: dict[str, str]
) -> list[Decision]:
    """Find the chosen stories that may not be sent, each with the reason.

    Args:
        selection: What was chosen.
        publication: Its language and its summaries' length count.
        summaries: Those made so far; the missing ones are added.
    """
    unfit: list[Decision] = []
    chosen = [story for section in selection.sections for story in section.stories]
    for story in [*chosen, *selection.bench]:
        lead = story.lead
        if lead.url not in summaries:
            summaries[lead.url] = summarise(lead, words=publication.edition.summary_words)
        item = make_item(story, publication, place="", summary=summaries[lead.url])
        reason = refuse_item(item, language=publication.language)
        if reason:
            unfit.append(
                Decision(
                    url=lead.url,
                    headline=lead.headline,
                    place="dropped",
                    reason=reason,
                    articles=tuple(article.url for article in story.articles),
                )
            )
    return unfit


def merge_window(
    publication: Publication, *, window: Window, stores: Stores, folder_day: date | None = None
) -> tuple[list[Story], list[Decision]]:
    """Merge the articles of an edition's window into stories; tell which were left outside."""
    found = stores.articles.articles(since=window.start - LATE, until=window.end + INSTANT)
    fitting, outside = sort_by_window(
        found,
        publication,
        window=window,
        folder_day=folder_day,
        first_collected=stores.articles.first_collected(),
        overlooked=find_overlooked(found, window=window, editions=stores.editions),
    )
    stories = merge_stories(
        fitting,
        weights={source.name: source.weight for source in publication.sources},
        own=frozenset(source.name for source in publication.sources if source.own),
    )
    return stories, outside


def find_overlooked(
    articles: Sequence[Article], *, window: Window, editions: EditionStore
) -> frozenset[str]:
    """Find what came before the last cut-off, yet after the last edition had been drafted.

    An edition with a slot may be drafted, and sent, before its cut-off has come. What its trail
    does not name was not there then.

    Returns:
        Canonical addresses.
    """
    last = editions.last_sent()
    last = editions.edition(last.slug) if last and last.window.end == window.start else None
    if last is None or not last.decisions:
        return frozenset()
    weighed = {url for one in last.decisions for url in (one.url, *one.articles)}
    return frozenset(
        article.url
        for article in articles
        if last.window.start < article.first_seen <= window.start and article.url not in weighed
    )


def sort_by_window(
    articles: Sequence[Article],
    publication: Publication,
    *,
    window: Window,
    folder_day: date | None,
    first_collected: Mapping[str, datetime],
    overlooked: frozenset[str],
) -> tuple[list[Article], list[Decision]]:
    """Part the articles that belong to an edition from those that do not, each with its reason.

    Args:
        articles: Whatever may belong.
        publication: Its zone, and the kinds of its sources.
        window: What the edition selects from.
        folder_day: As in `choose_stories`.
        first_collected: When each source brought its first article.
        overlooked: What the last edition could not know, as `find_overlooked` tells.
    """
    kinds = {source.name: source.kind for source in publication.sources}
    fitting: list[Article] = []
    outside: list[Decision] = []
    for article in articles:
        seen, since = article, first_collected.get(article.source)
        if article.url in overlooked:
            # It counts as seen at the first moment of this window; so does its source if it is new.
            seen = replace(article, first_seen=window.start + INSTANT)
            is_backlog = since and article.published and since >= article.published
            since = seen.first_seen if is_backlog else since
        reason = belongs(
            seen,
            window,
            zone=publication.timezone,
            source_kind=kinds.get(article.source),
            folder_day=folder_day,
            source_since=since,
        )
        if reason is None:
            fitting.append(article)
        else:
            outside.append(
                Decision(url=article.url, headline=article.headline, place="dropped", reason=reason)
            )
    return fitting, outside

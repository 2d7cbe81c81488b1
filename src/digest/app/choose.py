"""Choose the stories of an edition from everything that was collected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from digest.app.heeded import Heeded, heed
from digest.app.merging import merge_new
from digest.app.ports import EditionStore, Stores
from digest.check.rules import refuse_item
from digest.compose.items import make_item
from digest.compose.select import Selection, select_stories
from digest.compose.window import EARLIER, LATE, belongs
from digest.edit.followups import follow_told
from digest.edit.lede import summarise
from digest.edit.stories import merge_tied
from digest.model.article import Article, Precision, Story
from digest.model.edition import Decision, Window
from digest.model.publication import Publication
from digest.model.tie import Tie
from digest.text.embargoes import strip_notice

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Everything that an edition is chosen from.

    Attributes:
        stories: Of the window.
        outside: The articles that do not belong, each with its reason.
        heeded: What the desk wishes and the articles ask for.
        ties: What ties the articles to each other, and to those of other windows.
    """

    stories: list[Story]
    outside: list[Decision]
    heeded: Heeded
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen for an edition.

    Attributes:
        selection: The stories in their places, and why.
        summaries: By the canonical address of the leading article.
        weighed: What it was chosen from.
    """

    selection: Selection
    summaries: dict[str, str]
    weighed: Weighed


def choose_stories(
    publication: Publication, *, window: Window, folder_day: date | None, stores: Stores
) -> Choice:
    """Choose the stories of a window, and summarise them.

    A story that the check would block costs itself and never the edition: it is dropped with the
    reason, and the next best one takes its place.

    Args:
        publication: The publication with its rules.
        window: What the edition selects from.
        folder_day: Set when the day was asked for by its date, so that folder sources count by
            the dates they carry.
        stores: What was collected, and what was told before.
    """
    weighed = weigh_window(publication, window=window, folder_day=folder_day, stores=stores)
    candidates, outside = weighed.stories, weighed.outside
    summaries: dict[str, str] = {}
    while True:
        selection = select_stories(
            candidates,
            publication,
            window=window,
            told=weighed.heeded.told,
            outside=outside,
            wishes=weighed.heeded.wishes,
        )
        unfit = find_unfit(selection, publication, summaries=summaries)
        if not unfit:
            return Choice(selection=selection, summaries=summaries, weighed=weighed)
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
    decided = {one.url: one for one in selection.decisions if one.terms}
    chosen = [story for section in selection.sections for story in section.stories]
    for story in [*chosen, *selection.bench]:
        lead = story.lead
        if lead.url not in summaries:
            summaries[lead.url] = summarise_lead(lead, words=publication.edition.summary_words)
        item = make_item(story, publication, place="", summary=summaries[lead.url])
        reason = refuse_item(item, language=publication.language)
        if reason:
            # With its score, so that its trail is whole.
            unfit.append(replace(decided[lead.url], place="dropped", reason=reason))
    return unfit


def summarise_lead(lead: Article, *, words: int) -> str:
    """Summarise a leading article; the notice of an embargo is nothing for readers."""
    languages = (lead.language,) if lead.language else ()
    lede, body = (
        strip_notice(text, now=lead.first_seen, languages=languages)
        for text in (lead.lede, lead.body)
    )
    if (lede, body) != (lead.lede, lead.body):
        lead = replace(lead, lede=lede or body.partition("\n\n")[0], body=body)
    return summarise(lead, words=words)


def weigh_window(
    publication: Publication, *, window: Window, stores: Stores, folder_day: date | None = None
) -> Weighed:
    """Merge the articles of an edition's window into stories; tell which were left outside."""
    found = stores.articles.articles(since=window.start - LATE, until=window.end + INSTANT)
    heeded = heed(found, publication, window=window, stores=stores)
    fitting, outside = sort_by_window(
        [*found, *heeded.further],
        publication,
        window=window,
        folder_day=folder_day,
        first_collected=stores.articles.first_collected(),
        overlooked=find_overlooked(found, window=window, editions=stores.editions),
        heeded=heeded,
    )
    ties = find_known_ties(fitting, window=window, stores=stores)
    merged = merge_tied(
        fitting,
        ties,
        weights={source.name: source.weight for source in publication.sources},
        own=frozenset(source.name for source in publication.sources if source.own),
        pinned=frozenset(heeded.wishes.pins),
    )
    followed = follow_told(merged, ties, heeded.told)
    heeded = replace(heeded, wishes=replace(heeded.wishes, repeats=followed.repeats))
    return Weighed(stories=followed.stories, outside=outside, heeded=heeded, ties=tuple(ties))


def find_known_ties(articles: Sequence[Article], *, window: Window, stores: Stores) -> list[Tie]:
    """Find all ties of some articles; what was not compared yet is compared now."""
    until = window.end + INSTANT
    merge_new(stores, now=window.end, since=window.start - LATE, until=until)
    return stores.ties.ties([one.url for one in articles])


def find_overlooked(
    articles: Sequence[Article], *, window: Window, editions: EditionStore
) -> dict[str, Window]:
    """Find what came before the last cut-off, yet after the last edition had been drafted.

    An edition with a slot may be drafted, and sent, before its cut-off has come. What its trail
    does not name was not there then.

    Returns:
        The last edition's window by the canonical address of each.
    """
    last = editions.last_sent()
    last = editions.edition(last.slug) if last and last.window.end == window.start else None
    if last is None or not last.decisions:
        return {}
    weighed = {url for one in last.decisions for url in (one.url, *one.articles)}
    return {
        article.url: last.window
        for article in articles
        if last.window.start < article.first_seen <= window.start and article.url not in weighed
    }


def sort_by_window(
    articles: Sequence[Article],
    publication: Publication,
    *,
    window: Window,
    folder_day: date | None,
    first_collected: Mapping[str, datetime],
    overlooked: Mapping[str, Window],
    heeded: Heeded,
) -> tuple[list[Article], list[Decision]]:
    """Part the articles that belong to an edition from those that do not, each with its reason.

    What the desk has pinned belongs whenever it was published, and so does what was told before
    and has changed in this window. What was told and has not changed stays outside, so that it is
    not merged with news of its event, which would then be told before as well. An article under
    embargo counts from the end of the embargo.

    Args:
        articles: Whatever may belong.
        publication: Its zone, and the kinds of its sources.
        window: What the edition selects from.
        folder_day: As in `choose_stories`.
        first_collected: When each source brought its first article.
        overlooked: What the last edition could not know, as `find_overlooked` tells.
        heeded: What the desk wishes and the articles ask for.
    """
    kinds = {source.name: source.kind for source in publication.sources}
    wishes = heeded.wishes
    fitting: list[Article] = []
    outside: list[Decision] = []
    for article in articles:
        seen, since = article, first_collected.get(article.source)
        embargo = wishes.embargoes.get(article.url)
        if embargo and embargo <= window.end:
            seen = count_from(article, min(embargo, window.end - INSTANT))
        elif article.url in overlooked:
            # It counts as seen at the first moment of this window; so does its source if it is new.
            seen = replace(article, first_seen=window.start + INSTANT)
            is_backlog = since and article.published and since >= article.published
            since = seen.first_seen if is_backlog else since
        reason = None
        if article.url not in wishes.pins and article.url not in wishes.updated:
            reason = belongs(
                seen,
                window,
                zone=publication.timezone,
                source_kind=kinds.get(article.source),
                folder_day=folder_day,
                source_since=since,
            )
        if reason == EARLIER and article.url in overlooked:
            # As late as this may be: what counts is whether that edition would have had it.
            reason = belongs(
                article,
                overlooked[article.url],
                zone=publication.timezone,
                source_kind=kinds.get(article.source),
                source_since=first_collected.get(article.source),
            )
        if reason is None and article.url not in wishes.updated:
            earlier = heeded.told.get(article.url)
            reason = earlier and f"told before, in {earlier}"
        if reason is None:
            fitting.append(article)
        else:
            outside.append(
                Decision(url=article.url, headline=article.headline, place="dropped", reason=reason)
            )
    return fitting, outside


def count_from(article: Article, embargo: datetime) -> Article:
    """Let an article count from the end of its embargo, as if it came out then."""
    if article.published and article.published >= embargo:
        return article
    return replace(
        article,
        published=embargo,
        precision=Precision.MINUTE,
        first_seen=max(article.first_seen, embargo),
    )

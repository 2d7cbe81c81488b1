"""Compare what is new with what is there, once, and keep what ties them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.app.ports import Stores
from digest.edit.events import LONGEST_EVENT, LONGEST_PAUSE
from digest.edit.fingerprints import (
    pack_fingerprint,
    read_fingerprint,
    tell_moment,
    unpack_fingerprint,
)
from digest.edit.grouping import group_tied
from digest.edit.story_index import StoryIndex
from digest.model.article import Article
from digest.model.tie import Marked, Tie

# Articles are seen later than they are published.
SLACK = timedelta(days=1)
# What is older than this was not compared in its time, and nobody will tell it now.
LOOKING_BACK = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What became of the articles that were compared.

    Attributes:
        articles: How many were compared.
        stories: How many stories they tell.
        joined: How many of them tell a story that others tell as well.
    """

    articles: int
    stories: int
    joined: int


def merge_new(
    stores: Stores, *, now: datetime, since: datetime | None = None, until: datetime | None = None
) -> MergeReport:
    """Compare the articles that were not compared yet with those of the days around them.

    Only what is new or has changed is compared, and only with its neighbours: all articles from as
    long before and after as an event is told, and those that readers were told from as long as a
    story is gone on with. So the work does not grow with the archive.

    Args:
        stores: Where articles and ties lie; what is found is kept there.
        now: The present moment, aware.
        since: Moment from which on articles are looked for; two weeks ago when it is left out.
        until: Moment before which they are; the end of tomorrow when it is left out.
    """
    news = stores.ties.unmarked(since=since or now - LOOKING_BACK, until=until or now + SLACK)
    if not news:
        return MergeReport(articles=0, stories=0, joined=0)
    index = StoryIndex()
    load_neighbours(index, news, stores=stores)
    fresh = [read_fingerprint(one) for one in news]
    ties = index.add(fresh)
    stores.ties.save_marks(
        [Marked(url=one.url, marks=pack_fingerprint(one)) for one in fresh], ties
    )
    return report_on({one.url for one in news}, ties, stores=stores)


def load_neighbours(index: StoryIndex, news: list[Article], *, stores: Stores) -> None:
    """Load what new articles are compared with: their neighbours, and what readers were told."""
    moments = [tell_moment(one) for one in news]
    first, last = min(moments), max(moments) + LONGEST_EVENT
    near = first - LONGEST_EVENT
    known = {one.url: one for one in stores.ties.marked(since=near, until=last)}
    told = stores.editions.told()
    further = stores.ties.marked(since=first - LONGEST_PAUSE, until=near, among=told.keys())
    known |= {one.url: one for one in further}
    fingerprints = (unpack_fingerprint(one.url, one.marks) for one in known.values())
    loaded = sorted(
        (one for one in fingerprints if one is not None), key=lambda one: (one.moment, one.url)
    )
    index.load(loaded, stores.ties.ties(list(known)))


def report_on(news: set[str], ties: list[Tie], *, stores: Stores) -> MergeReport:
    """Count the stories that new articles tell."""
    known = {url for tie in ties for url in (tie.first, tie.second)} - news
    groups = group_tied([*sorted(news), *sorted(known)], [*ties, *stores.ties.ties(sorted(known))])
    with_news = [group for group in groups if not news.isdisjoint(group)]
    return MergeReport(
        articles=len(news),
        stories=len(with_news),
        joined=sum(len(news.intersection(group)) for group in with_news if len(group) > 1),
    )

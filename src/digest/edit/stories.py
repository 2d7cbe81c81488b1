"""Group articles into stories: the same text, or the same event in other words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.edit.fingerprints import read_fingerprint
from digest.edit.grouping import group_tied
from digest.edit.story_index import StoryIndex
from digest.model.article import Article, Sighting, Story
from digest.model.tie import Tie, TieKind


def merge_stories(
    articles: Iterable[Article],
    *,
    weights: Mapping[str, float] | None = None,
    own: frozenset[str] = frozenset(),
    pinned: frozenset[str] = frozenset(),
) -> list[Story]:
    """Group articles into stories.

    Articles with one canonical address are one article. Articles with the same text, shortened or
    lightly rewritten, are one story, and so are those that tell the same event in other words.

    Args:
        articles: In any order; the result does not depend on it.
        weights: Weight of each source by its name; 1.0 for one that is not named.
        own: Names of the desk's own sources, whose article leads.
        pinned: Addresses of articles that lead before all others.

    Returns:
        Every article in exactly one story, the newest story first.
    """
    given = list(articles)
    return merge_tied(given, find_ties(given), weights=weights, own=own, pinned=pinned)


def find_ties(articles: Iterable[Article]) -> list[Tie]:
    """Compare articles with each other, and with nothing else; one address counts once."""
    fullest: dict[str, Article] = {}
    for article in sorted(articles, key=lambda one: (len(one.body), repr(one))):
        fullest[article.url] = article
    return StoryIndex().add(map(read_fingerprint, fullest.values()))


def merge_tied(
    articles: Iterable[Article],
    ties: Iterable[Tie],
    *,
    weights: Mapping[str, float] | None = None,
    own: frozenset[str] = frozenset(),
    pinned: frozenset[str] = frozenset(),
) -> list[Story]:
    """Group articles into stories by ties that are known; all else is as in `merge_stories`.

    Args:
        articles: In any order.
        ties: Those between them, and from them to others.
        weights: Weight of each source by its name.
        own: Names of the desk's own sources.
        pinned: Addresses of articles that lead before all others.
    """
    known = list(ties)
    ranks = Ranks(weights=weights or {}, own=own, pinned=pinned)
    unique = {one.url: one for one in join_sightings(articles, ranks)}
    # A copy is tied to the fullest print of its text alone, which may belong to another window.
    prints = {url for tie in known if tie.kind is TieKind.COPY for url in (tie.first, tie.second)}
    groups = group_tied([*unique, *sorted(prints - unique.keys())], known)
    inside = ([unique[url] for url in group if url in unique] for group in groups)
    stories = [make_story(some, ranks) for some in inside if some]
    return sorted(link_sequels(stories, known), key=newest_first)


# In the order of `leads_by`.
REASONS_TO_LEAD = (
    "the desk has pinned it",
    "it is the desk's own",
    "it has a text",
    "its source weighs more",
    "its lede was fuller",
    "its text was longer",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """Which article leads: whose sources weigh what, which are the desk's own, what is pinned."""

    weights: Mapping[str, float]
    own: frozenset[str]
    pinned: frozenset[str]


def link_sequels(stories: Sequence[Story], ties: Iterable[Tie]) -> list[Story]:
    """Tell of each story which earlier one of these it goes on with, by the strongest tie."""
    home = {one.url: story for story in stories for one in story.articles}
    goes_on: dict[str, Tie] = {}
    for tie in ties:
        if tie.kind is TieKind.SEQUEL and {tie.first, tie.second} <= home.keys():
            later, earlier = home[tie.second].lead.url, home[tie.first].lead.url
            best = goes_on.get(later)
            if later != earlier and (best is None or sequel_rank(tie) < sequel_rank(best)):
                goes_on[later] = tie
    return [
        replace(story, continues=home[goes_on[story.lead.url].first].lead.url)
        if story.lead.url in goes_on
        else story
        for story in stories
    ]


def sequel_rank(tie: Tie) -> tuple[float, str, str]:
    """Sort the strongest tie before the others."""
    return (-tie.strength, tie.first, tie.second)


def join_sightings(articles: Iterable[Article], ranks: Ranks) -> list[Article]:
    """Keep one article of each canonical address, with the sightings of all; sorted by address."""
    by_url: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_url[article.url].append(article)
    kept = []
    for url in sorted(by_url):
        first, *rest = leading_first(by_url[url], ranks)
        if rest:
            places: dict[Sighting, None] = dict.fromkeys(first.sightings)
            for other in rest:
                places |= dict.fromkeys((*other.sightings, Sighting(name=other.source, url=url)))
            first = replace(first, sightings=tuple(places))
        kept.append(first)
    return kept


def make_story(articles: Sequence[Article], ranks: Ranks) -> Story:
    """Put the article that speaks for a story before the others."""
    lead, *others = leading_first(articles, ranks)
    return Story(lead=lead, others=tuple(others))


def leading_first(articles: Sequence[Article], ranks: Ranks) -> Sequence[Article]:
    """Sort articles as leads; most stories are told by one, which need not be weighed."""
    if len(articles) == 1:
        return articles
    by_rank = sorted(articles, key=lambda one: leads_by(one, ranks))
    if len({one.url for one in articles}) == len(articles):
        return by_rank
    # Several of one address: the order must not depend on how they came.
    return sorted(by_rank, key=lambda one: (leads_by(one, ranks), repr(one)))


def leads_by(article: Article, ranks: Ranks) -> tuple[bool, bool, bool, float, int, int, str]:
    """Rank articles as leads.

    What the editor pinned, then the desk's own, then what has a text, then the most trusted
    source, then the fullest lede.
    """
    opening = article.lede or article.dek or ""
    return (
        article.url not in ranks.pinned,
        article.source not in ranks.own,
        not (opening or article.body),
        -ranks.weights.get(article.source, 1.0),
        -len(opening),
        -len(article.body),
        article.url,
    )


def why_leads(lead: Article, other: Article, ranks: Ranks) -> str:
    """Say why one article of a story leads and not another one."""
    pairs = zip(leads_by(lead, ranks), leads_by(other, ranks), REASONS_TO_LEAD, strict=False)
    return next(
        (reason for ours, theirs, reason in pairs if ours != theirs), "its address is first"
    )


def newest_first(story: Story) -> tuple[float, str]:
    """Sort the story that was told last before the others, and equals by address."""
    latest = max((one.published or one.first_seen).timestamp() for one in story.articles)
    return (-latest, story.lead.url)

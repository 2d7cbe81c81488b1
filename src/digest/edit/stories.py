"""Group articles into stories: the same text, or the same event in other words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from digest.edit.grouping import group_articles
from digest.model.article import Article, Sighting, Story


def merge_stories(
    articles: Iterable[Article],
    *,
    weights: Mapping[str, float] | None = None,
    own: frozenset[str] = frozenset(),
) -> list[Story]:
    """Group articles into stories.

    Articles with one canonical address are one article. Articles with the same text, shortened or
    lightly rewritten, are one story, and so are those that tell the same event in other words.

    Args:
        articles: In any order; the result does not depend on it.
        weights: Weight of each source by its name; 1.0 for one that is not named.
        own: Names of the desk's own sources, whose article leads.

    Returns:
        Every article in exactly one story, the newest story first.
    """
    trust = dict(weights or {})
    unique = join_sightings(articles, trust, own)
    stories = [
        make_story([unique[place] for place in group], trust, own)
        for group in group_articles(unique)
    ]
    return sorted(stories, key=newest_first)


def join_sightings(
    articles: Iterable[Article], weights: Mapping[str, float], own: frozenset[str]
) -> list[Article]:
    """Keep one article of each canonical address, with the sightings of all; sorted by address."""
    by_url: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_url[article.url].append(article)
    kept = []
    for url in sorted(by_url):
        first, *rest = leading_first(by_url[url], weights, own)
        if rest:
            places: dict[Sighting, None] = dict.fromkeys(first.sightings)
            for other in rest:
                places |= dict.fromkeys((*other.sightings, Sighting(name=other.source, url=url)))
            first = replace(first, sightings=tuple(places))
        kept.append(first)
    return kept


def make_story(
    articles: Sequence[Article], weights: Mapping[str, float], own: frozenset[str]
) -> Story:
    """Put the article that speaks for a story before the others."""
    lead, *others = leading_first(articles, weights, own)
    return Story(lead=lead, others=tuple(others))


def leading_first(
    articles: Sequence[Article], weights: Mapping[str, float], own: frozenset[str]
) -> Sequence[Article]:
    """Sort articles as leads; most stories are told by one, which need not be weighed."""
    if len(articles) == 1:
        return articles
    return sorted(articles, key=lambda one: leads_by(one, weights, own))


def leads_by(
    article: Article, weights: Mapping[str, float], own: frozenset[str]
) -> tuple[bool, bool, float, int, int, str, str]:
    """Rank articles as leads: own ones, with a text, of a trusted source, with the fullest lede."""
    opening = article.lede or article.dek or ""
    return (
        article.source not in own,
        not (opening or article.body),
        -weights.get(article.source, 1.0),
        -len(opening),
        -len(article.body),
        article.url,
        repr(article),
    )


def newest_first(story: Story) -> tuple[float, str]:
    """Sort the story that was told last before the others, and equals by address."""
    latest = max((one.published or one.first_seen).timestamp() for one in story.articles)
    return (-latest, story.lead.url)

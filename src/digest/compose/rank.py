"""Score stories by named terms, so that an editor can see why one stands above another."""

from collections.abc import Iterable

from digest.model.article import Article, Precision, Story
from digest.model.edition import Window
from digest.model.publication import Publication

RECENCY = 1.0
WEIGHT = 0.5
MOST_WEIGHT = 3.0
CORROBORATION = 0.4
MOST_SOURCES = 5
FIT = {"source": 0.3, "keyword": 0.25, "own": 0.2}
IMAGE = 0.15
LEDE = 0.15
BODY = 0.1
BYLINE = 0.05
PIN = 1.0
WHOLE_BODY = 400
HALF_DAY = 12 * 3600


class Scale:
    """What stories are measured against.

    Args:
        publication: Its sources' weights count.
        window: What the edition selects from; recency falls from its end to its start.
    """

    def __init__(self, publication: Publication, *, window: Window) -> None:
        self.window = window
        self._weights = {source.name: source.weight for source in publication.sources}

    def heaviest(self, sources: Iterable[str]) -> float:
        """Tell the weight of the most trusted of some sources."""
        return max((self._weights.get(name, 1.0) for name in sources), default=1.0)


def score_story(
    story: Story, scale: Scale, *, fit: str | None = None, pinned: bool = False
) -> tuple[tuple[str, float], ...]:
    """Score a story.

    Args:
        story: The story.
        scale: The window and the weights of the sources.
        fit: How the story found its section: "source", "keyword", "own"; None when it found none.
        pinned: Whether the desk has pinned it.

    Returns:
        Every term by its name, none of them negative; the score is their sum. `recency` up to 1;
        `source weight` half the heaviest source's; `corroboration` 0.4 for each further source, of
        four at most; `section fit`; `completeness` for picture, lede, body and byline; `pin` 1 for
        what the desk has pinned, left out for all others.
    """
    sources = story_sources(story)
    further = min(len(sources), MOST_SOURCES) - 1
    pin = (("pin", PIN),) if pinned else ()
    return (
        ("recency", round(RECENCY * recency(story, scale.window), 4)),
        ("source weight", round(WEIGHT * min(max(scale.heaviest(sources), 0.0), MOST_WEIGHT), 4)),
        ("corroboration", round(CORROBORATION * max(further, 0), 4)),
        ("section fit", FIT.get(fit or "", 0.0)),
        ("completeness", round(completeness(story), 4)),
        *pin,
    )


def story_sources(story: Story) -> frozenset[str]:
    """Name every source that tells a story.

    A second feed that lists one and the same page tells nothing more.
    """
    return frozenset(
        name
        for article in story.articles
        for name in (
            article.source,
            *(seen.name for seen in article.sightings if seen.url != article.url),
        )
    )


def recency(story: Story, window: Window) -> float:
    """Tell how late in the window a story was last told: 1 at its end, 0 at its start or before."""
    length = (window.end - window.start).total_seconds()
    latest = told_at(story.lead)
    if story.others:
        latest = max(latest, *(told_at(article) for article in story.others))
    share = (latest - window.start.timestamp()) / length if length > 0 else 1.0
    return min(max(share, 0.0), 1.0)


def told_at(article: Article) -> float:
    """Tell the moment (unix seconds) an article counts from; the middle of a day known as a day."""
    if article.published is None or article.precision is Precision.MONTH:
        return article.first_seen.timestamp()
    moment = article.published.timestamp()
    return moment + HALF_DAY if article.precision is Precision.DAY else moment


def completeness(story: Story) -> float:
    """Reward a story that can be shown well."""
    lead = story.lead
    return (
        (IMAGE if any(article.image for article in story.articles) else 0.0)
        + (LEDE if lead.lede or lead.dek else 0.0)
        + (BODY if len(lead.body) >= WHOLE_BODY else 0.0)
        + (BYLINE if lead.byline else 0.0)
    )

"""Say in words why articles are one story, and which story it goes on with."""

from collections.abc import Iterable, Mapping

from digest.model.article import Article, Story
from digest.model.tie import Tie, TieKind

MOST_WORDS = 6
KINDS = {TieKind.COPY: 0, TieKind.EVENT: 1, TieKind.SEQUEL: 2}


def explain_story(
    story: Story, ties: Iterable[Tie], *, names: Mapping[str, str] | None = None
) -> list[str]:
    """Say who leads a story, who else tells it and why, and what it goes on with.

    Args:
        story: The story.
        ties: All that are known of its articles; others count for nothing.
        names: What to call articles, by their addresses; source and headline when left out.

    Returns:
        One line for the lead, one for each other article, one more when it goes on with an
        earlier story; none for a story of one article that goes on with nothing.
    """
    known = list(ties)
    called = dict(names or {})
    lines = [
        f"also   {name_article(one, called)}: {tell_level(find_tie(one, story, known), story)}"
        for one in story.others
    ]
    if lines:
        lines.insert(0, f"leads  {name_article(story.lead, called)}")
    if story.continues:
        earlier = called.get(story.continues, story.continues)
        lines.append(f"continues: {earlier}{tell_words(find_sequel(story, known))}")
    return lines


def name_article(article: Article, names: Mapping[str, str]) -> str:
    """Name an article for people."""
    return names.get(article.url) or f"{article.source}, “{article.headline}”"


def find_tie(article: Article, story: Story, ties: Iterable[Tie]) -> Tie | None:
    """Find what ties an article to its story: to the lead before the others, strongest first."""
    urls = {one.url for one in story.articles}
    own = [
        tie
        for tie in ties
        if article.url in {tie.first, tie.second}
        and {tie.first, tie.second} <= urls
        and tie.kind is not TieKind.SEQUEL
    ]

    def rank(tie: Tie) -> tuple[bool, int, float, str, str]:
        far = story.lead.url not in {tie.first, tie.second}
        return far, KINDS[tie.kind], -tie.strength, tie.first, tie.second

    return min(own, key=rank, default=None)


def find_sequel(story: Story, ties: Iterable[Tie]) -> Tie | None:
    """Find what ties a story to the one that it goes on with."""
    urls = {one.url for one in story.articles}
    ends = [tie for tie in ties if len(urls & {tie.first, tie.second}) == 1]
    told = [tie for tie in ends if story.continues in {tie.first, tie.second}]
    sequels = told or [tie for tie in ends if tie.kind is TieKind.SEQUEL]
    return min(sequels, key=lambda tie: (-tie.strength, tie.first, tie.second), default=None)


def tell_level(tie: Tie | None, story: Story) -> str:
    """Say how an article belongs to its story."""
    if tie is None:
        return "same event as others of this story"
    if tie.kind is TieKind.COPY:
        return f"same text: {tie.strength:.0%} of the shorter one stands in the other"
    through = "" if story.lead.url in {tie.first, tie.second} else " as another one of these"
    return f"same event{through}{tell_words(tie)}"


def tell_words(tie: Tie | None) -> str:
    """Name the rare words that two articles share."""
    return f" (they share: {', '.join(tie.words[:MOST_WORDS])})" if tie and tie.words else ""

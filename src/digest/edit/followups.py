"""Stories that go on with what readers were told, and texts that only repeat it.

- A text that was told, printed again, is told before, however late it comes.
- A text in other words on an event of an earlier edition is news: it goes on with that story.
- Articles of one edition's window on one event are one story; that is for `merge_tied`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.model.article import Story
from digest.model.tie import Tie, TieKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Stories held against what readers were told.

    Attributes:
        stories: In their order; those that go on with an earlier story say so.
        repeats: Articles of stories in which nothing is new, with the edition that told them.
    """

    stories: list[Story]
    repeats: Mapping[str, str]


def follow_told(stories: Sequence[Story], ties: Iterable[Tie], told: Mapping[str, str]) -> Followed:
    """Hold stories against what readers were told.

    A story in which one article only repeats what was told, and another one tells more, goes on
    with it; the article that tells more leads.

    Args:
        stories: Of one edition's window.
        ties: Of their articles to any others.
        told: Canonical address of each article told before, with the slug of its edition.
    """
    earlier: defaultdict[str, list[tuple[str, Tie]]] = defaultdict(list)
    for tie in ties:
        for ours, theirs in ((tie.first, tie.second), (tie.second, tie.first)):
            if theirs in told and ours not in told:
                earlier[ours].append((theirs, tie))
    followed: list[Story] = []
    repeats: dict[str, str] = {}
    for story in stories:
        copied = {
            one.url: told[theirs]
            for one in story.articles
            for theirs, tie in earlier[one.url]
            if tie.kind is TieKind.COPY
        }
        if len(copied) == len(story.articles):
            repeats |= copied
        followed.append(go_on(story, earlier, copied))
    return Followed(stories=followed, repeats=repeats)


def go_on(
    story: Story, earlier: Mapping[str, list[tuple[str, Tie]]], copied: Mapping[str, str]
) -> Story:
    """Tell which story that was told this one goes on with, and let what is new lead."""
    found = [pair for one in story.articles for pair in earlier.get(one.url, ())]
    if not found:
        return story
    url, _ = min(found, key=lambda pair: (-pair[1].strength, pair[0]))
    articles = sorted(story.articles, key=lambda one: one.url in copied)
    return replace(story, lead=articles[0], others=tuple(articles[1:]), continues=url)

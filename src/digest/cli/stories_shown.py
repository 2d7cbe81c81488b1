"""How articles were merged into stories, as lines for people and as JSON."""

from typing import TYPE_CHECKING, Any

from digest.text.words import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.app.stories import GivenStory


def story_lines(
    stories: "Sequence[GivenStory]", *, verbose: bool = False, given: bool = False
) -> list[str]:
    """List the stories of several articles, and why they are one; the others are counted.

    Args:
        stories: All of them.
        verbose: Whether stories of one article are listed as well.
        given: Whether they are those of a file, of which no edition is made.
    """
    if not stories and given:
        return ["There is no article in this file."]
    if not stories:
        return ["There is no article in today's window.", "Next: digest collect"]
    lines = []
    for story in stories:
        if story.explained or verbose:
            lines.append(story.headline or story.lead)
            lines += [f"   {line}" for line in story.explained]
    articles = sum(len(story.ids) for story in stories)
    total = f"{count_of(articles, 'article')}, {count_of(len(stories), 'story', 'stories')}"
    single = sum(len(story.ids) == 1 for story in stories)
    if single and not verbose:
        which = "each" if single == len(stories) else f"{single:,} of them"
        total += f", {which} told by one article (all shown with -v)"
    return [*lines, total if given else f"{total}      Next: digest draft"]


def shape_stories(stories: "Sequence[GivenStory]") -> dict[str, Any]:
    """Write stories as their JSON object."""
    return {
        "stories": [
            {
                "lead": story.lead,
                "articles": list(story.ids),
                "continues": story.continues,
                "ties": [
                    {
                        "articles": list(tie.articles),
                        "kind": tie.kind,
                        "strength": tie.strength,
                        "words": list(tie.words),
                    }
                    for tie in story.ties
                ],
            }
            for story in stories
        ]
    }

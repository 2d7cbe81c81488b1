"""Find the articles that are copies of each other, then those that tell the same event."""

from collections.abc import Sequence

from digest.edit.events import Marks, can_be_one, read_marks
from digest.edit.shingles import Corpus, article_text, split_words
from digest.model.article import Article

# Part of the shorter text that both hold, by the weight of the runs; below it nothing is compared.
LEAST_SHARED = 0.03
# Part of the runs of three words that makes a copy; within one source it has to be more, for a
# paper repeats itself without telling the same story.
COPIED = 0.285
COPIED_AT_HOME = 0.5
# Runs of three words are rarer than those of two, so a copy shares hardly less than this of them.
MAY_BE_COPIED = 0.22
# So much is a copy even where the headlines name different places.
SURELY_COPIED = 0.9
# How alike two articles are that tell one event in their own words.
ALIKE = 0.22
ALIKE_AT_HOME = 0.45
# Two groups become one story when so many of their pairs are alike: a chain of articles, each like
# the next, would end at quite another event.
COHERENT = 0.5


class Groups:
    """Places that are grouped little by little; every group is named by its lowest place."""

    def __init__(self, count: int) -> None:
        self.name_of = list(range(count))
        self.members = {place: [place] for place in range(count)}

    def join(self, first: int, second: int) -> None:
        """Make one group of the groups of two places."""
        kept, gone = sorted((self.name_of[first], self.name_of[second]))
        if kept == gone:
            return
        moved = self.members.pop(gone)
        self.members[kept] = sorted([*self.members[kept], *moved])
        for place in moved:
            self.name_of[place] = kept


class Comparison:
    """Articles with what is needed to compare two of them.

    Args:
        articles: The articles.
        texts: The words of each, as they are written.
    """

    def __init__(self, articles: Sequence[Article], texts: Sequence[list[str]]) -> None:
        self.articles = articles
        self.texts = texts
        self.corpus = Corpus(texts)
        self.marks: dict[int, Marks] = {}

    def mark(self, place: int) -> Marks:
        """Read what tells an article's event from others; kept, for it is asked for often."""
        if place not in self.marks:
            article = self.articles[place]
            self.marks[place] = read_marks(
                article, self.texts[place], split_words(article.headline)
            )
        return self.marks[place]

    def at_home(self, first: int, second: int) -> bool:
        """Tell whether one source brought both."""
        return self.articles[first].source == self.articles[second].source

    def is_copy(self, first: int, second: int) -> bool:
        """Tell whether one text is the other one, shortened or lightly rewritten."""
        copied = self.corpus.copied_part(first, second)
        if copied >= SURELY_COPIED:
            return True
        least = COPIED_AT_HOME if self.at_home(first, second) else COPIED
        return copied >= least and can_be_one(self.mark(first), self.mark(second))

    def is_same_event(self, first: int, second: int) -> float:
        """Tell how surely two articles tell one event; 0 when they do not."""
        alike = self.corpus.likeness(first, second)
        least = ALIKE_AT_HOME if self.at_home(first, second) else ALIKE
        if alike < least or not can_be_one(self.mark(first), self.mark(second)):
            return 0.0
        return alike


def group_articles(articles: Sequence[Article]) -> list[list[int]]:
    """Group articles by what they tell.

    Args:
        articles: Each with an address of its own.

    Returns:
        Places in `articles`, each in exactly one group.
    """
    texts = [split_words(article_text(article)) for article in articles]
    comparison = Comparison(articles, texts)
    copies = join_copies(comparison)
    # The fullest copy speaks for all. They are weighed anew without their copies, for a text that
    # sixty papers print would make its own words common.
    speakers = [
        max(places, key=lambda place: (len(texts[place]), -place))
        for places in copies.members.values()
    ]
    if len(speakers) < len(articles):
        comparison = Comparison(
            [articles[place] for place in speakers], [texts[place] for place in speakers]
        )
    events = join_events(comparison)
    groups = list(copies.members.values())
    return [
        [place for name in names for place in groups[name]] for names in events.members.values()
    ]


def join_copies(comparison: Comparison) -> Groups:
    """Join the articles whose texts are copies."""
    copies = Groups(len(comparison.articles))
    for first, second, _ in surest_first(comparison, MAY_BE_COPIED):
        apart = copies.name_of[first] != copies.name_of[second]
        if apart and comparison.is_copy(first, second):
            copies.join(first, second)
    return copies


def join_events(comparison: Comparison) -> Groups:
    """Join the articles that tell one event, none of them a copy of another."""
    asked = (pair[:2] for pair in surest_first(comparison, LEAST_SHARED))
    measured = ((pair, comparison.is_same_event(*pair)) for pair in asked)
    ties = {pair: strength for pair, strength in measured if strength}
    events = Groups(len(comparison.articles))
    for first, second in sorted(ties, key=lambda pair: (-ties[pair], pair)):
        ours, theirs = (events.members[events.name_of[place]] for place in (first, second))
        if ours is theirs:
            continue
        crossing = [(min(one, other), max(one, other)) for one in ours for other in theirs]
        if sum(pair in ties for pair in crossing) >= COHERENT * len(crossing):
            events.join(first, second)
    return events


def surest_first(comparison: Comparison, least: float) -> list[tuple[int, int, float]]:
    """Find the articles that share something, those that share most first."""
    shared = comparison.corpus.shared_parts(least)
    return sorted(shared, key=lambda pair: (-pair[2], pair))

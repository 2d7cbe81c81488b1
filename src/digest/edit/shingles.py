"""Texts as weighted runs of words, so that what two of them share can be measured.

A run that many articles hold says little, and so does one of words that are common by
themselves: with a handful of articles, where nearly every run is rare, only the frequency of
its words tells "of the" from "Harwick dockers".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, repeat
from math import log, sqrt

from digest.edit.common_words import COMMON
from digest.model.article import Article

MOST_WORDS = 600
# Scripts without spaces: every pair of neighbouring characters stands for a word.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{UNSPACED}]+|[^\W_{UNSPACED}]+")
IS_UNSPACED = re.compile(rf"[{UNSPACED}]{{2}}")
# Fewer articles than these are weighed as if they stood among so many.
FEWEST_ARTICLES = 400
# An article is compared with so many of the earlier holders of a run: one tale that a hundred
# papers print is found by the first of them.
MOST_COMPARED = 40
# A run below this weight stands in every third article, and is no sign of anything.
LEAST_WEIGHT = 1.2
# Words of an ordinary article: how often two common words meet in one by chance.
ORDINARY_LENGTH = 300
# A text is measured as if it had at least so many runs, so that a tiny one shares no large part.
FEWEST_RUNS = 60
# How much of a name's frequency counts: names are frequent because of the story.
SHARE_OF_NAME = 0.1
# Standard deviations that are taken off a count before it is believed.
DOUBT = 2.0
# A common word is at least one of a hundred.
FREQUENCY_OF_COMMON = 0.01


def article_text(article: Article) -> str:
    """Join what an article says, the headline first."""
    return "\n".join((article.headline, article.dek or "", article.body or article.lede))


def split_words(text: str) -> list[str]:
    """Split a text into words as they are written; at most 600.

    Pairs of characters stand for words where a script has no spaces.
    """
    runs = WORD.findall(text)
    if not IS_UNSPACED.search(text):
        return runs[:MOST_WORDS]
    words: list[str] = []
    for run in runs[:MOST_WORDS]:
        if IS_UNSPACED.match(run):
            words += map("".join, pairwise(run))
        else:
            words.append(run)
    return words[:MOST_WORDS]


class Corpus:
    """Articles as sets of runs of two words, with the weight of each run.

    Args:
        texts: The words of each article, as they are written.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.size = max(len(texts), FEWEST_ARTICLES)
        self.frequency = word_frequency(texts)
        self.words = [[word.casefold() for word in words] for words in texts]
        self.runs = [frozenset(pairwise(words)) for words in self.words]
        self.holders = Counter(chain.from_iterable(self.runs))
        weights = ((run, self.weigh(run, count)) for run, count in self.holders.items())
        self.weights = {run: weight for run, weight in weights if weight > LEAST_WEIGHT}
        self.directions: dict[int, dict[str, float]] = {}
        counts = Counter(chain.from_iterable(map(set, self.words)))
        self.rarity = {word: self.weigh_word(word, count) for word, count in counts.items()}
        least = FEWEST_RUNS * log(self.size)
        self.totals = [
            max(sum(map(self.weights.get, runs, repeat(0.0))), least) for runs in self.runs
        ]

    def weigh(self, run: tuple[str, str], holders: int) -> float:
        """Weigh a run: the fewer articles can be expected to hold it, the heavier."""
        chance = ORDINARY_LENGTH * self.frequency[run[0]] * self.frequency[run[1]]
        return max(log(self.size / (holders + self.size * min(chance, 1.0))), 0.0)

    def weigh_word(self, word: str, holders: int) -> float:
        """Weigh a word by the part of the articles that can be expected to hold it."""
        chance = ORDINARY_LENGTH * self.frequency[word]
        return max(log(self.size / (holders + self.size * min(chance, 1.0))), 0.0)

    def likeness(self, first: int, second: int) -> float:
        """Measure how much two articles are about the same, by the cosine of their words."""
        ours, theirs = self.direction(first), self.direction(second)
        if len(ours) > len(theirs):
            ours, theirs = theirs, ours
        return sum(value * theirs[word] for word, value in ours.items() if word in theirs)

    def direction(self, place: int) -> dict[str, float]:
        """Weigh an article's words as a vector of length one; kept, for it is asked for often."""
        known = self.directions.get(place)
        if known is None:
            counts = Counter(self.words[place])
            known = {word: (1 + log(count)) * self.rarity[word] for word, count in counts.items()}
            length = sqrt(sum(value * value for value in known.values())) or 1.0
            known = {word: value / length for word, value in known.items() if value}
            self.directions[place] = known
        return known

    def shared_parts(self, least: float) -> Iterator[tuple[int, int, float]]:
        """Compare all articles that share anything, through an index of who holds what.

        Args:
            least: Smallest part of the shorter text that counts.

        Yields:
            Two articles, the earlier one first, and the part of the shorter that both hold.
        """
        weights = {run: one for run, one in self.weights.items() if self.holders[run] > 1}
        index: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for second, runs in enumerate(self.runs):
            shared: defaultdict[int, float] = defaultdict(float)
            for run in runs:
                if weight := weights.get(run):
                    known = index[run]
                    for first in known:
                        shared[first] += weight
                    if len(known) < MOST_COMPARED:
                        known.append(second)
            own = self.totals[second]
            for first, weight in shared.items():
                part = weight / min(self.totals[first], own)
                if part >= least:
                    yield first, second, part

    def copied_part(self, first: int, second: int) -> float:
        """Measure the part of the shorter text that stands in the other, by runs of three words."""
        ours, theirs = self.triples(first), self.triples(second)
        both = sum(weight for run, weight in ours.items() if run in theirs)
        least = FEWEST_RUNS * log(self.size)
        shorter = max(min(sum(ours.values()), sum(theirs.values())), least)
        return both / shorter

    def triples(self, place: int) -> dict[tuple[str, str, str], float]:
        """Weigh an article's runs of three words, each at least as rare as the two in it."""
        words = self.words[place]
        return {
            run: max(self.weights.get(run[:2], 0.0), self.weights.get(run[1:], 0.0))
            for run in zip(words, words[1:], words[2:], strict=False)
        }


def word_frequency(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """Tell which part of all words each word is at least, case-folded; names count for less.

    Few occurrences prove nothing: in two short articles a word that comes three times is no common
    one. So the lower bound counts, and a list of small words helps out.
    """
    written = Counter(chain.from_iterable(texts))
    counts: defaultdict[str, float] = defaultdict(float)
    for word, count in written.items():
        counts[word.casefold()] += count * (SHARE_OF_NAME if word[0].isupper() else 1.0)
    total = max(sum(written.values()), ORDINARY_LENGTH)
    return {
        word: max(
            (count - DOUBT * sqrt(count)) / total,
            FREQUENCY_OF_COMMON if word in COMMON else 0.0,
            0.0,
        )
        for word, count in counts.items()
    }

"""How much a word tells: the fewer stories use it, the more.

Stories are counted, not articles: sixty papers that tell one event would make its own words
common. A word that is frequent by itself tells nothing either, even where few texts are known:
with a handful of articles, where nearly every word is rare, its frequency, and a list of small
words, tell "of the" from "Harwick dockers".
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from math import log, sqrt

from digest.edit.common_words import COMMON
from digest.edit.fingerprints import Fingerprint
from digest.edit.shingles import fold_word

# Fewer stories than these are weighed as if they stood among so many.
FEWEST_STORIES = 400
# Words of an ordinary article: how often a common word is in one by chance.
ORDINARY_LENGTH = 300
# How much of a name's frequency counts: names are frequent because of the story.
SHARE_OF_NAME = 0.1
# Standard deviations that are taken off a count before it is believed.
DOUBT = 2.0
# A common word is at least one of a hundred.
FREQUENCY_OF_COMMON = 0.01


class Weights(dict[str, float]):
    """The weight of every word, each worked out when it is asked for first, and kept.

    Args:
        weigh: Works one out.
    """

    def __init__(self, weigh: Callable[[str], float]) -> None:
        super().__init__()
        self._weigh = weigh

    def __missing__(self, word: str) -> float:
        """Work out the weight of a word."""
        weight = self[word] = self._weigh(word)
        return weight


class Rarity:
    """What is known of the words of all articles so far.

    Attributes:
        stories: How many were counted.
        holders: How many stories use a word.
        weights: Of the words, as they were when all was weighed the last time.
    """

    def __init__(self) -> None:
        self.stories = 0
        self.holders: Counter[str] = Counter()
        self._uses: Counter[str] = Counter()
        self._total = 0.0
        self.weights = Weights(self._weigh)

    def hear(self, one: Fingerprint) -> None:
        """Count how often an article uses each word."""
        counts = Counter(one.sequence)
        uses = self._uses
        for place, word in enumerate(one.words):
            small = one.small[place]
            uses[word] += small + SHARE_OF_NAME * (counts[place] - small)  # type: ignore[assignment]
        self._total += len(one.sequence)

    def count(self, words: Iterable[str], *, stories: int = 1) -> None:
        """Count words that a new story uses; with no new one, those it uses now as well."""
        self.stories += stories
        self.holders.update(words)

    def discount(self, words: Iterable[str], *, stories: int = 1) -> None:
        """Take back what was counted."""
        self.stories -= stories
        self.holders.subtract(words)

    @property
    def size(self) -> int:
        """Among how many stories words are weighed."""
        return max(self.stories, FEWEST_STORIES)

    def weigh_anew(self) -> None:
        """Weigh all words by what is known now, when they are asked for."""
        self.weights = Weights(self._weigh)

    def _weigh(self, word: str) -> float:
        """Weigh a word by the part of the stories that can be expected to use it."""
        count = self._uses[word]
        total = max(self._total, ORDINARY_LENGTH)
        frequency = max(
            (count - DOUBT * sqrt(count)) / total,
            FREQUENCY_OF_COMMON if word in common_folds() else 0.0,
            0.0,
        )
        expected = self.size * min(ORDINARY_LENGTH * frequency, 1.0)
        return max(log(self.size / (max(self.holders[word], 1) + expected)), 0.0)


@cache
def common_folds() -> frozenset[str]:
    """The small words, folded as all words are."""
    return frozenset(map(fold_word, COMMON))

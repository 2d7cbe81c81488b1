"""How much two articles share, by the weight of their words."""

from collections import Counter
from dataclasses import dataclass, field
from heapq import nlargest
from math import log, sqrt
from operator import add, mul

from digest.edit.events import ALIKE, Likeness, is_form
from digest.edit.fingerprints import Fingerprint
from digest.edit.rarity import Rarity
from digest.edit.shingles import IS_UNSPACED

# A text is measured as if it had at least so many runs of three words, so that a tiny one shares
# no large part; and as if it had so many more rare words than it has.
FEWEST_RUNS = 25
MORE_WORDS = 4
# Below this likeness nothing is looked for: not even a copy shares less.
UNLIKE = 0.1
LEAST_HELD = 0.4
MOST_SHOWN = 8
MORE_FOR_NAMES = 2
RUN = 3


@dataclass(slots=True)
class Entry:
    """An article in the index, with what was worked out when it was weighed.

    Attributes:
        number: Counts the articles in the order in which they came.
        marks: The article.
        often: For each of its words, how much its being repeated counts.
        generation: When it was weighed.
        weights: Of each of its words.
        total: Their sum.
        values: Of each word its weight, more if it is repeated: the article as a vector.
        length: Of that vector.
        least_runs: The weight of so many runs as a text is taken to have at least.
        runs: Its runs of three words with their weights; empty until they are asked for.
        all_runs: Their sum.
    """

    number: int
    marks: Fingerprint
    often: list[float] = field(default_factory=list)
    generation: int = -1
    weights: dict[str, float] = field(default_factory=dict)
    total: float = 0.0
    values: dict[str, float] = field(default_factory=dict)
    length: float = 1.0
    least_runs: float = 0.0
    runs: dict[tuple[str, ...], float] = field(default_factory=dict)
    all_runs: float = 0.0


def weigh_entry(entry: Entry, rarity: Rarity) -> None:
    """Weigh an article's words by what is known now."""
    words = entry.marks.words
    if not entry.often:
        counts = Counter(entry.marks.sequence)
        entry.often = [1 + log(counts[place]) for place in range(len(words))]
    weights = list(map(rarity.weights.__getitem__, words))
    values = list(map(mul, entry.often, weights))
    rarest = log(rarity.size)
    entry.weights = dict(zip(words, weights, strict=True))
    entry.total = sum(weights)
    entry.values = dict(zip(words, values, strict=True))
    entry.length = sqrt(sum(map(mul, values, values)) + MORE_WORDS * rarest**2)
    entry.least_runs = FEWEST_RUNS * RUN * rarest / 2
    entry.runs = {}


def measure(ours: Entry, theirs: Entry) -> Likeness:
    """Measure what two articles share."""
    both = ours.values.keys() & theirs.values.keys()
    mine, yours = ours.values, theirs.values
    alike = sum([mine[word] * yours[word] for word in both]) / (ours.length * theirs.length)
    if alike < UNLIKE:
        return Likeness(alike=alike, copied=0.0, held=0.0, named=0.0)
    lighter = max(min(ours.total, theirs.total), 1.0)
    held = sum(map(ours.weights.__getitem__, both)) / lighter
    return Likeness(
        alike=alike,
        held=held,
        copied=copied_part(ours, theirs) if held >= LEAST_HELD else 0.0,
        named=max(named_part(ours, theirs), named_part(theirs, ours)) if alike >= ALIKE else 0.0,
    )


def named_part(ours: Entry, theirs: Entry) -> float:
    """Measure which part of our names the other text knows, by weight."""
    weights = ours.weights
    all_names = sum(map(weights.__getitem__, ours.marks.names))
    known = sum(
        weights[name]
        for name in ours.marks.names
        if name in theirs.weights or any(is_form(name, other) for other in theirs.marks.names)
    )
    return known / all_names if all_names else 0.0


def copied_part(ours: Entry, theirs: Entry) -> float:
    """Measure the part of the shorter text that stands in the other, by runs of three words."""
    mine, yours = find_runs(ours), find_runs(theirs)
    both = sum(map(mine.__getitem__, mine.keys() & yours.keys()))
    shorter = min(ours.all_runs, theirs.all_runs)
    return both / max(shorter, ours.least_runs, theirs.least_runs)


def find_runs(entry: Entry) -> dict[tuple[str, ...], float]:
    """Weigh an article's runs of three words, each by the words in it; kept."""
    if not entry.runs:
        words = list(map(entry.marks.words.__getitem__, entry.marks.sequence))
        weights = list(map(entry.weights.__getitem__, words))
        keys = zip(words, words[1:], words[2:], strict=False)
        sums = map(add, map(add, weights, weights[1:]), weights[2:])
        entry.runs = dict(zip(keys, sums, strict=True))
        entry.all_runs = sum(entry.runs.values())
    return entry.runs


def shared_words(ours: Entry, theirs: Entry) -> tuple[str, ...]:
    """Name the rare words that both articles have, as they are written, the heaviest first.

    Names come before other words of their weight, for they tell people more.
    """
    names = ours.marks.names | theirs.marks.names
    weight = {
        word: ours.values[word] * theirs.values[word] * (MORE_FOR_NAMES if word in names else 1)
        for word in ours.values.keys() & theirs.values.keys()
        if ours.weights[word]
    }
    written = dict(zip(ours.marks.words, ours.marks.written, strict=True))
    heaviest = nlargest(3 * MOST_SHOWN, weight, key=lambda word: (weight[word], word))
    shown = [written[word] for word in heaviest if is_telling(written[word])]
    if any(map(IS_UNSPACED.match, shown)):
        shown = join_pairs(ours.marks, weight, shown)
    return tuple(dict.fromkeys(shown))[:MOST_SHOWN]


def is_telling(written: str) -> bool:
    """Tell whether a word says something to people: no tail of a figure, no scrap of a word."""
    if IS_UNSPACED.match(written):
        return True
    return bool(written.strip("0")) and len(written) >= (2 if written[0].isupper() else 4)


def join_pairs(marks: Fingerprint, shared: dict[str, float], shown: list[str]) -> list[str]:
    """Join the pairs of characters that stand side by side to the words that they are part of."""
    joined: list[str] = []
    last = ""
    for place in marks.sequence:
        written = marks.written[place]
        if marks.words[place] not in shared:
            last = ""
        elif last and joined and last[-1] == written[0] and IS_UNSPACED.match(written):
            joined[-1] += written[1:]
            last = written
        elif IS_UNSPACED.match(written):
            joined.append(written)
            last = written
        else:
            last = ""
    pieces = dict.fromkeys(sorted(joined, key=lambda word: (-len(word), word)))
    kept = [word for word in shown if not IS_UNSPACED.match(word)]
    return [*pieces, *kept]

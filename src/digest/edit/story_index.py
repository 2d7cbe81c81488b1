"""An index that takes articles one by one and tells what ties each to the others.

What a new article costs depends on how many were published within a few days of it, and on
nothing else: words are looked up day by day, each word names no more than its latest holders, and
no more than the most promising of them are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest

from digest.edit.events import LONGEST_EVENT, LONGEST_PAUSE, Likeness, judge
from digest.edit.fingerprints import EPOCH, Fingerprint
from digest.edit.rarity import Rarity
from digest.edit.weighing import Entry, measure, shared_words, weigh_entry
from digest.model.tie import Tie, TieKind

# Days before and after an article whose articles it is compared with.
NEIGHBOURS = LONGEST_PAUSE.days
EVENT_DAYS = LONGEST_EVENT.days
# Words of an article that others are found by, the heaviest ones; fewer of them where only an
# earlier part of the same story is looked for.
MOST_TELLING = 60
MOST_TELLING_OF_OLD = 25
# Articles of one day that a word finds at most, the latest ones.
MOST_HOLDERS = 30
# Articles that one is compared with at most.
MOST_COMPARED = 30
# Part of the weight of the shorter article that both must share to be compared at all.
LEAST_SHARED = 0.1
# How much an index has to grow before what it holds is weighed anew; many articles that come
# together are weighed anew at their end as well.
GROWTH = 1.1
GROWTH_OF_MANY = 3.0

# From this likeness on a pair is looked at again when more is known.
NEAR = 0.05

ONE_STORY = (TieKind.COPY, TieKind.EVENT)

Days = defaultdict[int, defaultdict[str, list[int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Two articles that were compared.

    Attributes:
        entry: The one that came later.
        other: The one that was there.
        measured: What they share.
        kind: How they belong together; None when they do not.
    """

    entry: Entry
    other: Entry
    measured: Likeness
    kind: TieKind | None


class StoryIndex:
    """Articles by the words that tell them from others."""

    def __init__(self) -> None:
        self._rarity = Rarity()
        self._entries: dict[str, Entry] = {}
        self._in_order: list[Entry] = []
        self._days: Days = defaultdict(lambda: defaultdict(list))
        self._generation = 0
        self._weighed_at = 0

    def __len__(self) -> int:
        """How many articles it holds."""
        return len(self._entries)

    def load(self, known: Iterable[Fingerprint], ties: Iterable[Tie] = ()) -> None:
        """Take articles that were compared before.

        Args:
            known: Their fingerprints.
            ties: What was found then.
        """
        entries = [self._enter(marks) for marks in known if marks.url not in self._entries]
        earlier, copies = self._tied_earlier(ties)
        for entry in entries:
            self._rarity.count(entry.marks.words)
            self._count(entry, earlier[entry.marks.url])
            if entry.marks.url not in copies:
                self._hold(entry)
        self._weigh_anew(len(self._entries))

    def add(self, news: Iterable[Fingerprint]) -> list[Tie]:
        """Take new articles, and tell what ties them to each other and to those known.

        Given together they are weighed together, so that the order in which they are given counts
        for nothing. Given one by one, each is weighed by what was known until then.
        """
        # The fullest copy speaks for all of them, so it has to come first.
        order = sorted(news, key=lambda marks: (-len(marks.sequence), marks.url))
        entries = [self._enter(marks) for marks in order if marks.url not in self._entries]
        several = len(entries) > 1
        judged: list[Judged] = []
        for number, entry in enumerate(entries):
            # Words are counted as their articles have their turn: the second article of an event
            # is known before sixty of them have made its words common.
            self._rarity.count(entry.marks.words)
            held = len(self._entries) - len(entries) + number
            if held >= self._weighed_at * (GROWTH_OF_MANY if several else GROWTH):
                self._weigh_anew(held)
            found = self._compare(entry)
            self._count(entry, [one.other for one in found if one.kind in ONE_STORY])
            if any(one.kind is TieKind.COPY and is_shorter(entry, one.other) for one in found):
                found = [one for one in found if one.kind is TieKind.COPY]
            else:
                self._hold(entry)
            judged += found
        if several:
            judged = self._look_again(judged)
        return [make_tie(one) for one in judged if one.kind]

    def _look_again(self, judged: Iterable[Judged]) -> list[Judged]:
        """Compare once more what is no copy, now that all words are counted."""
        self._weigh_anew(len(self._entries))
        return [
            one
            if one.kind is TieKind.COPY
            else judge_pair(*map(self._weighed, (one.entry, one.other)))
            for one in judged
        ]

    def _enter(self, marks: Fingerprint) -> Entry:
        """Take an article; it is found by nobody yet."""
        entry = self._entries[marks.url] = Entry(number=len(self._entries), marks=marks)
        self._in_order.append(entry)
        return entry

    def _hold(self, entry: Entry) -> None:
        """Let an article be found by its words."""
        held = self._days[day_of(entry.marks)]
        for word in entry.marks.words:
            holders = held[word]
            holders.append(entry.number)
            if len(holders) > MOST_HOLDERS:
                del holders[0]

    def _weigh_anew(self, held: int) -> None:
        """Forget all weights; each is worked out again when it is asked for."""
        self._generation += 1
        self._rarity.weigh_anew()
        self._weighed_at = held

    def _weighed(self, entry: Entry) -> Entry:
        """Weigh an article unless that was done already."""
        if entry.generation != self._generation:
            weigh_entry(entry, self._rarity)
            entry.generation = self._generation
        return entry

    def _compare(self, entry: Entry) -> list[Judged]:
        """Compare an article with those before it, and keep what is alike, tied or not."""
        others = self._candidates(self._weighed(entry))
        judged = (judge_pair(entry, other) for other in others)
        return [one for one in judged if one.kind or one.measured.alike >= NEAR]

    def _candidates(self, entry: Entry) -> list[Entry]:
        """Find the earlier articles that share most with one."""
        shared: defaultdict[int, float] = defaultdict(float)
        telling = self._telling(entry)
        today = day_of(entry.marks)
        for day in range(today - NEIGHBOURS, today + NEIGHBOURS + 1):
            held = self._days.get(day)
            is_near = abs(day - today) <= EVENT_DAYS
            few = telling if is_near else telling[:MOST_TELLING_OF_OLD]
            for weight, word in few if held else ():
                for number in held.get(word, ()) if held else ():
                    shared[number] += weight
        best = nlargest(MOST_COMPARED, shared, key=shared.__getitem__)
        others = (self._in_order[number] for number in best)
        return [
            self._weighed(other)
            for other in others
            # An old weight is near enough to tell whether it is worth to weigh anew.
            if shared[other.number]
            >= LEAST_SHARED * min(other.total or self._weighed(other).total, entry.total)
        ]

    def _telling(self, entry: Entry) -> list[tuple[float, str]]:
        """Choose the words that others are found by: rare ones that somebody else uses, too."""
        holders = self._rarity.holders
        known = [
            (weight, word) for word, weight in entry.weights.items() if weight and holders[word] > 1
        ]
        known.sort(reverse=True)
        return known[:MOST_TELLING]

    def _tied_earlier(
        self, ties: Iterable[Tie]
    ) -> tuple[defaultdict[str, list[Entry]], frozenset[str]]:
        """Tell which earlier articles of its story each article is tied to, and what is a copy.

        Returns:
            Earlier ones by the address of the later one; the addresses of shorter copies.
        """
        earlier: defaultdict[str, list[Entry]] = defaultdict(list)
        copies: set[str] = set()
        for tie in ties:
            pair = [self._entries.get(url) for url in (tie.first, tie.second)]
            known = [entry for entry in pair if entry is not None]
            if tie.kind is TieKind.SEQUEL or len(known) != len(pair):
                continue
            before, after = sorted(known, key=lambda entry: entry.number)
            earlier[after.marks.url].append(before)
            if tie.kind is TieKind.COPY:
                copies.add(min(known, key=fullness).marks.url)
        return earlier, frozenset(copies)

    def _count(self, entry: Entry, earlier: Sequence[Entry]) -> None:
        """Count the words of an article, those of one story once.

        Args:
            entry: Its words were counted as those of a story of its own.
            earlier: The articles of its story that came before; empty when it begins one.
        """
        if earlier:
            known = {word for other in earlier for word in other.marks.words}
            self._rarity.discount(known.intersection(entry.marks.words))
        else:
            self._rarity.hear(entry.marks)


def day_of(marks: Fingerprint) -> int:
    """Tell the day of an article, as a number."""
    return (marks.moment - EPOCH).days


def fullness(entry: Entry) -> tuple[int, int]:
    """Sort the shorter of two texts first, and of equals the later one."""
    return (len(entry.marks.sequence), -entry.number)


def is_shorter(entry: Entry, other: Entry) -> bool:
    """Tell whether an article is the shorter one of two copies."""
    return fullness(entry) < fullness(other)


def judge_pair(entry: Entry, other: Entry) -> Judged:
    """Compare two articles that are weighed."""
    measured = measure(entry, other)
    kind = judge(entry.marks, other.marks, measured)
    return Judged(entry=entry, other=other, measured=measured, kind=kind)


def make_tie(judged: Judged) -> Tie:
    """Tie two articles; the earlier one of a sequel comes first, else the lower address."""
    kind, measured = judged.kind or TieKind.EVENT, judged.measured
    pair = [judged.entry.marks, judged.other.marks]
    is_sequel = kind is TieKind.SEQUEL
    first, second = sorted(pair, key=lambda one: (is_sequel and one.moment.timestamp(), one.url))
    return Tie(
        first=first.url,
        second=second.url,
        kind=kind,
        strength=round(min(measured.copied if kind is TieKind.COPY else measured.alike, 1.0), 3),
        words=shared_words(judged.entry, judged.other),
    )

"""People on their way from a file into the store, or into a rehearsal; each row is counted once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from digest.app.ports import SubscriberStore
from digest.deliver.people import merge_subscribers
from digest.model.subscriber import Imported, Leaver, Subscriber

CHUNK = 2000
MOST_REPEATED = 10_000


class Intake:
    """The people of one import, on their way into the store.

    Args:
        subscribers: Where they are kept.
        now: Aware.
        replace_lists: Whether a row's lists replace those the person has.
        dry_run: Whether to count alone, without writing.

    Attributes:
        counts: What became of each of them; what is "repeated" is "unchanged" as well.
    """

    def __init__(
        self, subscribers: SubscriberStore, *, now: datetime, replace_lists: bool, dry_run: bool
    ) -> None:
        self._subscribers = subscribers
        self._now = now
        self._replace_lists = replace_lists
        self._dry_run = dry_run
        self._since = subscribers.last_number()
        # Hashes of the addresses of those who are new in a rehearsal, which cannot ask the store,
        # and of those who have left: a number takes less room than a text.
        self._came: set[int] = set()
        self._gone: set[int] = set()
        self._again: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()

    @property
    def is_full(self) -> bool:
        """Whether so many rows were repeated that they should be settled."""
        return len(self._again) >= MOST_REPEATED

    def keep(self, people: Iterable[Subscriber]) -> None:
        """Keep people, or tell what keeping them would do; they are read as they are needed."""
        merged = self._merge(people)
        if self._dry_run:
            while some := list(islice(merged, CHUNK)):
                self._judge(some)
        else:
            done = self._subscribers.import_subscribers(
                merged, now=self._now, replace_lists=self._replace_lists, since=self._since
            )
            self.counts.update(
                new=done.new,
                updated=done.updated,
                unchanged=done.unchanged,
                suppressed=done.suppressed,
            )
            self._count_repeated(done.repeated)
        self._settle_repeated()

    def note(self, leavers: Sequence[Leaver]) -> None:
        """Never mail these addresses again, or tell what that would change."""
        unseen = [one.key for one in leavers if hash(one.key) not in self._gone]
        suppressed = self._subscribers.find_suppressed(unseen)
        fresh = [one for one in leavers if one.key not in suppressed]
        self.counts["suppressed"] += len(leavers) - len(fresh)
        first, again = self._part(fresh)
        done = self._note_some(first)
        self.counts["unchanged"] += done.unchanged
        # A later row may tell of a later goodbye than the first one; a rehearsal cannot ask.
        later = Imported() if self._dry_run else self._note_some(again)
        self._count_repeated(len(again) - later.left)

    def _part(self, leavers: Sequence[Leaver]) -> tuple[list[Leaver], list[Leaver]]:
        """Part the first rows of people who have left from every further one."""
        first: list[Leaver] = []
        again: list[Leaver] = []
        for one in leavers:
            (again if hash(one.key) in self._gone else first).append(one)
            self._gone.add(hash(one.key))
        return first, again

    def _note_some(self, leavers: Sequence[Leaver]) -> Imported:
        done = self._subscribers.note_leavers(leavers, now=self._now, dry_run=self._dry_run)
        self.counts.update(left=done.left, unsubscribed=done.unsubscribed)
        return done

    def _merge(self, people: Iterable[Subscriber]) -> Iterator[Subscriber]:
        """Lay a later row of a person over the first, among some thousand people."""
        gathered: dict[str, Subscriber] = {}
        for person in people:
            first = gathered.setdefault(person.key, person)
            if first is not person:
                gathered[person.key] = merge_subscribers(
                    first, person, replace_lists=self._replace_lists
                )
                # What it adds is told with the first row, so that importing twice tells no change.
                self._again[person.key] += 1
            elif len(gathered) >= CHUNK:
                yield from gathered.values()
                gathered.clear()
        yield from gathered.values()

    def _judge(self, people: Sequence[Subscriber]) -> None:
        """Tell what keeping some people would do; nobody is among them twice."""
        keys = [one.key for one in people]
        suppressed = self._subscribers.find_suppressed(keys)
        known = self._subscribers.find_known(keys)
        for person in people:
            if person.key in suppressed or hash(person.key) in self._gone:
                self.counts["suppressed"] += 1
            elif old := known.get(person.key):
                merged = merge_subscribers(old, person, replace_lists=self._replace_lists)
                self.counts["unchanged" if merged == old else "updated"] += 1
            elif hash(person.key) in self._came:
                self._count_repeated(1)
            else:
                self._came.add(hash(person.key))
                self.counts["new"] += 1

    def _settle_repeated(self) -> None:
        """Count the further rows of those who came last: they fare as their first one did."""
        if self._again:
            suppressed = self._subscribers.find_suppressed(list(self._again))
            never = sum(self._again[key] for key in suppressed)
            self.counts["suppressed"] += never
            self._count_repeated(self._again.total() - never)
            self._again.clear()

    def _count_repeated(self, rows: int) -> None:
        self.counts.update(unchanged=rows, repeated=rows)

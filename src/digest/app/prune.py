"""What has been kept for long enough goes, by `[retention]` of digest.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from digest.app.ports import SubscriberStore
from digest.app.reader_ports import RecordStore
from digest.deliver.signing_up import is_over
from digest.model.publication import Publication, SourceKind
from digest.model.record import Kept
from digest.model.subscriber import SubscriberState
from digest.text.spans import go_back

PEOPLE = (Kept.PENDING, Kept.LEFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneReport:
    """What went, or would go.

    Attributes:
        pruned: How many people, rows, mails or articles, by kind; kinds without a rule are nought.
        before: What is older goes, by kind; None where everything is kept.
        pauses: How many readers are mailed again, as their pause is over.
        is_clean: Whether nothing is left in the database of anybody who was erased; False when
            the next run has to see to that.
    """

    pruned: Mapping[Kept, int]
    before: Mapping[Kept, datetime | None]
    pauses: int = 0
    is_clean: bool = True

    @property
    def has_rules(self) -> bool:
        """Whether digest.toml says of anything how long it is kept."""
        return any(self.before.values())


def prune_records(
    publication: Publication,
    *,
    records: RecordStore,
    subscribers: SubscriberStore,
    now: datetime,
    dry_run: bool = False,
) -> PruneReport:
    """Erase what has been kept for long enough, and end pauses whose day has come.

    A run that is broken off is simply run again.

    Args:
        publication: With its rules.
        records: Where it is kept.
        subscribers: The people, of whom some may be paused.
        now: Aware.
        dry_run: Whether only to count.
    """
    before = {kind: find_end(publication, kind, now=now) for kind in Kept}
    # The pages of a folder count from when they were first seen: collected anew, they were news.
    spare = [one.name for one in publication.sources if one.kind is SourceKind.FOLDER]
    pruned = dict.fromkeys(Kept, 0)
    # People go last, with what is left of them: so each thing counts as it does in a rehearsal.
    for kind in sorted(Kept, key=lambda one: one in PEOPLE):
        if moment := before[kind]:
            pruned[kind] = records.prune(kind, before=moment, now=now, spare=spare, dry_run=dry_run)
    pauses = count_over(subscribers, now) if dry_run else subscribers.end_pauses(now=now)
    is_clean = dry_run or records.erase_remnants()
    return PruneReport(pruned=pruned, before=before, pauses=pauses, is_clean=is_clean)


def count_over(subscribers: SubscriberStore, now: datetime) -> int:
    """Count the readers whose pause is over, although their state still says so."""
    paused = subscribers.subscribers(state=SubscriberState.PAUSED)
    return sum(is_over(one, now=now) for one in paused)


def find_end(publication: Publication, kind: Kept, *, now: datetime) -> datetime | None:
    """Find the moment up to which something goes; None when it is kept for good."""
    span = getattr(publication.retention, kind.value)
    return go_back(now, months=span.months, days=span.days) if span else None

"""Report an edition: who got it, who did not, and every doubt by name."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from digest.app.ports import EditionStore, Ledger
from digest.deliver.domains import NOT_TRIED, PausedDomain
from digest.errors import ExitStatus, UsageError
from digest.model.delivery import Books, Outcome, ReaderDelivery
from digest.model.edition import WEEKLY, EditionRecord, EditionState

NAMED = (Outcome.UNKNOWN, Outcome.DEFERRED, Outcome.REJECTED, Outcome.EXPIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionReport:
    """Where an edition stands.

    Attributes:
        record: The edition.
        books: Its counts.
        readers: Every reader in doubt, deferred, rejected or expired, by outcome.
        next_due: When the first deferred reader is due again; None when nobody is deferred.
        suppressed_for: Why readers were suppressed, and how many for each reason; the reason is
            empty where it was erased.
    """

    record: EditionRecord
    books: Books
    readers: dict[Outcome, list[ReaderDelivery]]
    next_due: datetime | None
    suppressed_for: Mapping[str, int] = field(default_factory=dict)

    @property
    def paused(self) -> tuple[PausedDomain, ...]:
        """Domains whose readers were not tried in the last run, those with the most first."""
        left: Counter[str] = Counter()
        reasons: dict[str, str] = {}
        for row in self.readers.get(Outcome.DEFERRED, ()):
            if was_not_tried(row):
                said = row.delivery.reply.removeprefix(NOT_TRIED)
                domain, _, reasons[domain] = said.partition(" ")
                left[domain] += 1
        return tuple(
            PausedDomain(domain=domain, reason=reasons[domain], readers=readers)
            for domain, readers in sorted(left.items(), key=lambda one: (-one[1], one[0]))
        )

    @property
    def exit_status(self) -> ExitStatus:
        """Whether a person or a later run still has something to do."""
        if self.record.state is EditionState.HALTED:
            return ExitStatus.HALTED
        if self.record.state is EditionState.EXPIRED:
            return ExitStatus.MISSING
        if self.record.dropped_at:
            return ExitStatus.OK  # nobody can do anything about it any more
        waiting = self.books.owed + self.books.deferred + self.books.unknown
        return ExitStatus.OWED if waiting and self.record.planned else ExitStatus.OK


def was_not_tried(row: ReaderDelivery) -> bool:
    """Whether a reader was deferred only because the whole domain was left alone."""
    return row.delivery.reply.startswith(NOT_TRIED)


def latest_planned(editions: EditionStore) -> str | None:
    """Name the edition that was planned last; None before the first."""
    # A round-up is one of them as well, although it moves no window.
    planned = [one for one in editions.editions() if one.kind == WEEKLY and one.planned_at]
    record = editions.last_sent()
    planned += [record] if record else []
    latest = max(planned, key=lambda one: one.planned_at or one.window.end, default=None)
    return latest.slug if latest else None


def find_edition(slug: str, *, editions: EditionStore) -> EditionRecord:
    """Find an edition that was named.

    Raises:
        UsageError: There is no such edition.
    """
    record = editions.edition(slug)
    if record is None:
        known = [edition.slug for edition in editions.editions()[-3:]]
        raise UsageError(
            f"There is no edition {slug}.",
            f"The latest are: {', '.join(reversed(known))}."
            if known
            else "Draft one: digest draft",
        )
    return record


def report_edition(slug: str, *, editions: EditionStore, ledger: Ledger) -> EditionReport:
    """Tell where an edition stands.

    Raises:
        UsageError: There is no such edition.
    """
    record = find_edition(slug, editions=editions)
    rows = ledger.deliveries(slug, NAMED)
    books = ledger.books(slug)
    return EditionReport(
        record=record,
        books=books,
        readers={
            outcome: [row for row in rows if row.delivery.outcome is outcome] for outcome in NAMED
        },
        next_due=ledger.next_due(slug),
        suppressed_for=ledger.suppressed_for(slug) if books.suppressed else {},
    )

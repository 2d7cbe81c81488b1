"""Returned mail in memory, by the same rules as in the database."""

from dataclasses import dataclass, replace
from datetime import datetime

from digest.adapters.memory_state import KeptReturn, Memory
from digest.deliver.people import hash_key
from digest.deliver.returned import (
    addresses_of,
    event_of,
    failure_about,
    find_copy,
    is_proven,
    looks_again,
    needs_eyes,
    settle_doubt,
    why_suppress,
    without_addresses,
)
from digest.deliver.tokens import edition_mark
from digest.model.delivery import Delivery
from digest.model.returned import Failure, KeptMail, Returned, Taken
from digest.model.subscriber import Subscriber, SuppressionReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom and what a returned mail is about, and whether that is proven."""

    person: Subscriber | None = None
    slug: str = ""
    row: Delivery | None = None
    certain: bool = False


class MemoryReturns:
    """What came back.

    Args:
        memory: What the parts of the store share.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def take_back(self, returned: Returned, *, now: datetime, rehearse: bool = False) -> Taken:
        """Keep a returned mail and do what it brings about; once."""
        known = self._memory.returned.get(returned.key)
        kind = returned.reading.kind
        if known and not looks_again(
            known.mail.kind, is_kept=bool(known.mail.raw), returned=returned
        ):
            return Taken(known=True)
        subject = self._find_subject(returned)
        person, certain = subject.person, subject.certain
        failure = failure_about(returned, person if certain else None)
        taken = Taken(email=person.email if person else "", certain=certain, failure=failure)
        why = self._why(returned, subject, failure)
        if why:
            taken = replace(taken, suppressed=why[0])
        if rehearse:
            return taken
        if certain:
            self._note(returned, subject, taken, now=now)
        if person and why:
            self._memory.suppress(person.key, why[0], now=now, detail=why[1])
        reason = failure.reason if failure else returned.reading.reason
        mail = KeptMail(
            key=returned.key,
            name=returned.name,
            kind=failure.kind if failure else kind,
            at=now,
            reason=without_addresses(reason),
            raw=returned.raw if needs_eyes(returned, taken) else b"",
        )
        number = person.id if person else None
        self._memory.returned[returned.key] = KeptReturn(mail=mail, reader=number)
        return taken

    def to_look_at(self) -> list[KeptMail]:
        """List what a person should look at, the latest last; without the mails themselves."""
        found = [one.mail for one in self._memory.returned.values() if one.mail.raw]
        return [replace(one, raw=b"") for one in sorted(found, key=lambda one: (one.at, one.key))]

    def kept_mail(self, key: str) -> list[KeptMail]:
        """Find the mails kept whose keys begin so."""
        found = [one.mail for one in self._memory.returned.values() if one.mail.raw]
        return sorted((one for one in found if one.key.startswith(key)), key=lambda m: m.key)[:2]

    def _find_subject(self, returned: Returned) -> Subject:
        person = self._find_reader(returned)
        number = person.id if person else returned.reader
        if number is None:
            return Subject(certain=is_proven(returned))
        for slug, planned in reversed(self._memory.planned.items()):
            row = planned.rows.get(number)
            if returned.mark:
                if edition_mark(slug) == returned.mark:
                    return Subject(person=person, slug=slug, row=row, certain=True)
            elif row and find_copy(returned, [row.message_id]):
                return Subject(person=person, slug=slug, row=row, certain=True)
        return Subject(person=person, certain=is_proven(returned))

    def _find_reader(self, returned: Returned) -> Subscriber | None:
        people = self._memory.people
        if returned.reader is not None:
            return people.get(returned.reader)
        by_key = {one.key: one for one in people.values()}
        found = (by_key.get(key) for key in addresses_of(returned))
        return next((one for one in found if one), None)

    def _note(self, returned: Returned, subject: Subject, taken: Taken, *, now: datetime) -> None:
        event, row = event_of(returned, taken.failure), subject.row
        if event is None or row is None:
            return
        planned = self._memory.planned[subject.slug]
        planned.came_back.setdefault(row.subscriber_id, []).append(event.value)
        settled = settle_doubt(row, taken.failure, now=now)
        if settled is not None:
            reply = settled.reply if taken.email else ""
            planned.rows[row.subscriber_id] = replace(settled, reply=reply)

    def _why(
        self, returned: Returned, subject: Subject, failure: Failure | None
    ) -> tuple[SuppressionReason, str] | None:
        person = subject.person
        if person is None or not subject.certain:
            return None
        if hash_key(person.key, secret=self._memory.secret) in self._memory.suppressions:
            return None
        earlier = self._memory.earlier(person.id, besides=subject.slug)
        return why_suppress(returned, person, failure, subject.row, earlier)

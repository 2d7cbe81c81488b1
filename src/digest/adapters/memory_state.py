"""What the parts of a store in memory share."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest.deliver.fullness import as_returned
from digest.deliver.people import FORGOTTEN, STATE_AFTER, hash_key
from digest.deliver.segment import Segment
from digest.deliver.segment_match import fits
from digest.deliver.signing_up import is_over
from digest.model.delivery import MAY_HAVE_IT, Books, Delivery, Outcome
from digest.model.edition import DAILY, EditionRecord, EditionState
from digest.model.message import Lock
from digest.model.returned import KeptMail, ReturnEvent
from digest.model.signup import ConsentGiven, ConsentText, LetterKind, SignUp
from digest.model.subscriber import Subscriber, SubscriberState, Suppression, SuppressionReason

COMPLAINED = ReturnEvent.COMPLAINED.value
OPEN = (EditionState.DRAFTED, EditionState.APPROVED)


@dataclass(slots=True, kw_only=True)
class MemoryBatch:
    """A part of an edition's audience: who holds it, and who may be in flight."""

    number: int
    ids: tuple[int, ...]
    window: tuple[int, ...] = ()
    again: tuple[int, ...] = ()
    owner: str | None = None
    epoch: int = 0
    lease_until: datetime | None = None


@dataclass(slots=True, kw_only=True)
class PlannedEdition:
    """A frozen edition with its batches and its rows.

    Attributes:
        lock: The frozen edition.
        batches: By number, from 1.
        rows: Each reader's delivery; no row means owed.
        epochs: In which claim each row was written.
        doubts: What was said of readers who are tried again although they may have got it.
        came_back: What was returned of each reader's copy, the latest last.
        forgotten: Keyed hashes of people who may have got it and were forgotten since.
        dropped: Its books, once its rows were dropped.
    """

    lock: Lock
    batches: list[MemoryBatch] = field(default_factory=list)
    rows: dict[int, Delivery] = field(default_factory=dict)
    epochs: dict[int, int] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)
    came_back: dict[int, list[str]] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    dropped: Books | None = None

    def record(self, row: Delivery, batch: MemoryBatch) -> None:
        """Write a row."""
        self.rows[row.subscriber_id] = replace(row, suppress=None, full=False)
        self.epochs[row.subscriber_id] = batch.epoch

    def with_outcome(self, outcome: Outcome, batch: MemoryBatch | None = None) -> list[Delivery]:
        """List rows of an outcome, of one batch or of all."""
        members = self.rows if batch is None else batch.ids
        rows = (self.rows[number] for number in members if number in self.rows)
        return [row for row in rows if row.outcome is outcome]

    def owed(self, batch: MemoryBatch) -> list[int]:
        """Number the readers of a batch who have no row and are not in flight.

        Who was in a window and put back comes last.
        """
        return [n for n in (*self.fresh(batch), *batch.again) if n not in self.rows]

    def fresh(self, batch: MemoryBatch) -> list[int]:
        """Number the readers of a batch who have no row and were never in a window."""
        seen = {*batch.window, *batch.again}
        return [n for n in batch.ids if n not in self.rows and n not in seen]

    def may_have(self, number: int) -> bool:
        """Whether a reader got it, or may have.

        Also one who was in doubt and is tried again, and one who is in flight.
        """
        row = self.rows.get(number)
        if number in self.doubts or any(number in batch.window for batch in self.batches):
            return True
        return bool(row and row.outcome in MAY_HAVE_IT)

    def reached_anybody(self) -> bool:
        """Whether anybody got it, or may have."""
        return bool(self.with_outcome(Outcome.ACCEPTED) or self.with_outcome(Outcome.UNKNOWN))

    def freeze(self, ids: Sequence[int], size: int) -> None:
        """Add readers, in batches."""
        for start in range(0, len(ids), size):
            number = len(self.batches) + 1
            self.batches.append(MemoryBatch(number=number, ids=tuple(ids[start : start + size])))


@dataclass(slots=True, kw_only=True)
class KeptReturn:
    """A mail that came back, and the reader that it is about."""

    mail: KeptMail
    reader: int | None = None


@dataclass(slots=True, kw_only=True)
class WaitingLetter:
    """A letter to one person; `due` is None once nothing is left to do."""

    id: int
    reader: int
    kind: LetterKind
    language: str | None
    asked_at: datetime
    due: datetime | None
    taken: datetime | None = None
    attempts: int = 0
    outcome: str | None = None
    code: int = 0
    reply: str = ""
    at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Memory:
    """People, editions and suppressions."""

    secret: str
    readers_a_batch: int
    records: dict[str, EditionRecord] = field(default_factory=dict)
    planned: dict[str, PlannedEdition] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    people: dict[int, Subscriber] = field(default_factory=dict)
    events: dict[int, list[tuple[datetime, str, str]]] = field(default_factory=dict)
    suppressions: dict[str, Suppression] = field(default_factory=dict)
    returned: dict[str, KeptReturn] = field(default_factory=dict)
    sign_ups: dict[int, SignUp] = field(default_factory=dict)
    consents: dict[int, list[ConsentGiven]] = field(default_factory=dict)
    consent_texts: dict[str, ConsentText] = field(default_factory=dict)
    letters: list[WaitingLetter] = field(default_factory=list)
    last_person: int = 0
    last_letter: int = 0

    def add_person(self, person: Subscriber, *, now: datetime) -> None:
        """Keep a new person under a number that nobody had before."""
        self.last_person += 1
        self.people[self.last_person] = replace(person, id=self.last_person)
        self.events[self.last_person] = [(now, "added", person.consent.source or "")]

    def person(self, key: str) -> Subscriber | None:
        """Find a person by address key."""
        return next((one for one in self.people.values() if one.key == key), None)

    def queue(
        self,
        number: int,
        kind: LetterKind,
        *,
        language: str | None,
        asked_at: datetime,
        now: datetime,
    ) -> None:
        """Queue a letter; it is due at once."""
        self.last_letter += 1
        waiting = WaitingLetter(
            id=self.last_letter,
            reader=number,
            kind=kind,
            language=language,
            asked_at=asked_at,
            due=now,
        )
        self.letters.append(waiting)

    def end_pauses(self, *, now: datetime) -> int:
        """Subscribe everybody again whose pause has ended; tell how many."""
        over = [one for one in self.people.values() if is_over(one, now=now)]
        for one in over:
            state = SubscriberState.SUBSCRIBED
            self.people[one.id] = replace(one, state=state, paused_until=None)
            self.events[one.id].append((now, "pause ended", ""))
        return len(over)

    def change_state(
        self, person: Subscriber, state: SubscriberState, *, now: datetime, detail: str
    ) -> None:
        """Change a person's state and note it; nothing happens when they are in it already."""
        if person.state is not state:
            self.people[person.id] = replace(person, state=state)
            self.events[person.id].append((now, state.value, detail))

    def suppress(self, key: str, reason: SuppressionReason, *, now: datetime, detail: str) -> None:
        """Never mail an address again; the state of the person behind it follows."""
        key_hash = hash_key(key, secret=self.secret)
        entry = Suppression(key_hash=key_hash, reason=reason, at=now, detail=detail)
        self.suppressions.setdefault(key_hash, entry)
        person = next((one for one in self.people.values() if one.key == key), None)
        if person is None:
            return
        state = STATE_AFTER.get(reason)
        if state is None:
            self.events[person.id].append((now, "suppressed", detail))
        else:
            self.change_state(person, state, now=now, detail=detail)

    def earlier(self, number: int, *, besides: str) -> list[Delivery]:
        """List a reader's deliveries of other editions, the latest first, as they came back."""
        found: list[Delivery] = []
        for slug, planned in reversed(self.planned.items()):
            if slug == besides or number not in planned.rows:
                continue
            said = [one for one in planned.came_back.get(number, ()) if one != COMPLAINED]
            found.append(as_returned(planned.rows[number], said[-1] if said else None))
        return found

    def forget_returned(self, person: Subscriber) -> None:
        """Erase what names a person from the mails that came back."""
        names = {person.email.casefold().encode(), person.key.encode()}
        for key, kept in self.returned.items():
            said = kept.mail.raw.lower() + kept.mail.reason.lower().encode()
            if kept.reader == person.id or any(name in said for name in names):
                nothing = replace(kept.mail, name="", reason="", raw=b"")
                self.returned[key] = KeptReturn(mail=nothing)

    def forget_detail(self, key: str) -> None:
        """Leave out what was said when an address was suppressed: it may name it."""
        hashed = hash_key(key, secret=self.secret)
        if hashed in self.suppressions:
            self.suppressions[hashed] = replace(self.suppressions[hashed], detail=FORGOTTEN)

    def forget_wishes(self, person: Subscriber) -> None:
        """Erase what a person signed up for, their proofs, and the letters to them."""
        self.sign_ups.pop(person.id, None)
        self.consents.pop(person.id, None)
        self.letters = [one for one in self.letters if one.reader != person.id]

    def had(self, slugs: Sequence[str], number: int) -> tuple[str, ...]:
        """Tell which of these editions a reader got, or may have got."""
        known = {slug: self.planned[slug] for slug in slugs if slug in self.planned}
        return tuple(slug for slug, planned in known.items() if planned.may_have(number))

    def is_in(self, segment: Segment | None, number: int) -> bool:
        """Whether a person is in a segment; everybody is when there is none."""
        added_at = self.events[number][0][0]
        return segment is None or fits(segment.rule, self.people[number], added_at=added_at)

    def audience(
        self,
        lists: Sequence[str],
        *,
        segment: Segment | None = None,
        kind: str = DAILY,
        now: datetime | None = None,
    ) -> list[int]:
        """Number everybody who may be mailed now: all, or those on one of the lists."""
        return [
            number
            for number, person in sorted(self.people.items())
            if (person.state is SubscriberState.SUBSCRIBED or (now and is_over(person, now=now)))
            and person.frequency.value == kind
            and (not lists or set(lists) & set(person.lists))
            and self.is_in(segment, number)
        ]

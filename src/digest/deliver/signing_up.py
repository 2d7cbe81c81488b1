"""Rules about people who sign up, choose and pause, which every keeper of them shares."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest.deliver.people import join_lists
from digest.model.delivery import Outcome
from digest.model.signup import ConsentGiven, LetterKind, SignUp
from digest.model.subscriber import (
    Consent,
    Preferences,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)

MAILED = (SubscriberState.SUBSCRIBED, SubscriberState.PAUSED)
# Who complained, or was shut out by the desk, gets no letter: not even one that asks.
NEVER_WRITTEN_TO = (SuppressionReason.COMPLAINED, SuppressionReason.MANUAL)
ONE_LETTER_IN = timedelta(days=1)
# Why a letter is closed that nobody sends any more.
OF_NO_USE = "of no use any more"
BROKEN_OFF = "broken off while it was being sent: it may have arrived"


# How a letter ended that its reader may have.
ARRIVES = (Outcome.ACCEPTED, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The last letter that asked somebody, or told them that they are known.

    Attributes:
        kind: Which of the two.
        asked_at: When it was queued.
        due: When it is tried next; None when nothing is left to do.
        outcome: How it stands; empty before the first attempt, and when it was of no use any more.
    """

    kind: LetterKind
    asked_at: datetime
    due: datetime | None
    outcome: str


def choose_letter(
    person: Subscriber | None,
    suppression: Suppression | None,
    *,
    last: Asking | None,
    since: datetime | None = None,
    now: datetime,
) -> LetterKind | None:
    """Choose what somebody is written to who asked to be subscribed; None for nothing at all.

    Args:
        person: Whoever has the address; None when nobody has.
        suppression: Of the address; None when there is none.
        last: The last letter that asked them, or told that they are known.
        since: A link asked for before this moment has expired.
        now: When they asked.
    """
    if suppression and suppression.reason in NEVER_WRITTEN_TO:
        return None
    if person and person.state is SubscriberState.COMPLAINED:
        return None
    known = person is not None and person.state in MAILED and suppression is None
    if last and now - last.asked_at < ONE_LETTER_IN:
        has_expired = since is not None and last.asked_at < since and not known
        if not (has_expired or is_void(last, suppression)):
            return None
    return LetterKind.KNOWN if known else LetterKind.CONFIRM


def is_void(last: Asking, suppression: Suppression | None) -> bool:
    """Whether a letter helps nobody any more: it was given up, or its reader has left since."""
    if last.due is None and last.outcome not in ARRIVES:
        return True
    if suppression is None or suppression.reason is not SuppressionReason.UNSUBSCRIBED:
        return False
    return suppression.at > last.asked_at


def is_of_use(
    kind: LetterKind,
    asked_at: datetime,
    person: Subscriber,
    suppression: Suppression | None,
    wish: SignUp | None,
) -> bool:
    """Whether a letter that waits should still be sent.

    Args:
        kind: Why it was to be sent.
        asked_at: When what it answers was asked.
        person: Whom it goes to.
        suppression: Of the address; None when there is none.
        wish: What the person has yet to confirm; None when there is nothing.
    """
    if kind is LetterKind.CONFIRM:
        return wish is not None and wish.at == asked_at and may_confirm(person, suppression, wish)
    return person.state in MAILED and suppression is None


def asks_once_more(kind: LetterKind, *, doubted: bool) -> bool:
    """Whether a letter that may have reached its reader is sent again.

    A question that got lost keeps somebody out, and a second copy of it harms nobody; a third one
    would. What only tells something is never sent twice.

    Args:
        kind: Why it is sent.
        doubted: Whether an attempt before that one may have reached its reader, too.
    """
    return kind is LetterKind.CONFIRM and not doubted


def may_confirm(person: Subscriber, suppression: Suppression | None, wish: SignUp) -> bool:
    """Whether a sign-up still stands: nothing was said against it since it was asked."""
    if suppression is None:
        return person.state is not SubscriberState.COMPLAINED
    return suppression.reason not in NEVER_WRITTEN_TO and suppression.at <= wish.at


def subscribe(person: Subscriber, given: ConsentGiven) -> Subscriber:
    """Subscribe a person who has confirmed; what they agreed to before no longer counts."""
    return replace(
        person,
        state=SubscriberState.SUBSCRIBED,
        language=given.language,
        lists=join_lists(person.lists, given.lists),
        consent=Consent(at=given.at, source=given.source, proof=describe_proof(given)),
        paused_until=None,
    )


def describe_proof(given: ConsentGiven) -> str:
    """Say a proof of consent in one line."""
    words = [f"asked {given.asked_at.isoformat(timespec='seconds')}", f"text {given.text}"]
    if given.network:
        words.append(f"network {given.network}")
    return ", ".join(words)


def give_consent(wish: SignUp, *, now: datetime) -> ConsentGiven:
    """Make the proof of a sign-up that is confirmed now."""
    return ConsentGiven(
        asked_at=wish.at,
        at=now,
        source=wish.source,
        language=wish.language,
        text=wish.text,
        network=wish.network,
        lists=wish.lists,
    )


def prefer(person: Subscriber, wished: Preferences, *, open_lists: Collection[str]) -> Subscriber:
    """Lay a person's preferences over what is known of them.

    Lists that are not open to readers stay as they are.
    """
    closed = [name for name in person.lists if name not in open_lists]
    chosen = [name for name in wished.lists if name in open_lists]
    paused = wished.is_paused
    return replace(
        person,
        lists=join_lists(
            [name for name in person.lists if name in closed or name in chosen], chosen
        ),
        sections=wished.sections,
        frequency=wished.frequency,
        language=wished.language,
        state=SubscriberState.PAUSED if paused else SubscriberState.SUBSCRIBED,
        paused_until=wished.paused_until if paused else None,
    )


def describe_change(before: Subscriber, after: Subscriber) -> str:
    """Say what a person changed, for the record; empty when nothing."""
    said = []
    for name in ("lists", "sections", "frequency", "language", "state", "paused_until"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            empty = "none" if name == "lists" else "all"
            was, now = show(old, empty=empty), show(new, empty=empty)
            said.append(f"{name.replace('_', ' ')}: {was} -> {now}")
    return "; ".join(said)


def show(value: object, *, empty: str) -> str:
    """Say a value of a person; no section chosen means all of them, no list is none."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, tuple):
        return ", ".join(value) or empty
    return str(value or "-")


def is_over(person: Subscriber, *, now: datetime) -> bool:
    """Whether a person is paused no longer, although their state still says so."""
    return (
        person.state is SubscriberState.PAUSED
        and person.paused_until is not None
        and person.paused_until <= now
    )


def tick_all(chosen: Sequence[str], every: Sequence[str]) -> tuple[str, ...]:
    """Write the sections that somebody ticked: all of them as none, which means all."""
    ticked = tuple(name for name in every if name in set(chosen))
    return () if len(ticked) == len(every) else ticked

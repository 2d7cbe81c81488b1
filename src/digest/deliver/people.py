"""Rules about people that every keeper of them shares."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import replace

from digest.model.edition import DAILY, WEEKLY
from digest.model.subscriber import (
    Consent,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)

STATE_AFTER = {
    SuppressionReason.UNSUBSCRIBED: SubscriberState.UNSUBSCRIBED,
    SuppressionReason.BOUNCED: SubscriberState.BOUNCED,
    SuppressionReason.COMPLAINED: SubscriberState.COMPLAINED,
}
FORGOTTEN = "the address was forgotten"
# What a reader said who wants the other kind of edition.
OTHER_KIND = {
    DAILY: "the reader wants the week's round-up instead",
    WEEKLY: "the reader wants every edition instead of the round-up",
}
PURPOSE = b"address key\0"


def hash_key(key: str, *, secret: str) -> str:
    """Hash an address key so that only who has the secret can tell whether it is the same."""
    return hmac.digest(secret.encode(), PURPOSE + key.encode(), "sha256").hex()


def hash_keys(keys: Iterable[str], *, secret: str) -> dict[str, str]:
    """Hash many address keys as `hash_key` does; the keys by their hashes."""
    begun = hmac.new(secret.encode(), PURPOSE, "sha256")
    hashes: dict[str, str] = {}
    for key in keys:
        one = begun.copy()
        one.update(key.encode())
        hashes[one.hexdigest()] = key
    return hashes


def join_lists(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Put names of lists together, each once, in the order in which they come."""
    return tuple(dict.fromkeys((*one, *other)))


def merge_subscribers(known: Subscriber, later: Subscriber, *, replace_lists: bool) -> Subscriber:
    """Lay what a later row says over a known person; what it leaves empty changes nothing.

    State, key and number stay, and so does what a person wants to get, which is theirs to say; the
    address stays as it was first written.
    """
    lists = later.lists if replace_lists else join_lists(known.lists, later.lists)
    return replace(
        known,
        name=later.name or known.name,
        language=later.language or known.language,
        timezone=later.timezone or known.timezone,
        lists=lists,
        fields=tuple({**dict(known.fields), **dict(later.fields)}.items()),
        consent=merge_consents(known.consent, later.consent),
    )


def merge_consents(known: Consent, later: Consent) -> Consent:
    """Lay what a later row says of a consent over what is known; an older one changes nothing."""
    if known.at and later.at and later.at < known.at:
        return known
    return Consent(
        at=later.at or known.at,
        source=later.source or known.source,
        proof=later.proof or known.proof,
    )


def for_mail(person: Subscriber) -> Subscriber:
    """Leave only what a mail is made of: neither lists nor fields nor consent."""
    return replace(person, lists=(), fields=(), consent=Consent())


def renew_consent(known: Subscriber, consent: Consent) -> Subscriber:
    """Subscribe a person again who asked for it; what they agreed to before no longer counts."""
    return replace(known, state=SubscriberState.SUBSCRIBED, consent=consent)


def why_not_mailed(
    person: Subscriber | None, suppression: Suppression | None, *, kind: str = DAILY
) -> str:
    """Tell why a planned reader is not mailed after all; empty when they are.

    Args:
        person: None when they were forgotten since planning.
        suppression: Of their address; None when there is none.
        kind: Of the edition: every one, or the week's round-up.
    """
    if person is None:
        return FORGOTTEN
    if suppression is not None:
        return f"the address is suppressed: {suppression.reason.value}"
    if person.state is not SubscriberState.SUBSCRIBED:
        return f"the reader is {person.state}"
    return "" if person.frequency.value == kind else OTHER_KIND[kind]

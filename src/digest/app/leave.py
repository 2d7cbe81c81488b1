"""Leaving, by a page, by a mail program's button, or by mail; and coming back."""

from dataclasses import dataclass

from digest.app.reader_desk import ReaderDesk
from digest.deliver.signing_up import MAILED
from digest.deliver.tokens import Purpose
from digest.model.subscriber import Subscriber, SubscriberState, SuppressionReason

COMING_BACK = "preferences page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What came of leaving.

    Attributes:
        subscriber: Who, as they were.
        preferences_token: For the link that leads back.
        already: Whether they had left before.
    """

    subscriber: Subscriber
    preferences_token: str
    already: bool = False


def find_leaver(desk: ReaderDesk, token: str) -> Subscriber | None:
    """Find whose link this is, changing nothing; None when it is not genuine."""
    return desk.holder(token, Purpose.UNSUBSCRIBE)


def has_left(person: Subscriber) -> bool:
    """Whether there is nothing left to leave: no edition comes, and none is asked for."""
    return person.state not in (*MAILED, SubscriberState.PENDING)


def leave(desk: ReaderDesk, token: str, *, how: str) -> Left | None:
    """Never mail a reader again; a send that is running heeds it. Doing it twice does no harm.

    Args:
        desk: The publication.
        token: Of a link to leave, or to the preferences.
        how: For the record: "page", "one-click" or "preferences".

    Returns:
        None when the token is not genuine.

    Raises:
        StoreError: It could not be kept.
    """
    person = desk.holder(token, Purpose.UNSUBSCRIBE, Purpose.PREFERENCES)
    if person is None:
        return None
    already = has_left(person)
    if not already:
        desk.stores.subscribers.suppress(
            person.key, SuppressionReason.UNSUBSCRIBED, now=desk.clock.now(), detail=how
        )
    return Left(
        subscriber=person,
        preferences_token=desk.make(Purpose.PREFERENCES, person),
        already=already,
    )


def come_back(desk: ReaderDesk, token: str) -> Subscriber | None:
    """Subscribe a reader again who has left themselves; their choices stand as they were.

    Args:
        desk: The publication.
        token: Of a link to the preferences.

    Returns:
        The reader as they are now; None when the token is not genuine, or when they are not
        mailed for another reason than their own wish.
    """
    person = desk.holder(token, Purpose.PREFERENCES)
    if person is None or person.state in MAILED:
        return person
    suppression = desk.stores.subscribers.suppression(person.key)
    if person.state is not SubscriberState.UNSUBSCRIBED or (
        suppression and suppression.reason is not SuppressionReason.UNSUBSCRIBED
    ):
        return None
    desk.stores.subscribers.resubscribe(person.key, now=desk.clock.now(), source=COMING_BACK)
    return desk.stores.subscribers.subscriber_at(person.id)

"""Rules about people of whom somebody else says that they have left."""

from datetime import datetime

from digest.model.subscriber import Leaver, Subscriber, SubscriberState, Suppression

# What a person does by themselves here, and what the desk notes at their own wish.
SAID_YES = ("confirmed", "resubscribed")
# Who is mailed until they leave.
READERS = (SubscriberState.SUBSCRIBED, SubscriberState.PAUSED)


def stays(person: Subscriber, leaver: Leaver, *, said_yes: datetime | None) -> bool:
    """Whether a person is mailed all the same, as they have agreed since they left there.

    Args:
        person: As they are known here.
        leaver: What is said of them.
        said_yes: When they last confirmed, or came back, here; None when they never did.
    """
    if leaver.at is None:
        return said_yes is not None
    moments = [moment for moment in (said_yes, person.consent.at) if moment]
    return any(moment > leaver.at for moment in moments)


def make_suppression(leaver: Leaver, key_hash: str, *, now: datetime) -> Suppression:
    """Make the entry that keeps an address from being mailed.

    A moment that is not told, or is yet to come, is taken for now.
    """
    return Suppression(
        key_hash=key_hash,
        reason=leaver.reason,
        at=min(leaver.at or now, now),
        detail=leaver.detail,
    )

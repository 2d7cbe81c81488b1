"""Signing up: somebody asks on a form, and confirms by a link that only their mailbox has."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from digest.app.reader_desk import ReaderDesk, mask_email
from digest.deliver.audience import address_key
from digest.deliver.signing_up import MAILED, may_confirm
from digest.deliver.tokens import Purpose, sign_up_mark
from digest.model.signup import Confirmation, ConsentText, SignUp
from digest.model.subscriber import Subscriber, SubscriberState


class SignUpOutcome(Enum):
    """What a form is answered with. TAKEN tells nothing about the address."""

    TAKEN = auto()
    BAD_ADDRESS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpWish:
    """What came with a form.

    Attributes:
        email: As typed.
        language: BCP 47 tag of the page.
        lists: Names that were ticked; those that are not open do not count, and none means all.
        source: Where the form was.
        text: The words that stood beside the button.
        network: Where it came from, such as "192.0.2.0/24"; only kept where digest.toml says so.
    """

    email: str
    language: str
    lists: tuple[str, ...] = ()
    source: str = "form"
    text: ConsentText
    network: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpSeen:
    """A sign-up, as the page shows it that its link leads to.

    Attributes:
        email: Masked.
        language: BCP 47 tag.
        expired: Whether it was asked too long ago.
        done: Whether it was confirmed before.
        left: Whether it was confirmed before, and they have left since.
    """

    email: str
    language: str
    expired: bool = False
    done: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What came of the button that confirms.

    Attributes:
        subscriber: Who.
        preferences_token: For the link to their preferences.
        already: Whether they had confirmed before.
        expired: Whether it came too late; nothing was changed then.
    """

    subscriber: Subscriber
    preferences_token: str
    already: bool = False
    expired: bool = False


def sign_up(desk: ReaderDesk, wish: SignUpWish) -> SignUpOutcome:
    """Take what somebody asked for. Nothing of it counts until it is confirmed.

    The answer is the same whatever is known of the address.

    Raises:
        StoreError: It could not be kept.
    """
    email = wish.email.strip()
    key = address_key(email)
    if key is None:
        return SignUpOutcome.BAD_ADDRESS
    open_lists = desk.open_lists()
    asked = SignUp(
        key=key,
        email=email,
        at=desk.clock.now(),
        language=wish.language,
        lists=tuple(name for name in open_lists if name in wish.lists) or open_lists,
        source=wish.source,
        text=wish.text.version,
        network=wish.network if desk.publication.readers.keep_network else None,
    )
    desk.stores.sign_ups.ask(asked, wish.text, since=expiry(desk))
    return SignUpOutcome.TAKEN


def find_sign_up(desk: ReaderDesk, token: str) -> SignUpSeen | None:
    """Find what a link confirms, changing nothing; None for one that is not genuine, or void."""
    claim = desk.read(token, Purpose.CONFIRM)
    person = desk.stores.subscribers.subscriber_at(claim.subscriber_id) if claim else None
    if claim is None or person is None:
        return None
    email = mask_email(person.email)
    wish = desk.stores.sign_ups.sign_up_of(person.id)
    if wish and sign_up_mark(wish.at) == claim.mark:
        if not may_confirm(person, desk.stores.subscribers.suppression(person.key), wish):
            return None
        return SignUpSeen(email=email, language=wish.language, expired=wish.at < expiry(desk))
    done, left = person.state in MAILED, person.state is SubscriberState.UNSUBSCRIBED
    for given in desk.stores.sign_ups.consents_of(person.key):
        if sign_up_mark(given.asked_at) == claim.mark and (done or left):
            return SignUpSeen(email=email, language=given.language, done=done, left=left)
    return None


def confirm(desk: ReaderDesk, token: str) -> Confirmed | None:
    """Subscribe whoever has confirmed; pressing twice does it once.

    Returns:
        None for a link that is not genuine, or whose sign-up no longer stands.

    Raises:
        StoreError: It could not be kept.
    """
    claim = desk.read(token, Purpose.CONFIRM)
    if claim is None:
        return None
    outcome = desk.stores.sign_ups.confirm(
        claim.subscriber_id,
        mark=claim.mark,
        since=expiry(desk),
        now=desk.clock.now(),
        welcome=desk.publication.readers.welcome,
    )
    person = desk.stores.subscribers.subscriber_at(claim.subscriber_id)
    if outcome is Confirmation.VOID or person is None:
        return None
    return Confirmed(
        subscriber=person,
        preferences_token=desk.make(Purpose.PREFERENCES, person),
        already=outcome is Confirmation.ALREADY,
        expired=outcome is Confirmation.EXPIRED,
    )


def expiry(desk: ReaderDesk) -> datetime:
    """Tell the moment before which a sign-up must have been asked to have expired now."""
    return desk.clock.now() - timedelta(hours=desk.publication.readers.confirm_hours)

"""Read the mail that came back, and keep what it says of readers."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from digest.app.ports import Clock
from digest.app.reader_ports import ReturnBox, ReturnStore
from digest.deliver.bounce import read_returned
from digest.deliver.bounce_clues import find_owner
from digest.deliver.returned import NEEDS_EYES, needs_eyes
from digest.errors import UsageError
from digest.model.returned import (
    BOUNCES,
    BoxMail,
    KeptMail,
    Reading,
    Returned,
    ReturnKind,
    Taken,
)

SHORTEST_KEY = 6
# What is listed of a mail; a report of success and what nobody understands are only counted.
LISTED = (*BOUNCES, ReturnKind.COMPLAINT, ReturnKind.UNSUBSCRIBE, ReturnKind.AUTO_REPLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDesk:
    """What it takes to understand returned mail.

    Attributes:
        publication: Its id, which our tokens are made for.
        secrets: The key that links are signed with, and former ones that are still honoured.
        returns: Where it is kept.
        clock: For the moment at which it was read.
        trusts_addresses: Whether a report about a bare address is believed.
    """

    publication: str
    secrets: Sequence[str] = field(repr=False)
    returns: ReturnStore
    clock: Clock
    trusts_addresses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """One line of what was read.

    Attributes:
        file: What the mailbox knows the mail by.
        email: The reader, or the address that the mail names; empty when it names none.
        kind: What it is.
        status: RFC 3463 code; None when there is none.
        reason: What was said.
        certain: Whether it is about that reader for certain.
        suppressed: Whether their address is not mailed from now on.
    """

    file: str
    email: str
    kind: ReturnKind
    status: str | None = None
    reason: str = ""
    certain: bool = False
    suppressed: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether something would be done if it named its reader for certain."""
        return self.kind in NEEDS_EYES and not self.certain


class Fate(StrEnum):
    """What became of a mail, in the words and the order in which it is told."""

    HARD = "hard bounce"
    SOFT = "soft bounce"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe mail"
    AUTO_REPLY = "automatic answer"
    DELIVERED = "report of arrival"
    UNPROVEN = "without proof"
    KNOWN = "known from before"
    UNREADABLE = "not understood"
    STILL_UNREADABLE = "still not understood"


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceReport:
    """What a run has read.

    Attributes:
        read: Mails that were looked at.
        recognised: Those that are understood.
        unreadable: Those that are not; they are kept, and stay unread in the mailbox.
        suppressed: Addresses that are not mailed from now on.
        to_look_at: Mails that are kept for a person to look at, and are new.
        fates: How many mails fared how; each mail counts once.
        bounces: Every bounce, complaint, wish to leave and answer that is new.
    """

    read: int = 0
    recognised: int = 0
    unreadable: int = 0
    suppressed: int = 0
    to_look_at: int = 0
    fates: Mapping[Fate, int] = field(default_factory=dict)
    bounces: tuple[Bounce, ...] = ()

    @property
    def known(self) -> int:
        """Count the mails that an earlier run had taken in already."""
        return self.fates.get(Fate.KNOWN, 0) + self.fates.get(Fate.STILL_UNREADABLE, 0)

    @property
    def uncertain(self) -> int:
        """Count the mails that would bring something about, and name nobody for certain."""
        return self.fates.get(Fate.UNPROVEN, 0)


def read_bounces(
    box: ReturnBox,
    desk: ReturnDesk,
    *,
    remove: bool = False,
    rehearse: bool = False,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> BounceReport:
    """Read a mailbox. Doing it twice, or by two at once, changes nothing further.

    A mail is marked as read when all that it brings about is kept, so that nothing is lost
    whenever we are stopped. What is not understood stays unread.

    Args:
        box: The mailbox.
        desk: What it takes to understand its mail.
        remove: Whether mail that is understood is removed instead of marked.
        rehearse: Whether to tell what would be done, and do nothing.
        advance: Told how many were read.

    Raises:
        MailboxUnavailable: It can be read no further; what was read is kept.
        StoreError: Nothing can be kept; what is not marked is read again.
    """
    counts = {"read": 0, "recognised": 0, "unreadable": 0, "suppressed": 0, "to_look_at": 0}
    fates: Counter[Fate] = Counter()
    bounces: list[Bounce] = []
    for mail in box.mails():
        returned, taken = take_mail(mail, desk, rehearse=rehearse)
        reading = returned.reading
        is_read = reading.kind is not ReturnKind.UNREADABLE
        if is_read and not rehearse:
            box.set_read(mail, remove=remove)
        counts["read"] += 1
        counts["recognised" if is_read else "unreadable"] += 1
        counts["suppressed"] += taken.suppressed is not None
        counts["to_look_at"] += not taken.known and needs_eyes(returned, taken)
        listed = [] if taken.known else list_bounces(mail, reading, taken)
        bounces += listed
        fates[find_fate(reading, taken, listed)] += 1
        advance(counts["read"], 0)
    return BounceReport(**counts, fates=fates, bounces=tuple(bounces))


def take_mail(mail: BoxMail, desk: ReturnDesk, *, rehearse: bool) -> tuple[Returned, Taken]:
    """Understand one mail, and keep it with all that it brings about."""
    reading = read_returned(mail.data)
    owner = find_owner(
        reading.tokens,
        publication=desk.publication,
        secrets=desk.secrets,
        leaves=reading.kind is ReturnKind.UNSUBSCRIBE,
    )
    returned = Returned(
        key=sha256(mail.data).hexdigest(),
        name=mail.name,
        reading=reading,
        reader=owner.reader if owner else None,
        mark=owner.mark if owner else "",
        trusts_addresses=desk.trusts_addresses,
        raw=mail.data,
    )
    taken = desk.returns.take_back(returned, now=desk.clock.now(), rehearse=rehearse)
    return returned, taken


def find_fate(reading: Reading, taken: Taken, listed: Sequence[Bounce]) -> Fate:
    """Tell what became of a mail, as its one count."""
    if reading.kind is ReturnKind.UNREADABLE:
        return Fate.STILL_UNREADABLE if taken.known else Fate.UNREADABLE
    if taken.known:
        return Fate.KNOWN
    if any(one.is_doubtful for one in listed):
        return Fate.UNPROVEN
    kinds = {one.kind for one in listed}
    return Fate[ReturnKind.HARD.name if ReturnKind.HARD in kinds else reading.kind.name]


def list_bounces(mail: BoxMail, reading: Reading, taken: Taken) -> list[Bounce]:
    """List what a mail says: of its reader where that is certain, else of all it names."""
    if reading.kind not in LISTED:
        return []
    if not reading.failures:
        email = taken.email or reading.address
        return [
            Bounce(
                file=mail.name,
                email=email,
                kind=reading.kind,
                reason=reading.reason,
                certain=taken.certain,
                suppressed=taken.suppressed is not None,
            )
        ]
    told = [taken.failure] if taken.certain and taken.failure else reading.failures
    return [
        Bounce(
            file=mail.name,
            email=(taken.email if taken.certain else "") or one.address,
            kind=one.kind,
            status=one.status,
            reason=one.reason,
            certain=taken.certain,
            suppressed=taken.suppressed is not None,
        )
        for one in told
    ]


def find_kept(key: str, *, returns: ReturnStore) -> KeptMail:
    """Find a mail that was kept, by the beginning of its key.

    Raises:
        UsageError: There is none, or there are several.
    """
    wanted = key.strip().lower()
    found = returns.kept_mail(wanted) if len(wanted) >= SHORTEST_KEY else []
    if len(found) != 1:
        said = "several mails whose keys begin" if found else "no mail whose key begins"
        raise UsageError(
            f"There is {said} with {key!r}.".replace("is several", "are several"),
            "See them all: digest bounces --unreadable",
        )
    return found[0]

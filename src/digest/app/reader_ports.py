"""The ports of what is between the publication and a single reader."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

from digest.model.delivery import Outcome, Reply
from digest.model.record import Kept, PersonReport, Proof, Traces
from digest.model.returned import BoxMail, KeptMail, Returned, Taken
from digest.model.signup import (
    Confirmation,
    ConsentGiven,
    ConsentText,
    Letter,
    LetterState,
    SignUp,
)


class SignUpStore(Protocol):
    """People who ask to be subscribed, and the proof that they agreed."""

    def ask(self, wish: SignUp, text: ConsentText, *, since: datetime | None = None) -> bool:
        """Keep what somebody asked for and queue the letter about it, in one transaction.

        Who is unknown becomes a pending person. By `deliver.signing_up.choose_letter` somebody who
        is subscribed already is only told so, and some get no letter: nothing is kept of these.

        Args:
            wish: What was asked; its `text` is the version of `text`.
            text: The words agreed to, kept once.
            since: A link asked for before this moment has expired; None when none has.

        Returns:
            Whether a letter was queued, for the letters' sender alone: nobody outside may learn it.
        """
        ...

    def sign_up_of(self, subscriber_id: int) -> SignUp | None:
        """What a person asked for and has not confirmed yet; None when there is nothing."""
        ...

    def confirm(
        self, subscriber_id: int, *, mark: str, since: datetime, now: datetime, welcome: bool
    ) -> Confirmation:
        """Subscribe a person who has confirmed a sign-up, in one transaction.

        Their suppression is lifted, the proof is kept, the event is noted.

        Args:
            subscriber_id: Who.
            mark: `deliver.tokens.sign_up_mark` of the sign-up that the link names.
            since: A sign-up asked before this moment has expired.
            now: Aware.
            welcome: Whether a letter of welcome is queued.

        Returns:
            ALREADY when the same link did it before and they are still subscribed; EXPIRED when it
            was asked too long ago; VOID when there is no such sign-up, or the person has left, or
            was suppressed, since.
        """
        ...

    def consents_of(self, key: str) -> list[ConsentGiven]:
        """Every proof of a person's consent, the oldest first."""
        ...

    def consent_text(self, version: str) -> ConsentText | None:
        """Find the words of a version."""
        ...

    def keep_texts(self, texts: Collection[ConsentText]) -> None:
        """Keep words that forms show, so that they are known when somebody agrees to them.

        Those that are kept already stay as they are; when all are, nothing is written.
        """
        ...


class LetterStore(Protocol):
    """Letters to single people, which wait to be sent. They are queued with what they are about."""

    def claim_letters(self, *, now: datetime, lease: timedelta, most: int) -> list[Letter]:
        """Take letters that are due, each for this caller alone until the lease is over.

        A letter that is of no use any more is closed instead: one that asks when its sign-up is
        gone, any other when its reader is not mailed. So is one that somebody took and never told
        about, unless `deliver.signing_up.asks_once_more`: it stays in doubt.
        """
        ...

    def settle_letter(
        self, letter: Letter, reply: Reply, outcome: Outcome, *, due: datetime | None, now: datetime
    ) -> None:
        """Keep how a letter fared; nothing when somebody else has taken it since.

        Args:
            letter: As it was claimed.
            reply: What decided it.
            outcome: How it stands.
            due: When it is tried again; None when nothing is left to do.
            now: Aware.
        """
        ...

    def give_back_letter(self, letter: Letter, *, due: datetime) -> None:
        """Give a letter back that was not tried; it is due then, and the attempt does not count."""
        ...

    def letters(self) -> list[LetterState]:
        """Letters that wait, and those that were not taken, the oldest first."""
        ...

    def count_waiting(self) -> int:
        """How many letters wait."""
        ...

    def next_due(self) -> datetime | None:
        """When the first letter is due that nobody has taken; None when there is none."""
        ...


class RecordStore(Protocol):
    """What is kept about people, to be told, to be proven, and to go in time."""

    def record_of(self, key: str) -> PersonReport | None:
        """Everything that is kept about a person, in whatever table; None when unknown."""
        ...

    def traces_of(self, key: str) -> Traces:
        """What is kept of an address by its keyed hash, whoever has it."""
        ...

    def proofs(self, key: str | None = None) -> Iterator[Proof]:
        """People with the proofs of their consent, by number; one person, or all."""
        ...

    def consent_texts(self) -> Mapping[str, ConsentText]:
        """The words that people were shown, by version."""
        ...

    def prune(
        self,
        kind: Kept,
        *,
        before: datetime,
        now: datetime,
        spare: Collection[str] = (),
        dry_run: bool = False,
    ) -> int:
        """Erase what is older than a moment, in short transactions between which others write.

        An edition that is being sent is never touched, nor what the next window needs. Whoever
        left is forgotten as `SubscriberStore.forget` does it; of an edition that has ended, the
        rows of the ledger stay without Message-IDs and replies; of a mail that came back, a hash.

        Args:
            kind: What.
            before: Aware.
            now: Aware.
            spare: Names of sources whose articles stay: those that count from when they were seen.
            dry_run: Whether only to count.

        Returns:
            How many people, rows, mails or articles.
        """
        ...

    def erase_remnants(self) -> bool:
        """Leave nothing of whoever was erased in places that are not in use any more.

        It may keep others from writing for some seconds, and waits while an edition is being sent.

        Returns:
            Whether nothing is left; False when it has to be done later.
        """
        ...


class ReturnStore(Protocol):
    """Bounces, complaints and the like: each counts once."""

    def take_back(self, returned: Returned, *, now: datetime, rehearse: bool = False) -> Taken:
        """Keep a returned mail and do what it brings about, in one transaction.

        Nothing more happens for one that was taken back before. One that is about a reader for
        certain is noted beside the delivery, settles it when it was in doubt, and suppresses the
        address by the rules of docs/how-to/bounces.md. What names nobody for certain changes
        nothing for anybody.

        Args:
            returned: The mail, as it was understood.
            now: Aware, UTC.
            rehearse: Whether only to tell what would become of it.
        """
        ...

    def to_look_at(self) -> list[KeptMail]:
        """List what a person should look at, the latest last; without the mails themselves."""
        ...

    def kept_mail(self, key: str) -> list[KeptMail]:
        """Find the mails kept whose keys begin so; at most two, which is one too many."""
        ...


class ReturnBox(Protocol):
    """A mailbox to which mail comes back, opened."""

    def mails(self) -> Iterator[BoxMail]:
        """Go through the mails that nobody has read yet, one by one; they stay unread.

        Raises:
            MailboxUnavailable: It can be read no further.
        """
        ...

    def set_read(self, mail: BoxMail, *, remove: bool = False) -> None:
        """Mark a mail as read, or remove it; nothing happens when it is gone.

        Raises:
            MailboxUnavailable: It cannot be done.
        """
        ...


OpenedBox = AbstractContextManager[ReturnBox]

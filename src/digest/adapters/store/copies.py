"""Message-IDs that are made again in place of being kept, where a server holds a million of them.

A copy's Message-ID follows from the secret, the publication, the edition, its reader and the
sender's domain. A row whose Message-ID is that one is written without it; any other stands whole.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, bindparam, select

from digest.adapters.store.schema import edition
from digest.adapters.store.short_columns import MADE, SERVER
from digest.deliver.audience import envelope_address
from digest.deliver.tokens import make_message_id
from digest.model.delivery import Delivery
from digest.model.message import Lock
from digest.text.values import split_mailbox

COPIES = select(edition.c.slug, edition.c.copies).where(edition.c.id == bindparam("in_edition"))


def describe_copies(lock: Lock) -> str | None:
    """Write what the Message-IDs of an edition's copies are made of; None without a sender."""
    _, address = split_mailbox(lock.sender) or ("", "")
    written = envelope_address(address)
    return f"{lock.publication_id} {written[0].rpartition('@')[2]}" if written else None


@dataclass(slots=True, kw_only=True)
class Copies:
    """The Message-IDs of editions' copies.

    Attributes:
        connection: In a transaction.
        secret: Makes them.
        known: What those of an edition are made of: slug, publication and domain.
    """

    connection: Connection
    secret: str
    known: dict[int, tuple[str, str, str] | None] = field(default_factory=dict)

    def name(self, edition_id: int, reader: int) -> str:
        """Make the Message-ID of a reader's copy; empty where nothing is known of it."""
        made_of = self._known(edition_id)
        if made_of is None:
            return ""
        slug, publication, domain = made_of
        return make_message_id(
            self.secret, publication=publication, edition=slug, reader=str(reader), domain=domain
        )

    def find_made(self, edition_id: int, rows: Sequence[Delivery]) -> Collection[int]:
        """Number the readers whose Message-IDs need not be kept; none in a file."""
        if self.connection.dialect.name != SERVER or not self._known(edition_id):
            return ()
        return {
            one.subscriber_id
            for one in rows
            if one.message_id and one.message_id == self.name(edition_id, one.subscriber_id)
        }

    def put_back(self, edition_id: int, row: Delivery) -> Delivery:
        """Make the Message-ID of a row again that was left out."""
        if row.message_id != MADE:
            return row
        return replace(row, message_id=self.name(edition_id, row.subscriber_id))

    def _known(self, edition_id: int) -> tuple[str, str, str] | None:
        if edition_id not in self.known:
            self.known[edition_id] = self._find(edition_id)
        return self.known[edition_id]

    def _find(self, edition_id: int) -> tuple[str, str, str] | None:
        row = self.connection.execute(COPIES, {"in_edition": edition_id}).first()
        if row is None or not row.copies:
            return None
        publication, _, domain = row.copies.partition(" ")
        return row.slug, publication, domain

"""What machines send an edition with, sealed, in the database."""

import json
from dataclasses import asdict, fields

from sqlalchemy import delete, insert, select

from digest.adapters.sealing import seal, unseal
from digest.adapters.store.database import Database
from digest.adapters.store.editions import find_edition
from digest.adapters.store.schema import edition, sending_order
from digest.errors import EditionError
from digest.model.worker import SendingOrder


class SqlOrders:
    """Sending orders.

    Args:
        database: Where they lie.
        secret: What they are sealed with.
    """

    def __init__(self, database: Database, *, secret: str) -> None:
        self._database = database
        self._secret = secret

    def save_order(self, slug: str, order: SendingOrder) -> None:
        """Keep what an edition is sent with, in place of an earlier order.

        Raises:
            EditionError: There is no such edition.
        """
        content = seal(json.dumps(asdict(order)), secret=self._secret, name=slug)
        with self._database.writing() as connection:
            known = find_edition(connection, slug)
            if known is None:
                raise EditionError(f"There is no edition {slug}.", "Draft it first: digest draft")
            connection.execute(delete(sending_order).where(sending_order.c.edition_id == known.id))
            connection.execute(insert(sending_order), {"edition_id": known.id, "content": content})

    def order(self, slug: str) -> SendingOrder | None:
        """What an edition is sent with; None when nobody has said.

        Raises:
            StoreError: It was sealed with another secret.
        """
        query = (
            select(sending_order.c.content)
            .join(edition, edition.c.id == sending_order.c.edition_id)
            .where(edition.c.slug == slug)
        )
        with self._database.reading() as connection:
            content = connection.scalar(query)
        if content is None:
            return None
        told = json.loads(unseal(content, secret=self._secret, name=slug))
        for name in ("domain_rates", "dkim_keys"):
            told[name] = tuple((one, two) for one, two in told[name])
        # A later version may tell more.
        return SendingOrder(**{one.name: told[one.name] for one in fields(SendingOrder)})

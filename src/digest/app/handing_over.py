"""Hand an edition over to the workers: what it is sent with, and a job for each of its batches."""

from datetime import datetime

from digest.app.ports import Stores
from digest.model.worker import SendingOrder


def hand_over(
    slug: str, *, stores: Stores, order: SendingOrder | None, send_by: datetime | None = None
) -> None:
    """Let workers send what is owed of a planned edition; nothing where there are none.

    Inside `Stores.together` it is a part of that transaction: no edition is planned without jobs.

    Args:
        slug: The edition.
        stores: Its database.
        order: What it is sent with; None leaves what was said before.
        send_by: When its books are closed, where that is new; aware.
    """
    if stores.queue is None:
        return
    if order:
        stores.orders.save_order(slug, order)
    if record := stores.editions.edition(slug, with_decisions=False):
        left = stores.ledger.unfinished(slug)
        stores.queue.put_batches(slug, left, send_by=record.send_by)
    if send_by:
        stores.queue.put_end(slug, send_by)

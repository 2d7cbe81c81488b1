"""The ports of what several machines share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from digest.deliver.leases import Ask, Lease
from digest.model.worker import Crew, SendingOrder, Worker


class WorkerStore(Protocol):
    """Who works, and what each is at."""

    def note_worker(self, told: Worker, *, now: datetime) -> datetime:
        """Keep what a worker says of itself, as seen now; forget who is silent for a day.

        Args:
            told: What it says; its `seen` does not matter.
            now: By this machine's clock, aware.

        Returns:
            The present moment by the clock that all workers share.
        """
        ...

    def forget_worker(self, name: str) -> None:
        """Forget a worker that has ended as it should."""
        ...

    def crew(self, *, now: datetime) -> Crew:
        """List every worker, also those who died within the last day."""
        ...


class OrderStore(Protocol):
    """What machines without digest.toml send an edition with; nobody else can read it."""

    def save_order(self, slug: str, order: SendingOrder) -> None:
        """Keep what an edition is sent with, in place of an earlier order.

        Raises:
            EditionError: There is no such edition.
        """
        ...

    def order(self, slug: str) -> SendingOrder | None:
        """What an edition is sent with; None when nobody has said.

        Raises:
            StoreError: It was sealed with another secret.
        """
        ...


class PaceStore(Protocol):
    """Limits that all machines keep together, by one clock."""

    def lease(self, holder: str, asks: Sequence[Ask], *, now: datetime) -> list[Lease]:
        """Give a holder the next places of some limits that are its, in the order of the asks.

        However many ask, at most `rate × (T + 1 s)` places of a limit, and one more, lie in any
        time T. Shares are fair among those who have asked within the last seconds.

        Args:
            holder: A name that no other process ever has.
            asks: One for each limit.
            now: By this machine's clock, aware.
        """
        ...

    def leave(self, holder: str) -> None:
        """Give up a holder's share of all limits; what it has leased stays given away."""
        ...


class Queue(Protocol):
    """Jobs for workers, kept beside the ledger.

    They are hints and nothing more: a job too many finds nothing to do, and one that is missing
    is put in again by the sweep. Inside `Stores.together` they are a part of its transaction.
    """

    def prepare(self) -> None:
        """Make what jobs are kept in, where there is nothing yet."""
        ...

    def put_batches(self, slug: str, numbers: Sequence[int], *, send_by: datetime) -> int:
        """Put in a job for each of these batches of an edition that has none; tell how many.

        Of two editions the one that has to be sent by the earlier moment, aware, goes first.
        """
        ...

    def put_end(self, slug: str, at: datetime) -> None:
        """Put in the job that closes an edition's books at a moment, aware."""
        ...

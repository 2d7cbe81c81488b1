"""What the tests of workers share: planned editions in memory, and a worker that sends batches."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta

from tests.unit.app.sending_desk import (
    SECRET,
    SLUG,
    HandClock,
    SendingDesk,
    plan_desk,
)

from digest.adapters.memory_relay import MemoryRelay
from digest.app.open_editions import OpenEditions
from digest.app.ports import Signer, Stores
from digest.app.postroom import Postroom
from digest.model.delivery import Batch, Books
from digest.model.edition import EditionRecord, EditionState
from digest.model.message import Message
from digest.model.worker import SendingOrder

LEASE = timedelta(seconds=30)
ORDER = SendingOrder(zone="Europe/Brussels", link_key="a key that signs the readers' links")


@dataclass(slots=True)
class NotedQueue:
    """Notes which jobs are put in, and does none; a batch that has one gets no second."""

    batches: dict[str, list[int]] = field(default_factory=dict)
    ends: list[tuple[str, datetime]] = field(default_factory=list)

    def prepare(self) -> None:
        """Nothing has to be made."""

    def put_batches(self, slug: str, numbers: Sequence[int], *, send_by: datetime) -> int:
        assert send_by.tzinfo
        known = self.batches.setdefault(slug, [])
        wanted = [one for one in numbers if one not in known]
        known += wanted
        return len(wanted)

    def put_end(self, slug: str, at: datetime) -> None:
        self.ends.append((slug, at))


@dataclass(slots=True)
class MarkingSigner:
    """Signs nothing, and tells whether it was closed."""

    signed: int = 0
    closed: bool = False

    async def sign(self, messages: Sequence[Message]) -> list[Message]:
        self.signed += len(messages)
        return list(messages)

    async def close(self) -> None:
        self.closed = True


@dataclass(slots=True)
class Post:
    """A worker over planned editions."""

    desk: SendingDesk
    relay: MemoryRelay
    room: Postroom
    told: list[str]
    blamed: list[str]
    queue: NotedQueue
    owners: list[str]
    stopped: list[bool] = field(default_factory=list)

    @property
    def clock(self) -> HandClock:
        return self.desk.clock

    @property
    def books(self) -> Books:
        return self.desk.store.ledger.books(SLUG)

    @property
    def record(self) -> EditionRecord:
        found = self.desk.store.editions.edition(SLUG)
        assert found
        return found

    def send(self, *numbers: int) -> list[datetime | None]:
        """Do jobs one after the other, and close everything then."""
        return self.do(*(lambda number=one: self.room.send_batch(SLUG, number) for one in numbers))

    def send_one(self, number: int = 1) -> datetime | None:
        [again] = self.send(number)
        return again

    def do(self, *jobs: Callable[[], Awaitable[datetime | None]]) -> list[datetime | None]:
        async def work() -> list[datetime | None]:
            done = [await job() for job in jobs]
            await self.room.tidy(everything=True)
            return done

        return asyncio.run(work())

    def claim(self, owner: str = "another", *, number: int | None = None) -> Batch:
        """Have another worker take a batch."""
        batch = self.desk.store.ledger.claim(
            SLUG,
            owner=owner,
            now=self.clock.now(),
            lease=LEASE,
            on_unknown="hold",
            number=number,
        )
        assert batch
        return batch

    def set_state(self, state: EditionState) -> None:
        self.desk.store.ledger.set_state(SLUG, state)


def stores_of(desk: SendingDesk, queue: NotedQueue | None) -> Stores:
    parts = {part.name: getattr(desk.store, part.name) for part in fields(Stores)}
    return replace(Stores(**parts), queue=queue)


def make_post(
    readers: int = 5,
    *,
    readers_a_batch: int = 500,
    relay: MemoryRelay | None = None,
    order: SendingOrder | None = ORDER,
    dead: Callable[[str], bool] = lambda _: False,
    make_signer: Callable[[SendingOrder], Signer | None] = lambda _: None,
    **changes: object,
) -> Post:
    """A worker, and an edition that is planned for reader0@example.org and the others."""
    desk = plan_desk(readers, readers_a_batch=readers_a_batch, **changes)
    if order:
        desk.store.orders.save_order(SLUG, order)
    relay = relay or MemoryRelay()
    queue = NotedQueue()
    told: list[str] = []
    blamed: list[str] = []
    owners: list[str] = []
    stopped: list[bool] = []

    def name_owner() -> str:
        owners.append(f"pass {len(owners) + 1}")
        return owners[-1]

    stores = stores_of(desk, queue)
    editions = OpenEditions(
        stores=stores,
        relay=relay,
        clock=desk.clock,
        secret=SECRET,
        name_owner=name_owner,
        make_signer=make_signer,
        lease=LEASE,
        stopping=lambda: bool(stopped),
        dead=dead,
    )
    room = Postroom(
        stores=stores,
        clock=desk.clock,
        editions=editions,
        lease=LEASE,
        stopping=lambda: bool(stopped),
        tell=told.append,
        blame=blamed.append,
    )
    return Post(desk, relay, room, told, blamed, queue, owners, stopped)

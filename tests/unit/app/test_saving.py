import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from digest.adapters.memory import MemoryStore
from digest.app.saving import Saver
from digest.errors import StoreError
from digest.model.article import Article, SavedArticles

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


def article(number: int) -> Article:
    url = f"https://post.example.org/{number}"
    return Article(url=url, headline=f"Report {number}", source="Post", first_seen=NOW)


class SlowStore:
    """A store whose disk takes its time, until it is told to go on; or that fails."""

    def __init__(self, *, fails: bool = False) -> None:
        self._store = MemoryStore().articles
        self._fails = fails
        self.go_on = threading.Event()
        self.transactions: list[int] = []

    def save_batches(
        self, batches: Sequence[Sequence[Article]], *, now: datetime
    ) -> list[SavedArticles]:
        self.transactions.append(len(batches))
        self.go_on.wait(5)
        if self._fails and batches:
            raise StoreError("The disk is full.")
        return self._store.save_batches(batches, now=now)


async def save_many(store: SlowStore, count: int) -> list[SavedArticles | BaseException]:
    saver = Saver(articles=store, now=NOW)  # type: ignore[arg-type]
    tasks = [asyncio.create_task(saver.save([article(number // 2)])) for number in range(count)]
    await asyncio.sleep(0.05)
    store.go_on.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


def test_what_comes_while_a_transaction_is_written_goes_into_the_next_together() -> None:
    store = SlowStore()

    saved = asyncio.run(save_many(store, 9))

    assert store.transactions == [1, 8]
    assert [one.new for one in saved if isinstance(one, SavedArticles)] == [1, 0] * 4 + [1]


def test_everybody_whose_articles_were_not_saved_is_told() -> None:
    store = SlowStore(fails=True)

    saved = asyncio.run(save_many(store, 4))

    assert [type(one) for one in saved] == [StoreError] * 4


def test_nothing_is_saved_without_a_transaction() -> None:
    store = SlowStore()
    saver = Saver(articles=store, now=NOW)  # type: ignore[arg-type]

    assert asyncio.run(saver.save([])).new == 0
    assert store.transactions == []


def test_whoever_goes_away_holds_up_nobody() -> None:
    async def run() -> SavedArticles:
        saver = Saver(articles=store, now=NOW)  # type: ignore[arg-type]
        tasks = [asyncio.create_task(saver.save([article(number)])) for number in range(3)]
        await asyncio.sleep(0.05)
        tasks[1].cancel()
        store.go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await tasks[1]
        return await tasks[2]

    store = SlowStore()

    assert asyncio.run(run()).new == 1

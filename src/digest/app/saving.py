"""Save what sources gave: all that comes while one transaction is written goes into the next."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from digest.app.ports import ArticleStore
from digest.model.article import Article, SavedArticles

NOTHING = SavedArticles(new=0, changed=0, known=0)


@dataclass(slots=True, kw_only=True)
class Saver:
    """Saves articles in a thread, so that a slow disk holds up nobody who fetches.

    Attributes:
        articles: Where they are kept.
        now: When they were fetched, aware.
    """

    articles: ArticleStore
    now: datetime
    _waiting: list[tuple[Sequence[Article], "asyncio.Future[SavedArticles]"]] = field(
        default_factory=list
    )
    _at_work: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def save(self, articles: Sequence[Article]) -> SavedArticles:
        """Keep articles; they are on the disk when this returns.

        Raises:
            StoreError: They cannot be kept.
        """
        if not articles:
            return NOTHING
        mine: asyncio.Future[SavedArticles] = asyncio.get_running_loop().create_future()
        self._waiting.append((articles, mine))
        async with self._at_work:
            if not mine.done():
                await self._save_waiting()
        return mine.result()

    async def _save_waiting(self) -> None:
        """Save all that waits, and tell those who wait for it."""
        batches, self._waiting = self._waiting, []
        try:
            saved = await asyncio.to_thread(
                self.articles.save_batches, [some for some, _ in batches], now=self.now
            )
        except BaseException as error:
            for _, waiting in batches:
                fail(waiting, error)
            raise
        for (_, waiting), one in zip(batches, saved, strict=True):
            if not waiting.done():
                waiting.set_result(one)


def fail(waiting: "asyncio.Future[SavedArticles]", error: BaseException) -> None:
    """Tell one who waits that nothing was saved; whoever has gone away need not hear it."""
    if waiting.done():
        return
    if isinstance(error, asyncio.CancelledError):
        waiting.cancel()
        return
    waiting.set_exception(error)
    waiting.exception()

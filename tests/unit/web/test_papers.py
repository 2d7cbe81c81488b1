import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from tests.unit.app.archive_desk import again, archive_of, edition_of, lock_of, plan, send

from digest.adapters.memory import MemoryStore
from digest.app.archive import Archive
from digest.errors import StoreBusy
from digest.web.papers import Papers

FIRST, SECOND, THIRD = (f"archive/the-daily-2026-11-{day}/index.html" for day in (22, 23, 24))
LIST = "archive/index.html"
LOCK = lock_of(edition_of("2026-11-22", 1))


@dataclass
class Newsroom:
    """A store whose archive is opened and looked at, with a count of both."""

    store: MemoryStore = field(default_factory=MemoryStore)
    opened: int = 0
    looks: int = 0
    locked: bool = False

    def open(self) -> Archive:
        self.opened += 1
        return archive_of(self.store)

    def look(self) -> list[str]:
        self.looks += 1
        if self.locked:
            raise StoreBusy("digest.db is locked by another program.")
        return self.store.editions.reached()


def run(newsroom: Newsroom, work: Callable[[Papers], Awaitable[None]]) -> None:
    async def go() -> None:
        papers = Papers(newsroom.open, look=newsroom.look)
        try:
            await work(papers)
        finally:
            papers.close()

    asyncio.run(go())


async def body(papers: Papers, path: str) -> str:
    paper = await papers.find(path)
    return paper.body.decode() if paper else ""


def test_a_page_is_written_once_and_then_kept() -> None:
    newsroom = Newsroom()
    send(newsroom.store, LOCK)

    async def work(papers: Papers) -> None:
        found = await asyncio.gather(*(papers.find(FIRST) for _ in range(5)))
        assert found[0] is not None
        assert all(one is found[0] for one in found)
        assert await papers.find(FIRST) is found[0]
        assert await papers.find("archive/nothing/index.html") is None

    run(newsroom, work)
    assert newsroom.opened == 1


def test_a_new_edition_is_seen_at_the_next_look_and_stands_beside_the_one_before() -> None:
    newsroom = Newsroom()
    send(newsroom.store, LOCK)

    async def work(papers: Papers) -> None:
        before = [await papers.find(path) for path in (FIRST, LIST)]
        assert not await papers.refresh()
        send(newsroom.store, again(LOCK, "2026-11-23", 2))
        assert await papers.find(LIST) is before[1]
        assert await papers.find(SECOND) is None

        assert await papers.refresh()
        assert "the-daily-2026-11-23" in await body(papers, LIST)
        assert "the-daily-2026-11-23" in await body(papers, FIRST)
        assert await papers.find(SECOND) is not None

    run(newsroom, work)
    assert newsroom.opened == 2


def test_a_page_whose_neighbours_are_the_same_is_not_written_again() -> None:
    newsroom = Newsroom()
    for number, day in enumerate(("2026-11-22", "2026-11-23"), 1):
        send(newsroom.store, again(LOCK, day, number))

    async def work(papers: Papers) -> None:
        kept = await papers.find(FIRST)
        send(newsroom.store, again(LOCK, "2026-11-24", 3))
        await papers.refresh()
        assert await papers.find(FIRST) is kept

        await papers.refresh(anew=True)
        again_written = await papers.find(FIRST)
        assert again_written == kept
        assert again_written is not kept

    run(newsroom, work)


def test_an_edition_that_nobody_has_got_is_not_shown() -> None:
    newsroom = Newsroom()
    plan(newsroom.store, LOCK)

    async def work(papers: Papers) -> None:
        assert await papers.find(FIRST) is None
        assert "the-daily-2026-11-22" not in await body(papers, LIST)

    run(newsroom, work)


def test_while_the_database_cannot_be_read_what_is_kept_is_shown() -> None:
    newsroom = Newsroom()
    send(newsroom.store, LOCK)

    async def work(papers: Papers) -> None:
        kept = await papers.find(FIRST)
        newsroom.locked = True
        with pytest.raises(StoreBusy):
            await papers.refresh()
        assert await papers.find(FIRST) is kept

    run(newsroom, work)

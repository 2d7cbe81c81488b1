"""The archive and its feeds as they are served: written when first asked for, then kept."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from digest.app.archive import Archive
from digest.render.archive import ARCHIVE
from digest.web.shelf import Paper, Shelf, make_paper

Answer = TypeVar("Answer")

MOST_BYTES = 48 * 2**20
# Two: a list that has to look at every edition does not hold up the page of one.
WRITERS = 2


class Papers:
    """The archive as it is now, or was a second ago.

    Args:
        open_archive: Opens the archive anew.
        look: Tells which editions are in it; cheap.
        most: Bytes of all files that are kept.
    """

    def __init__(
        self,
        open_archive: Callable[[], Archive],
        *,
        look: Callable[[], list[str]],
        most: int = MOST_BYTES,
    ) -> None:
        self._open = open_archive
        self._look = look
        self._shelf = Shelf(most)
        self._archive: Archive | None = None
        self._editions: list[str] = []
        self._opening = asyncio.Lock()
        self._wanted: dict[str, asyncio.Task[Paper | None]] = {}
        self._pool = ThreadPoolExecutor(WRITERS, thread_name_prefix="archive")

    async def find(self, path: str) -> Paper | None:
        """Find a file of the archive; None when there is none.

        Raises:
            StoreError: The database cannot be read.
            RenderError: A template cannot be used.
        """
        kept = self._shelf.find(path)
        if kept:
            return kept
        # Who asks for what is being written already waits for it.
        task = self._wanted.get(path)
        if task is None:
            task = self._wanted[path] = asyncio.create_task(self._write(path))
            task.add_done_callback(lambda _: self._wanted.pop(path, None))
        return await asyncio.shield(task)

    async def ask(self, question: Callable[[Archive], Answer]) -> Answer:
        """Ask something of the archive, beside the loop.

        Raises:
            StoreError: The database cannot be read.
            RenderError: A template cannot be used.
        """
        archive = await self._opened()
        return await self.run(lambda: question(archive))

    async def refresh(self, *, anew: bool = False) -> bool:
        """Look whether other editions are in the archive now; tell whether there are.

        Lists and feeds that were kept are written before they are shown, so that nobody waits.

        Args:
            anew: Whether what all pages are made from may have changed as well.

        Raises:
            StoreError: The database cannot be read; all stays as it was.
            RenderError: A template cannot be used; all stays as it was.
        """
        async with self._opening:
            editions = await self.run(self._look)
            before = self._archive
            if before and editions == self._editions and not anew:
                return False
            archive = await self.run(self._open)
            written: dict[str, Paper | None] = {}
            if before:
                before.hand_over(archive)
                written = await self._renew(before, archive, anew=anew)
            self._archive, self._editions = archive, editions
            for path in self._shelf.paths():
                paper = written.get(path)
                if paper:
                    self._shelf.put(path, paper)
                else:
                    self._shelf.drop(path)
        return True

    async def _renew(
        self, before: Archive, archive: Archive, *, anew: bool
    ) -> dict[str, Paper | None]:
        """Write what was kept anew, but for pages of editions, which are written when needed."""
        written = {}
        for path in self._shelf.paths():
            slug = edition_of(path, archive)
            if not slug:
                written[path] = await self.run(partial(write_paper, archive, path))
            elif not anew and beside(before, slug) == beside(archive, slug):
                written[path] = self._shelf.find(path)
        return written

    async def _opened(self) -> Archive:
        while self._archive is None:
            await self.refresh()
        return self._archive

    async def _write(self, path: str) -> Paper | None:
        archive = await self._opened()
        paper = await self.run(lambda: write_paper(archive, path))
        if paper and archive is self._archive:
            self._shelf.put(path, paper)
        return paper

    async def run(self, work: Callable[[], Answer]) -> Answer:
        """Do something beside the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Wait for what is being written."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def write_paper(archive: Archive, path: str) -> Paper | None:
    """Write a file of the archive; None when there is none."""
    text = archive.page(path)
    return None if text is None else make_paper(text.encode("utf-8", "replace"))


def edition_of(path: str, archive: Archive) -> str:
    """Tell which edition a page is of; empty for lists and feeds."""
    slug = path.removeprefix(ARCHIVE).partition("/")[0] if path.startswith(ARCHIVE) else ""
    return slug if slug in archive.records else ""


def beside(archive: Archive, slug: str) -> tuple[str, ...]:
    """Name the editions before and after one, which its page links to."""
    if slug not in archive.records:
        return ()
    return tuple(one.slug if one else "" for one in archive.around(slug))

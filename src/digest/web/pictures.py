"""Pictures of the archive: those that mails show from here, and the cards of shared links."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from digest.app.archive import Archive
from digest.app.archive_build import own_picture
from digest.app.ports import PictureMaker
from digest.errors import StoreBusy
from digest.model.picture import CardWish, Picture
from digest.render.archive import ARCHIVE, CARD
from digest.render.archive_pages import card_of
from digest.web.papers import Papers
from digest.web.shelf import Paper, Shelf, make_paper

MOST_BYTES = 16 * 2**20
# A card takes a tenth of a second to draw; who asks for many is asked to come again.
MOST_WAITING = 8

Read = Callable[[str], bytes | None]


class Cards:
    """Draws the card of an edition when it is first asked for, one after the other.

    Args:
        papers: The archive.
        maker: Draws, in a process with limits.
        read: Reads a picture of the publication by its name.
    """

    def __init__(self, papers: Papers, *, maker: PictureMaker, read: Read) -> None:
        self._papers = papers
        self._maker = maker
        self._read = read
        self._shelf = Shelf(MOST_BYTES)
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def find(self, path: str) -> Paper | None:
        """Find a card by its path; None when there is none, or it cannot be drawn.

        Raises:
            StoreBusy: Too many are being drawn.
            StoreError: The database cannot be read.
        """
        if not path.endswith(f"/{CARD}"):
            return None
        kept = self._shelf.find(path)
        if kept:
            return kept
        if self._waiting >= MOST_WAITING:
            raise StoreBusy("Too many cards are being drawn.")
        self._waiting += 1
        try:
            async with self._turn:
                return self._shelf.find(path) or await self._draw(path)
        finally:
            self._waiting -= 1

    async def _draw(self, path: str) -> Paper | None:
        wish = await self._papers.ask(lambda archive: find_wish(archive, path, self._read))
        drawn = await self._maker.make_card(wish) if wish else None
        if not isinstance(drawn, Picture):
            return None
        paper = make_paper(drawn.body)
        self._shelf.put(path, paper)
        return paper

    async def close(self) -> None:
        """End the process that draws."""
        await self._maker.close()


def find_wish(archive: Archive, path: str, read: Read) -> CardWish | None:
    """Say what a card shows; None when no edition has a card of that path."""
    slug = path.removeprefix(ARCHIVE).partition("/")[0]
    if slug not in archive.records:
        return None
    sent = archive.sent(slug)
    for one in sent.versions:
        if one.has_card and sent.card_path(one.language) == path:
            name = own_picture(sent, one.language, archive.house)
            wish = card_of(sent, one.language, house=archive.house, picture=None)
            return replace(wish, picture=read(name) if name else None)
    return None

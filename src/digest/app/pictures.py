"""Serve the pictures of an edition from the archive: fetched once, made small, kept in a folder."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

from digest.app.ports import (
    Clock,
    Fetcher,
    PictureMaker,
    PictureStore,
    Renderer,
)
from digest.compose.pictures import (
    hosted_address,
    picture_addresses,
    picture_key,
    place_pictures,
    stand_in_name,
)
from digest.errors import RenderError, StoreError
from digest.model.edition import Edition
from digest.model.fetch import FetchFailure
from digest.model.picture import Frame, PictureFailure, PictureWish
from digest.model.publication import Publication

# On a phone of 375 pixels a story's picture is as wide as its text, however small elsewhere.
PHONE = 335
DENSE = 2
LEAST_WIDE = 480
MOST_PICTURES = 120
AT_ONCE = 8
PATIENCE = 30.0  # seconds for all pictures of an edition together
# From draft to send nothing is asked for twice; the next day's weather map may be another one.
FRESH = timedelta(hours=20)
# So old may be what stands in for a picture that cannot be fetched again.
KEPT = timedelta(days=30)
RESTED = timedelta(minutes=15)
NO_PUBLIC_URL = "the archive has no address: set DIGEST_PUBLIC_URL in .env"
NO_HASH = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosting:
    """Which pictures are served by the publication.

    Attributes:
        addresses: Address in the archive by the one in the edition's file.
        missing: Why a picture stays linked, by its address in the file.
    """

    addresses: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    def place(self, edition: Edition) -> Edition:
        """Put the addresses of the archive into an edition."""
        return place_pictures(edition, self.addresses)


# What a check, a preview or a send asks before it renders: the editions of all languages.
Host = Callable[[Sequence[Edition]], Hosting]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureDesk:
    """What it takes to serve the pictures of a publication.

    Attributes:
        publication: The publication.
        public_url: Base of the public pages; empty when there are none.
        renderer: Tells how wide the theme shows a picture, by rendering.
        pictures: Where they are kept.
        open_fetcher: Opens what fetches them, behind the fetch guard.
        open_maker: Opens what makes them small, in a limited process.
        clock: Tells how long ago something was fetched.
        patience: Seconds for all pictures of an edition together.
    """

    publication: Publication
    public_url: str
    renderer: Renderer
    pictures: PictureStore
    open_fetcher: Callable[[], Fetcher]
    open_maker: Callable[[], PictureMaker]
    clock: Clock
    patience: float = PATIENCE

    def host(self, editions: Sequence[Edition]) -> Hosting:
        """See to it that the pictures of an edition are there; never raises for one that is not.

        Args:
            editions: The edition in all its languages.
        """
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(host_pictures(editions, self))
        # A loop cannot run inside another one of the same thread.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(asyncio.run, host_pictures(editions, self)).result()

    def look_up(self, editions: Sequence[Edition]) -> Hosting:
        """Tell which pictures are there already; nothing is fetched."""
        if not self.public_url:
            return Hosting()
        try:
            return find_kept(find_wishes(editions, self), self)[0]
        except RenderError:
            return Hosting()


async def host_pictures(editions: Sequence[Edition], desk: PictureDesk) -> Hosting:
    """Fetch the pictures that an edition shows and that are not there yet, and make them small.

    Waits for `desk.patience` seconds at most: what is not there by then stays linked.
    """
    if not desk.public_url:
        urls = [url for edition in editions for url in picture_addresses(edition)]
        return Hosting(missing=dict.fromkeys(urls, NO_PUBLIC_URL))
    try:
        # Rendering may start a process and wait for it; the pictures of other runs need not.
        wishes = await asyncio.to_thread(find_wishes, editions, desk)
    except RenderError:
        return Hosting()  # the check tells what is wrong with the theme
    kept, wanted = find_kept(wishes, desk)
    if not wanted:
        return kept
    addresses, missing = dict(kept.addresses), dict(kept.missing)
    for url, made in (await get_all(wanted, desk)).items():
        if not isinstance(made, PictureFailure):
            addresses[url] = hosted_address(desk.public_url, made)
        elif url not in addresses:
            missing[url] = made.reason
    return Hosting(addresses=addresses, missing=missing)


def find_kept(
    wishes: Mapping[str, PictureWish], desk: PictureDesk
) -> tuple[Hosting, dict[str, PictureWish]]:
    """Part pictures into what is known of them from before, and those that are to be fetched.

    One that is to be fetched again is among both: the old one stands in for it.
    """
    now = desk.clock.now()
    addresses: dict[str, str] = {}
    wanted: dict[str, PictureWish] = {}
    missing: dict[str, str] = {}
    for url, wish in wishes.items():
        key = picture_key(url, wish)
        if name := desk.pictures.find(key, since=now - KEPT):
            addresses[url] = hosted_address(desk.public_url, name)
            if desk.pictures.find(key, since=now - FRESH):
                continue
        reason = desk.pictures.failure(key, since=now - RESTED)
        if reason is None:
            wanted[url] = wish
        elif not name:
            missing[url] = f"{reason}; it is asked for again after a quarter of an hour"
    return Hosting(addresses=addresses, missing=missing), wanted


def find_wishes(editions: Sequence[Edition], desk: PictureDesk) -> dict[str, PictureWish]:
    """Tell which pictures the mails show, and how large they must be.

    The theme is asked by rendering: a theme without pictures needs none, a story that was folded
    neither, and a desk's own theme may show them as wide as it likes. Addresses as long as those
    of the archive stand in for them, so that the same stories fold.

    Raises:
        RenderError: The theme cannot render it.
    """
    from digest.render.pictures import shown_widths

    theme = desk.renderer.tokens(desk.publication.theme)
    widths: dict[str, int] = {}
    for edition in editions:
        urls = picture_addresses(edition)[:MOST_PICTURES]
        standing_in = {url: hosted_address(desk.public_url, stand_in_name(url)) for url in urls}
        if not urls:
            continue
        rendered = desk.renderer.render(
            place_pictures(edition, standing_in),
            desk.publication,
            content_hash=NO_HASH,
            public_url=desk.public_url,
        )
        shown = shown_widths(rendered.html)
        for url, address in standing_in.items():
            if width := shown.get(address):
                widths[url] = max(width, widths.get(url, 0))
    return {
        url: PictureWish(
            width=DENSE * max(width, PHONE),
            frame=Frame.WIDE if width >= LEAST_WIDE else Frame.STORY,
            light=theme.light.card,
            dark=theme.dark.card,
        )
        for url, width in widths.items()
    }


async def get_all(
    wanted: Mapping[str, PictureWish], desk: PictureDesk
) -> dict[str, str | PictureFailure]:
    """Get pictures side by side, and stop when the time is up."""
    fetcher, maker = desk.open_fetcher(), desk.open_maker()
    places = asyncio.Semaphore(AT_ONCE)
    begun: set[str] = set()

    async def get(url: str, wish: PictureWish) -> str | PictureFailure:
        async with places:
            begun.add(url)
            return await get_one(url, wish, desk, fetcher=fetcher, maker=maker)

    tasks = {url: asyncio.create_task(get(url, wish)) for url, wish in wanted.items()}
    try:
        await asyncio.wait(tasks.values(), timeout=desk.patience)
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        await maker.close()
        await fetcher.close()
    results: dict[str, str | PictureFailure] = {}
    for url, task in tasks.items():
        if not task.cancelled():
            results[url] = outcome(task)
            continue
        late = PictureFailure(reason=f"it was not there within {desk.patience:g} s")
        results[url] = late
        if url in begun:
            # The next command must not wait as long for the same server.
            note_failure(url, wanted[url], late, desk)
    return results


def outcome(task: asyncio.Task[str | PictureFailure]) -> str | PictureFailure:
    """Tell what came of getting a picture; a fault of ours costs that picture alone."""
    error = task.exception()
    if error is None:
        return task.result()
    return PictureFailure(reason=f"unexpected {type(error).__name__} (this is a fault of digest)")


async def get_one(
    url: str, wish: PictureWish, desk: PictureDesk, *, fetcher: Fetcher, maker: PictureMaker
) -> str | PictureFailure:
    """Fetch a picture, make it small and keep it; tell its name, or why there is none."""
    answer = await fetcher.fetch(url)
    if isinstance(answer, FetchFailure):
        failed = PictureFailure(reason=f"it cannot be fetched ({answer.reason})")
        note_failure(url, wish, failed, desk)
        return failed
    made = await maker.shrink(answer.body, wish)
    if isinstance(made, PictureFailure):
        note_failure(url, wish, made, desk)
        return made
    try:
        return desk.pictures.save(picture_key(url, wish), made, now=desk.clock.now())
    except StoreError as error:
        return PictureFailure(reason=error.message.rstrip("."))


def note_failure(url: str, wish: PictureWish, failed: PictureFailure, desk: PictureDesk) -> None:
    """Remember for a while that there is no picture."""
    desk.pictures.note_failure(picture_key(url, wish), failed.reason, now=desk.clock.now())

"""The pictures that a publication keeps: shown in previews, removed when nobody needs them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from digest.app.ports import EditionStore, Fetcher, PictureStore
from digest.compose.pictures import PLACE, hosted_name
from digest.model.fetch import Fetched, FetchFailure, Validators

# Older than any edition that could still show it, with as much again to be sure.
OLD = timedelta(days=60)
SELDOM = timedelta(days=7)


def prune_pictures(pictures: PictureStore, *, editions: EditionStore, now: datetime) -> int:
    """Remove pictures that no mail shows and none will; tell how many.

    A picture goes when it is older than 60 days and no edition that was planned names it. Locks
    stay for ever, and so do the pictures that archive pages and mails in mailboxes show. As all
    locks are read for it, it is done once a week at most.
    """
    old = pictures.older(now - OLD)
    if not old or min(old.values()) > now - OLD - SELDOM:
        return 0
    unnamed = set(old)
    for record in editions.editions():
        lock = editions.lock(record.slug)
        html = "\n".join(rendered.html for rendered in lock.rendered) if lock else ""
        if PLACE in html:
            unnamed = {name for name in unnamed if name not in html}
    for name in sorted(old):
        if name in unnamed:
            pictures.remove(name)
        else:
            pictures.keep(name)  # for good: locks stay
    return len(unnamed)


class KeptFirst:
    """Gives the pictures that the publication serves itself, and fetches all others.

    Args:
        fetcher: Fetches them, behind the fetch guard.
        find: Finds one that is kept, by its address.
    """

    def __init__(self, fetcher: Fetcher, *, find: Callable[[str], Fetched | None]) -> None:
        self._fetcher = fetcher
        self._find = find

    async def fetch(
        self, url: str, *, validators: Validators | None = None, obeys_robots: bool = False
    ) -> Fetched | FetchFailure:
        """Give one picture: from the folder, else from the web."""
        kept = self._find(url)
        if kept:
            return kept
        return await self._fetcher.fetch(url, validators=validators, obeys_robots=obeys_robots)

    async def close(self) -> None:
        """Close all connections."""
        await self._fetcher.close()


def find_hosted(address: str, *, public_url: str, pictures: PictureStore) -> Fetched | None:
    """Give a picture that the publication serves itself, by its address; None for any other."""
    name = hosted_name(public_url, address)
    body = pictures.read(name) if name else None
    if name is None or body is None:
        return None
    kind = "image/png" if name.endswith(".png") else "image/jpeg"
    return Fetched(url=address, body=body, content_type=kind)

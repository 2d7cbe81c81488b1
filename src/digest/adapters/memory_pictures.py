"""Pictures in memory: for use cases under test."""

from collections.abc import Callable
from datetime import datetime

from digest.compose.pictures import picture_name
from digest.model.picture import CardWish, Picture, PictureFailure, PictureWish

Make = Callable[[bytes, PictureWish], Picture | PictureFailure]


def copy_picture(body: bytes, wish: PictureWish) -> Picture | PictureFailure:
    """Give a file back as if it had been made small; an empty one is none."""
    if not body:
        return PictureFailure(reason="it is empty")
    return Picture(body=body, ending="jpg", width=wish.width, height=wish.width // 2)


class MemoryPictureMaker:
    """Makes pictures of whatever it is given.

    Args:
        make: Makes one.
    """

    def __init__(self, make: Make = copy_picture) -> None:
        self._make = make
        self.wishes: list[PictureWish] = []
        self.cards: list[CardWish] = []
        self.closed = False

    async def shrink(self, body: bytes, wish: PictureWish) -> Picture | PictureFailure:
        """Make a picture, and remember the wish."""
        self.wishes.append(wish)
        return self._make(body, wish)

    async def make_card(self, wish: CardWish) -> Picture | PictureFailure:
        """Make a card of its headline's letters."""
        self.cards.append(wish)
        return Picture(body=wish.headline.encode(), ending="jpg", width=1200, height=630)

    async def close(self) -> None:
        """Be closed."""
        self.closed = True


class MemoryPictureFolder:
    """Pictures by name, each with its moment."""

    def __init__(self) -> None:
        self.pictures: dict[str, tuple[datetime, bytes]] = {}
        self.failures: dict[str, tuple[datetime, str]] = {}
        self.kept: set[str] = set()

    def find(self, key: str, *, since: datetime) -> str | None:
        """Name the picture of a key that was fetched last, at `since` or later."""
        found = [
            (moment, name)
            for name, (moment, _) in self.pictures.items()
            if name.startswith(f"{key}-") and moment >= since
        ]
        return max(found)[1] if found else None

    def failure(self, key: str, *, since: datetime) -> str | None:
        """Tell why there is no picture of a key, if that was tried at `since` or later."""
        moment, reason = self.failures.get(key, (since, ""))
        return reason if reason and moment >= since else None

    def save(self, key: str, picture: Picture, *, now: datetime) -> str:
        """Keep a picture and tell its name."""
        name = picture_name(key, picture)
        self.pictures[name] = (now, picture.body)
        self.failures.pop(key, None)
        return name

    def note_failure(self, key: str, reason: str, *, now: datetime) -> None:
        """Remember why there is no picture."""
        self.failures[key] = (now, reason)

    def read(self, name: str) -> bytes | None:
        """Read a picture by its name."""
        return self.pictures[name][1] if name in self.pictures else None

    def older(self, before: datetime) -> dict[str, datetime]:
        """Name what was saved before a moment and is not kept for good, with when that was."""
        saved = {name: moment for name, (moment, _) in self.pictures.items()}
        saved |= {f"{key}.failed": moment for key, (moment, _) in self.failures.items()}
        return {
            name: moment
            for name, moment in sorted(saved.items())
            if moment < before and name not in self.kept
        }

    def keep(self, name: str) -> None:
        """Keep a picture for good."""
        self.kept.add(name)

    def remove(self, name: str) -> None:
        """Remove a picture or a failure."""
        self.pictures.pop(name, None)
        self.failures.pop(name.removesuffix(".failed"), None)

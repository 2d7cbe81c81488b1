"""Pin, drop and hold stories: what the desk wishes of them is heeded by every draft."""

from dataclasses import dataclass
from datetime import datetime

from digest.app.finding import find_one
from digest.app.ports import Clock, Stores
from digest.errors import UsageError
from digest.model.article import Article
from digest.model.wish import Wish, WishKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WishReport:
    """What became of a wish.

    Attributes:
        wish: As it is kept; as it was, when it was taken back.
        article: What it is about.
        removed: Whether it was taken back.
        told_in: Edition that told the article already; None for most.
    """

    wish: Wish
    article: Article
    removed: bool
    told_in: str | None


def keep_wish(
    kind: WishKind,
    text: str,
    *,
    stores: Stores,
    clock: Clock,
    section: str | None = None,
    until: datetime | None = None,
    dry_run: bool = False,
) -> WishReport:
    """Keep what the desk wishes of the one article that `text` means.

    Args:
        kind: What is wished.
        text: An address, or words of its headline.
        stores: Where the article and the wish are kept.
        clock: Tells the present moment.
        section: Where a pinned story shall stand; None leaves it in its own.
        until: Moment before which an embargoed story is not shown.
        dry_run: Whether to keep nothing.

    Raises:
        UsageError: There is no such article, or more than one.
    """
    now = clock.now()
    article = find_one(text, stores.articles, now=now)
    wish = Wish(
        url=article.url,
        kind=kind,
        headline=article.headline,
        section=section,
        until=until,
        at=now,
    )
    if not dry_run:
        stores.wishes.save_wish(wish)
    told = stores.editions.told().get(article.url)
    return WishReport(wish=wish, article=article, removed=False, told_in=told)


def take_back(
    kind: WishKind, text: str, *, stores: Stores, clock: Clock, dry_run: bool = False
) -> WishReport:
    """Take back what the desk wished of an article.

    An embargo is not forgotten but lifted: the article may ask for one itself.

    Raises:
        UsageError: There is no such article, or nothing of the kind was wished of it.
    """
    now = clock.now()
    article = find_one(text, stores.articles, now=now)
    wishes = stores.wishes.wishes()
    known = [one for one in wishes if one.kind is kind and one.url == article.url]
    if kind is WishKind.EMBARGO:
        free = min(article.published or article.first_seen, article.first_seen)
        return keep_wish(kind, article.url, stores=stores, clock=clock, until=free, dry_run=dry_run)
    if not known:
        verb = {WishKind.PIN: "pinned", WishKind.DROP: "dropped"}[kind]
        raise UsageError(
            f"“{article.headline}” is not {verb}.", f"See what is: digest {kind.value}"
        )
    if not dry_run:
        stores.wishes.remove_wish(article.url, kind)
    return WishReport(wish=known[0], article=article, removed=True, told_in=None)


def list_wishes(kind: WishKind, *, stores: Stores, clock: Clock) -> list[Wish]:
    """List what the desk wishes of one kind, the latest last; embargoes that hold no more aside."""
    now = clock.now()
    return [
        one
        for one in stores.wishes.wishes()
        if one.kind is kind and (one.until is None or one.until > now)
    ]

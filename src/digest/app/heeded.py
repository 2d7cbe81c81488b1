"""Gather what an edition has to heed besides its rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest.app.ports import Stores
from digest.compose.updates import has_materially_changed
from digest.compose.window import FURTHEST_BACK
from digest.compose.wishes import Wishes, sort_wishes
from digest.model.article import Article, ArticleVersion
from digest.model.edition import Window
from digest.model.publication import Publication
from digest.model.wish import Wish, WishKind
from digest.text.embargoes import OPENING, find_embargo

LONGEST_WISH = FURTHEST_BACK * 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeded:
    """What the desk wishes, the articles ask for, and readers were told before.

    Attributes:
        told: Canonical address of each article told before, with the slug of its edition.
        wishes: For single articles.
        notices: Embargoes that stand in articles and that the desk's list does not know yet.
        further: Articles outside of the window that are wished for or have changed.
    """

    told: Mapping[str, str]
    wishes: Wishes
    notices: tuple[Wish, ...]
    further: tuple[Article, ...]


def heed(
    found: Sequence[Article], publication: Publication, *, window: Window, stores: Stores
) -> Heeded:
    """Gather what an edition has to heed.

    Args:
        found: The articles that may belong to its window.
        publication: Its zone is that of moments that name none.
        window: What the edition selects from.
        stores: The desk's wishes, earlier versions, and what was told.
    """
    told = stores.editions.told()
    # A wish for what is long gone would have its article read every day.
    listed = [one for one in stores.wishes.wishes() if is_of_use(one, window=window)]
    notices = find_notices(found, listed, zone=publication.timezone)
    changed = find_changed(told, window=window, stores=stores)
    wanted = {one.url for one in listed if one.kind is not WishKind.DROP} | changed.keys()
    here = {one.url for one in found}
    further = stores.articles.articles_at(sorted(wanted - here))
    updated = frozenset(
        one.url
        for one in (*found, *further)
        if one.url in changed and has_materially_changed(changed[one.url], one)
    )
    wishes = sort_wishes(
        listed,
        notices={one.url: one.until for one in notices if one.until},
        updated=updated,
    )
    kept = tuple(
        one
        for one in further
        if one.url in wishes.pins or one.url in wishes.embargoes or one.url in updated
    )
    return Heeded(told=told, wishes=wishes, notices=notices, further=kept)


def is_of_use(wish: Wish, *, window: Window) -> bool:
    """Tell whether a wish may still concern an edition."""
    last = wish.until if wish.until and wish.until > wish.at else wish.at
    return last > window.start - LONGEST_WISH


def find_notices(
    articles: Iterable[Article], listed: Iterable[Wish], *, zone: str
) -> tuple[Wish, ...]:
    """Find the embargoes that articles ask for, unless the desk has its own word on them."""
    known = {one.url for one in listed if one.kind is WishKind.EMBARGO}
    notices = []
    for article in articles:
        if article.url in known:
            continue
        until = find_embargo(
            f"{article.headline}\n{(article.body or article.lede)[:OPENING]}",
            now=article.first_seen,
            zone=zone,
            languages=(article.language,) if article.language else (),
        )
        if until:
            notices.append(
                Wish(
                    url=article.url,
                    kind=WishKind.EMBARGO,
                    headline=article.headline,
                    until=until,
                    at=article.first_seen,
                )
            )
    return tuple(notices)


def find_changed(
    told: Mapping[str, str], *, window: Window, stores: Stores
) -> dict[str, ArticleVersion]:
    """Find what was told and has changed in this window, with what it said when it was told."""
    versions = stores.articles.versions_since(window.start - FURTHEST_BACK)
    here = {
        url: earlier
        for url, earlier in versions.items()
        if url in told and any(window.start < one.until <= window.end for one in earlier)
    }
    if not here:
        return {}
    ends = {one.slug: one.window.end for one in stores.editions.editions()}
    since = {
        url: [one for one in earlier if one.until > ends[told[url]]]
        for url, earlier in here.items()
    }
    return {url: earlier[0] for url, earlier in since.items() if earlier}

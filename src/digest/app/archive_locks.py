"""What the archive takes from a lock: what lists show, the text behind it, its own pictures."""

from contextlib import suppress
from datetime import date
from hashlib import sha256

from digest.compose.draft import read_edition
from digest.errors import EditionError
from digest.model.edition import Edition
from digest.model.message import Lock, Rendered
from digest.render.archive import LANGUAGE, PICTURES, House, Sent, Version
from digest.render.archive_pictures import hosted_names, place_hosted
from digest.render.characters import printable


def make_sent(lock: Lock, *, day: date, house: House, has_cards: bool) -> Sent:
    """Gather what lists show of an edition, from its lock."""
    versions: dict[str, Version] = {}
    for number, rendered in enumerate(lock.rendered):
        fits = not number or LANGUAGE.fullmatch(rendered.language)
        if fits and rendered.language.casefold() not in versions:
            edition = read_source(lock, number, house)
            hero = edition.items[0] if edition and edition.items else None
            versions[rendered.language.casefold()] = Version(
                language=rendered.language,
                text_language=edition.language if edition else rendered.language,
                subject=printable(rendered.subject),
                preheader=edition.preheader if edition else "",
                image=hero.image if hero and not hero.sponsor else None,
                has_card=has_cards,
                digest=hash_texts(rendered.html, *lock.sources[number : number + 1]),
            )
    return Sent(
        slug=lock.slug,
        number=lock.number,
        at=lock.date,
        day=day,
        versions=tuple(versions.values()),
    )


def find_rendering(lock: Lock, language: str, house: House) -> tuple[Rendered, Edition | None]:
    """Find the rendering in a language, with its text."""
    number = next(
        number
        for number, one in enumerate(lock.rendered)
        if one.language.casefold() == language.casefold()
    )
    return lock.rendered[number], read_source(lock, number, house)


def read_source(lock: Lock, number: int, house: House) -> Edition | None:
    """Read the text behind a rendering; None in locks of an earlier version.

    Pictures that the archive has are named as they are found there today.
    """
    with suppress(EditionError, IndexError):
        edition = printable(read_edition(lock.sources[number]))
        now = house.absolute(PICTURES)
        if not (lock.public_url and now):
            return edition
        start = f"{lock.public_url}/{PICTURES}"
        return place_hosted(edition, lock.rendered[number].html, start=start, now=now)
    return None


def hosted_pictures(lock: Lock) -> set[str]:
    """Name the archive's own pictures that a mail shows in any language."""
    if not lock.public_url:
        return set()
    start = f"{lock.public_url}/{PICTURES}"
    return {name for one in lock.rendered for name in hosted_names(one.html, start=start)}


def hash_texts(*texts: str) -> str:
    """Hash texts with their lengths: SHA-256, hex."""
    digest = sha256()
    for text in texts:
        raw = text.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()

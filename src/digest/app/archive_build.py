"""Build the archive as a static site: only what has changed is written, nobody's file is touched.

A manifest in the folder names every file that a build wrote. It makes the folder ours, tells what
of an earlier build is to go, and keeps for each edition's page what it was made from, so that a
page is made again only when that has changed.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from functools import partial

from digest import __version__
from digest.app.archive import Archive
from digest.app.archive_locks import hash_texts
from digest.app.archive_manifest import Built, read_manifest, save_manifest
from digest.app.archive_work import Advance, Part, Work
from digest.app.ports import PictureMaker, Site
from digest.errors import UsageError
from digest.model.picture import CardWish, Picture, PictureFailure
from digest.render.archive import PICTURES, House, Sent
from digest.render.archive_feeds import ROBOTS
from digest.render.archive_pages import card_of

# What a site may have of its own: it is left as it is when it is not ours.
LEFT = ("index.html", ROBOTS)

Pictures = Callable[[str], bytes | None]
Draw = Callable[[CardWish], Picture | PictureFailure]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did.

    Attributes:
        editions: How many are in the archive.
        written: Paths that were written, or would be.
        unchanged: How many files are as they were.
        removed: Paths that were removed, or would be.
        left: Paths of files that are not ours, and stay.
        missing: Paths of pictures that nobody has any more, and of cards that cannot be drawn.
    """

    editions: int
    written: tuple[str, ...] = ()
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """Where the files of a site come from, and where they go."""

    archive: Archive
    site: Site
    pictures: Pictures
    draw: Draw | None

    def shown(self) -> Iterator[Part]:
        """List what pages show: pictures of the publication, and social cards."""
        for name in self.archive.pictures():
            yield Part(path=PICTURES + name, key=name, make=partial(self.pictures, name))
        for slug in self.archive.records:
            sent = self.archive.sent(slug)
            for one in sent.versions:
                if one.has_card:
                    yield self.card(sent, one.language)

    def card(self, sent: Sent, language: str) -> Part:
        """Name the social card of an edition in a language."""
        house = self.archive.house
        name = own_picture(sent, language, house)
        wish = card_of(sent, language, house=house, picture=None)
        key = hash_texts(__version__, name, json.dumps(asdict(wish), default=str))
        return Part(
            path=sent.card_path(language), key=key, make=partial(self.draw_card, wish, name)
        )

    def draw_card(self, wish: CardWish, name: str) -> bytes | None:
        """Draw a social card; None when it cannot be drawn."""
        if self.draw is None:
            return None
        drawn = self.draw(replace(wish, picture=self.pictures(name) if name else None))
        return drawn.body if isinstance(drawn, Picture) else None

    def pages(self) -> Iterator[Part]:
        """List the pages of editions, then the lists and feeds that link to them."""
        archive = self.archive
        base = house_key(archive)
        for path, slug in archive.edition_paths().items():
            key = page_key(archive, slug, path, base)
            yield Part(path=path, key=key, make=partial(write_page, archive, path))
        for path in archive.other_paths():
            yield Part(path=path, key="", make=partial(write_page, archive, path))


def own_picture(sent: Sent, language: str, house: House) -> str:
    """Name the picture of an edition's card that the publication serves itself; empty for none."""
    image = sent.version(language).image
    own = house.absolute(PICTURES)
    return image.url.removeprefix(own) if image and own and image.url.startswith(own) else ""


def say_nothing(done: int, total: int) -> None:
    """Tell nobody how far a build is."""
    del done, total


def build_archive(
    archive: Archive,
    *,
    site: Site,
    pictures: Pictures,
    maker: PictureMaker | None = None,
    advance: Advance = say_nothing,
    dry_run: bool = False,
) -> BuildReport:
    """Build the site, or go on with what an earlier build left.

    Args:
        archive: The archive as it is now.
        site: Where it goes.
        pictures: Gives a picture of the publication by its name; None for one that is gone.
        maker: Draws social cards, for an archive that has them; is closed afterwards.
        advance: Is told how many files are seen to, and of how many.
        dry_run: Whether to write nothing and only tell.

    Raises:
        UsageError: The folder holds something that is not ours.
        EditionBusy: Another run is building it.
    """
    with drawing(maker) as draw, nullcontext() if dry_run else site.alone():
        before = read_manifest(site, archive.house.publication.id)
        works = Works(archive=archive, site=site, pictures=pictures, draw=draw)
        return run_build(works, before, dry=dry_run, advance=advance)


@contextmanager
def drawing(maker: PictureMaker | None) -> Iterator[Draw | None]:
    """Let a maker draw card after card, and close it."""
    if maker is None:
        yield None
        return
    with asyncio.Runner() as runner:
        try:
            yield lambda wish: runner.run(maker.make_card(wish))
        finally:
            runner.run(maker.close())


def run_build(
    works: Works, before: dict[str, Built], *, dry: bool, advance: Advance
) -> BuildReport:
    """Go through all files: what pages show first, then the pages."""
    shown, pages = list(works.shown()), list(works.pages())
    left = find_strangers([*shown, *pages], before, works.site)
    total = len(shown) + len(pages)
    work = Work(site=works.site, before=before, dry=dry, advance=advance, total=total)
    if not dry:
        announce(works, before, [one.path for one in (*shown, *pages) if one.path not in left])
    for part in shown:
        work.add(part)
    for path in work.missing:
        works.archive.drop_card(path)
    for part in works.pages() if work.missing else pages:
        if part.path not in left:
            work.add(part)
    return BuildReport(
        editions=len(works.archive.records),
        written=tuple(work.written),
        unchanged=work.unchanged,
        removed=tuple(finish(works, work)),
        left=tuple(left),
        missing=tuple(work.missing),
    )


def announce(works: Works, before: dict[str, Built], paths: Sequence[str]) -> None:
    """Name the files that this build may write before it writes the first.

    Whatever stops this run, the next one then knows every file that it may have written.
    """
    new = {path: Built(digest="") for path in paths if path not in before}
    if new or not before:
        save_manifest(works.site, works.archive.house.publication.id, {**before, **new})


def finish(works: Works, work: Work) -> list[str]:
    """Remove what is no longer a part of the site, and note what is; tell what was removed."""
    gone = sorted(set(work.before) - set(work.now))
    if not work.dry:
        for path in gone:
            works.site.remove(path)
        save_manifest(works.site, works.archive.house.publication.id, work.now)
    return gone


def find_strangers(parts: Sequence[Part], before: dict[str, Built], site: Site) -> list[str]:
    """Find files in the place of ours that are not ours; those that may stay there.

    Raises:
        UsageError: One may not.
    """
    found = [
        one.path for one in parts if one.path not in before and site.read(one.path) is not None
    ]
    if refused := [path for path in found if path not in LEFT]:
        raise UsageError(
            f"{refused[0]} is there already, and no build of the archive wrote it.",
            "Move it away, or build into another folder.",
        )
    return found


def write_page(archive: Archive, path: str) -> bytes | None:
    """Write one page as bytes."""
    text = archive.page(path)
    return None if text is None else text.encode()


def house_key(archive: Archive) -> str:
    """Hash what all pages are made from."""
    house = archive.house
    publication = house.publication
    parts = {
        "version": __version__,
        "publication": [publication.name, publication.strapline, publication.site],
        "languages": [publication.timezone, *house.languages],
        "public_url": house.public_url,
        "subscribe_url": house.subscribe_url,
        "theme": asdict(house.theme),
        "strings": house.strings,
        "words": house.words,
        "templates": dict(house.pages.sources),
    }
    return hash_texts(json.dumps(parts, sort_keys=True, default=str))


def page_key(archive: Archive, slug: str, path: str, base: str) -> str:
    """Hash what an edition's page is made from."""
    parts = [asdict(one) if one else None for one in (archive.sent(slug), *archive.around(slug))]
    return hash_texts(base, path, json.dumps(parts, sort_keys=True, default=str))

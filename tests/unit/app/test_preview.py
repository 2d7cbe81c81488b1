"""A preview is a folder that needs no network: the mail with its pictures beside it."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest
from tests.unit.app.edition_desk import FILE, PUBLICATION, SLUG, Desk, make_desk, renderer

from digest.adapters.memory_web import MemoryFetcher
from digest.app.preview import MOST_PICTURES, PreviewReport, fetch_pictures, preview_edition
from digest.errors import EditionError, UsageError
from digest.model.article import Image
from digest.model.edition import Edition, Item, Section
from digest.model.fetch import Fetched, FetchFailure

PNG = b"\x89PNG\r\n\x1a\n picture"
JPEG = b"\xff\xd8\xff picture"
IMAGES = "https://img.example.org/"


@dataclass(slots=True)
class Shelf:
    """An output that remembers."""

    files: dict[str, bytes] = field(default_factory=dict)

    def write(self, name: str, data: bytes) -> None:
        self.files[name] = data


class ClosingFetcher(MemoryFetcher):
    """Tells whether it was closed."""

    closed = 0

    async def close(self) -> None:
        self.closed += 1


def preview(desk: Desk, fetcher: MemoryFetcher, shelf: Shelf) -> PreviewReport:
    return asyncio.run(
        preview_edition(
            SLUG,
            desk.publication,
            folder=desk.folder,
            out=shelf,
            renderer=renderer(),
            fetcher=fetcher,
            clock=desk.clock,
            public_url="",
        )
    )


def pictured(*addresses: str) -> Edition:
    items = tuple(
        Item(headline=f"Story {number}", summary="Text.", image=Image(url=address, alt="A quay"))
        for number, address in enumerate(addresses)
    )
    return Edition(
        slug=SLUG,
        number=1,
        language="en",
        subject="S",
        sections=(Section(name="Today", items=items),),
        bench=(Item(headline="Later", image=Image(url=IMAGES + "bench.png")),),
    )


def test_the_mail_and_its_pictures_are_written_the_page_first() -> None:
    desk = make_desk()
    desk.draft()
    picture = IMAGES + "quay.png?w=600&h=400"
    line = "## [Ministers shelve the harbour levy](https://post.example.org/levy)"
    text = desk.folder.texts[FILE]
    assert line in text
    desk.folder.texts[FILE] = text.replace(line, f"{line}\nimage: {picture} | A quay | J. Marsh")
    fetcher, shelf = ClosingFetcher({picture: PNG}), Shelf()

    report = preview(desk, fetcher, shelf)

    assert report.files[0] == "index.html"
    assert set(report.files) == set(shelf.files)
    assert shelf.files["pictures/01.png"] == PNG
    assert b'src="pictures/01.png"' in shelf.files["mail.html"]
    assert b"img.example.org" not in shelf.files["mail.html"]
    assert fetcher.closed == 1
    assert desk.folder.texts.keys() == {FILE}, "the publication's folder stays as it is"


def test_each_picture_is_fetched_once_and_none_of_the_bench() -> None:
    fetcher, shelf = ClosingFetcher({IMAGES + "a.png": PNG, IMAGES + "b.jpg": JPEG}), Shelf()
    edition = pictured(IMAGES + "a.png", IMAGES + "b.jpg", IMAGES + "a.png")

    pictures, missing = asyncio.run(fetch_pictures(edition, fetcher=fetcher, out=shelf))

    assert fetcher.asked == [IMAGES + "a.png", IMAGES + "b.jpg"]
    assert pictures == {
        IMAGES + "a.png": "pictures/01.png",
        IMAGES + "b.jpg": "pictures/02.jpg",
    }
    assert missing == []


def test_what_cannot_be_had_or_is_no_picture_is_named_and_never_written() -> None:
    page = Fetched(url=IMAGES + "x.png", body=b"<html>", content_type="image/png")
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    fetcher = ClosingFetcher({IMAGES + "x.png": page, IMAGES + "y.svg": svg})
    shelf = Shelf()
    edition = pictured(IMAGES + "gone.png", IMAGES + "x.png", IMAGES + "y.svg")

    pictures, missing = asyncio.run(fetch_pictures(edition, fetcher=fetcher, out=shelf))

    assert pictures == {}
    assert shelf.files == {}
    assert [one.url for one in missing] == [
        IMAGES + name for name in ("gone.png", "x.png", "y.svg")
    ]
    assert missing[0].reason == "HTTP 404, not found"
    assert {one.reason for one in missing[1:]} == {"it is no picture"}


def test_there_are_only_so_many_pictures() -> None:
    edition = pictured(*(f"{IMAGES}{number}.png" for number in range(MOST_PICTURES + 5)))
    fetcher = ClosingFetcher({})
    asyncio.run(fetch_pictures(edition, fetcher=fetcher, out=Shelf()))
    assert len(fetcher.asked) == MOST_PICTURES


def test_the_fetcher_is_closed_even_when_fetching_breaks() -> None:
    class Broken(ClosingFetcher):
        async def fetch(self, *_: object, **__: object) -> Fetched | FetchFailure:
            raise RuntimeError

    fetcher = Broken({})
    with pytest.raises(RuntimeError):
        asyncio.run(fetch_pictures(pictured(IMAGES + "a.png"), fetcher=fetcher, out=Shelf()))
    assert fetcher.closed == 1


def test_a_file_that_is_not_there_or_cannot_be_read_leaves_nothing_behind() -> None:
    desk, shelf = make_desk(replace(PUBLICATION)), Shelf()
    with pytest.raises(UsageError):
        preview(desk, MemoryFetcher({}), shelf)
    desk.folder.texts[FILE] = "nonsense\n"
    with pytest.raises(EditionError):
        preview(desk, MemoryFetcher({}), shelf)
    assert shelf.files == {}

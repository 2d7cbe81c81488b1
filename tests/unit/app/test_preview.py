"""A preview is a folder that needs no network: the page with everything in it, and the pictures."""

import asyncio
import json
import re

import pytest
from tests.unit.app.edition_desk import Desk
from tests.unit.app.preview_desk import FILE, Shelf, add_reader, drafted_desk, look_at

from digest.adapters.memory_web import MemoryFetcher
from digest.adapters.preview_server import read_asset
from digest.app.preview import (
    MOST_PICTURES,
    PreviewReport,
    fetch_pictures,
    make_sheet,
    preview_edition,
)
from digest.errors import EditionError, UsageError
from digest.model.fetch import Fetched, FetchFailure
from digest.render.preview import Shell

PNG = b"\x89PNG\r\n\x1a\n picture"
JPEG = b"\xff\xd8\xff picture"
IMAGES = "https://img.example.org/"
SHELL = Shell(html=read_asset("page.html"), css=read_asset("page.css"), js=read_asset("page.js"))
LEVY = "## [Ministers shelve the harbour levy](https://post.example.org/levy)"


class ClosingFetcher(MemoryFetcher):
    """Tells whether it was closed."""

    closed = 0

    async def close(self) -> None:
        self.closed += 1


def preview(desk: Desk, fetcher: MemoryFetcher, shelf: Shelf) -> PreviewReport:
    return asyncio.run(preview_edition(look_at(desk), out=shelf, fetcher=fetcher, shell=SHELL))


def read_model(shelf: Shelf) -> dict[str, object]:
    block = re.search(r'id="model">(.*?)</script>', shelf.files["index.html"].decode(), re.DOTALL)
    assert block
    model: dict[str, object] = json.loads(block[1])
    return model


def test_the_mail_and_its_pictures_are_written_the_page_first() -> None:
    desk = drafted_desk(languages=("fr",))
    add_reader(desk, "zoe@example.org", "Zoë Okoro")
    picture = IMAGES + "quay.png?w=600&h=400"
    text = desk.folder.texts[FILE]
    assert LEVY in text
    desk.folder.texts[FILE] = text.replace(LEVY, f"{LEVY}\nimage: {picture} | A quay | J. Marsh")
    fetcher, shelf = ClosingFetcher({picture: PNG}), Shelf()

    report = preview(desk, fetcher, shelf)

    assert report.files[:5] == (
        "index.html",
        "mail-light.html",
        "mail-dark.html",
        "mail.html",
        "mail.txt",
    )
    assert set(report.files) == set(shelf.files)
    assert shelf.files["pictures/01.png"] == PNG
    assert b'src="pictures/01.png"' in shelf.files["mail.html"]
    for name in ("mail.html", "mail-light.html", "mail-dark.html"):
        assert b"img.example.org" not in shelf.files[name]
    assert fetcher.closed == 1
    assert desk.folder.texts.keys() == {FILE}, "the publication's folder stays as it is"
    assert not [name for name, data in shelf.files.items() if b"zoe@" in data]


def test_the_page_has_every_side_that_needs_no_server() -> None:
    shelf = Shelf()
    preview(drafted_desk(languages=("fr",)), ClosingFetcher({}), shelf)
    model = read_model(shelf)
    sides = model["sides"]
    assert isinstance(sides, dict)
    assert list(sides) == ["daily en no", "daily en yes", "daily fr no", "daily fr yes"]
    assert model["first"] == "daily en no"
    assert 'dir="rtl"' in sides["daily en yes"]["html"]
    assert model["mistake"] is None
    assert isinstance(model["findings"], list)
    assert "https://example.org/unsubscribe" in sides["daily en no"]["html"]


def test_no_page_but_a_preview_is_written_over() -> None:
    shelf, desk = Shelf(), drafted_desk()
    for _ in range(2):
        preview(desk, ClosingFetcher({}), shelf)
    shelf.files = {"index.html": b"<!DOCTYPE html><title>The Daily</title>"}
    before = dict(shelf.files)
    with pytest.raises(UsageError, match="no preview"):
        preview(desk, ClosingFetcher({}), shelf)
    assert shelf.files == before


def test_each_picture_is_fetched_and_written_once() -> None:
    fetcher, shelf = ClosingFetcher({IMAGES + "a.png": PNG, IMAGES + "b.jpg": JPEG}), Shelf()
    wanted = [IMAGES + "a.png", IMAGES + "b.jpg"]

    pictures, missing = asyncio.run(fetch_pictures(wanted, fetcher=fetcher, out=shelf))

    assert fetcher.asked == wanted
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
    wanted = [IMAGES + name for name in ("gone.png", "x.png", "y.svg")]

    pictures, missing = asyncio.run(fetch_pictures(wanted, fetcher=fetcher, out=shelf))

    assert pictures == {}
    assert shelf.files == {}
    assert [one.url for one in missing] == wanted
    assert missing[0].reason == "HTTP 404, not found"
    assert {one.reason for one in missing[1:]} == {"it is no picture"}


def test_there_are_only_so_many_pictures() -> None:
    wanted = [f"{IMAGES}{number}.png" for number in range(MOST_PICTURES + 5)]
    fetcher = ClosingFetcher({})
    asyncio.run(fetch_pictures(wanted, fetcher=fetcher, out=Shelf()))
    assert len(fetcher.asked) == MOST_PICTURES


def test_the_fetcher_is_closed_even_when_fetching_breaks() -> None:
    class Broken(ClosingFetcher):
        async def fetch(self, *_: object, **__: object) -> Fetched | FetchFailure:
            raise RuntimeError

    fetcher = Broken({})
    with pytest.raises(RuntimeError):
        asyncio.run(fetch_pictures([IMAGES + "a.png"], fetcher=fetcher, out=Shelf()))
    assert fetcher.closed == 1


def test_a_file_that_is_not_there_or_cannot_be_read_leaves_nothing_behind() -> None:
    desk, shelf = drafted_desk(), Shelf()
    del desk.folder.texts[FILE]
    with pytest.raises(UsageError):
        preview(desk, MemoryFetcher({}), shelf)
    desk.folder.texts[FILE] = "nonsense\n"
    with pytest.raises(EditionError):
        preview(desk, MemoryFetcher({}), shelf)
    assert shelf.files == {}


def test_a_contact_sheet_shows_the_mail_from_eight_sides_and_its_text() -> None:
    sheet = make_sheet(look_at(drafted_desk()), pictures={})
    assert sheet.count("<iframe ") == 8
    assert sheet.count('sandbox="allow-same-origin"') == 8
    assert "375 px, right to left" in sheet
    assert "Text part" in sheet
    assert "allow-scripts" not in sheet

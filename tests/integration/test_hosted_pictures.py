"""Pictures from a real web server, through the guard and the limited process, into the mail."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.integration.web_site import Reply, opened_site
from tests.unit.adapters.pictures import MOST, opened, slope, written
from tests.unit.app.sending_desk import HandClock
from tests.unit.render.examples import EDITION, HERO, PUBLICATION, sources, story

from digest.adapters.http import HttpFetcher
from digest.adapters.memory_render import MemoryRenderer
from digest.adapters.picture_folder import PictureFolder
from digest.adapters.picture_maker import ChildPictureMaker
from digest.app.pictures import PictureDesk
from digest.compose.pictures import hosted_name
from digest.model.article import Image
from digest.model.edition import Edition

PAGES = "https://news.example.org"


def pictured(*addresses: str) -> Edition:
    first, *others = addresses
    items = [replace(HERO, image=Image(url=first, alt="Cranes"))]
    items += [
        story(f"Story {at}", "A summary.", f"s{at}", image=Image(url=url, alt="A quay"))
        for at, url in enumerate(others)
    ]
    return replace(EDITION, sections=(replace(EDITION.sections[0], items=tuple(items)),))


def desk_of(folder: Path, *, allowed: tuple[str, ...]) -> PictureDesk:
    return PictureDesk(
        publication=PUBLICATION,
        public_url=PAGES,
        renderer=MemoryRenderer(sources()),
        pictures=PictureFolder(folder),
        open_fetcher=lambda: HttpFetcher(allow_private=allowed),
        open_maker=ChildPictureMaker,
        clock=HandClock(),
    )


def test_good_pictures_are_hosted_and_each_bad_one_is_named(tmp_path: Path) -> None:
    with opened_site() as site:
        site.answers = {
            "/hero.jpg": Reply(written(slope(2000, 1500))),
            "/moved.png": Reply(status=302, headers={"Location": "/small.png"}),
            "/small.png": Reply(written(slope(400, 300), "PNG")),
            "/drawing.svg": Reply(b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
            "/page.jpg": Reply(b"<html>Please accept our cookies</html>"),
        }
        names = ("hero.jpg", "moved.png", "drawing.svg", "page.jpg", "gone.jpg")
        addresses = [f"{site.url}/{name}" for name in names]
        edition = pictured(*addresses)
        desk = desk_of(tmp_path, allowed=("127.0.0.1",))
        hosting = desk.host([edition])
        assert set(hosting.addresses) == set(addresses[:2])
        reasons = [hosting.missing[url] for url in addresses[2:]]
        assert "SVG" in reasons[0]
        assert "no picture" in reasons[1]
        assert "HTTP 404" in reasons[2]
        asked = len(site.asked)
        assert desk.host([edition]).addresses == hosting.addresses
        assert len(site.asked) == asked
    name = hosted_name(PAGES, hosting.addresses[addresses[0]])
    body = PictureFolder(tmp_path).read(name or "")
    assert body
    assert len(body) <= MOST
    assert opened(body).size == (1200, 800)


@pytest.mark.parametrize("spelling", ["127.0.0.1", "2130706433", "0x7f.1", "localhost"])
def test_no_picture_is_fetched_from_inside(tmp_path: Path, spelling: str) -> None:
    with opened_site() as site:
        site.answers = {"/secret.jpg": Reply(written(slope(90, 60)))}
        address = f"http://{spelling}:{site.port}/secret.jpg"
        hosting = desk_of(tmp_path, allowed=()).host([pictured(address)])
        assert hosting.addresses == {}
        assert "cannot be fetched" in hosting.missing[address]
        assert site.asked == []


def test_a_redirect_to_the_inside_is_refused(tmp_path: Path) -> None:
    with opened_site() as inside, opened_site() as outside:
        inside.answers = {"/secret.jpg": Reply(written(slope(90, 60)))}
        elsewhere = f"http://127.0.0.2:{inside.port}/secret.jpg"
        outside.answers = {"/a.jpg": Reply(status=302, headers={"Location": elsewhere})}
        address = f"{outside.url}/a.jpg"
        hosting = desk_of(tmp_path, allowed=("127.0.0.1",)).host([pictured(address)])
        assert hosting.addresses == {}
        assert "127.0.0.2" in hosting.missing[address]
        assert len(outside.asked) == 1
        assert inside.asked == []

"""Building the site: only what has changed, never what is not ours, the same bytes each time."""

import json
from dataclasses import replace
from functools import lru_cache

import pytest
from tests.unit.app.archive_desk import (
    PAGES,
    MemorySite,
    again,
    archive_of,
    edition_of,
    lock_of,
    send,
)
from tests.unit.render.examples import EDITION, PUBLICATION, with_hero

from digest.adapters.memory import MemoryStore
from digest.adapters.memory_pictures import MemoryPictureMaker
from digest.app.archive import Archive
from digest.app.archive_build import BuildReport, build_archive
from digest.app.archive_manifest import MANIFEST
from digest.errors import UsageError
from digest.model.article import Image
from digest.model.message import Lock
from digest.model.picture import CardWish, PictureFailure

A1 = "archive/pictures/a1.jpg"
PAGE = "archive/the-daily-2026-11-23/index.html"


@lru_cache(maxsize=1)
def lock() -> Lock:
    return lock_of(edition_of("2026-11-23"))


def sent(*locks: Lock) -> MemoryStore:
    store = MemoryStore()
    for one in locks:
        send(store, one)
    return store


def build(archive: Archive, site: MemorySite, **pictures: bytes) -> BuildReport:
    site.writes.clear()
    return build_archive(archive, site=site, pictures=lambda name: pictures.get(name[:1]))


def test_building_again_writes_nothing() -> None:
    site = MemorySite()
    archive = archive_of(sent(lock()))
    first = build(archive, site)

    second = build(archive_of(sent(lock())), site)

    assert first.editions == second.editions == 1
    assert len(first.written) == len(site.files) - 1 == 7
    assert second.written == second.removed == ()
    assert second.unchanged == 7
    assert site.writes == []


def test_two_builds_of_the_same_editions_are_the_same_bytes() -> None:
    sites = [MemorySite(), MemorySite()]
    for site in sites:
        build(archive_of(sent(again(lock(), "2026-11-22"), lock())), site)

    assert sites[0].files == sites[1].files


def test_a_new_edition_changes_only_what_leads_to_it() -> None:
    days = ("2026-11-21", "2026-11-22", "2026-11-23")
    locks = [again(lock(), day, number) for number, day in enumerate(days, start=1)]
    site = MemorySite()
    build(archive_of(sent(*locks[:2])), site)

    report = build(archive_of(sent(*locks)), site)

    assert set(report.written) == {
        PAGE,
        "archive/the-daily-2026-11-22/index.html",
        "archive/index.html",
        "feed.xml",
        "feed.json",
        "sitemap.xml",
    }
    assert "archive/the-daily-2026-11-21/index.html" not in site.writes
    assert "Next edition" in site.texts["archive/the-daily-2026-11-22/index.html"]


def test_a_page_that_has_not_changed_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    site = MemorySite()
    build(archive_of(sent(lock())), site)
    archive = archive_of(sent(lock()))
    monkeypatch.setattr(
        "digest.app.archive.edition_page", lambda *_, **__: pytest.fail("made again")
    )

    assert build(archive, site).written == ()


def test_a_page_that_somebody_spoilt_is_mended() -> None:
    site = MemorySite()
    build(archive_of(sent(lock())), site)
    whole = site.files[PAGE]
    site.files[PAGE] = b"spoilt"

    assert build(archive_of(sent(lock())), site).written == (PAGE,)
    assert site.files[PAGE] == whole


def test_a_new_name_reaches_every_page() -> None:
    site = MemorySite()
    build(archive_of(sent(lock())), site)

    renamed = replace(PUBLICATION, name="The Evening Daily")
    build(archive_of(sent(lock()), renamed), site)

    assert "The Evening Daily: Archive" in site.texts[PAGE]


def test_an_edition_that_is_gone_is_removed_with_what_was_built_for_it() -> None:
    site = MemorySite()
    build(archive_of(sent(again(lock(), "2026-11-22"), lock())), site)
    site.files["archive/the-daily-2026-11-23/notes.txt"] = b"the desk's own"

    report = build(archive_of(sent(again(lock(), "2026-11-22"))), site)

    assert report.removed == (PAGE,)
    assert PAGE not in site.files
    assert "archive/the-daily-2026-11-23/notes.txt" in site.files


def test_a_folder_of_somebody_else_is_refused() -> None:
    site = MemorySite(files={"index.html": b"my own site"})

    with pytest.raises(UsageError, match="not empty") as refused:
        build(archive_of(sent(lock())), site)

    assert MANIFEST in refused.value.hint
    assert site.files == {"index.html": b"my own site"}


def test_beside_files_of_ones_own_they_stay_as_they_are() -> None:
    own = {"index.html": b"my own", "robots.txt": b"mine", "about.html": b"us"}
    site = MemorySite(files={**own, MANIFEST: b""})

    first = build(archive_of(sent(lock())), site)
    second = build(archive_of(sent(lock())), site)

    assert first.left == second.left == ("index.html", "robots.txt")
    assert second.written == ()
    assert own.items() <= site.files.items()
    assert PAGE in site.files


def test_a_page_in_the_way_is_refused_before_anything_is_written() -> None:
    site = MemorySite(files={"feed.xml": b"another feed", MANIFEST: b""})

    with pytest.raises(UsageError, match=r"feed\.xml"):
        build(archive_of(sent(lock())), site)

    assert site.writes == []


def test_the_archive_of_another_publication_is_refused() -> None:
    site = MemorySite()
    build(archive_of(sent(lock())), site)

    other = replace(PUBLICATION, id="the-weekly")
    with pytest.raises(UsageError, match="another publication, the-daily"):
        build(archive_of(MemoryStore(), other), site)

    assert site.writes == []


@pytest.mark.parametrize("text", ["{", "[]", '{"files": 3}', '{"files": {"a": {"b": 1}}}'])
def test_a_manifest_that_cannot_be_read_is_refused(text: str) -> None:
    site = MemorySite(files={MANIFEST: text.encode()})

    with pytest.raises(UsageError, match="cannot be read"):
        build(archive_of(sent(lock())), site)


def test_a_build_that_was_stopped_is_gone_on_with() -> None:
    whole = MemorySite()
    build(archive_of(sent(lock())), whole)
    for most in (1, 3, len(whole.writes) - 1):
        site = StoppingSite(most=most)
        with pytest.raises(OSError, match="stopped"):
            build(archive_of(sent(lock())), site)
        site.most = 100

        build(archive_of(sent(lock())), site)

        assert site.files == whole.files


class StoppingSite(MemorySite):
    """A folder on a machine that stops after some writes."""

    def __init__(self, *, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, name: str, data: bytes) -> None:
        if len(self.writes) >= self.most:
            raise OSError("stopped")
        super().write(name, data)


def test_a_rehearsal_writes_nothing_and_tells_the_same() -> None:
    site = MemorySite()
    archive = archive_of(sent(lock()))

    told = build_archive(archive, site=site, pictures=lambda _: None, dry_run=True)

    assert site.files == {}
    assert told == build(archive, site)


def hosted(name: str = "a1.jpg") -> Lock:
    url = f"{PAGES}/archive/pictures/{name}"
    edition = replace(with_hero(image=Image(url=url, alt="Cranes")), slug=EDITION.slug)
    return lock_of(edition)


def test_pictures_of_the_publication_are_in_the_site() -> None:
    site = MemorySite()

    report = build(archive_of(sent(hosted())), site, a=b"picture")

    assert site.files["archive/pictures/a1.jpg"] == b"picture"
    assert report.missing == ()
    assert 'src="../../archive/pictures/a1.jpg"' in site.texts[PAGE]
    assert 'src="../archive/pictures/a1.jpg"' in site.texts["archive/index.html"]
    assert f'og:image" content="{PAGES}/archive/pictures/a1.jpg"' in site.texts[PAGE]
    assert build(archive_of(sent(hosted())), site, a=b"picture").written == ()


def test_a_picture_is_known_by_its_words_where_the_text_has_another_address() -> None:
    made = hosted()
    address = f"{PAGES}/archive/pictures/a1.jpg"
    [text] = made.sources
    as_filed = replace(made, sources=(text.replace(address, "https://img.example.org/raw.jpg"),))
    site = MemorySite()

    build(archive_of(sent(as_filed)), site, a=b"picture")

    assert 'src="../archive/pictures/a1.jpg"' in site.texts["archive/index.html"]
    assert "raw.jpg" not in "".join(text for name, text in site.texts.items() if name != A1)


def test_a_picture_that_is_gone_stays_where_it_was_built() -> None:
    site = MemorySite()
    build(archive_of(sent(hosted())), site, a=b"picture")
    del site.files[MANIFEST]

    fresh = MemorySite()
    assert build(archive_of(sent(hosted())), fresh).missing == (A1,)

    site = MemorySite()
    build(archive_of(sent(hosted())), site, a=b"picture")
    assert build(archive_of(sent(hosted())), site).missing == ()
    assert site.files["archive/pictures/a1.jpg"] == b"picture"


def test_pictures_are_found_after_the_site_has_moved() -> None:
    site = MemorySite()
    archive = archive_of(sent(hosted()), public_url="https://paper.example.org/letters")

    build(archive, site, a=b"picture")

    assert 'src="../../archive/pictures/a1.jpg"' in site.texts[PAGE]
    assert 'src="../archive/pictures/a1.jpg"' in site.texts["archive/index.html"]
    moved = "https://paper.example.org/letters/archive/pictures/a1.jpg"
    assert json.loads(site.texts["feed.json"])["items"][0]["image"] == moved


class NoCards(MemoryPictureMaker):
    """A machine without fonts."""

    async def make_card(self, wish: CardWish) -> PictureFailure:
        del wish
        return PictureFailure(reason="there is no font")


CARD = "archive/the-daily-2026-11-23/card.jpg"


def build_with(
    cards: MemoryPictureMaker, site: MemorySite, lock: Lock, **pictures: bytes
) -> BuildReport:
    archive = replace(archive_of(sent(lock)), has_cards=True)
    return build_archive(
        archive, site=site, pictures=lambda name: pictures.get(name[:1]), maker=cards
    )


def test_a_link_to_an_edition_is_shown_with_its_card() -> None:
    site, cards = MemorySite(), MemoryPictureMaker()

    build_with(cards, site, hosted(), a=b"the picture")

    assert site.files[CARD] == EDITION.subject.encode()
    assert f'og:image" content="{PAGES}/{CARD}"' in site.texts[PAGE]
    assert f'"image":"{PAGES}/{CARD}"' in site.texts[PAGE]
    [wish] = cards.cards
    assert (wish.masthead, wish.date) == ("The Daily", "Monday, 23 November 2026")
    assert wish.picture == b"the picture"


def test_a_card_is_drawn_once() -> None:
    site, cards = MemorySite(), MemoryPictureMaker()
    build_with(cards, site, lock())

    assert build_with(cards, site, lock()).written == ()
    assert len(cards.cards) == 1


def test_a_card_that_cannot_be_drawn_is_not_named() -> None:
    site = MemorySite()

    report = build_with(NoCards(), site, lock())

    assert report.missing == (CARD,)
    assert CARD not in site.files
    assert 'og:image" content="https://img.example.org/levy.jpg"' in site.texts[PAGE]


def test_every_language_has_its_own_card() -> None:
    french = edition_of("2026-11-23", language="fr", subject="Le gouvernement recule")
    site, cards = MemorySite(), MemoryPictureMaker()

    build_with(cards, site, lock_of(edition_of("2026-11-23"), french))

    assert [wish.language for wish in cards.cards] == ["en", "fr"]
    assert cards.cards[1].date == "lundi 23 novembre 2026"
    assert site.files["archive/the-daily-2026-11-23/fr/card.jpg"] == b"Le gouvernement recule"

"""Pictures that the publication serves itself: fetched once, never in the way of a send."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tests.unit.app.sending_desk import SECRET, SLUG, HandClock, make_lock
from tests.unit.render.examples import EDITION as LARGE
from tests.unit.render.examples import NOW, PAGES, PUBLICATION, sources

from digest.adapters.memory import MemoryStore
from digest.adapters.memory_pictures import MemoryPictureFolder, MemoryPictureMaker
from digest.adapters.memory_render import MemoryRenderer
from digest.adapters.memory_web import MemoryFetcher, MemoryFolder
from digest.app.check import CheckReport, check_file, edition_path
from digest.app.kept_pictures import KeptFirst, find_hosted, prune_pictures
from digest.app.pictures import PictureDesk, host_pictures
from digest.compose.draft import write_edition
from digest.compose.pictures import picture_addresses
from digest.errors import StoreError
from digest.model.article import Image
from digest.model.edition import Edition, EditionRecord, EditionState, Window
from digest.model.fetch import Fetched, FetchFailure, Validators
from digest.model.picture import Frame, Picture, PictureFailure, PictureWish
from digest.model.subscriber import Subscriber

DAY = timedelta(days=1)
RENDERER = MemoryRenderer(sources())
# The hero and one more story, each with its picture.
PICTURED = tuple(item for item in LARGE.items if item.image)[:2]
EDITION = replace(LARGE, note="", sections=(replace(LARGE.sections[0], items=PICTURED),))
ADDRESSES = picture_addresses(EDITION)
RULE = "picture-not-hosted"


class FullFolder(MemoryPictureFolder):
    """A disk without room."""

    def save(self, key: str, picture: Picture, *, now: datetime) -> str:
        raise StoreError(f"pictures/{key}: no space left at {now} for {picture.ending}.")


class HangingFetcher(MemoryFetcher):
    """A server that never answers for one address."""

    async def fetch(
        self, url: str, *, validators: Validators | None = None, obeys_robots: bool = False
    ) -> Fetched | FetchFailure:
        answer = await super().fetch(url, validators=validators, obeys_robots=obeys_robots)
        if isinstance(answer, Fetched) and answer.body == b"never":
            await asyncio.Event().wait()
        return answer


@dataclass(slots=True)
class Gallery:
    """A publication with pictures, and the web that they are on."""

    fetcher: MemoryFetcher = field(
        default_factory=lambda: HangingFetcher({url: url.encode() for url in ADDRESSES})
    )
    maker: MemoryPictureMaker = field(default_factory=MemoryPictureMaker)
    pictures: MemoryPictureFolder = field(default_factory=MemoryPictureFolder)
    clock: HandClock = field(default_factory=lambda: HandClock(NOW))
    folder: MemoryFolder = field(default_factory=MemoryFolder)
    theme: str = "daily"
    public_url: str = PAGES
    patience: float = 5.0

    def desk(self) -> PictureDesk:
        return PictureDesk(
            publication=replace(PUBLICATION, theme=self.theme),
            public_url=self.public_url,
            renderer=RENDERER,
            pictures=self.pictures,
            open_fetcher=lambda: self.fetcher,
            open_maker=lambda: self.maker,
            clock=self.clock,
            patience=self.patience,
        )

    def check(self, *, hosted: bool = True, edition: Edition = EDITION) -> CheckReport:
        path = edition_path(edition.slug)
        self.folder.texts[path] = write_edition(edition, zone=PUBLICATION.timezone)
        return check_file(
            edition.slug,
            PUBLICATION,
            folder=self.folder,
            renderer=RENDERER,
            clock=self.clock,
            public_url=self.public_url,
            host=self.desk().host if hosted else None,
        )


def html_of(report: CheckReport) -> str:
    assert report.rendered
    return report.rendered.html


def test_there_are_pictures_to_host() -> None:
    assert len(ADDRESSES) == 2


def test_mails_show_the_archives_pictures_and_never_the_sources() -> None:
    html = html_of(Gallery().check())
    assert f'src="{PAGES}/archive/pictures/' in html
    assert not any(f'src="{url}"' in html for url in ADDRESSES)


def test_without_hosting_nothing_is_fetched_and_no_byte_changes() -> None:
    gallery = Gallery()
    plain = gallery.check(hosted=False)
    assert all(f'src="{url}"' in html_of(plain) for url in ADDRESSES)
    assert gallery.fetcher.asked == []
    assert gallery.pictures.pictures == {}


def test_the_hash_that_is_approved_covers_the_address_of_every_picture() -> None:
    gallery = Gallery()
    linked, hosted = gallery.check(hosted=False), gallery.check()
    assert linked.content_hash != hosted.content_hash
    gallery.pictures = MemoryPictureFolder()
    gallery.fetcher.documents[ADDRESSES[0]] = b"another photograph"
    assert gallery.check().content_hash != hosted.content_hash


def test_a_picture_is_fetched_once_over_draft_check_preview_and_send() -> None:
    gallery = Gallery()
    first = gallery.check()
    gallery.clock.moment += timedelta(hours=19)
    assert html_of(gallery.check()) == html_of(first)
    assert sorted(gallery.fetcher.asked) == sorted(ADDRESSES)


def test_a_days_picture_at_the_same_address_is_the_new_days_and_the_old_one_stands_in() -> None:
    gallery = Gallery()
    first = gallery.check()
    gallery.clock.moment += DAY
    del gallery.fetcher.documents[ADDRESSES[0]]
    report = gallery.check()
    assert html_of(report) == html_of(first)
    assert RULE not in {one.rule for one in report.findings}
    gallery.fetcher.documents[ADDRESSES[0]] = b"the map of today"
    assert html_of(gallery.check()) == html_of(first)  # a failure is remembered
    gallery.clock.moment += timedelta(minutes=16)
    assert html_of(gallery.check()) != html_of(first)


def test_the_hero_is_made_twice_as_wide_as_the_column_and_stories_as_a_phone_needs_them() -> None:
    gallery = Gallery()
    gallery.check()
    wishes = {(wish.frame, wish.width) for wish in gallery.maker.wishes}
    assert wishes == {(Frame.WIDE, 1200), (Frame.STORY, 670)}


def test_a_theme_without_pictures_fetches_none() -> None:
    gallery = Gallery(theme="brief")
    asyncio.run(host_pictures([EDITION], gallery.desk()))
    assert gallery.fetcher.asked == []


def test_what_cannot_be_had_stays_linked_and_the_finding_names_the_reason_and_the_line() -> None:
    gallery = Gallery()
    del gallery.fetcher.documents[ADDRESSES[0]]
    report = gallery.check()
    assert f'src="{ADDRESSES[0]}"' in html_of(report)
    assert f'src="{ADDRESSES[1]}"' not in html_of(report)
    [finding] = [one for one in report.findings if one.rule == RULE]
    assert "HTTP 404" in finding.message
    assert ADDRESSES[0] in finding.message
    assert finding.line
    assert finding.file == report.path
    assert report.errors == 0


def test_what_is_no_picture_stays_linked() -> None:
    gallery = Gallery()
    gallery.fetcher.documents[ADDRESSES[1]] = b""
    [finding] = [one for one in gallery.check().findings if one.rule == RULE]
    assert "it is empty" in finding.message


def test_a_failure_is_remembered_for_a_quarter_of_an_hour_and_no_longer() -> None:
    gallery = Gallery()
    page = gallery.fetcher.documents.pop(ADDRESSES[0])
    gallery.check()
    gallery.fetcher.documents[ADDRESSES[0]] = page
    gallery.clock.moment += timedelta(minutes=14)
    assert RULE in {one.rule for one in gallery.check().findings}
    assert gallery.fetcher.asked.count(ADDRESSES[0]) == 1
    gallery.clock.moment += timedelta(minutes=2)
    assert RULE not in {one.rule for one in gallery.check().findings}


def test_a_server_that_never_answers_holds_up_nobody_and_the_next_command_not_at_all() -> None:
    gallery = Gallery(patience=0.05)
    gallery.fetcher.documents[ADDRESSES[0]] = b"never"
    report = gallery.check()
    [finding] = [one for one in report.findings if one.rule == RULE]
    assert "within 0.05 s" in finding.message
    assert f'src="{ADDRESSES[1]}"' not in html_of(report)
    gallery.check()
    assert gallery.fetcher.asked.count(ADDRESSES[0]) == 1
    assert gallery.maker.closed


def test_a_full_disk_costs_pictures_and_never_the_edition() -> None:
    report = Gallery(pictures=FullFolder()).check()
    assert report.errors == 0
    assert any("no space left" in one.message for one in report.findings)


def test_a_fault_of_ours_costs_that_picture_alone() -> None:
    def make(body: bytes, wish: PictureWish) -> Picture | PictureFailure:
        if body == ADDRESSES[0].encode():
            raise ZeroDivisionError
        return Picture(body=body, ending="png", width=wish.width, height=100)

    report = Gallery(maker=MemoryPictureMaker(make)).check()
    [finding] = [one for one in report.findings if one.rule == RULE]
    assert "ZeroDivisionError" in finding.message


def test_without_a_public_address_pictures_stay_linked_and_the_check_says_why() -> None:
    gallery = Gallery(public_url="")
    report = gallery.check()
    told = [one for one in report.findings if one.rule == RULE]
    assert len(told) == len([item for item in EDITION.items if item.image])
    assert all("DIGEST_PUBLIC_URL" in one.message for one in told)
    assert gallery.fetcher.asked == []


def test_translated_editions_share_their_pictures() -> None:
    gallery = Gallery()
    french = replace(EDITION, language="fr")
    hosting = asyncio.run(host_pictures([EDITION, french], gallery.desk()))
    assert sorted(hosting.addresses) == sorted(ADDRESSES)
    assert sorted(gallery.fetcher.asked) == sorted(ADDRESSES)


def test_hosting_works_inside_a_running_loop_too() -> None:
    gallery = Gallery()

    async def ask() -> int:
        return len(gallery.desk().host([EDITION]).addresses)

    assert asyncio.run(ask()) == len(ADDRESSES)


def test_looking_up_fetches_nothing() -> None:
    gallery = Gallery()
    assert gallery.desk().look_up([EDITION]).addresses == {}
    assert gallery.fetcher.asked == []
    gallery.check()
    assert sorted(gallery.desk().look_up([EDITION]).addresses) == sorted(ADDRESSES)


def test_a_preview_shows_the_picture_that_readers_get() -> None:
    gallery = Gallery()
    hosting = gallery.desk().host([EDITION])
    fetcher = KeptFirst(
        MemoryFetcher({"https://img.example.org/other.jpg": b"other"}),
        find=lambda url: find_hosted(url, public_url=PAGES, pictures=gallery.pictures),
    )

    async def ask(url: str) -> bytes:
        answer = await fetcher.fetch(url)
        assert isinstance(answer, Fetched)
        return answer.body

    assert asyncio.run(ask(hosting.addresses[ADDRESSES[0]])) == ADDRESSES[0].encode()
    assert asyncio.run(ask("https://img.example.org/other.jpg")) == b"other"


def sent_with(*names: str) -> MemoryStore:
    """A store with an edition that was planned, whose mail shows these pictures."""
    store = MemoryStore(secret=SECRET)
    window = Window(start=NOW - DAY, end=NOW)
    record = EditionRecord(
        slug=SLUG,
        number=1,
        state=EditionState.DRAFTED,
        window=window,
        draft_hash="",
        send_by=NOW + DAY,
    )
    reader = Subscriber(key="ana@example.org", email="ana@example.org")
    store.subscribers.import_subscribers([reader], now=NOW)
    store.editions.save_draft(record)
    lock = make_lock()
    shown = "".join(f'<img src="{PAGES}/archive/pictures/{name}" width="600">' for name in names)
    rendered = replace(lock.rendered[0], html=shown)
    store.ledger.plan(replace(lock, rendered=(rendered,)), now=NOW, send_by=NOW + DAY)
    return store


def test_old_pictures_go_but_none_that_a_mail_or_the_archive_shows() -> None:
    gallery = Gallery()
    gallery.check()
    gallery.pictures.note_failure("0" * 20, "HTTP 404", now=NOW)
    shown, *others = sorted(gallery.pictures.pictures)
    store = sent_with(shown)
    for days, left in ((59, {shown, *others}), (66, {shown, *others}), (68, {shown})):
        prune_pictures(gallery.pictures, editions=store.editions, now=NOW + days * DAY)
        assert set(gallery.pictures.pictures) == left
    assert gallery.pictures.failures == {}
    assert prune_pictures(gallery.pictures, editions=store.editions, now=NOW + 4000 * DAY) == 0
    assert set(gallery.pictures.pictures) == {shown}


def test_an_edition_that_is_still_a_draft_finds_its_pictures_fresh_or_fetches_them_again() -> None:
    gallery = Gallery()
    gallery.check()
    gallery.clock.moment += 31 * DAY
    gallery.check()
    assert gallery.fetcher.asked.count(ADDRESSES[0]) == 2


def test_a_report_names_pictures_as_the_file_does_and_rules_look_at_what_readers_get() -> None:
    gallery = Gallery()
    insecure = f"http{ADDRESSES[0].removeprefix('https')}"
    gallery.fetcher.documents[insecure] = b"a picture"
    image = replace(PICTURED[0].image or Image(url=""), url=insecure)
    section = replace(EDITION.sections[0], items=(replace(PICTURED[0], image=image),))
    edition = replace(EDITION, sections=(section,))
    hosted, linked = gallery.check(edition=edition), gallery.check(edition=edition, hosted=False)
    assert hosted.edition
    assert picture_addresses(hosted.edition) == [insecure]
    assert "insecure-link" in {one.rule for one in linked.findings}
    assert "insecure-link" not in {one.rule for one in hosted.findings}

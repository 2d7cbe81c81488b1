"""One adapter for each port, chosen from the settings. The only place that knows both sides."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import urlsplit

# Every command imports this module, `digest --help` too: what it names is imported by its users.
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime, timedelta
    from pathlib import Path

    from sqlalchemy import Connection

    from digest.adapters.clock import SharedClock
    from digest.adapters.csvfile import CsvRows
    from digest.adapters.desk_templates import DeskTemplates
    from digest.adapters.preview_server import Pages, PreviewServer
    from digest.adapters.queue.engine import Engine, Tasks
    from digest.adapters.store import Store
    from digest.adapters.store.moving import Move
    from digest.app.cluster_ports import Queue
    from digest.app.pictures import Host, PictureDesk
    from digest.app.ports import (
        Clock,
        EditionStore,
        EmptyFolder,
        Fetcher,
        Folder,
        LinkProbe,
        Output,
        PictureMaker,
        PictureStore,
        Readers,
        Relay,
        Renderer,
        Signer,
        Site,
        SourcesFile,
        Stores,
        ThemeLinter,
        Writer,
    )
    from digest.app.reader_ports import ReturnBox
    from digest.app.subscribers import Export
    from digest.config import OnMachine, Settings
    from digest.deliver.limits import Pace
    from digest.model.database import Upgrade
    from digest.model.worker import SendingOrder
    from digest.render.preview import Shell

PROBE_SECONDS = 10

PICTURES = "pictures"


@contextmanager
def opened_stores(settings: OnMachine) -> Iterator[Stores]:
    """Open the publication's database, and close it afterwards."""
    from digest.adapters.store import open_store
    from digest.app.ports import Stores

    store = open_store(database_url(settings), secret=settings.machine.secret)
    try:
        yield Stores(
            articles=store.articles,
            editions=store.editions,
            subscribers=store.subscribers,
            ledger=store.ledger,
            wishes=store.wishes,
            proposals=store.proposals,
            ties=store.ties,
            returns=store.returns,
            sign_ups=store.sign_ups,
            records=store.records,
            letters=store.letters,
            workers=store.workers,
            orders=store.orders,
            alone=store.alone,
            queue=make_queue(store),
            paces=store.paces if store.database.is_shared else None,
            together=store.together,
            check_version=store.check_version,
        )
    finally:
        store.close()


def make_queue(store: Store) -> Queue | None:
    """Jobs for workers, where a database is shared by machines; None on a single one."""
    if not store.database.is_shared:
        return None
    from digest.adapters.queue.jobs import JobQueue

    return JobQueue(store.database)


def opened_pace(
    settings: Settings, stores: Stores, clock: Clock
) -> AbstractAsyncContextManager[Pace]:
    """Keep to the desk's limits, together with whoever shares the database."""
    from digest.app.leasing import open_pace
    from digest.deliver.limits import Limits

    rules = settings.publication.sending
    limits = Limits(total=rules.rate, domains=dict(rules.domain_rates))
    return open_pace(limits, store=stores.paces, holder=name_owner(), clock=clock)


def database_url(settings: OnMachine) -> str:
    """Make a relative SQLite path one inside the publication's folder."""
    url = settings.machine.database
    scheme = "sqlite:///"
    if url.startswith(scheme) and not url.startswith(scheme + "/"):
        return scheme + str((settings.folder / url.removeprefix(scheme)).resolve())
    return url


def make_clock(now: datetime | None) -> Clock:
    """The real clock, or one that starts at a rehearsed moment."""
    from digest.adapters.clock import FixedClock, SystemClock

    return FixedClock(now) if now else SystemClock()


def make_fetcher(settings: Settings) -> Fetcher:
    """HTTP behind the fetch guard."""
    from digest.adapters.http import HttpFetcher

    publication = settings.publication
    return HttpFetcher(allow_private=publication.collect.allow_private, contact=publication.site)


def make_link_probe(settings: Settings) -> LinkProbe:
    """HTTP behind the fetch guard, with little patience for each address."""
    from digest.adapters.http import HttpFetcher
    from digest.adapters.http_body import Limits

    publication = settings.publication
    return HttpFetcher(
        allow_private=publication.collect.allow_private,
        contact=publication.site,
        limits=Limits(seconds=PROBE_SECONDS, total=20),
    )


def make_guest_fetcher() -> Fetcher:
    """HTTP behind the fetch guard, outside of any publication."""
    from digest.adapters.http import HttpFetcher

    return HttpFetcher()


def make_readers() -> Readers:
    """Reading beside the loop: in threads, and on all cores when there is much to read."""
    from digest.adapters.readers import ProcessReaders

    return ProcessReaders()


def make_folder(folder: Path) -> Folder:
    """The publication's folder on disk."""
    from digest.adapters.files import DiskFolder

    return DiskFolder(folder)


def make_output_folder(path: Path) -> Output:
    """A folder that is written for somebody to look at."""
    from digest.adapters.output import OutputFolder

    return OutputFolder(path)


def make_site(path: Path) -> Site:
    """The folder of a static site."""
    from digest.adapters.site_folder import SiteFolder

    return SiteFolder(path)


def read_archive_files() -> tuple[dict[str, str], dict[str, Any]]:
    """The archive's templates by name, and its own words by language."""
    from digest.adapters.archive_files import read_archive_templates, read_archive_words

    return read_archive_templates(), read_archive_words()


def read_public_files(settings: Settings) -> tuple[dict[str, str], dict[str, Any]]:
    """The templates by name and the words by language of the pages that readers open."""
    from digest.adapters.public_files import read_public_templates, read_public_words

    desk = settings.folder / "templates"
    return read_public_templates(desk), read_public_words(desk)


def make_picture_store(settings: Settings) -> PictureStore:
    """The pictures that the publication serves itself."""
    from digest.adapters.picture_folder import PictureFolder

    return PictureFolder(settings.folder / PICTURES)


def make_picture_maker() -> PictureMaker:
    """Pictures made small and cards drawn, in a process with limits."""
    from digest.adapters.picture_maker import ChildPictureMaker

    return ChildPictureMaker()


def make_picture_desk(settings: Settings, renderer: Renderer, clock: Clock) -> PictureDesk:
    """What it takes to serve the publication's pictures."""
    from digest.app.pictures import PictureDesk

    return PictureDesk(
        publication=settings.publication,
        public_url=settings.machine.public_url or "",
        renderer=renderer,
        pictures=make_picture_store(settings),
        open_fetcher=lambda: make_fetcher(settings),
        open_maker=make_picture_maker,
        clock=clock,
    )


def make_host(settings: Settings, renderer: Renderer, clock: Clock) -> Host | None:
    """Sees to the pictures of an edition, when digest.toml wants them hosted; else None."""
    if not settings.publication.images.hosted:
        return None
    return make_picture_desk(settings, renderer, clock).host


def tidy_pictures(settings: Settings, editions: EditionStore, clock: Clock) -> None:
    """Remove old pictures that no mail shows."""
    if not settings.publication.images.hosted:
        return
    from contextlib import suppress

    from digest.app.kept_pictures import prune_pictures
    from digest.errors import StoreError

    # What readers got is recorded; there is another day to make room.
    with suppress(StoreError):
        prune_pictures(make_picture_store(settings), editions=editions, now=clock.now())


@contextmanager
def opened_renderer(settings: Settings) -> Iterator[Renderer]:
    """Start rendering in a child process, the desk's own templates first; end it afterwards."""
    from digest.adapters.templates import ChildRenderer

    with ChildRenderer(desk=settings.folder / "templates") as renderer:
        yield renderer


def read_desk_templates(path: Path) -> DeskTemplates:
    """Look at a desk's folder of templates, or at one theme of it."""
    from digest.adapters.desk_templates import read_desk_templates as read

    return read(path)


@contextmanager
def opened_linters(folder: Path) -> Iterator[tuple[ThemeLinter, ThemeLinter]]:
    """Lint themes in child processes: with a desk's own files, and without any."""
    import os
    from pathlib import Path

    from digest.adapters.render_wire import RenderLimits
    from digest.adapters.template_lint import ChildLinter
    from digest.adapters.templates import ChildRenderer

    limits = RenderLimits(cpu_seconds=5, wall_seconds=15.0)
    with (
        ChildRenderer(folder, limits=limits) as desk,
        ChildRenderer(Path(os.devnull), limits=limits) as shipped,
    ):
        yield ChildLinter(desk), ChildLinter(shipped)


def make_preview_server(pages: Pages, *, port: int | None) -> PreviewServer:
    """A web server for the one who looks at an edition, on this machine alone."""
    from digest.adapters.preview_server import PreviewServer

    return PreviewServer(pages, port=port)


def read_preview_shell() -> Shell:
    """The preview's page without anything to show."""
    from digest.adapters.preview_server import read_asset
    from digest.render.preview import Shell

    return Shell(html=read_asset("page.html"), css=read_asset("page.css"), js=read_asset("page.js"))


def read_rule_pages() -> dict[str, str]:
    """The page about each rule of `digest check`, as Markdown."""
    from digest.adapters import rule_pages

    return rule_pages.read_rule_pages()


def find_chromium() -> str:
    """The browser that photographs pages, or the word that there is none."""
    from digest.adapters import preview_chromium

    return preview_chromium.find_chromium()


def photograph(html: str, target: Path) -> None:
    """Photograph a page."""
    from digest.adapters import preview_chromium

    preview_chromium.photograph(html, target)


async def watch_files(
    places: Callable[[], tuple[Sequence[Path], Sequence[Path]]],
    renew: Callable[[], Awaitable[bool]],
    announce: Callable[[], Awaitable[None]],
) -> None:
    """Call for every change, until cancelled.

    Args:
        places: Gives files and folders to look at, and folders to look through.
        renew: Takes a change in; tells whether what is there now can be shown.
        announce: Tells everybody who looks on.
    """
    from digest.adapters.preview_watch import Places, watch

    def look() -> Places:
        single, whole = places()
        return Places(single=single, whole=whole)

    await watch(look, renew, announce)


def shipped_templates() -> Path:
    """The folder of the themes that come with the program."""
    from digest.adapters.theme_files import shipped_folder

    return shipped_folder()


def database_files(settings: Settings) -> list[Path]:
    """The files of the publication's database that change when it does; none when it has none."""
    from pathlib import Path

    scheme, _, path = database_url(settings).partition(":///")
    return [Path(path), Path(path + "-wal")] if scheme == "sqlite" else []


def make_relay(settings: OnMachine) -> Relay:
    """The relay of DIGEST_RELAY."""
    url = settings.machine.relay
    if url.startswith("maildir:"):
        from digest.adapters.maildir import MaildirRelay

        return MaildirRelay(settings.folder / url.removeprefix("maildir:"))
    from digest.adapters.smtp import SmtpRelay, parse_relay

    return SmtpRelay(parse_relay(url))


def find_loop_factory() -> Callable[[], AbstractEventLoop] | None:
    """The faster loop of uvloop where `[fast]` is installed; None means asyncio's own."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


@contextmanager
def opened_box(settings: Settings, source: str | None) -> Iterator[ReturnBox]:
    """Open the mailbox to which mail comes back; `source` names another one, or a pipe as "-"."""
    import logging
    import sys

    from digest.adapters.box_address import parse_box
    from digest.adapters.box_maildir import FileBox, MaildirBox, PipeBox

    # The library would print a stack trace for each of its detectors that stumbles over a mail.
    logging.getLogger("flufl.bounce").disabled = True
    if source == "-":
        yield PipeBox(sys.stdin.buffer)
        return
    named = parse_box(source or settings.machine.bounces or "")
    if not isinstance(named, str):
        from digest.adapters.box_imap import opened_imap

        with opened_imap(named) as box:
            yield box
        return
    path = settings.folder / named
    yield FileBox(path) if path.is_file() else MaildirBox(path)


def make_writer(settings: Settings) -> Writer | None:
    """The language model of .env, when `[llm]` switches something on; else None."""
    server = settings.machine.llm
    if server is None or not settings.publication.llm.is_on:
        return None
    from digest.adapters.llm import OpenAiWriter

    return OpenAiWriter(server, timeout=settings.publication.llm.timeout)


def make_signer(settings: Settings) -> Signer | None:
    """DKIM with the keys of .env; None when it names none, and mail stays unsigned."""
    if settings.machine.dkim is None:
        return None
    from digest.adapters.dkim_signer import DkimSigner

    return DkimSigner(settings.machine.dkim)


def make_order(settings: Settings) -> SendingOrder | None:
    """What workers on other machines need to send; None where there can be none."""
    if settings.machine.database_is_file:
        return None
    from digest.adapters.dkim_keys import write_keys
    from digest.model.worker import SendingOrder

    keys = settings.machine.dkim
    return SendingOrder(
        zone=settings.publication.timezone,
        link_key=settings.machine.links.signing,
        rate=settings.publication.sending.rate,
        domain_rates=settings.publication.sending.domain_rates,
        dkim_domain=keys.domain if keys else "",
        dkim_keys=write_keys(keys) if keys else (),
    )


def make_signer_of(order: SendingOrder, now: Callable[[], datetime]) -> Signer | None:
    """DKIM with the keys of a sending order; None when it has none, and mail stays unsigned."""
    if not order.dkim_keys:
        return None
    from digest.adapters.dkim_keys import open_keys
    from digest.adapters.dkim_signer import DkimSigner

    return DkimSigner(open_keys(order.dkim_domain, order.dkim_keys), now=now)


def clock_of(stores: Stores, now: datetime | None) -> Clock:
    """The clock of a run that sends: the database's where machines share it, else this machine's.

    Args:
        stores: The database.
        now: A rehearsed moment to begin at; None for the true one.
    """
    if now or stores.queue is None:
        return make_clock(now)
    shared = make_shared_clock()
    asked = shared.ask()
    shared.follow(stores.workers.crew(now=shared.now()).now, asked=asked)
    return shared


def make_shared_clock() -> SharedClock:
    """A clock that follows the one which all workers share."""
    from digest.adapters.clock import SharedClock

    return SharedClock()


def make_engine(
    settings: OnMachine,
    tasks: Tasks,
    *,
    concurrency: int,
    stale: timedelta,
    tell: Callable[[str], None],
    fail: Callable[[BaseException], None],
) -> Engine:
    """What decides which job this worker does next.

    Raises:
        UsageError: The database is one that only a single machine can use.
    """
    if settings.machine.database_is_file:
        from digest.errors import UsageError

        raise UsageError(
            "Workers need a database that all machines reach, and DIGEST_DATABASE is a file.",
            "On one machine no worker is needed: digest send. For several: digest db move",
        )
    from digest.adapters.queue.engine import Engine

    return Engine(
        url=database_url(settings),
        tasks=tasks,
        concurrency=concurrency,
        stale=stale,
        tell=tell,
        fail=fail,
    )


def relay_is_local(settings: OnMachine) -> bool:
    """Tell whether mail stays on this machine: a Maildir, or a relay on the loopback."""
    from digest.config import LOOPBACK

    url = settings.machine.relay
    return url.startswith("maildir:") or urlsplit(url).hostname in LOOPBACK


def make_new_folder(path: Path, *, dry_run: bool = False) -> EmptyFolder:
    """The folder of a publication that is to be made."""
    from digest.adapters.settings_file import NewFolder

    return NewFolder(path, dry_run=dry_run)


def make_sources_file(settings: Settings) -> SourcesFile:
    """The sources in the publication's digest.toml."""
    from digest.adapters.settings_file import SettingsFile
    from digest.config import TOML_NAME

    return SettingsFile(settings.folder / TOML_NAME)


def read_example(name: str) -> str:
    """The text of an example file that `digest init` copies."""
    from digest.adapters.settings_file import read_example as read

    return read(name)


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file of JSON Lines, each with its line."""
    from digest.adapters.jsonlines import read_json_lines as read

    return read(path)


@contextmanager
def opened_rows(path: Path, *, keep_bad: bool) -> Iterator[CsvRows]:
    """Open a file of subscribers; its bad rows are kept beside it on leaving."""
    from digest.adapters.csvfile import CsvRows

    with CsvRows(path, keep_bad=keep_bad) as rows:
        yield rows


def print_table(file: TextIO, table: Export, *, raw: bool) -> None:
    """Write a table of people to an open file, UTF-8 whatever the terminal says."""
    from digest.adapters.csvfile import print_csv

    print_csv(file, table.columns, table.rows, raw=raw)


def save_table(path: Path, table: Export, *, raw: bool) -> int:
    """Write a table of people to a file that only its owner may read; tell how many rows."""
    from digest.adapters.csvfile import save_csv

    return save_csv(path, table.columns, table.rows, raw=raw)


def find_remnants(settings: Settings, email: str) -> list[str]:
    """Name the files of the publication's folder in which an address still stands."""
    from digest.adapters import remnants

    return remnants.find_remnants(settings.folder, email)


def name_owner() -> str:
    """Name this process so that no other one ever has the same name."""
    from digest.adapters import owner

    return owner.name_owner()


def owner_has_ended(name: str) -> bool:
    """Tell whether the process of that name has ended for certain."""
    from digest.adapters import owner

    return owner.has_ended(name)


def upgrade_database(settings: OnMachine, *, dry_run: bool = False) -> Upgrade:
    """Bring all tables of the publication's database up to date: ours, and those of the jobs."""
    from digest.adapters.store.upgrading import upgrade_store

    return upgrade_store(database_url(settings), beside=upgrade_queue, dry_run=dry_run)


def upgrade_queue(connection: Connection, dry_run: bool) -> Sequence[str]:  # noqa: FBT001 - a hook
    """Bring the tables of the jobs up to date, on a server."""
    from digest.adapters.queue.tables import upgrade_tables

    return upgrade_tables(connection, dry_run=dry_run)


@contextmanager
def opened_move(settings: Settings, url: str, clock: Clock) -> Iterator[Move]:
    """Open the publication's database and the one that it is moved to."""
    from dataclasses import replace

    from digest.adapters.store.moving import opened_move as opened

    with opened(
        database_url(settings), url, publication=settings.publication.id, now=clock.now()
    ) as move:
        yield replace(move, beside=upgrade_queue)

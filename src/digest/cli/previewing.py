"""What `digest preview` does: it serves a page that follows the edition, or writes files."""

import asyncio
import os
import signal
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digest.app.check import NAME_ANOTHER, edition_path
from digest.app.kept_pictures import KeptFirst, find_hosted
from digest.app.pictures import Hosting
from digest.app.preview import make_sheet, preview_edition
from digest.app.preview_live import LivePreview
from digest.app.preview_pages import PreviewPages
from digest.app.preview_readers import ReaderSearch
from digest.app.preview_sides import Facts, Wish
from digest.cli.answer import Answer, print_line, write_json
from digest.cli.browser import has_display, open_url
from digest.cli.drafting import find_slug
from digest.cli.invocation import Invocation
from digest.config import ENV_NAME, TOML_NAME, Settings, find_themes, read_settings
from digest.errors import ExitStatus, UsageError
from digest.model.fetch import Fetched
from digest.wiring import (
    PICTURES,
    database_files,
    find_chromium,
    make_clock,
    make_fetcher,
    make_folder,
    make_output_folder,
    make_picture_desk,
    make_picture_store,
    make_preview_server,
    opened_renderer,
    opened_stores,
    photograph,
    read_preview_shell,
    read_rule_pages,
    shipped_templates,
    watch_files,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.adapters.preview_server import PreviewServer
    from digest.app.ports import Clock, Fetcher, Renderer
    from digest.model.edition import Edition

PREVIEW = "preview"
SHEET = "contact-sheet.png"
SAVE_LINE = "It shows every change as you save it. Ctrl-C ends it."


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewWish:
    """What was typed.

    Attributes:
        edition: The edition; None for today's.
        out: Folder to write files into; None serves a page.
        png: Whether a contact sheet is wanted.
        port: Where to serve; None for the usual one.
        browser: Whether a browser may be opened.
    """

    edition: str | None
    out: Path | None = None
    png: bool = False
    port: int | None = None
    browser: bool = True

    @property
    def writes(self) -> bool:
        """Whether files are written, and nothing is served."""
        return self.out is not None or self.png


def run_preview(invocation: Invocation, settings: Settings, wish: PreviewWish) -> Answer:
    """Serve the preview of the named edition, or today's; or write it as files."""
    if wish.writes and wish.port is not None:
        raise UsageError(
            "--port is for the page that is served, --out and --png write files instead.",
            "Leave one of them out.",
        )
    if wish.png:
        find_chromium()
    clock = make_clock(invocation.now)
    with opened_stores(settings) as stores, opened_renderer(settings) as renderer:
        slug = find_slug(wish.edition, settings.publication, stores, clock)
        desk = Desk(settings)
        live = LivePreview(
            slug,
            read_facts=desk.read_facts,
            folder=make_folder(settings.folder),
            renderer=renderer,
            stores=stores,
            clock=clock,
            readers=ReaderSearch(stores.subscribers, salt=settings.machine.secret),
            host=lambda editions: desk.host(editions, renderer, clock, fetches=wish.writes),
        )
        if wish.writes:
            return write_files(invocation, wish, live, desk)
        path = edition_path(slug)
        if not (settings.folder / path).exists():
            raise UsageError(f"There is no {path}.", NAME_ANOTHER)
        status = asyncio.run(serve(invocation, wish, live, desk))
    which = f" {slug}" if wish.edition else ""
    return Answer(
        lines=[f"The preview has ended.      Next: digest check{which}, digest send{which}"],
        status=status,
    )


def write_files(
    invocation: Invocation, wish: PreviewWish, live: LivePreview, desk: "Desk"
) -> Answer:
    """Write an edition as files, and its contact sheet when that is wished for."""
    out = wish.out or invocation.directory / PREVIEW
    report = asyncio.run(
        preview_edition(
            live,
            out=make_output_folder(out),
            fetcher=KeptFirst(desk.fetcher(), find=desk.held_picture),
            shell=read_preview_shell(),
        )
    )
    page, sheet = out / "index.html", out / SHEET
    if wish.png:
        places = {url: (out / name).resolve().as_uri() for url, name in report.pictures.items()}
        photograph(make_sheet(live, pictures=places), sheet)
    which = f" {live.slug}" if wish.edition else ""
    missing = [f"Not fetched: {failure.url} ({failure.reason})" for failure in report.missing]
    shown = f"{page} and {sheet}" if wish.png else str(page)
    return Answer(
        lines=[
            *missing,
            f"Wrote {shown}      Next: open it in a browser, then digest check{which}",
        ],
        data={
            "edition": live.slug,
            "page": str(page),
            "png": str(sheet) if wish.png else None,
            "files": [*report.files, *([SHEET] if wish.png else [])],
            "missing": [{"url": one.url, "reason": one.reason} for one in report.missing],
        },
    )


class Desk:
    """The settings of a publication, read again whenever somebody has changed them.

    Args:
        settings: As they were at first.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._fetcher: Fetcher | None = None
        self._earlier: list[Fetcher] = []

    def read_facts(self) -> Facts:
        """Read them again.

        Raises:
            ConfigError: They are wrong; the earlier ones stay.
        """
        before = self.settings
        self.settings = read_settings(before.folder, os.environ)
        if self._fetcher and self.settings.publication.collect != before.publication.collect:
            self._earlier.append(self._fetcher)
            self._fetcher = None
        return Facts(
            publication=self.settings.publication,
            public_url=self.settings.machine.public_url or "",
            secret=self.settings.machine.secret,
            themes=tuple(find_themes(before.folder)),
        )

    def fetcher(self) -> "Fetcher":
        """Give what fetches pictures."""
        if self._fetcher is None:
            self._fetcher = make_fetcher(self.settings)
        return self._fetcher

    def held_picture(self, address: str) -> Fetched | None:
        """Read a picture that the publication serves itself; None for any other address."""
        return find_hosted(
            address,
            public_url=self.settings.machine.public_url or "",
            pictures=make_picture_store(self.settings),
        )

    def host(
        self, editions: "Sequence[Edition]", renderer: "Renderer", clock: "Clock", *, fetches: bool
    ) -> Hosting:
        """Tell which pictures the publication serves itself.

        A page that follows every change shows what is there; only files wait for what is not.
        """
        if not self.settings.publication.images.hosted:
            return Hosting()
        desk = make_picture_desk(self.settings, renderer, clock)
        return desk.host(editions) if fetches else desk.look_up(editions)

    async def close(self) -> None:
        """Close all connections."""
        for fetcher in (*self._earlier, self._fetcher):
            if fetcher:
                await fetcher.close()

    def places(self, slug: str) -> tuple[list[Path], list[Path]]:
        """List what a preview depends on: files to look at, and folders to look through."""
        folder = self.settings.folder
        files = [
            folder / edition_path(slug),
            *folder.glob(f"{edition_path(slug).removesuffix('.md')}.*.md"),
            folder / TOML_NAME,
            folder / ENV_NAME,
            # A picture never changes under its name.
            folder / PICTURES,
            *database_files(self.settings),
        ]
        return files, [folder / "templates", shipped_templates()]


async def serve(
    invocation: Invocation, wish: PreviewWish, live: LivePreview, desk: Desk
) -> ExitStatus:
    """Serve a preview until somebody ends it; tell the exit status."""
    pages = PreviewPages(
        live, fetcher=desk.fetcher, hosted=desk.held_picture, rules=read_rule_pages()
    )
    ended: asyncio.Future[ExitStatus] = asyncio.get_running_loop().create_future()
    async with AsyncExitStack() as stack:
        stack.callback(pages.close)
        stack.push_async_callback(desk.close)
        server = await stack.enter_async_context(make_preview_server(pages, port=wish.port))
        hear_signals(ended)
        tell_address(invocation, live.slug, server.url)
        following = asyncio.create_task(follow(pages, server, live, desk))
        stack.push_async_callback(stop, following)
        if wish.browser and not invocation.as_json and has_display():
            await asyncio.to_thread(open_url, server.url)
        await asyncio.wait([ended, following], return_when=asyncio.FIRST_COMPLETED)
        return ended.result() if ended.done() else following.result()


def tell_address(invocation: Invocation, slug: str, url: str) -> None:
    """Print where the preview is, at once."""
    if invocation.as_json:
        write_json({"edition": slug, "url": url, "status": ExitStatus.OK.name.lower()})
    elif invocation.quiet:
        # Nobody could find the page otherwise; stdout stays empty.
        print_line(url, to_stderr=True)
    else:
        print_line(f"{slug} is shown at {url}")
        print_line(SAVE_LINE)


async def follow(
    pages: PreviewPages, server: "PreviewServer", live: LivePreview, desk: Desk
) -> ExitStatus:
    """Show every change to all who look on, for ever."""
    await pages.run(live.look, Wish())

    async def renew() -> bool:
        return (await pages.renew())[1]

    async def announce() -> None:
        server.announce("changed", {"version": live.version})

    await watch_files(lambda: desk.places(live.slug), renew, announce)
    return ExitStatus.OK


async def stop(task: "asyncio.Task[ExitStatus]") -> None:
    """End a task and wait for its end."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def hear_signals(ended: "asyncio.Future[ExitStatus]") -> None:
    """End the preview on Ctrl-C, which is how one ends it, and when the system asks for it."""
    loop = asyncio.get_running_loop()
    statuses = {
        signal.SIGINT: ExitStatus.OK,
        signal.SIGTERM: ExitStatus.TERMINATED,
        signal.SIGHUP: ExitStatus.TERMINATED,
    }

    def end(status: ExitStatus) -> None:
        if not ended.done():
            ended.set_result(status)

    for number, status in statuses.items():
        loop.add_signal_handler(number, end, status)

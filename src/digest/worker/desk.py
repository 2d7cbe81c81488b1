"""A worker at the desk makes each edition when its time has come, in place of cron."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from digest.app.brought import Planned, Quiet
from digest.app.collect import collect_sources
from digest.app.day import SendWish, bring_to_plan
from digest.app.ports import Clock, Stores
from digest.errors import DigestError, EditionBusy
from digest.wiring import (
    make_fetcher,
    make_folder,
    make_host,
    make_order,
    make_readers,
    make_writer,
    opened_renderer,
    tidy_pictures,
)

if TYPE_CHECKING:
    from digest.config import Settings


class Desk:
    """Makes what is due, and tells each thing once a day.

    Args:
        settings: The publication's.
        stores: Its database.
        clock: Tells the present moment.
        tell: Told what was made.
        warn: Told what went wrong.
    """

    def __init__(
        self,
        settings: "Settings",
        stores: Stores,
        clock: Clock,
        tell: Callable[[str], None],
        warn: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._stores = stores
        self._clock = clock
        self._tell = tell
        self._warn = warn
        self._told: set[str] = set()
        self._day = clock.now().date()

    def make_due(self) -> None:
        """Make today's edition and the week's round-up, as far as their time has come.

        What is planned is the workers' from then on; an edition that was made before stays as it
        is, and one that somebody has halted stays halted.
        """
        wishes = [SendWish()]
        if self._settings.publication.weekly:
            wishes.append(SendWish(weekly=True))
        for wish in wishes:
            try:
                self._make(wish)
            except EditionBusy:
                # Somebody else makes it at this moment, and will be done in a minute.
                continue
            except DigestError as error:
                self._say(f"{error.message} {error.hint}".strip(), wrong=True)

    def _make(self, wish: SendWish) -> None:
        settings, stores, clock = self._settings, self._stores, self._clock
        with opened_renderer(settings) as renderer:
            brought = bring_to_plan(
                wish,
                settings.publication,
                stores=stores,
                folder=make_folder(settings.folder),
                renderer=renderer,
                clock=clock,
                public_url=settings.machine.public_url or "",
                collect=self._collect,
                agree=lambda _: True,
                writer=make_writer(settings),
                host=make_host(settings, renderer, clock),
                order=make_order(settings),
            )
        match brought:
            case Planned():
                self._say(f"{brought.slug} is planned.")
                tidy_pictures(settings, stores.editions, clock)
            case Quiet():
                self._say(f"Nothing is sent today: {brought.draft.quiet_reason}.")
            case _:
                pass

    def _say(self, line: str, *, wrong: bool = False) -> None:
        """Say something once a day, and not each minute."""
        if self._day != (today := self._clock.now().date()):
            self._day, self._told = today, set()
        if line not in self._told:
            self._told.add(line)
            (self._warn if wrong else self._tell)(line)

    def _collect(self) -> None:
        asyncio.run(self._ask())

    async def _ask(self) -> None:
        """Collect; a source that is broken is named, and stops nothing."""
        settings = self._settings
        fetcher, readers = make_fetcher(settings), make_readers()
        try:
            report = await collect_sources(
                settings.publication,
                articles=self._stores.articles,
                fetcher=fetcher,
                folder=make_folder(settings.folder),
                readers=readers,
                clock=self._clock,
            )
        finally:
            await readers.close()
            await fetcher.close()
        for one in report.failed:
            self._warn(f"{one.name}: {one.error}")

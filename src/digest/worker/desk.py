"""A worker at the desk makes each edition when its time has come, in place of cron."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from digest.app.brought import Planned, Quiet
from digest.app.collect import collect_sources
from digest.app.day import SendWish, bring_to_plan, place_wished
from digest.app.draft import OPEN_STATES, place_edition
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

# So long before a slot its articles are collected.
AHEAD = timedelta(minutes=3)


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
        self._collected = ""
        self._day = clock.now().date()

    def make_due(self) -> None:
        """Make today's edition and the week's round-up, as far as their time has come.

        What is planned is the workers' from then on; an edition that was made before stays as it
        is, and one that somebody has halted stays halted.
        """
        steps: list[Callable[[], None]] = [
            self._collect_ahead,
            partial(self._make, SendWish()),
        ]
        if self._settings.publication.weekly:
            steps.append(partial(self._make, SendWish(weekly=True)))
        for step in steps:
            try:
                step()
            except EditionBusy:
                # Somebody else makes it at this moment, and will be done in a minute.
                continue
            except DigestError as error:
                self._say(f"{error.message} {error.hint}".strip(), wrong=True)

    def _collect_ahead(self) -> None:
        """Collect shortly before a slot: what is seen after its cut-off is the next one's."""
        now = self._clock.now()
        publication, editions = self._settings.publication, self._stores.editions
        soon = place_edition(publication, editions=editions, now=now + AHEAD)
        if soon.due is None or not now < soon.due <= now + AHEAD:
            return
        if soon.slug == self._collected:
            return
        with self._stores.alone("desk"):
            self._collect()
        self._collected = soon.slug

    def _make(self, wish: SendWish) -> None:
        settings, stores, clock = self._settings, self._stores, self._clock
        editions = stores.editions
        today = place_wished(wish, settings.publication, editions=editions, now=clock.now())
        record = editions.edition(today.slug, with_decisions=False)
        if record and record.state not in OPEN_STATES:
            # It is the workers' now; what it is sent with may have been changed since, elsewhere.
            return
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

"""The letters that the postman takes along: what they are made of follows the settings."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from digest.web.metrics import Waiting
from digest.web.premises import Premises

if TYPE_CHECKING:
    from digest.app.letter_desk import LetterDesk
    from digest.config import Settings


class Lettering:
    """Sends and counts letters, on one thread.

    Args:
        premises: What is served.
    """

    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self._desk: LetterDesk | None = None
        self._settings: Settings | None = None
        # For which a letter has been rendered, so that nobody waits for the first one.
        self._ready: Settings | None = None

    def send(self, stopping: Callable[[], bool]) -> None:
        """Send what is due. When nothing is, make sure that the next letter can go at once.

        Args:
            stopping: Asked before each letter; the one in hand is finished.

        Raises:
            DigestError: The relay takes none now, a template is wrong, or the database is not to
                be had, or not ours any more. They wait.
        """
        if self._premises.stores.letters.count_waiting():
            self._premises.stores.check_version()
            asyncio.run(self._send(stopping))
        elif self._ready is not self._premises.settings:
            asyncio.run(self._get_ready())

    async def _get_ready(self) -> None:
        """Render what whoever signs up first is sent: that takes longer than all after it."""
        from digest.app.letter_desk import render_once
        from digest.model.signup import LetterKind, LetterWish

        desk = await self._open()
        publication = desk.publication
        wish = LetterWish(
            kind=LetterKind.CONFIRM,
            language=publication.language,
            hours=publication.readers.confirm_hours,
        )
        render_once(wish, desk)
        self._ready = self._settings

    async def _send(self, stopping: Callable[[], bool]) -> None:
        from digest.app.letters import send_letters
        from digest.wiring import make_relay

        desk = await self._open()
        relay = make_relay(self._premises.settings)
        report = await send_letters(desk, relay=relay, stopping=stopping)
        if report.trouble:
            raise report.trouble

    async def _open(self) -> "LetterDesk":
        """Open what letters are made of; what was rendered stays until settings are read again."""
        from digest.app.letter_desk import LetterDesk
        from digest.wiring import make_signer

        settings = self._premises.settings
        if self._desk and self._settings is settings:
            return self._desk
        await self.close()
        self._settings = settings
        self._desk = LetterDesk(
            publication=settings.publication,
            letters=self._premises.stores.letters,
            renderer=self._premises.renderer,
            clock=self._premises.clock,
            secret=settings.machine.secret,
            links=settings.machine.links,
            public_url=self._premises.public_url,
            signer=make_signer(settings),
        )
        return self._desk

    async def close(self) -> None:
        """Let go of the threads that sign."""
        desk, self._desk = self._desk, None
        if desk and desk.signer:
            await desk.signer.close()

    def count(self) -> Waiting:
        """Count the letters that wait, and those that nobody took.

        Raises:
            StoreError: The database cannot be read.
        """
        letters = self._premises.stores.letters
        failed = sum(one.due is None for one in letters.letters())
        return Waiting(due=letters.count_waiting(), failed=failed)

"""A reader's desk whose letters are made and sent, and relays that answer as they were told."""

import asyncio
import email
import email.policy
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from functools import lru_cache
from typing import Any

import pytest
from tests.unit.app.reader_page_desk import ADA, NOW, SECRET, TEXT, PageDesk
from tests.unit.render.examples import sources

from digest.adapters.memory_relay import MemoryRelay
from digest.adapters.memory_render import MemoryRenderer
from digest.app.letter_desk import LetterDesk
from digest.app.letters import LetterReport, send_letters
from digest.app.signup import SignUpWish, confirm, sign_up
from digest.errors import RenderError
from digest.model.delivery import Phase, Reply
from digest.model.message import Message, Rendered
from digest.model.publication import Publication
from digest.model.signup import Letter, LetterKind, LetterState, LetterWish
from digest.model.subscriber import Subscriber

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
GREYLISTED = Reply(phase=Phase.RCPT, code=450, enhanced="4.2.1", text="4.2.1 come back later")
GONE = Reply(phase=Phase.RCPT, code=550, enhanced="5.1.1", text="5.1.1 no such user")
CLOSED = Reply(phase=Phase.MAIL, code=451, enhanced=None, text="try again later")
REFUSED = Reply(phase=Phase.MAIL, code=550, enhanced="5.7.1", text="5.7.1 who are you")
AFTER_DOT = Reply(phase=Phase.FINAL, code=0, text="lost after the dot")
KINDS = pytest.mark.parametrize("kind", list(LetterKind), ids=str)
TELLING = pytest.mark.parametrize("kind", [LetterKind.WELCOME, LetterKind.KNOWN], ids=str)


class OnceRenderer(MemoryRenderer):
    """Renders each letter once for all tests; some languages fail."""

    def __init__(self, *, failing: str = "") -> None:
        super().__init__(sources())
        self.failing = failing

    def letter(
        self, wish: LetterWish, publication: Publication, *, content_hash: str, public_url: str
    ) -> Rendered:
        if wish.language == self.failing:
            raise RenderError("letters.toml: [fr] has no text for ignore.", "Write one.")
        return render(wish, publication, content_hash, public_url)


@lru_cache(maxsize=32)
def render(wish: LetterWish, publication: Publication, content_hash: str, url: str) -> Rendered:
    return MemoryRenderer(sources()).letter(
        wish, publication, content_hash=content_hash, public_url=url
    )


class Desk(PageDesk):
    """A reader's desk, and letters."""

    def __init__(self, *, failing: str = "", **changes: Any) -> None:
        super().__init__(**changes)
        self.letters = LetterDesk(
            publication=self.desk.publication,
            letters=self.store.letters,
            renderer=OnceRenderer(failing=failing),
            clock=self.clock,
            secret=SECRET,
            links=self.desk.links,
            public_url=self.desk.public_url,
        )

    def ask(self, email: str = ADA, language: str = "en") -> None:
        sign_up(self.desk, SignUpWish(email=email, language=language, text=TEXT))

    def queue(self, kind: LetterKind) -> None:
        """Queue a letter of this kind to Ada."""
        if kind is LetterKind.KNOWN:
            self.add()
        self.ask()
        if kind is LetterKind.WELCOME:
            confirm(self.desk, self.confirmation())

    def send(self, relay: MemoryRelay, **changes: Any) -> LetterReport:
        return asyncio.run(send_letters(self.letters, relay=relay, **changes))

    def state(self) -> LetterState:
        [state] = self.store.letters.letters()
        return state

    def later(self, span: timedelta) -> None:
        self.clock.moment += span


def answering(*replies: Reply, watch: Callable[[Message], object] | None = None) -> MemoryRelay:
    return MemoryRelay({ADA: replies}, watch=watch)


def parsed(message: Message) -> EmailMessage:
    return email.message_from_bytes(message.data, policy=email.policy.default)


def letter_to(reader: Subscriber, kind: LetterKind = LetterKind.KNOWN) -> Letter:
    return Letter(id=3, kind=kind, reader=reader, language="en", asked_at=NOW, attempts=1)


def links_in(message: Message) -> str:
    part = parsed(message).get_body(("plain",))
    assert part
    return str(part.get_content())

"""A reader's desk over a store in memory, for the use cases behind the public pages."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from digest.adapters.memory import MemoryStore
from digest.app.ports import Stores
from digest.app.reader_desk import ReaderDesk
from digest.deliver.tokens import LinkKeys, Purpose
from digest.model.publication import Publication, ReaderList, SectionRule, WeeklyRules
from digest.model.signup import ConsentText
from digest.model.subscriber import Subscriber

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
SECRET = "the secret of a small paper in Varrow"
ADA = "ada@example.org"
TEXT = ConsentText(
    version="0123456789abcdef", language="en", text="Yes, send it to me.", first_shown=NOW
)


class SetClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, span: timedelta) -> None:
        self.moment += span


class PageDesk:
    """The desk, its store and its clock."""

    def __init__(self, **changes: Any) -> None:
        settings: dict[str, Any] = {
            "id": "the-daily",
            "name": "The Daily",
            "timezone": "Europe/Brussels",
            "languages": ("fr",),
            "sender": "The Daily <daily@example.org>",
            "lists": (ReaderList(name="daily"), ReaderList(name="staff", open=False)),
            "sections": (SectionRule(name="Politics"), SectionRule(name="World & Trade")),
            "weekly": WeeklyRules(),
        }
        self.clock = SetClock()
        self.store = MemoryStore(secret=SECRET)
        self.desk = ReaderDesk(
            publication=Publication(**settings | changes),
            stores=Stores(**{one.name: getattr(self.store, one.name) for one in fields(Stores)}),
            links=LinkKeys(signing=SECRET),
            clock=self.clock,
            public_url="https://news.example.org",
        )

    def add(self, email: str = ADA, **changes: Any) -> Subscriber:
        """Add a subscribed reader."""
        person = Subscriber(**{"key": email, "email": email, "lists": ("daily",)} | changes)
        self.store.subscribers.import_subscribers([person], now=self.clock.now())
        return self.reader(email)

    def reader(self, email: str = ADA) -> Subscriber:
        found = self.store.subscribers.subscriber(email)
        assert found
        return found

    def token(self, purpose: Purpose, email: str = ADA) -> str:
        return self.desk.make(purpose, self.reader(email))

    def confirmation(self, email: str = ADA) -> str:
        """Make the token of the letter that waits."""
        reader = self.reader(email)
        wish = self.store.sign_ups.sign_up_of(reader.id)
        assert wish
        return self.desk.make_confirmation(reader, wish)

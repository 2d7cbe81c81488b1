"""Requests of readers, mail programs and passers-by, each asked at its own moment."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import aiohttp

from digest.app.ports import Stores
from digest.app.reader_desk import ReaderDesk
from digest.deliver.tokens import Purpose
from digest.model.signup import ConsentText, SignUp
from digest.model.subscriber import Subscriber, SubscriberState

CONNECTIONS = 50
PATIENCE = 30.0
PAUSE = timedelta(days=30)
# What an answer may be: a page, the way to one, or that a link is not good.
MADE = (200, 303, 307, 404)
# What those are told who change something, and how they stand in the database then.
KEPT = {
    "sign up": (303, SubscriberState.PENDING),
    "confirm": (200, SubscriberState.SUBSCRIBED),
    "leave": (200, SubscriberState.UNSUBSCRIBED),
    "choose": (303, SubscriberState.PAUSED),
}
# How often each kind comes among forty requests.
MIX = {
    "archive": 8,
    "edition": 6,
    "feed": 3,
    "form": 4,
    "sign up": 4,
    "see link": 2,
    "confirm": 2,
    "see leaving": 4,
    "leave": 3,
    "see choices": 2,
    "choose": 1,
    "guess": 1,
}
# Forty in an order in which no kind comes in a bunch.
ORDER = [
    kind
    for _, kind in sorted((at / often, kind) for kind, often in MIX.items() for at in range(often))
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One request.

    Attributes:
        kind: Of `MIX`.
        path: With its leading slash.
        fields: What is posted; None asks by GET.
        email: Whose wish it is; empty for nobody's.
    """

    kind: str
    path: str
    fields: tuple[tuple[str, str], ...] | None = None
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of a request.

    Attributes:
        wish: What was asked.
        status: Of the answer; 0 for none.
        seconds: From the moment at which it was to be asked until its last byte.
    """

    wish: Wish
    status: int
    seconds: float


class Crowd:
    """Makes the requests of a crowd, in which everybody acts once.

    Args:
        desk: The publication; those who confirm have asked there before.
        readers: Those who have the edition, or will.
        slug: The edition that is in the archive.
        ticks: What everybody ticks who chooses: fields of the page.
    """

    def __init__(
        self,
        desk: ReaderDesk,
        readers: Sequence[Subscriber],
        *,
        slug: str,
        ticks: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self._desk = desk
        self._ticks = ticks
        self._readers = iter(readers)
        self._slug = slug
        self._number = 0

    def wishes(self, count: int) -> list[Wish]:
        """Make so many requests."""
        return [self.wish(ORDER[number % len(ORDER)]) for number in range(count)]

    def wish(self, kind: str) -> Wish:
        """Make one of a kind."""
        self._number += 1
        email = f"newcomer.{self._number}@mail.example.org"
        if kind == "sign up":
            fields = (("email", email), ("website", ""), ("language", "en"))
            return Wish(kind=kind, path="/subscribe", fields=fields, email=email)
        if kind in ("see link", "confirm"):
            return self.answer_letter(kind, email)
        if kind in ("see leaving", "leave", "see choices", "choose"):
            return self.follow_link(kind, next(self._readers))
        paths = {
            "archive": ("/archive/", "/"),
            "edition": (f"/archive/{self._slug}/",),
            "feed": ("/feed.xml", "/feed.json"),
            "form": ("/subscribe",),
            "guess": (f"/unsubscribe/{'q7' * 15}",),
        }[kind]
        return Wish(kind=kind, path=paths[self._number % len(paths)])

    def answer_letter(self, kind: str, email: str) -> Wish:
        """Follow the link of a letter that asks to confirm."""
        now = self._desk.clock.now()
        asked = SignUp(key=email, email=email, at=now, language="en", text="0" * 16)
        words = ConsentText(version="0" * 16, language="en", text="Yes.", first_shown=now)
        self._desk.stores.sign_ups.ask(asked, words)
        person = self._desk.stores.subscribers.subscriber(email)
        assert person is not None
        token = self._desk.make_confirmation(person, asked)
        fields = (("confirm", "yes"),) if kind == "confirm" else None
        return Wish(kind=kind, path=f"/confirm/{token}", fields=fields, email=email)

    def follow_link(self, kind: str, person: Subscriber) -> Wish:
        """Follow a link of the edition."""
        leaving = kind.endswith(("leaving", "leave"))
        token = self._desk.make(Purpose.UNSUBSCRIBE if leaving else Purpose.PREFERENCES, person)
        fields: tuple[tuple[str, str], ...] | None = None
        if kind == "leave":
            fields = (("List-Unsubscribe", "One-Click"),)
        elif kind == "choose":
            until = (self._desk.clock.now() + PAUSE).date().isoformat()
            fields = (("action", "save"), ("frequency", "daily"), ("pause", until), *self._ticks)
        path = f"/{'unsubscribe' if leaving else 'preferences'}/{token}"
        return Wish(kind=kind, path=path, fields=fields, email=person.email)


async def ask_all(
    base: str, wishes: Sequence[Wish], *, rate: float, tick: Callable[[], None] = lambda: None
) -> list[Answered]:
    """Ask for everything, so many a second, whether or not what was asked before is answered."""
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        began = time.perf_counter()
        tasks = []
        for number, wish in enumerate(wishes):
            moment = began + number / rate
            if (wait := moment - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            tasks.append(asyncio.create_task(ask(session, base, wish, moment, number)))
            tick()
        return list(await asyncio.gather(*tasks))


async def ask(
    session: aiohttp.ClientSession, base: str, wish: Wish, moment: float, number: int
) -> Answered:
    """Ask for one thing, as the proxy that readers come through passes it on."""
    headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
    method = "GET" if wish.fields is None else "POST"
    try:
        async with session.request(
            method, base + wish.path, data=wish.fields, headers=headers, allow_redirects=False
        ) as response:
            await response.read()
            status = response.status
    except (aiohttp.ClientError, TimeoutError):
        status = 0
    return Answered(wish=wish, status=status, seconds=time.perf_counter() - moment)


def find_lost(kind: str, found: Sequence[Answered], stores: Stores) -> list[Answered]:
    """Find those of a kind that were told that their wish is kept, although it is not."""
    status, state = KEPT[kind]
    lost = []
    for one in found:
        person = stores.subscribers.subscriber(one.wish.email)
        if one.status == status and (person is None or person.state is not state):
            lost.append(one)
    return lost


def by_kind(answers: Sequence[Answered]) -> Iterator[tuple[str, list[Answered]]]:
    """Sort answers by their kind."""
    for kind in MIX:
        found = [one for one in answers if one.wish.kind == kind]
        if found:
            yield kind, found

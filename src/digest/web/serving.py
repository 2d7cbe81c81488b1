"""Serve the public pages: open everything, answer until the end, close everything."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from digest.app.ports import PictureMaker, PictureStore, Stores
from digest.errors import DigestError, StoreBusy, StoreError, UsageError
from digest.model.record import PersonReport
from digest.web.application import Application
from digest.web.asking import SignUpRoom
from digest.web.choosing import PreferencesRoom
from digest.web.health import Ward
from digest.web.leaving import LeavingRoom
from digest.web.lettering import Lettering
from digest.web.limits import Limits
from digest.web.listening import listen, make_server
from digest.web.logs import Log, take_over
from digest.web.metrics import open_metrics
from digest.web.office import Office
from digest.web.papers import Papers
from digest.web.pictures import Cards
from digest.web.postman import Postman
from digest.web.premises import Premises
from digest.web.reading import ReadingRoom
from digest.web.shift import Door, Shift
from digest.web.turns import Turns

if TYPE_CHECKING:
    from signal import Signals
    from socket import socket


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeWish:
    """How it is to be served.

    Attributes:
        host: Address of this machine to listen on.
        port: Where; 0 takes any free one.
        metrics_port: Where health and metrics are told; None for nowhere.
        trust_proxy: Whether the other end is a web server of ours.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    metrics_port: int | None = None
    trust_proxy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The sockets that are listened on.

    Attributes:
        pages: Of the public pages.
        health: Of health and metrics; None without them.
    """

    pages: "socket"
    health: "socket | None"


@contextmanager
def opened_doors(wish: ServeWish) -> Iterator[Doors]:
    """Listen before anything else is opened: a port that is taken is told at once.

    Raises:
        UsageError: Nobody can listen there, or both are the same.
    """
    if wish.port and wish.port == wish.metrics_port:
        raise UsageError(
            f"--port and --metrics-port are both {wish.port}.",
            "Give health and metrics a port of their own, or leave --metrics-port out.",
        )
    with listen(wish.host, wish.port) as pages:
        if wish.metrics_port is None:
            yield Doors(pages=pages, health=None)
            return
        with listen(wish.host, wish.metrics_port, option="--metrics-port") as health:
            yield Doors(pages=pages, health=health)


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpers:
    """What the pages need from outside.

    Attributes:
        log: What is told.
        pictures: The publication's own pictures.
        maker: Draws the cards of shared links.
        shape: Writes everything that is kept about a person.
    """

    log: Log
    pictures: PictureStore
    maker: PictureMaker
    shape: Callable[[PersonReport], dict[str, Any]]


async def serve(
    premises: Premises,
    doors: Doors,
    helpers: Helpers,
    *,
    trust_proxy: bool,
    started: Callable[[], None],
) -> "Signals | None":
    """Serve until a signal asks for the end; tell which one did.

    Args:
        premises: What is served.
        doors: Where.
        helpers: What else it takes.
        trust_proxy: Whether the other end is a web server of ours.
        started: Is called once requests are answered.

    Raises:
        DigestError: A template cannot be used, or the database cannot be read.
    """
    log = helpers.log
    take_over("uvicorn.error", log)
    async with AsyncExitStack() as stack:
        turns = Turns(together=premises.stores.together)
        stack.callback(turns.close)
        papers = Papers(premises.open_archive, look=lambda: look_again(premises.stores, turns))
        stack.callback(papers.close)
        cards = Cards(papers, maker=helpers.maker, read=helpers.pictures.read)
        stack.push_async_callback(cards.close)
        lettering = Lettering(premises)
        stack.push_async_callback(lettering.close)
        postman = Postman(lettering.send, log=log)
        office = Office(
            front=await turns.read(lambda: premises.open_front(premises.settings)),
            turns=turns,
            limits=Limits(tick=monotonic),
            metrics=open_metrics(),
            log=log,
            wake=postman.wake,
            trust_proxy=trust_proxy,
        )
        # Nobody waits for it: who signs up has their turn after it.
        keeping = asyncio.create_task(keep_words(office))
        stack.callback(keeping.cancel)
        await papers.refresh()
        shift = Shift(
            doors=[
                Door(
                    server=make_server(make_pages(office, papers, cards, helpers)),
                    socket=doors.pages,
                ),
                *open_ward(office, lettering, doors),
            ],
            postman=postman,
            papers=papers,
            renew=lambda: renew(premises, office, papers),
            log=log,
        )
        return await shift.run(started)


def look_again(stores: Stores, turns: Turns) -> list[str]:
    """Tell which editions have reached somebody; beside that, whether we may still write.

    Raises:
        StoreError: The database was moved, or a newer version of digest has changed its file:
            nothing more is written by this one.
    """
    try:
        stores.check_version()
    except StoreBusy:
        raise
    except StoreError as error:
        turns.closed = error
        raise
    turns.closed = None
    return stores.editions.reached()


def make_pages(office: Office, papers: Papers, cards: Cards, helpers: Helpers) -> Application:
    """Put the rooms together that readers come to."""
    rooms = (
        SignUpRoom(office=office),
        LeavingRoom(office=office),
        PreferencesRoom(office=office, shape=helpers.shape),
        ReadingRoom(
            papers, cards, read_picture=helpers.pictures.read, base=lambda: office.front.base
        ),
    )
    return Application(office, [route for room in rooms for route in room.routes()])


def open_ward(office: Office, lettering: Lettering, doors: Doors) -> list[Door]:
    """Open health and metrics where they are wished for."""
    if doors.health is None:
        return []
    ward = Ward(office.turns, office.metrics, count=lettering.count)
    return [Door(server=make_server(ward.application()), socket=doors.health)]


async def keep_words(office: Office) -> None:
    """Keep the words that the forms show now; a page opened now may be sent much later."""
    front = office.front
    try:
        await office.turns.write(
            lambda: front.desk.stores.sign_ups.keep_texts(tuple(front.texts.values()))
        )
    except StoreError as error:
        office.log.fail("The words beside the button are kept with the first sign-up", error)


async def renew(premises: Premises, office: Office, papers: Papers) -> None:
    """Read settings and templates again; when they are wrong the earlier ones stay."""
    before = premises.settings
    try:
        settings = await office.turns.read(premises.read_again)
        front = await office.turns.read(lambda: premises.open_front(settings))
        premises.settings = settings
        await papers.refresh(anew=True)
    except DigestError as error:
        premises.settings = before
        office.log.fail("Settings and templates stay as they were", error)
        return
    office.front = front
    await keep_words(office)
    for warning in settings.warnings:
        office.log.tell(f"Warning: {warning}")
    office.log.tell("Settings and templates were read again.")

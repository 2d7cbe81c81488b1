"""The child process that looks at strangers' pictures: it may compute, and nothing else.

Started as `python -m digest.adapters.picture_child`. A request comes from standard input as its
length and MessagePack, an answer goes to standard output in the same way, until the input ends.
No objects travel: a child that a picture has taken over can hand us bytes and numbers only.
"""

import resource
import sys
from dataclasses import dataclass, field
from typing import BinaryIO

from digest.adapters.reading_child import allow
from digest.model.picture import CardWish, Picture, PictureFailure, PictureWish

WORD = 4  # bytes of a length
OPEN_FILES = 3  # what it was given; not one more


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One picture to be made smaller, or one card to be drawn.

    Attributes:
        body: The picture's file; empty for a card.
        wish: What it is made into.
        card: What the card shows.
        fonts: Font files for its masthead, headline and date; an empty one leaves that out.
        seconds: Of processor time.
        memory: Bytes of address space.
    """

    body: bytes = field(default=b"", repr=False)
    wish: PictureWish | None = None
    card: CardWish | None = None
    fonts: tuple[bytes, bytes, bytes] = field(default=(b"", b"", b""), repr=False)
    seconds: int
    memory: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of it."""

    picture: Picture | None = None
    reason: str = ""


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    import msgspec

    import_all()
    close_doors()
    while size := requests.read(WORD):
        data = requests.read(int.from_bytes(size, "big"))
        request = msgspec.msgpack.decode(data, type=Request)
        limit(request)
        reply = msgspec.msgpack.encode(answer(request))
        answers.write(len(reply).to_bytes(WORD, "big") + reply)
        answers.flush()


def import_all() -> None:
    """Import what pictures need while files can still be opened."""
    from importlib import import_module

    from digest.adapters.picture_pixels import get_ready

    get_ready()
    import_module("digest.adapters.card_pixels").get_ready()


def close_doors() -> None:
    """Give up opening and writing files, starting processes, and leaving core dumps."""
    for what, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        hard = resource.getrlimit(what)[1]
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (lowest, lowest))


def limit(request: Request) -> None:
    """Allow so much more processor time, and so much memory in all."""
    allow(request.seconds)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (request.memory, hard))


def answer(request: Request) -> Answer:
    """Do what is asked. Whatever goes wrong is an answer."""
    from digest.adapters.card_pixels import draw_card
    from digest.adapters.picture_pixels import shrink

    made: Picture | PictureFailure
    try:
        if request.card:
            made = draw_card(request.card, request.fonts)
        elif request.wish:
            made = shrink(request.body, request.wish)
        else:
            made = PictureFailure(reason="nothing was asked for")
    except MemoryError:
        made = PictureFailure(reason="opening it takes more memory than it may have")
    except Exception as error:  # noqa: BLE001 - the parent has to be told whatever it is
        made = PictureFailure(reason=f"it cannot be read ({type(error).__name__}: {error})"[:200])
    if isinstance(made, PictureFailure):
        return Answer(reason=made.reason)
    return Answer(picture=made)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)

"""How a connection is lost, in a few words."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

CLOSED = "closed by the relay"
T = TypeVar("T")


class Lost(Exception):
    """The connection is of no use any more; the text says how it was lost."""


async def within(wish: Awaitable[T], limit: float) -> T:
    """Wait for something, but not for ever.

    Args:
        wish: What to wait for.
        limit: Seconds.

    Raises:
        Lost: It took longer than the limit.
    """
    try:
        async with asyncio.timeout(limit):
            return await wish
    except TimeoutError:
        raise Lost(no_answer(limit)) from None


def no_answer(limit: float) -> str:
    """Say that the relay was waited for in vain."""
    return f"no answer within {limit:g} seconds"


def describe(error: OSError) -> str:
    """Say in a few words how a connection was lost."""
    return error.strerror or str(error) or type(error).__name__

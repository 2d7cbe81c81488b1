"""How a worker is to work, what it is told meanwhile, and whom it tells."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from signal import Signals


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerWish:
    """How a worker is to work.

    Attributes:
        concurrency: How many batches it sends side by side.
        lease: How long others leave alone what it holds without a sign of life.
        makes_editions: Whether it makes each edition as well when its time has come.
        metrics_port: Where it tells how it fares; None for nowhere.
    """

    concurrency: int
    lease: timedelta
    makes_editions: bool = False
    metrics_port: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What an administrator is told, a line each.

    Attributes:
        tell: What may be of interest.
        warn: What keeps the worker from working, and when that is over.
    """

    tell: Callable[[str], None]
    warn: Callable[[str], None]


class Ending:
    """Whether a worker was asked to end.

    Attributes:
        signal: The first that asked for it.
        begun: Set when nothing more is to be begun.
        broken: Set when what is in flight is to be broken off.
    """

    def __init__(self) -> None:
        self.signal: Signals | None = None
        self.begun = asyncio.Event()
        self.broken = asyncio.Event()

    def begin(self, number: Signals) -> None:
        """Begin nothing more."""
        self.signal = number
        self.begun.set()

    def break_off(self) -> None:
        """Break off what is in flight; who is not known to have got it is in doubt."""
        self.broken.set()

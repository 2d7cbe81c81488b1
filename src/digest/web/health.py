"""Health and metrics, on a port of their own."""

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.web.answers import give
from digest.web.headers import Kind
from digest.web.metrics import Metrics, Waiting
from digest.web.turns import Turns

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

PATIENCE = 5.0
METRICS = "text/plain; version=0.0.4; charset=utf-8"


class Ward:
    """Tells how the server is.

    Args:
        turns: Beside the loop.
        metrics: What is counted.
        count: Counts the letters that wait, in the database.
    """

    def __init__(self, turns: Turns, metrics: Metrics, *, count: Callable[[], Waiting]) -> None:
        self._turns = turns
        self._metrics = metrics
        self._count = count

    def application(self) -> "ASGIApp":
        """Make the application that answers."""
        from starlette.routing import Route, Router

        return Router(
            [
                Route("/healthz", self.tell_health, name="health"),
                Route("/metrics", self.tell_metrics, name="metrics"),
            ],
            redirect_slashes=False,
        )

    async def tell_health(self, _request: "Request") -> "Response":
        """Tell whether the database can be read, and how many letters wait."""
        waiting = await self._look()
        told = {
            "status": "ok" if waiting else "unavailable",
            "database": "reachable" if waiting else "unreachable",
            "letters_waiting": waiting.due if waiting else None,
            "letters_failed": waiting.failed if waiting else None,
        }
        return give(
            json.dumps(told).encode() + b"\n",
            "application/json",
            kind=Kind.DATA,
            status=200 if waiting else 503,
        )

    async def tell_metrics(self, _request: "Request") -> "Response":
        """Tell everything that is counted; what the database does not tell stays as it was."""
        await self._look()
        response = give(self._metrics.write(), "text/plain", kind=Kind.DATA)
        response.headers["Content-Type"] = METRICS
        return response

    async def _look(self) -> Waiting | None:
        """Count the letters that wait; None when the database cannot be read."""
        try:
            async with asyncio.timeout(PATIENCE):
                waiting = await self._turns.read(self._count)
        except (DigestError, TimeoutError):
            return None
        self._metrics.note_letters(waiting)
        return waiting

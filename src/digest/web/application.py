"""The application: finds the way of a request and sees to it that it ends well, and is counted."""

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING, Any

from digest.errors import DigestError, StoreError
from digest.web.answers import Refused, lead_to, show_page
from digest.web.forms import TooLarge, TooSlow
from digest.web.headers import Kind
from digest.web.office import Office
from digest.web.paths import inner_path, without_stray
from digest.web.showing import show_mistake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import Message, Receive, Scope, Send

BUSY_SECONDS = 10
NO_ROUTE = "nothing"
CLOSING = {"Connection": "close"}
LENGTHS = {b"content-length", b"transfer-encoding"}


class Application:
    """Answers requests.

    Args:
        office: What they are answered with.
        routes: Ways, each with the name under which it is told and counted.
    """

    def __init__(
        self,
        office: Office,
        routes: "Sequence[BaseRoute]",
    ) -> None:
        from starlette.routing import Router

        self._office = office
        self._router = Router(routes, redirect_slashes=False)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer a request."""
        began = perf_counter()
        status = 0

        async def note(message: "Message") -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._answer(scope, receive, note)
        except asyncio.CancelledError:
            status = status or 503
            raise
        finally:
            self._note(scope, status, perf_counter() - began)

    async def _answer(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        base = self._office.front.base
        if base and scope["path"] == base:
            await lead_to(base + "/", kind=Kind.ARCHIVE, status=308)(scope, receive, send)
            return
        from starlette.requests import Request

        if is_ambiguous(scope):
            await self._refuse(Request(scope), 400, CLOSING)(scope, receive, send)
            return
        scope["path"] = without_stray(inner_path(scope["path"], base))
        scope["app"] = self  # makes the router raise what it has no way for
        try:
            await self._router(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - one bad request must not end the server
            status, headers = self._judge(scope, error)
            await self._refuse(Request(scope), status, headers)(scope, receive, send)

    def _judge(self, scope: "Scope", error: Exception) -> tuple[int, dict[str, str]]:
        """Choose status and headers for what went wrong; tell what is no visitor's fault."""
        from starlette.exceptions import HTTPException

        match error:
            case Refused():
                return error.status, retry_after(error.retry)
            case HTTPException():
                methods = (error.headers or {}).get("Allow", "")
                return error.status_code, {"Allow": sort_words(methods)} if methods else {}
            case TooLarge():
                return 413, CLOSING
            case TooSlow():
                return 408, CLOSING
            case StoreError():
                # Its hint is about commands: here whoever asked comes again by themselves.
                self._office.log.tell(f"{route_of(scope)} has to be asked again: {error.message}")
                return 503, retry_after(BUSY_SECONDS)
            case _:
                self._office.log.fail(f"{route_of(scope)} could not be answered", error)
                return 500, {}

    def _refuse(self, request: "Request", status: int, more: dict[str, str]) -> "Response":
        """Write the page about a status, in plain words if even that goes wrong."""
        try:
            html = show_mistake(self._office.visit(request), status, path=request.scope["path"])
        except DigestError as error:
            self._office.log.fail("The page about a mistake", error)
            html = "<!DOCTYPE html><title>Not available</title><p>This page is not available now."
        response = show_page(html, status=status)
        response.headers.update(more)
        return response

    def _note(self, scope: "Scope", status: int, seconds: float) -> None:
        route = route_of(scope)
        self._office.log.answered(scope["method"], route, status, seconds)
        self._office.metrics.note(route, status, seconds)


def route_of(scope: "Scope") -> str:
    """Name the way of a request, never its address."""
    route: Any = scope.get("route")
    return str(route.name) if route else NO_ROUTE


def is_ambiguous(scope: "Scope") -> bool:
    """Whether a request says in two ways where it ends, as one does that hides another behind it.

    A web server in front may read the one, and we the other (RFC 9112, section 6.3).
    """
    return {name for name, _ in scope["headers"]} >= LENGTHS


def sort_words(text: str) -> str:
    """Put words between commas into an order that is always the same."""
    return ", ".join(sorted(text.split(", ")))


def retry_after(seconds: int | None) -> dict[str, str]:
    """Tell when to come again, if at all."""
    return {} if seconds is None else {"Retry-After": str(seconds)}

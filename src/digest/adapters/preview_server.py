"""The preview's web server, for one person on this machine.

It listens on 127.0.0.1 alone. Whoever asks has to know a word that is made anew each time, so that
neither other people of this machine nor pages of the web can look on; and has to call the server by
its own name, so that no page of the web can get in by a name that it leads here (DNS rebinding).
"""

import asyncio
import errno
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, Self

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from digest.errors import UsageError

HOST = "127.0.0.1"
FIRST_PORT = 8400
PORT_TRIES = 20
HEARTBEAT = 15.0
PATIENCE = 1.0
MOST_QUERY = 200
ASSETS = Path(__file__).parent / "preview_page"
TYPES = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
NOT_HERE = "Open the address that `digest preview` has printed.\n"

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
# The mail: nothing but its own styles and the pictures that we have fetched.
MAIL_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
NOTHING_POLICY = "default-src 'none'; frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Server": "digest",
}


class Pages(Protocol):
    """What is served."""

    async def mail(self, query: Mapping[str, str]) -> str:
        """The mail as a frame shows it."""
        ...

    async def state(self, query: Mapping[str, str]) -> dict[str, Any]:
        """Everything on the page but the mail and the findings."""
        ...

    async def findings(self) -> dict[str, Any]:
        """What a check finds."""
        ...

    async def readers(self, text: str) -> dict[str, Any]:
        """Readers found by a text."""
        ...

    async def message(self, query: Mapping[str, str]) -> bytes:
        """The message as it would leave."""
        ...

    async def picture(self, name: str) -> tuple[str, bytes] | None:
        """A picture with its media type."""
        ...

    def rule(self, name: str) -> str | None:
        """The page about a rule; None when there is none."""
        ...


class PreviewServer:
    """Serves a preview from entering to leaving.

    Args:
        pages: What is served.
        port: Where; 0 takes any free one, None the first free one from 8400 on.
    """

    def __init__(self, pages: Pages, *, port: int | None = None) -> None:
        self._pages = pages
        self._wanted = port
        self._word = secrets.token_urlsafe(18)
        self._listeners: set[asyncio.Queue[bytes | None]] = set()
        self._runner: web.AppRunner | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The address to open."""
        return f"http://{HOST}:{self.port}/{self._word}/"

    async def __aenter__(self) -> Self:
        runner = web.AppRunner(
            self._application(),
            access_log=None,
            logger=make_logger(),
            shutdown_timeout=PATIENCE,
            handle_signals=False,
        )
        await runner.setup()
        self._runner = runner
        try:
            self.port = await self._listen(runner)
        except BaseException:
            await runner.cleanup()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        for queue in self._listeners:
            queue.put_nowait(None)
        if self._runner:
            await self._runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> int:
        """Listen on the port that is wished for, or on the first free one.

        Raises:
            UsageError: Somebody else listens there, or it may not be used.
        """
        wanted = self._wanted
        ports = range(FIRST_PORT, FIRST_PORT + PORT_TRIES) if wanted is None else (wanted,)
        for port in ports:
            try:
                site = web.TCPSite(runner, HOST, port, reuse_address=True)
                await site.start()
            except OSError as error:
                if error.errno == errno.EADDRINUSE and wanted is None:
                    continue
                raise refuse_port(port, error) from error
            return int(runner.addresses[0][1])
        raise UsageError(
            f"Ports {ports[0]} to {ports[-1]} of {HOST} are all taken.",
            "Let any free one be chosen: digest preview --port 0",
        )

    def _application(self) -> web.Application:
        """Put the ways together."""
        app = web.Application(middlewares=[self._guard], client_max_size=1024)
        ways = {
            "": self._show_page,
            "mail": self._show_mail,
            "state": self._tell_state,
            "findings": self._tell_findings,
            "message.eml": self._give_message,
            "events": self._tell_events,
            "pictures/{name}": self._show_picture,
            "rules/{name}": self._show_rule,
            "{asset}": self._give_asset,
        }
        for way, answer in ways.items():
            app.router.add_get(f"/{{word}}/{way}", answer)
        # A search holds a name or an address: not in the address of a page, where it would be kept.
        app.router.add_post("/{word}/readers", self._tell_readers)
        return app

    @web.middleware
    async def _guard(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Let nobody in who does not know the word, or comes by another name."""
        if not self._may_enter(request):
            return answer_text(NOT_HERE, status=404)
        try:
            return await handler(request)
        except web.HTTPException as error:
            return answer_text(f"{error.reason}.\n", status=error.status)

    def _may_enter(self, request: web.Request) -> bool:
        names = {f"{HOST}:{self.port}", f"localhost:{self.port}"}
        origin = request.headers.get("Origin")
        word = request.match_info.get("word", "")
        return (
            request.host in names
            and (origin is None or origin.removeprefix("http://") in names)
            and secrets.compare_digest(word.encode(), self._word.encode())
        )

    async def _show_page(self, _request: web.Request) -> web.Response:
        return answer(read_asset("page.html").encode(), "text/html", policy=PAGE_POLICY)

    async def _give_asset(self, request: web.Request) -> web.Response:
        name = request.match_info["asset"]
        if name not in TYPES:
            raise web.HTTPNotFound
        return answer(read_asset(name).encode(), TYPES[name])

    async def _show_mail(self, request: web.Request) -> web.Response:
        html = await self._pages.mail(read_query(request))
        return answer(html.encode("utf-8", "replace"), "text/html", policy=MAIL_POLICY)

    async def _tell_state(self, request: web.Request) -> web.Response:
        return answer_json(await self._pages.state(read_query(request)))

    async def _tell_findings(self, _request: web.Request) -> web.Response:
        return answer_json(await self._pages.findings())

    async def _tell_readers(self, request: web.Request) -> web.Response:
        text = (await request.text())[:MOST_QUERY]
        return answer_json(await self._pages.readers(text))

    async def _give_message(self, request: web.Request) -> web.Response:
        response = answer(await self._pages.message(read_query(request)), "message/rfc822")
        response.headers["Content-Disposition"] = 'attachment; filename="message.eml"'
        return response

    async def _show_picture(self, request: web.Request) -> web.Response:
        found = await self._pages.picture(request.match_info["name"])
        if found is None:
            # Not an error: the mail's words for the picture show, and the page tells the reason.
            return answer(b"", "image/png", status=204)
        return answer(found[1], found[0], policy=f"{NOTHING_POLICY}; sandbox")

    async def _show_rule(self, request: web.Request) -> web.Response:
        html = self._pages.rule(request.match_info["name"])
        if html is None:
            raise web.HTTPNotFound
        return answer(html.encode(), "text/html", policy=PAGE_POLICY)

    async def _tell_events(self, request: web.Request) -> web.StreamResponse:
        """Tell of every change for as long as somebody listens (server-sent events)."""
        response = web.StreamResponse(
            headers=HEADERS
            | {"Content-Type": "text/event-stream", "Content-Security-Policy": NOTHING_POLICY}
        )
        await response.prepare(request)
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            await response.write(b"retry: 1000\n: listening\n\n")
            while (event := await next_event(queue)) is not None:
                await response.write(event)
        except ConnectionError:
            pass  # they have left
        finally:
            self._listeners.discard(queue)
        return response

    def announce(self, event: str, data: Mapping[str, Any]) -> None:
        """Tell everybody who listens of an event."""
        line = f"event: {event}\ndata: {json.dumps(data)}\n\n".encode()
        for queue in self._listeners:
            queue.put_nowait(line)


def make_logger() -> logging.Logger:
    """Make the log of our own mistakes."""
    logger = logging.getLogger(__name__)
    logger.addFilter(is_ours)
    return logger


def is_ours(record: logging.LogRecord) -> bool:
    """Tell a mistake of ours from a request that cannot be read, told with its secret address."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)


async def next_event(queue: "asyncio.Queue[bytes | None]") -> bytes | None:
    """Wait for an event; now and then there is a sign of life in its place."""
    with suppress(TimeoutError):
        return await asyncio.wait_for(queue.get(), HEARTBEAT)
    return b": still here\n\n"


def refuse_port(port: int, error: OSError) -> UsageError:
    """Say why nobody can listen on a port."""
    if error.errno == errno.EADDRINUSE:
        return UsageError(
            f"Port {port} of {HOST} is taken: something else listens there.",
            "Name another one, or let any free one be chosen: digest preview --port 0",
        )
    return UsageError(
        f"Port {port} of {HOST} cannot be used: {error.strerror}.",
        "Name one from 1024 on: digest preview --port 8400",
    )


def read_query(request: web.Request) -> dict[str, str]:
    """Read how the mail is to be shown; what is too long to mean anything is left out."""
    return {name: value for name, value in request.query.items() if len(value) <= MOST_QUERY}


def read_asset(name: str) -> str:
    """Read a file of the page."""
    return (ASSETS / name).read_text(encoding="utf-8")


def answer(
    body: bytes, kind: str, *, status: int = 200, policy: str = NOTHING_POLICY
) -> web.Response:
    """Answer with a body, under a policy."""
    text = kind.startswith("text/") or kind.endswith(("json", "svg+xml"))
    headers = HEADERS | {
        "Content-Security-Policy": policy,
        "Content-Type": f"{kind}; charset=utf-8" if text else kind,
    }
    return web.Response(body=body, status=status, headers=headers)


def answer_text(text: str, *, status: int) -> web.Response:
    """Answer with a line of text."""
    return answer(text.encode(), "text/plain", status=status)


def answer_json(data: Mapping[str, Any]) -> web.Response:
    """Answer with a table."""
    return answer(json.dumps(data).encode(), "application/json")

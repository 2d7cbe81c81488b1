"""The outside of a benchmark, in processes of their own: a web server of feeds, a mail sink."""

import asyncio
import ssl
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import cast

WORDS = [
    "harbour",
    "council",
    "bridge",
    "river",
    "budget",
    "minister",
    "tram",
    "school",
    "theatre",
    "market",
    "island",
    "vote",
    "lake",
    "storm",
    "court",
    "union",
    "rail",
    "hospital",
    "museum",
    "tower",
    "garden",
    "orchard",
    "ferry",
    "engine",
    "mill",
    "weather",
    "border",
    "treaty",
    "survey",
    "census",
    "archive",
    "printer",
    "lantern",
    "quarry",
    "meadow",
    "summit",
]
ENTRIES = 30
END = b"\r\n.\r\n"
GO_SECURE = b"220 2.0.0 go ahead\r\n"


def sentence(seed: int) -> str:
    """A sentence of its own for each seed, so that no two articles are the same story."""
    picked = [WORDS[(seed * 7 + n * (seed % 11 + 3)) % len(WORDS)] for n in range(12)]
    return f"{picked[0].title()} number {seed} " + " ".join(picked[1:]) + f" on day {seed % 97}."


def body(seed: int, sentences: int = 14) -> str:
    """Paragraphs of an article."""
    return "\n\n".join(
        " ".join(sentence(seed * 100 + part * 10 + n) for n in range(4))
        for part in range(sentences // 4 + 1)
    )


def feed(number: int, base: str) -> bytes:
    """An RSS document of entries with full texts, so that no page has to be asked for."""
    now = datetime.now(tz=UTC)
    items = []
    for n in range(ENTRIES):
        seed = number * ENTRIES + n
        moment = (now - timedelta(minutes=20 * n + 1)).strftime("%a, %d %b %Y %H:%M:%S +0000")
        text = "".join(f"<p>{part}</p>" for part in body(seed).split("\n\n"))
        items.append(
            f"<item><title>{sentence(seed)}</title><link>{base}/{number}/{n}</link>"
            f"<pubDate>{moment}</pubDate><content:encoded><![CDATA[{text}]]></content:encoded></item>"
        )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Paper {number}</title>{''.join(items)}</channel></rss>"
    ).encode()


async def serve_feeds(count: int) -> None:
    """Serve feeds until the process is ended; the first line printed is the port."""
    from aiohttp import web

    documents: dict[str, bytes] = {}

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=documents[request.path], content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/{name}.rss", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    for number in range(count):
        documents[f"/{number}.rss"] = feed(number, f"http://127.0.0.1:{port}")
    print(port, flush=True)
    await asyncio.Event().wait()


class Sink(asyncio.Protocol):
    """Says yes to everything and looks for nothing but the end of each message.

    Args:
        context: For STARTTLS; None does not offer it.
    """

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._rest = b""
        self._in_content = False
        self._transport: asyncio.Transport | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # The second time over TLS, where nobody is greeted again.
        first, self._transport = self._transport is None, cast("asyncio.Transport", transport)
        if first:
            self._transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        data = self._rest + data if self._rest else data
        replies: list[bytes] = []
        while True:
            end = data.find(END if self._in_content else b"\r\n")
            if end < 0:
                self._rest = data[-4:] if self._in_content else data
                break
            if self._in_content:
                self._in_content = False
                replies.append(b"250 2.0.0 taken\r\n")
                data = data[end + len(END) :]
                continue
            verb, data = data[:4].upper(), data[end + 2 :]
            self._in_content = verb == b"DATA"
            replies.append(self.answer(verb))
        if replies:
            self._transport.write(b"".join(replies))
        if replies and replies[-1] == GO_SECURE:
            self.go_secure()

    def answer(self, verb: bytes) -> bytes:
        if verb == b"EHLO":
            offered = b"250-STARTTLS\r\n" if self._context else b""
            return b"250-sink\r\n" + offered + b"250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
        known = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n", b"STAR": GO_SECURE}
        return known.get(verb, b"250 2.0.0 ok\r\n")

    def go_secure(self) -> None:
        assert self._transport is not None
        assert self._context is not None
        plain, context, self._context = self._transport, self._context, None
        plain.pause_reading()

        async def upgrade() -> None:
            loop = asyncio.get_running_loop()
            secure = await loop.start_tls(plain, self, context, server_side=True)
            self._transport = cast("asyncio.Transport", secure)

        task = asyncio.get_running_loop().create_task(upgrade())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def serve_mail(certificate: str = "", key: str = "") -> None:
    """Serve as a mail sink until the process is ended; the first line printed is the port."""
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Sink(context), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main(kind: str, *arguments: str) -> None:
    """Serve feeds or take mail; mail on the quickest event loop there is."""
    if kind == "feeds":
        asyncio.run(serve_feeds(int(arguments[0])))
        return
    with suppress(ImportError):
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    asyncio.run(serve_mail(*arguments))


if __name__ == "__main__":
    main(*sys.argv[1:])

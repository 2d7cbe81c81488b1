"""The outside of a benchmark, in processes of their own: a web server of feeds, a mail sink."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

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


async def take_mail(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say yes to everything, as fast as this process can."""
    writer.write(b"220 sink\r\n")
    try:
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                writer.write(b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")
            elif verb == b"DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                writer.write(b"250 2.0.0 taken\r\n")
            elif verb == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 2.0.0 ok\r\n")
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    writer.close()


async def serve_mail() -> None:
    """Serve as a mail sink until the process is ended; the first line printed is the port."""
    server = await asyncio.start_server(take_mail, "127.0.0.1", 0, limit=2**24)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve_feeds(int(sys.argv[2])) if sys.argv[1] == "feeds" else serve_mail())

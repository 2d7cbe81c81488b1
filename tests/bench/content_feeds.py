"""`python -m tests.bench.content_feeds`: collecting from 500 feeds, beside bare aiohttp.

The feeds lie in a web server of another process, each at an address of its own within 127.0.0.0/8,
as feeds are on hosts of their own. Each has 30 entries with whole texts and an ETag. Compared in
turn, in this process:

* cold: `collect_sources` into an empty database, against bare aiohttp that fetches the same
  documents, plus the processor time that feedparser takes to parse them, divided by the cores;
* unchanged: the same once more, which is 500 times "304", against 500 conditional requests of bare
  aiohttp.
"""

import argparse
import asyncio
import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import feedparser
from tests.bench.servers import feed
from tests.bench.timing import Taken

from digest.adapters.clock import SystemClock
from digest.adapters.files import DiskFolder
from digest.adapters.http import HttpFetcher
from digest.adapters.readers import ProcessReaders
from digest.adapters.store import open_store
from digest.app.collect import collect_sources
from digest.app.collected import CollectReport
from digest.model.publication import Publication, Source, SourceKind

FEEDS = 500
CORES = 2
AT_ONCE = 50
TARGETS = {"cold": 2.0, "unchanged": 1.3}


def address(number: int, port: int) -> str:
    """Where a feed lies: each on a host of its own."""
    return f"http://{host_of(number)}:{port}/{number}.rss"


def host_of(number: int) -> str:
    """Name a host of the loopback."""
    return f"127.1.{number // 200}.{number % 200 + 1}"


class Feeds(asyncio.Protocol):
    """Answers with a feed, or that it has not changed. One request a connection is enough here.

    Args:
        documents: Ready answers by path.
    """

    def __init__(self, documents: Mapping[bytes, bytes]) -> None:
        self._documents = documents
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        path = data.split(b" ", 2)[1]
        known = b"if-none-match" in data.lower()
        tag = b'ETag: "' + path[1:] + b'"\r\n'
        if known:
            self._transport.write(b"HTTP/1.1 304 Not Modified\r\n" + tag + b"\r\n")
            return
        body = self._documents[path]
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n"
            + tag
            + b"Content-Length: %d\r\n\r\n" % len(body)
            + body
        )


async def serve(count: int) -> None:
    """Serve feeds until the process is ended; the first line printed is the port."""
    documents: dict[bytes, bytes] = {}
    loop = asyncio.get_running_loop()
    # Every host by itself, so that nobody outside of this machine is answered.
    first = await loop.create_server(lambda: Feeds(documents), host_of(0), 0)
    port = first.sockets[0].getsockname()[1]
    others = [host_of(number) for number in range(1, count)]
    rest = await loop.create_server(lambda: Feeds(documents), others, port) if others else first
    for number in range(count):
        base = address(number, port).rsplit("/", 1)[0]
        documents[f"/{number}.rss".encode()] = feed(number, base)
    print(port, flush=True)
    async with first, rest:
        await asyncio.Event().wait()


async def fetch_bare(urls: list[str], *, tags: Mapping[str, str]) -> dict[str, bytes]:
    """Fetch documents with nothing but aiohttp."""
    gate = asyncio.Semaphore(AT_ONCE)
    bodies: dict[str, bytes] = {}

    async def one(session: aiohttp.ClientSession, url: str) -> None:
        headers = {"If-None-Match": tags[url]} if url in tags else {}
        async with gate, session.get(url, headers=headers) as response:
            bodies[url] = await response.read()

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(one(session, url) for url in urls))
    return bodies


def timed(run: Callable[[], object]) -> Taken:
    """Call a function once and tell what it took, with the processor time of its children."""
    gc.collect()
    wall, cpu = time.perf_counter(), processor_time()
    run()
    return Taken(wall=time.perf_counter() - wall, cpu=processor_time() - cpu)


def processor_time() -> float:
    """Tell the processor time of this process and of its children that have ended, in seconds."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def parsing_of(bodies: Mapping[str, bytes]) -> float:
    """Tell the seconds that all cores need to parse documents with feedparser."""
    start = time.process_time()
    for body in bodies.values():
        feedparser.parse(BytesIO(body))
    return (time.process_time() - start) / CORES


class Desk:
    """A publication whose sources are the feeds, in a database of its own.

    Args:
        folder: Where the database lies.
        urls: Of the feeds.
    """

    def __init__(self, folder: Path, urls: list[str]) -> None:
        self._store = open_store(f"sqlite:///{folder}/digest.db", secret="x" * 40)
        self._folder = folder
        sources = [
            Source(name=f"Paper {number}", kind=SourceKind.FEED, url=url)
            for number, url in enumerate(urls)
        ]
        self._publication = Publication(
            id="bench", name="Bench", sender="bench@example.org", sources=tuple(sources)
        )

    def collect(self, *, new: int) -> None:
        """Collect once, and see that it brought what it should."""
        report = asyncio.run(self._collect())
        assert not report.failed, report.failed[0]
        assert report.new == new, report.new

    async def _collect(self) -> CollectReport:
        fetcher = HttpFetcher(allow_private=("127.0.0.0/8",))
        readers = ProcessReaders()
        try:
            return await collect_sources(
                replace(self._publication, timezone="Europe/Brussels"),
                articles=self._store.articles,
                fetcher=fetcher,
                folder=DiskFolder(self._folder),
                readers=readers,
                clock=SystemClock(),
            )
        finally:
            await readers.close()
            await fetcher.close()

    def close(self) -> None:
        """Close the database."""
        self._store.close()


def measure(urls: list[str]) -> dict[str, tuple[Taken, Taken]]:
    """Take one round: ours and the yardstick, cold and unchanged."""
    bodies: dict[str, bytes] = {}
    bare = timed(lambda: bodies.update(asyncio.run(fetch_bare(urls, tags={}))))
    parsing = parsing_of(bodies)
    yardstick = Taken(wall=bare.wall + parsing, cpu=bare.cpu + parsing * CORES)
    tags = {url: f'"{url.rpartition("/")[2]}"' for url in urls}
    with TemporaryDirectory() as folder:
        with closing(Desk(Path(folder), urls)) as desk:
            cold = timed(lambda: desk.collect(new=len(urls) * 30))
        # As another run of the program: the database is opened anew, its journal put away.
        with closing(Desk(Path(folder), urls)) as desk:
            plain = timed(lambda: asyncio.run(fetch_bare(urls, tags=tags)))
            unchanged = timed(lambda: desk.collect(new=0))
    return {"cold": (cold, yardstick), "unchanged": (unchanged, plain)}


def main() -> None:
    """Measure some rounds and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--feeds", type=int, default=FEEDS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.serve:
        asyncio.run(serve(wishes.feeds))
        return
    command = [sys.executable, "-m", "tests.bench.content_feeds", "--serve"]
    with subprocess.Popen(
        [*command, "--feeds", str(wishes.feeds)], stdout=subprocess.PIPE
    ) as server:
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            urls = [address(number, port) for number in range(wishes.feeds)]
            measure(urls)  # warm: imports, compiled patterns
            rounds = [measure(urls) for _ in range(wishes.rounds)]
        finally:
            server.terminate()
    print(f"| {wishes.feeds} feeds of 30 entries | ours | yardstick | ratio | CPU | target |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, target in TARGETS.items():
        pairs = [one[name] for one in rounds]
        ours, theirs = (statistics.median(one[at].wall for one in pairs) for at in (0, 1))
        ratio = statistics.median(one.wall / other.wall for one, other in pairs)
        cpu = statistics.median(one.cpu / other.cpu for one, other in pairs)
        print(f"| {name} | {ours:.2f} s | {theirs:.2f} s | {ratio:.2f} | {cpu:.2f} | ≤ {target} |")


if __name__ == "__main__":
    main()

"""The two servers of `digest demo`, both on 127.0.0.1: one plays newspapers, one mailboxes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mailbox import Maildir
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from digest.adapters.demo_pages import (
    render_feed,
    render_front,
    render_maintenance,
    render_page,
)
from digest.adapters.demo_papers import DATA, PAPERS, Paper
from digest.errors import UsageError

if TYPE_CHECKING:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
HTML = "text/html; charset=utf-8"
PORT_TRIES = 5


@dataclass(slots=True, kw_only=True)
class Site:
    """The newspapers' documents.

    Attributes:
        now: Aware; articles are dated back from here.
        url: Where they are served, without a final slash.
        broken: Keys of the papers whose server is out of order.
    """

    now: datetime
    url: str = ""
    broken: set[str] = field(default_factory=set)

    def find(self, path: str) -> tuple[str, bytes] | None:
        """Find a document: its media type and its body; None when there is none."""
        if path == "/robots.txt":
            return "text/plain; charset=utf-8", b"User-agent: *\nAllow: /\n"
        folder, _, name = path.lstrip("/").partition("/")
        if folder == "pictures":
            return find_picture(name)
        paper = next((one for one in PAPERS if one.key == folder), None)
        return self._publish(paper, name) if paper else None

    def _publish(self, paper: Paper, name: str) -> tuple[str, bytes] | None:
        if paper.key in self.broken:
            return HTML, render_maintenance()
        if not name:
            return HTML, render_front(paper, site=self.url)
        if name == paper.feed_name:
            kind = f"{paper.feed_type}; charset=utf-8"
            return kind, render_feed(paper, site=self.url, now=self.now)
        page = render_page(paper, name, site=self.url, now=self.now)
        return (HTML, page) if page else None


def find_picture(name: str) -> tuple[str, bytes] | None:
    """Find one of the pictures by its name alone; a path never leaves their folder."""
    kinds = {".png": "image/png", ".jpg": "image/jpeg"}
    for path in (DATA / "pictures").iterdir():
        if path.name == name and path.suffix in kinds:
            return kinds[path.suffix], path.read_bytes()
    return None


class SiteHandler(BaseHTTPRequestHandler):
    """Answers for a site. Knows what has not changed (RFC 9110 section 13)."""

    site: Site

    def do_GET(self) -> None:
        """Answer with a document, with 304 or with 404."""
        found = self.site.find(self.path.partition("?")[0])
        if found is None:
            self.send_error(404)
            return
        kind, body = found
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        unchanged = self.headers.get("If-None-Match") == etag
        self.send_response(304 if unchanged else 200)
        self.send_header("ETag", etag)
        if not unchanged:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - inherited names
        """Stay silent."""


@contextmanager
def opened_site(now: datetime) -> Iterator[Site]:
    """Serve the newspapers on a free port of 127.0.0.1 until leaving."""
    site = Site(now=now)
    handler = type("Handler", (SiteHandler,), {"site": site})
    server = ThreadingHTTPServer((HOST, 0), handler)
    site.url = f"http://{HOST}:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Mailboxes:
    """What the mail server does with mail: it keeps it, one file a reader, in a Maildir.

    Args:
        folder: The Maildir; made when it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._maildir = Maildir(folder, create=True)
        self.count = 0

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: "SMTP", _session: "Session", envelope: "Envelope"
    ) -> str:
        """Take one message."""
        content = envelope.original_content or b""
        for _ in envelope.rcpt_tos:
            self._maildir.add(content)
            self.count += 1
        return "250 2.0.0 taken"


@dataclass(frozen=True, slots=True)
class MailServer:
    """An SMTP server and what it took."""

    url: str
    mailboxes: Mailboxes


@contextmanager
def opened_mail_server(folder: Path) -> Iterator[MailServer]:
    """Take mail by SMTP on a free port of 127.0.0.1 until leaving."""
    mailboxes = Mailboxes(folder)
    controller = start_controller(mailboxes)
    try:
        yield MailServer(f"smtp+plain://{HOST}:{controller.port}", mailboxes)
    finally:
        controller.stop()


def start_controller(mailboxes: Mailboxes) -> "Controller":
    """Start the mail server on a free port; another one is tried when somebody was faster."""
    from aiosmtpd.controller import Controller

    for _ in range(PORT_TRIES):
        # Not Controller(port=0): it would look for itself on port 0.
        controller = Controller(mailboxes, hostname=HOST, port=find_free_port())
        with suppress(OSError):
            controller.start()
            return controller
    raise UsageError("There is no free port on 127.0.0.1 for the demo's mail server.")


def find_free_port() -> int:
    """Find a port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port

"""A real web server on 127.0.0.1 whose answers a test writes."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; it is sent with its length unless it names another, or is written in chunks."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[Request], Reply]


@dataclass(slots=True)
class Site:
    """Answers by path, and what was asked."""

    url: str = ""
    port: int = 0
    answers: dict[str, Reply | Answer] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    knows_head: bool = True

    def paths(self) -> list[str]:
        return [request.path for request in self.asked]


def is_chunked(reply: Reply) -> bool:
    return reply.headers.get("Transfer-Encoding") == "chunked"


class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, site: Site, *arguments: Any) -> None:
        self.site = site
        super().__init__(*arguments)

    def do_GET(self) -> None:
        request = Request(self.path, {name.lower(): text for name, text in self.headers.items()})
        self.site.asked.append(request)
        answer = self.site.answers.get(self.path, Reply(status=404))
        reply = answer(request) if callable(answer) else answer
        try:
            self.send_response(reply.status)
            length = {"Content-Length": str(len(reply.body))}
            headers = {**({} if is_chunked(reply) else length), **reply.headers}
            for name, text in headers.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(reply.body)
        except OSError:
            self.close_connection = True
        if "Content-Length" in reply.headers:
            self.close_connection = True

    def do_HEAD(self) -> None:
        self.site.heads.append(self.path)
        reply = self.site.answers.get(self.path, Reply(status=404))
        known = self.site.knows_head and isinstance(reply, Reply)
        self.send_response(reply.status if known and isinstance(reply, Reply) else 405)
        for name, text in (reply.headers if isinstance(reply, Reply) else {}).items():
            self.send_header(name, text)
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Stay silent."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_arguments: Any) -> None:
        """A client that breaks off is what some tests are about."""


@contextmanager
def opened_site(certificate: Path | None = None) -> Iterator[Site]:
    """Serve until the test ends; over TLS with a certificate."""
    site = Site()
    server = Server(("127.0.0.1", 0), partial(Pages, site))
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    site.port = server.server_port
    site.url = f"{'https' if certificate else 'http'}://127.0.0.1:{site.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

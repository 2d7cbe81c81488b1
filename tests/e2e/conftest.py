"""The installed program in a child process, beside real servers on 127.0.0.1."""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from tests.integration.certificates import Certificates, make_certificates
from tests.integration.fault_relay import FaultRelay, running

from digest.cli.main import run as run_digest

if TYPE_CHECKING:
    from tests.e2e.forked import Forks

INIT = (
    *("--name", "The Daily", "--strapline", "Read the World Today", "--timezone"),
    *("Europe/Brussels", "--sender", "The Daily <daily@example.org>"),
    *("--address", "1 Press Lane, 1000 Brussels"),
)
DIGEST = (sys.executable, "-m", "digest")
EXAMPLE_NOW = "2026-11-23T05:30:00+01:00"
GZIP = b"\x1f\x8b"
Start = Callable[[FaultRelay], FaultRelay]


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


@dataclass(slots=True)
class Desk:
    """A publication's folder, and commands run in it."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, now: str | None = EXAMPLE_NOW, stdin: str = "") -> Ran:
        process = self.start(*arguments, now=now)
        out, err = process.communicate(stdin, timeout=120)
        assert "Traceback" not in err, err
        return Ran(status=process.returncode, out=out, err=err)

    def start(self, *arguments: str, now: str | None = EXAMPLE_NOW) -> "subprocess.Popen[str]":
        """Start a command and leave it running; the caller waits for its end."""
        rehearsed = ["--now", now] if now else []
        return subprocess.Popen(
            [*DIGEST, "-C", str(self.folder), *rehearsed, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean_environment() | self.environment,
        )


def clean_environment() -> dict[str, str]:
    """The environment without settings of a digest that may live on this machine."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class Received:
    """One message that a relay took."""

    sender: str
    recipient: str
    data: bytes


@dataclass(slots=True)
class MailServer:
    """A real SMTP server that keeps what it took and answers as it was told."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    refuses_senders: str = ""
    holds_after: int | None = None

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuses_senders:
            return self.refuses_senders
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        # The test's own thread lets go: an asyncio.Event cannot be set from there.
        while self.holds_after is not None and len(self.received) >= self.holds_after:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        content = envelope.original_content or b""
        self.received += [
            Received(sender=envelope.mail_from or "", recipient=to, data=content)
            for to in envelope.rcpt_tos
        ]
        return "250 2.0.0 taken"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer(port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    yield server
    controller.stop()


class WebPages(BaseHTTPRequestHandler):
    """Serves the documents of a dictionary: path → (content type, body, gzip if it is)."""

    def __init__(self, documents: dict[str, tuple[str, bytes]], *arguments: Any) -> None:
        self.documents = documents
        super().__init__(*arguments)

    def do_GET(self) -> None:
        found = self.documents.get(self.path)
        if found is None:
            self.send_error(404)
            return
        kind, body = found
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if body.startswith(GZIP):
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Stay silent."""


@dataclass(frozen=True, slots=True)
class WebServer:
    """A real web server whose documents a test may change while it runs."""

    url: str
    documents: dict[str, tuple[str, bytes]]


@pytest.fixture
def web_server() -> Iterator[WebServer]:
    documents: dict[str, tuple[str, bytes]] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(WebPages, documents))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield WebServer(url=f"http://127.0.0.1:{server.server_port}", documents=documents)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def fresh_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication as `digest init` makes it, with sources on this machine; only to be copied."""
    folder = tmp_path_factory.mktemp("fresh") / "thedaily"
    made = subprocess.run(
        [*DIGEST, "init", str(folder), *INIT],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=clean_environment(),
    )
    assert made.returncode == 0, made.stderr
    settings = folder / "digest.toml"
    text = settings.read_text(encoding="utf-8")
    allowed = text.replace("\n[collect]", '\n[collect]\nallow_private = ["127.0.0.1"]', 1)
    assert allowed != text
    settings.write_text(allowed, encoding="utf-8")
    return folder


@pytest.fixture
def desk(fresh_folder: Path, tmp_path: Path) -> Desk:
    """A fresh publication whose sources may be on this machine."""
    folder = tmp_path / "thedaily"
    shutil.copytree(fresh_folder, folder)
    return Desk(folder=folder)


@dataclass(slots=True)
class Indoors:
    """A publication's folder, and commands run in it within this process, where that is enough."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, now: str | None = EXAMPLE_NOW) -> Ran:
        rehearsed = ["--now", now] if now else []
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("DIGEST_")]:
                patch.delenv(name)
            for name, value in self.environment.items():
                patch.setenv(name, value)
            patch.chdir(self.folder.parent)
            self.capture.readouterr()
            status = run_digest(["-C", str(self.folder), *rehearsed, *arguments])
        out, err = self.capture.readouterr()
        assert "Traceback" not in out + err, err
        return Ran(status=status, out=out, err=err)

    def change(self, old: str, new: str, name: str = "digest.toml") -> None:
        """Write something else into a file of the publication, where it stands once."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def add(self, text: str, name: str = "digest.toml") -> None:
        """Write more at the end of a file of the publication."""
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)


@pytest.fixture
def indoors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Indoors:
    """A fresh publication whose sources may be on this machine, without starting a program."""
    office = Indoors(folder=tmp_path / "thedaily", capture=capsys)
    made = office.run("init", str(office.folder), *INIT, now=None)
    assert made.status == 0, made.err
    office.change("\n[collect]", '\n[collect]\nallow_private = ["127.0.0.1"]')
    return office


@pytest.fixture(scope="session")
def drafted_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with four saved pages, thirty readers and today's draft; only to be copied."""
    from tests.e2e.test_day import TOPICS, article_page, write_readers

    folder = tmp_path_factory.mktemp("drafted") / "thedaily"
    steps = (
        ("init", str(folder), *INIT),
        ("sources", "add", "saved"),
        ("subscribers", "import", str(folder / "readers.csv")),
        ("collect",),
        ("draft",),
    )
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DIGEST_")]:
            patch.delenv(name)
        for step in steps:
            status = run_digest(["-C", str(folder), "--now", EXAMPLE_NOW, *step])
            assert status == 0, step
            if step[0] == "init":
                write_readers(folder, 30)
                (folder / "saved").mkdir()
                for slug, headline, _ in TOPICS:
                    page = folder / "saved" / f"{slug}.html"
                    page.write_bytes(article_page(slug, headline))
    return folder


@pytest.fixture
def drafted(drafted_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Indoors:
    """A publication with readers and today's draft, without starting a program."""
    folder = tmp_path / "thedaily"
    shutil.copytree(drafted_folder, folder)
    return Indoors(folder=folder, capture=capsys)


@pytest.fixture
def start() -> Iterator[Start]:
    """Runs relays that go wrong where a test tells them to, in a thread, until the test ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    stack = AsyncExitStack()

    def begin(relay: FaultRelay) -> FaultRelay:
        entered = stack.enter_async_context(running(relay))
        return asyncio.run_coroutine_threadsafe(entered, loop).result(10)

    yield begin
    asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def forks() -> Iterator["Forks"]:
    """Starts a real `digest` in a twentieth of a second, to be killed."""
    from tests.e2e.forked import Forks

    with Forks() as started:
        yield started

"""`digest serve` as a process of its own, and somebody who asks it."""

import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from tests.unit.app.archive_desk import edition_of, lock_of, send

from digest.adapters.store import open_store
from digest.adapters.store.opening import Store
from digest.cli.main import run as run_digest
from digest.config import Settings, read_settings
from digest.deliver.audience import address_key
from digest.deliver.tokens import Purpose, make_token
from digest.model.subscriber import Subscriber

PAGES = "https://news.example.org"
SLUG = "the-daily-2026-11-23"
INIT = (
    *("--name", "The Daily", "--strapline", "Read the World Today", "--timezone"),
    *("Europe/Brussels", "--sender", "The Daily <daily@example.org>"),
    *("--address", "1 Press Lane, 1000 Brussels"),
)
EARLIER = datetime(2026, 11, 1, tzinfo=UTC)
MORE = """
[[lists]]
name = "daily"
title = "The Daily"

[[lists]]
name = "evening"
title = "The Evening Letter"
about = "What the day brought, at six."

[[sections]]
name = "Politics"

[[sections]]
name = "Island life"
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody was answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        return self.headers.get("location", "")


@dataclass(slots=True)
class Served:
    """A publication that is served."""

    folder: Path
    url: str
    metrics: str
    process: "subprocess.Popen[str]"
    networks: Iterator[int] = field(default_factory=lambda: iter(range(1, 60_000)))

    def ask(
        self,
        path: str,
        method: str = "GET",
        fields: Mapping[str, str] | list[tuple[str, str]] | bytes | None = None,
        *,
        network: str = "",
        **headers: str,
    ) -> Reply:
        """Ask for a page, each time from another network unless one is named."""
        number = next(self.networks)
        sent = {
            "X-Forwarded-For": network or f"10.{number >> 8}.{number & 255}.1",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        body = fields if isinstance(fields, bytes | None) else urlencode(fields).encode()
        if body is not None and "Content-Type" not in sent:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        place = urlsplit(self.url)
        with closing(http.client.HTTPConnection(place.netloc, timeout=30)) as connection:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in sent.items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, names, response.read())

    def post(self, path: str, fields: Any = b"", **more: str) -> Reply:
        """Send a form."""
        return self.ask(path, "POST", fields, **more)

    def say(self, lines: bytes) -> bytes:
        """Say something on a connection of its own; what came back before it was closed."""
        place = urlsplit(self.url)
        with socket.create_connection((place.hostname, place.port), timeout=30) as connection:
            connection.sendall(lines)
            with connection.makefile("rb") as answer:
                return answer.read()

    def log(self) -> str:
        """What was told on stderr."""
        return (self.folder.parent / "log").read_text(encoding="utf-8")

    def reload(self, *, told: str) -> None:
        """Have settings and templates read again; wait for what is told of it."""
        before = len(self.log())
        self.process.send_signal(signal.SIGHUP)
        self.wait_for_log(told, after=before)

    def wait_for_log(self, told: str, *, after: int = 0) -> None:
        """Wait until something is told on stderr, after so many characters of it."""
        until = time.monotonic() + 10
        while told not in self.log()[after:]:
            assert time.monotonic() < until, self.log()[after:]
            time.sleep(0.02)

    def follow(self, reply: Reply) -> Reply:
        """Go where a form leads."""
        assert reply.status == 303, reply.text
        return self.ask(reply.location)

    def measure(self) -> dict[str, float]:
        """Read the metrics."""
        place = urlsplit(self.metrics)
        with closing(http.client.HTTPConnection(place.netloc, timeout=30)) as connection:
            connection.request("GET", "/metrics")
            lines = connection.getresponse().read().decode().splitlines()
        pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
        return {name: float(value) for name, value in pairs}

    @property
    def settings(self) -> Settings:
        return read_settings(self.folder, {})

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """Look into the database, beside the server."""
        store = open_store(
            f"sqlite:///{self.folder / 'digest.db'}", secret=self.settings.machine.secret
        )
        try:
            yield store
        finally:
            store.close()

    def person(self, email: str) -> Subscriber | None:
        with self.opened() as store:
            return store.subscribers.subscriber(address_key(email) or "")

    def add(self, email: str, **facts: Any) -> str:
        """Add a reader; tell the path of the link by which they leave."""
        person = Subscriber(key=address_key(email) or "", email=email, **facts)
        with self.opened() as store:
            store.subscribers.import_subscribers([person], now=person.consent.at or EARLIER)
        return self.link(email, Purpose.UNSUBSCRIBE)

    def link(self, email: str, purpose: Purpose) -> str:
        """Tell the path of a reader's link."""
        person = self.person(email)
        assert person is not None, email
        settings = self.settings
        token = make_token(
            settings.machine.secret,
            purpose,
            publication=settings.publication.id,
            subscriber_id=person.id,
        )
        return f"/{purpose.value}/{token}"

    def dump(self) -> list[str]:
        """Everything in the database, as text."""
        with closing(sqlite3.connect(self.folder / "digest.db")) as plain:
            return list(plain.iterdump())

    def letters(self) -> list[str]:
        """The letters that have gone out, whole."""
        box = self.folder / "outbox" / "new"
        return [path.read_text(encoding="utf-8") for path in box.iterdir()] if box.is_dir() else []

    def letter_to(self, email: str, *, seconds: float = 10) -> str:
        """Wait for the letter to somebody."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for letter in self.letters():
                if f"Delivered-To: {email}" in letter:
                    return letter
            time.sleep(0.05)
        raise AssertionError(f"no letter to {email}")


def make_publication(folder: Path, *, more: str = MORE, **environment: str) -> None:
    """Make a publication with two lists and two sections, of which an edition was sent."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DIGEST_")]:
            patch.delenv(name)
        assert run_digest(["init", str(folder), *INIT]) == 0
    toml, env = folder / "digest.toml", folder / ".env"
    text = toml.read_text(encoding="utf-8")
    spoken = text.replace('language = "en"', 'language = "en"\n', 1)
    assert spoken != text
    toml.write_text(spoken + more, encoding="utf-8")
    lines = [
        f"{name}={value}\n" for name, value in {"DIGEST_PUBLIC_URL": PAGES, **environment}.items()
    ]
    env.write_text(env.read_text(encoding="utf-8") + "".join(lines), encoding="utf-8")


def send_edition(folder: Path) -> None:
    """Send an edition to a reader of its own, who is in nobody's way."""
    settings = read_settings(folder, {})
    store = open_store(f"sqlite:///{folder / 'digest.db'}", secret=settings.machine.secret)
    try:
        send(store, lock_of(edition_of(SLUG[-10:])))
    finally:
        store.close()


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Served]:
    """Serve a publication, on any free ports, until the end."""
    command = [sys.executable, "-m", "digest", "-C", str(folder), "serve", "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if name[:7] != "DIGEST_"}
    with (folder.parent / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [*command, "--metrics-port", "0", "--json", *options],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment,
            # As in a terminal, where Ctrl-C goes to all that it has started.
            process_group=0,
        )
        with process:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, (folder.parent / "log").read_text(encoding="utf-8")
            told = json.loads(line)
            try:
                yield Served(
                    folder=folder, url=told["url"], metrics=told["metrics"], process=process
                )
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(30)

"""What every theme's mail keeps: both parts tell the same, each reader gets their own, quietly."""

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path

import msgspec
import pytest
from lxml import html
from tests.looks.mails import (
    PAGES,
    READER,
    THEMES,
    Mail,
    make_mail,
    open_renderer,
    part_of,
    publication_for,
    read_sample,
    sample_mails,
    write_to,
)

from digest.adapters.render_wire import Answer, RenderLimits, Request
from digest.adapters.templates import COMMAND, small_environment
from digest.adapters.theme_files import read_theme_files
from digest.model.article import Byline, Image, Sighting
from digest.model.edition import Edition
from digest.model.subscriber import Subscriber
from digest.text.notes import note_paragraphs

OTHER = Subscriber(id=8, key="ana@example.net", email="ana@example.net", name="Ana Ruiz")
EDITIONS = ("en", "ar", "de", "mixed")
in_themes = pytest.mark.parametrize("theme", THEMES)
in_editions = pytest.mark.parametrize("edition", EDITIONS)
# Tells of everything that leaves the process, as CPython's audit events name it. Sockets that are
# only made are not among it: urllib3 makes one when it is imported, to see whether there is IPv6.
TELLTALE = """
import os, sys
LOUD = (
    "socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.send", "urllib.", "http.",
    "subprocess.", "os.system", "os.exec", "os.posix_spawn",
)
def listen(event, _arguments):
    if event.startswith(LOUD):
        os.write(2, f"{event}\\n".encode())
sys.addaudithook(listen)
"""


def mail_of(theme: str, edition: str) -> Mail:
    return sample_mails()[theme, edition]


def tight(text: str) -> str:
    """A text without any space, however it was cut into lines."""
    return re.sub(r"\s+", "", text)


def links_in(markup: str) -> set[str]:
    page = html.document_fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8"))
    return {one.get("href", "") for one in page.iter("a")}


@in_themes
@in_editions
def test_the_text_part_carries_every_headline_summary_and_link(theme: str, edition: str) -> None:
    mail = mail_of(theme, edition)
    told = tight(mail.text)
    for item in mail.edition.items:
        assert tight(item.headline) in told
        assert all(tight(paragraph) in told for paragraph in note_paragraphs(item.summary))
        assert all(other.url in told for other in item.also)
    missing = {url for url in links_in(mail.html) if tight(url) not in told}
    assert missing == set()
    assert len(links_in(mail.html)) > len(mail.edition.items)


@in_themes
@in_editions
def test_the_html_part_carries_every_headline_and_link_of_the_edition(
    theme: str, edition: str
) -> None:
    mail = mail_of(theme, edition)
    told, links = tight(unescape(mail.html)), links_in(mail.html)
    for item in mail.edition.items:
        assert tight(item.headline) in told
        assert item.url is None or item.url in links


@in_themes
def test_each_reader_has_their_own_links_in_both_parts_and_nobody_elses(theme: str) -> None:
    lock = mail_of(theme, "en").lock
    leaving, found = {}, {}
    for reader in (READER, OTHER):
        message = write_to(reader, lock)
        header = message.split(b"\r\n\r\n", 1)[0].decode()
        parts = [part_of(message, kind) for kind in ("html", "plain")]
        for purpose in ("unsubscribe", "preferences"):
            address = re.compile(rf"{PAGES}/{purpose}/[^\s\"'<>]+")
            own = [set(address.findall(part)) for part in parts]
            assert own[0] == own[1]
            assert len(own[0]) == 1
            found[reader.id, purpose] = own[0].pop()
        leaving[reader.id] = found[reader.id, "unsubscribe"]
        assert f"<{leaving[reader.id]}>" in header
        assert all(f"{PAGES}/archive/{lock.slug}/" in part for part in parts)
        tokens = [one.token for one in lock.rendered[0].sentinels]
        assert not [token for token in tokens if token in header + "".join(parts)]
    assert len(set(found.values())) == 4
    for reader, other in ((READER, OTHER), (OTHER, READER)):
        message = write_to(reader, lock)
        theirs = leaving[other.id].rpartition("/")[2]
        assert all(theirs not in part_of(message, kind) for kind in ("html", "plain"))


@pytest.fixture(scope="module")
def again() -> dict[tuple[str, str], Mail]:
    """The same editions from another process."""
    with open_renderer() as renderer:
        return {
            (theme, edition): make_mail(renderer, read_sample(edition), theme)
            for theme in THEMES
            for edition in ("en", "ar")
        }


@in_themes
def test_another_process_makes_the_same_bytes(
    theme: str, again: dict[tuple[str, str], Mail]
) -> None:
    for edition in ("en", "ar"):
        assert again[theme, edition].message == mail_of(theme, edition).message
        assert again[theme, edition].mjml == mail_of(theme, edition).mjml


def hostile_edition(picture: str, attacks: list[str]) -> Edition:
    """An edition of attacks, each in every place of a story."""
    sample = read_sample("en")
    first, second, *_ = sample.sections
    items = tuple(
        replace(
            first.items[0],
            headline=f"Ports {attack}",
            kicker=attack,
            byline=(Byline(name=attack, role=attack),),
            also=(Sighting(name=attack, url=attack),),
            image=Image(url=attack if n else picture, alt=attack, credit=attack),
            summary=f"Begin {attack} end.",
            url=attack if n % 2 else f"https://example.org/{n}",
        )
        for n, attack in enumerate(attacks)
    )
    return replace(
        sample,
        preheader=attacks[0],
        correction=attacks[1],
        note=attacks[2],
        sections=(
            replace(first, name=attacks[3], items=items[:1]),
            replace(second, items=items[1:]),
        ),
    )


@contextmanager
def listening() -> Iterator[tuple[str, list[object]]]:
    """A server that only remembers who came; give its address and the list of its callers."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        done = threading.Event()

        def wait() -> None:
            while not done.is_set():
                try:
                    connection, caller = server.accept()
                except TimeoutError:
                    continue
                connection.close()
                callers.append(caller)

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", callers
        finally:
            done.set()
            thread.join()


def tell_doors(folder: Path) -> dict[str, str]:
    """The child's environment, with a telltale that writes to stderr what it does outside."""
    (folder / "sitecustomize.py").write_text(TELLTALE, encoding="utf-8")
    kept = small_environment()
    paths = [str(folder), *filter(None, [kept.get("PYTHONPATH")])]
    return kept | {"PYTHONPATH": os.pathsep.join(paths)}


def test_rendering_opens_no_connection_and_says_nothing_on_stderr(tmp_path: Path) -> None:
    with listening() as (url, callers):
        attacks = [
            f"<link rel=stylesheet href='{url}/a.css'><style>@import '{url}/b.css';</style>",
            f"<!DOCTYPE x SYSTEM '{url}/x.dtd'>&x;",
            f"<mj-include path='{url}/c.mjml' />",
            f"![p]({url}/p.png) <img src='{url}/q.png'>",
        ]
        editions = [hostile_edition(f"{url}/a.png", attacks), read_sample("en"), read_sample("ar")]
        requests = [
            Request(
                edition=edition,
                publication=replace(publication_for(edition, theme), site=url),
                with_mjml=True,
                content_hash="5f" * 32,
                public_url=url,
                theme=theme,
                files=read_theme_files(theme, desk=tmp_path / "none"),
                cpu_seconds=RenderLimits().cpu_seconds,
                memory_bytes=RenderLimits().memory_bytes,
            )
            for theme in THEMES
            for edition in editions
        ]
        lines = b"".join(msgspec.json.encode(one) + b"\n" for one in requests)
        done = subprocess.run(
            COMMAND,
            input=lines,
            capture_output=True,
            env=tell_doors(tmp_path),
            timeout=120,
            check=True,
        )
        assert callers == []
    answers = [msgspec.json.decode(line, type=Answer) for line in done.stdout.splitlines()]
    assert [one.message for one in answers] == [""] * len(requests)
    assert all(one.rendered and url in one.rendered.html for one in answers)
    assert done.stderr == b""


def test_the_telltale_tells_of_a_connection(tmp_path: Path) -> None:
    with listening() as (url, callers):
        call = f"import socket; socket.create_connection(('127.0.0.1', {url.rpartition(':')[2]}))"
        command = [sys.executable, *COMMAND[1:3], "-c", call]
        done = subprocess.run(
            command, capture_output=True, env=tell_doors(tmp_path), timeout=60, check=True
        )
    assert b"socket.connect" in done.stderr
    assert len(callers) == 1

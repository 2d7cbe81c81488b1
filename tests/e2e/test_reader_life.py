"""The life of one reader: she signs up, confirms, chooses, reads, leaves, and is left alone.

One publication, a real mail server, `digest serve` as a process, a real browser 320 pixels wide.
"""

import email
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.e2e.conftest import EXAMPLE_NOW, Indoors, MailServer, Received, clean_environment
from tests.looks.browser import WEB, find_browser, missing_tools

ADA = "ada.lindqvist@example.net"
NEXT_DAY = "2026-11-24T05:30:00+01:00"
WAIT_SECONDS = 20
SECTIONS = """
[[sections]]
name = "World"

[[sections]]
name = "Sport"
"""

NEWS = """<html lang="en"><head><title>Harbour pilots agree to a new rota</title></head><body>
<article><h1>Harbour pilots agree to a new rota</h1><p>By Ilse Brandt</p>
<p>The pilots of Almery will work four days out of seven from January, after a winter of talks.
Both sides called it a fair bargain, and the ferries keep to their winter timetable.</p></article>
</body></html>"""

pytestmark = pytest.mark.skipif(bool(missing_tools()), reason=missing_tools() or "all is here")


class Browser:
    """A reader's browser, 320 pixels wide; every page that it shows is looked at."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def do(self, **wish: Any) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        seen: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "failed" not in seen, (wish, seen)
        assert seen["axe"] == [], (wish, seen["url"])
        assert seen["noise"] == [], (wish, seen["url"])
        assert (seen["sideways"], seen["scripts"], seen["cookies"]) == (0, 0, "")
        return seen


@contextmanager
def opened_browser() -> Iterator[Browser]:
    command = ["node", str(WEB / "reader.mjs"), find_browser()]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Browser(process)
        assert process.stdin
        process.stdin.close()
        process.wait(WAIT_SECONDS)


@contextmanager
def served(office: Indoors) -> Iterator[str]:
    """Serve the publication; tell the address of its pages."""
    command = [sys.executable, "-m", "digest", "-C", str(office.folder), "--now", EXAMPLE_NOW]
    with subprocess.Popen(
        [*command, "serve", "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
    ) as process:
        assert process.stdout
        assert process.stderr
        try:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            yield json.loads(line)["url"]
        finally:
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=WAIT_SECONDS)
        assert process.returncode == 143, log
        assert ADA not in log, "the log names no reader"
        assert "Traceback" not in log


def mails_to(server: MailServer, address: str, *, count: int) -> list[Message]:
    """Wait until somebody has got so many mails."""
    until = time.monotonic() + WAIT_SECONDS
    found: list[Received] = []
    while time.monotonic() < until:
        found = [one for one in server.received if one.recipient == address]
        if len(found) >= count:
            return [email.message_from_bytes(one.data) for one in found]
        time.sleep(0.05)
    raise AssertionError(f"{address} got {len(found)} of {count} mails")


def text_of(mail: Message) -> str:
    part = next(one for one in mail.walk() if one.get_content_type() == "text/plain")
    return (part.get_payload(decode=True) or b"").decode()  # type: ignore[union-attr]


def find_link(mail: Message, way: str) -> str:
    found = re.search(rf"http://\S+/{way}/[a-z2-7]+", text_of(mail))
    assert found, text_of(mail)
    return found[0]


def press_one_click(link: str) -> int:
    """Do what a mail program does when its reader presses "unsubscribe" (RFC 8058)."""
    place = urlsplit(link)
    connection = HTTPConnection(place.netloc, timeout=WAIT_SECONDS)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", place.path, "List-Unsubscribe=One-Click", headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.getheader("Set-Cookie") is None
    return answer.status


def open_every_link(mail: Message) -> None:
    """Do what a mail scanner does: GET and HEAD everything."""
    for link in re.findall(r"http://127\.0\.0\.1\S+", text_of(mail)):
        for method in ("GET", "HEAD"):
            place = urlsplit(link)
            connection = HTTPConnection(place.netloc, timeout=WAIT_SECONDS)
            connection.request(method, place.path)
            connection.getresponse().read()
            connection.close()


class Life:
    """Ada Lindqvist, a reader, and the newsroom that she reads."""

    def __init__(self, office: Indoors, server: MailServer, url: str, browser: Browser) -> None:
        self.office = office
        self.server = server
        self.url = url
        self.browser = browser
        self.scripts = True

    @property
    def state(self) -> str:
        found: str = self.kept()["state"]
        return found

    def kept(self) -> dict[str, Any]:
        found: dict[str, Any] = self.office.run("--json", "subscribers", "show", ADA).data
        return found

    def mail(self, number: int) -> Message:
        return mails_to(self.server, ADA, count=number)[number - 1]

    def open(self, link: str) -> dict[str, Any]:
        return self.browser.do(go=link, scripts=self.scripts)

    def signs_up_by_keyboard_alone(self) -> None:
        assert self.open(f"{self.url}/subscribe")["status"] == 200
        sent = self.browser.do(keys=["Tab", "Tab", f"text:{ADA}", "Enter"])
        assert sent["url"].endswith("/subscribe/sent")
        assert self.state == "pending"

    def is_asked_by_a_letter(self) -> None:
        letter = self.mail(1)
        assert letter["Auto-Submitted"] == "auto-generated"
        assert letter["List-Unsubscribe-Post"] is None
        open_every_link(letter)
        assert self.state == "pending", "a scanner that opens every link confirms nothing"

    def confirms(self) -> None:
        self.open(find_link(self.mail(1), "confirm"))
        assert self.browser.do(press="Yes, send it to me")["status"] == 200
        assert self.state == "subscribed"
        assert self.kept()["consent"]["at"]

    def wants_no_sport(self) -> None:
        welcome = self.mail(2)
        self.open(find_link(welcome, "preferences"))
        self.browser.do(tick="Sport", on=False)
        assert "Your choices are saved." in self.browser.do(press="Save")["text"]
        assert self.kept()["preferences"]["sections"] == ["world"]

    def gets_the_edition(self) -> None:
        sent = self.office.run("--json", "send")
        assert (sent.status, sent.data["accepted"], sent.data["balanced"]) == (0, 31, True)
        open_every_link(self.mail(3))
        assert self.state == "subscribed", "a scanner that opens every link unsubscribes nobody"

    def leaves_with_one_press_in_her_mail_program(self) -> None:
        leave = find_link(self.mail(3), "unsubscribe")
        assert f"<{leave}>" in str(self.mail(3)["List-Unsubscribe"]) or leave.startswith("http:")
        assert press_one_click(leave) == 200
        assert self.state == "unsubscribed"
        assert press_one_click(leave) == 200, "twice is once"

    def comes_back_and_leaves_by_the_pages(self) -> None:
        self.open(find_link(self.mail(3), "preferences"))
        self.browser.do(press="Subscribe again")
        assert self.state == "subscribed"
        self.open(find_link(self.mail(3), "unsubscribe"))
        self.browser.do(press="Unsubscribe")
        assert self.state == "unsubscribed"

    def is_left_alone(self) -> None:
        page = self.office.folder / "saved" / "pilots.html"
        page.write_text(NEWS, encoding="utf-8")
        self.office.change("minimum = 3", "minimum = 1")
        sent = self.office.run("--json", "send", now=NEXT_DAY)
        assert (sent.status, sent.data["accepted"]) == (0, 30)
        assert len(mails_to(self.server, ADA, count=3)) == 3

    def is_forgotten(self) -> None:
        assert self.office.run("subscribers", "forget", ADA, "--yes").status == 0
        assert self.state == "absent"


@pytest.mark.parametrize("scripts", ["with JavaScript", "without JavaScript"])
def test_the_life_of_a_reader(drafted: Indoors, mail_server: MailServer, scripts: str) -> None:
    drafted.add(SECTIONS)
    drafted.change("DIGEST_RELAY=maildir:outbox", f"DIGEST_RELAY={mail_server.url}", ".env")
    with served(drafted) as url, opened_browser() as browser:
        drafted.add(f"DIGEST_PUBLIC_URL={url}\n", ".env")
        ada = Life(drafted, mail_server, url, browser)
        ada.scripts = scripts == "with JavaScript"

        ada.signs_up_by_keyboard_alone()
        ada.is_asked_by_a_letter()
        ada.confirms()
        ada.wants_no_sport()
        ada.gets_the_edition()
        ada.leaves_with_one_press_in_her_mail_program()
        ada.comes_back_and_leaves_by_the_pages()
        ada.is_left_alone()
        ada.is_forgotten()

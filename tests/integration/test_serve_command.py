"""`digest serve` as a command: how it begins, what it refuses, how it ends."""

import json
import os
import signal
import socket
import sqlite3
import sys
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import html
from tests.integration.served import Reply, Served, make_publication, send_edition, serving

from digest.adapters.store import open_store
from digest.cli.main import run as run_digest
from digest.cli.serving import list_lacks
from digest.config import read_settings
from digest.model.signup import LetterState
from digest.model.subscriber import SubscriberState


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with an edition in its archive."""
    path = tmp_path_factory.mktemp("command") / "thedaily"
    make_publication(path)
    send_edition(path)
    return path


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGEST_PUBLIC_URL", raising=False)


def lock(path: Path) -> sqlite3.Connection:
    plain = sqlite3.connect(path / "digest.db", isolation_level=None)
    plain.execute("BEGIN IMMEDIATE")
    return plain


def test_without_the_extra_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "starlette", None)

    assert run_digest(["-C", str(folder), "serve"]) == 78
    assert "pip install 'digest-desk[web]'" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told_before_anything_is_opened(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert run_digest(["-C", str(folder), "serve", "--port", str(port), "-q"]) == 2
        assert run_digest(["-C", str(folder), "serve", "--json", "--port", str(port)]) == 2
    told = capsys.readouterr()
    assert told.err.splitlines()[0].startswith(f"Port {port} of 127.0.0.1 is taken")
    assert json.loads(told.out)["status"] == "usage"


def test_others_cannot_be_served_without_a_public_address(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIGEST_PUBLIC_URL", "")

    assert run_digest(["-C", str(folder), "serve", "--host", "::", "--port", "0"]) == 78
    assert "DIGEST_PUBLIC_URL=https://" in capsys.readouterr().err


def test_what_readers_would_not_get_is_told_before_and_at_the_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIGEST_PUBLIC_URL", "")
    command = ["-C", str(folder), "serve"]
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        # What has to be written first is told first, whatever else is in the way.
        assert run_digest([*command, "--trust-proxy", "--port", port]) == 78
        assert run_digest([*command, "--host", "192.0.2.1", "--port", port]) == 78
    assert run_digest([*command, "--port", "8000", "--metrics-port", "8000"]) == 2
    told = capsys.readouterr().err

    assert told.count("DIGEST_PUBLIC_URL=https://news.example.org") == 2
    assert "--port and --metrics-port are both 8000." in told
    link, box = list_lacks(read_settings(folder, {"DIGEST_PUBLIC_URL": ""}))
    assert link == (
        "Letters link to this machine alone; for readers write "
        "DIGEST_PUBLIC_URL=https://news.example.org into .env."
    )
    assert box == "Letters go into outbox/, to nobody, until DIGEST_RELAY is set."
    relay = {"DIGEST_RELAY": "smtp://127.0.0.1:2525"}
    assert list_lacks(read_settings(folder, relay)) == []


def test_the_form_for_another_site_needs_no_script_and_nothing_from_elsewhere(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_digest(["-C", str(folder), "serve", "--form"]) == 0
    told = capsys.readouterr()

    page = html.fromstring(f"<body>{told.out}</body>")
    form = page.forms[0]
    assert (form.method, form.action) == ("POST", "https://news.example.org/subscribe")
    assert set(form.fields) == {"language", "text", "email", "list", "website"}
    assert page.xpath("//script | //style | //@style | //img | //link | //iframe") == []
    labelled = set(page.xpath("//label/@for"))
    assert labelled == {box.get("id") for box in page.xpath("//input[@id]")}
    assert "https://news.example.org/subscribe" in told.err


def test_a_busy_database_does_not_keep_the_form_from_being_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = folder / "templates" / "public" / "words.toml"
    words.parent.mkdir(parents=True, exist_ok=True)
    words.write_text('[en]\nconsent = "Yes, {} every evening."\n', encoding="utf-8")
    defaults = open_store.__kwdefaults__
    assert defaults
    monkeypatch.setitem(defaults, "patience", timedelta(0))
    try:
        with closing(lock(folder)):
            assert run_digest(["-C", str(folder), "serve", "--form"]) == 0
        busy = capsys.readouterr()
        assert run_digest(["-C", str(folder), "serve", "--form"]) == 0
    finally:
        words.unlink()

    told = capsys.readouterr()
    assert busy.out == told.out
    assert "Yes, The Daily every evening." in told.out
    assert "could not be kept for the proof" in busy.err
    assert "could not be kept" not in told.err


def test_ctrl_c_in_the_middle_of_a_write_lets_it_end_and_nobody_else_in(folder: Path) -> None:
    answers: list[Reply] = []
    with serving(folder, "-q") as site:
        path = site.add("last@example.org")

        def leave(site: Served = site, path: str = path) -> None:
            answers.append(site.post(path, {"List-Unsubscribe": "One-Click"}))

        with closing(lock(folder)):
            leaving = threading.Thread(target=leave)
            leaving.start()
            time.sleep(0.3)
            site.process.send_signal(signal.SIGINT)
            wait_until_closed(site)
            assert site.process.poll() is None
            assert answers == []
        leaving.join(10)
        assert site.process.wait(10) == 0
        person = site.person("last@example.org")

    assert [one.status for one in answers] == [200]
    assert person is not None
    assert person.state is SubscriberState.UNSUBSCRIBED
    assert site.log() == "", "-q tells of trouble alone"


def test_ctrl_c_in_a_terminal_breaks_no_letter_under_way(folder: Path) -> None:
    def look(site: Served) -> LetterState | None:
        with site.opened() as store:
            letters = store.letters.letters()
        return next((one for one in letters if one.email == "known@example.org"), None)

    with serving(folder, "-q", "--trust-proxy") as site:
        site.add("known@example.org")
        site.post("/subscribe", {"email": "first@example.org"})
        site.letter_to("first@example.org")
        [child] = children_of(site.process.pid)
        # It is held up with this one, which is another letter than the first.
        os.kill(child, signal.SIGSTOP)
        site.post("/subscribe", {"email": "known@example.org"})
        until = time.monotonic() + 10
        while not ((letter := look(site)) and letter.taken):
            assert time.monotonic() < until
            time.sleep(0.02)
        os.killpg(site.process.pid, signal.SIGINT)
        wait_until_closed(site)
        os.kill(child, signal.SIGCONT)

        assert site.process.wait(10) == 0
        letter = look(site)
    assert site.log() == "", "a process that renders was broken off"
    assert letter is None or (letter.taken, letter.attempts) == (None, 0), "it goes out later"


def children_of(number: int) -> list[int]:
    """List the processes that a process has started."""
    tasks = Path(f"/proc/{number}/task").glob("*/children")
    return [int(word) for task in tasks for word in task.read_text(encoding="ascii").split()]


def wait_until_closed(site: Served) -> None:
    """Wait until nobody new is let in."""
    until = time.monotonic() + 5
    while True:
        try:
            site.ask("/robots.txt")
        except OSError:
            return
        assert time.monotonic() < until
        time.sleep(0.02)

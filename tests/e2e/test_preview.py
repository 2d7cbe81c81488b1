"""`digest preview` on the command line: it serves or writes, says where, and ends as it should."""

import json
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.e2e.conftest import DIGEST, EXAMPLE_NOW, Indoors, clean_environment

SLUG = "the-daily-2026-11-23"
FILES = ["index.html", "mail-light.html", "mail-dark.html", "mail.html", "mail.txt"]


def test_files_are_written_the_page_first_and_nothing_is_served(drafted: Indoors) -> None:
    ran = drafted.run("preview", "--out", "looked-at", "--json")
    assert (ran.status, ran.err) == (0, "")
    page = Path(ran.data["page"])
    assert ran.data == {
        "edition": SLUG,
        "page": str(Path("looked-at") / "index.html"),
        "png": None,
        "files": FILES,
        "missing": [],
        "status": "ok",
    }
    folder = drafted.folder.parent / page.parent
    assert sorted(one.name for one in folder.iterdir()) == sorted(FILES)
    assert drafted.run("preview", "--out", "looked-at", "-q").out == ""


def test_the_answer_names_the_page_and_the_next_step(drafted: Indoors) -> None:
    ran = drafted.run("preview", SLUG, "--out", "x")
    assert ran.out == (
        f"Wrote x/index.html      Next: open it in a browser, then digest check {SLUG}\n"
    )


def test_an_edition_that_is_not_there_is_named_and_nothing_is_served(drafted: Indoors) -> None:
    for words in ((), ("--out", "x")):
        ran = drafted.run("preview", "the-daily-2020-01-01", *words)
        assert ran.status == 2
        assert ran.err.startswith("There is no editions/the-daily-2020-01-01.md.")


def test_a_mistake_blocks_files_with_its_line(drafted: Indoors) -> None:
    drafted.change("number = 1", "numbr = 1", f"editions/{SLUG}.md")
    ran = drafted.run("preview", "--out", "x")
    assert ran.status == 4
    assert f"editions/{SLUG}.md:3" in ran.err


def test_a_port_and_files_do_not_go_together(drafted: Indoors) -> None:
    assert drafted.run("preview", "--out", "x", "--port", "8400").status == 2
    assert drafted.run("preview", "--port", "70000").status == 2


def test_a_taken_port_is_told_in_a_sentence(drafted: Indoors) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = drafted.run("preview", "--port", str(port), "--no-browser")
    assert ran.status == 2
    assert ran.err.startswith(f"Port {port} of 127.0.0.1 is taken")
    assert ran.out == ""


def test_without_chromium_a_contact_sheet_is_refused_before_anything_is_written(
    drafted: Indoors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = drafted.run("preview", "--png", "--out", "x")
    assert ran.status == 2
    assert "needs Chromium" in ran.err
    assert not (drafted.folder.parent / "x").exists()


def press_ctrl_c(note: Path) -> Callable[..., None]:
    def wait(_child: object, timeout: float) -> None:
        until = time.monotonic() + timeout * 20
        while not (note.exists() and note.read_text(encoding="utf-8").strip()):
            assert time.monotonic() < until
        raise KeyboardInterrupt

    return wait


@pytest.mark.parametrize("stopped", [False, True], ids=["late", "stopped"])
def test_a_browser_that_does_not_end_is_ended_with_all_its_helpers(
    drafted: Indoors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, stopped: bool
) -> None:
    slow = tmp_path / "bin" / "chromium"
    slow.parent.mkdir()
    note = tmp_path / "helper"
    slow.write_text(f"#!/bin/sh\n/bin/sleep 60 & echo $! > {note}\nwait\n", encoding="utf-8")
    slow.chmod(slow.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(slow.parent))
    monkeypatch.setattr("digest.adapters.preview_chromium.PATIENCE", 0.5)
    if stopped:
        monkeypatch.setattr("subprocess.Popen.communicate", press_ctrl_c(note))
    ran = drafted.run("preview", "--png", "--out", "x")
    assert (ran.status, "took longer than" in ran.err) == (130 if stopped else 2, not stopped)
    helper = Path("/proc") / note.read_text(encoding="utf-8").strip() / "stat"
    state = helper.read_text(encoding="utf-8").rpartition(") ")[2][0] if helper.exists() else "Z"
    assert state in "ZX", "it is no more, or waits for its parent to notice"


@pytest.mark.long
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium (Debian: chromium)")
def test_a_contact_sheet_is_one_picture_of_the_mail_from_all_sides(drafted: Indoors) -> None:
    ran = drafted.run("preview", "--png", "--json")
    assert (ran.status, ran.err) == (0, "")
    sheet = Path(ran.data["png"])
    assert sheet.name == "contact-sheet.png"
    assert sheet.parent == drafted.folder / "preview"
    assert ran.data["files"] == [*FILES, "contact-sheet.png"]
    picture = sheet.read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert width > 2000
    assert height > 800


def test_sigterm_ends_it_and_the_browser_is_told_the_address(
    drafted: Indoors, tmp_path: Path
) -> None:
    note = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\nimport sys\nopen({str(note)!r}, 'w').write(sys.argv[1])\n"
    )
    browser.chmod(0o755)
    shown = {"DISPLAY": ":99", "BROWSER": f"{browser} %s"}
    with subprocess.Popen(
        [*DIGEST, "-C", str(drafted.folder), "--now", EXAMPLE_NOW, "preview", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment() | shown,
    ) as process:
        assert process.stdout
        first, second = process.stdout.readline(), process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    url = first.rpartition(" ")[2].strip()
    assert first == f"{SLUG} is shown at {url}\n"
    assert second == "It shows every change as you save it. Ctrl-C ends it.\n"
    assert out.splitlines()[-1] == "The preview has ended.      Next: digest check, digest send"
    assert (process.returncode, err) == (143, "")
    assert json.dumps(url).startswith('"http://127.0.0.1:')
    assert note.read_text(encoding="utf-8") == url

"""`digest demo`: a whole publication on this machine, shown command by command."""

import email
import email.policy
import json
import subprocess
import sys
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.e2e.conftest import DIGEST, Ran, clean_environment

from digest.cli.demo import choose_zone

READERS = 25


def run_demo(
    folder: Path, *arguments: str, cwd: Path, environment: dict[str, str] | None = None
) -> Ran:
    surroundings = clean_environment()
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        surroundings.pop(name, None)
    done = subprocess.run(
        [*DIGEST, *arguments, "demo", str(folder)],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        cwd=cwd,
        env=surroundings | (environment or {}),
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(status=done.returncode, out=done.stdout, err=done.stderr)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """The demo after its second run in the same folder, the second one with a display."""
    home = tmp_path_factory.mktemp("home")
    first = run_demo(Path("shown"), cwd=home)
    assert first.status == 0, first.out + first.err
    browser = home / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {home}/opened\n', encoding="utf-8")
    browser.chmod(0o755)
    display = {"DISPLAY": ":99", "BROWSER": str(browser)}
    return home / "shown", run_demo(Path("shown"), cwd=home, environment=display)


def messages(folder: Path) -> list[EmailMessage]:
    found = []
    for path in sorted((folder / "received" / "new").iterdir()):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        found.append(message)
    return found


def test_it_ends_well_and_says_what_went_where(shown: tuple[Path, Ran]) -> None:
    folder, ran = shown

    assert ran.status == 0, ran.out + ran.err
    assert "Replaced shown" in ran.out
    assert "shown/preview/index.html" in ran.out
    assert "shown/received/new/" in ran.out
    assert (folder / "preview" / "index.html").is_file()
    assert ran.out.rstrip().splitlines()[-1].startswith("Next: ")


def test_its_settings_stand_where_the_file_speaks_of_them(shown: tuple[Path, Ran]) -> None:
    text = (shown[0] / "digest.toml").read_text(encoding="utf-8")

    assert '\n[collect]\nallow_private = ["127.0.0.1"]' in text
    assert text.index("\n[[sections]]") < text.index("\n# Sources: ") < text.index("\n[[sources]]")


def test_it_shows_each_command_as_one_would_type_it(shown: tuple[Path, Ran]) -> None:
    lines = [line for line in shown[1].out.splitlines() if line.startswith("$ ")]
    commands = [line.removeprefix("$ digest ").split()[0] for line in lines if "digest " in line]

    assert commands == [
        "init",
        *["sources"] * 5,
        "subscribers",
        "collect",
        "draft",
        "check",
        "preview",
        "send",
        "send",
        "report",
    ]
    assert "$ cd shown" in lines


def test_a_broken_source_is_named_and_stops_nothing(shown: tuple[Path, Ran]) -> None:
    collected = shown[1].out.split("$ digest collect")[1].split("$ digest draft")[0]

    assert "Northern Ledger" in collected


def test_every_reader_gets_one_message_and_no_second_one(shown: tuple[Path, Ran]) -> None:
    folder, ran = shown
    recipients = [message["To"].addresses[0].addr_spec for message in messages(folder)]

    assert len(recipients) == READERS
    assert len({address.casefold() for address in recipients}) == READERS
    assert "Nothing is owed" in ran.out


def test_the_mail_tells_stories_in_three_languages_once_each(shown: tuple[Path, Ran]) -> None:
    text = messages(shown[0])[0].get_body(("plain",))
    assert text is not None
    words = " ".join(text.get_content().split())

    for headline in (
        "Ministers shelve the harbour levy",
        "Beekeepers win first round",
        "dernier bac à chaînes",
        "سوق النحاسين يفتح أبوابه",
    ):
        assert words.count(headline) == 1
    assert "backs down over container levy" not in words
    assert "processing this directive" not in words
    assert "Share this article" not in words


def test_the_preview_needs_no_network(shown: tuple[Path, Ran]) -> None:
    preview = shown[0] / "preview"
    pictures = [path for path in preview.rglob("*") if path.suffix in (".png", ".jpg")]

    assert len(pictures) >= 3
    for page in preview.rglob("*.html"):
        assert 'src="http' not in page.read_text(encoding="utf-8")


def test_the_folder_is_an_ordinary_publication_afterwards(shown: tuple[Path, Ran]) -> None:
    folder, _ = shown
    done = subprocess.run(
        [*DIGEST, "-C", str(folder), "--json", "subscribers", "list"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=clean_environment(),
    )

    assert len(json.loads(done.stdout)["subscribers"]) == READERS
    assert "DIGEST_RELAY=maildir:outbox" in (folder / ".env").read_text(encoding="utf-8")
    assert (folder / "readers.bad.csv").exists()


def test_json_is_one_object_and_a_relay_of_the_environment_is_never_asked(tmp_path: Path) -> None:
    elsewhere = {
        "DIGEST_RELAY": "smtp://mail.example.org:587",
        "DIGEST_DATABASE": f"sqlite:///{tmp_path}/precious.db",
    }

    ran = run_demo(Path("shown"), "--json", cwd=tmp_path, environment=elsewhere)

    assert ran.status == 0, ran.out + ran.err
    assert ran.data["status"] == "ok"
    assert ran.data["received"] == READERS
    assert len(ran.out.splitlines()) == 1
    assert [one for one in ran.data["steps"] if one["answer"].get("status") != "ok"] == []
    assert not (tmp_path / "precious.db").exists()


def test_another_folder_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")

    ran = run_demo(Path("mine"), cwd=tmp_path)

    assert ran.status == 2
    assert "no demo made it" in ran.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_it_opens_the_preview_when_there_is_a_display(shown: tuple[Path, Ran]) -> None:
    folder, ran = shown

    page = folder / "preview" / "index.html"
    assert (folder.parent / "opened").read_text(encoding="utf-8").strip() == page.as_uri()
    assert "open in your browser" in ran.out


@pytest.mark.parametrize(
    "environment", [{"DISPLAY": ":99", "BROWSER": "/none/such"}, {"BROWSER": "/none/such"}]
)
def test_a_browser_that_is_not_there_is_no_failure(environment: dict[str, str]) -> None:
    code = "from pathlib import Path; from digest.cli.demo import open_page; "
    done = subprocess.run(
        [sys.executable, "-c", code + "print(open_page(Path('/none.html')))"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/none"} | environment,
    )

    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr


@pytest.mark.parametrize(
    ("now", "zone"),
    [
        ("2026-11-23T15:30:00+00:00", "Europe/Brussels"),
        ("2026-11-23T22:58:00+00:00", "America/New_York"),
        ("2026-11-23T23:01:00+00:00", "Europe/Brussels"),
    ],
)
def test_the_day_does_not_end_in_the_middle_of_it(now: str, zone: str) -> None:
    assert choose_zone(datetime.fromisoformat(now)) == zone

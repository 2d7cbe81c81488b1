"""Starting the program: what it imports, and what its help says."""

import subprocess
import sys

import pytest
from tests.e2e.conftest import clean_environment

from digest.cli.main import run as run_here
from digest.cli.sources import Kind
from digest.model.publication import SourceKind

HEAVY = {
    "aiohttp",
    "aiosmtpd",
    "alembic",
    "asyncio",
    "babel",
    "cssutils",
    "dns",
    "email_validator",
    "feedparser",
    "jinja2",
    "lxml",
    "markdown_it",
    "mjml",
    "msgspec",
    "nh3",
    "openai",
    "premailer",
    "protego",
    "pydantic",
    "requests",
    "rich",
    "secrets",
    "socket",
    "sqlalchemy",
    "sqlite3",
    "ssl",
    "tomlkit",
    "trafilatura",
    "uvloop",
    "zoneinfo",
}
# The doors, and the one noun whose states are the choices of an option.
LIGHT = ("digest.cli", "digest.errors", "digest.model.subscriber", "digest.wiring")
LISTED = """
import atexit, sys
before = set(sys.modules)
sys.argv = ["digest", *{arguments!r}]
from digest.__main__ import main
atexit.register(lambda: print("MODULES", *sorted(set(sys.modules) - before)))
main()
"""
COMMANDS = (
    ("init",),
    ("sources",),
    ("sources", "add"),
    ("sources", "list"),
    ("sources", "remove"),
    ("sources", "import"),
    ("sources", "export"),
    ("collect",),
    ("articles",),
    ("read",),
    ("stories",),
    ("why",),
    ("pin",),
    ("drop",),
    ("embargo",),
    ("draft",),
    ("edit",),
    ("preview",),
    ("check",),
    ("send",),
    ("halt",),
    ("resume",),
    ("report",),
    ("status",),
    ("bounces",),
    ("prune",),
    ("serve",),
    ("worker",),
    ("workers",),
    ("letters",),
    ("letters", "send"),
    ("keys",),
    ("keys", "rotate"),
    ("db",),
    ("db", "upgrade"),
    ("db", "move"),
    ("subscribers",),
    ("subscribers", "import"),
    ("subscribers", "export"),
    ("subscribers", "add"),
    ("subscribers", "remove"),
    ("subscribers", "list"),
    ("subscribers", "show"),
    ("subscribers", "forget"),
    ("subscribers", "proof"),
    ("archive",),
    ("archive", "build"),
    ("template",),
    ("template", "check"),
    ("demo",),
)


def imported_by(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LISTED.format(arguments=list(arguments))],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=clean_environment(),
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rsplit("MODULES", 1)[1].split())


def test_help_imports_nothing_heavy() -> None:
    modules = imported_by("--help")

    assert "typer" in modules
    assert {name.partition(".")[0] for name in modules} & HEAVY == set()
    ours = {name for name in modules if name.startswith("digest.")}
    assert {name for name in ours if not name.startswith(LIGHT)} <= {
        "digest.__main__",
        "digest.model",
    }


def test_the_kinds_of_the_option_are_kinds_of_sources() -> None:
    assert {kind.value for kind in Kind} <= {kind.value for kind in SourceKind}


def test_version_imports_next_to_nothing() -> None:
    modules = imported_by("--version")

    assert {name for name in modules if name.startswith("digest")} == {"digest", "digest.__main__"}
    assert "typer" not in modules
    assert len(modules) < 10


def read_help(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    assert run_here([*words, "--help"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


@pytest.fixture(autouse=True)
def narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_help_names_every_command_with_a_whole_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    listed = read_help((), capsys).split("Commands:\n")[1].split("\n\n")[0].splitlines()

    assert {line.split()[0] for line in listed} == {words[0] for words in COMMANDS}
    assert [line for line in listed if line.endswith("...") or not line.endswith(".")] == []


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_help_of_every_command_reads_well(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    shown = read_help(words, capsys)

    assert shown.startswith(f"Usage: digest {' '.join(words)} ")
    paragraphs = shown.split("\n\n")
    assert paragraphs[1].rstrip().endswith(".")
    assert all(len(line) <= 80 for line in shown.splitlines())
    # Their own argument is called so.
    shown = shown.replace("TEXT  Words of", "").replace("[TEXT]  Words of", "")
    paragraphs = shown.split("\n\n")
    for leak in ("Args:", "Raises:", "Returns:", "None]", "<str>", "<path>", "PATH", "TEXT", "..."):
        assert leak not in "".join(paragraphs[1:]).replace("TARGET...", "")


def test_a_wrong_word_is_answered_with_the_commands_own_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_here(["sned"]) == 2
    assert "sned" in capsys.readouterr().err

    assert run_here(["init", "--nmae", "x"]) == 2
    assert "Usage: digest init" in capsys.readouterr().err

"""The command demo: a whole publication on this machine, by the very commands a user would type."""

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.answer import Answer, print_line
from digest.cli.browser import open_url
from digest.cli.invocation import Invocation
from digest.errors import ExitStatus
from digest.wiring import make_clock

if TYPE_CHECKING:
    from digest.adapters.demo_servers import Site

Run = Callable[[Sequence[str]], int]

OURS = "DIGEST_"
ZONES = ("Europe/Brussels", "America/New_York")
LONGEST_DEMO = timedelta(minutes=5)
PREVIEW = "preview"
RECEIVED = "received"
IDENTITY = (
    *("--name", "The Daily", "--strapline", "Read the World Today"),
    *("--sender", "The Daily <daily@example.org>", "--address", "1 Press Lane, 1000 Brussels"),
)


def add_commands(app: typer.Typer, run: Run) -> None:
    """Add this command to the application.

    Args:
        app: The application.
        run: Runs one command of it and tells the exit status.
    """

    @app.command()
    def demo(
        context: typer.Context,
        folder: Annotated[
            Path,
            typer.Argument(metavar="[DIR]", help="Where to; an earlier demo there is replaced."),
        ] = Path("demo-publication"),
        no_browser: Annotated[
            bool, typer.Option("--no-browser", help="Open no browser, even with a display.")
        ] = False,
    ) -> Answer:
        """Make and send a whole newsletter, on this machine alone.

        A web server on 127.0.0.1 plays four newspapers, a mail server on 127.0.0.1 plays the
        mailboxes of 25 readers. Every command is shown as you would type it. Nothing leaves this
        machine.
        """
        return show_demo(Stage(invocation=context.obj, run_words=run), folder, not no_browser)


class Stopped(Exception):
    """A command of the demo did not end well.

    Args:
        words: The command.
        status: How it ended.
    """

    def __init__(self, words: Sequence[str], status: int) -> None:
        super().__init__(shlex.join(words))
        self.command = "digest " + shlex.join(words)
        self.status = status


@dataclass(kw_only=True)
class Stage:
    """Where the commands of a demo are shown and run, each as somebody would type it.

    Attributes:
        invocation: How the demo itself was called.
        run_words: Runs one command and tells its exit status.
        told: What each command answered, as JSON, when the stage is silent.
    """

    invocation: Invocation
    run_words: Run
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def silent(self) -> bool:
        """Whether nothing is shown: one object is asked for, or quiet."""
        return self.invocation.as_json or self.invocation.quiet

    def say(self, line: str = "") -> None:
        """Show one line."""
        if not self.silent:
            print_line(line)

    def run(self, *words: str) -> None:
        """Show a command, and run it in this process.

        Raises:
            Stopped: It did not end well.
        """
        rehearsed = ["--now", self.invocation.now.isoformat()] if self.invocation.now else []
        typed = [*words, *rehearsed]
        self.say(f"$ digest {shlex.join(typed)}")
        if self.silent:
            import json

            with redirect_stdout(StringIO()) as out:
                status = self.run_words([*typed, "--json"])
            answer = json.loads(out.getvalue() or "{}")
            self.told.append({"command": "digest " + shlex.join(typed), "answer": answer})
        else:
            status = self.run_words(typed)
        self.say()
        if status:
            raise Stopped(typed, status)


def show_demo(stage: Stage, folder: Path, browser: bool) -> Answer:
    """Play the demo and tell how it ended."""
    place = stage.invocation.directory / folder
    try:
        count = play(stage, place, now=make_clock(stage.invocation.now).now())
    except Stopped as stopped:
        return Answer(
            lines=[f"The demo stopped at: {stopped.command}"],
            data={"folder": str(place), "steps": stage.told},
            status=ExitStatus(stopped.status),
        )
    page = (place / PREVIEW / "index.html").resolve()
    opened = browser and not stage.silent and open_page(page)
    return Answer(
        lines=closing_lines(place, count, opened=opened),
        data={
            "folder": str(place),
            "preview": str(page),
            "received": count,
            "mailboxes": str(place / RECEIVED),
            "steps": stage.told,
        },
    )


def play(stage: Stage, place: Path, *, now: datetime) -> int:
    """Make the publication, collect, draft, check, send; tell how many messages arrived.

    Raises:
        Stopped: A command did not end well.
    """
    from digest.adapters.demo_folder import fill_demo_folder, make_demo_folder
    from digest.adapters.demo_servers import opened_mail_server, opened_site

    zone = choose_zone(now)
    if make_demo_folder(place):
        stage.say(f"Replaced {place}, which an earlier demo made.")
    fill_demo_folder(place, now=now, zone=zone)
    with (
        own_environment(),
        opened_site(now) as site,
        opened_mail_server(place / RECEIVED) as mail_server,
    ):
        stage.say("A newsletter is made and sent, here on this machine. Nothing leaves it.")
        stage.say(f"  four newspapers   {site.url}   a small web server")
        stage.say(f"  25 mailboxes      {mail_server.url}   a small mail server")
        stage.say()
        set_up(stage, place, zone)
        with chdir(place):
            fill_desk(stage, site)
            make_edition(stage)
            send_edition(stage, mail_server.url)
        return mail_server.mailboxes.count


def choose_zone(now: datetime) -> str:
    """Choose a zone in which the day does not end in the middle of the demo."""
    from zoneinfo import ZoneInfo

    for zone in ZONES:
        local = now.astimezone(ZoneInfo(zone))
        if local.date() == (local + LONGEST_DEMO).date():
            return zone
    return ZONES[-1]


def set_up(stage: Stage, place: Path, zone: str) -> None:
    """Make the publication."""
    from digest.adapters.demo_folder import settle_demo

    stage.run("init", str(place), *IDENTITY, "--timezone", zone)
    settle_demo(place / "digest.toml")
    stage.say(f"$ cd {shlex.quote(str(place))}")
    stage.say("# An editor opens digest.toml, names seven sections, and lets sources be on this")
    stage.say('# machine: allow_private = ["127.0.0.1"]')
    stage.say()


def fill_desk(stage: Stage, site: "Site") -> None:
    """Name sources and readers, and collect; one source breaks before that."""
    stage.run("sources", "add", f"{site.url}/courier/")
    stage.run("sources", "add", f"{site.url}/phare/feed.atom", "--section", "En français")
    stage.run("sources", "add", f"{site.url}/marsa/feed.json", "--section", "بالعربية")
    stage.run("sources", "add", f"{site.url}/ledger/feed.rss", "--section", "Politics")
    stage.run("sources", "add", "saved-pages/", "--section", "City")
    stage.run("subscribers", "import", "readers.csv")
    site.broken.add("ledger")
    stage.say("# Now the server of the Northern Ledger breaks. One broken source stops nothing.")
    stage.run("collect")


def make_edition(stage: Stage) -> None:
    """Draft, check and preview the edition."""
    stage.run("draft")
    stage.say("# Its warnings are right: here links and pictures lead to this machine, over http.")
    stage.run("check")
    stage.run("preview", "--out", PREVIEW)


def send_edition(stage: Stage, relay: str) -> None:
    """Send the edition, and once more to show that nobody gets it twice."""
    stage.say(f"$ export DIGEST_RELAY={relay}")
    os.environ["DIGEST_RELAY"] = relay
    stage.run("send", "--yes")
    stage.say("# Once more: nobody gets a second copy.")
    stage.run("send", "--yes")
    stage.run("report")


@contextmanager
def own_environment() -> Iterator[None]:
    """Keep the demo away from a real relay and a real database that the environment names."""
    before = {name: value for name, value in os.environ.items() if name.startswith(OURS)}
    for name in before:
        del os.environ[name]
    try:
        yield
    finally:
        for name in [name for name in os.environ if name.startswith(OURS)]:
            del os.environ[name]
        os.environ.update(before)


def open_page(page: Path) -> bool:
    """Open a page in a browser when there is a display; a browser that fails is no failure."""
    return open_url(page.as_uri())


def closing_lines(place: Path, count: int, *, opened: bool) -> list[str]:
    """Tell what went where, and how to look at it."""
    look = "open in your browser" if opened else "open it in a browser"
    return [
        f"{count} messages were sent and arrived. What went where:",
        f"  {place}/{PREVIEW}/index.html   the mail from every side: {look}",
        f"  {place}/{RECEIVED}/new/   what the {count} readers got, one file each",
        f"  {place}/editions/   the draft, which you may edit, and the lock of what was sent",
        f"  {place}/digest.toml   what this newsletter is; its mail now goes to {place}/outbox",
        *program_lines(),
        "Next: digest init thedaily, for a newsletter of your own (docs/tutorial.md shows how)",
    ]


def program_lines() -> Iterator[str]:
    """Tell where `digest` is when typing its name alone does not find it."""
    import shutil

    if shutil.which("digest") is None:
        yield f"Where it says digest, type {sys.argv[0]}, as that folder is not on your PATH."

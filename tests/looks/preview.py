"""A preview that somebody looks at: a publication, the program that serves it, one browser."""

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tests.e2e.conftest import DIGEST, EXAMPLE_NOW, INIT, WebPages, clean_environment
from tests.looks.browser import WEB, find_browser
from tests.unit.render.examples import EDITION

from digest.cli.main import run as run_digest
from digest.compose.draft import write_edition

PICTURES = Path(__file__).parents[2] / "src" / "digest" / "adapters" / "demo_data" / "pictures"
READERS = "email,name,language\nzoe@example.org,Zoë Okoro,en\nomar@example.org,Omar Haddad,ar\n"
THEME = '[light]\naccent = "#0b5d3c"\n'


@contextmanager
def opened_pictures() -> Iterator[str]:
    """Serve two pictures on this machine; gives the address before their names."""
    documents = {
        "/quay.png": ("image/png", (PICTURES / "harbour.png").read_bytes()),
        "/lorries.png": ("image/png", (PICTURES / "ferry.png").read_bytes()),
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(WebPages, documents))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def make_publication(folder: Path, pictures: str) -> Path:
    """Make a publication: an edition with pictures, a second language, a theme, readers.

    Returns:
        The edition's file.
    """
    run("init", str(folder), *INIT)
    text = write_edition(EDITION, zone="Europe/Brussels")
    text = text.replace("https://img.example.org/levy.jpg", f"{pictures}/quay.png")
    text = text.replace("https://img.example.org/border.jpg", f"{pictures}/lorries.png")
    edition = folder / "editions" / f"{EDITION.slug}.md"
    edition.write_text(text, encoding="utf-8")
    settings = folder / "digest.toml"
    said = settings.read_text(encoding="utf-8")
    said = said.replace('language = "en"\n', 'language = "en"\nlanguages = ["ar"]\n', 1)
    said = said.replace("\n[collect]\n", '\n[collect]\nallow_private = ["127.0.0.1"]\n', 1)
    settings.write_text(said, encoding="utf-8")
    theme = folder / "templates" / "harbour" / "theme.toml"
    theme.parent.mkdir(parents=True)
    theme.write_text(THEME, encoding="utf-8")
    readers = folder / "readers.csv"
    readers.write_text(READERS, encoding="utf-8")
    run("-C", str(folder), "--now", EXAMPLE_NOW, "subscribers", "import", str(readers))
    return edition


def run(*words: str) -> None:
    """Run a command in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for name in set(os.environ) - set(clean_environment()):  # noqa: TID251 - a door of tests
            patch.delenv(name)
        assert run_digest([*words, "-q"]) == 0, words


@dataclass(slots=True)
class Preview:
    """A preview that is served.

    Attributes:
        url: Its address.
        process: The program.
        said: The line it has printed.
    """

    url: str
    process: "subprocess.Popen[str]"
    said: str


@contextmanager
def opened_preview(folder: Path) -> Iterator[Preview]:
    """Serve the preview of a publication; end it by Ctrl-C."""
    with subprocess.Popen(
        [*DIGEST, "-C", str(folder), "--now", EXAMPLE_NOW, "preview", "--json", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield Preview(url=json.loads(line)["url"], process=process, said=line)
            process.send_signal(signal.SIGINT)
            process.wait(20)
        finally:
            process.kill()


def look(preview: Preview, edition: Path, *wish: str) -> Any:
    """Let tests/web/preview.mjs use the preview; tells what it has seen."""
    done = subprocess.run(
        ["node", str(WEB / "preview.mjs"), find_browser(), preview.url, str(edition), *wish],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def measure_changes(changes: int) -> list[int]:
    """Save an edition so many times, and see each change in a browser.

    Returns:
        Milliseconds from putting the file in place to the new headline in the page, each.
    """
    with TemporaryDirectory() as name, opened_pictures() as pictures:
        folder = Path(name) / "thedaily"
        edition = make_publication(folder, pictures)
        with opened_preview(folder) as preview:
            times: list[int] = look(preview, edition, str(changes))["times"]
    return times


def photograph_preview(target: Path) -> None:
    """Make the picture of the preview that the docs show."""
    with TemporaryDirectory() as name, opened_pictures() as pictures:
        folder = Path(name) / "thedaily"
        edition = make_publication(folder, pictures)
        with opened_preview(folder) as preview:
            look(preview, edition, str(target.resolve()))

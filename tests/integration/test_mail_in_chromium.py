"""The mail in a real browser engine: nothing sticks out, whatever is off, dark or turned around."""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.unit.render.examples import ARABIC, EDITION, HERO, PUBLICATION, render, story

from digest.model.edition import Edition, Section

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--window-size=1000,900", "--virtual-time-budget=4000",
)  # fmt: skip
# A picture of 1200 × 675, which is as wide as a hero's file.
PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="675">'
    b'<rect width="1200" height="675" fill="#7d6a80"/></svg>'
)
PROBE = """<!DOCTYPE html><body style="margin:0">
<iframe id="mail" src="/mail.html" style="border:0;width:{width}px;height:800px"></iframe>
<pre id="seen"></pre><script>
addEventListener("load", () => {{
  const page = document.getElementById("mail").contentDocument;
  const look = (selector, style) => {{
    const found = page.querySelector(selector);
    return found ? page.defaultView.getComputedStyle(found)[style] : null;
  }};
  const right = Math.max(...[...page.querySelectorAll("body *")].map(
    one => one.getBoundingClientRect().right));
  const left = Math.min(...[...page.querySelectorAll("body *")].map(
    one => one.getBoundingClientRect().left));
  const links = [...page.querySelectorAll("a")].filter(one => one.offsetParent);
  document.getElementById("seen").textContent = JSON.stringify({{
    mode: page.compatMode,
    scroll: page.documentElement.scrollWidth,
    right: right, left: left,
    links: links.length,
    low: links.filter(one => one.getBoundingClientRect().height < 24 && !one.querySelector("img"))
      .map(one => one.textContent),
    page: look("body", "backgroundColor"),
    card: look(".card", "backgroundColor"),
    headline: look("h1 a", "color"),
    lede: look("h1 ~ p", "color"),
    button: look(".btn a", "backgroundColor"),
    pictures: [...page.querySelectorAll("img")].filter(one => one.naturalWidth).length,
  }});
}});
</script></body>"""


class Pages(BaseHTTPRequestHandler):
    """Serves the mail, the page that looks at it, and its pictures."""

    def __init__(self, documents: dict[str, bytes], *arguments: Any) -> None:
        self.documents = documents
        super().__init__(*arguments)

    def do_GET(self) -> None:
        body = self.documents.get(self.path)
        kind = "text/html; charset=utf-8" if self.path.endswith(".html") else "image/svg+xml"
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_arguments: Any) -> None:
        """Stay silent."""


@pytest.fixture
def documents() -> Iterator[tuple[str, dict[str, bytes]]]:
    served: dict[str, bytes] = {"/picture.svg": PICTURE}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, served))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", served
    server.shutdown()
    server.server_close()
    thread.join()


ARABIC_EDITION = replace(
    EDITION,
    language="ar",
    sections=(
        Section(name="القصة الرئيسية", id="top", items=(replace(ARABIC, image=HERO.image),)),
        Section(name="العالم", id="world", items=EDITION.sections[1].items),
        EDITION.sections[3],
    ),
)
LONG = replace(
    EDITION,
    sections=(
        Section(
            name="Donaudampfschifffahrtsgesellschaftskapitänswitwen" * 2,
            items=(
                replace(HERO, headline="Unaufhaltsamkeitsbeschwörung" * 4),
                story("x" * 120, "y" * 300, "long", image=HERO.image, kicker="z" * 90),
            ),
        ),
    ),
)


def look_at(
    edition: Edition,
    documents: tuple[str, dict[str, bytes]],
    folder: Path,
    *flags: str,
    width: int = 375,
    public_url: str = "https://news.example.org",
) -> Any:
    """Open a mail in a frame of some width and tell what a reader would see."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    url, served = documents
    mail = render(edition, PUBLICATION, public_url=public_url).html
    mail = re.sub(r'src="https://img\.example\.org/[^"]+"', 'src="/picture.svg"', mail)
    served["/mail.html"] = mail.encode()
    served["/probe.html"] = PROBE.format(width=width).encode()
    done = subprocess.run(
        [CHROMIUM, *FLAGS, f"--user-data-dir={folder}", *flags, "--dump-dom", f"{url}/probe.html"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    seen = re.search(r'<pre id="seen">(.*?)</pre>', done.stdout, re.DOTALL)
    assert seen, done.stderr[-2000:]
    return json.loads(unescape(seen[1]))


DARK = "--blink-settings=preferredColorScheme=0"
NO_IMAGES = "--blink-settings=imagesEnabled=false"


@pytest.mark.parametrize(
    ("edition", "flags"),
    [
        pytest.param(EDITION, (), id="light"),
        pytest.param(EDITION, (DARK,), id="dark"),
        pytest.param(EDITION, (NO_IMAGES,), id="images off"),
        pytest.param(ARABIC_EDITION, (), id="right to left"),
        pytest.param(ARABIC_EDITION, (NO_IMAGES,), id="right to left, images off"),
        pytest.param(LONG, (), id="words without end"),
    ],
)
def test_nothing_scrolls_sideways_on_a_phone_and_every_link_can_be_tapped(
    edition: Edition,
    flags: tuple[str, ...],
    documents: tuple[str, dict[str, bytes]],
    tmp_path: Path,
) -> None:
    seen = look_at(edition, documents, tmp_path, *flags)
    assert seen["scroll"] <= 375
    assert seen["right"] <= 375.5
    assert seen["left"] >= -0.5
    assert seen["low"] == []
    assert seen["links"] > 5
    assert seen["mode"] == "CSS1Compat"
    assert bool(seen["pictures"]) is (NO_IMAGES not in flags)


def test_a_desktop_shows_the_column_in_the_middle(
    documents: tuple[str, dict[str, bytes]], tmp_path: Path
) -> None:
    seen = look_at(EDITION, documents, tmp_path, width=700)
    assert seen["scroll"] <= 700
    assert seen["low"] == []


def test_dark_changes_page_card_text_and_button(
    documents: tuple[str, dict[str, bytes]], tmp_path: Path
) -> None:
    light = look_at(EDITION, documents, tmp_path / "light")
    dark = look_at(EDITION, documents, tmp_path / "dark", DARK)
    assert light["card"] == "rgb(255, 255, 255)"
    assert dark["page"] == "rgb(18, 18, 18)"
    assert dark["card"] == "rgb(28, 28, 28)"
    assert dark["headline"] == dark["lede"] == "rgb(236, 236, 236)"
    assert (light["button"], dark["button"]) == ("rgb(11, 61, 92)", "rgb(158, 203, 255)")

"""One browser for everything that is looked at: tests/web/look.mjs, driven from here."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

WEB = Path(__file__).parents[1] / "web"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (375, 700)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is looked at, and how.

    Attributes:
        page: Name of the page.
        width: Of the window, in CSS pixels.
        dark: Whether the reader prefers dark colours.
        pictures: Whether pictures are shown.
        axe: Whether axe-core looks for problems.
        web: Whether this is a page of the web, of which the rules for landmarks are asked too.
        measure: Whether everything is measured.
        main: Selectors of the links that a reader is meant to press.
        shot: File for a picture of it; empty for none.
        clip: Height of that picture; 0 shows the whole page.
        scale: Device pixels for a CSS pixel.
        script: Whether JavaScript runs.
        walk: Whether the Tab key goes through the page.
        text: How much larger than usual text is, as readers set it in their browser.
        media: "print" on paper, "forced" in the few colours that some readers set; empty on screen.
        typed: Id of a field, and what is typed there before Enter is pressed; empty for nothing.
    """

    page: str
    width: int = 700
    dark: bool = False
    pictures: bool = True
    axe: bool = False
    web: bool = False
    measure: bool = False
    main: tuple[str, ...] = ()
    shot: str = ""
    clip: int = 0
    scale: float = 1
    script: bool = True
    walk: bool = False
    text: float = 1
    media: str = ""
    typed: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def find_browser() -> str:
    """Find Chromium; empty when there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), "")


def missing_tools() -> str:
    """Tell what of the browser's tools is not here; empty when all are."""
    if not find_browser():
        return "needs Chromium (Debian: chromium)"
    return missing_packages()


def missing_packages() -> str:
    """Tell why the packages of tests/web cannot be used; empty when they can."""
    if not shutil.which("node"):
        return "needs Node.js (Debian: nodejs)"
    if not (WEB / "node_modules" / "axe-core").is_dir():
        return "needs the packages of tests/web (make tests/web/node_modules/.stamp)"
    return ""


def look_at(
    jobs: Sequence[Job], *, pages: Mapping[str, str], pictures: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Do all jobs in one browser, in their order; jobs of one page are best side by side.

    Args:
        jobs: What to do.
        pages: HTML by name.
        pictures: File by address; anything else that a page asks for is refused and told.
    """
    work = {
        "pages": dict(pages),
        "pictures": dict(pictures),
        "jobs": [asdict(job) for job in jobs],
    }
    with tempfile.TemporaryDirectory(prefix="digest-look-") as profile:
        done = subprocess.run(
            ["node", str(WEB / "look.mjs"), find_browser(), profile],
            input=json.dumps(work),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"look.mjs ended with {done.returncode}:\n{done.stderr[-4000:]}")
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers

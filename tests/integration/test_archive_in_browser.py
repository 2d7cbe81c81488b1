"""The archive's pages in Chromium and under validators: one process each for all pages."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from tests.integration.validators import find_broken_rules, find_nu_errors
from tests.looks.browser import Job, look_at, missing_tools
from tests.unit.app.archive_desk import MemorySite, again, archive_of, edition_of, lock_of, send
from tests.unit.render.examples import EDITION, PUBLICATION

from digest.adapters.memory import MemoryStore
from digest.app.archive_build import build_archive

OLDER, NEWER = "archive/the-daily-2026-11-22/", "archive/the-daily-2026-11-23/"
ARABIC = "السلطات تتراجع عن رسوم الميناء"
PAGES = {
    "edition": f"{OLDER}index.html",
    "edition in Arabic": f"{NEWER}ar/index.html",
    "list": "archive/index.html",
    "list in Arabic": "archive/ar/index.html",
    "top": "index.html",
}
LOOKS = (
    ("edition", 320, False),
    ("edition in Arabic", 1200, True),
    ("list", 1200, True),
    ("list in Arabic", 320, False),
)
NAMES = [f"{page}, {width} px, {'dark' if dark else 'light'}" for page, width, dark in LOOKS]


@lru_cache(maxsize=1)
def pages() -> dict[str, str]:
    """Every kind of page of a site with two editions, one of them in two languages."""
    arabic = edition_of("2026-11-23", language="ar", subject=ARABIC, preheader=ARABIC)
    newer = lock_of(edition_of("2026-11-23", 214), arabic)
    store = MemoryStore()
    send(store, again(newer, "2026-11-22", 213))
    send(store, newer)
    site = MemorySite()
    publication = replace(PUBLICATION, languages=("ar",))
    build_archive(archive_of(store, publication), site=site, pictures=lambda _: None)
    return {name: site.texts[path] for name, path in PAGES.items()}


@pytest.fixture(scope="module")
def seen() -> list[dict[str, Any]]:
    if missing_tools():
        pytest.skip(missing_tools())
    jobs = [
        Job(page=page, width=width, dark=dark, pictures=False, axe=True, web=True, measure=True)
        for page, width, dark in LOOKS
    ]
    return look_at(jobs, pages=pages(), pictures={})


@pytest.mark.parametrize("place", range(len(LOOKS)), ids=NAMES)
def test_a_page_reads_well_for_everybody(place: int, seen: list[dict[str, Any]]) -> None:
    page, width, dark = LOOKS[place]
    found = seen[place]

    assert found["problems"] == []
    assert [one for one in found["errors"] if "Failed to load resource" not in one] == []
    measured = found["measured"]
    assert measured["mode"] == "CSS1Compat"
    assert measured["scroll"] <= width
    # A link that is a picture alone is as high as the picture, which is kept back here.
    assert [one for one in measured["low"] if not one.endswith(".: ")] == []
    assert measured["page"] == ("rgb(18, 18, 18)" if dark else "rgb(243, 241, 236)")
    assert measured["language"] == (["ar", "rtl"] if "Arabic" in page else ["en", "ltr"])


@pytest.mark.parametrize("page", PAGES)
def test_html_validate_finds_nothing(page: str, told: dict[str, list[str]]) -> None:
    assert told[page] == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("archive")
    for name, text in pages().items():
        (place / f"{name}.html").write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, list[str]]:
    """What html-validate says of each page."""
    return find_broken_rules([folder / f"{name}.html" for name in PAGES])


@pytest.mark.long  # a Java machine costs more than all the rest
def test_the_nu_checker_finds_nothing_that_a_browser_reads(folder: Path) -> None:
    found = find_nu_errors([folder / f"{name}.html" for name in PAGES])

    assert {name: told for name, told in found.items() if told} == {}
    assert EDITION.items

"""The pages that readers open, in Chromium and under validators: one process each for all pages."""

import json
import subprocess
from itertools import product
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import parse_qs

import pytest
from tests.looks.browser import WEB, Job, look_at, missing_packages, missing_tools
from tests.looks.public import TOKEN, list_pages

VNU = WEB / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
PAGES = list_pages("en") | list_pages("ar")
BUTTONS = ("button", ".p-button", "input[type=email]", "input[type=date]", "select", ".p-tick")
# Every page at both widths, light and dark, and in both directions; every pair of them is in the
# long suite.
SHORT = [
    (name, width, dark)
    for name in PAGES
    for width, dark in [(320, name.endswith("-en")), (700, name.endswith("-ar"))]
]
EVERY = [(name, width, dark) for name, width, dark in product(PAGES, (320, 700), (False, True))]
ALIKE = {name for name in PAGES if name.startswith("mistake-")} - {"mistake-missing-en"}
ICON = "data:image/svg+xml"  # Chromium's own, in its field for dates
WALKED = ("subscribe", "preferences", "unsubscribe", "unsubscribed", "everything", "forget")


def look(name: str, width: int, *, dark: bool, axe: bool) -> Job:
    """Look at a page closely."""
    return Job(page=name, width=width, dark=dark, axe=axe, web=True, measure=True, main=BUTTONS)


def tell_problems(job: Job, seen: dict[str, Any]) -> list[str]:
    """Tell everything that is wrong with a page as it was seen."""
    measured = seen["measured"]
    found = [*seen.get("problems", ()), *seen["errors"], *measured["wide"]]
    found += [f"asked for {one}" for one in seen["asked"] if not one.startswith(ICON)]
    found += [f"under 24 px: {one}" for one in measured["low"]]
    found += [f"under 44 px: {one}" for one in measured["low_main"]]
    ground = "rgb(18, 18, 18)" if job.dark else "rgb(243, 241, 236)"
    ways = [["ar", "rtl"], ["en", "ltr"]]
    found += [f"scrolls to {measured['scroll']}"] * (measured["scroll"] > job.width)
    found += [f"ground {measured['page']}"] * (measured["page"] != ground)
    found += [f"speaks {measured['language']}"] * (
        measured["language"] != ways[job.page.endswith("-en")]
    )
    return [f"{job.page}, {job.width} px, dark {job.dark}: {one}" for one in found]


@pytest.fixture(scope="module")
def seen() -> dict[Job, dict[str, Any]]:
    """Look at every page, walk through the larger ones, and send a form: in one browser."""
    if missing_tools():
        pytest.skip(missing_tools())
    # What axe-core finds hangs on colours and on what a page is made of, not on its width; the
    # pages about mistakes are made of the same.
    jobs = [
        look(name, width, dark=dark, axe=width == 320 and name not in ALIKE)
        for name, width, dark in SHORT
    ]
    jobs += [Job(page=f"{name}-en", script=False, walk=True) for name in WALKED]
    jobs += [
        Job(page="subscribe-en", script=False, typed=("email", "jane@example.org")),
        Job(page="subscribe-wrong-ar", script=False, typed=("email", ".org")),
        Job(page="preferences-en", width=320, script=False, measure=True, main=BUTTONS),
    ]
    return dict(zip(jobs, look_at(jobs, pages=PAGES, pictures={}), strict=True))


def test_every_page_reads_well_for_everybody(seen: dict[Job, dict[str, Any]]) -> None:
    told = [one for job, found in seen.items() if job.web for one in tell_problems(job, found)]
    assert told == []
    assert {job.page for job in seen if job.axe} == set(PAGES) - ALIKE


@pytest.mark.parametrize("name", WALKED)
def test_the_tab_key_reaches_everything_in_the_order_of_reading_without_scripts(
    name: str, seen: dict[Job, dict[str, Any]]
) -> None:
    walk = seen[Job(page=f"{name}-en", script=False, walk=True)]["walk"]
    assert [one["place"] for one in walk["stops"]] == walk["reachable"]
    assert len(walk["reachable"]) >= 3
    assert all(one["marked"] for one in walk["stops"])


def test_enter_sends_the_form_without_scripts(seen: dict[Job, dict[str, Any]]) -> None:
    job = Job(page="subscribe-en", script=False, typed=("email", "jane@example.org"))
    path, body = seen[job]["posted"]
    assert path == "/subscribe"
    assert parse_qs(body, keep_blank_values=True) == {
        "language": ["en"],
        "email": ["jane@example.org"],
        "list": ["daily"],
        "website": [""],
    }


def test_after_a_mistake_one_goes_on_where_it_is(seen: dict[Job, dict[str, Any]]) -> None:
    job = Job(page="subscribe-wrong-ar", script=False, typed=("email", ".org"))
    path, body = seen[job]["posted"]
    assert path == "/subscribe"
    assert ".org" in parse_qs(body)["email"][0]
    assert "jane@example" in parse_qs(body)["email"][0]


def test_without_scripts_a_page_is_the_same(seen: dict[Job, dict[str, Any]]) -> None:
    job = Job(page="preferences-en", width=320, script=False, measure=True, main=BUTTONS)
    with_scripts = seen[look("preferences-en", 320, dark=True, axe=True)]["measured"]
    without = seen[job]["measured"]
    for name in ("scroll", "height", "links", "main", "low", "low_main"):
        assert without[name] == with_scripts[name]


@pytest.mark.long
def test_every_page_in_every_state_reads_well() -> None:
    if missing_tools():
        pytest.skip(missing_tools())
    jobs = [look(name, width, dark=dark, axe=True) for name, width, dark in EVERY]
    found = look_at(jobs, pages=PAGES, pictures={})
    told = [one for job, seen in zip(jobs, found, strict=True) for one in tell_problems(job, seen)]
    assert told == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("public")
    for name, text in PAGES.items():
        (place / f"{name}.html").write_text(text, encoding="utf-8")
    return place


def test_html_validate_finds_nothing(folder: Path) -> None:
    if missing_packages():
        pytest.skip(missing_packages())
    done = subprocess.run(
        ["node", str(WEB / "validate.mjs"), *map(str, folder.glob("*-en.html"))],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    assert {Path(name).stem: told for name, told in found.items() if told} == {}
    assert len(found) == len(PAGES) / 2


@pytest.mark.long  # a Java machine costs more than all the rest
def test_the_nu_checker_finds_nothing(folder: Path) -> None:
    if missing_packages() or not which("java"):
        pytest.skip(missing_packages() or "needs Java (Debian: default-jre-headless)")
    options = ("--format", "json", "--exit-zero-always", "--stdout")
    names = [str(folder / f"{name}.html") for name in PAGES]
    done = subprocess.run(
        ["java", "-jar", str(VNU), *options, *names],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    messages = [one for one in json.loads(done.stdout)["messages"] if one["type"] != "info"]
    assert [f"{one['url'][-30:]}: {one['message']}" for one in messages] == []


def test_the_paths_of_forms_hold_the_token_of_their_reader() -> None:
    assert f'action="/preferences/{TOKEN}"' in PAGES["preferences-en"]

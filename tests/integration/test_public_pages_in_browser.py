"""The pages that readers open, in Chromium and under validators: one process each for all pages."""

from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from tests.integration.validators import find_broken_rules, find_nu_errors
from tests.looks.browser import Job, look_at, missing_tools
from tests.looks.public import TOKEN, list_pages

from digest.render.public_views import Mistake
from digest.render.public_words import VERSION_DIGITS

PAGES = list_pages("en") | list_pages("ar")
LONG_WORDS = list_pages("de")
BUTTONS = ("button", ".p-button", "input[type=email]", "input[type=date]", "select", ".p-tick")
# Those that have everything that a page can have; the others are made of the same.
RICH = ("subscribe-wrong", "preferences", "preferences-none", "everything", "confirm")
SHOWN = (Mistake.MISSING, Mistake.LINK)
ALIKE = {f"mistake-{kind.value}" for kind in Mistake if kind not in SHOWN}
# Every page on a phone in the dark and on a desktop in the light, and what is read from the right
# the other way round; every page in every state is in the long suite.
SHORT = [
    (page, width, (width == 320) is page.endswith("-en"))
    for page in (
        *(name for name in PAGES if name.endswith("-en") and name[:-3] not in ALIKE),
        *(f"{name}-ar" for name in RICH),
    )
    for width in (320, 700)
]
EVERY = [(name, width, dark) for name, width, dark in product(PAGES, (320, 700), (False, True))]
ICON = "data:image/svg+xml"  # Chromium's own, in its field for dates
WALKED = ("subscribe", "preferences-none", "unsubscribe", "unsubscribed", "everything", "forget")
TYPED = ("email", "jane@example.org")


def look(name: str, width: int, *, dark: bool, axe: bool) -> Job:
    """Look at a page closely."""
    return Job(page=name, width=width, dark=dark, axe=axe, web=True, measure=True, main=BUTTONS)


def measure(name: str, width: int, *, text: float = 1, media: str = "", script: bool = True) -> Job:
    """Measure a page in a state of its own."""
    return Job(
        page=name, width=width, text=text, media=media, script=script, measure=True, main=BUTTONS
    )


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
    # What axe-core finds hangs on what a page is made of, not on its width.
    jobs = [look(name, width, dark=dark, axe=width == 320) for name, width, dark in SHORT]
    jobs += [measure(f"{name}-de", 320, text=2) for name in RICH]
    jobs += [measure(f"{name}-en", 320, media="forced") for name in RICH]
    jobs += [measure(f"{name}-en", 640, media="print") for name in RICH]
    jobs += [Job(page=f"{name}-en", script=False, walk=True) for name in WALKED]
    jobs += [
        Job(page="subscribe-en", script=False, typed=TYPED),
        Job(page="subscribe-wrong-ar", script=False, typed=("email", ".org")),
        measure("preferences-en", 320, script=False),
    ]
    pages = PAGES | LONG_WORDS
    return dict(zip(jobs, look_at(jobs, pages=pages, pictures={}), strict=True))


def test_every_page_reads_well_for_everybody(seen: dict[Job, dict[str, Any]]) -> None:
    told = [one for job, found in seen.items() if job.web for one in tell_problems(job, found)]
    assert told == []
    assert {job.page for job in seen if job.axe} == {name for name, _, _ in SHORT}
    assert len(SHORT) == 2 * (len(PAGES) / 2 - len(ALIKE) + len(RICH))


@pytest.mark.parametrize("name", RICH)
def test_text_of_twice_the_size_stays_on_the_screen_of_a_phone(
    name: str, seen: dict[Job, dict[str, Any]]
) -> None:
    measured = seen[measure(f"{name}-de", 320, text=2)]["measured"]
    assert measured["scroll"] == 320
    assert measured["wide"] == []


@pytest.mark.parametrize("name", RICH)
def test_in_the_few_colours_of_a_reader_every_control_has_an_edge(
    name: str, seen: dict[Job, dict[str, Any]]
) -> None:
    measured = seen[measure(f"{name}-en", 320, media="forced")]["measured"]
    assert measured["bare"] == []
    # The reader's own ground, not the theme's.
    assert measured["page"] == "rgb(255, 255, 255)"
    assert name == "everything" or measured["controls"]


@pytest.mark.parametrize("name", RICH)
def test_on_paper_everything_is_there_but_what_can_only_be_pressed(
    name: str, seen: dict[Job, dict[str, Any]]
) -> None:
    measured = seen[measure(f"{name}-en", 640, media="print")]["measured"]
    assert measured["wide"] == []
    assert measured["folded"] == 0
    assert measured["page"] == "rgba(0, 0, 0, 0)"
    on_screen = seen[look(f"{name}-en", 700, dark=False, axe=False)]["measured"]
    assert measured["links"] < on_screen["links"]
    assert on_screen["folded"] == int(name == "everything")


def test_what_came_of_a_form_is_where_one_goes_on(seen: dict[Job, dict[str, Any]]) -> None:
    places = {
        name: seen[look(f"{name}-en", 700, dark=False, axe=False)]["measured"]["active"]
        for name in ("preferences", "preferences-none", "preferences-wrong", "subscribe-wrong")
    }
    assert places == {
        "preferences": "p-good",
        "preferences-none": "section-1",
        "preferences-wrong": "pause",
        "subscribe-wrong": "email",
    }


@pytest.mark.parametrize("name", WALKED)
def test_the_tab_key_reaches_everything_in_the_order_of_reading_without_scripts(
    name: str, seen: dict[Job, dict[str, Any]]
) -> None:
    walk = seen[Job(page=f"{name}-en", script=False, walk=True)]["walk"]
    stops = [one["place"] for one in walk["stops"]]
    # Where something is wrong one begins behind it, which has the focus from the start.
    start = walk["reachable"].index(stops[0]) if name.endswith("-none") else 0
    assert stops == walk["reachable"][start:]
    assert len(stops) >= 3
    assert all(one["marked"] for one in walk["stops"])


def test_enter_sends_the_form_without_scripts(seen: dict[Job, dict[str, Any]]) -> None:
    path, body = seen[Job(page="subscribe-en", script=False, typed=TYPED)]["posted"]
    assert path == "/subscribe"
    fields = parse_qs(body, keep_blank_values=True)
    assert len(fields.pop("text")[0]) == VERSION_DIGITS
    assert fields == {
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
    with_scripts = seen[look("preferences-en", 320, dark=True, axe=True)]["measured"]
    without = seen[measure("preferences-en", 320, script=False)]["measured"]
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
    found = find_broken_rules(list(folder.glob("*-en.html")))
    assert {name: told for name, told in found.items() if told} == {}
    assert len(found) == len(PAGES) / 2


@pytest.mark.long  # a Java machine costs more than all the rest
def test_the_nu_checker_finds_nothing(folder: Path) -> None:
    found = find_nu_errors([folder / f"{name}.html" for name in PAGES])
    assert {name: told for name, told in found.items() if told} == {}


def test_the_paths_of_forms_hold_the_token_of_their_reader() -> None:
    assert f'action="/preferences/{TOKEN}"' in PAGES["preferences-en"]

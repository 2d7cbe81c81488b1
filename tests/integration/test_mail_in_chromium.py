"""Every theme in a real browser engine: nothing sticks out, whatever is off, dark or turned around.

One browser looks at everything, once for the whole file; the tests read what it saw.
"""

import re
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from tests.looks.browser import WIDTHS, Job, look_at, missing_tools
from tests.looks.mails import (
    MAIN_LINKS,
    THEMES,
    Mail,
    drawn_pictures,
    make_mail,
    open_renderer,
    read_sample,
    sample_mails,
)
from tests.unit.render.test_hostile import VECTORS

from digest.model.edition import Edition, Section

State = tuple[str, str, int, bool, bool]  # theme, edition, width, dark, pictures
STATES = [
    (theme, edition, width, dark, pictures)
    for theme, edition, pictures, dark, width in product(
        THEMES, ("en", "ar"), (True, False), (False, True), WIDTHS
    )
]
# Other editions, and other widths: what counts is that nothing sticks out.
NARROW = [
    (theme, edition, width, False, pictures)
    for theme, (edition, width, pictures) in product(
        THEMES,
        (
            *product(("de", "mixed", "hostile"), (375,), (True, False)),
            *product(("en", "endless"), (320,), (True, False)),
            *product(("en",), (481, 639, 640), (True,)),
            *product(("large", "bare"), (375,), (True,)),
        ),
    )
]

pytestmark = pytest.mark.skipif(bool(missing_tools()), reason=missing_tools() or "has all it needs")


def name_state(state: State) -> str:
    theme, edition, width, dark, pictures = state
    return (
        f"{theme}, {edition}, {width}, {'dark' if dark else 'light'}"
        f"{'' if pictures else ', no pictures'}"
    )


def in_states(states: list[State]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("state", states, ids=map(name_state, states))


def endless() -> Edition:
    """An edition of words that no line is wide enough for."""
    sample = read_sample("de")
    first, second, *rest = sample.sections
    items = (
        replace(first.items[0], headline="Unaufhaltsamkeitsbeschwörung" * 4, kicker="z" * 90),
        replace(second.items[0], headline="x" * 120, summary="y" * 300),
        replace(second.items[1], headline="https://example.org/" + "path/" * 40),
    )
    name = "Donaudampfschifffahrtsgesellschaftskapitänswitwen" * 2
    return replace(sample, sections=(Section(name=name, items=items), second, *rest))


def hostile() -> Edition:
    """An edition in which every headline, summary and name is an attack."""
    sample = read_sample("mixed")
    first, second, *rest = sample.sections
    model = second.items[0]
    items = tuple(
        replace(
            model,
            headline=f"Ports {vector}",
            kicker=vector[:80],
            summary=f"Begin {vector} end.",
            image=model.image if n % 9 == 0 else None,
            byline=(replace(model.byline[0], name=vector, role=vector),),
        )
        for n, vector in enumerate(VECTORS)
        if "\ud800" not in vector  # no edition file can hold half a character
    )
    return replace(sample, sections=(first, replace(second, items=items), *rest))


def enlarged(html: str) -> str:
    """What a reader sees who has all letters twice as large."""
    return re.sub(
        r"((?:font-size|line-height): ?)(\d+)px",
        lambda size: f"{size[1]}{2 * int(size[2])}px",
        html,
    )


def bared(html: str) -> str:
    """What is left where a program drops style sheets, as Gmail's does for other accounts."""
    return re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)


@pytest.fixture(scope="module")
def mails() -> dict[tuple[str, str], Mail]:
    made = dict(sample_mails())
    with open_renderer() as renderer:
        for theme in THEMES:
            made[theme, "endless"] = make_mail(renderer, endless(), theme)
            made[theme, "hostile"] = make_mail(renderer, hostile(), theme)
            for edition, alike, change in (("large", "de", enlarged), ("bare", "en", bared)):
                mail = made[theme, alike]
                made[theme, edition] = replace(mail, html=change(mail.html))
    return made


@pytest.fixture(scope="module")
def seen(mails: dict[tuple[str, str], Mail]) -> dict[State, dict[str, Any]]:
    """What the browser saw of each state."""
    jobs = [
        Job(
            page=f"{theme}-{edition}",
            width=width,
            dark=dark,
            pictures=pictures,
            axe=(theme, edition, width, dark, pictures) in STATES,
            measure=True,
            main=MAIN_LINKS,
        )
        for theme, edition, width, dark, pictures in STATES + NARROW
    ]
    pages = {f"{theme}-{edition}": mail.html for (theme, edition), mail in mails.items()}
    answers = look_at(jobs, pages=pages, pictures=drawn_pictures())
    return dict(zip(STATES + NARROW, answers, strict=True))


@in_states(STATES)
def test_axe_finds_no_problem(state: State, seen: dict[State, dict[str, Any]]) -> None:
    assert seen[state]["problems"] == []


@in_states(STATES + NARROW)
def test_nothing_sticks_out_or_scrolls_sideways(
    state: State, seen: dict[State, dict[str, Any]]
) -> None:
    measured = seen[state]["measured"]
    assert measured["mode"] == "CSS1Compat"
    assert measured["scroll"] <= state[2]
    assert measured["wide"] == []
    assert measured["height"] > 600


@in_states(STATES + NARROW)
def test_every_link_can_be_tapped(state: State, seen: dict[State, dict[str, Any]]) -> None:
    measured = seen[state]["measured"]
    assert measured["low"] == []
    assert measured["low_main"] == []
    assert measured["links"] >= measured["main"] > 5


@in_states(STATES + NARROW)
def test_pictures_have_words_and_nothing_else_is_loaded(
    state: State, seen: dict[State, dict[str, Any]], mails: dict[tuple[str, str], Mail]
) -> None:
    theme, edition, _, _, pictures = state
    assert seen[state]["measured"]["wordless"] == []
    assert seen[state]["asked"] == []
    assert seen[state]["errors"] == []
    shown = mails[theme, edition].html.count("<img ") if pictures else 0
    assert seen[state]["measured"]["pictures"] == shown


@pytest.mark.parametrize("theme", THEMES)
def test_a_mail_says_its_language_and_direction(
    theme: str, seen: dict[State, dict[str, Any]]
) -> None:
    for edition, direction in (("en", "ltr"), ("ar", "rtl")):
        measured = seen[theme, edition, 375, False, True]["measured"]
        assert measured["language"] == [edition, direction]


@pytest.mark.parametrize("theme", THEMES)
def test_dark_changes_page_card_text_and_button(
    theme: str, seen: dict[State, dict[str, Any]]
) -> None:
    with open_renderer() as renderer:
        tokens = renderer.tokens(theme)
    for dark, palette in ((False, tokens.light), (True, tokens.dark)):
        measured = seen[theme, "en", 375, dark, True]["measured"]
        colours = measured["colours"]
        assert measured["page"] == as_rgb(palette.page)
        assert colours["h1 a"][0] in (as_rgb(palette.text), as_rgb(palette.link))
        assert colours[":is(h1, h3) ~ p:not([class])"][0] == as_rgb(palette.text)
        if theme != "brief":  # which is a letter without a card and a button
            assert colours[".card"][1] == as_rgb(palette.card)
            assert colours[".btn a"] == [as_rgb(palette.button_text), as_rgb(palette.button)]


def as_rgb(colour: str) -> str:
    """Write `#rrggbb` as a browser does."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"

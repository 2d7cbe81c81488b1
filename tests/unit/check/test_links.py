"""Rules about where a mail points to."""

from dataclasses import replace

import pytest
from tests.unit.check.examples import look, only, rules
from tests.unit.render.examples import EDITION, HERO, PAPER, render, story, with_items

from digest.model.article import Image, Sighting
from digest.model.edition import Item
from digest.model.message import Level, Rendered


def changed(old: str, new: str) -> Rendered:
    """The message of the example, with something else in its HTML part."""
    rendered = render()
    assert old in rendered.html
    return replace(rendered, html=rendered.html.replace(old, new))


@pytest.mark.parametrize(
    "url", ["/levy", "levy.html", "//daily.example.org/levy", "ftp://a.example"]
)
def test_a_link_that_is_no_whole_address_is_an_error_with_its_line(url: str) -> None:
    item = replace(story("Levy", "It was dropped.", "a", line=7), url=url)
    found = only("relative-link", with_items(HERO, item))
    assert (found.level, found.line) == (Level.ERROR, 7)
    assert url in found.message


def test_an_empty_link_is_an_error() -> None:
    item = replace(story("Levy", "It was dropped.", "a"), url="")
    assert only("empty-link", with_items(HERO, item)).level is Level.ERROR


def test_pictures_and_further_sources_are_looked_at_too() -> None:
    item = story("Levy", "It was dropped.", "a", image=Image(url="/a.jpg", alt="A"))
    assert "picture" in only("relative-link", with_items(HERO, item)).message
    item = story("Levy", "It was dropped.", "a", also=(Sighting(name="Wire", url="wire/1"),))
    assert "Wire" in only("relative-link", with_items(HERO, item)).message


def test_a_broken_link_inside_a_text_is_found() -> None:
    item = story("Levy", "See [the figures](/figures).", "a")
    assert "the figures" in only("relative-link", with_items(HERO, item)).message
    item = story("Levy", "See [the figures]().", "a")
    assert "the figures" in only("empty-link", with_items(HERO, item)).message


def test_a_themes_own_links_are_looked_at() -> None:
    only("relative-link", EDITION, changed(f'href="{HERO.url}"', 'href="levy.html"'))
    only("empty-link", EDITION, changed('href="https://daily.example.org/"', 'href="#"'))


def test_links_without_tls_are_worth_a_look() -> None:
    item = replace(story("Levy", "It was dropped.", "a", line=9), url="http://old.example.org/levy")
    found = only("insecure-link", with_items(HERO, item))
    assert (found.level, found.line) == (Level.WARNING, 9)


def test_a_site_without_tls_is_found_once_however_often_it_is_linked() -> None:
    def old(path: str, line: int) -> Item:
        image = Image(url=f"http://OLD.example.org/{path}.jpg", alt="A")
        item = story(path.title(), "It was dropped.", path, line=line, image=image)
        return replace(item, url=f"http://old.example.org/{path}")

    port = replace(story("Port", "Shut.", "p", line=30), url="http://old.example.org:8080/port")
    found = [
        one
        for one in look(with_items(HERO, old("levy", 9), old("kiln", 20), port))
        if one.rule == "insecure-link"
    ]

    assert [one.line for one in found] == [9, 30]
    assert "“old.example.org” without TLS, 4 times; first in “Levy”" in found[0].message
    assert "“old.example.org:8080” without TLS in “Port”" in found[1].message


def test_a_sentinel_of_another_edition_is_an_error() -> None:
    stranger = "x" + "a" * 25
    only("leftover-sentinel", EDITION, changed("The Daily, 1 Press Lane", stranger))


@pytest.mark.parametrize(
    "place", ["{{ name }}", "{% if %}", "*|FNAME|*", "%%fname%%", "{$name}", "%recipient.name%"]
)
def test_a_placeholder_of_another_program_is_an_error(place: str) -> None:
    item = story(f"Dear {place}", "It was dropped.", "a", line=9)
    found = only("leftover-sentinel", with_items(HERO, item))
    assert (found.level, found.line) == (Level.ERROR, 9)
    item = story("Levy", f"It was dropped, {place}.", "a", line=9)
    assert only("leftover-sentinel", with_items(HERO, item)).line == 9
    found = only("leftover-sentinel", replace(EDITION, subject=f"The Daily for {place}"))
    assert found.message.endswith("above the first story would be sent as it stands. Take it out.")


def test_ordinary_signs_are_no_placeholders() -> None:
    item = story("Growth of 5%% or {more}", "It rose 5 % in 2025 and 6 % in 2026.", "a")
    assert rules(with_items(HERO, item)) == set()


@pytest.mark.parametrize("code", ["&amp;", "&rsquo;", "&#8217;", "&#x2019;", "&nbsp;"])
def test_codes_that_readers_would_see_are_an_error_with_their_line(code: str) -> None:
    for item in (
        story(f"Bread {code} butter", "It was dropped.", "a", line=3),
        story("Bread", f"Bread {code} butter.", "a", line=3),
    ):
        found = only("double-escaped", with_items(HERO, item))
        assert code in found.message
        assert found.line == 3


def test_an_address_with_parameters_is_not_double_escaped() -> None:
    item = replace(story("Levy", "It was dropped.", "a"), url=f"{PAPER}?a=1&amp=2&lt=3")
    assert "double-escaped" not in {finding.rule for finding in look(with_items(HERO, item))}


def test_a_theme_that_escapes_twice_is_found() -> None:
    twice = changed(
        "Chipmaker to cut 1,200 jobs &amp; close", "Chipmaker to cut 1,200 jobs &amp;amp; close"
    )
    only("double-escaped", EDITION, twice)

"""A site is known by its name and by its host; its headlines are freed of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.likeness import names_site, site_keys, without_site

H = "Harbour of Velm reopens"


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://www.velmpost.example/a", f"{H} | Velm Post"),
        ("https://edition.velmpost.example/a", f"{H} - VelmPost.example"),
        ("https://news.velm-post.co.example/a", f"{H} — Velm Post"),
        ("https://m.velmpost.example/a", f"Velm Post: {H}"),
        ("https://m.velmpost.example/a", f"Velm Post » {H} | velmpost.example"),
    ],
)
def test_the_host_tells_the_name_of_the_house(url: str, title: str) -> None:
    assert without_site(title.replace(": ", " : "), site_keys([], url)) == H


def test_parts_of_a_host_that_all_have_are_no_name() -> None:
    keys = site_keys([], "https://news.velmpost.org/a")
    assert "velmpost" in keys
    assert not keys & {"org", "com"}
    assert without_site(f"{H} - Sport", site_keys([], "https://sport.velm.example.org")) != ""


def test_a_name_is_the_sites_only_when_it_is_long_enough() -> None:
    assert names_site("Velm Post Sports", frozenset({"velmpost"}))
    assert not names_site("Jo Marsh", frozenset({"marsh"}))


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_title_keeps_some_of_its_words_or_none(title: str, name: str) -> None:
    left = without_site(title, site_keys([name], "https://velm.example.org/a"))
    assert left in title

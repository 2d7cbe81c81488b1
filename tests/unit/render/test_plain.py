"""The text part: 72 columns, every link, the preheader first."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.render.examples import EDITION, HERO, PAPER, PLAIN, render, story, with_items

from digest.render.plain import COLUMNS, tidy_lines, width, wrap

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs"]), min_size=1, max_size=30
)


def test_the_text_part_begins_with_the_preheader() -> None:
    assert render().text.startswith(EDITION.preheader)


def test_a_story_is_headline_then_summary_then_address() -> None:
    text = render().text
    places = [
        text.index(part)
        for part in (HERO.headline, "The government has shelved", f"\n{HERO.url}\n")
    ]
    assert places == sorted(places)


def test_every_link_of_the_html_part_is_in_the_text_part() -> None:
    rendered = render()
    for url in re.findall(r'href="((?:https|mailto:)[^"]+)"', rendered.html):
        assert url.replace("&amp;", "&") in rendered.text


def test_no_line_is_longer_than_72_columns_but_those_that_hold_an_address() -> None:
    long = [line for line in render().text.split("\n") if width(line) > COLUMNS]
    assert all("://" in line or "mailto:" in line for line in long)


def test_no_two_blank_lines_and_no_space_at_a_line_end() -> None:
    for text in (
        render().text,
        render(public_url="").text,
        render(replace(PLAIN, preheader="")).text,
    ):
        assert "\n\n\n" not in text
        assert not re.search(r"[ \t]\n", text)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_the_address_of_a_link_inside_a_summary_follows_its_words() -> None:
    text = " ".join(render().text.split())
    assert "said the figures <https://daily.example.org/2026/11/23/figures> were" in text


def test_chinese_is_broken_between_letters_and_never_before_a_full_stop() -> None:
    summary = "港口税法案在最后时刻被撤回。" * 12
    text = render(replace(with_items(HERO, story("港口", summary, "b")), language="zh")).text
    lines = [line for line in text.split("\n") if "港口税" in line]
    assert len(lines) > 2
    assert all(width(line) <= COLUMNS for line in lines)
    assert not any(line.startswith("。") for line in text.split("\n"))


def test_what_looks_like_markdown_in_plain_text_is_shown_as_it_is() -> None:
    text = render(with_items(HERO, story("A", r"Rates rose \*sharply\* to 3\_5.", "b"))).text
    assert "Rates rose *sharply* to 3_5." in text


@given(st.lists(WORDS, max_size=60))
def test_wrapping_keeps_every_word_in_order(words: list[str]) -> None:
    wrapped = wrap(" ".join(words))
    assert "".join(wrapped.split()) == "".join(" ".join(words).split())


@given(st.lists(WORDS, max_size=60), st.sampled_from(["", "  ", "* "]))
def test_only_what_cannot_be_broken_is_longer_than_a_line(words: list[str], first: str) -> None:
    for line in wrap(" ".join(words), first=first).split("\n"):
        assert width(line) <= COLUMNS or " " not in line.removeprefix(first).strip()


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)


def test_a_headline_alone_stands_beside_its_mark_with_its_address_below_it() -> None:
    headline = "Record entries for the city marathon, which has a new course along the water"
    text = render(with_items(HERO, story(headline, slug="run"))).text
    lines = text[text.index("* Record") :].splitlines()[:3]
    assert [line[:2] for line in lines] == ["* ", "  ", "  "]
    assert lines[2] == f"  {PAPER}/run"
    assert " ".join(line[2:] for line in lines[:2]) == headline

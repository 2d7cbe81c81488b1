"""What an editor would mend on a second reading, and what is left alone."""

from dataclasses import replace

import pytest
from tests.unit.check.examples import look
from tests.unit.render.examples import HERO, PLAIN, PUBLICATION, story, with_items

from digest.check import style
from digest.model.edition import Edition, Item, Section
from digest.model.message import Finding, Level
from digest.model.publication import EditionRules, Publication


def told(headline: str = "Levy", summary: str = "It was dropped.", **changes: object) -> Item:
    return replace(story(headline, summary, "a", line=7), **changes)  # type: ignore[arg-type]


def look_at(edition: Edition, publication: Publication = PUBLICATION) -> list[Finding]:
    return [
        *style.find_capitals(edition),
        *style.find_long_headline(edition),
        *style.find_long_summary(edition, publication),
        *style.find_empty_sections(edition),
        *style.find_vague_links(edition),
        *style.find_tracking(edition),
        *style.find_stray_spaces(edition),
        *style.find_straight_quotes(edition),
    ]


def rules(edition: Edition, publication: Publication = PUBLICATION) -> set[str]:
    return {one.rule for one in look_at(edition, publication)}


def only(rule: str, edition: Edition) -> Finding:
    [found] = [one for one in look_at(edition) if one.rule == rule]
    return found


def found(item: Item) -> set[str]:
    return rules(with_items(HERO, item))


def test_a_headline_that_shouts_is_worth_a_look() -> None:
    one = only("headline-capitals", with_items(HERO, told("MINISTERS BACK DOWN")))
    assert (one.level, one.line) == (Level.WARNING, 7)


@pytest.mark.parametrize(
    "headline", ["NATO, EU, UN", "HSBC UK", "港口税法案在最后时刻被撤回", "A 100 % B"]
)
def test_abbreviations_and_scripts_without_capitals_do_not_shout(headline: str) -> None:
    assert "headline-capitals" not in found(told(headline))


def test_only_a_headline_longer_than_any_paper_prints_is_told() -> None:
    assert "headline-length" in found(told("word " * 30))
    assert "headline-length" not in found(told("Ministers back down on port levy " * 4))


def test_a_summary_may_be_twice_as_long_as_the_desk_wants_them() -> None:
    item = told(summary="A sentence of six words here. " * 30)
    assert "summary-length" in rules(with_items(HERO, item))
    patient = replace(PUBLICATION, edition=EditionRules(summary_words=100))
    assert "summary-length" not in rules(with_items(HERO, item), publication=patient)


def test_an_empty_section_is_told_with_its_line() -> None:
    edition = replace(PLAIN, sections=(*PLAIN.sections, Section(name="Sport", line=40)))
    one = only("empty-section", edition)
    assert (one.line, "“Sport”" in one.message) == (40, True)


@pytest.mark.parametrize(
    "label", ["here", "Click here", "Read more »", "hier", "Lire la suite", "leer más"]
)
def test_a_link_that_says_nothing_is_told_in_many_languages(label: str) -> None:
    assert "vague-link" in found(told(summary=f"See [{label}](https://a.example/b)."))


@pytest.mark.parametrize("label", ["the figures", "Here be dragons", "More than a thousand jobs"])
def test_a_link_that_says_something_is_let_be(label: str) -> None:
    assert "vague-link" not in found(told(summary=f"See [{label}](https://a.example/b)."))


def test_the_note_is_read_too_and_a_sponsors_text_is_not() -> None:
    note = replace(PLAIN, note="For more [click here](https://a.example/x?utm_source=y).")
    assert rules(note) == {"vague-link", "tracking-parameters"}
    paid = told(
        summary="[Click here](https://a.example/?utm_source=daily).", sponsor="Bank", byline=()
    )
    assert found(paid) == set()


@pytest.mark.parametrize(
    ("url", "is_found"),
    [
        ("https://a.example/x?utm_source=feed", True), ("https://a.example/x?id=1&fbclid=2", True),
        ("https://a.example/x?id=1&page=2", False), ("https://a.example/utm_source=x", False),
        ("https://a.example/x#utm_source=x", False), ("https://a.example/x?mc_eid=1", True),
        ("https://a.example/x?euclid=1", False), ("https://a.example/x?srsltid=1", True),
    ],
)  # fmt: skip
def test_parameters_that_follow_readers_are_told(url: str, *, is_found: bool) -> None:
    assert ("tracking-parameters" in found(told(url=url))) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Levy\u200b dropped.", True), ("Levy \u00a0 dropped.", True), ("Levy\ufeff.", True),
        ("Levy\u00a0dropped.", False), ("می\u200cخواهم.", False), ("« Levy\u00a0» dropped.", False),
        ("12\u202f000 jobs.", False), ("hy\u00adphen.", False),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_told_unless_it_means_something(text: str, *, is_found: bool) -> None:
    assert ("stray-space" in found(told(summary=text))) is is_found


def test_languages_without_spaces_may_break_lines_as_they_need() -> None:
    edition = replace(with_items(HERO, told("ข่าว\u200bเช้า")), language="th")
    assert "stray-space" not in rules(edition)


def test_ordinary_news_is_let_be() -> None:
    assert look(PLAIN) == []


def test_straight_marks_are_told_once_with_their_number() -> None:
    items = [
        told(f"Tale {n}", 'He said "no".', line=n, url=f"https://a.example/{n}") for n in (7, 9)
    ]
    one = only("quotation-style", with_items(HERO, *items))
    assert (one.line, "4 quotation marks are straight" in one.message) == (7, True)
    assert "“…”" in one.message


def test_a_sponsors_marks_and_those_of_another_script_are_let_be() -> None:
    assert found(told(summary='He said "no".', sponsor="Bank")) == set()
    assert found(told(summary='قال: "نعم" ثم مضى.')) == set()

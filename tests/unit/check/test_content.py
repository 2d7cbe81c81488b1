"""Rules about the words of an edition: each finds its own fault and lets good text be."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.check.examples import PATH, look, only, rules
from tests.unit.render.examples import (
    EDITION,
    HERO,
    NOW,
    PLAIN,
    SPONSORED,
    render,
    story,
    with_items,
)

from digest.check.content import find_told_before, find_unknown_zone, is_whole
from digest.model.article import Article
from digest.model.message import Level


def test_a_good_edition_has_no_finding() -> None:
    assert look() == []


def test_a_finding_names_file_line_and_next_step() -> None:
    found = only("mid-sentence-summary", with_items(HERO, story("Ports", "They were", line=31)))
    assert (found.file, found.line, found.level) == (PATH, 31, Level.ERROR)
    assert found.message == (
        "The summary of “Ports” stops in the middle: “… were” Finish the sentence or take it out."
    )


def test_an_edition_without_stories_is_an_error() -> None:
    assert only("empty-edition", replace(PLAIN, sections=())).level is Level.ERROR


def test_what_a_server_left_behind_is_found_wherever_it_stands() -> None:
    leftover = "[an error occurred while processing this directive]"
    for item in (
        story(f"Ports reopen {leftover}", "They are open.", "a"),
        story("Ports reopen", f"They are open. {leftover}", "a"),
        story("Ports reopen", "They are open.\n\nShare this article:", "a"),
    ):
        assert only("leftover-junk", with_items(HERO, item)).level is Level.ERROR
    assert "leftover-junk" in rules(replace(EDITION, note=leftover))


def test_a_label_between_paragraphs_is_junk_and_the_same_as_a_headline_is_not() -> None:
    summary = "They are open.\n\nAdvertisement\n\nShips may enter."
    item = story("Ports reopen", summary, "a")
    assert only("leftover-junk", with_items(HERO, item)).level is Level.ERROR
    item = story("Video: Ports reopen", "They are open.", "a", kicker="Advertisement")
    assert "leftover-junk" not in rules(with_items(HERO, item))


@pytest.mark.parametrize(
    "note", ["Follow us on Instagram.", "Write to [the desk](mailto:d@a.example)."]
)
def test_what_an_editor_asks_of_readers_is_no_junk(note: str) -> None:
    assert "leftover-junk" not in rules(replace(EDITION, note=note))


def test_an_article_about_sharing_is_no_junk() -> None:
    item = story("Share this article, says minister", "She asked readers to share the news.", "a")
    assert "leftover-junk" not in rules(with_items(HERO, item))


@pytest.mark.parametrize(
    "summary",
    ["The levy was", "The levy was dropped, the minister", "The levy was dropped…",
     "The levy was dropped by Dr.", "The levy was dropped of the.",
     "The levy was dropped ...", "“The levy was"],
)  # fmt: skip
def test_a_summary_that_stops_in_the_middle_is_found(summary: str) -> None:
    only("mid-sentence-summary", with_items(HERO, story("Levy", summary, "a")))


@pytest.mark.parametrize(
    "summary",
    ["It was dropped.", "“It was dropped.”", "Was it dropped?", "It was dropped (for now).",
     "It was *dropped.*", "税は撤回された。", "Сбор отменён.", "अब यह रद्द है।",
     "It was dropped at 5 p.m.", "See [the figures](https://a.example/f)."],
)  # fmt: skip
def test_a_whole_sentence_is_not(summary: str) -> None:
    assert "mid-sentence-summary" not in rules(with_items(HERO, story("Levy", summary, "a")))


@pytest.mark.parametrize(
    ("text", "language"),
    [("Les prix, les salaires, etc.", "fr"), ("« Nous restons. »", "fr"),
     ("Vive en EE. UU.", "es"), ("Он родился в 1990 г.", "ru"), ("Es kostet 5 Mio.", "de"),
     ("เขามาแล้ว", "th"), ("The law passed. 🎉", "en"), ("It is the third.¹", "en"),
     ("The figures: https://a.example/f", "en")],
)  # fmt: skip
def test_a_sentence_may_end_as_its_language_ends_them(text: str, language: str) -> None:
    assert is_whole(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Elle a vu M.", "fr"), ("Er kommt am 28.", "de"), ("Sie traf Dr.", "de"),
     ("เขามา…", "th"), ("The law 🎉", "en"), ("It is worth 2½", "en")],
)  # fmt: skip
def test_what_waits_for_a_word_does_not(text: str, language: str) -> None:
    assert not is_whole(text, language)


def test_what_is_paid_for_may_end_as_it_likes() -> None:
    assert rules(with_items(HERO, replace(SPONSORED, summary="Open an account"))) == set()


@pytest.mark.parametrize(
    "text",
    ["“We won", "We won”", 'He said "no', "« On a gagné", "„Wir haben gewonnen", "「勝った",
     "“One” and “two"],
)  # fmt: skip
def test_a_quotation_without_its_other_half_is_found(text: str) -> None:
    item = story("Recount", f"{text} he said.", "a")
    assert only("unbalanced-quotation", with_items(HERO, item)).level is Level.WARNING


@pytest.mark.parametrize(
    "text",
    ["“We won”", "„Wir haben gewonnen“", "„Wir haben gewonnen”", "«We» »won«", 'A 5" gun',
     "don’t", 'He said "no"', "“One.\n\n“Two.”", ""],
)  # fmt: skip
def test_a_closed_quotation_is_not(text: str) -> None:
    item = story("Recount", f"{text} and he left.", "a")
    assert "unbalanced-quotation" not in rules(with_items(HERO, item))


def test_a_told_story_names_who_wrote_it() -> None:
    bare = replace(story("Levy", "It was dropped.", "a"), byline=())
    assert only("missing-byline", with_items(HERO, bare)).level is Level.WARNING
    assert "missing-byline" not in rules(with_items(HERO, replace(bare, summary="")))


def test_the_same_address_or_headline_twice_is_found() -> None:
    again = replace(HERO, headline="Ministers give in", url=f"{HERO.url}/#comments")
    same_words = story(HERO.headline.upper(), "It was dropped.", "elsewhere")
    for item in (again, same_words):
        found = only("duplicate-story", with_items(replace(HERO, line=12), item))
        assert "(line 12)" in found.message


def test_a_story_of_another_edition_is_not_told_again() -> None:
    edition = with_items(HERO, replace(story("Ferry", "It sails.", "ferry"), line=31))
    url = edition.items[1].url or ""
    (found,) = find_told_before(edition, {url: "the-daily-2026-11-20"})
    assert (found.level, found.line) == (Level.ERROR, 31)
    assert "in the-daily-2026-11-20" in found.message
    assert not list(find_told_before(edition, {url: edition.slug})), "its own telling counts not"
    changed = with_items(HERO, replace(edition.items[1], updated=True))
    assert not list(find_told_before(changed, {url: "the-daily-2026-11-20"}))


def test_a_date_with_a_zone_that_nobody_knows_is_found_until_it_is_mended() -> None:
    [url] = [HERO.url or ""]
    article = Article(
        url=url, headline=HERO.headline, source="Post", published=NOW, first_seen=NOW,
        zone_known=False,
    )  # fmt: skip
    edition = with_items(replace(HERO, published=NOW, line=12))

    [found] = find_unknown_zone(edition, {url: article}, zone="Europe/Brussels")

    assert (found.rule, found.level, found.line) == ("unknown-zone", Level.WARNING, 12)
    assert "2026-11-23 06:00" in found.message
    mended = with_items(replace(HERO, published=NOW + timedelta(hours=3)))
    assert not list(find_unknown_zone(mended, {url: article}, zone="UTC"))
    assert not list(find_unknown_zone(with_items(HERO), {url: article}, zone="UTC"))
    known = replace(article, zone_known=True)
    assert not list(find_unknown_zone(edition, {url: known}, zone="UTC"))
    assert not list(find_unknown_zone(edition, {}, zone="UTC"))


def test_an_embargo_holds_until_its_moment() -> None:
    edition = with_items(HERO, story("Levy", "It was dropped.", "a", embargo=NOW))
    early = NOW - timedelta(minutes=1)
    assert "2026-11-23 06:00 Europe/Brussels" in only("embargo", edition, now=early).message
    assert "embargo" not in rules(edition, now=NOW)


def test_what_looks_paid_for_must_say_by_whom() -> None:
    hidden = story("Savings", "Keep your rate.", "a", kicker="Advertisement")
    assert only("unlabelled-sponsor", with_items(HERO, hidden)).level is Level.ERROR
    assert "unlabelled-sponsor" not in rules(
        with_items(HERO, replace(hidden, sponsor="Harbour Bank"))
    )


def test_a_theme_that_hides_the_sponsor_is_found() -> None:
    hiding = replace(render(), text=render().text.replace("Harbour Bank", ""))
    only("unlabelled-sponsor", EDITION, hiding)


@given(st.text(), st.sampled_from(["en", "de", "ja", "ar"]))
def test_any_text_gets_an_answer(text: str, language: str) -> None:
    is_whole(text, language)

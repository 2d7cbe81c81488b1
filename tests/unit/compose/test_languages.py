"""What of an edition the program itself can put into another language."""

from dataclasses import replace

import pytest

from digest.compose.languages import framed, to_translate
from digest.compose.words import choose_words
from digest.model.edition import Edition, Item, Section

ITEM = Item(headline="Ministers back down", url="https://example.org/levy", summary="They gave in.")
EDITION = Edition(
    slug="the-daily-2026-11-23",
    number=214,
    language="en",
    subject="Ministers back down",
    preheader="Also today: rail strike called off",
    sections=(
        Section(name="Top story", id="top-story", items=(ITEM,)),
        Section(
            name="Politics", id="politics", items=(replace(ITEM, url="https://example.org/x"),)
        ),
        Section(name="In brief", id="in-brief", items=()),
    ),
    bench=(replace(ITEM, url="https://example.org/bench"),),
)


def test_the_programs_own_words_are_translated_and_the_desks_stay() -> None:
    french = to_translate(EDITION, "fr")
    assert [section.name for section in french.sections] == ["À la une", "Politics", "En bref"]
    assert [section.id for section in french.sections] == ["top-story", "politics", "in-brief"]
    assert french.preheader == "Aussi aujourd’hui\u202f: rail strike called off"
    assert (french.language, french.told_in, french.bench) == ("fr", None, ())
    assert french.items == EDITION.items


def test_a_preheader_of_the_desk_stays_as_it_is() -> None:
    own = replace(EDITION, preheader="Good morning, Brussels")
    assert to_translate(own, "fr").preheader == "Good morning, Brussels"


def test_a_framed_edition_says_what_language_its_stories_are_in() -> None:
    assert framed(EDITION, "nl").told_in == "en"
    assert framed(framed(EDITION, "nl"), "fr").told_in == "en"


@pytest.mark.parametrize(
    ("tag", "top"),
    [
        ("zh-TW", "頭條"),
        ("zh-Hant", "頭條"),
        ("zh", "头条"),
        ("pt-br", "Destaque"),
        ("xx", "Top story"),
    ],
)
def test_a_tag_has_the_words_of_its_script_and_region(tag: str, top: str) -> None:
    assert choose_words(tag).top == top

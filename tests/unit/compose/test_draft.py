"""Writing an edition's file and reading it are inverses, whatever stands in the texts."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.compose.draft import edition_from_selection, read_edition, write_edition
from digest.compose.lines import tidy, tidy_text
from digest.compose.select import select_stories
from digest.model.article import Article, Byline, Image, Precision, Sighting, Story
from digest.model.edition import Edition, Item, Section, Window
from digest.model.publication import Publication, SectionRule

ZONE = "Europe/Brussels"
HERO = Item(
    headline="Dockers walk out at Harwick",
    url="https://harwick.example.org/dockers",
    kicker="Politics",
    byline=(Byline(name="Jo Marsh", role="Political Editor"), Byline(name="Ana Ruiz")),
    published=datetime(2026, 11, 23, 3, 12, tzinfo=UTC),
    image=Image(url="https://harwick.example.org/1.jpg", alt="A quay | at night", credit="A. Rowe"),
    also=(Sighting(name="Island Times", url="https://island.example.org/7"),),
    updated=True,
    embargo=datetime(2026, 11, 23, 5, tzinfo=UTC),
    minutes=4,
    summary="About 900 dockers stopped *work*.\n\nTalks [broke down](https://example.org/).",
)
EDITION = Edition(
    slug="the-daily-2026-11-23",
    number=214,
    language="en",
    subject="Dockers walk out",
    preheader="Also today: a comet",
    correction="Yesterday we named the wrong river.",
    note="Good morning.",
    sections=(
        Section(name="Top story", id="top-story", items=(HERO,)),
        Section(name="In brief", items=(Item(headline="A comet"), Item(headline="A library"))),
    ),
    bench=(Item(headline="Wolves -- back --> here", summary="Four cubs -- the first."),),
)
FILE = """\
+++
edition = "the-daily-2026-11-23"
number = 214
language = "en"
subject = "Dockers walk out"
preheader = "Also today: a comet"
correction = "Yesterday we named the wrong river."
+++

Good morning.

# Top story {#top-story}

## [Dockers walk out at Harwick](https://harwick.example.org/dockers)
kicker: Politics
by: Jo Marsh (Political Editor); Ana Ruiz
published: 2026-11-23T04:12:00+01:00
image: https://harwick.example.org/1.jpg | A quay \\| at night | A. Rowe
also: Island Times https://island.example.org/7
updated: yes
embargo: 2026-11-23T06:00:00+01:00
minutes: 4

About 900 dockers stopped *work*.

Talks [broke down](https://example.org/).

# In brief

## A comet

## A library

<!-- bench

## Wolves &#45;&#45; back &#45;&#45;> here

Four cubs &#45;&#45; the first.
-->
"""


def test_the_file_is_the_one_that_the_page_on_editions_describes() -> None:
    assert write_edition(EDITION, zone=ZONE) == FILE
    assert read_edition(FILE) == EDITION


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistakes() -> None:
    assert read_edition("\ufeff" + FILE.replace("\n", "\r\n")) == EDITION


def test_headings_know_their_line() -> None:
    read = read_edition(FILE)
    lines = FILE.split("\n")
    assert lines[(read.sections[0].line or 0) - 1].startswith("# Top story")
    assert lines[(read.sections[0].items[0].line or 0) - 1].startswith("## [Dockers")
    assert lines[(read.bench[0].line or 0) - 1].startswith("## Wolves")


NASTY = [
    *(
        "-->",
        "--->",
        "<!-- bench",
        "<!--bench",
        "+++",
        "#",
        "##",
        "# x",
        "\\#",
        "|",
        ";",
        "\\",
        "\\\\",
    ),
    *(
        "[",
        "]",
        "](",
        "](https://x.example.org)",
        "{#id}",
        "{",
        "}",
        "(",
        ")",
        "&#45;",
        "&#38;#45;",
    ),
    *("by: x", "kicker:", "image: y", "\u202e", "\u200f", "\u2066", "\u2069", "مرحبا", "日本", "é"),
    *(
        "'",
        '"',
        '"""',
        "\\u0041",
        "*",
        "_",
        "`",
        "<b>",
        "&amp;",
        "::",
        "--",
        "-",
        "…",
        "a",
        "b c",
        "0",
    ),
]
LINE = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=5)), max_size=6).map(
    lambda parts: tidy(" ".join(parts))
)
TIGHT = st.lists(st.sampled_from(NASTY), max_size=6).map(lambda parts: tidy("".join(parts)))
TEXT = st.one_of(LINE, TIGHT)
NAME = TEXT.filter(bool)
# A link to anything but the web and mail is refused when a file is read, as it should be.
PROSE = st.lists(
    TEXT.filter(lambda text: not re.search(r"\]\( ?<?[A-Za-z]+:", text)), max_size=5
).map(lambda lines: tidy_text("\n".join(lines)))
WEB = st.sampled_from(
    [
        "https://a.example.org/",
        "http://a.example.org/x?y=1;z=2|3&w=(4)",
        "https://a.example.org/[1]/{2}\\3--4-->5#6",
        "https://bücher.example.org/日本",
    ]
)
LINKS = st.one_of(st.none(), WEB, st.just("mailto:desk@example.org"))
MOMENTS = st.one_of(
    st.none(),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
ITEMS = st.builds(
    Item,
    headline=NAME,
    url=LINKS,
    kicker=st.one_of(st.none(), NAME),
    byline=st.lists(st.builds(Byline, name=NAME, role=st.one_of(st.none(), NAME)), max_size=3).map(
        tuple
    ),
    published=MOMENTS,
    image=st.one_of(st.none(), st.builds(Image, url=WEB, alt=TEXT, credit=TEXT)),
    also=st.lists(st.builds(Sighting, name=NAME, url=WEB), max_size=3).map(tuple),
    updated=st.booleans(),
    sponsor=st.one_of(st.none(), NAME),
    embargo=MOMENTS,
    minutes=st.one_of(st.none(), st.integers(1, 999)),
    summary=PROSE,
)
IDS = st.one_of(st.none(), st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3}){0,2}", fullmatch=True))
SECTIONS = st.lists(
    st.builds(Section, name=NAME, id=IDS, items=st.lists(ITEMS, max_size=3).map(tuple)),
    max_size=3,
    unique_by=lambda section: section.id or id(section),
).map(tuple)
EDITIONS = st.builds(
    Edition,
    slug=st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,5}){0,3}", fullmatch=True),
    number=st.integers(1, 10**9),
    language=st.sampled_from(["en", "pt-BR", "ar", "zh-Hant-TW"]),
    subject=NAME.map(lambda text: tidy(text[:200])).filter(bool),
    preheader=TEXT,
    correction=st.one_of(st.none(), NAME),
    note=PROSE,
    sections=SECTIONS,
    bench=st.lists(ITEMS, max_size=2).map(tuple),
)


@given(EDITIONS, st.sampled_from([ZONE, "America/St_Johns", "Asia/Kathmandu", "UTC"]))
@example(replace(EDITION, note="kicker: no\n\\kicker: no\n#\n-->\n<!-- bench"), ZONE)
@example(replace(EDITION, sections=(), bench=EDITION.bench), ZONE)
@settings(max_examples=80, deadline=None)
def test_writing_and_reading_are_inverses(edition: Edition, zone: str) -> None:
    text = write_edition(edition, zone=zone)
    assert read_edition(text) == edition
    assert write_edition(read_edition(text), zone=zone) == text


@given(EDITIONS)
@settings(max_examples=50, deadline=None)
def test_the_bench_is_one_comment_for_every_reader_of_markdown(edition: Edition) -> None:
    text = write_edition(edition, zone=ZONE)
    if edition.bench:
        bench = text[text.rindex("\n<!-- bench\n") + len("\n<!-- bench") : -len("-->\n")]
        assert "--" not in bench


PAPER = Publication(
    id="the-daily",
    name="The Daily",
    sender="desk@example.org",
    timezone=ZONE,
    sections=(SectionRule(name="Politics", keywords=("budget",)),),
)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def story(number: int, headline: str = "", **fields: object) -> Story:
    values: dict[str, object] = {
        "url": f"https://a.example.org/{number}",
        "headline": headline or f"Story {number}",
        "source": "A",
        "published": NOON - timedelta(hours=number),
        "precision": Precision.MINUTE,
        "first_seen": NOON,
    }
    return Story(lead=Article(**(values | fields)))  # type: ignore[arg-type]


def compose(*stories: Story, paper: Publication = PAPER, summary: str = "Text *of* it.") -> Edition:
    selection = select_stories(
        stories, paper, window=Window(start=NOON - timedelta(days=1), end=NOON), told={}
    )
    return edition_from_selection(
        selection,
        paper,
        slug="the-daily-2026-11-23",
        number=7,
        summaries={one.lead.url: summary for one in stories},
    )


def test_a_selection_becomes_an_edition_that_its_file_gives_back() -> None:
    edition = compose(*(story(n, f"[Story] {n} | ; -->") for n in range(1, 20)))
    assert read_edition(write_edition(edition, zone=ZONE)) == edition
    assert edition.subject == "[Story] 1 | ; -->"
    assert edition.preheader.startswith("Also today: [Story] 2")
    assert len(edition.preheader) <= 140
    assert edition.sections[0].items[0].summary == "Text \\*of\\* it."
    assert edition.bench[0].summary


def test_briefs_have_neither_summary_nor_picture() -> None:
    tight = replace(PAPER, sections=(SectionRule(name="Politics", limit=1, keywords=("budget",)),))
    picture = Image(url="https://a.example.org/1.jpg")
    edition = compose(*(story(n, f"Budget {n}", image=picture) for n in range(1, 5)), paper=tight)
    full, brief = edition.sections[1], edition.sections[2]
    assert full.items[0].summary
    assert full.items[0].image == replace(picture, alt="Budget 2")
    assert [(item.summary, item.image) for item in brief.items] == [("", None)] * 2


@pytest.mark.parametrize(("words", "minutes"), [(0, None), (60, None), (700, 3)])
def test_the_time_that_an_article_takes_is_told_unless_only_its_teaser_is_known(
    words: int, minutes: int | None
) -> None:
    told = compose(story(1, body="word " * words), story(2), story(3)).items
    assert {item.minutes for item in told if item.url == story(1).lead.url} == {minutes}


def test_a_saved_page_without_an_address_has_no_link_and_a_month_is_not_shown() -> None:
    page = story(1, url="file:///pages/1.html", precision=Precision.MONTH)
    item = compose(page, story(2), story(3)).items[0]
    month = next(one for one in compose(page, story(2), story(3)).items if one.url is None)
    assert month.published is None
    assert item.headline


def test_other_tellers_are_named_once_and_the_leading_source_never() -> None:
    lead = story(1, sightings=(Sighting(name="A", url="https://a.example.org/1"),)).lead
    wire = replace(
        lead,
        source="Wire",
        url="https://w.example.org/1",
        sightings=(Sighting(name="Wire", url="https://w.example.org/2"),),
    )
    again = replace(wire, source="A", url="https://a.example.org/2")
    edition = compose(Story(lead=lead, others=(wire, again)), story(2), story(3))
    item = next(one for one in edition.items if one.url == lead.url)
    assert item.also == (Sighting(name="Wire", url="https://w.example.org/1"),)


def test_a_long_headline_is_cut_for_the_subject_at_a_word() -> None:
    edition = compose(story(1, "word " * 80), story(2), story(3))
    assert len(edition.subject) <= 200
    assert edition.subject.endswith("word…")


def test_two_sections_of_one_id_keep_one() -> None:
    rules = (
        SectionRule(name="World!", keywords=("war",)),
        SectionRule(name="World", keywords=("sea",)),
    )
    stories = [story(1, "war 1"), story(2, "war 2"), story(3, "sea")]
    edition = compose(*stories, paper=replace(PAPER, sections=rules))
    assert [section.id for section in edition.sections] == ["top-story", "world", None]


@given(st.lists(TEXT, min_size=3, max_size=5), PROSE)
@settings(max_examples=50, deadline=None)
def test_whatever_articles_say_makes_a_readable_file(headlines: list[str], summary: str) -> None:
    edition = compose(*(story(n, text or "x") for n, text in enumerate(headlines)), summary=summary)
    assert read_edition(write_edition(edition, zone=ZONE)) == edition


def test_an_edition_of_no_story_has_the_publications_name_for_a_subject() -> None:
    assert compose().subject == "The Daily"


@pytest.mark.parametrize("zone", ["Europe/Brussels", "America/St_Johns"])
def test_instants_are_shown_where_the_desk_is(zone: str) -> None:
    text = write_edition(EDITION, zone=zone)
    assert ("T04:12:00+01:00" in text) == (zone == "Europe/Brussels")
    assert ("T23:42:00-03:30" in text) == (zone == "America/St_Johns")

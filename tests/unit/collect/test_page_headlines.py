"""Which of a page's headlines is the article's, and in which form."""

import re
from datetime import UTC, datetime
from json import dumps

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.blocks import Block
from digest.collect.page import read_page
from digest.collect.page_headline import choose_headline
from digest.model.article import Article

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
H = "Four towns drop homework for the first two years"
SOCIAL = "No homework until the third year in these four towns"
TEXT = (
    (
        "Children in four northern towns will have no homework in their first two years at school "
        "from January on, after a trial in which they read no worse without it."
    ),
    (
        "The trial followed 620 children over three years. Those without homework slept forty "
        "minutes longer, and their parents argued less, the report says."
    ),
)
BODY = "".join(f"<p>{text}</p>" for text in TEXT)


def headline(
    top: str, *, title: str = "", og: str = "", ld: str = "", site: str = "The Beacon"
) -> str:
    head = f"<title>{title}</title><meta property='og:site_name' content='{site}'>"
    head += f'<meta property="og:title" content="{og}">' if og else ""
    if ld:
        node = dumps({"@type": "NewsArticle", "headline": ld})
        head += f"<script type='application/ld+json'>{node}</script>"
    page = f"<html lang='en'><head>{head}</head><body><article>{top}{BODY}</article></body></html>"
    read = read_page(
        page.encode(), url="https://beacon.example.org/a", source="Beacon", now=NOW, zone="UTC"
    )
    assert isinstance(read, Article), read
    return read.headline


@pytest.mark.parametrize(
    "title",
    [
        f"{H} | The Beacon",
        f"{H} - Beacon",
        f"{H} — The Beacon",
        f"The Beacon - {H}",
        f"The Beacon: {H}",
        f"{H} | World | The Beacon",
        f"{H} - beacon.example.org",
        f"{H} » Schools » The Beacon",
        f"Schools: {H} - The Beacon",
        H,
        "",
    ],
)
def test_what_a_site_adds_to_its_titles_goes(title: str) -> None:
    assert headline(f"<h1>{H}</h1>", title=title) == H
    assert headline(f"<h1>{H}</h1>", title=title, og=title, ld=title) == H


@pytest.mark.parametrize(
    ("top", "stated", "expected"),
    [
        # A kicker stands above the headline, in it, or in the metadata alone.
        (f"<p class='kicker'>Schools</p><h1>{H}</h1>", f"Schools: {H}", H),
        (f"<h1>{H}</h1>", f"Schools: {H}", H),
        (f"<h1><span class='kicker'>Schools</span> <span>{H}</span></h1>", f"Schools: {H}", H),
        (f"<h1><span class='kicker'>Schools</span> <span>{H}</span></h1>", H, H),
        (f"<p>Schools</p><h1>Schools: {H}</h1>", f"Schools: {H}", H),
        (f"<h1><span class='kicker'>Schools: </span>{H}</h1>", f"Schools: {H}", H),
        (f"<h1>Schools: {H}</h1>", f"Schools: {H}", f"Schools: {H}"),
        # A mark that the page prints belongs to the headline.
        (f"<h1>LIVE: {H}</h1>", H, f"LIVE: {H}"),
        (f"<h1>WATCH: {H}</h1>", H, f"WATCH: {H}"),
        (f"<h1>Exclusive: {H}</h1>", f"Exclusive: {H}", f"Exclusive: {H}"),
        # Capitals are the page's looks, marks of quotation its own.
        (f"<h1>{H.upper()}</h1>", H, H),
        ("<h1>“No homework” in four towns</h1>", "'No homework' in four towns", None),
        ("<h1>Children &amp; homework: what four towns do</h1>", "", None),
        # Words that stand apart are told by the metadata.
        ("<h1>Four towns drophomework for the first two years</h1>", H, H),
    ],
)
def test_a_headline_is_written_as_the_page_prints_it(
    top: str, stated: str, expected: str | None
) -> None:
    from html import unescape
    from re import sub

    shown = unescape(sub("<[^>]+>", "", top))
    assert headline(top, title=stated, og=stated, ld=stated) == (expected or shown)


@pytest.mark.parametrize(
    "top",
    [
        f"<h1>{H}</h1>",
        f"<h1 class='logo'>The Beacon</h1><h1>{H}</h1>",
        f"<h1></h1><h2>{H}</h2>",
        f"<div class='headline'>{H}</div>",
        f"<h1 class='visually-hidden'>Schools</h1><h2 class='headline'>{H}</h2>",
        f"<h1><img src='logo.png' alt='The Beacon'></h1><h1>{H}</h1>",
    ],
)
def test_the_headline_is_what_readers_see(top: str) -> None:
    assert headline(top) == H
    assert headline(top, title=f"{H} | The Beacon", og=H) == H


def test_a_variant_for_sharing_is_not_what_readers_see() -> None:
    assert headline(f"<h1>{H}</h1>", title=f"{H} - The Beacon", og=SOCIAL, ld=H) == H
    assert headline(f"<h1>{H}</h1>", title=f"{SOCIAL} - The Beacon", og=SOCIAL) == H
    assert headline(f"<h1>{H}</h1>", title=H, og=SOCIAL, ld=SOCIAL) == H
    assert headline(f"<h1>{H}</h1>", title=SOCIAL, og=SOCIAL, ld=SOCIAL) == H


def test_a_shorter_variant_for_sharing_is_not_what_readers_see() -> None:
    short = "Four towns drop homework"
    for top in (f"<h1>{H}</h1>", f"<h2>{H}</h2><ul><li><b>Children slept longer</b></li></ul>"):
        assert headline(top, title=f"{short} | The Beacon", og=short, ld=short) == H
    badge = f"<h1>{short} <span>premium content</span></h1>"
    assert headline(badge, title=short, og=short, ld=short) == short


def test_a_kicker_in_a_heading_of_the_second_rank_is_taken_off() -> None:
    top = f"<h2><span class='headline-intro'>Schools</span>: <span>{H}</span></h2>"
    assert headline(top, title=f"Schools: {H} - The Beacon", og=f"Schools: {H}") == H
    unnamed = f"<h2><span>At school</span> <span>{H}</span></h2>"
    assert headline(unnamed, title=SOCIAL, og=SOCIAL, ld=H) == H


@pytest.mark.parametrize("mark", [" -- ", "_", "-", " ▷ ", " ★ "])
def test_a_site_is_taken_off_behind_any_mark(mark: str) -> None:
    assert headline("", title=f"{H}{mark}The Beacon", og=f"{H}{mark}The Beacon") == H
    assert headline("", title=f"{H} (The Beacon)") == H
    assert headline("", title=f"{H}{mark}Elsewhere") != H


def test_a_main_heading_that_tells_something_else_is_no_headline() -> None:
    assert headline("<h1>Opinion and letters</h1>", title=H, og=H, ld=H) == H
    assert headline("<h1>Homework</h1>", title=H, og=H) == H
    assert headline("<h1>Four towns</h1>", title=H, og=H) == H


def test_a_headline_that_was_cut_in_the_metadata_is_whole_on_the_page() -> None:
    long = f"{H}, and their parents argue less in the evening, says a report of the school board"
    cut = long[:110]
    assert headline(f"<h1>{long}</h1>", title=cut, og=f"{long[:60]}…", ld=cut) == long


def test_metadata_alone_tell_a_headline() -> None:
    assert headline("", title=f"{H} | The Beacon", og=H) == H
    assert headline("", title=f"{H} | The Beacon") == H


LINES = st.sampled_from(
    [
        H,
        SOCIAL,
        f"Schools: {H}",
        f"{H} | The Beacon",
        "The Beacon",
        "LIVE",
        "…",
        ":",
        "|",
        " ",
        "小",
    ]
) | st.text(max_size=30)


@given(
    st.lists(LINES, min_size=4, max_size=4),
    LINES,
    st.lists(st.builds(Block, text=LINES, rank=st.sampled_from([0, 1, 2])), max_size=5),
    LINES,
)
def test_any_lines_give_one_that_was_offered(
    layers: list[str], title: str, blocks: list[Block], front: str
) -> None:
    chosen = choose_headline(
        layers,
        title=title,
        blocks=blocks,
        front=front,
        body=TEXT[0],
        sites=frozenset({"thebeacon"}),
    )
    offered = " ".join([*layers, title, front, *(block.text for block in blocks)])
    # Marks at an end may be taken for those between a headline and a site's name.
    assert {*re.findall(r"\w+", chosen)} <= {*re.findall(r"\w+", offered)}


def test_a_main_heading_of_which_the_text_speaks_most_needs_no_other_witness() -> None:
    other = "Why small children should play instead"
    assert headline(f"<h1>{H}</h1>", title=other, og=other, ld=other) == H
    assert headline("<h1>All the news for parents of children</h1>", title=H, og=H, ld=H) == H

"""The first desk's page saved as plain text: every set of its parts, in any writing."""

import codecs
from datetime import UTC, datetime
from itertools import permutations
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect.page import read_saved_page
from digest.edit.clean import clean_article
from digest.model.article import Article, Byline
from digest.model.fetch import SavedPage

NOW = datetime(2023, 9, 28, 12, tzinfo=UTC)
PRINTED = datetime(2023, 9, 28, 4, 46, tzinfo=UTC)
HEADLINE = "Harbour of Velm reopens after nine days of storm"
LEDE = (
    "The harbour of Velm reopened on Wednesday evening after nine days of storm, and the first "
    "ferries left for the islands before midnight"
)
SIGNED = f"{LEDE}, writes Political Editor Jo Marsh."
QUOTE = (
    "“We counted eleven vessels at anchor by ten o’clock,” said the harbour master, Ilse Brandt. "
    "“Nobody complained about the noise.”"
)
COUNCIL = (
    "The regional council will vote on Friday on a fund of 3.4 million crowns for the damaged "
    "piers, which have not been repaired since 2011."
)
SHORT = "“It was time,” she said."
PARTS = {
    "masthead": "The Daily",
    "strapline": "Read the World Today",
    "date": "September 28. 2023. 6:46",
    "headline": HEADLINE,
}
TAILS = (
    (),
    ("Share this article:",),
    ("[an error occurred while processing this directive]",),
    ("Share this article:", "[an error occurred while processing this directive]"),
    ("Share this article:", "(An Error occured while processing the directive.)"),
)
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")
# The masthead is above its strapline, and nobody prints the headline above the masthead.
ORDERS = [
    order
    for order in permutations(PARTS)
    if order.index("masthead") < min(order.index("strapline"), order.index("headline"))
    and order.index("strapline") < order.index("headline")
]


def written(
    order: tuple[str, ...],
    tail: tuple[str, ...],
    *,
    signed: bool = True,
    width: int = 0,
    blank: bool = True,
) -> str:
    opening = SIGNED if signed else f"{LEDE}."
    text = [opening, QUOTE, SHORT, COUNCIL]
    if width:
        text = [fill(one, width) for one in text]
    gap = "\n\n" if blank or width else "\n"
    return gap.join([*(PARTS[part] for part in order), *text, *tail]) + "\n"


def encoded(text: str, encoding: str, newline: str) -> bytes:
    return text.replace("\n", newline).encode(encoding)


def read(body: bytes, name: str = "page.txt") -> Article:
    page = SavedPage(path=name, name=name, body=body, address=f"file:///{name}")
    article = read_saved_page(page, source="Saved pages", now=NOW, zone="Europe/Brussels")
    assert isinstance(article, Article), article
    return clean_article(article)


def check(article: Article, order: tuple[str, ...], *, signed: bool) -> None:
    if "headline" in order:
        assert article.headline == HEADLINE
    else:
        assert article.headline.startswith("The harbour of Velm reopened on Wednesday")
    assert article.published == (PRINTED if "date" in order else None)
    assert article.body == "\n\n".join([f"{LEDE}.", QUOTE, SHORT, COUNCIL])
    assert article.lede == f"{LEDE}."
    people = (Byline(name="Jo Marsh", role="Political Editor"),) if signed else ()
    assert article.byline == people
    assert article.language == "en"


LAYOUTS = st.tuples(
    st.sampled_from(ORDERS),
    st.sets(st.sampled_from(sorted(PARTS))),
    st.sampled_from(TAILS),
    st.booleans(),
    st.sampled_from([0, 0, 60, 66, 72, 78, 90]),
    st.booleans(),
    st.sampled_from(ENCODINGS),
    st.sampled_from(["\n", "\r\n"]),
)


@given(LAYOUTS)
@settings(max_examples=60, deadline=None)
def test_any_set_of_parts_in_any_writing_is_read(
    layout: tuple[tuple[str, ...], set[str], tuple[str, ...], bool, int, bool, str, str],
) -> None:
    order, left_out, tail, signed, width, blank, encoding, newline = layout
    kept = tuple(part for part in order if part not in left_out)
    text = written(kept, tail, signed=signed, width=width, blank=blank)
    check(read(encoded(text, encoding, newline)), kept, signed=signed)


@pytest.mark.long
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("width", [0, *range(56, 100, 4)])
def test_every_set_of_parts_is_read(width: int, encoding: str) -> None:
    for order in ORDERS:
        for kept in {tuple(p for p in order if p not in out) for out in subsets()}:
            for tail in TAILS:
                text = written(kept, tail, width=width)
                check(read(encoded(text, encoding, "\r\n")), kept, signed=True)


def subsets() -> list[set[str]]:
    names = sorted(PARTS)
    return [
        {name for at, name in enumerate(names) if number >> at & 1}
        for number in range(2 ** len(names))
    ]


@pytest.mark.parametrize(
    "mark", [b"", codecs.BOM_UTF8], ids=["without a mark", "with a byte order mark"]
)
def test_byte_order_mark_is_no_part_of_the_headline(mark: bytes) -> None:
    text = written(("headline",), ())
    assert read(mark + text.encode()).headline == HEADLINE


@pytest.mark.parametrize("tail", [
    "[an error occurred while\nprocessing this directive]",
    " ".join(["[an error occurred while processing this directive]"] * 2),
    "Share this article:\nFacebook\nTwitter\nE-mail",
    "[Share this article]",
])  # fmt: skip
@pytest.mark.parametrize("head", ["", "=" * 30], ids=["bare", "underlined"])
@pytest.mark.parametrize("width", [0, 72])
def test_what_the_page_leaves_is_cut_however_lines_were_broken(
    tail: str, head: str, width: int
) -> None:
    text = written(tuple(PARTS), (tail,), width=width)
    text = text.replace(f"{HEADLINE}\n", f"{HEADLINE}\n{head}\n")
    check(read(text.encode()), tuple(PARTS), signed=True)
    check(read(f"{tail}\n\n{text}".encode()), tuple(PARTS), signed=True)


@pytest.mark.parametrize("above", [HEADLINE.upper(), f"{HEADLINE}\n{PARTS['date']}"])
def test_title_lines_stand_alone_though_no_blank_line_parts_them_from_wrapped_text(
    above: str,
) -> None:
    text = fill(SIGNED, 51) + "\n" + fill(COUNCIL, 51)
    article = read(f"The Daily\n{above}\n{text}\n".encode())
    assert article.headline.casefold() == HEADLINE.casefold()
    assert article.lede == f"{LEDE}."


@given(LAYOUTS)
@settings(max_examples=25, deadline=None)
def test_the_same_page_in_html_is_read_the_same(
    layout: tuple[tuple[str, ...], set[str], tuple[str, ...], bool, int, bool, str, str],
) -> None:
    order, left_out, tail, signed, _, breaks, encoding, newline = layout
    kept = (*(part for part in order if part not in left_out | {"headline"}), "headline")
    lines = written(kept, (), signed=signed).strip().split("\n\n")
    body = "<br><br>\n".join(lines) if breaks else "\n".join(f"<p>{one}</p>" for one in lines)
    page = f"<html><head><title>The Daily</title></head><body>{body}\n<p>{'</p><p>'.join(tail)}"
    check(read(encoded(page, encoding, newline), "page.html"), kept, signed=signed)

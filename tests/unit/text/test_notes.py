"""Summaries and notes: paragraphs, emphasis and links; all else is text."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from digest.compose.items import as_markdown
from digest.text.notes import (
    is_address,
    note_html,
    note_links,
    note_paragraphs,
    sentence_html,
)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", ""),
        ("One.\nStill one.\n\nTwo.", "<p>One.\nStill one.</p>\n<p>Two.</p>"),
        ("*soft* and **loud**", "<p><em>soft</em> and <strong>loud</strong></p>"),
        ("[here](https://a.example/?x=1&y=2)",
         '<p><a href="https://a.example/?x=1&amp;y=2">here</a></p>'),
        ("[me](mailto:a@b.example)", '<p><a href="mailto:a@b.example">me</a></p>'),
        ("[bad](javascript:alert(1))", "<p>[bad](javascript:alert(1))</p>"),
        ("[none]() here", "<p>none here</p>"),
        ("[rel](/local)", "<p>[rel](/local)</p>"),
        ("<b>x</b> &amp; y", "<p>&lt;b&gt;x&lt;/b&gt; &amp;amp; y</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("- no list\n- at all", "<p>- no list\n- at all</p>"),
        ("> no quotation", "<p>&gt; no quotation</p>"),
        ("    no code", "<p>no code</p>"),
        ("`no code`", "<p>`no code`</p>"),
        ("![no](https://a.example/i.png)", '<p>!<a href="https://a.example/i.png">no</a></p>'),
        (r"\*stars\* \[brackets\]", "<p>*stars* [brackets]</p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
    ],
)  # fmt: skip
def test_markdown_becomes_the_least_html(markdown: str, expected: str) -> None:
    assert note_html(markdown) == expected


def test_in_plain_text_a_link_is_followed_by_its_address() -> None:
    text = "See [the *figures*](https://a.example/f), and **soon**.\n\nThen [https://b.example](https://b.example)."
    assert note_paragraphs(text) == (
        "See the figures <https://a.example/f>, and soon.",
        "Then https://b.example.",
    )
    assert note_links(text) == ("https://a.example/f", "https://b.example")


@pytest.mark.parametrize("url", ["https://a.example", "HTTP://a.example/ä", "mailto:a@b.example"])
def test_addresses_that_a_mail_may_link_to(url: str) -> None:
    assert is_address(url)


@pytest.mark.parametrize(
    "url",
    ["", "/a", "a.example", "javascript:alert(1)", "data:text/html,x", "https://a b", "https://",
     "//a.example", 'https://a.example/"x', "ftp://a.example", "https://a.example\nx"],
)  # fmt: skip
def test_addresses_that_a_mail_may_not_link_to(url: str) -> None:
    assert not is_address(url)


@given(st.text())
def test_nothing_but_paragraphs_emphasis_and_safe_links_comes_out(markdown: str) -> None:
    made = note_html(markdown)
    if not made.strip():
        return
    root = html.fragment_fromstring(str(made), create_parent="div")
    assert {one.tag for one in root.iterdescendants()} <= {"p", "em", "strong", "a"}
    for link in root.iter("a"):
        assert list(link.attrib) == ["href"]
        assert is_address(link.get("href"))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])))
def test_plain_text_written_by_the_draft_comes_back_as_it_was(text: str) -> None:
    shown = " ".join(note_paragraphs(as_markdown(text)))
    assert "".join(shown.split()) == "".join(text.split())


@pytest.mark.parametrize("row", ["[", "[[", "[a](", "![", r"\["])
def test_a_long_row_of_brackets_is_text_and_read_at_once(row: str) -> None:
    text = row * (40_000 // len(row))
    begun = process_time()

    assert note_paragraphs(text) == (text.replace("\\", ""),)
    assert not note_links(f"{text} [x](https://example.org)")
    # Looked at from each bracket to the end, it would need half a minute.
    assert process_time() - begun < 3


@pytest.mark.parametrize(
    ("markdown", "language", "expected"),
    [
        ("", "en", ""),
        ("Only one", "en", "Only one"),
        ("First of all. Then more.\n\nAnd a paragraph.", "en", "First of all."),
        ("One *of two. The other* one.", "en", "One <em>of two.</em>"),
        ("The [master](https://a.example/) said no. He *left*.", "en",
         '<a href="https://a.example/">master</a> said no.'),
        ("“Go home. It is over,” she said. He went.", "en", "“Go home. It is over,” she said."),
        ("Er rief: „Geh heim. Es ist aus.“ Er ging. Dann kam er.", "de",
         "Er rief: „Geh heim. Es ist aus.“"),
        ("A “quotation that never ends. And more.", "en", "A “quotation that never ends."),
        ("彼は言った。次へ進む。", "ja", "彼は言った。"),
        ("A <b>bold</b> move. Then more.", "en", "A &lt;b&gt;bold&lt;/b&gt; move."),
    ],
)  # fmt: skip
def test_the_first_sentence_keeps_its_emphasis_links_and_quotations(
    markdown: str, language: str, expected: str
) -> None:
    assert sentence_html(markdown, language).endswith(expected)
    if not expected:
        assert sentence_html(markdown, language) == ""


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="a.*[]()“” \n", max_size=60))
def test_a_first_sentence_is_whole_markup_and_the_beginning_of_the_text(markdown: str) -> None:
    made = sentence_html(markdown, "en")
    shown = "".join(html.fragment_fromstring(f"<p>{made}</p>").itertext())
    whole = "".join(html.fragment_fromstring(f"<div>{note_html(markdown)}</div>").itertext())
    assert "".join(whole.split()).startswith("".join(shown.split()))
    assert bool(shown) == bool(whole.strip())


def test_a_hostile_text_is_cut_in_linear_time() -> None:
    start = process_time()
    sentence_html("A (b. " * 20_000, "en")
    assert process_time() - start < 2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.markup import (
    LONGEST_TEXT,
    plain_line,
    plain_paragraphs,
    strip_raw,
    too_deep,
    too_wide,
    why_unsafe,
)

PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "<script>", "</script>", "<!--", "-->", "<b>", "</b>", "<br>"),
        *("word ", "&amp;", "&lt;script&gt;", "<![CDATA[", "]]>", "<img alt='x'>", "<style>", "İ"),
        *("<", ">", "&", "\n\n", "<svg onload=alert(1)>", "</svg>", "é", "\u202e"),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>One &amp; two<br>three</p><p>four</p>", ["One & two three", "four"]),
        ("one<br><br>two", ["one", "two"]),
        ("<div>a <b>bold</b> word<ul><li>x<li>y</ul></div>", ["a bold word", "• x", "• y"]),
        ("plain &amp; simple\n\nsecond  line", ["plain & simple", "second line"]),
        ("<script>alert(1)</script><p>x</p><style>p{}</style>", ["x"]),
        ("a &lt;b&gt; c", ["a <b> c"]),
        ("5 < 6 and 7 > 2", ["5 < 6 and 7 > 2"]),
        ("", []),
    ],
)
def test_html_becomes_paragraphs(text: str, expected: list[str]) -> None:
    assert plain_paragraphs(text) == expected


def test_references_are_resolved_once() -> None:
    assert plain_line("AT&amp;amp;T <i>now</i>") == "AT&amp;T now"


def test_what_nobody_can_see_is_left_out_of_a_line() -> None:
    assert plain_line("in\u00advisible \u202eword\u202c\u200b") == "invisible word"


def test_linked_data_is_kept_apart_from_other_scripts() -> None:
    page = "a<SCRIPT type='application/ld+json'>{}</SCRIPT>b<script>x</script>c"
    markup, linked = strip_raw(page)
    assert markup.split() == ["a", "b", "c"]
    assert linked == ("{}",)


def test_open_script_hides_the_rest_and_open_comment_does_not() -> None:
    assert strip_raw("a<script>b<p>c")[0].split() == ["a"]
    assert strip_raw("a<!-- b<p>c")[0].split() == ["a", "b<p>c"]


def test_depth_counts_nesting_and_not_elements_whose_end_may_be_left_out() -> None:
    assert too_deep("<div>" * 257)
    assert not too_deep("<div>" * 256)
    assert not too_deep("<p>x" * 5000 + "<br>" * 5000)
    assert not too_deep("<div><span></div>" * 5000)


@pytest.mark.parametrize(
    ("markup", "word"),
    [("<div>" * 300, "deeper"), ("x" * 2**22 + "xx", "larger"), ("<p>" * 100_001, "tags")],
)
def test_bomb_is_refused_with_the_reason(markup: str, word: str) -> None:
    assert word in (why_unsafe(markup) or "")


@pytest.mark.parametrize("value", ["", "=x", "='>'", '="<"', '="\'"'])
def test_tag_with_thousands_of_attributes_is_refused(value: str) -> None:
    many = "<p " + " ".join(f"a{number}{value}" for number in range(2000)) + ">"
    assert "attributes" in (why_unsafe(f"<h1>x</h1>{many}") or "")
    few = "<p " + " ".join(f"a{number}{value}" for number in range(300)) + ">"
    assert why_unsafe(few * 3) is None


def test_picture_that_stands_in_its_tag_is_no_crowd_of_attributes() -> None:
    assert why_unsafe(f"<img src='data:image/png;base64,{'A+b/ =' * 50_000}'>") is None


@pytest.mark.parametrize("text", ['<a "' * 60_000, "<" * 90_000, "<a='" * 60_000, "<a'\"" * 60_000])
def test_open_quotation_marks_cost_no_time(text: str) -> None:
    too_wide(text)


def test_picture_for_readers_without_scripts_is_kept_and_a_pixel_is_not() -> None:
    page = "a<noscript><img class=x src='/q.jpg' alt='x'></noscript><noscript><b>b</b></noscript>"
    assert strip_raw(page)[0].split() == ["a", "<img", "data-late=1", "src='/q.jpg'>"]
    assert "img" not in strip_raw("a<noscript><img src='/c' width=1></noscript>")[0]


def test_text_of_an_article_is_capped() -> None:
    paragraphs = plain_paragraphs("<p>" + "word " * 1000 + "</p>" * 1 + ("<p>" + "w" * 5000) * 300)
    assert sum(map(len, paragraphs)) <= LONGEST_TEXT
    assert paragraphs


@given(st.lists(PIECES, max_size=60).map("".join))
def test_plain_text_never_holds_what_a_script_said(text: str) -> None:
    for paragraph in plain_paragraphs(text):
        assert paragraph == paragraph.strip()
        assert "\n" not in paragraph
        assert "\u202e" not in paragraph
    strip_raw(text)

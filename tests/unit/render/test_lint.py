"""Our lint of MJML: everything that the compiler would lose in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.render.lint import DEEPEST, find_mistake

HEAD = '<mjml lang="en" dir="ltr"><mj-body width="600px">\n'
TAIL = "\n</mj-body></mjml>"


def in_body(markup: str) -> str:
    return f"{HEAD}{markup}{TAIL}"


def in_head(markup: str) -> str:
    return f'<mjml lang="en" dir="ltr"><mj-head>{markup}</mj-head></mjml>'


def in_column(markup: str) -> str:
    return in_body(f"<mj-section><mj-column>{markup}</mj-column></mj-section>")


def test_good_mjml_has_no_mistake() -> None:
    good = in_column(
        '<mj-text padding="0 20px" align="left"><p class="k" style="margin:0">Caf&eacute; &nbsp;'
        ' &#8212; <a href="https://example.org/?a=1&amp;b=2" aria-label="More">x</a></p></mj-text>'
        '<mj-image src="https://example.org/a.jpg" alt="A" width="600px" />'
    )
    assert find_mistake(good) is None


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("<mj-txt>x</mj-txt>", "nobody knows <mj-txt>"),
        ('<mj-text colour="#000000">x</mj-text>', "no attribute colour"),
        ('<mj-text color="#000">x</mj-text>', 'color="#000"'),
        ('<mj-text padding="10 px">x</mj-text>', 'padding="10 px"'),
        ('<mj-text align="start">x</mj-text>', 'align="start"'),
        ("<mj-section><mj-column /></mj-section>", "<mj-section> does not belong in <mj-column>"),
        ("<p>x</p>", "<p> does not belong in <mj-column>"),
        ("lost text", "text directly in <mj-column> is lost"),
        ('<mj-image src="https://e.org/a.jpg" width="600px" />', "<mj-image> needs alt"),
        ('<mj-image src="https://e.org/a.jpg" alt="A" />', "<mj-image> needs width"),
        ('<mj-image src="https://e.org/a.jpg" alt="A" width="100%" />', "needs its width in px"),
        ('<mj-image src="data:image/png;base64,AA" alt="A" width="1px" />', "no http, https"),
        ('<mj-button href="javascript:alert(1)">x</mj-button>', "no http, https or mailto"),
        ("<mj-button>x</mj-button>", "<mj-button> needs href"),
        ('<mj-text><a href="/relative">x</a></mj-text>', 'href="/relative"'),
        ('<mj-text><a href="#top">x</a></mj-text>', 'href="#top"'),
        ("<mj-text><script>x()</script></mj-text>", "<script> does not work in mail"),
        ('<mj-text><p onclick="x()">x</p></mj-text>', "no attribute onclick"),
        ('<mj-text><img src="https://e.org/a.jpg" width="1" /></mj-text>', "<img> needs alt"),
        ('<mj-text><img src="https://e.org/a.jpg" alt="A" /></mj-text>', "<img> needs width"),
        ('<mj-text><p style="background:url(https://e.org)">x</p></mj-text>', "url() fetches"),
        ('<mj-include path="a.mjml" />', "<mj-include> is refused: it loses the width"),
        ("<mj-carousel />", "<mj-carousel> is refused"),
        ("<mj-text><p>x</mj-text>", "not well-formed"),
        ("<mj-text>a < b</mj-text>", "not well-formed"),
        ("<mj-text>&nosuch;</mj-text>", "not well-formed"),
        ("<mj-text>\x01</mj-text>", "not well-formed"),
        ("<mj-text><?php echo 1 ?></mj-text>", "processing instructions"),
    ],
)
def test_a_mistake_is_found_and_named(markup: str, message: str) -> None:
    mistake = find_mistake(in_column(markup))
    assert mistake
    assert message in mistake.message
    assert mistake.line == 2


@pytest.mark.parametrize(
    ("mjml", "message"),
    [
        ('<mjml dir="ltr"><mj-body width="600px" /></mjml>', "<mjml> needs lang"),
        ('<mjml lang="en" dir="auto"><mj-body width="600px" /></mjml>', 'dir="auto"'),
        ('<mjml lang="en" dir="ltr"><mj-body /></mjml>', "<mj-body> needs width"),
        ("<mj-body />", "does not belong in <>"),
        ("", "not well-formed"),
        (
            in_head("<mj-preview>x</mj-preview>"),
            "<mj-preview> is refused",
        ),
        (
            in_head('<mj-style inline="inline">p{}</mj-style>'),
            "put it into inline.css",
        ),
        (
            in_head('<mj-style>@import "a";</mj-style>'),
            "@import fetches",
        ),
        (
            in_head('<mj-attributes><mj-text foo="1" /></mj-attributes>'),
            "no attribute foo",
        ),
    ],
)
def test_a_mistake_outside_the_body_is_found(mjml: str, message: str) -> None:
    mistake = find_mistake(mjml)
    assert mistake
    assert message in mistake.message


def test_the_line_of_a_mistake_is_told() -> None:
    mistake = find_mistake(in_body("\n\n<mj-section>\n<mj-colum />\n</mj-section>"))
    assert mistake
    assert mistake.line == 5


def test_what_would_crash_the_compiler_is_stopped_before_it() -> None:
    wrappers = "<mj-wrapper>" * 1820 + "</mj-wrapper>" * 1820
    divs = "<div>" * 9010 + "</div>" * 9010
    for markup in (in_body(wrappers), in_column(f"<mj-text>{divs}</mj-text>")):
        assert find_mistake(markup)
    deep = "<div>" * DEEPEST + "</div>" * DEEPEST
    mistake = find_mistake(in_column(f"<mj-text>{deep}</mj-text>"))
    assert mistake
    assert "deep in one another" in mistake.message


def test_too_many_elements_and_characters_are_refused() -> None:
    many = find_mistake(in_column(f"<mj-text>{'<b>x</b>' * 13_000}</mj-text>"))
    long = find_mistake(in_column(f"<mj-text>{'x' * 2**20}</mj-text>"))
    assert many
    assert "elements" in many.message
    assert long
    assert "characters" in long.message


def test_entities_cannot_be_declared_by_a_template() -> None:
    bomb = '<!DOCTYPE mjml [<!ENTITY a "aaaa">]><mjml lang="en" dir="ltr">&a;</mjml>'
    assert find_mistake(bomb)


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    find_mistake(text)
    find_mistake(in_column(f"<mj-text>{text}</mj-text>"))

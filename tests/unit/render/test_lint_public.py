"""What is told of a desk's own words and looks of the pages that readers open."""

import re
from pathlib import Path
from time import process_time

import pytest
from tests.looks.public import NOWHERE

from digest.adapters.public_files import read_public_templates, read_public_words
from digest.model.message import Finding, Level
from digest.render.lint_public import MOST_TOLD, lint_public_look, lint_public_words, refuse

OURS = read_public_words(NOWHERE)
TEMPLATES = read_public_templates(NOWHERE)
SHIPPED = list(TEMPLATES.values())
DOCS = Path(__file__).parents[3] / "docs"


def words(text: str) -> list[Finding]:
    """Look through words."""
    return list(lint_public_words(text, OURS))


def look(text: str) -> list[Finding]:
    """Look through a style sheet."""
    return list(lint_public_look(text, SHIPPED))


@pytest.mark.parametrize(
    ("own", "rule", "place", "message"),
    [
        ('[en]\nsave_buton = "K"', "unknown-word", (2, 1), "No page uses save_buton."),
        ('[de]\n\nsave_button = " "', "word-value", (3, 1), "save_button is no text."),
        ("[de]\nsave_button = 3", "word-value", (2, 1), "save_button is no text."),
        ('[de]\nsave_button = "{} s"', "word-place", (2, 1), "save_button needs no {}."),
        ('[en]\nconsent = "I agree."', "word-place", (2, 1), "consent needs one {}."),
        ('de = "Hallo"', "unknown-word", (1, 1), "de is no language."),
        ('[en]\nsave_button = "a', "not-toml", (2, 1), "This is not TOML: "),
    ],
)
def test_a_word_that_is_none_is_told_at_its_place(
    own: str, rule: str, place: tuple[int, int], message: str
) -> None:
    [found] = words(own)
    assert (found.rule, found.level, found.file) == (rule, Level.ERROR, "public/words.toml")
    assert (found.line, found.column) == place
    assert found.message.startswith(message)


def test_a_language_of_a_desk_is_told_all_that_it_lacks() -> None:
    [found] = words('[sv]\nsave_button = "Spara"')
    assert (found.rule, found.line) == ("missing-word", 1)
    assert found.message.startswith("[sv] has no text for archive, ")
    assert "save_button" not in found.message
    # What is there in a language that digest brings may be as little as one likes.
    assert words('[de-AT]\nsave_button = "Sichern"') == []


def test_every_mistake_is_told_at_once() -> None:
    assert len(words('[en]\na = "x"\nb = "x"\n[de]\nsave_button = ""')) == 3


@pytest.mark.parametrize("bad", ["</style>", "<!-- x -->", "/* </style */"])
def test_what_ends_a_style_sheet_is_an_error(bad: str) -> None:
    found = look(f"h1{{}}\n {bad}")[0]
    assert (found.rule, found.level, found.line, found.column) == (
        "markup",
        Level.ERROR,
        2,
        bad.index("<") + 2,
    )
    assert refuse(found).message == (
        "templates/public/look.css:2: This ends the style sheet on a page."
    )


@pytest.mark.parametrize(
    ("css", "rule"),
    [
        ("@import 'https://fonts.example.org/a.css';", "no-effect"),
        ("@font-face{font-family:A}", "no-effect"),
        ("body{background:url( 'https://x.example.org/a.png')}", "no-effect"),
        ("body{background:url(data:image/png;base64,AA)}", "no-effect"),
        ("body{background:url(//x.example.org/a.png)}", "no-effect"),
        (":focus{outline : none}", "no-effect"),
        (":focus{outline:0}", "no-effect"),
        ("h1{color:red", "unclosed"),
        (".p-mats{color:red}", "unused-style"),
        ("@media print{.p-mats{color:red}}", "unused-style"),
    ],
)
def test_what_does_nothing_or_harms_is_a_warning(css: str, rule: str) -> None:
    [found] = look(css)
    assert (found.rule, found.level, found.line) == (rule, Level.WARNING, 1)


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("h1{color:red", "1 { is not closed: what follows it is read as part of it."),
        ("@media print{h1{color:red", "2 { are not closed: what follows them is read as part"),
        ("h1{color:red}}", "1 } closes nothing: the rule after it is passed over."),
    ],
)
def test_braces_without_their_other_half_are_told(css: str, told: str) -> None:
    [found] = look(css)
    assert found.message.startswith(told)


def test_a_class_that_is_nearly_one_is_named() -> None:
    [found] = look("h1{}\n.p-card .p-mats{color:red}")
    assert (found.line, found.column, found.fix) == (2, 9, "Did you mean .p-mast?")


def test_what_is_usual_is_told_nothing_of() -> None:
    css = """/* @import; .p-none{} url(https://x.example.org) */
.p-mast{font-size:60px}
.p-card{background:url(/archive/pictures/sea.jpg)}
@media (max-width:480px){.p-button,button{border-radius:0}}
:focus-visible{outline:4px solid teal}
.own::after{content:"{{ 7 * 7 }}"}
"""
    assert look(css) == []


@pytest.mark.parametrize(
    "piece", ["p-", ".p-a", ".p-a{", "outline ", "url( ", "/*", "a{", "<", "@"]
)
def test_time_grows_with_length_alone(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    began = process_time()
    assert len(look(text)) <= 3 * MOST_TOLD
    assert process_time() - began < 1


def test_the_examples_of_the_docs_have_no_mistakes() -> None:
    page = (DOCS / "how-to" / "public-pages.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(toml|css)\n(.*?)```", page, re.DOTALL)
    own = [text for kind, text in blocks if kind == "toml" and "confirm_button" in text]
    sheets = [text for kind, text in blocks if kind == "css"]
    assert (len(own), len(sheets)) == (1, 1)
    assert words(own[0]) == []
    assert look(sheets[0]) == []


def test_the_reference_names_every_class_of_the_pages() -> None:
    page = (DOCS / "reference" / "templates.md").read_text(encoding="utf-8")
    templates = [text for name, text in TEMPLATES.items() if name.endswith(".html")]
    ours = {one for text in templates for one in re.findall(r"(?<![\w-])p-[\w-]+", text)}
    assert set(re.findall(r"`\.(p-[\w-]+)`", page)) == ours
    assert {*re.findall(r"--[a-z-]+(?=:)", TEMPLATES["look.css"])} == {
        *re.findall(r"`(--[a-z-]+)`", page)
    }

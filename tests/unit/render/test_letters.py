"""Letters to single people: in every language and theme, whatever the publication is called."""

import re
import tomllib
import unicodedata
from dataclasses import fields, replace
from functools import lru_cache
from itertools import cycle

import pytest
from lxml import html
from tests.unit.render.examples import (
    HASH,
    PAGES,
    PUBLICATION,
    TEMPLATES,
    shipped,
    sources,
    theme_with,
)
from tests.unit.render.test_hostile import VECTORS, assert_dead

from digest.errors import RenderError
from digest.model.message import PersonalContext, PersonalField, Rendered
from digest.model.publication import Publication
from digest.model.signup import LetterKind, LetterWish
from digest.render.letter_words import NAMES, WITH_PLACE, choose_letter_words, speakable
from digest.render.letters import render_letter, show_hours, write_paragraphs
from digest.render.lint_theme import lint_theme
from digest.render.opening import OpenTheme, open_theme
from digest.render.sentinels import find_token
from digest.render.variables import LetterView

WORDS = tomllib.loads((TEMPLATES / "letters.toml").read_text(encoding="utf-8"))
STRINGS = tomllib.loads((TEMPLATES / "strings.toml").read_text(encoding="utf-8"))
LANGUAGES = pytest.mark.parametrize("language", sorted(STRINGS))
KINDS = pytest.mark.parametrize("kind", list(LetterKind), ids=str)
THEMES = pytest.mark.parametrize("theme", ["daily", "brief", "magazine"])
# Each language with one of the kinds in turn: a rendering takes time, and the words were seen to.
SPOKEN = pytest.mark.parametrize(
    ("language", "kind"), list(zip(sorted(STRINGS), cycle(LetterKind), strict=False))
)
RIGHT_TO_LEFT = ("ar", "fa", "he")
LONGEST = 14_000


def wish(kind: LetterKind, language: str = "en", hours: int = 48) -> LetterWish:
    return LetterWish(kind=kind, language=language, hours=hours)


def render(
    kind: LetterKind = LetterKind.CONFIRM,
    language: str = "en",
    *,
    theme: OpenTheme | None = None,
    publication: Publication = PUBLICATION,
    hours: int = 48,
) -> Rendered:
    return render_letter(
        wish(kind, language, hours),
        publication,
        theme=theme or shipped("daily"),
        content_hash=HASH,
        public_url=PAGES,
    )


@lru_cache(maxsize=64)
def seen(kind: LetterKind, language: str = "en", theme: str = "daily") -> Rendered:
    return render(kind, language, theme=shipped(theme))


def token(letter: Rendered, field: PersonalField, context: PersonalContext) -> str:
    return find_token(letter.sentinels, field, context)


def flat(text: str) -> str:
    return " ".join(text.split())


def bare(text: str) -> str:
    """A text without any space: some languages have lines that end anywhere."""
    return "".join(text.split())


def columns(line: str) -> int:
    """How wide a line is: marks stand on the letter before them."""
    return sum(unicodedata.category(one) not in ("Mn", "Me", "Cf") for one in line)


def with_words(text: str) -> OpenTheme:
    """The daily theme of a desk that has words of its own."""
    return open_theme("daily", sources() | {"letters.toml": text})


def test_letters_speak_every_language_that_the_mail_speaks() -> None:
    assert sorted(WORDS) == sorted(STRINGS)


@LANGUAGES
def test_every_word_is_there_with_its_place(language: str) -> None:
    """Words are chosen without English, so that none of it shows in another language."""
    base = language.partition("-")[0]
    words = choose_letter_words(
        {one: WORDS[one] for one in WORDS if one in (language, base)}, language
    )
    english = choose_letter_words(WORDS, "en")

    for name in NAMES:
        said: str = getattr(words, name)
        assert said.count("{}") == (name in WITH_PLACE)
        assert said == said.strip()
        assert language == "en" or said != getattr(english, name)
    assert set(WORDS[language]) <= set(NAMES)
    assert language != base or list(WORDS[language]) == list(NAMES)


@SPOKEN
def test_both_parts_say_the_same_in_every_language(language: str, kind: LetterKind) -> None:
    letter = seen(kind, language)
    words = choose_letter_words(WORDS, language)
    name = PUBLICATION.name

    page = html.document_fromstring(letter.html)
    shown, plain = bare(page.body.text_content()), bare(letter.text)
    for one in (f"{kind}_title", f"{kind}_text", f"{kind}_button", "why"):
        said = bare(getattr(words, one).replace("{}", name))
        assert said in shown
        assert said in plain
    assert letter.subject == getattr(words, f"{kind}_subject").replace("{}", name)
    assert page.findtext(".//title") == letter.subject
    assert "{" not in shown + plain
    assert (bare(words.ignore) in plain) is (kind is not LetterKind.WELCOME)


@LANGUAGES
def test_a_question_says_how_long_its_link_works(language: str) -> None:
    words = choose_letter_words(WORDS, language)
    told = write_paragraphs(wish(LetterKind.CONFIRM, language), words, PUBLICATION)

    hours = show_hours(48, language, PUBLICATION)
    assert told[1:] == (words.confirm_until.replace("{}", hours), words.ignore)
    assert re.search(r"48|٤٨|۴۸|४८", hours)


@pytest.mark.parametrize(
    ("language", "hours", "shown"),
    [
        ("en", 1, "1 hour"),
        ("en", 48, "48 hours"),
        ("en", 720, "720 hours"),
        ("de", 1, "1 Stunde"),
        ("de", 36, "36 Stunden"),
        ("fr", 48, "48 heures"),
        ("nl", 48, "48 uur"),
        ("pl", 22, "22 godziny"),
        ("ru", 21, "21 час"),
        ("ru", 48, "48 часов"),
        ("ar", 3, "3 ساعات"),
        ("ja", 48, "48 時間"),
        ("hi", 48, "48 घंटे"),
    ],
)
def test_hours_have_the_plural_of_the_language(language: str, hours: int, shown: str) -> None:
    assert flat(show_hours(hours, language, PUBLICATION)) == shown


@THEMES
@KINDS
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_letter_has_one_button_and_tells_how_to_leave(
    theme: str, kind: LetterKind, language: str
) -> None:
    letter = seen(kind, language, theme)
    page = html.document_fromstring(letter.html)

    leads = token(letter, PersonalField.PREFERENCES, PersonalContext.URL)
    leave = token(letter, PersonalField.UNSUBSCRIBE, PersonalContext.URL)
    links = [one.get("href") for one in page.iter("a")]
    asks = kind is LetterKind.CONFIRM
    # A question has nothing that a reader could leave, and nothing else to press.
    assert links == [PUBLICATION.site, leads, *([] if asks else [leave])]
    plain = token(letter, PersonalField.PREFERENCES, PersonalContext.TEXT)
    assert letter.text.split().count(plain) == 1
    assert (
        token(letter, PersonalField.UNSUBSCRIBE, PersonalContext.TEXT) in letter.text.split()
    ) is not asks
    assert len(page.findall(".//h1")) == 1
    assert PUBLICATION.address in flat(page.body.text_content())


@SPOKEN
def test_a_letter_is_read_the_way_its_language_is(language: str, kind: LetterKind) -> None:
    letter = seen(kind, language)
    page = html.document_fromstring(letter.html)

    direction, side = ("rtl", "right") if language in RIGHT_TO_LEFT else ("ltr", "left")
    assert (page.get("lang"), page.get("dir"), letter.language) == (language, direction, language)
    assert title_side(page) == side


@THEMES
def test_every_theme_can_be_read_from_the_right(theme: str) -> None:
    page = html.document_fromstring(seen(LetterKind.CONFIRM, "ar", theme).html)

    assert page.get("dir") == "rtl"
    assert title_side(page) == "right"


def title_side(page: html.HtmlElement) -> str | None:
    """Tell on which side the title begins."""
    [title] = page.iter("h1")
    cell = next(title.iterancestors("td"))
    side: str | None = cell.get("align")
    return side


@THEMES
def test_a_letter_is_small_and_knows_the_dark(theme: str) -> None:
    for kind in LetterKind:
        letter = seen(kind, "en", theme)
        assert len(letter.html.encode()) < LONGEST
        assert "@media (prefers-color-scheme:dark)" in letter.html
        assert "@import" not in letter.html
        assert "<img" not in letter.html


@SPOKEN
def test_the_text_part_keeps_to_its_columns(language: str, kind: LetterKind) -> None:
    text = seen(kind, language).text

    lines = text.split("\n")
    assert max(map(columns, lines)) <= 72
    assert lines[0] == PUBLICATION.name
    assert "\n\n\n" not in text


def test_the_same_letter_renders_to_the_same_bytes() -> None:
    first = render(theme=open_theme("daily", sources()))
    assert first == render(theme=open_theme("daily", sources()))


@pytest.mark.parametrize("number", range(0, len(VECTORS), 3))
def test_whatever_a_publication_is_called_stays_text(number: int) -> None:
    name, strapline, address = (VECTORS + VECTORS)[number : number + 3]
    theme = ("daily", "brief", "magazine")[number // 3 % 3]
    kind = list(LetterKind)[number // 9 % 3]
    hostile = replace(
        PUBLICATION,
        name=f"The {name}",
        strapline=strapline,
        address=f"1 {address}",
        theme=theme,
    )
    letter = render(kind, theme=shipped(theme), publication=hostile)

    assert_dead(letter.html, images=0)
    assert len(html.document_fromstring(letter.html).findall(".//h1")) == 1


@pytest.mark.parametrize("name", ["{}", "The {} of {letter.url}", "{{ letter.url }}", "100 %"])
def test_a_name_with_braces_is_a_name(name: str) -> None:
    letter = render(publication=replace(PUBLICATION, name=name))

    assert letter.subject == f"Please confirm: {name}"
    assert f"You asked for {name} at this address." in flat(letter.text)


def test_the_label_that_is_read_aloud_is_the_subject() -> None:
    """The compiler writes it as Rust shows a text to programmers."""
    for name in ("हिन्दी समाचार", "يُومية", 'The "Daily"', "C:\\news\\u{41}", "O'Neill", "Ne\u0301e"):
        letter = render(publication=replace(PUBLICATION, name=name))
        [label] = html.document_fromstring(letter.html).xpath("//div/@aria-label")
        assert label == letter.subject == f"Please confirm: {name}"


def test_a_desk_says_single_words_otherwise() -> None:
    theme = with_words('[en]\nconfirm_button = "Count me in"\n')
    letter = render(theme=theme)

    assert "Count me in" in letter.html
    assert "Count me in:" in letter.text
    assert "One more step" in letter.text


def test_a_desk_brings_a_language_of_its_own() -> None:
    rows = "\n".join(
        f'{name} = "Ĝis {{}}"' if name in WITH_PLACE else f'{name} = "Ĝis"' for name in NAMES
    )
    letter = render(LetterKind.WELCOME, "eo", theme=with_words(f"[eo]\n{rows}\n"))

    assert (letter.language, letter.subject) == ("eo", "Ĝis The Daily")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('confirm_button = "Yes, {}"', "confirm_button in [en] needs no {}"),
        ('confirm_text = "You asked."', "confirm_text in [en] needs one {}"),
        ('confirm_text = "{} and {}"', "confirm_text in [en] needs one {}"),
        ('ignore = "  "', "[en] has no text for ignore"),
        ("ignore = 3", "[en] has no text for ignore"),
    ],
)
def test_a_wrong_word_is_told_with_its_language(wrong: str, told: str) -> None:
    with pytest.raises(RenderError, match=re.escape(told)):
        render(theme=with_words(f"[en]\n{wrong}\n"))


@pytest.mark.parametrize(
    ("wished", "chosen"),
    [
        (("de-AT", "en"), "de-AT"),
        (("nb", "fr"), "fr"),
        (("nb", "se"), "en"),
        (("zh-TW", "en"), "zh-TW"),
        (("PT-br", "en"), "PT-br"),
    ],
)
def test_a_letter_is_in_a_language_that_there_are_words_in(
    wished: tuple[str, ...], chosen: str
) -> None:
    assert speakable(WORDS, wished) == chosen


def test_a_reader_of_an_unknown_language_is_written_to_in_the_publications() -> None:
    letter = render(LetterKind.WELCOME, "nb", publication=replace(PUBLICATION, language="fr"))

    assert letter.language == "fr"
    assert letter.subject.startswith("Bienvenue")


def test_a_letter_of_the_desk_that_leads_nowhere_is_refused() -> None:
    bare = "{% extends 'shared/letter.mjml.j2' %}{% block hero %}{% endblock %}"
    with pytest.raises(
        RenderError, match=r"mine/letter\.mjml\.j2: the letter “confirm” has no link"
    ):
        render(theme=theme_with(letter_mjml_j2=bare))
    with pytest.raises(
        RenderError, match=r"mine/letter\.txt\.j2: the letter “confirm” has no link"
    ):
        render(theme=theme_with(letter_txt_j2="{{ letter.title }}"))


def test_a_desks_own_letter_takes_the_place_of_ours() -> None:
    own = "{% extends 'shared/letter.mjml.j2' %}{% block masthead %}{% endblock %}"
    letter = render(theme=theme_with(letter_mjml_j2=own))

    assert 'class="mast"' not in letter.html
    assert "Yes, send it to me" in letter.html


def test_the_reference_names_every_word_and_variable_and_its_examples_work() -> None:
    page = (TEMPLATES.parent / "docs" / "reference" / "templates.md").read_text(encoding="utf-8")
    part = page.partition("\n## Letters\n")[2].partition("\n## ")[0]
    told = set(re.findall(r"`(\w+)`", part))
    rows = dict(re.findall(r"^\| (`.*`) \| (.*) \|$", part, re.MULTILINE))
    with_place = {
        name for row, what in rows.items() if "one `{}`" in what for name in names_in(row)
    }

    assert {*LetterKind, *(one.name for one in fields(LetterView)), *NAMES} <= told
    assert with_place == set(WITH_PLACE)
    _, mjml, _, words, _ = part.split("```")
    files = {
        "daily/letter.mjml.j2": mjml.removeprefix("jinja\n"),
        "letters.toml": words.removeprefix("toml\n"),
    }
    theme = open_theme("daily", sources() | files)
    assert "Count me in" in render(theme=theme).text
    assert 'class="mast"' not in render(theme=theme).html
    assert "at about six" in flat(render(LetterKind.WELCOME, theme=theme).text)
    assert lint_theme("daily", sources() | files) == []


def names_in(row: str) -> list[str]:
    return re.findall(r"`(\w+)`", row)

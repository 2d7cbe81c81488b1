"""The words of the pages that readers open: every language says everything."""

import re
import tomllib
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from tests.looks.public import NOWHERE, PUBLICATION

from digest.adapters.public_files import read_public_words
from digest.errors import RenderError
from digest.render.public_views import Mistake
from digest.render.public_words import (
    add_own_words,
    choose_public_words,
    consent_text,
    consent_version,
    fill,
)

TEMPLATES = Path(__file__).parents[3] / "templates"
LANGUAGES = sorted(tomllib.loads((TEMPLATES / "strings.toml").read_text(encoding="utf-8")))
TABLE = read_public_words(NOWHERE)
USED = re.compile(r"words\.(\w+)")
ENGLISH = TABLE["en"]
# What takes the publication's name, which has the marks of its language around it, and what takes a
# date or a span, which has none.
MARKED = re.compile(r"([«»„“”‘’「《]\u202f?)?\{\}(\u202f?[«»„“”‘’」》])?")
SPANS = {
    "asked_until",
    "break_until",
    "flaw_bad_date",
    "form_on",
    "leave_by_mail",
    "paused_until",
    "taken_over",
}
# Articles, and words after which a name without a noun before it would take one, or another form.
BEFORE = {
    "de": "der|die|das|den|dem|des|von|zu",
    "el": "το|του|στο|τον|την|η|ο",
    "en": "the|an?",
    "es": "el|la|los|las|del|al",
    "fr": "le|la|les|de|du|à|au",
    "it": "il|la|lo|i|le|di|del|a|al",
    "nl": "de|het|een",
    "pl": "od|z|do|wydanie|zamówiono|otrzymywanie",
    "pt": "o|a|os|as|de|do|da|em|no|na",
    "pt-BR": "o|a|os|as|de|do|da|em|no|na",
    "ru": "от|из|выпуски|получать|заказали",
    "uk": "від|із|випуски|отримувати|замовили",
}
NAMED = {
    "asked_text",
    "confirm_done_text",
    "confirm_text",
    "confirmed_text",
    "consent",
    "everything_text",
    "forgotten_text",
    "subscribe_title",
    "unsubscribe_title",
    "unsubscribed_text",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_the_mail_says_everything(language: str) -> None:
    words = choose_public_words(TABLE, language)
    assert set(words.texts) == set(ENGLISH)
    for name, text in words.texts.items():
        assert text == text.strip(), name
        assert text.count("{}") == ENGLISH[name].count("{}"), name
        assert "{" not in text.replace("{}", ""), name
        assert "<" not in text, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_speaks_for_itself(language: str) -> None:
    words = choose_public_words(TABLE, language)
    same = [name for name in ENGLISH if words[name] == ENGLISH[name]]
    # Name and newsletter are the same word in several languages; a whole sentence never is.
    assert language == "en" or not [name for name in same if " " in ENGLISH[name]]
    assert language == "en" or len(same) < 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_stands_between_the_same_marks_as_in_the_mail(language: str) -> None:
    mail = tomllib.loads((TEMPLATES / "strings.toml").read_text(encoding="utf-8"))
    wanted = MARKED.findall(mail[language]["why"])
    words = choose_public_words(TABLE, language)
    for name in NAMED:
        assert MARKED.findall(words[name]) == wanted, name
    assert {name for name in ENGLISH if "{}" in ENGLISH[name]} == NAMED | SPANS


@pytest.mark.parametrize("language", sorted(BEFORE))
def test_a_name_that_begins_with_an_article_gets_no_other_and_needs_no_other_form(
    language: str,
) -> None:
    wrong = re.compile(rf"(?:^|\s)(?:{BEFORE[language]})\s[«„“]?\u202f?\{{\}}", re.IGNORECASE)
    words = choose_public_words(TABLE, language)
    assert [name for name in NAMED if wrong.search(words[name])] == []


def test_french_signs_do_not_begin_a_line() -> None:
    words = choose_public_words(TABLE, "fr")
    assert [name for name, text in words.texts.items() if re.search(r" [?!:;»]|« ", text)] == []


def test_no_word_is_written_that_no_page_uses() -> None:
    ours = tomllib.loads((TEMPLATES / "public" / "words.toml").read_text(encoding="utf-8"))["en"]
    text = "".join(
        path.read_text(encoding="utf-8")
        for folder in (TEMPLATES / "public", Path("src/digest/render").resolve())
        for path in sorted(folder.glob("*.html" if folder.name == "public" else "public_*.py"))
    )
    composed = re.compile(r"(state|flaw|confirm|confirm_done|expired)_")
    used = set(USED.findall(text)) | set(re.findall(r'"(\w+)"', text))
    used |= {f"{kind.value}_{part}" for kind in Mistake for part in ("title", "text")}
    assert [name for name in ours if name not in used and not composed.match(name)] == []


def test_a_desk_replaces_single_words() -> None:
    table = add_own_words(TABLE, '[EN]\nsave_button = "Keep it so"\n')
    words = choose_public_words(table, "en-GB")
    assert (words["save_button"], words["daily"]) == ("Keep it so", "Every edition")
    assert TABLE["en"]["save_button"] == "Save"


def test_a_language_of_a_desk_says_everything_or_is_told_what_it_lacks() -> None:
    own = '[sv]\nsave_button = "Spara"\n'
    with pytest.raises(RenderError, match=r"\[sv\] has no text for archive"):
        choose_public_words(add_own_words(TABLE, own), "sv")
    # A desk that has begun to translate still serves its other languages.
    assert choose_public_words(add_own_words(TABLE, own), "en")["save_button"] == "Save"
    every = "".join(f"{name} = {word!r}\n" for name, word in ENGLISH.items() if name not in own)
    table = add_own_words(TABLE, own + every)
    assert choose_public_words(table, "sv-SE")["save_button"] == "Spara"


def test_a_language_that_is_not_there_gets_english() -> None:
    assert choose_public_words(TABLE, "cy")["save_button"] == "Save"


def test_portuguese_of_brazil_is_not_that_of_portugal() -> None:
    assert choose_public_words(TABLE, "pt-BR")["save_button"] == "Salvar"
    assert choose_public_words(TABLE, "pt-PT")["save_button"] == "Guardar"


def test_a_word_of_a_desk_that_is_none_is_told_with_its_line() -> None:
    with pytest.raises(RenderError) as caught:
        add_own_words(TABLE, '[en]\n# Shorter.\nsave_buton = "Keep"\n')
    told = "templates/public/words.toml:3: No page uses save_buton."
    assert (caught.value.message, caught.value.hint) == (told, "Did you mean save_button?")


def test_the_version_of_a_consent_is_that_of_its_language_and_words() -> None:
    text = consent_text(choose_public_words(TABLE, "de"), PUBLICATION)
    assert "„The Harbour Daily“" in text
    assert consent_version("de", text) == sha256(f"de\n{text}".encode()).hexdigest()[:16]
    renamed = consent_text(
        choose_public_words(TABLE, "de"), replace(PUBLICATION, name="The Tide Table")
    )
    versions = {consent_version("de", text), consent_version("de-AT", text)}
    assert len(versions | {consent_version("de", renamed)}) == 3


def test_what_is_put_into_a_sentence_stays_text_and_keeps_its_direction() -> None:
    assert fill("A & {}", "<b>") == "A &amp; <bdi>&lt;b&gt;</bdi>"
    assert fill("No place", "x") == "No place"

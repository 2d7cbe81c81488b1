"""Each language has its own words, date, time, digits and plurals, and names do not jump about.

What is expected was written by hand.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.render.examples import (
    EDITION,
    PAGES,
    PUBLICATION,
    render,
    sources,
    story,
    with_items,
)

from digest.errors import RenderError
from digest.model.article import Byline, Sighting
from digest.model.message import Rendered
from digest.render.characters import main_direction, steer, text_direction
from digest.render.lint_theme import lint_words
from digest.render.locales import choose_locale, show_count, show_day, show_minutes, show_moment
from digest.render.strings import choose_strings, read_strings

BRUSSELS = "Europe/Brussels"
DAY = date(2026, 11, 23)
STRINGS = read_strings(sources())
# Language: the date, the minutes of 1, 2, 5 and 21, the stories of 1, 2, 5 and 21, two words.
TONGUES = {
    "en": (
        "Monday, 23 November 2026",
        ("1 minute", "2 minutes", "5 minutes", "21 minutes"),
        ("1 story", "2 stories", "5 stories", "21 stories"),
        ("Unsubscribe", "Reading time:"),
    ),
    "fr": (
        "lundi 23 novembre 2026",
        ("1 minute", "2 minutes", "5 minutes", "21 minutes"),
        ("1 article", "2 articles", "5 articles", "21 articles"),
        ("Se désabonner", "Temps de lecture\u202f:"),
    ),
    "de": (
        "Montag, 23. November 2026",
        ("1 Minute", "2 Minuten", "5 Minuten", "21 Minuten"),
        ("1 Meldung", "2 Meldungen", "5 Meldungen", "21 Meldungen"),
        ("Abbestellen", "„The Daily“"),
    ),
    "es": (
        "lunes, 23 de noviembre de 2026",
        ("1 minuto", "2 minutos", "5 minutos", "21 minutos"),
        ("1 noticia", "2 noticias", "5 noticias", "21 noticias"),
        ("Darse de baja", "Tiempo de lectura:"),
    ),
    "it": (
        "lunedì 23 novembre 2026",
        ("1 minuto", "2 minuti", "5 minuti", "21 minuti"),
        ("1 notizia", "2 notizie", "5 notizie", "21 notizie"),
        ("Annulla l’iscrizione", "«The Daily»"),
    ),
    "pt": (
        "segunda-feira, 23 de novembro de 2026",
        ("1 minuto", "2 minutos", "5 minutos", "21 minutos"),
        ("1 notícia", "2 notícias", "5 notícias", "21 notícias"),
        ("Cancelar a subscrição", "Partilhar esta notícia:"),
    ),
    "nl": (
        "maandag 23 november 2026",
        ("1 minuut", "2 minuten", "5 minuten", "21 minuten"),
        ("1 bericht", "2 berichten", "5 berichten", "21 berichten"),
        ("Uitschrijven", "Leestijd:"),
    ),
    "pl": (
        "poniedziałek, 23 listopada 2026",
        ("1 minuta", "2 minuty", "5 minut", "21 minut"),
        ("1 wiadomość", "2 wiadomości", "5 wiadomości", "21 wiadomości"),
        ("Wypisz się", "„The Daily”"),
    ),
    "ru": (
        "понедельник, 23 ноября 2026\u202fг.",
        ("1 минута", "2 минуты", "5 минут", "21 минута"),
        ("1 новость", "2 новости", "5 новостей", "21 новость"),
        ("Отписаться", "«The Daily»"),
    ),
    "el": (
        "Δευτέρα 23 Νοεμβρίου 2026",
        ("1 λεπτό", "2 λεπτά", "5 λεπτά", "21 λεπτά"),
        ("1 θέμα", "2 θέματα", "5 θέματα", "21 θέματα"),
        ("Κατάργηση εγγραφής", "Χρόνος ανάγνωσης:"),
    ),
    "ar": (
        "الاثنين، 23 نوفمبر 2026",
        ("دقيقة", "دقيقتان", "5 دقائق", "21 دقيقة"),
        ("خبر واحد", "خبران", "5 أخبار", "21 خبرًا"),
        ("إلغاء الاشتراك", "مدة القراءة:"),
    ),
    "he": (
        "יום שני, 23 בנובמבר 2026",
        ("1 דקה", "שתי דקות", "5 דקות", "21 דקות"),
        ("כתבה אחת", "שתי כתבות", "5 כתבות", "21 כתבות"),
        ("הסרה מרשימת התפוצה", "זמן קריאה:"),
    ),
    "hi": (
        "सोमवार, 23 नवंबर 2026",
        ("1 मिनट", "2 मिनट", "5 मिनट", "21 मिनट"),
        ("1 ख़बर", "2 ख़बरें", "5 ख़बरें", "21 ख़बरें"),
        ("सदस्यता समाप्त करें", "पढ़ने का समय:"),
    ),
    "zh": (
        "2026年11月23日星期一",
        ("1分钟", "2分钟", "5分钟", "21分钟"),
        ("1篇报道", "2篇报道", "5篇报道", "21篇报道"),
        ("退订", "《The Daily》"),
    ),
    "ja": (
        "2026年11月23日月曜日",
        ("1 分", "2 分", "5 分", "21 分"),
        ("1本の記事", "2本の記事", "5本の記事", "21本の記事"),
        ("配信停止", "「The Daily」"),
    ),
}


@lru_cache(maxsize=32)
def rendered(language: str, told_in: str | None = None) -> Rendered:
    return render(replace(EDITION, language=language, told_in=told_in))


@pytest.mark.parametrize("language", TONGUES)
def test_the_mail_is_in_the_words_of_its_language(language: str) -> None:
    day, _, _, words = TONGUES[language]
    mail = rendered(language)
    plain = " ".join(mail.text.split())
    for part in (day, *words):
        assert part in mail.html, part
        assert " ".join(part.split()) in plain, part
    assert f'lang="{language}"' in mail.html


@pytest.mark.parametrize("language", TONGUES)
def test_counts_have_the_plural_of_their_language(language: str) -> None:
    _, minutes, stories, _ = TONGUES[language]
    locale = choose_locale(language, BRUSSELS)
    forms = choose_strings(STRINGS, language, BRUSSELS).stories
    assert tuple(show_minutes(count, locale) for count in (1, 2, 5, 21)) == minutes
    assert tuple(show_count(forms, count, locale) for count in (1, 2, 5, 21)) == stories


def test_no_word_has_a_plain_space_before_a_french_mark_or_a_straight_quotation_mark() -> None:
    for word in STRINGS["fr"].values():
        assert not isinstance(word, str) or not re.search(r"(?<!\u202f)[:;?!»]|« ", word), word
    for language, row in STRINGS.items():
        for word in row.values():
            assert '"' not in str(word), language
            assert "'" not in word, language


@pytest.mark.parametrize(
    ("language", "zone", "moment"),
    [
        ("en", "Europe/London", "15:05"),
        ("en", "America/New_York", "3:05\u202fPM"),
        ("es", "America/Mexico_City", "3:05\u202fp.m."),
        ("fr", "America/Toronto", "15 h 05"),
        ("ar", "Africa/Cairo", "٣:٠٥ م"),
        ("ar", "Africa/Casablanca", "15:05"),
        ("fa", "Asia/Tehran", "۱۵:۰۵"),
        ("de", "Europe/Vienna", "15:05"),
    ],
)
def test_a_time_is_written_as_in_the_country_of_the_publication(
    language: str, zone: str, moment: str
) -> None:
    local = datetime(2026, 11, 23, 15, 5, tzinfo=ZoneInfo(zone))
    shown = show_moment(
        local.astimezone(UTC), day=DAY, zone=zone, locale=choose_locale(language, zone)
    )
    assert re.sub(r"[\s\u202f\u00a0]", " ", shown) == re.sub(r"[\s\u202f\u00a0]", " ", moment)


def test_the_same_tag_has_the_digits_of_the_zones_country() -> None:
    assert show_day(DAY, choose_locale("ar", "Africa/Cairo")) == "الاثنين، ٢٣ نوفمبر ٢٠٢٦"
    egypt = replace(PUBLICATION, timezone="Africa/Cairo")
    mail = render(replace(EDITION, language="ar"), egypt)
    assert "العدد ٢١٤" in mail.html


@pytest.mark.parametrize(
    ("tag", "zone", "word"),
    [
        ("pt", BRUSSELS, "Partilhar esta notícia:"),
        ("pt-BR", BRUSSELS, "Compartilhar esta notícia:"),
        ("pt", "America/Sao_Paulo", "Compartilhar esta notícia:"),
        ("zh", BRUSSELS, "分享这篇报道："),
        ("zh-TW", BRUSSELS, "分享這則報導："),
        ("zh-Hant-HK", BRUSSELS, "分享這則報導："),
        ("zh-Hans-CN", BRUSSELS, "分享这篇报道："),
        ("de-AT", BRUSSELS, "Diesen Artikel teilen:"),
        ("tlh", BRUSSELS, "Share this story:"),
    ],
)
def test_a_tag_is_looked_for_whole_and_then_shorter(tag: str, zone: str, word: str) -> None:
    assert choose_strings(STRINGS, tag, zone).share == word


def test_a_region_says_only_what_it_says_otherwise() -> None:
    own = read_strings(sources() | {"strings.toml": '[nl-BE]\nunsubscribe = "Schrijf u uit"'})
    strings = choose_strings(own, "nl-BE")
    assert (strings.unsubscribe, strings.more) == ("Schrijf u uit", "Lees verder")


@pytest.mark.parametrize(
    ("forms", "missing"),
    [
        ('{ one = "{} sak", few = "x" }', "other"),
        ('{ other = "{} saker" }', "one"),
        ('"{} saker"', "one, other"),
        ('{ one = "{} sak", other = "{} {}" }', "at most one"),
        ('{ one = "{} sak", others = "{}", other = "{}" }', "others"),
    ],
)
def test_a_plural_that_is_missing_is_named(forms: str, missing: str) -> None:
    english = sources()["shipped/strings.toml"].split("[en]")[1].split("\n\n")[0]
    row = re.sub(r"stories = .*", f"stories = {forms}", english)
    files = sources() | {"strings.toml": f"[sv]{row}"}
    with pytest.raises(RenderError, match=missing) as caught:
        choose_strings(read_strings(files), "sv")
    assert "[sv]" in caught.value.message
    [finding] = lint_words("strings.toml", files)
    assert (finding.rule, finding.file) == ("word-plural", "strings.toml")
    assert missing in finding.message


def test_a_desk_may_write_one_form_alone_where_we_bring_the_others() -> None:
    files = sources() | {"strings.toml": '[pl]\nstories = { few = "{} artykuły" }'}
    assert list(lint_words("strings.toml", files)) == []
    assert choose_strings(read_strings(files), "pl").stories["few"] == "{} artykuły"


def test_stories_between_another_languages_words_are_marked_with_their_own() -> None:
    mail = rendered("fr", "en")
    assert 'lang="fr"' in mail.html
    assert re.search(r'<div[^>]* lang="en"[^>]*>\s*(<p[^>]*>[^<]*</p>\s*)*<h1', mail.html)
    assert 'lang="ar"' in mail.html, "a story of a third language keeps its own"
    assert "lundi 23 novembre 2026" in mail.text


def test_a_mail_from_right_to_left_lets_its_english_stories_run_the_other_way() -> None:
    mail = rendered("he", "en")
    assert 'dir="rtl"' in mail.html[: mail.html.index("<body")]
    assert re.search(r'lang="en"[^>]* dir="ltr"', mail.html)


def test_a_foreign_name_in_a_meta_line_keeps_to_itself() -> None:
    mixed = replace(
        story(
            "عودة القطارات الليلية إلى الضواحي", "عاد الركاب إلى بيوتهم بعد منتصف الليل.", "trams"
        ),
        byline=(Byline(name="Jo Marsh", role="Editor"),),
        also=(Sighting(name="Example Wire", url="https://wire.example.org/x"),),
    )
    mail = render(replace(with_items(mixed), language="ar", subject="NATO تعلن اتفاقًا جديدًا"))
    assert '<span dir="ltr">Jo Marsh, Editor</span>' in mail.html
    assert '<a href="https://wire.example.org/x" dir="ltr"' in mail.html
    assert "\u2068Jo Marsh, Editor\u2069 · " in mail.text
    assert mail.subject == "\u200fNATO تعلن اتفاقًا جديدًا"


def test_names_in_both_scripts_follow_one_another_as_the_story_does() -> None:
    both = replace(
        story("عودة القطارات الليلية", "عاد الركاب إلى بيوتهم.", "trams"),
        byline=(Byline(name="Jo Marsh"), Byline(name="ليلى حداد")),
        also=(
            Sighting(name="الأفق", url="https://horizon.example.org/x"),
            Sighting(name="البلد", url="https://town.example.org/x"),
        ),
    )
    mail = render(replace(with_items(both), language="ar"))
    assert "Jo Marsh؛ ليلى حداد" in mail.text
    assert 'dir="ltr">Jo' not in mail.html
    assert "الأفق</a>،" in mail.html, "an Arabic comma"


def test_a_headline_that_begins_with_a_foreign_name_keeps_its_direction() -> None:
    hebrew = story("NATO וישראל חתמו על הסכם", "ההסכם נחתם הלילה בבריסל.", "nato")
    english = story("Border crossing reopens", "Lorries moved again at dawn.", "border")
    edition = replace(with_items(hebrew, english), language="he")
    html = render(edition).html
    assert "<div><h1" in html, "nothing turns the Hebrew story"
    assert html.count('class="ltr"') == 1, "the English one is turned"


def test_nothing_is_isolated_where_nothing_can_jump() -> None:
    mail = rendered("en")
    assert "\u2068" not in mail.text
    assert mail.subject == EDITION.subject


@given(st.text(alphabet="aZ ש1.,م-\u05d0é·", max_size=40), st.sampled_from(["rtl", "ltr"]))
def test_a_steered_line_reads_in_the_direction_of_most_of_it(line: str, direction: str) -> None:
    steered = steer(line, direction)
    assert steered.lstrip("\u200e\u200f") == line
    if main_direction(line) == direction:
        assert text_direction(steered) == direction
    else:
        assert steered == line


def test_a_word_before_an_address_has_the_colon_of_its_language() -> None:
    assert "\nSe désabonner\u202f:\n" in rendered("fr").text
    assert "\nUnsubscribe:\n" in rendered("en").text


def test_a_further_language_links_to_its_own_page_of_the_archive() -> None:
    house = replace(PUBLICATION, languages=("fr", "nl"))
    pages = {
        tag: re.findall(
            rf"{PAGES}/archive/{EDITION.slug}/(.*?)#world",
            render(replace(EDITION, language=tag), house).html,
        )
        for tag in ("en", "fr")
    }
    assert {tag: set(found) for tag, found in pages.items()} == {"en": {""}, "fr": {"fr/"}}

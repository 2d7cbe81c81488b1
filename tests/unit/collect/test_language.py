"""The language of a text, and whether the page's word for it can be believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.language import choose_language, detect_language, tidy_tag

TEXTS = {
    "en": "The council of Kaldvik voted on Monday to close the old harbour for good, it said.",
    "de": "Der Rat von Kaldvik hat am Montag beschlossen, den alten Hafen zu schließen.",
    "fr": "Le conseil de Kaldvik a voté lundi la fermeture du vieux port, a-t-il annoncé à midi.",
    "es": "El concejo de Kaldvik votó el lunes el cierre del viejo puerto, según los vecinos.",
    "it": "Il consiglio di Kaldvik ha votato lunedì la chiusura del vecchio porto per il gelo.",
    "pt": "O conselho de Kaldvik votou na segunda-feira o encerramento do velho porto, que não é"
    " usado. As balsas partirão do novo cais a partir de maio.",
    "nl": "De raad van Kaldvik heeft maandag besloten om de oude haven te sluiten.",
    "pl": "Rada miasta zagłosowała w poniedziałek za zamknięciem starego portu na zawsze.",
    "ru": "Совет Калдвика проголосовал в понедельник за закрытие старой гавани, сообщил мэр.",
    "uk": "Рада Калдвіка проголосувала в понеділок за закриття старої гавані.",
    "bg": "Общинският съвет гласува в понеделник за затваряне на старото пристанище.",
    "el": "Το συμβούλιο του Κάλντβικ ψήφισε τη Δευτέρα να κλείσει το παλιό λιμάνι.",
    "ar": "صوت مجلس المدينة يوم الاثنين على إغلاق الميناء القديم.",
    "fa": "شورای شهر روز دوشنبه به بستن بندر قدیمی رأی داد.",
    "he": "מועצת העיר הצביעה ביום שני על סגירת הנמל הישן.",
    "hi": "परिषद ने सोमवार को पुराने बंदरगाह को बंद करने के पक्ष में मतदान किया।",
    "zh": "市议会周一投票决定关闭旧港口。渡轮将从五月起从新码头出发。",
    "ja": "市議会は月曜日、旧港の閉鎖を決めた。フェリーは新しい桟橋を発着する。",
    "ko": "시의회는 월요일 옛 항구를 폐쇄하기로 의결했다.",
    "tr": "Belediye meclisi pazartesi günü eski limanın kapatılmasına karar verdi.",
    "sv": "Kommunfullmäktige röstade på måndagen för att stänga den gamla hamnen.",
    "da": "Byrådet stemte mandag for at lukke den gamle havn. Færgerne sejler nu fra den nye mole,"
    " og de første blev set efter klokken otte, siger havnen.",
    "no": "Kommunestyret stemte mandag for å stenge den gamle havna. Fergene går nå fra den nye"
    " kaia, og de første ble sett etter klokka åtte, sier havna.",
    "fi": "Valtuusto päätti maanantaina sulkea vanhan sataman, ja lautat lähtevät toisaalta.",
    "hu": "A tanács hétfőn megszavazta a kikötő bezárását, és a kompok már az új mólóról indulnak.",
    "cs": "Zastupitelstvo v pondělí hlasovalo pro uzavření přístavu, který již byl prázdný.",
    "ro": "Consiliul a votat luni închiderea vechiului port, iar navele vor pleca de la noul chei.",
}  # fmt: skip


@pytest.mark.parametrize("language", TEXTS)
def test_language_is_known_by_a_sentence_or_two(language: str) -> None:
    assert detect_language(TEXTS[language]) == language
    assert choose_language(None, None, TEXTS[language]) == language


@pytest.mark.parametrize("language", sorted(set(TEXTS) - {"en"}))
def test_template_that_says_english_is_not_believed_against_the_text(language: str) -> None:
    assert choose_language("en", None, " ".join([TEXTS[language]] * 4)) == language


@pytest.mark.parametrize("language", TEXTS)
def test_page_that_tells_the_truth_is_believed_with_its_region(language: str) -> None:
    assert choose_language(f"{language}-xx", None, TEXTS[language]) == f"{language}-XX"


@pytest.mark.parametrize(
    ("stated", "language"),
    [("nb-NO", "no"), ("gl", "es"), ("zh-Hant-TW", "zh"), ("sr-Latn", "hr"), ("es-419", "es")],
)
def test_a_closer_claim_than_the_guess_is_kept(stated: str, language: str) -> None:
    text = TEXTS.get(language, "Vijeće je u ponedjeljak izglasalo zatvaranje luke koja je bila.")
    assert choose_language(stated, None, text * 3) == stated


def test_short_text_leaves_the_claim_alone_and_no_text_has_no_language() -> None:
    assert choose_language("hu", None, "Oslo, 2026") == "hu"
    assert choose_language(None, "de", "Oslo") == "de"
    assert detect_language("12 34") is None


def test_tags_are_written_as_the_standard_recommends() -> None:
    assert tidy_tag("EN_gb") == "en-GB"
    assert tidy_tag("zh-hant-tw") == "zh-Hant-TW"
    assert tidy_tag("") is None


@given(st.text(max_size=300), st.text(max_size=12))
def test_any_text_has_a_tag_or_none(text: str, stated: str) -> None:
    found = detect_language(text)
    assert found is None or found.isalpha()
    choose_language(stated, None, text)

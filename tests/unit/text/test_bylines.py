"""People are found in bylines of every habit, and nothing else is taken for a person."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.article import Byline
from digest.text.byline_marks import OPENS_BYLINE
from digest.text.bylines import read_byline, split_byline, split_dateline

PEOPLE = {
    "By Jo Marsh": ["Jo Marsh"],
    "by Jo Marsh in Brussels": ["Jo Marsh"],
    "Kirjoittaja: Jo Marsh": ["Jo Marsh"],
    "Jo Marsh5 May 2019": ["Jo Marsh"],
    "Jo Marsh | Navi Mumbai | Updated: 5 May 2019": ["Jo Marsh"],
    "By JO MARSH IN BRUSSELS": ["Jo Marsh"],
    "By Jo Marsh, Ana Ruiz and Reuters": ["Jo Marsh", "Ana Ruiz"],
    "By Jo Marsh in London and Ana Ruiz in Rome": ["Jo Marsh", "Ana Ruiz"],
    "By Jo Marsh with Ana Ruiz": ["Jo Marsh", "Ana Ruiz"],
    "By Jo Marsh Published 28 September 2023 10:00": ["Jo Marsh"],
    "September 28, 2023 by Jo Marsh": ["Jo Marsh"],
    "Jo Marsh | The Daily | 5 min read": ["Jo Marsh"],
    "Jo Marsh @jomarsh": ["Jo Marsh"],
    "jo.marsh@example.org (Jo Marsh)": ["Jo Marsh"],
    "Jo Marsh <jo@example.org>": ["Jo Marsh"],
    "Marsh, Jo": ["Jo Marsh"],
    "Dr. Jo Marsh, PhD": ["Dr. Jo Marsh"],
    "Jo Marsh, Jr.": ["Jo Marsh Jr."],
    "Jo Marsh/AFP": ["Jo Marsh"],
    "Jo Marsh für dpa": ["Jo Marsh"],
    "Jo Marsh Associated Press": ["Jo Marsh"],
    "Ivan Petrov is a writer. He lives in Rome.": ["Ivan Petrov"],
    "Conor O’Neill & Mary-Jane McKay": ["Conor O’Neill", "Mary-Jane McKay"],
    "J.R. Marsh": ["J.R. Marsh"],
    "Di Wu": ["Di Wu"],
    "Von Jo Marsh und Eva Grün": ["Jo Marsh", "Eva Grün"],
    "Jo Marsh (Text) und Ana Ruiz (Fotos)": ["Jo Marsh"],
    "Text: Jo Marsh; Fotos: Ana Ruiz": ["Jo Marsh"],
    "Par Anne Dupont et Jean-Luc Moreau avec AFP": ["Anne Dupont", "Jean-Luc Moreau"],
    "Por Ana Ruiz y Luis Gil": ["Ana Ruiz", "Luis Gil"],
    "Ana Ruiz en Madrid": ["Ana Ruiz"],
    "Di Marco Bianchi e Ana Rossi": ["Marco Bianchi", "Ana Rossi"],
    "Por João da Silva e Ana Costa": ["João da Silva", "Ana Costa"],
    "Door Jan van der Berg en Piet Bakker": ["Jan van der Berg", "Piet Bakker"],
    "Автор: Иван Петров": ["Иван Петров"],
    "بقلم أحمد الخطيب": ["أحمد الخطيب"],
    "作者：李四": ["李四"],
    "記者王小明／台北報導": ["王小明"],
    "By Jo Marsh, Ana Ruiz, and Lee Wong": ["Jo Marsh", "Ana Ruiz", "Lee Wong"],
    "Reviewed by Jo Marsh": ["Jo Marsh"],
    "By Jo Marsh. Reviewed by Ana Ruiz": ["Jo Marsh"],
    "By Jo Marsh, with Ana Ruiz": ["Jo Marsh", "Ana Ruiz"],
    "By Jo Marsh\nand Ana Ruiz": ["Jo Marsh", "Ana Ruiz"],
    "By JO MARSH, Associated Press": ["Jo Marsh"],
    "By JO MARSH SPECIAL TO THE DAILY": ["Jo Marsh"],
    "Jo Marsh The Daily": ["Jo Marsh"],
    "Jo Marsh Bloomberg News": ["Jo Marsh"],
    "Jo Marsh, USA TODAY": ["Jo Marsh"],
    "Jo Marsh Jo Marsh": ["Jo Marsh"],
    "ByJo Marsh": ["Jo Marsh"],
    "Jo MarshUpdated 3 May 2023": ["Jo Marsh"],
    "By Jo MarshNovember 22, 2026": ["Jo Marsh"],
    "By Jo MacDonald, Editor": ["Jo MacDonald"],
    "By Theresa May": ["Theresa May"],
    "By Lena Sun Wed 3 May 2023": ["Lena Sun"],
    "Jo Marsh Today at 10:00": ["Jo Marsh"],
    "By Jo Marsh Jr.": ["Jo Marsh Jr."],
    "Juan Ortega y Gasset": ["Juan Ortega y Gasset"],
    "Ana Costa e Silva": ["Ana Costa e Silva"],
    "Pau Ruiz i Soler": ["Pau Ruiz i Soler"],
    "Von Anna Berg, Berlin und Jo Marsh, Paris": ["Anna Berg", "Jo Marsh"],
    "Gastbeitrag von Anna Berg": ["Anna Berg"],
    "Aufgezeichnet von Anna Berg": ["Anna Berg"],
    "Text und Fotos: Anna Berg": ["Anna Berg"],
    "Fotos: Tom Ek, Text: Anna Berg": ["Anna Berg"],
    "Aus Brüssel berichtet Anna Berg": ["Anna Berg"],
    "Par Léa Roux et Marc Petit (avec AFP)": ["Léa Roux", "Marc Petit"],
    "Por João Souza — São Paulo": ["João Souza"],
    "Por João Souza — Pedra Funda": ["João Souza"],
    "João Souza de São Paulo": ["João Souza"],
    "de Ilinca Petrescu": ["Ilinca Petrescu"],
    "21. 11. 2026, 8:45 | Autor: Jan Novák": ["Jan Novák"],
    "2026年11月21日 16:22 来源：南山日报 作者：何秋雨": ["何秋雨"],
    "Γράφει η Μαρία Παππά": ["Μαρία Παππά"],
    "מאת: יוסי כהן": ["יוסי כהן"],
    "新华社记者 李四": ["李四"],
    "서울=김철수 기자": ["김철수"],
    "【高瀬由里】": ["高瀬由里"],
}
NOBODY = [
    "Do G1, em São Paulo", "Por C. V.", "Ciudad Real", "Ediciones Velm", "Colorado Springs",
    "Reuters/dpa", "(obe)", "Unknown", "Admin", "Staff", "Staff Writer", "The Daily", "Daily Staff",
    "The Daily Newsroom", "By Associated Press", "AFP Paris", "Von der Redaktion", "La Redazione",
    "Redaktion", "By The Editorial Board", "https://www.example.org/authors/jo-marsh", "jmarsh",
    "newsroom@example.org", "5 min read", "Follow us", "Share this article", "By popular demand",
    "Getty Images", "28 September 2023", "Political Editor", "", "\n", "jo marsh",
    "Our Correspondents",
    "New York",
    "Updated by Jo Marsh", "Medically reviewed by Jo Marsh", "Aus dem Englischen von Jo Marsh",
    "Fotos: Ana Ruiz", "Edited by Jo Marsh", "www.example.org", "新华社", "***",
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), PEOPLE.items())
def test_people_are_read_in_the_order_printed(text: str, names: list[str]) -> None:
    assert [one.name for one in read_byline(text, site="The Daily")] == names


@pytest.mark.parametrize("text", NOBODY)
def test_agencies_desks_codes_and_addresses_are_nobody(text: str) -> None:
    assert read_byline(text, site="The Daily") == ()


@pytest.mark.parametrize(
    "site", ["Kaldvik Observer", "The Kaldvik Observer", "kaldvikobserver.example.org"]
)
def test_the_site_itself_is_nobody_by_name_or_host(site: str) -> None:
    assert read_byline("Kaldvik Observer", site=site) == ()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Political Editor Jo Marsh", "Political Editor"),
        ("Jo Marsh North of England editor", "North of England editor"),
        ("VELM-Online-Redakteurin Jo Marsh", "VELM-Online-Redakteurin"),
        ("Our Political Editor Jo Marsh", "Political Editor"),
        ("The Daily’s Political Editor, Jo Marsh", "Political Editor"),
        ("Jo Marsh, Political Editor", "Political Editor"),
        ("Jo Marsh (Political Editor)", "Political Editor"),
        ("Jo Marsh Chief Political Editor", "Chief Political Editor"),
        ("By Jo Marsh\nPolitical Editor", "Political Editor"),
        ("Health and Science Correspondent Jo Marsh", "Health and Science Correspondent"),
        ("Jo Marsh, editor of The Daily", "editor of The Daily"),
        ("Unsere Korrespondentin Jo Marsh", "Korrespondentin"),
        ("Politikredakteurin Jo Marsh", "Politikredakteurin"),
        ("notre envoyée spéciale à Rome Jo Marsh", "envoyée spéciale à Rome"),
        ("Jo Marsh, rédactrice en chef", "rédactrice en chef"),
        ("la corresponsal política Jo Marsh", "corresponsal política"),
        ("By JO MARSH, STAFF WRITER", "Staff Writer"),
        ("Jo MarshPolitical Editor", "Political Editor"),
        ("Jo Marsh Guardian economics editor", "Guardian economics editor"),
        ("Jo Marsh, Mid Velm correspondent", "Mid Velm correspondent"),
        ("Jo Marsh, Redakteurin im Ressort Politik", "Redakteurin im Ressort Politik"),
        ("dal nostro inviato Jo Marsh", "inviato"),
    ],
)
def test_a_role_is_split_from_the_name(text: str, role: str) -> None:
    assert read_byline(text) == (Byline(name="Jo Marsh", role=role),)


def test_a_role_belongs_to_the_last_person_and_a_plural_to_all() -> None:
    two = read_byline("By Jo Marsh and Ana Ruiz, Political Editor")
    assert two == (Byline(name="Jo Marsh"), Byline(name="Ana Ruiz", role="Political Editor"))
    all_of_them = read_byline("Jo Marsh and Ana Ruiz, Political Editors")
    assert {one.role for one in all_of_them} == {"Political Editors"}


def test_a_person_named_twice_is_one_person() -> None:
    assert read_byline("Jo Marsh, JO MARSH, Political Editor") == (
        Byline(name="Jo Marsh", role="Political Editor"),
    )


MARSH = (Byline(name="Jo Marsh"),)
EDITOR = (Byline(name="Jo Marsh", role="Political Editor"),)
CLAUSES = {
    "The harbour reopened, writes Political Editor Jo Marsh.": ("The harbour reopened.", EDITOR),
    "The harbour reopened, writes Jo Marsh, Political Editor.": ("The harbour reopened.", EDITOR),
    "It reopened, reports Jo Marsh. The mayor came.": ("It reopened. The mayor came.", MARSH),
    "It reopened, reports Jo Marsh in New Kaldvik.": ("It reopened.", MARSH),
    "It reopened, our Political Editor Jo Marsh reports.": ("It reopened.", EDITOR),
    "It reopened – Jo Marsh reports from Rome.": ("It reopened.", MARSH),
    "It reopened. Jo Marsh reports.": ("It reopened.", MARSH),
    "It reopened (Jo Marsh reports).": ("It reopened.", MARSH),
    "Why did it close, asks Political Editor Jo Marsh?": ("Why did it close?", EDITOR),
    "The council, writes Political Editor Jo Marsh, will vote.": ("The council will vote.", EDITOR),
    "“We will not yield”, writes Political Editor Jo Marsh.": ("“We will not yield”.", EDITOR),
    "“We will not yield,” writes Political Editor Jo Marsh.": ("“We will not yield.”", EDITOR),
    "It reopened, “at last”, reports Jo Marsh.": ("It reopened, “at last”, reports Jo Marsh.", ()),
    "By Jo Marsh — The harbour reopened.": ("The harbour reopened.", MARSH),
    "By Jo Marsh, Political Editor": ("", EDITOR),
    "Der Hafen ist offen, schreibt Jo Marsh.": ("Der Hafen ist offen.", MARSH),
    "Der Hafen ist offen, wie Jo Marsh aus Rom berichtet.": ("Der Hafen ist offen.", MARSH),
    "Der Hafen ist offen. Von Jo Marsh": ("Der Hafen ist offen.", MARSH),
    "Le port a rouvert, rapporte Jo Marsh.": ("Le port a rouvert.", MARSH),
    "El puerto reabrió, según informa Jo Marsh desde Madrid.": ("El puerto reabrió.", MARSH),
    "Il porto riapre, scrive Jo Marsh.": ("Il porto riapre.", MARSH),
    "O porto reabriu, escreve Jo Marsh.": ("O porto reabriu.", MARSH),
    "De haven is open, schrijft Jo Marsh.": ("De haven is open.", MARSH),
    "Reporting by Jo Marsh in Rome; Editing by Ana Ruiz": ("", MARSH),
    "(Reporting by Jo Marsh; Writing by Tom Ek; Editing by Ana Ruiz)": ("", MARSH),
    "Текст: Jo Marsh": ("", MARSH),
}
NO_CLAUSES = [
    "The mayor will resign, said Jo Marsh.",
    "The mayor will resign, Jo Marsh says.",
    "The mayor will resign, Jo Marsh told the paper.",
    "The mayor will resign, reports Reuters.",
    "The mayor will resign, reports The Guardian.",
    "The mayor will resign, writes Jo Marsh in The Guardian.",
    "“We will not yield,” writes Jo Marsh.",
    "The plan is doomed, argues Jo Marsh.",
    "The mayor, who reports to Jo Marsh, resigned.",
    "Jo Marsh reports on the harbour for a living.",
    "By the time Jo Marsh arrived, the harbour was open.",
    "Der Hafen schließt, sagte Jo Marsh.",
]


@pytest.mark.parametrize(("paragraph", "split"), CLAUSES.items())
def test_a_byline_clause_leaves_the_paragraph_whole(
    paragraph: str, split: tuple[str, tuple[Byline, ...]]
) -> None:
    assert split_byline(paragraph) == split


@pytest.mark.parametrize("paragraph", NO_CLAUSES)
def test_what_somebody_says_or_another_paper_reports_is_no_byline(paragraph: str) -> None:
    assert split_byline(paragraph) == (paragraph, ())


DATELINES = {
    "ASTANA, 28 September (Agency) – The": "ASTANA",
    "LONDON (Reuters) - The": "LONDON",
    "NEW YORK, Sept 28 (AP) — The": "NEW YORK",
    "WASHINGTON — The": "WASHINGTON",
    "PORT-AU-PRINCE, Haiti (AP) — The": "PORT-AU-PRINCE",
    "BERLIN/MUNICH, March 3 - The": "BERLIN/MUNICH",
    "Brussels, 3 May 2024 – The": "Brussels",
    "London — The": "London",
    "Berlin (dpa) - The": "Berlin",
    "MOSCOW. KAZINFORM – The": "MOSCOW",
    "ASTANA. 28 September. KAZINFORM - The": "ASTANA",
    "Paris, le 3 mai (AFP) – The": "Paris",
    "Madrid, 28 sep (EFE).- The": "Madrid",
    "BRÜSSEL taz | The": "BRÜSSEL",
    "ISLAMABAD: The": "ISLAMABAD",
    "МОСКВА, 28 сентября (РИА) – The": "МОСКВА",
    "New Delhi, Feb 11 (PTI) The": "New Delhi",
    "Palakudi, Feb 11 (Press Bureau): The": "Palakudi",
    "New Delhi [India], Feb 11 (ANI): The": "New Delhi",
    "Mumbai : The": "Mumbai",
    "Kolkata/New Delhi: The": "Kolkata/New Delhi",
    "London (CNN)The": "London",
    "(AP) -- The": None,
    "(CNN)The": None,
    "CNN — The": None,
    "By PTI: The": None,
    "By Press Trust of India: New Delhi, Feb 11 (PTI) The": "New Delhi",
    "Berlin. The": "Berlin",
}


@pytest.mark.parametrize(("paragraph", "place"), DATELINES.items())
def test_a_dateline_is_split_off(paragraph: str, place: str | None) -> None:
    told = "The harbour opened on Monday after years of work."
    assert split_dateline(paragraph + told.removeprefix("The")) == (told, place)


@pytest.mark.parametrize(
    ("paragraph", "told", "place"),
    [
        ("MARLE, Nov. 19, 2026 /WireFast/ -- The harbour opened.", "The harbour opened.", "MARLE"),
        ("(새벽나루=푸른강일보) 민서윤 기자 = 역 앞 시계탑.", "역 앞 시계탑.", "새벽나루"),
        ("СОСНОВСК, 20 ноя — Норда. Каток открыт.", "Каток открыт.", "СОСНОВСК"),
        ("SHUT: No lorries.", "SHUT: No lorries.", None),
    ],
)
def test_wires_have_datelines_of_their_own(paragraph: str, told: str, place: str | None) -> None:
    assert split_dateline(paragraph) == (told, place)


def test_a_chinese_dateline_is_split_off() -> None:
    assert split_dateline("北京（新华社）— 港口开放。") == ("港口开放。", "北京")


@pytest.mark.parametrize(
    "paragraph",
    [
        "EXCLUSIVE: The mayor resigns.",
        "NATO — The alliance meets.",
        "WHO: The agency warns.",
        "Wind power – once a niche – is growing.",
        "Inflation — The rate fell.",
        "The harbour - once closed - is open.",
        "LONDON",
        "Berlin. Snow. A door opens, and nobody comes in from the cold.",
        "By midnight: The harbour is closed.",
        "(In the north) The harbour is closed.",
        "Ebbing (pop. nine) The harbour is closed.",
        "Sailors: The harbour is closed.",
        "",
    ],
)
def test_labels_and_dashes_are_no_dateline(paragraph: str) -> None:
    assert split_dateline(paragraph) == (paragraph, None)


PIECES = st.sampled_from(
    ["By", "Jo", "Marsh", "Ana Ruiz", "and", "&", ",", "Political Editor", "(", ")", "in", "Rome",
     "writes", "reports", "“", "”", ".", "–", "LONDON", "(AP)", "28", "September", "|", "\n", "von",
     "de", "e", "en", "with", "/", "Reuters", "李四", "@x", "Photos by", "’s", "PhD", "Jr."]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map(" ".join))


@given(TEXTS, st.text(max_size=20))
def test_any_text_is_read_and_names_are_clean(text: str, site: str) -> None:
    for one in read_byline(text, site=site):
        assert one.name == " ".join(one.name.split())
        assert one.name
        assert "@" not in one.name
        assert not any(char.isdigit() for char in one.name)


@given(TEXTS)
def test_splitting_takes_words_away_and_adds_none(text: str) -> None:
    told, people = split_byline(text)
    assert people or told == text
    assert {*told.split()} <= {*text.split()} or people
    rest, place = split_dateline(text)
    assert text.endswith(rest)
    assert place is None or place in text


@pytest.mark.parametrize(
    "piece",
    ["(", "A ", "Jo Marsh, ", "By ", "LONDON/", "writes ", ", Jo ", "and ", "1 ", "A-", "A'"],
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    start = time.perf_counter()
    for read in (read_byline, split_byline, split_dateline):
        read(piece * 20_000)
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    "word", ["Parliament", "Avalanches", "Autoridades", "Portugal", "Отставка"]
)
def test_word_that_begins_like_by_opens_no_byline(word: str) -> None:
    assert not OPENS_BYLINE.match(f"{word} in Kaldvik")


@pytest.mark.parametrize("opening", ["By", "By:", "Par", "Por", "Von", "Autor:", "От", "Автор:"])
def test_word_that_says_by_opens_one(opening: str) -> None:
    assert OPENS_BYLINE.match(f"{opening} Ana Ruiz")
    assert OPENS_BYLINE.match("ByAna Ruiz")

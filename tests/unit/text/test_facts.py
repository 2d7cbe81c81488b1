"""What a summary says and its source does not is found; the same in another form is let be."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.text.fact_tales import MONDAY, REPORTS, source_of

from digest.text.facts import FactKind, SourceFacts, SourceText, Unfaithful, find_unfaithful
from digest.text.quotes import are_balanced
from digest.text.sentences import split_sentences

NAME, NUMBER, DATE, QUOTE = FactKind

# Language, what a summary says, the kind of the lie, and what is told as not in the source.
LIES = [
    ("en", "The levy was 42 per cent of the income.", NUMBER, "42 per cent"),
    ("en", "The levy would have raised £1.3 million.", NUMBER, "£1.3 million"),
    ("en", "The levy would have raised £1.2 billion.", NUMBER, "£1.2 billion"),
    ("en", "The levy would have raised $1.2 million.", NUMBER, "$1.2 million"),
    ("en", "It would have cost 12,000 jobs.", NUMBER, "12,000"),
    ("en", "It would have cost 1.2 million jobs in four towns.", NUMBER, "four"),
    ("en", "Rates are up by two per cent since 2024.", NUMBER, "two per cent"),
    ("en", "Rates are up by two percentage points since 2023.", NUMBER, "2023"),
    ("en", "It would have taken 24 harbours.", NUMBER, "24"),
    ("en", "The queue was 12 miles long.", NUMBER, "12 miles"),
    ("en", "The talks lasted five days.", NUMBER, "five days"),
    ("en", "Some 81,431 people signed.", NUMBER, "81,431"),
    ("en", "Nearly 20,000 people signed.", NUMBER, "20,000"),
    ("en", "Fewer than 1,000 jobs would have been lost.", NUMBER, "1,000"),
    ("en", "More than 2,000 jobs would have been lost.", NUMBER, "2,000"),
    ("en", "Rates stay at 3½ per cent.", NUMBER, "3½ per cent"),
    ("en", "The levy is shelved, Viktor Bogdanov said.", NAME, "Viktor Bogdanov"),
    ("en", "Bogdanov said the levy is shelved.", NAME, "Bogdanov"),
    ("en", "The levy is shelved, Peter Marsh writes.", NAME, "Peter Marsh"),
    ("en", "The levy is shelved, said Jo Marshall.", NAME, "Jo Marshall"),
    ("en", "The union is led by Ana Dahl.", NAME, "Ana Dahl"),
    ("en", "The union is led by Henrik Ruiz.", NAME, "Henrik Ruiz"),
    ("en", "The levy was shelved in Rome.", NAME, "Rome"),
    ("en", "The levy was opposed by the NATO envoy.", NAME, "NATO"),
    ("en", "Her party, Green Coast Alliance, is glad.", NAME, "Green Coast Alliance"),
    ("en", "Uzbekistan's envoy welcomed the news.", NAME, "Uzbekistan"),
    ("en", "The levy was shelved on Friday.", DATE, "Friday"),
    ("en", "He met the minister on 18 November.", DATE, "18 November"),
    ("en", "He met the minister on 19 October.", DATE, "19 October"),
    ("en", "He met the minister on November 19, 2025.", DATE, "November 19, 2025"),
    ("en", "“We lost twice,” he said.", QUOTE, "We lost twice,"),
    ("en", "“We counted once, and the votes were not there.”", QUOTE,
     "We counted once, and the votes were not there."),
    ("en", "She spoke of a 'shameful retreat'.", QUOTE, "shameful retreat"),
    ("en", 'He said: "The votes were bought."', QUOTE, "The votes were bought."),
    ("de", "Die Abgabe hätte 42 Prozent gebracht.", NUMBER, "42 Prozent"),
    ("de", "Die Abgabe hätte 1,2 Milliarden Euro gebracht.", NUMBER, "1,2 Milliarden Euro"),
    ("de", "Sie hätte 12.000 Stellen gekostet.", NUMBER, "12.000"),
    ("de", "Zweiundzwanzig Schiffe warteten.", NUMBER, "Zweiundzwanzig"),
    ("de", "Der Zins bleibt, sagte Peter Kehr.", NAME, "Peter Kehr"),
    ("de", "Der Zins bleibt, sagte Lindner.", NAME, "Lindner"),
    ("de", "Gestern gab Henrik Lindner nach.", NAME, "Henrik Lindner"),
    ("de", "Gestern hat Kehr-Bogdanow nachgegeben.", NAME, "Kehr-Bogdanow"),
    ("de", "Kehr besuchte die Arbeiter in Hamburg.", NAME, "Hamburg"),
    ("de", "Kehr reiste nach München.", NAME, "München"),
    ("de", "Die Regierung verzichtete am Freitag.", DATE, "Freitag"),
    ("de", "Am 18. November besuchte Kehr die Arbeiter.", DATE, "18. November"),
    ("de", "Am 18.11. besuchte Kehr die Arbeiter.", DATE, "18.11."),
    ("de", "„Wir haben dreimal gezählt“, sagte Dahl.", QUOTE, "Wir haben dreimal gezählt"),
    ("fr", "La taxe aurait rapporté 1,2 milliard d’euros.", NUMBER, "1,2 milliard d’euros"),
    ("fr", "Elle avait rencontré vingt-trois dockers.", NUMBER, "vingt-trois"),
    ("fr", "La taxe, dit la ministre Anne Dahl, est morte.", NAME, "Anne Dahl"),
    ("fr", "Le gouvernement renonce, dit-on à Marseille.", NAME, "Marseille"),
    ("fr", "Elle les avait rencontrés le 20 novembre.", DATE, "20 novembre"),
    ("fr", "« Nous avons compté trois fois », dit Henri Dahl.", QUOTE,
     " Nous avons compté trois fois "),
    ("es", "Habría costado 2.100 empleos.", NUMBER, "2.100"),
    ("es", "Se reunió con treinta y tres estibadores.", NUMBER, "treinta y tres"),
    ("es", "Lo dijo Carmen Ruiz en Varrow.", NAME, "Carmen Ruiz"),
    ("es", "El Gobierno la retiró el martes.", DATE, "martes"),
    ("it", "Sarebbe costata il 42 per cento.", NUMBER, "42 per cento"),
    ("it", "Aveva incontrato ventitré portuali.", NUMBER, "ventitré"),
    ("it", "Lo dice la premier Anna Dahl.", NAME, "Anna Dahl"),
    ("it", "«Abbiamo contato tre volte», dice Dahl.", QUOTE, "Abbiamo contato tre volte"),
    ("pt", "Renderia 1,2 bilhão de euros.", NUMBER, "1,2 bilhão de euros"),
    ("pt", "A ministra disse isso em Lisboa.", NAME, "Lisboa"),
    ("pt", "Disse isso na sexta-feira.", DATE, "sexta"),
    ("nl", "De heffing had 42 procent opgebracht.", NUMBER, "42 procent"),
    ("nl", "Premier Anna Dahl ziet ervan af.", NAME, "Anna Dahl"),
    ("nl", "De regering zag er vrijdag van af.", DATE, "vrijdag"),
    ("ru", "Сбор принёс бы 1,2 миллиарда евро.", NUMBER, "1,2 миллиарда евро"),
    ("ru", "Об этом сообщил премьер Иван Руис.", NAME, "Иван Руис"),
    ("el", "Το τέλος θα απέφερε το 42% των εσόδων.", NUMBER, "42%"),
    ("el", "Η κυβέρνηση το απέσυρε, είπε ο Νίκος Νταλ.", NAME, "Νίκος Νταλ"),
    ("ja", "税収は港の収入の42%に当たる。", NUMBER, "42%"),
    ("ja", "ペーター・ダール氏は語った。", NAME, "ペーター・ダール"),
    ("ja", "11月18日に会談した。", DATE, "11月18日"),
    ("zh", "该税每年可征收5.3亿元。", NUMBER, "5.3亿元"),
    ("ar", "كانت الرسوم ستجلب ٤٢٪ من الدخل.", NUMBER, "42٪"),
    ("hi", "इससे आय का 42 प्रतिशत मिलता।", NUMBER, "42 प्रतिशत"),
]  # fmt: skip
TRUTHS = [
    ("en", "The levy would have raised 1.2 million pounds, or 24% of the income."),
    ("en", "It would have cost 1200 jobs in 3 towns, Dahl's union said."),
    ("en", "Rates stay at 3.75 percent."),
    ("en", "About 18,400 people signed; more than 18,000 did."),
    ("en", "It would have cost more than a thousand jobs; rates stay at 3¾ %."),
    ("en", "The two-point rise stays."),
    ("en", "The Prime Minister, Ana Ruiz, shelved it."),
    ("en", "Minister Ruiz and Mr Dahl met."),
    ("en", "“We counted twice …” said Henrik Dahl."),
    ("en", "‘the votes were not there’, Dahl said."),
    ("en", '"It is a good day for the coast," she said.'),
    ("en", "“[It is] a good day,” she said."),
    ("en", "The Kazakh envoy was glad. Critics said nothing."),
    ("en", "They met on November 19 and on Thursday; it was shelved on November 23."),
    ("en", "The talks will go on on Tuesday. The five-hour talks ended today."),
    ("en", "“We counted twice”, so the HU’s head. A 12-kilometre queue formed."),
    ("en", "In 2026 the Harbour Union won. Following the talks, the levy is dead."),
    ("en", "EXCLUSIVE: ministers retreat. Mondays are for retreats."),
    ("de", "Der Rückzug der Kehr-Minister freut die Dahl-Leute."),
    ("de", "3,75 % Zins, 1200 Stellen, 21 Schiffe: Kehrs Regierung gibt nach."),
    ("de", "Die Koalition gibt nach, die Gewerkschaft freut sich, der Zins bleibt."),
    ("de", "Der Besuch war am 19.11.2026, an einem Donnerstag."),
    ("de", "Gestern gab Henrik Dahl Entwarnung. Kehr geht in Rente."),
    ("de", "Der Besuch war am 19.11. in Ellisbucht."),
    ("fr", "La taxe aurait rapporté 1,2 M€."),
    ("fr", "La taxe aurait coûté 1.200 emplois dans 3 villes, soit 24 pour cent."),
    ("fr", "L’île d’Ellis a vu 22 dockers le 19 novembre, un jeudi."),
    ("es", "Costaría 1200 empleos, el 24% de los ingresos, a 32 estibadores."),
    ("it", "Costerebbe 1200 posti, il 3,75 per cento; 22 portuali."),
    ("pt", "Custaria 1200 empregos, 24 por cento, a 32 estivadores."),
    ("nl", "Het kost 1200 banen, 24%, zegt Dahls bond; 22 dokwerkers."),
    ("ru", "Встреча с Анной Руис и Генрихом Далем прошла 19 ноября."),
    ("ja", "港の収入の24パーセント、3万5000ドル。"),
]


def judge(source: str, summary: str, language: str) -> list[str]:
    facts = SourceFacts(SourceText(text=source, language=language))
    return [one.what for one in find_unfaithful(summary, facts, language=language)]


def test_the_small_words_of_a_source_are_no_initials_of_a_stranger() -> None:
    source = "Bürgermeisterin Anna Brand verließ den Saal. Die Einwohner lehnen das ab."
    assert judge(source, "Bürgermeisterin Anna Brandt ging.", "de")
    assert judge(source, "Bürgermeisterin Anna Brand ging.", "de") == []


def test_a_result_and_the_sign_of_a_currency_may_be_added() -> None:
    source = (
        "The council voted 14 to 13. The fund pays 40 million euros and a further 12.5 million."
    )
    assert judge(source, "It was 14:13. The fund adds €12.5m.", "en") == []
    assert judge(source, "It was 15:13.", "en") == ["15:13"]
    assert judge(source, "The fund adds $12.5m.", "en") == ["$12.5m"]
    assert judge(source, "It cost €14.", "en") == ["€14"]


@lru_cache
def facts_of(language: str) -> SourceFacts:
    return SourceFacts(source_of(language))


def look(language: str, summary: str, *, strict: bool = False) -> list[Unfaithful]:
    return find_unfaithful(summary, facts_of(language), language=language, strict=strict)


@pytest.mark.parametrize(("language", "summary", "kind", "what"), LIES)
def test_a_lie_is_found_and_named(language: str, summary: str, kind: FactKind, what: str) -> None:
    assert (kind, what) in [(one.kind, one.what) for one in look(language, summary)]


@pytest.mark.parametrize(("language", "summary"), TRUTHS)
def test_the_same_in_another_form_is_faithful(language: str, summary: str) -> None:
    assert look(language, summary, strict=True) == []


def test_the_nearest_thing_in_the_source_is_told() -> None:
    [number] = look("en", "The levy was 42 % of the income.")
    assert (number.what, number.nearest) == ("42 %", "24 per cent")
    [name] = look("en", "The union is led by Peter Dahl.")
    assert (name.what, name.nearest) == ("Peter Dahl", "Henrik Dahl")


@pytest.mark.parametrize(
    ("source", "summary", "faithful"),
    [
        ("They met at 17:30.", "They met at 5.30 p.m.", True),
        ("They met at 17:30.", "They met at 5:30 in the afternoon.", True),
        ("They met at 17:30.", "They met at 5.30 a.m.", False),
        ("They met at 7 p.m.", "They met at 19:00.", True),
        ("They met at 7 p.m.", "They met at 7 o'clock.", True),
        ("They met at 7 p.m.", "They met at 7 a.m.", False),
        ("They met at 12 p.m.", "They met at 12:00.", True),
        ("They met at 7.15pm.", "They met at 19:45.", False),
        ("Sie trafen sich um 19 Uhr.", "Sie trafen sich um 19.00 Uhr.", True),
        ("Sie trafen sich um 19.30 Uhr.", "Sie trafen sich um 20.30 Uhr.", False),
    ],
)
def test_times_of_day(source: str, summary: str, *, faithful: bool) -> None:
    facts = SourceFacts(SourceText(text=source, language="en"))
    assert (find_unfaithful(summary, facts, language="en") == []) is faithful


def test_every_fact_is_told_once() -> None:
    assert len(look("en", "It was 42 %. It was 42 %, said Bogdanov and Bogdanov.")) == 2


def test_a_line_in_title_case_tells_no_names_of_an_editor_but_those_of_a_machine() -> None:
    title = "Ministers Surrender After Night With Viktor Bogdanov"
    assert look("en", title) == []
    [name] = look("en", title, strict=True)
    assert "Bogdanov" in name.what


def test_a_quotation_in_another_language_is_judged_only_when_a_machine_made_it() -> None:
    summary = "„Wir haben zweimal gezählt“, sagte Dahl."
    assert find_unfaithful(summary, facts_of("en"), language="de") == []
    [found] = find_unfaithful(summary, facts_of("en"), language="de", strict=True)
    assert found.kind is QUOTE


def test_yesterday_needs_a_day_in_the_source() -> None:
    told = SourceFacts(SourceText(text="It was shelved on Monday.", language="en",
                                  published=frozenset((date(2026, 11, 24),))))  # fmt: skip
    silent = SourceFacts(SourceText(text="It was shelved.", language="en",
                                    published=frozenset((date(2026, 11, 24),))))  # fmt: skip
    summary = "It was shelved yesterday."
    assert find_unfaithful(summary, told, language="en") == []
    assert [one.kind for one in find_unfaithful(summary, silent, language="en")] == [DATE]


def test_without_a_day_of_publication_only_what_stands_there_counts() -> None:
    source = SourceFacts(SourceText(text="They met on Friday, 20 November.", language="en"))
    assert find_unfaithful("They met on Friday.", source, language="en") == []
    assert find_unfaithful("They met on Monday.", source, language="en") != []


@pytest.mark.parametrize("language", REPORTS)
def test_every_sentence_of_a_text_is_faithful_to_it(language: str) -> None:
    for sentence in split_sentences(REPORTS[language], language):
        assert look(language, sentence, strict=True) == [], sentence


PIECES = st.sampled_from(
    ["Ana", "Marsh", "said", "the", "24 %", "1,200", "“We", "counted”", "on Monday", "3.", "2026",
     "19 November", "Mr.", "two", "hundred", "million", "US$5", "’s", "-", "in", "Der", "‘no’",
     "II", "Prozent", "3万", "to", "«Non»", "12:30", "yesterday", "O’Neill", "(", ")", "U.N."]
)  # fmt: skip
SENTENCES = st.lists(PIECES, min_size=1, max_size=12).map(lambda words: " ".join(words) + ".")


LANGUAGES = st.sampled_from(["en", "de", "fr", "ja", "xx"])


def extracted(sentences: list[str], kept: Iterable[int], language: str) -> list[Unfaithful]:
    source = SourceFacts(
        SourceText(text="\n".join(sentences), language=language, published=frozenset((MONDAY,)))
    )
    extract = "\n".join(one for at, one in enumerate(sentences) if at in kept)
    return find_unfaithful(extract, source, language=language, strict=True)


@settings(max_examples=50, deadline=None)
@given(
    sentences=st.lists(SENTENCES, min_size=1, max_size=5),
    start=st.integers(0, 4),
    length=st.integers(1, 5),
    language=LANGUAGES,
)
def test_any_passage_of_a_text_is_faithful(
    sentences: list[str], start: int, length: int, language: str
) -> None:
    assert extracted(sentences, range(start, start + length), language) == []


@settings(max_examples=50, deadline=None)
@given(
    # A quotation that runs on over a sentence which is left out is an altered one.
    sentences=st.lists(SENTENCES.filter(are_balanced), min_size=1, max_size=5),
    kept=st.sets(st.integers(0, 4)),
    language=LANGUAGES,
)
def test_any_sentences_of_a_text_are_faithful(
    sentences: list[str], kept: set[int], language: str
) -> None:
    assert extracted(sentences, kept, language) == []


@settings(deadline=None)
@given(summary=st.text(max_size=300), source=st.text(max_size=300))
def test_no_text_is_too_odd(summary: str, source: str) -> None:
    facts = SourceFacts(SourceText(text=source, language="de"))
    find_unfaithful(summary, facts, language="en", strict=True)
    assert find_unfaithful(source, facts, language="de", strict=True) == []


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        "7",
        "'a ",
        "1.",
        "1 000 ",
        "Aa",
        "Aa ",
        "hundred ",
        "19 November ",
        "«",
        "3万",
        "-1",
        "A.",
        "1h",
        "B'",
    ],
)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    text = piece * (6_000 // len(piece))
    source = SourceFacts(SourceText(text=text, language="en"))
    find_unfaithful(text[:3_000], source, language="en", strict=True)

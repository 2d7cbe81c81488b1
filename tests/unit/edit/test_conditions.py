"""A cut keeps what a sentence depends on."""

import pytest

from digest.edit.conditions import loses_condition
from digest.edit.cuts import cut_at_clause
from digest.edit.standing import hangs, lacks_verb, splits_measure


@pytest.mark.parametrize(
    ("told", "rest", "language"),
    [
        ("The plant will close in May", " unless power gets cheaper.", "en"),
        ("A third reading has been held only twice", " since the war, on both days in May.", "en"),
        ("It was the club's first home win", " in nine years, its coach said with tears.", "en"),
        ("October was the driest month", " since records began, the weather office found.", "en"),
        ("The plant will close", " and dismiss its workers unless power gets cheaper.", "en"),
        ("The ministry will pay", ", if parliament agrees.", "en"),
        ("The bank will lend nothing to mines", ", except to those in Kell.", "en"),
        ("Doctors will not strike", " next month until the board has answered.", "en"),
        ("The court cleared him of fraud", " on Monday but jailed him for forgery.", "en"),
        ("He did not go because he is guilty", ", his lawyer said, but because he is ill.", "en"),
        ("Das Bad wird im Mai schließen", ", wenn das Land nicht hilft.", "de"),
        ("Er hat kein Geld unterschlagen", ", sondern die Bücher falsch geführt.", "de"),
        ("La mairie fermera la piscine", " en mai si l'État n'aide pas.", "fr"),
        ("El municipio no cerrará la piscina", " hasta que responda el gobierno.", "es"),
        ("Il comune chiuderà la piscina", " a maggio se la regione non aiuta.", "it"),
        ("A cidade fechará a piscina", ", a menos que o estado ajude.", "pt"),
        ("De stad sluit het bad", ", tenzij de provincie helpt.", "nl"),
        ("Город закроет бассейн", ", если область не поможет.", "ru"),
    ],
)
def test_no_cut_takes_away_what_the_rest_depends_on(told: str, rest: str, language: str) -> None:
    assert loses_condition(told, rest, language)
    whole = f"{told}{rest}"
    assert cut_at_clause(whole, language, lambda part: len(part) <= len(told) + 1) != f"{told}."


@pytest.mark.parametrize(
    ("told", "rest", "language"),
    [
        ("The plant will close in May", ", and the mayor said she would go if it did.", "en"),
        ("The crane fell", " as if it were made of paper.", "en"),
        ("The crane fell", " before the children had left.", "en"),
        ("Der Kran fiel", ", bevor die Kinder gegangen waren.", "de"),
        ("La grue est tombée", " avant midi.", "fr"),
        ("Журавль упал", ", когда дети ушли.", "ru"),
        ("クレーンが倒れた", "、子供たちは無事だった。", "ja"),
    ],
)
def test_what_only_adds_to_a_clause_may_go(told: str, rest: str, language: str) -> None:
    assert not loses_condition(told, rest, language)


@pytest.mark.parametrize(
    ("told", "lacks"),
    [
        ("Only three of the twelve ships that the navy ordered in 2019", True),
        ("Women who took the drug during the first trial", True),
        ("The man who was seen on the quay was a diver", False),
        ("The mayor said that the quay is closed", False),
        ("We know that he is alive", False),
        ("Steps that cut costs work", False),
        ("The quay is closed", False),
    ],
)
def test_a_verb_said_by_the_way_is_none_of_the_clause(told: str, lacks: bool) -> None:  # noqa: FBT001
    assert lacks_verb(told) is lacks


@pytest.mark.parametrize(
    ("told", "rest", "splits"),
    [
        ("She will resign, a day", " after the report.", True),
        ("He died two weeks", " before the vote.", True),
        ("It closed shortly", " after noon.", True),
        ("He was jailed for two years", " after the trial.", False),
        ("It closed in May", " after the storm.", False),
        ("It took a day", " to reach the ship.", False),
    ],
)
def test_no_cut_parts_a_span_from_what_it_is_counted_from(
    told: str,
    rest: str,
    splits: bool,  # noqa: FBT001
) -> None:
    assert splits_measure(told, rest) is splits


def test_a_clause_of_which_only_its_subject_is_there_hangs() -> None:
    assert hangs("They named the strike as the reason why their flights")
    assert not hangs("They named the strike as the reason why their flights were late")

"""Names in capitals are written as a desk writes them; everything else stays as printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.names import is_person, unshout

SPOKEN = {
    "JO MARSH": "Jo Marsh",
    "JO O'BRIEN": "Jo O'Brien",
    "JO McKAY": "Jo McKay",
    "JO MCKAY": "Jo McKay",
    "JAN VAN DER BERG": "Jan van der Berg",
    "MARY-JANE SMITH": "Mary-Jane Smith",
    "J.R. MARSH": "J.R. Marsh",
    "J. K. MARSH": "J. K. Marsh",
    "JK MARSH": "JK Marsh",
    "AJ MARSH": "AJ Marsh",
    "AL MARSH": "Al Marsh",
    "JO MARSH JR.": "Jo Marsh Jr.",
    "JO MARSH III": "Jo Marsh III",
    "ИВАН ПЕТРОВ": "Иван Петров",
    "AP POLITICAL WRITER": "AP Political Writer",
    "Jean DUPONT": "Jean DUPONT",
    "Jo Marsh": "Jo Marsh",
    "李四": "李四",
    "": "",
}


@pytest.mark.parametrize(("printed", "written"), SPOKEN.items())
def test_a_name_in_capitals_is_written_as_a_desk_writes_it(printed: str, written: str) -> None:
    assert unshout(printed) == written
    assert unshout(written) == written


@given(st.text(max_size=40))
def test_writing_a_name_changes_no_letter_but_its_case(text: str) -> None:
    assert unshout(text).casefold().split() == text.casefold().split() or not text.isascii()


@pytest.mark.parametrize(
    "text",
    [
        *("Super User", "Test User", "Sponsored Content", "Press Release", "PR Newswire"),
        *("Business Wire", "USA TODAY", "Estadão Conteúdo", "Velm High School", "Sign Up"),
        *("Velm Obituaries", "Save Story", "Listen Now", "Facebook Twitter", "Jo Marsh's Notebook"),
        *("Northlake Dairy Cooperative", "연합뉴스", "ロイター", "取材班", "सुंदरनगर ब्यूरो"),
    ],
)
def test_accounts_companies_and_furniture_are_no_persons(text: str) -> None:
    assert not is_person(text)


@pytest.mark.parametrize(
    "text", ["Theresa May", "Min Jin Lee", "Sana Malik", "山田 太郎", "Ana Petra"]
)
def test_names_that_are_words_as_well_are_persons(text: str) -> None:
    assert is_person(text)

"""Which words somebody agreed to: those of the form that they saw, as far as they are known."""

from datetime import UTC, datetime

import pytest

from digest.model.signup import ConsentText
from digest.web.wording import find_agreed

NOW = datetime(2026, 11, 23, tzinfo=UTC)
EARLIER = "00112233445566ff"


def text(version: str, language: str) -> ConsentText:
    return ConsentText(version=version, language=language, text=version, first_shown=NOW)


PRESENT = {"en": text("e" * 16, "en"), "de": text("d" * 16, "de")}


def find(version: str) -> ConsentText | None:
    """The words of one day alone are kept."""
    return text(EARLIER, "en") if version == EARLIER else None


@pytest.mark.parametrize("claimed", ["e" * 16, "d" * 16, EARLIER])
def test_the_words_of_the_form_are_taken_down_whatever_the_page_says_now(claimed: str) -> None:
    agreed = find_agreed(claimed, "en", present=PRESENT, find=find)
    assert (agreed.text.version, agreed.doubt) == (claimed, "")


@pytest.mark.parametrize(
    ("claimed", "doubt"),
    [
        ("", "which names no words"),
        ("0" * 16, f"with unknown words {'0' * 16}"),
        ("0" * 17, "which names no words"),
        ("A" * 16, "which names no words"),
        ("<script>, \n\u202e", "which names no words"),
        ("\u0660" * 16, "which names no words"),
    ],
)
def test_of_unknown_words_the_proof_says_that_they_are_unknown(claimed: str, doubt: str) -> None:
    agreed = find_agreed(claimed, "de", present=PRESENT, find=find)
    assert (agreed.text, agreed.doubt) == (PRESENT["de"], doubt)


def test_nothing_is_looked_up_that_cannot_be_a_version() -> None:
    def never(version: str) -> ConsentText | None:
        raise AssertionError(version)

    for claimed in ("", "'; DROP TABLE subscriber", "e" * 16):
        find_agreed(claimed, "en", present=PRESENT, find=never)

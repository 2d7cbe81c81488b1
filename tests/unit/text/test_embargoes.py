"""Notices that a text may not be shown before a moment."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.embargoes import find_embargo, strip_notice

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
STORY = "The central bank of Varrow will cut its rate by half a point."


def moment(text: str, *languages: str) -> str | None:
    found = find_embargo(text, now=NOW, zone="Europe/Brussels", languages=languages)
    return f"{found:%m-%d %H:%M}" if found and found.year == NOW.year else None


@pytest.mark.parametrize(
    ("notice", "languages", "expected"),
    [
        ("EMBARGOED UNTIL 06:00 GMT, 23 November 2026", ("en",), "11-23 06:00"),
        ("Embargo: 24 November 2026, 00:01 GMT.", ("en",), "11-24 00:01"),
        ("(Embargoed until 23 November 2026 06:00 CET)", ("en",), "11-23 05:00"),
        ("*** NOT FOR RELEASE BEFORE 0001 GMT 30 November 2026 ***", ("en",), "11-30 00:01"),
        ("Embargoed for release until 4 p.m. EST, Nov. 25, 2026.", ("en-US",), "11-25 21:00"),
        ("Sperrfrist: Montag, 23. November 2026, 06.00 Uhr", ("de",), "11-23 05:00"),
        ("Sous embargo jusqu'au 23 novembre 2026 à 6h00", ("fr",), "11-23 05:00"),
        ("Bajo embargo hasta el 24 de noviembre de 2026, 08:00", ("es",), "11-24 07:00"),
        ("Embargoed until 12 December 2026", ("en",), "12-11 23:00"),
        ("Embargoed until 30 November 06:00", ("en",), "11-30 05:00"),
        ("Embargoed until 20 November 06:00", ("en",), "11-20 05:00"),
    ],
)
def test_a_notice_tells_its_moment(notice: str, languages: tuple[str, ...], expected: str) -> None:
    assert moment(f"{notice}\n{STORY}", *languages) == expected
    assert moment(f"Rates fall in Varrow\n{notice}\n\n{STORY}", *languages) == expected


@pytest.mark.parametrize(
    "text",
    [
        "EU extends arms embargo until 30 November 2026\nMinisters met in Kaldvik.",
        "The embargo until 1 December 2026 hits traders",
        "Embargo on grain ends\nThe port of Harwick opens on 24 November 2026.",
        "Embargo: a short history of a long word",
        "Not for release from prison, says the judge, on 24 November 2026",
        STORY,
        "",
    ],
)
def test_news_about_an_embargo_is_no_notice(text: str) -> None:
    assert moment(text, "en") is None


@pytest.mark.parametrize(
    ("notice", "language"),
    [
        ("Embargoed until 2026-11-23 06:00", "en"),
        ("EMBARGOED UNTIL 05:00 GMT MONDAY 23 NOVEMBER 2026", "en"),
        ("Sperrfrist: Montag, 23. November 2026, 06.00 Uhr", "de"),
        ("Sous embargo jusqu'au lundi 23 novembre 2026 à 6h00", "fr"),
    ],
)
def test_a_notice_is_read_although_the_text_goes_on_behind_it(notice: str, language: str) -> None:
    text = f"{notice} {STORY}"
    assert moment(text, language) == "11-23 05:00"
    assert strip_notice(text, now=NOW, languages=(language,)) == STORY


def test_a_notice_that_cannot_be_read_holds_for_a_day_and_stays_in_sight() -> None:
    text = f"Embargoed until 6pm on Monday\n\n{STORY}"
    assert moment(text, "en") == "11-24 05:00"
    assert strip_notice(text, now=NOW) == text


def test_a_notice_further_down_is_none() -> None:
    assert moment("word " * 200 + "\nEmbargoed until 24 November 2026", "en") is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"Embargoed until 06:00 GMT, 23 November 2026\n\n{STORY}", STORY),
        (f"Embargo: 24 November 2026, 00:01 GMT. {STORY}", STORY),
        (f"(Embargoed until 23 November 2026) {STORY}", STORY),
        ("Embargoed until 24 November 2026", ""),
        (STORY, STORY),
    ],
)
def test_readers_are_shown_no_notice(text: str, kept: str) -> None:
    assert strip_notice(text, now=NOW) == kept


@given(st.text(alphabet="Embargoed until: 0123456789.Nov\n(]", max_size=200))
def test_whatever_stands_there_the_rest_of_the_text_stays(text: str) -> None:
    find_embargo(text, now=NOW, zone="UTC")
    assert text.endswith(strip_notice(text, now=NOW))

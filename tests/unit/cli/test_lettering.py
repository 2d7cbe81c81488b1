"""Letters as `digest letters` lists them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from digest.cli.lettering import MOST_SHOWN, letter_line, letter_lines
from digest.model.signup import LetterKind, LetterState

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
ZONE = "Europe/Brussels"
FRESH = LetterState(
    kind=LetterKind.KNOWN,
    email="ada@example.org",
    asked_at=NOW,
    due=NOW,
    attempts=0,
    outcome="",
    code=0,
    reply="",
)


def test_a_line_tells_how_a_letter_stands() -> None:
    put_off = replace(FRESH, outcome="deferred", code=450, reply="4.2.1 later")
    given_up = replace(FRESH, due=None, outcome="unknown", reply="broken off")
    in_hand = replace(put_off, due=NOW + timedelta(minutes=30), taken=NOW)

    assert [letter_line(one, ZONE) for one in (FRESH, put_off, given_up, in_hand)] == [
        "known    ada@example.org   due 05:30 Europe/Brussels",
        "known    ada@example.org   due 05:30 Europe/Brussels   deferred: 450 4.2.1 later",
        "known    ada@example.org   given up   unknown: broken off",
        "known    ada@example.org   taken 05:30 Europe/Brussels   being sent",
    ]


def test_of_many_letters_the_latest_are_shown() -> None:
    many = [replace(FRESH, email=f"reader{number}@example.org") for number in range(1200)]

    lines = letter_lines(many, ZONE)

    assert len(lines) == MOST_SHOWN + 1
    assert lines[0] == "1,150 earlier ones: digest letters --json"
    assert "reader1199@example.org" in lines[-1]
    assert len(letter_lines(many[:MOST_SHOWN], ZONE)) == MOST_SHOWN

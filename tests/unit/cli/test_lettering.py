"""Letters as `digest letters` lists them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.app.letters import LetterReport
from digest.cli.lettering import MOST_SHOWN, letter_line, letter_lines, report_answer
from digest.cli.stopping import Stop
from digest.errors import ExitStatus
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
    put_off = replace(FRESH, outcome="deferred", code=450, reply="later")
    given_up = replace(FRESH, due=None, outcome="unknown", reply="broken off")
    in_hand = replace(put_off, due=NOW + timedelta(minutes=30), taken=NOW)

    assert [letter_line(one, ZONE) for one in (FRESH, put_off, given_up, in_hand)] == [
        "known    ada@example.org   due 2026-11-23 05:30 Europe/Brussels",
        "known    ada@example.org   due 2026-11-23 05:30 Europe/Brussels   deferred: 450 later",
        "known    ada@example.org   given up   unknown: broken off",
        "known    ada@example.org   taken 2026-11-23 05:30 Europe/Brussels   being sent",
    ]


def test_of_many_letters_the_latest_are_shown() -> None:
    many = [replace(FRESH, email=f"reader{number}@example.org") for number in range(1200)]

    lines = letter_lines(many, ZONE)

    assert len(lines) == MOST_SHOWN + 1
    assert lines[0] == "1,150 earlier ones: digest letters --json"
    assert "reader1199@example.org" in lines[-1]
    assert len(letter_lines(many[:MOST_SHOWN], ZONE)) == MOST_SHOWN


LATER = NOW + timedelta(minutes=8)
AGAIN = "tried again at 2026-11-23 05:38 Europe/Brussels"


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (LetterReport(), "Nothing is due: 0 letters wait."),
        (
            LetterReport(waiting=1, next_due=LATER),
            f"Nothing is due yet: 1 letter is {AGAIN}.",
        ),
        (
            LetterReport(waiting=1200, next_due=LATER),
            f"Nothing is due yet: 1,200 letters wait, the first is {AGAIN}.",
        ),
        (LetterReport(waiting=1), "Nothing is due yet: 1 letter is in another run's hands."),
        (
            LetterReport(deferred=1, waiting=1, next_due=LATER),
            f"accepted 0 · deferred 1 · given up 0 · unknown 0      1 letter is {AGAIN}.",
        ),
        (
            LetterReport(accepted=1, waiting=2, next_due=NOW),
            "accepted 1 · deferred 0 · given up 0 · unknown 0      2 letters wait.",
        ),
    ],
    ids=["none", "one", "many", "taken", "put off", "due"],
)
def test_a_round_tells_what_waits_and_until_when(report: LetterReport, told: str) -> None:
    answer = report_answer(report, Stop(), now=NOW, zone=ZONE)

    assert answer.lines == [f"{told}      Next: digest letters"]
    assert answer.status is (ExitStatus.OWED if report.waiting else ExitStatus.OK)
    assert isinstance(answer.data, dict)
    due = {None: None, NOW: "2026-11-23T04:30:00Z", LATER: "2026-11-23T04:38:00Z"}
    assert answer.data["next_due"] == due[report.next_due]

"""What reaches the terminal: lines, one object, or nothing; never a control character."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.cli.answer import (
    Answer,
    escape_controls,
    in_one_line,
    print_line,
    show_answer,
    show_error,
)
from digest.cli.invocation import Invocation
from digest.errors import ConfigError, EditionError, ExitStatus

LINES = ["1,184 accepted", "Next: digest report"]


def call(**options: Any) -> Invocation:
    return Invocation(directory=Path(), **options)


def test_a_person_reads_every_line_and_the_caller_gets_the_status(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = show_answer(Answer(lines=LINES, status=ExitStatus.OWED), call())
    assert status == 5
    assert capsys.readouterr() == ("1,184 accepted\nNext: digest report\n", "")


def test_json_is_one_object_with_the_name_of_the_status(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer(lines=LINES, data={"edition": "é", "n": None}, status=ExitStatus.QUIET)
    assert show_answer(answer, call(as_json=True)) == 3
    out, err = capsys.readouterr()
    assert err == ""
    assert out == '{"edition": "é", "n": null, "status": "quiet"}\n'


def test_json_is_one_object_a_line_for_many(capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(Answer(data=[{"a": "x\ny"}, {"a": 2, "status": "failed"}]), call(as_json=True))
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line) for line in lines] == [
        {"a": "x\ny", "status": "ok"},
        {"a": 2, "status": "failed"},
    ]


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("It refuses us: 535 5.7.8 invalid", "It refuses us: 535 5.7.8 invalid. Look."),
        ("It is down.", "It is down. Look."),
        ("Is it down?", "Is it down? Look."),
    ],
)
def test_in_one_line_a_full_stop_parts_what_went_wrong_from_what_to_do(
    message: str, line: str
) -> None:
    assert in_one_line(message, "Look.") == line
    assert in_one_line(message, "") == message


def test_quiet_says_nothing_on_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert show_answer(Answer(lines=LINES), call(quiet=True)) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (Answer(lines=LINES, status=ExitStatus.OWED), "1,184 accepted\n"),
        (Answer(lines=LINES, status=ExitStatus.OWED, brief="5 owed"), "5 owed\n"),
        (Answer(status=ExitStatus.OWED), ""),
        (Answer(lines=LINES, status=ExitStatus.QUIET, silent_when_quiet=True), ""),
    ],
)
def test_quiet_says_one_line_when_something_is_not_as_it_should_be(
    answer: Answer, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show_answer(answer, call(quiet=True)) == int(answer.status)
    assert capsys.readouterr().out == shown


def test_json_wins_over_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(Answer(lines=LINES, data={"a": 1}), call(quiet=True, as_json=True))
    assert json.loads(capsys.readouterr().out) == {"a": 1, "status": "ok"}


def test_an_error_is_told_with_what_to_do_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    error = EditionError("a.md:3: wrong key.", "Write it as “by”.")
    assert show_error(error, call()) == 4
    assert capsys.readouterr() == ("", "a.md:3: wrong key.\nWrite it as “by”.\n")


def test_an_error_is_one_line_with_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    assert show_error(ConfigError("Line 3\nis wrong.", "Mend it."), call(quiet=True)) == 78
    assert capsys.readouterr() == ("", "Line 3 is wrong. Mend it.\n")
    show_error(ConfigError("Line 3."), call())
    assert capsys.readouterr().err == "Line 3.\n"


def test_an_error_is_one_object_with_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert show_error(ConfigError("Wrong."), call(as_json=True, quiet=True)) == 78
    out, err = capsys.readouterr()
    assert json.loads(out) == {"error": "Wrong.", "hint": None, "status": "config"}
    assert err == ""


@given(st.text())
def test_nothing_can_steer_a_terminal(text: str) -> None:
    shown = escape_controls(text)
    kept = {"\t", "\n"}
    assert not {one for one in shown if ord(one) < 32 or 127 <= ord(one) < 160} - kept
    assert not set(shown) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
    )
    assert escape_controls(shown) == shown


def test_what_people_write_is_shown_as_it_is() -> None:
    for text in ("“Ferry – 42 %”", "مرحبا", "日本\u3000東京", "a\tb", "👩\u200d🚒", "C:\\n"):
        assert escape_controls(text) == text
    assert escape_controls("a\x1b[2Jb\r") == "a\\x1b[2Jb\\r"


def test_a_terminal_of_any_encoding_gets_what_it_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", newline="\n"))
    print_line("Sun 05:30 → “Mon”")
    assert raw.getvalue() == b"Sun 05:30 ? ?Mon?\n"


def test_json_means_the_same_and_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    odd = {"page": "caf\udce9", "title": "a\x9b2J\u202eb\x7f é"}

    show_answer(Answer(data=odd), call(as_json=True))

    out = capsys.readouterr().out
    assert out.isascii()
    assert out.removesuffix("\n").isprintable()
    assert json.loads(out) == {**odd, "status": "ok"}

"""An edition's file with any line wrong: named by `check` and by `send`, and nothing is sent."""

from pathlib import Path

import pytest
from tests.e2e.conftest import Indoors
from tests.unit.compose.test_mistakes import BODY, FRONT

SLUG = "the-daily-2026-11-23"
FILE = f"editions/{SLUG}.md"
HEAD = f'+++\nedition = "{SLUG}"\nnumber = 1\nsubject = "Dockers"\n+++\n'


def mail_in(office: Indoors) -> list[Path]:
    new = office.folder / "outbox" / "new"
    return list(new.iterdir()) if new.exists() else []


def put(office: Indoors, text: str | bytes) -> None:
    path = office.folder / FILE
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def refused_everywhere(office: Indoors, place: str, words: str) -> None:
    """Both commands name the place and the mistake, end with status 4, and nothing is sent."""
    checked = office.run("check")
    told = office.run("--json", "check")
    sent = office.run("send")
    quiet = office.run("send", "-q")

    assert (checked.status, told.status, sent.status, quiet.status) == (4, 4, 4, 4)
    assert f"E  {place}" in checked.out
    assert words in checked.out
    assert checked.out.splitlines()[-1].startswith("1 error, 0 warnings: nothing will be sent.")
    assert place in sent.err
    assert words in sent.err
    assert f"digest check {SLUG}" in sent.err or "Save it as UTF-8." in sent.err
    assert len(quiet.err.splitlines()) == 1
    assert quiet.out == ""
    [finding] = told.data["findings"]
    assert finding["level"] == "error"
    assert finding["file"] == FILE
    assert words in finding["message"]
    assert mail_in(office) == []
    assert not (office.folder / f"editions/{SLUG}.lock.json").exists()


@pytest.mark.parametrize(("body", "line", "column", "says", "fix"), BODY)
def test_a_wrong_line_of_the_body_blocks_sending_with_its_place_and_the_fix(
    drafted: Indoors, body: str, line: int, column: int, says: str, fix: str
) -> None:
    put(drafted, HEAD + body)

    refused_everywhere(drafted, f"{FILE}:{line}:{column}", says)

    assert fix in drafted.run("check").out
    assert drafted.run("--json", "check").data["findings"][0]["line"] == line


@pytest.mark.parametrize(("text", "line", "column", "says"), FRONT)
def test_a_wrong_line_of_the_front_matter_blocks_sending_with_its_place(
    drafted: Indoors, text: str, line: int, column: int, says: str
) -> None:
    put(drafted, text)

    refused_everywhere(drafted, f"{FILE}:{line}:{column}", says)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (b"", f"{FILE}:1:1", "front matter"),
        (HEAD.encode() + b"\nCaf\xe9\n", f"{FILE}:7", "not UTF-8"),
        (b"\xff\xfe" + HEAD.encode("utf-16-le"), f"{FILE}:1", "not UTF-8"),
        (b"\x00" * 100, f"{FILE}:1:1", "front matter"),
        (HEAD.replace(SLUG, "the-daily-2026-11-22").encode(), FILE, "the-daily-2026-11-22"),
        (HEAD.replace(SLUG, "../../etc/passwd").encode(), f"{FILE}:2:9", "no name of an edition"),
    ],
    ids=["empty", "latin-1", "utf-16", "nul", "another edition", "path"],
)
def test_a_file_that_is_no_edition_blocks_sending(
    drafted: Indoors, text: bytes, place: str, says: str
) -> None:
    put(drafted, text)

    refused_everywhere(drafted, place, says)


@pytest.mark.parametrize(
    ("body", "rule", "says", "line"),
    [
        ("# News\n", "empty-edition", "no story", None),
        ("# News\n\n## A\n\nSee [this]() page.", "empty-link", "goes nowhere", 8),
        ("# News\n\n## A\n\nSee [this](/there) page.", "relative-link", "/there", 8),
        (
            "# News\n\n## A\n\nText.\n\n[an error occurred while processing this directive]",
            "leftover-junk",
            "an error occurred",
            8,
        ),
        ("# News\n\n## A\n\nThe council of", "mid-sentence-summary", "council of", 8),
    ],
)
def test_what_can_be_read_but_must_not_leave_is_named_by_its_rule(
    drafted: Indoors, body: str, rule: str, says: str, line: int | None
) -> None:
    put(drafted, HEAD + body)

    checked = drafted.run("--json", "check")
    sent = drafted.run("send")

    assert (checked.status, sent.status) == (4, 4)
    found = {one["rule"]: one for one in checked.data["findings"] if one["level"] == "error"}
    assert says in found[rule]["message"]
    assert found[rule]["line"] == line
    assert "Nothing is sent." in sent.err
    assert f"digest check {SLUG}" in sent.err
    assert mail_in(drafted) == []


def test_a_file_that_is_gone_is_named_with_the_way_back(drafted: Indoors) -> None:
    (drafted.folder / FILE).unlink()

    checked = drafted.run("check")

    assert checked.status == 2
    assert f"There is no {FILE}." in checked.err
    assert "digest draft" in checked.err
    assert mail_in(drafted) == []
    assert drafted.run("draft").status == 0
    assert drafted.run("send").status == 0
    assert len(mail_in(drafted)) == 30


def test_a_mistake_that_is_corrected_is_forgotten(drafted: Indoors) -> None:
    good = (drafted.folder / FILE).read_bytes()
    put(drafted, good.replace(b"\nby: ", b"\nbyy: ", 1))
    assert drafted.run("send").status == 4

    put(drafted, good)
    sent = drafted.run("--json", "send")

    assert (sent.status, sent.data["accepted"]) == (0, 30)
    assert len(mail_in(drafted)) == 30


def test_a_file_spoilt_after_planning_changes_nothing_that_is_sent(drafted: Indoors) -> None:
    drafted.environment["DIGEST_RELAY"] = "smtp+plain://127.0.0.1:1"
    assert drafted.run("send").status == 69
    put(drafted, b"\xff\xfenothing of an edition")

    drafted.environment.clear()
    sent = drafted.run("--json", "send")

    assert (sent.status, sent.data["accepted"]) == (0, 30)


def test_an_editor_that_fails_is_named(drafted: Indoors) -> None:
    for command, words in (
        ("false", "false"),
        ("/nowhere/editor", "/nowhere/editor"),
        ("'unclosed", "EDITOR"),
    ):
        drafted.environment["EDITOR"] = command
        drafted.environment["VISUAL"] = ""
        ran = drafted.run("edit")
        assert ran.status == 2, ran
        assert words in ran.err

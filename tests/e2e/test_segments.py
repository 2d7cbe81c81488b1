"""Segments at the command line, and everything that docs/reference/segments.md promises."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.e2e.conftest import Indoors
from tests.e2e.test_lists import LATER

from digest.adapters.csvfile import CsvRows
from digest.adapters.memory import MemoryStore
from digest.app.people_import import import_rows
from digest.app.segments import refuse_unknown
from digest.deliver.segment_attributes import ATTRIBUTES
from digest.deliver.segment_parser import read_segment

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "segments.md").read_text("utf-8")
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ROW = re.compile(r"^\| `(.+)` \| (.+) \|$", re.MULTILINE)


def part(heading: str) -> str:
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.fixture(scope="module")
def small_publication(tmp_path_factory: pytest.TempPathFactory) -> MemoryStore:
    """The readers of the page."""
    path = tmp_path_factory.mktemp("page") / "readers.csv"
    path.write_text(part("Examples").split("```")[1].partition("\n")[2], encoding="utf-8")
    store = MemoryStore()
    with CsvRows(path) as rows:
        report = import_rows(rows, subscribers=store.subscribers, now=NOON)
    assert (report.new, report.bad) == (5, 0)
    return store


def test_every_example_of_the_page_chooses_whom_it_says(small_publication: MemoryStore) -> None:
    examples = ROW.findall(part("Examples"))
    told = {rule: chosen.replace("nobody", "") for rule, chosen in examples}
    assert len(told) == len(examples) > 20
    people = small_publication.subscribers
    for rule, names in told.items():
        segment = read_segment(rule, now=NOON)
        refuse_unknown(segment, subscribers=people)
        found = [one.email.partition("@")[0] for one in people.subscribers(segment=segment)]
        assert found == [name for name in names.split(", ") if name], rule


def test_every_attribute_stands_on_the_page_and_no_other() -> None:
    assert sorted(name for name, _ in ROW.findall(part("Attributes"))) == sorted(ATTRIBUTES)


def give_countries(office: Indoors) -> None:
    """Write the countries of three of the thirty readers into a file, and import it."""
    path = office.folder / "countries.csv"
    rows = ["email,country,lists"]
    rows += [f"{name}@example.org,{country},early" for name, country in COUNTRIES.items()]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert office.run("subscribers", "import", str(path)).status == 0


def was_mailed(office: Indoors, name: str) -> bool:
    shown = office.run("--json", "subscribers", "show", f"{name}@example.org").data
    return [one["outcome"] for one in shown["deliveries"]] == ["accepted"]


COUNTRIES = {"jo": "BE", "ana": "NL", "tam": "BE"}
RULE = """country='be' and "early" in lists"""
BELGIANS = {"jo@example.org", "tam@example.org"}


def test_a_segment_gets_the_edition_and_nobody_else_does(drafted: Indoors) -> None:
    give_countries(drafted)
    sent = drafted.run("--json", "send", "--segment", RULE)
    first = [was_mailed(drafted, name) for name in COUNTRIES]
    for name, country in (("lee", "BE"), ("kim", "NL")):
        fields = ("--field", f"country={country}", "--list", "early")
        assert drafted.run("subscribers", "add", f"{name}@example.org", *fields).status == 0
    other = drafted.run("send", "--segment", 'country = "NL"', now=LATER)
    spaced = 'country  =  "be" AND "early" in lists'
    same = drafted.run("--json", "send", "--include-new", "--segment", spaced, now=LATER)

    written = 'country = "be" and "early" in lists'
    assert (sent.status, sent.data["planned"], sent.data["accepted"]) == (0, 2, 2)
    assert first == [country == "BE" for country in COUNTRIES.values()]
    assert other.status == 2
    assert f'was planned for {written}, not for country = "NL".' in other.err
    assert (same.status, same.data["planned"], same.data["accepted"]) == (0, 3, 3)
    assert [was_mailed(drafted, name) for name in ("lee", "kim", "ana")] == [True, False, False]

    for command in ("report", "status"):
        assert f"Only readers in the segment {written}" in drafted.run(command).out
        assert drafted.run("--json", command).data["segment"] == written


def test_a_segment_that_nobody_is_in_is_refused_and_freezes_nothing(drafted: Indoors) -> None:
    give_countries(drafted)
    nobody = drafted.run("send", "--list", "early", "--segment", 'country = "FR"')
    mistyped = drafted.run("--json", "send", "--segment", 'not contry = "BE"')
    report = drafted.run("--json", "report", "the-daily-2026-11-23")

    assert nobody.status == mistyped.status == 2
    assert 'Nobody who is subscribed on early is in the segment country = "FR"' in nobody.err
    assert mistyped.data["error"].endswith('\n  not contry = "BE"\n      ^^^^^^')
    assert mistyped.data["hint"].startswith("Did you mean country?")
    assert (report.data["planned"], report.data["segment"]) == (0, None)


def test_what_is_mistyped_sends_nothing_and_what_is_not_is_asked_about(
    drafted: Indoors, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_countries(drafted)
    drafted.add('\n[[sections]]\nname = "World & Trade"\n')
    rule = '"World & Trade" in sections and "early" not in lists'
    wrong = '"Wrld-Trade" in sections and "erly" not in lists'
    listing = ("subscribers", "list", "--list", "erly", "--segment", wrong)

    refused = drafted.run("send", "--segment", wrong)
    listed, silent = drafted.run(*listing), drafted.run("-q", *listing)
    tested = drafted.run("send", "--segment", rule, "--test", "desk@example.org")
    rehearsed = drafted.run("send", "--dry-run", "--segment", rule)
    asked: list[str] = []
    monkeypatch.setattr("digest.cli.sending.on_terminal", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda text, **_: asked.append(text))
    declined = drafted.run("send", "--segment", rule)

    assert refused.status == declined.status == 2
    assert 'digest.toml has no section "Wrld-Trade".' in refused.err
    assert 'Did you mean "World & Trade"? Nothing was sent.' in refused.err
    assert [line for line in listed.err.splitlines() if line.startswith("--")] == [
        '--segment: digest.toml has no section "Wrld-Trade"; did you mean "World & Trade"?',
        '--segment: Nobody is on a list "erly"; did you mean "early"?',
        '--list: Nobody is on a list "erly"; did you mean "early"?',
    ]
    assert silent.err == ""
    shown = rule.replace("World & Trade", "world-trade")
    told = f"30 of 33 subscribed readers, those in {shown}; nothing was sent."
    assert f"{told}      Next: the same without --dry-run" in rehearsed.out
    assert "A test goes to no reader" in tested.out
    assert tested.out.rstrip().endswith("Next: the same without --test")
    assert [text.partition(" in ")[2] for text in asked] == [f"{shown}. Send now?"]


def test_readers_of_a_segment_are_listed_and_exported(drafted: Indoors) -> None:
    give_countries(drafted)
    listed = drafted.run("--json", "subscribers", "list", "--segment", RULE)
    exported = drafted.run("subscribers", "export", "--list", "early", "--segment", 'country="NL"')
    none = drafted.run("subscribers", "list", "--segment", 'country = "FR"')
    wrong = drafted.run("subscribers", "export", "--segment", "country = BE")

    assert {one["email"] for one in listed.data["subscribers"]} == BELGIANS
    assert [line.split(",")[0] for line in exported.out.splitlines()] == [
        "email",
        "ana@example.org",
    ]
    assert none.out == "No reader fits.      Next: digest subscribers list\n"
    assert wrong.status == 2
    assert wrong.out == ""
    assert "  country = BE\n            ^^\n" in wrong.err

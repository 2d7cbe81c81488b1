"""Findings as SARIF 2.1.0: every property that the standard asks for, and the same bytes again."""

import json
from typing import Any
from urllib.parse import urlsplit

from digest.app.check import CheckReport
from digest.check.catalog import RULES
from digest.cli.sarif import sarif_text, shape_log
from digest.model.message import Edit, Finding, Level

PATH = "editions/the-daily-2026-11-23.md"
EDIT = Edit(line=12, column=4, end_line=13, end_column=1, text="&")
FINDINGS = (
    Finding(rule="double-escaped", level=Level.ERROR, message="Readers would see “&amp;”.",
            file=PATH, line=12, column=4, fix="write the character", edits=(EDIT,)),
    Finding(rule="contrast", level=Level.WARNING, message="Hard to read."),
    Finding(rule="not-in-the-catalogue", level=Level.WARNING, message="New.", file=PATH, line=3),
    Finding(rule="subject-empty", level=Level.ERROR, message="No subject.", file=PATH),
)  # fmt: skip
REPORT = CheckReport(slug="the-daily-2026-11-23", path=PATH, findings=FINDINGS)
LEVELS = ("none", "note", "warning", "error")


def log() -> Any:
    return json.loads(sarif_text(REPORT))


def run() -> Any:
    [only] = log()["runs"]
    return only


def test_the_log_has_its_version_its_schema_and_one_run() -> None:
    """Sections 3.13.2 to 3.13.4."""
    found = log()
    assert set(found) == {"$schema", "version", "runs"}
    assert found["version"] == "2.1.0"
    assert found["$schema"].endswith("sarif-schema-2.1.0.json")
    assert len(found["runs"]) == 1


def test_the_run_names_its_tool_and_how_it_counts_columns() -> None:
    """Sections 3.14.6, 3.14.17, 3.18.2 and 3.19.8."""
    assert set(run()) == {"tool", "automationDetails", "columnKind", "results"}
    assert run()["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run()["tool"]["driver"]
    assert driver["name"] == "digest"
    assert driver["semanticVersion"].count(".") >= 2


def test_every_rule_is_described_once_with_an_absolute_address() -> None:
    """Section 3.49: id, messages with text, an absolute URI, a level of the standard."""
    rules = run()["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    assert len({rule["name"] for rule in rules}) == len(rules)
    for rule in rules:
        for message in ("shortDescription", "fullDescription", "help"):
            assert set(rule[message]) == {"text"}
            assert rule[message]["text"].endswith(".")
        assert urlsplit(rule["helpUri"]).scheme
        assert rule["helpUri"].endswith(f"docs/checks/{rule['id']}.md")
        assert set(rule["defaultConfiguration"]) == {"level"}
        assert rule["defaultConfiguration"]["level"] in LEVELS


def test_every_finding_is_a_result_in_order() -> None:
    """Section 3.27: the index leads to the rule of that id; the message is plain text."""
    rules = run()["tool"]["driver"]["rules"]
    results = run()["results"]
    assert [one["ruleId"] for one in results] == [one.rule for one in FINDINGS]
    for result, finding in zip(results, FINDINGS, strict=True):
        assert result["level"] == finding.level.value
        assert result["level"] in LEVELS
        assert result["message"] == {"text": finding.message}
        if "ruleIndex" in result:
            assert rules[result["ruleIndex"]]["id"] == finding.rule
    assert ["ruleIndex" in one for one in results] == [True, True, False, True]


def test_every_result_has_a_place_whose_numbers_begin_at_one() -> None:
    """Sections 3.28 to 3.30: a relative URI without a scheme; a region only with a line."""
    places = [one["locations"][0]["physicalLocation"] for one in run()["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {PATH}
    assert [place.get("region") for place in places] == [
        {"startLine": 12, "startColumn": 4}, None, {"startLine": 3}, None,
    ]  # fmt: skip


def test_a_fix_says_what_it_does_and_what_it_replaces() -> None:
    """Sections 3.55 to 3.57."""
    assert ["fixes" in one for one in run()["results"]] == [True, False, False, False]
    [fix] = run()["results"][0]["fixes"]
    assert fix["description"] == {"text": "write the character"}
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"] == {"uri": PATH}
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 12, "startColumn": 4, "endLine": 13, "endColumn": 1},
            "insertedContent": {"text": "&"},
        }
    ]


def test_the_same_check_gives_the_same_bytes() -> None:
    assert sarif_text(REPORT) == sarif_text(REPORT)
    assert json.loads(sarif_text(REPORT)) == shape_log(REPORT)


def test_a_path_is_written_as_an_address() -> None:
    odd = CheckReport(slug="x", path="editions/the daily é.md", findings=FINDINGS[1:2])
    [result] = shape_log(odd)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "editions/the%20daily%20%C3%A9.md"}

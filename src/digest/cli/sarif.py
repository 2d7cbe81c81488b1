"""Findings as SARIF 2.1.0, for editors and build servers that show them beside the file."""

import json
from typing import Any
from urllib.parse import quote

from digest import __version__
from digest.app.check import CheckReport
from digest.check.catalog import RULES, Rule
from digest.model.message import Edit, Finding

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
INDEX = {rule.id: at for at, rule in enumerate(RULES)}


def sarif_text(report: CheckReport) -> str:
    """Write a check as one SARIF log; the same check gives the same bytes."""
    return json.dumps(shape_log(report), ensure_ascii=False, indent=2) + "\n"


def shape_log(report: CheckReport) -> dict[str, Any]:
    """Shape a check as a log of one run."""
    driver = {
        "name": "digest",
        "semanticVersion": __version__,
        "rules": [shape_rule(rule) for rule in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"digest check/{report.slug}"},
        "columnKind": "unicodeCodePoints",
        "results": [shape_result(finding, report) for finding in report.findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def shape_rule(rule: Rule) -> dict[str, Any]:
    """Shape a rule, with where it is described."""
    name = "".join(word.capitalize() for word in rule.id.split("-"))
    mended = " digest check --fix mends it." if rule.mended else ""
    return {
        "id": rule.id,
        "name": name,
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": f"{rule.title}.{mended}"},
        "help": {"text": f"{rule.title}. See {rule.page}."},
        "helpUri": f"urn:digest-desk:{quote(rule.page)}",
        "defaultConfiguration": {"level": rule.level.value},
    }


def shape_result(finding: Finding, report: CheckReport) -> dict[str, Any]:
    """Shape a finding; one about the theme or digest.toml stands at the edition that shows it."""
    path = finding.file or report.path
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": finding.level.value,
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": shape_place(finding, path)}],
    }
    if finding.rule in INDEX:
        result["ruleIndex"] = INDEX[finding.rule]
    if finding.edits:
        result["fixes"] = [shape_fix(finding, path)]
    return result


def shape_place(finding: Finding, path: str) -> dict[str, Any]:
    """Shape where a finding is: its file, and its line when it has one."""
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(path)}}
    if finding.file and finding.line:
        column = {"startColumn": finding.column} if finding.column else {}
        place["region"] = {"startLine": finding.line, **column}
    return place


def shape_fix(finding: Finding, path: str) -> dict[str, Any]:
    """Shape what would be done about a finding."""
    return {
        "description": {"text": finding.fix or ""},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": quote(path)},
                "replacements": [shape_replacement(edit) for edit in finding.edits],
            }
        ],
    }


def shape_replacement(edit: Edit) -> dict[str, Any]:
    """Shape one place of a file and what is to stand there."""
    return {
        "deletedRegion": {
            "startLine": edit.line,
            "startColumn": edit.column,
            "endLine": edit.end_line,
            "endColumn": edit.end_column,
        },
        "insertedContent": {"text": edit.text},
    }

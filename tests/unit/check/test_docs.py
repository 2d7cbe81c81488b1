"""Every rule has its place in docs/reference/checks.md, with a bad and a good example."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "reference" / "checks.md").read_text(encoding="utf-8")
SOURCES = sorted((ROOT / "src" / "digest" / "check").glob("*.py"))
RULE = re.compile(r"\b(?:error|warning)\(\s*\"([a-z-]+)\"")


def rules_in_code() -> set[str]:
    return {rule for path in SOURCES for rule in RULE.findall(path.read_text(encoding="utf-8"))}


def test_every_rule_is_described_and_no_other() -> None:
    assert set(re.findall(r"^### (.+)$", PAGE, re.MULTILINE)) == rules_in_code()


def test_every_rule_has_its_level_a_bad_and_a_good_example() -> None:
    for section in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]:
        lines = section.split("\n")
        assert lines[1].startswith(("Error", "Warning")), lines[0]
        assert any(line.startswith("- Bad: ") for line in lines), lines[0]
        assert any(line.startswith("- Good: ") for line in lines), lines[0]

"""Every rule stands in the catalogue, in the index, and on a page whose examples hold."""

import re
from pathlib import Path

import pytest
from tests.unit.check.pages import FENCE, PAGES, Page, every_page, rules_of, whole_file

from digest.app.check import as_finding
from digest.check.catalog import KNOWN, RULES
from digest.compose.draft import read_edition
from digest.errors import EditionError

ROOT = Path(__file__).parents[3]
INDEX = (ROOT / "docs" / "reference" / "checks.md").read_text(encoding="utf-8")
SOURCES = [
    *sorted((ROOT / "src" / "digest" / "check").glob("*.py")),
    *(ROOT / "src" / "digest" / "app" / name for name in ("check.py", "examine.py")),
]
RULE = re.compile(
    r"\b(?:error|warning|as_finding)\(\s*\"([a-z-]+)\"|\b(?:rule=|RULE = )\"([a-z-]+)\""
)
ROW = re.compile(
    r"^\| \[([a-z-]+)\]\(\.\./checks/\1\.md\) \| (error|warning) \| (mends it|–) \| (.+) \|$",
    re.MULTILINE,
)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
RUN = [page for page in every_page() if page.bad.kind in ("edition", "html")]


def rules_in_code() -> set[str]:
    found = (RULE.findall(path.read_text(encoding="utf-8")) for path in SOURCES)
    return {rule for pairs in found for pair in pairs for rule in pair if rule}


def test_the_catalogue_holds_every_rule_and_no_other() -> None:
    assert set(KNOWN) == rules_in_code()
    assert len(KNOWN) == len(RULES)


def test_the_index_shows_the_catalogue_in_its_order() -> None:
    rows = [
        (rule.id, rule.level.value, "mends it" if rule.mended else "–", rule.title)
        for rule in RULES
    ]
    assert ROW.findall(INDEX) == rows


def test_every_rule_has_its_page_and_no_page_is_left_over() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == set(KNOWN)


def test_a_page_tells_level_and_fix_as_the_catalogue_does() -> None:
    for page in every_page():
        level = page.rule.level.value.capitalize()
        mends = "`--fix` mends it: " if page.rule.mended else "`--fix` does not mend it."
        head = page.text.split("\n")[:3]
        assert head[0] == f"# {page.rule.id}"
        assert head[2].startswith(f"**{level}.** {mends}"), page.rule.id


def test_pages_are_short_and_their_links_lead_somewhere() -> None:
    for page in every_page():
        assert 10 <= page.text.count("\n") <= 80, page.rule.id
        for target in LINK.findall(FENCE.sub("", page.text)):
            assert (PAGES / target).resolve().exists(), f"{page.rule.id}: {target}"


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.rule.id)
def test_the_examples_of_a_page_hold(page: Page) -> None:
    if page.rule.id == "edition-file":
        with pytest.raises(EditionError) as caught:
            read_edition(whole_file(page.bad.text))
        assert as_finding("edition-file", caught.value, None, caught.value.line).line
        read_edition(whole_file(page.good.text))
        return
    assert page.rule.id in rules_of(page.bad)
    assert page.rule.id not in rules_of(page.good)


def test_most_pages_are_run() -> None:
    assert len(RUN) >= 36

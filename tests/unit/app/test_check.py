"""Checking: what is wrong with an edition is a finding with its line, never an exception."""

from dataclasses import replace

import pytest
from tests.unit.app.edition_desk import (
    FILE,
    HOUR,
    MORNING,
    PUBLICATION,
    SLUG,
    Desk,
    article,
    make_desk,
    renderer,
)
from tests.unit.render.examples import sources

from digest.adapters.memory_render import MemoryRenderer
from digest.app.check import check_file, edition_path, read_edition_file
from digest.errors import EditionError, UsageError
from digest.model.message import Level
from digest.model.publication import CheckRules


def drafted(theme: str = "daily") -> Desk:
    desk = make_desk(replace(PUBLICATION, theme=theme))
    desk.draft()
    return desk


def test_a_fresh_draft_has_no_errors_and_a_hash_over_all_that_reaches_the_mail() -> None:
    report = drafted().check()
    assert (report.slug, report.path, report.errors) == (SLUG, FILE, 0)
    assert report.rendered
    assert report.edition
    assert len(report.content_hash) == 64
    assert report.errors + report.warnings == len(report.findings)


def test_the_store_tells_which_dates_came_with_a_zone_that_nobody_knows() -> None:
    desk = make_desk()
    strange = article(901, MORNING - HOUR, zone_known=False)
    desk.keep([strange, article(902, MORNING - HOUR)])
    desk.draft()

    report = check_file(
        SLUG, PUBLICATION, folder=desk.folder, renderer=renderer(), clock=desk.clock,
        public_url="", stores=desk.stores,
    )  # fmt: skip

    [finding] = [one for one in report.findings if one.rule == "unknown-zone"]
    assert finding.line
    assert strange.headline in finding.message
    assert "2026-11-23 04:30" in finding.message


def test_a_silent_rule_tells_no_warning_and_every_error() -> None:
    desk = drafted()
    text = desk.folder.read_text(FILE) or ""
    desk.folder.write_text(
        FILE, text.replace("\npublished: ", "\nkicker: sponsored\npublished: ", 1)
    )
    before = {one.rule: one.level for one in desk.check().findings}
    warned = sorted(rule for rule, level in before.items() if level is Level.WARNING)
    assert warned
    assert Level.ERROR in before.values()

    desk.publication = replace(desk.publication, check=CheckRules(silent=tuple(before)))

    told = {one.rule: one.level for one in desk.check().findings}
    assert told == {rule: level for rule, level in before.items() if level is Level.ERROR}


def test_checking_twice_gives_the_same() -> None:
    desk = drafted()
    assert desk.check() == desk.check()


def test_a_file_that_is_not_there_is_a_wrong_wish() -> None:
    with pytest.raises(UsageError, match=f"no {FILE}") as caught:
        make_desk().check()
    assert "digest draft" in caught.value.hint


def test_a_line_that_cannot_be_read_is_the_one_finding_with_its_place() -> None:
    desk = drafted()
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace("number = 1", "number = 1\nnumbr = 2")

    report = desk.check()

    [finding] = report.findings
    assert (finding.rule, finding.level, finding.file) == ("edition-file", Level.ERROR, FILE)
    assert finding.line == 4
    assert "numbr" in finding.message
    assert not finding.message.startswith(FILE), "the place is told once"
    assert (report.edition, report.rendered, report.content_hash) == (None, None, "")


def test_another_editions_file_is_never_taken_for_this_one() -> None:
    desk = drafted()
    other = "the-daily-2026-11-24"
    desk.folder.texts[edition_path(other)] = desk.folder.texts[FILE]

    [finding] = desk.check(other).findings

    assert finding.line == 2
    assert SLUG in finding.message
    with pytest.raises(EditionError, match="front matter says"):
        read_edition_file(other, folder=desk.folder)


def test_what_an_editor_typed_is_held_against_the_articles_that_were_collected() -> None:
    desk = drafted()
    assert [one for one in desk.check().findings if "unfaithful" in one.rule] == []
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace("nineteen bridges", "forty bridges")

    [finding] = [one for one in desk.check().findings if "unfaithful" in one.rule]

    assert (finding.rule, finding.level, finding.file) == (
        "unfaithful-number", Level.WARNING, FILE,
    )  # fmt: skip
    assert finding.message.startswith("“forty” is not in the source (“nineteen”)")
    assert finding.line
    assert desk.check().errors == 0


def test_a_theme_that_cannot_be_rendered_is_a_finding_too() -> None:
    desk = drafted(theme="mine")
    broken = MemoryRenderer(sources() | {"mine/mail.mjml.j2": "{% if %}"})

    report = check_file(
        SLUG,
        desk.publication,
        folder=desk.folder,
        renderer=broken,
        clock=desk.clock,
        public_url="",
    )

    [finding] = report.findings
    assert (finding.rule, finding.level) == ("template", Level.ERROR)
    assert "mine/mail.mjml.j2" in finding.message
    assert report.edition
    assert report.rendered is None


def test_findings_stand_by_weight_then_by_line() -> None:
    desk = drafted()
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace(
        "Dockers cheered as the treasury gave way.", "Dockers cheered and the"
    )
    report = desk.check()
    assert report.findings
    keys = [(one.level, one.line or 0, one.rule) for one in report.findings]
    assert keys == sorted(keys)


def test_a_change_of_the_theme_changes_the_content_hash() -> None:
    desk = drafted()
    other = MemoryRenderer(sources() | {"strings.toml": "# new\n"})
    report = check_file(
        SLUG, desk.publication, folder=desk.folder, renderer=other, clock=desk.clock, public_url=""
    )
    assert report.content_hash != desk.check().content_hash
    assert renderer().theme_digest("daily") != other.theme_digest("daily")

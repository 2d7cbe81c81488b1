"""An edition is looked over with the header that its mail would have."""

from dataclasses import replace

from tests.unit.app.edition_desk import FILE, PUBLICATION, SLUG, Desk, make_desk, renderer

from digest.app.check import CheckReport
from digest.app.examine import examine_edition
from digest.model.message import Level
from digest.model.publication import SendingRules


def examine(desk: Desk) -> CheckReport:
    return examine_edition(
        SLUG,
        desk.publication,
        folder=desk.folder,
        renderer=renderer(),
        clock=desk.clock,
        public_url="https://news.example.org",
        stores=desk.stores,
    )


def drafted(**changes: object) -> Desk:
    desk = make_desk(replace(PUBLICATION, **changes))  # type: ignore[arg-type]
    desk.draft()
    return desk


def test_the_header_of_an_ordinary_desk_is_let_be() -> None:
    assert "header-list" not in {one.rule for one in examine(drafted()).findings}


def test_an_address_that_no_mail_can_bear_is_an_error_before_anything_is_sent() -> None:
    long = SendingRules(bounce_address=f"{'b' * 60}@example.org")
    [found] = [one for one in examine(drafted(sending=long)).findings if one.rule == "header-list"]
    assert (found.level, "bounce_address" in found.message) == (Level.ERROR, True)


def test_what_can_be_mended_is_told_with_the_finding() -> None:
    desk = drafted()
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace("\n## [", "\n## [Bread &amp; ", 1)
    [found] = [one for one in examine(desk).findings if one.rule == "double-escaped"]
    assert found.fix == "write the characters themselves"
    assert found.edits


def test_an_unreadable_file_is_told_and_nothing_else() -> None:
    desk = drafted()
    desk.folder.texts[FILE] = "nonsense"
    assert [one.rule for one in examine(desk).findings] == ["edition-file"]

"""`digest check` with its options, as an editor calls it."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import Indoors
from tests.integration.web_site import Reply, opened_site

from digest.app.mend import mend_files

SLUG = "the-daily-2026-11-23"
FILE = f"editions/{SLUG}.md"


def spoil(desk: Indoors) -> bytes:
    """Put mistakes into the draft's first story that need no person."""
    path = desk.folder / FILE
    text = path.read_text(encoding="utf-8")
    assert "\n## " in text
    spoiled = text.replace("\n## ", "\n## Bread\u200b &amp; butter: ", 1)
    path.write_text(spoiled, encoding="utf-8")
    return path.read_bytes()


def test_fix_mends_what_it_names_says_so_and_has_nothing_to_do_twice(
    drafted: Indoors, tmp_path: Path
) -> None:
    before = spoil(drafted)
    file = tmp_path / "found.sarif"

    shown = drafted.run("--json", "check", "--fix", "--dry-run", "--sarif", str(file))
    assert (drafted.folder / FILE).read_bytes() == before
    mended = drafted.run("check", "--fix")
    again = drafted.run("--json", "check", "--fix")

    [found] = [one for one in shown.data["findings"] if one["rule"] == "double-escaped"]
    assert found["fix"] == "write the characters themselves"
    assert found["url"] == "docs/checks/double-escaped.md"
    assert shown.status == 4
    assert shown.data["diff"].startswith(f"--- {FILE}\n+++ {FILE}\n@@ ")
    assert "\n+## Bread & butter: " in shown.data["diff"]
    [log] = json.loads(file.read_text(encoding="utf-8"))["runs"]
    told = [one["rule"] for one in shown.data["findings"]]
    assert [one["ruleId"] for one in log["results"]] == told

    assert f"Mended  {FILE}:{found['line']}  double-escaped" in mended.out
    assert (drafted.folder / FILE).read_bytes() == (
        before.replace(b"&amp;", b"&").replace("\u200b".encode(), b"")
    )
    assert mended.out.rstrip().rpartition("      Next: ")[2].startswith("digest ")
    assert again.data["fixed"] == []
    assert not {one["rule"] for one in again.data["findings"]} & {"double-escaped", "stray-space"}


def test_a_run_that_comes_second_tells_how_the_files_stand_now(
    drafted: Indoors, monkeypatch: pytest.MonkeyPatch
) -> None:
    def first_in(*args: Any, **options: Any) -> tuple[()]:
        assert mend_files(*args, **options)  # another run, while this one waits for its turn
        return ()

    spoil(drafted)
    monkeypatch.setattr("digest.cli.checking.mend_files", first_in)
    ran = drafted.run("--json", "check", "--fix")
    assert ran.data["fixed"] == []
    assert not {one["rule"] for one in ran.data["findings"]} & {"double-escaped", "stray-space"}


def test_a_planned_edition_is_never_mended(drafted: Indoors) -> None:
    assert drafted.run("send", "--yes").status == 0
    before = spoil(drafted)
    ran = drafted.run("--json", "check", "--fix")
    assert (ran.status, ran.data["status"]) == (7, "busy")
    assert (drafted.folder / FILE).read_bytes() == before


def test_a_rehearsal_without_a_fix_is_refused(drafted: Indoors) -> None:
    assert drafted.run("check", "--dry-run").status == 2


def test_links_are_asked_and_what_has_moved_is_written(drafted: Indoors) -> None:
    path = drafted.folder / FILE
    drafted.change("\n[collect]", '\n[collect]\nallow_private = ["127.0.0.1"]')
    with opened_site() as site:
        site.answers["/new/levy"] = Reply(b"text")
        site.answers["/old/levy"] = Reply(status=301, headers={"Location": "/new/levy"})
        text = path.read_text(encoding="utf-8").partition("\n<!-- bench")[0].rstrip("\n")
        more = f"\n\n## [Levy]({site.url}/old/levy)\n\n## [Gone]({site.url}/gone)\n"
        path.write_text(text + more, encoding="utf-8")

        ran = drafted.run("--json", "check", "--links", "--fix")

    rules = {one["rule"]: one for one in ran.data["findings"]}
    assert rules["dead-link"]["level"] == "error"
    assert [one["rule"] for one in ran.data["fixed"]] == ["moved-link"]
    assert path.read_text(encoding="utf-8") == text + more.replace("/old/", "/new/")
    assert ran.status == 4

"""The preview as an editor uses it: one browser, one long visit, by mouse and by keyboard."""

import json
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import EXAMPLE_NOW
from tests.looks.browser import missing_tools
from tests.looks.preview import look, make_publication, opened_pictures, opened_preview, run
from tests.unit.render.examples import EDITION

SLUG = "the-daily-2026-11-23"
LIGHT, DARK = "rgb(243, 241, 236)", "rgb(18, 18, 18)"

pytestmark = pytest.mark.skipif(bool(missing_tools()), reason=missing_tools() or "all is here")


@dataclass(slots=True)
class Visit:
    """What was seen in the browser, and how the preview ended.

    Attributes:
        seen: As tests/web/preview.mjs tells it.
        url: Of the preview.
        status: Exit status.
        out, err: What the program printed.
        left: Processes of the preview that outlived it.
    """

    seen: Any
    url: str
    status: int
    out: str
    err: str
    left: list[int]


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    folder = tmp_path_factory.mktemp("looked-at") / "thedaily"
    with opened_pictures() as pictures:
        edition = make_publication(folder, pictures)
        run("-C", str(folder), "--now", EXAMPLE_NOW, "preview", "--out", str(folder / "look"))
        with opened_preview(folder) as preview:
            seen = look(preview, edition, str(folder / "look" / "index.html"))
            family = children_of(preview.process.pid)
            preview.process.send_signal(signal.SIGINT)
            out, err = preview.process.communicate(timeout=20)
    assert family, "there was a child that renders"
    return Visit(
        seen=seen,
        url=preview.url,
        status=preview.process.returncode,
        out=preview.said + out,
        err=err,
        left=[pid for pid in family if Path(f"/proc/{pid}").exists()],
    )


def children_of(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(") ")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(path.parent.name))
    return found


def test_the_mail_is_shown_whole_in_a_frame_in_which_nothing_runs(visit: Visit) -> None:
    first = visit.seen["first"]
    assert first["headline"] == EDITION.items[0].headline
    assert first["width"] == first["inside"] == 600
    assert first["height"] == first["tall"] > 1000, "the page scrolls, not the frame"
    assert first["loaded"] == first["pictures"] == 2
    assert "allow-scripts" not in first["sandbox"]
    assert first["sideways"] == 0


def test_the_console_is_silent_and_everything_comes_from_the_preview_alone(visit: Visit) -> None:
    assert visit.seen["console"] == []
    outside = [url for url in visit.seen["requests"] if not url.startswith(visit.url)]
    assert outside == []


def test_axe_finds_nothing_light_dark_narrow_or_with_a_mistake(visit: Visit) -> None:
    assert [one["name"] for one in visit.seen["axe"]] == [
        "light",
        "with a mistake, dark, 320 px",
        "as files",
    ]
    assert [one for one in visit.seen["axe"] if one["found"]] == []


def test_inbox_and_weight_tell_the_truth(visit: Visit) -> None:
    facts = visit.seen["facts"]
    assert [len(row.splitlines()[-1]) <= 90 for row in facts["inbox"]] == [True] * 3
    assert "Also today: border crossing reopen…" in facts["inbox"][0]
    assert sum(facts["parts"]) == facts["sum"] > 20_000
    assert len(facts["parts"]) == len(EDITION.items) + 2
    assert facts["meter"].endswith("Gmail cuts off at 102 kB.")
    assert facts["hint"] == f"digest send {SLUG} --test ADDRESS"


def test_widths_change_the_frame_and_so_the_layout_of_the_phone(visit: Visit) -> None:
    at = visit.seen["toggles"]
    assert at["narrow"]["width"] == at["narrow"]["inside"] == 375
    assert float(at["narrow"]["headlineSize"][:-2]) < float(
        visit.seen["first"]["headlineSize"][:-2]
    )
    assert "375 px" in at["narrow"]["caption"]
    assert at["slider"]["inside"] == 376, "an arrow key moves the slider by one"


def test_dark_is_dark_and_inverted_is_inverted(visit: Visit) -> None:
    at = visit.seen["toggles"]
    assert visit.seen["first"]["background"] == LIGHT
    assert (at["dark"]["background"], at["dark"]["filter"]) == (DARK, "none")
    assert "Dark" in at["dark"]["caption"]
    assert at["inverted"]["filter"].startswith("invert(1)")
    assert at["inverted"]["background"] == LIGHT, "it knows nothing of the mail's dark colours"


def test_images_off_loads_none_and_shows_their_words(visit: Visit) -> None:
    bare = visit.seen["toggles"]["bare"]
    assert (bare["loaded"], bare["words"]) == (0, 2)
    assert "images off" in bare["caption"]
    assert visit.seen["toggles"]["pictured"]["loaded"] == 2


def test_mirrored_the_layout_runs_from_right_to_left(visit: Visit) -> None:
    mirrored = visit.seen["toggles"]["mirrored"]
    assert (mirrored["direction"], mirrored["headlineDirection"]) == ("rtl", "rtl")
    assert EDITION.items[0].headline in mirrored["headline"]
    back = visit.seen["toggles"]["back"]
    assert (back["direction"], back["headlineDirection"]) == ("ltr", "ltr")


def test_another_theme_and_another_language_are_tried_without_changing_a_file(
    visit: Visit,
) -> None:
    at = visit.seen["toggles"]
    assert at["theme"]["accent"] == "rgb(11, 93, 60)" != visit.seen["first"]["accent"]
    assert (at["language"]["language"], at["language"]["direction"]) == ("ar", "rtl")


def test_tabs_are_walked_by_arrow_keys_with_one_stop_and_show_what_they_say(visit: Visit) -> None:
    tabs = visit.seen["tabs"]
    order = ["text", "headers", "source", "mjml", "findings", "mail", "findings", "mail"]
    assert [one["focus"] for one in tabs] == [f"tab-{name}" for name in order]
    assert [one["panel"] for one in tabs] == [[f"panel-{name}"] for name in order]
    assert {one["stops"] for one in tabs} == {1}
    shown = {name: one["text"] for name, one in zip(order, tabs, strict=True)}
    assert "Also today: border crossing reopens" in shown["text"]
    assert "List-Unsubscribe" in shown["headers"]
    assert "<!DOCTYPE html>" in shown["source"]
    assert "<mjml" in shown["mjml"]
    assert "one-click-unsubscribe" in shown["findings"]


def test_keys_do_what_the_help_says_and_rest_while_it_is_open(visit: Visit) -> None:
    assert visit.seen["keyDark"]["background"] == DARK
    assert visit.seen["keyWide"]["inside"] == 700
    assert visit.seen["keyNarrower"]["inside"] == 690
    assert (visit.seen["help"], visit.seen["helpClosed"]) == (True, True)
    assert visit.seen["afterHelp"]["background"] == LIGHT, "the d was not for the page"


def test_a_reader_is_found_by_keyboard_and_their_own_message_is_shown(visit: Visit) -> None:
    assert visit.seen["found"] == ["Zoë Okoro\nzoe@example.org"]
    assert "Zoë Okoro <zoe@example.org>" in visit.seen["readerFields"]
    assert "for Zoë Okoro" in visit.seen["reader"]["caption"]
    assert visit.seen["reader"]["leave"] != visit.seen["first"]["leave"]
    kept = [url for url in visit.seen["requests"] if "zo" in url.removeprefix(visit.url).lower()]
    assert kept == [], "no address of a page names a reader"
    assert "zoe" not in visit.seen["reader"]["hash"].lower()


def test_a_reload_keeps_the_side_from_which_one_looks(visit: Visit) -> None:
    again = visit.seen["reloaded"]
    assert (again["inside"], again["background"]) == (375, DARK)


def test_a_change_is_seen_and_moves_nothing_else(visit: Visit) -> None:
    assert visit.seen["live"]["headline"].endswith(", anew")
    assert visit.seen["live"]["inside"] == 375
    before, after = visit.seen["scrolled"]
    assert before == after > 0
    assert not visit.seen["bannerBetween"], "half of a change is no mistake"


def test_a_mistake_is_told_with_line_and_fix_while_the_last_good_mail_stays(visit: Visit) -> None:
    told = visit.seen["mistake"]
    assert f"editions/{SLUG}.md:15" in told
    assert "kickr" in told
    assert "kicker" in told
    assert "last good one" in told
    assert visit.seen["stale"]["headline"].endswith(", anew")
    assert visit.seen["mended"]["headline"] == EDITION.items[0].headline


def test_it_works_at_200_percent_and_at_320_pixels(visit: Visit) -> None:
    zoom = visit.seen["zoom"]
    for name in ("half", "narrow"):
        assert zoom[name]["sideways"] == 0, (name, zoom[name]["wide"])
    assert zoom["scaled"]["inside"] == 700, "the mail is laid out as wide as it says"
    assert zoom["scaled"]["frame"] <= 320
    assert "shown at" in zoom["scaled"]["caption"]


def test_the_tab_key_reaches_everything_and_leaves_again(visit: Visit) -> None:
    walk = visit.seen["walk"]
    for stop in ("help-open", "width", "375", "images", "mirrored", "theme", "reader", "tab-mail"):
        assert stop in walk, stop
    assert walk.index("tab-mail") < walk.index("IFRAME") < walk.index("SUMMARY")
    assert visit.seen["unmarked"] == []


def test_written_as_files_the_page_does_the_same_without_a_server(visit: Visit) -> None:
    still = visit.seen["still"]
    assert (still["first"]["inside"], still["first"]["loaded"]) == (414, 2)
    assert still["first"]["height"] == still["first"]["tall"] > 1000
    assert still["dark"]["background"] == DARK
    assert still["inverted"]["filter"].startswith("invert(1)")
    assert (still["bare"]["loaded"], still["bare"]["words"]) == (0, 2)
    assert (still["mirrored"]["direction"], still["mirrored"]["headlineDirection"]) == (
        "rtl",
        "rtl",
    )
    assert still["theme"]["accent"] == "rgb(11, 93, 60)"
    assert still["searched"], "nobody can be chosen, so nobody can be searched for"
    assert still["asked"] == [], "nothing is asked of any network"


def test_the_page_itself_is_dark_at_night(visit: Visit) -> None:
    assert visit.seen["darkPage"] == "rgb(21, 20, 19)"


def test_ctrl_c_ends_it_in_peace_and_leaves_no_process(visit: Visit) -> None:
    assert visit.status == 0
    assert visit.err == ""
    assert len(visit.out.splitlines()) == 1, "with --json one object and nothing else"
    assert json.loads(visit.out) == {"edition": SLUG, "url": visit.url, "status": "ok"}
    assert visit.left == []

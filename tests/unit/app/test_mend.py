"""Mending an edition's files: what is named is put right, everything else stays byte for byte."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.check.examples import look
from tests.unit.check.pages import FRONT, TOP, every_page, whole_file
from tests.unit.check.test_answers import moved as moved_answers
from tests.unit.render.examples import PUBLICATION

from digest.adapters.memory_web import MemoryFolder
from digest.app.check import CheckReport
from digest.app.examine import with_answers
from digest.app.mend import frame, mend_files, mend_text, tell_fixes
from digest.check.answers import find_dead_links, moved_addresses
from digest.compose.draft import read_edition
from digest.model.fetch import Fetched
from digest.model.message import Edit, Finding, Level

PATH = "editions/the-daily-2026-11-23.md"
SLUG = "the-daily-2026-11-23"
MENDED = [page for page in every_page() if page.rule.mended and page.bad.kind == "edition"]


def file(block: str) -> str:
    return whole_file(block)


def mend(text: str, **moved: str) -> str:
    mended = mend_text(text, path=PATH, moved=moved)
    return mended.after if mended else text


@pytest.mark.parametrize("page", MENDED, ids=lambda page: page.rule.id)
def test_the_bad_example_of_every_page_becomes_the_good_one(page: object) -> None:
    bad, good = whole_file(page.bad.text), whole_file(page.good.text)  # type: ignore[attr-defined]
    rule = page.rule.id  # type: ignore[attr-defined]
    if rule == "insecure-link":
        old = "http://old.example.org/border"
        mended = mend_text(bad, path=PATH, moved={old: old.replace("http:", "https:")})
        assert mended is not None
        assert mended.after == good
        return
    mended = mend_text(bad, path=PATH)
    assert mended is not None
    assert {one.rule for one in mended.done} == {rule}
    if rule == "preheader-repeats-subject":
        assert 'preheader = "Also today: Border crossing reopens"\n' in mended.after
    else:
        assert mended.after == good


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Bread &amp;amp;amp; butter.", "Bread & butter."),
        ("Levy&#8217;s end&hellip;", "Levy’s end…"),
        ("A [b]() and [c]( <> ).", "A b and c."),
        ("Two \u00a0 spaces\u200b.", "Two spaces."),
        ("« \u00a0Levy \u00a0» dropped.", "«\u00a0Levy\u00a0» dropped."),
        ("See [a](https://a.example/b?utm_source=x&c=1#d).", "See [a](https://a.example/b?c=1#d)."),
    ],
)
def test_what_is_named_is_put_right(before: str, after: str) -> None:
    story = "## [Levy](https://a.example/levy)\nby: Jo Marsh\n\n"
    assert mend(file(story + before)) == file(story + after)


@pytest.mark.parametrize(
    "text",
    [
        "Bars &#124; and stars &#42; and &lt;b&gt; mean something to the file.",
        r"A bracket \[x]() of an author.",
        "Share on Facebook",
        "They told us: Share on Facebook, and we did.",
        "Ordinary news & nothing else; 5 % more.",
        "mailto: [a](mailto:a@example.org?subject=utm_source)",
    ],
)
def test_what_needs_a_person_is_left_to_one(text: str) -> None:
    whole = file(f"## [Levy](https://a.example/levy)\nby: Jo Marsh\n\n{text}")
    assert mend_text(whole, path=PATH) is None


def test_a_sponsors_address_and_the_bench_are_let_be() -> None:
    whole = file(
        "## [Savings](https://bank.example/?utm_source=daily)\nsponsor: Harbour Bank\n\nSave.\n\n"
        "<!-- bench\n\n## [Bread &amp; butter](https://a.example/?utm_source=x)\n\nNow.\n\n-->"
    )
    assert mend_text(whole, path=PATH) is None


def test_a_headlines_address_is_no_word_of_it() -> None:
    whole = file("## [Bread &amp; butter](https://a.example/?a=1&amp;b=2)")
    assert mend(whole) == file("## [Bread & butter](https://a.example/?a=1&amp;b=2)")


def test_line_ends_blank_lines_and_odd_spaces_stay_as_they_are() -> None:
    whole = file("##   [Bread &amp; butter](https://a.example/x)  \nby:   Jo Marsh\n\n\n\nNow.  \n")
    crlf = whole.replace("\n", "\r\n")
    assert mend(crlf) == crlf.replace("&amp;", "&")
    assert (
        "Bread & butter](https://a.example/x)  \r\nby:   Jo Marsh\r\n\r\n\r\n\r\nNow.  \r\n"
        in mend(crlf)
    )


@pytest.mark.parametrize(
    "end", ["", "\n", "\n\n", "\n\nIt was late.", "\n\n## [B](https://b.example/)\n"]
)
def test_a_paragraph_of_junk_goes_with_one_blank_line(end: str) -> None:
    story = "## [Levy](https://a.example/levy)\nby: Jo Marsh\n\nIt was dropped."
    whole = f"{FRONT}{TOP}\n# World\n\n{story}\n\nShare on Facebook{end}"
    after = mend(whole)
    assert "Share" not in after
    assert read_edition(after).items[1].summary.startswith("It was dropped.")
    junk = "\nShare on Facebook\n" if end else "\nShare on Facebook"
    assert after == whole.replace(junk, "")


def test_what_an_editor_wrote_into_the_note_is_never_deleted() -> None:
    note = "Good morning.\n\nFollow us on Instagram.\n\nShare on Facebook\n"
    whole = f"{FRONT}{note}\n{TOP}"
    assert mend(whole) == whole


def test_a_moved_address_is_written_wherever_it_stands_as_a_whole() -> None:
    old, new = "https://a.example/x", "https://a.example/politics/x"
    whole = file(
        f"## [Levy]({old})\nby: Jo\nalso: Wire {old} ; Other {old}yz\n\n"
        f"See [it]({old}) or [b]({old}/b)."
    )
    mended = mend_text(whole, path=PATH, moved={old: new})
    assert mended is not None
    expected = whole.replace(f"({old})", f"({new})").replace(f"Wire {old} ", f"Wire {new} ")
    assert mended.after == expected
    assert {one.rule for one in mended.done} == {"moved-link"}


def test_what_a_desk_does_not_want_to_be_told_is_not_mended_either() -> None:
    story = "## [Levy](https://a.example/levy)\nby: Jo Marsh\n\n"
    text = file(story + '"We counted \u00a0 twice," the mayor said.')
    mended = mend_text(text, path=PATH, silent=["quotation-style"])
    assert mended
    assert '"We counted twice," the' in mended.after
    assert "“We counted twice,” the" in mend(text)


def test_an_unreadable_file_is_left_alone() -> None:
    assert mend_text("## [Bread &amp; butter](https://a.example/)", path=PATH) is None
    assert mend_text(file("## [A &amp; b](https://a.example/)\nwriter: Jo"), path=PATH) is None


@pytest.mark.parametrize("line", ["# of the day", "## Levy", "<!-- bench", "-->"])
def test_a_fix_that_would_make_another_edition_of_it_is_not_taken_and_others_are(line: str) -> None:
    """Without the character that nobody sees, the line would be a heading or the bench."""
    whole = file(f"## [Levy &amp; tax](https://a.example/levy)\nby: Jo\n\nNow.\n\n\u200b{line}")
    assert mend(whole) == whole.replace("&amp;", "&")


WORDS = st.sampled_from(
    [
        "Levy dropped", "Bread &amp; butter", "&amp;amp;", "&#45;", "&#38;#45;", "[x]()", "[a](b)",
        "See [it](https://a.example/b?utm_source=x&c=1)", "[t](http://old.example/x)", "\u00a0 ",
        "\u200b", "&#124;", "&#35;", "&nbsp;", "“Quote", "*em* _em_", "Share on Facebook",
        "ÄÖ 港口", "\\# no heading", "a | b ; c", "https://a.example/?fbclid=1", "&quot;x&quot;",
        "\t",
        'He said "no"',
        '"Yes,"',
    ]
)  # fmt: skip
LINES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
STORY = st.tuples(
    st.lists(WORDS, min_size=1, max_size=3).map(
        lambda words: " ".join(words).translate(str.maketrans("", "", "[]\t")).strip() or "Levy"
    ),
    st.sampled_from(
        ["https://a.example/x?utm_medium=y", "http://old.example/x", "https://c.example/"]
    ),
    st.sampled_from(["", "sponsor: Bank\n", "by: Jo &amp; Ana\n", "kicker: A &amp;&nbsp; B\n"]),
    st.lists(st.one_of(LINES, st.just("")), max_size=6).map("\n".join),
)
MOVED = {
    "http://old.example/x": "https://old.example/x",
    "https://c.example/": "https://c.example/n/",
}


@given(stories=st.lists(STORY, min_size=1, max_size=3), ends=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=30, deadline=None)
def test_mending_is_safe_and_done_once(stories: list[tuple[str, str, str, str]], ends: str) -> None:
    blocks = [f"## [{h}]({u})\n{meta}\n{text}\n" for h, u, meta, text in stories]
    text = (f"{FRONT}{TOP}\n# World\n\n" + "\n".join(blocks)).replace("\n", ends)
    try:
        before = read_edition(text)
    except Exception:  # noqa: BLE001 - whatever is unreadable must be left alone
        assert mend_text(text, path=PATH, moved=MOVED) is None
        return
    mended = mend_text(text, path=PATH, moved=MOVED)
    if mended is None:
        return
    after = read_edition(mended.after)
    assert frame(before) == frame(after)
    assert mend_text(mended.after, path=PATH, moved=MOVED) is None
    touched = {edit.line for one in mended.done for edit in one.edits}
    assert touched
    assert (mended.before.count("\r\n") > 0) == (mended.after.count("\r\n") > 0)


def test_each_file_is_written_once_and_only_when_it_changes() -> None:
    folder, publication = MemoryFolder(), replace(PUBLICATION, languages=("fr",))
    bad = file("## [Bread &amp; butter](https://a.example/x)")
    french = bad.replace('language = "en"', 'language = "fr"')
    folder.texts = {PATH: bad, f"editions/{SLUG}.fr.md": french}

    assert len(mend_files(SLUG, publication, folder=folder, dry_run=True)) == 2
    assert folder.texts[PATH] == bad
    mended = mend_files(SLUG, publication, folder=folder)

    assert [one.path for one in mended] == [PATH, f"editions/{SLUG}.fr.md"]
    assert folder.texts[PATH] == bad.replace("&amp;", "&")
    assert folder.texts[f"editions/{SLUG}.fr.md"] == french.replace("&amp;", "&")
    assert mend_files(SLUG, publication, folder=folder) == ()


def report_of(text: str, *findings: Finding) -> tuple[CheckReport, MemoryFolder]:
    folder = MemoryFolder()
    folder.texts = {PATH: text}
    report = CheckReport(slug=SLUG, path=PATH, edition=read_edition(text), findings=findings)
    return report, folder


def test_a_finding_tells_what_would_be_done_and_where() -> None:
    text = file("## [Bread &amp; butter](https://a.example/x)")
    line = next(n for n, one in enumerate(text.split("\n"), 1) if "&amp;" in one)
    found = Finding(rule="double-escaped", level=Level.ERROR, message="x", file=PATH, line=line)
    other = Finding(rule="missing-alt", level=Level.ERROR, message="x", file=PATH, line=line)
    report, folder = report_of(text, other, found)

    bare, told = tell_fixes(report, folder=folder).findings

    assert (bare.fix, bare.edits) == (None, ())
    assert told.fix == "write the characters themselves"
    assert (told.line, told.column) == (line, 11)
    assert told.edits == (Edit(line=line, column=11, end_line=line, end_column=16, text="&"),)


def test_a_finding_without_a_line_gets_that_of_its_fix_and_others_keep_theirs() -> None:
    text = file("## [Levy](https://a.example/x)\nby: Jo\n\nA [b]() c.")
    lines = text.split("\n")
    headline = next(n for n, one in enumerate(lines, 1) if "[Levy]" in one)
    preheader = Finding(
        rule="preheader-repeats-subject", level=Level.WARNING, message="x", file=PATH
    )
    empty = replace(preheader, rule="empty-link", line=headline)
    text = text.replace("Also today: border crossing reopens", "Ministers back down on port levy")
    report, folder = report_of(text, preheader, empty)

    first, second = tell_fixes(report, folder=folder).findings

    assert (first.line, first.column) == (6, 13)
    assert (second.line, second.column, second.edits[0].line) == (headline, None, headline + 3)


def test_what_the_addresses_answered_is_told_with_its_fix() -> None:
    old, new = "https://daily.example.org/2026/11/23/strike", "https://daily.example.org/s/strike"
    report, folder = report_of(FRONT + TOP)
    answers = moved_answers(new, old)
    edition = read_edition(FRONT + TOP)
    assert [one.rule for one in find_dead_links(edition, answers)] == ["moved-link"]

    [told] = with_answers(
        report, answers, moved_addresses(edition, answers), folder=folder
    ).findings

    assert (told.rule, told.file, told.fix) == ("moved-link", PATH, "write the new address")


def test_a_secure_address_is_told_with_the_finding_of_its_site() -> None:
    old = "http://old.example.org/border"
    text = file(f"## [Border]({old})")
    found = [one for one in look(read_edition(text)) if one.rule == "insecure-link"]
    report, folder = report_of(text, *(replace(one, file=PATH) for one in found))
    answers = {url: Fetched(url=url, body=b"") for url in (old, old.replace("http:", "https:"))}

    told = with_answers(
        report, answers, moved_addresses(read_edition(text), answers), folder=folder
    ).findings

    assert [(one.rule, one.fix) for one in told] == [
        ("insecure-link", "write https://, which answers")
    ]

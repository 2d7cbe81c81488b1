"""Every mistake in an edition's file is told with its line, its column and the fix."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.compose.draft import read_edition
from digest.compose.lines import KEYS
from digest.errors import EditionError

HEAD = '+++\nedition = "the-daily-2026-11-23"\nnumber = 214\nsubject = "Dockers"\n+++\n'
ITEM = "# News\n\n## Headline\n"


def mistake(text: str, path: str = "") -> EditionError:
    with pytest.raises(EditionError) as caught:
        read_edition(text, path=path)
    return caught.value


# Each: what stands below the front matter (which has five lines), line, column, words of the
# message, words of the hint.
BODY = [
    ("### Deep", 6, 1, "depth", "\\#"),
    ("#NoSpace", 6, 1, "neither a section nor a story", "## Headline"),
    ("#", 6, 1, "neither a section nor a story", "# Name"),
    ("## Story first", 6, 1, "before the first section", "# Top story"),
    ("# {#id}", 6, 1, "has no name", "# Politics"),
    ("# News {#Not An Id}", 6, 8, "no id of a section", "small letters"),
    ("# A {#x}\n# B {#x}", 7, 1, "Two sections", "Change or remove"),
    ("# News\nstray text", 7, 1, "first story", "under a headline"),
    ("# News\n\n  ## [Head](https://x.example.org", 8, 3, "not closed", "## [Headline]"),
    ("# News\n## [](https://x.example.org)", 7, 1, "no headline", "between [ and ]"),
    ("# News\n## [Head]()", 7, 9, "leads nowhere", "without a link"),
    ("# News\n## [Head](javascript:alert(1))", 7, 9, "no address", "https://"),
    ("# News\n## [Head](/relative)", 7, 9, "no address", "https://"),
    ("# News\n## [Head](https://a b)", 7, 9, "no address", "no spaces"),
    (ITEM + "Text without a blank line", 9, 1, "no metadata line", "one blank line"),
    (ITEM + "kiker: Politics", 9, 1, "no metadata key", "Did you mean kicker?"),
    (ITEM + "Note: Politics", 9, 1, "no metadata key", "blank line"),
    (ITEM + "kicker: A\nkicker: B", 10, 1, "twice", "Keep one"),
    (ITEM + "kicker:", 9, 1, "no value", "delete the line"),
    (ITEM + "by: Jo Marsh ()", 9, 1, "empty name or role", "by: Jo Marsh"),
    (ITEM + "by: Jo Marsh;", 9, 1, "empty name or role", "by: Jo Marsh"),
    (ITEM + "published: yesterday", 9, 12, "no moment", "2026-11-23T06:00:00+01:00"),
    (ITEM + "published: 2026-11-23T06:00:00", 9, 12, "no moment", "+01:00"),
    (ITEM + "minutes: four", 9, 10, "no number", "minutes: 4"),
    (ITEM + "embargo: 0001-01-01T00:00:00+14:00", 9, 10, "no moment", "2026"),
    (ITEM + "image: /a.jpg | alt", 9, 8, "no web address", "https://"),
    (ITEM + "image: https://a.example.org/a.jpg | b | c | d", 9, 1, "three parts", "\\|"),
    (ITEM + "also: Reuters", 9, 7, "no source with its address", "also: Reuters https"),
    (ITEM + "also: Reuters ftp://a.example.org", 9, 15, "no web address", "https://"),
    (ITEM + "updated: perhaps", 9, 1, "neither yes nor no", "updated: yes"),
    (ITEM + "\nkicker: too late", 10, 1, "below a blank line", "\\kicker:"),
    (ITEM + "\nSee [this](javascript:x).", 10, 10, "javascript:", "https://"),
    (ITEM + "\nSee [this\\\\](data:x).", 10, 10, "data:", "https://"),
    ("<!-- bench\nstray", 7, 1, "before its first story", "under a headline"),
    ("<!-- bench\n# News", 7, 1, "cannot stand in the bench", "remove the #"),
    ("<!-- bench\n## A\n<!-- bench\n-->", 8, 1, "begun twice", "Remove"),
    ("<!-- bench\n## A", 6, 1, "not closed", "-->"),
    ("-->", 6, 1, "no bench is open", "<!-- bench"),
    ("<!-- bench\n## A\n-->\n\ntext", 10, 1, "below the bench", "last thing"),
    ("<!-- bench\n## A\n-->\n# News", 9, 1, "below the bench", "last thing"),
    ("<!-- bench\n## A\n-->\n<!-- bench\n-->", 9, 1, "below the bench", "last thing"),
]


@pytest.mark.parametrize(("body", "line", "column", "says", "fix"), BODY)
def test_a_wrong_line_of_the_body_is_named(
    body: str, line: int, column: int, says: str, fix: str
) -> None:
    error = mistake(HEAD + body)
    assert (error.line, error.column) == (line, column), error.message
    assert says in error.message
    assert fix in error.hint


FRONT = [
    ("", 1, 1, "begin with the front matter"),
    ("# News", 1, 1, "begin with the front matter"),
    ('+++\nedition = "a"', 1, 1, "not closed"),
    ('+++\nedition = "a"\nnumber 5\n+++', 3, 8, "cannot be read"),
    ('+++\nedition = "a\n+++', 2, 13, "cannot be read"),
    ('+++\nedition = "a"\nedition = "b"\n+++', 3, 14, "cannot be read"),
    ('+++\nedition = "a"\nnumber = 1\nsubject = "s"\nsubjekt = "t"\n+++', 5, 1, "“subjekt”"),
    ('+++\nedition = "a"\nnumber = 1\n[theme]\nx = 1\n+++', 4, 1, "“theme”"),
    ('+++\nedition = "a"\nnumber = 1\n+++', 4, 1, "no “subject”"),
    ('+++\nedition = "A b"\nnumber = 1\nsubject = "s"\n+++', 2, 9, "no name of an edition"),
    ('+++\nedition = "a"\nnumber = 0\nsubject = "s"\n+++', 3, 8, "whole number"),
    ('+++\nedition = "a"\nnumber = true\nsubject = "s"\n+++', 3, 8, "whole number"),
    ('+++\nedition = "a"\nnumber = 1\nsubject = ""\n+++', 4, 9, "subject is empty"),
    ('+++\nedition = "a"\nnumber = 1\nsubject = 5\n+++', 4, 9, "has to be text"),
    ('+++\nedition = "a"\nnumber = 1\nsubject = "s"\nlanguage = "english!"\n+++', 5, 10, "tag"),
    (f'+++\nedition = "a"\nnumber = 1\nsubject = "{"s" * 201}"\n+++', 4, 9, "201 characters"),
]


@pytest.mark.parametrize(("text", "line", "column", "says"), FRONT)
def test_a_wrong_line_of_the_front_matter_is_named(
    text: str, line: int, column: int, says: str
) -> None:
    error = mistake(text)
    assert (error.line, error.column) == (line, column), error.message
    assert says in error.message
    assert error.hint


def test_the_file_is_named_when_it_is_known() -> None:
    named = mistake(HEAD + "#NoSpace", path="editions/the-daily-2026-11-23.md")
    assert named.message.startswith("editions/the-daily-2026-11-23.md:6:1: ")
    assert mistake(HEAD + "#NoSpace").message.startswith("line 6: ")


def test_a_quoted_line_is_cut() -> None:
    error = mistake(HEAD + "###" + "x" * 500)
    assert len(error.message) < 150
    assert "…" in error.message


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["+++", "# A", "# B {#b}", "## C", "## [D](https://d.example.org)", "<!-- bench", "-->"]
        ),
        st.sampled_from([f"{key}: x" for key in KEYS]),
        st.sampled_from(['edition = "a"', "number = 1", 'subject = "s"', "", " ", "text", "\\"]),
        st.text(max_size=12),
    ),
    max_size=14,
)


@given(LINES, st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_with_a_place_in_it(lines: list[str], headed: object) -> None:
    text = (HEAD if headed else "") + "\n".join(lines)
    found: EditionError | None = None
    try:
        read_edition(text)
    except EditionError as error:
        found = error
    if found:
        assert 1 <= (found.line or 0) <= text.count("\n") + 1
        assert (found.column or 0) >= 1
        assert found.hint
        assert re.match(r"line \d+: ", found.message)

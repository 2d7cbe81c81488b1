"""An edition file by line: nothing is changed, and every line is told for what it is."""

from tests.unit.check.pages import FRONT

from digest.compose.draft import read_edition
from digest.compose.outline import outline_file
from digest.model.outline import FileLine, Part

TEXT = (
    FRONT
    + """
A word from the editor.

# Top story {#top}

## [Levy dropped](https://a.example/levy)
kicker: Politics
  by: Jo Marsh

 It was dropped.\t

In the night.
# World

## A brief
<!-- bench

## [Bench](https://a.example/bench)
by: Ana Ruiz

Not yet.
-->
"""
)


def by_part(text: str) -> dict[Part, list[FileLine]]:
    found: dict[Part, list[FileLine]] = {}
    for line in outline_file(text):
        found.setdefault(line.part, []).append(line)
    return found


def test_every_line_is_there_as_it_stands() -> None:
    for text in (TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.rstrip("\n")):
        lines = outline_file(text)
        assert [line.number for line in lines] == list(range(1, text.count("\n") + 2))
        assert "\n".join(line.raw for line in lines) == text.replace("\r\n", "\n")


def test_every_line_is_told_for_what_it_is() -> None:
    parts = by_part(TEXT)
    assert [line.key for line in parts[Part.FRONT]] == [
        "edition", "number", "language", "subject", "preheader",
    ]  # fmt: skip
    assert [line.raw for line in parts[Part.NOTE] if line.raw] == ["A word from the editor."]
    assert [line.raw for line in parts[Part.SECTION]] == ["# Top story {#top}", "# World"]
    assert [(line.key, line.raw) for line in parts[Part.METADATA]] == [
        ("kicker", "kicker: Politics"), ("by", "  by: Jo Marsh"),
    ]  # fmt: skip
    assert [line.raw for line in parts[Part.SUMMARY] if line.raw.strip()] == [
        " It was dropped.\t", "In the night.",
    ]  # fmt: skip
    assert [line.raw for line in parts[Part.OTHER] if line.raw] == ["+++", "+++"]
    assert "Not yet." in [line.raw for line in parts[Part.BENCH]]


def test_a_story_is_known_by_the_line_of_its_headline() -> None:
    parts = by_part(TEXT)
    assert [line.number for line in parts[Part.HEADLINE]] == [
        item.line for item in read_edition(TEXT).items
    ]
    first = parts[Part.HEADLINE][0].number
    assert {line.story for line in (*parts[Part.METADATA], *parts[Part.SUMMARY])} == {first}
    assert {line.story for line in (*parts[Part.BENCH], *parts[Part.NOTE])} == {None}

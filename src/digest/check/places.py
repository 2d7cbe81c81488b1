"""Places in an edition file that are to be changed, and the file once they are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from digest.model.message import Edit, Finding
from digest.model.outline import FileLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """Something that can be put right without a person.

    Attributes:
        rule: The rule that it satisfies.
        line: Line that the rule's finding names; None when it names none.
        says: What is done, as one phrase.
        edits: Where; in their order, none over another.
    """

    rule: str
    line: int | None
    says: str
    edits: tuple[Edit, ...]


def edit_line(line: FileLine, start: int, end: int, text: str) -> Edit:
    """Change a part of one line, given as positions in it from 0."""
    number = line.number
    return Edit(line=number, column=start + 1, end_line=number, end_column=end + 1, text=text)


def by_story(lines: Iterable[FileLine]) -> Iterator[tuple[int | None, list[FileLine]]]:
    """Gather the lines of each story; those of the editor's note stand under None."""
    for story, found in groupby(lines, key=lambda line: line.story):
        yield story, list(found)


def attach_mends(findings: Iterable[Finding], mends: Sequence[Mend]) -> list[Finding]:
    """Tell with each finding what would be done about it."""
    known: dict[tuple[str, int | None], list[Mend]] = {}
    for mend in mends:
        known.setdefault((mend.rule, mend.line), []).append(mend)
    return [
        with_mends(finding, known.get((finding.rule, finding.line), [])) for finding in findings
    ]


def with_mends(finding: Finding, mends: Sequence[Mend]) -> Finding:
    """Tell with one finding what would be done about it."""
    if not mends:
        return finding
    edits = sorted({edit for mend in mends for edit in mend.edits}, key=begin)
    says = "; ".join(dict.fromkeys(mend.says for mend in mends))
    first = edits[0]
    is_there = finding.line in (None, first.line)
    return replace(
        finding,
        line=first.line if is_there else finding.line,
        column=first.column if is_there else finding.column,
        fix=says,
        edits=tuple(edits),
    )


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Change places of a text; everything else stays byte for byte.

    Args:
        text: The file.
        edits: In any order; one that reaches into an earlier one is left out.
    """
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    kept: list[str] = []
    at = 0
    for edit in sorted(set(edits), key=begin):
        start = min(starts[edit.line - 1] + edit.column - 1, len(text))
        end = min(starts[min(edit.end_line, len(starts)) - 1] + edit.end_column - 1, len(text))
        if start >= at and end >= start:
            kept += [text[at:start], edit.text]
            at = end
    return "".join([*kept, text[at:]])


def begin(edit: Edit) -> tuple[int, int, int, int, str]:
    """Order edits by their places."""
    return (edit.line, edit.column, edit.end_line, edit.end_column, edit.text)

"""A translation tells the same stories as the main edition, in its own language."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from digest.check.languages import check_translation, find_unread, longest_rise
from digest.model.edition import Edition, Item, Section
from digest.model.message import Level

MAIN_PATH, PATH = "editions/x.md", "editions/x.fr.md"


def item(name: str, headline: str = "", line: int | None = None) -> Item:
    return Item(
        headline=headline or f"Story {name}",
        url=f"https://daily.example.org/{name}",
        summary=f"Text of {headline or name}.",
        line=line,
    )


def edition(language: str, *sections: tuple[Item, ...], subject: str = "") -> Edition:
    return Edition(
        slug="x",
        number=1,
        language=language,
        subject=subject or f"Subject in {language}",
        sections=tuple(
            Section(name=f"Part {at}", id=f"part-{at}", items=items)
            for at, items in enumerate(sections)
        ),
    )


MAIN = edition("en", (item("a"), item("b")), (item("c"), item("d")))
A, B, C, D = (item(name, f"Récit {name}", line=at) for at, name in enumerate("abcd", 10))


def found(other: Edition, own: tuple[str, ...] = ()) -> list[tuple[str, int | None, str]]:
    findings = check_translation(other, MAIN, own, path=PATH, main_path=MAIN_PATH)
    assert all(one.file == PATH and one.level is Level.WARNING for one in findings)
    return [(one.rule, one.line, one.message) for one in findings]


def test_a_whole_translation_has_no_findings() -> None:
    assert found(edition("fr", (A, B), (C, D))) == []


def test_what_was_added_dropped_or_moved_is_told_by_its_story() -> None:
    dropped = found(edition("fr", (A, B), (C,)))
    assert dropped == [
        ("language-differs", None, "“Story d” stands in editions/x.md, but not here.")
    ]
    added = found(edition("fr", (A, B), (C, D, item("e", "Récit e", line=30))))
    assert added == [("language-differs", 30, "“Récit e” stands here, but not in editions/x.md.")]
    [moved] = found(edition("fr", (B, A), (C, D)))
    assert moved[0] == "language-differs"
    assert "another place" in moved[2]


def test_one_story_that_was_moved_far_is_one_finding() -> None:
    rules = found(edition("fr", (D, A, B), (C,)))
    assert [(rule, line) for rule, line, _ in rules] == [("language-differs", 13)]


def test_stories_without_a_link_are_counted() -> None:
    loose = Item(headline="Sans lien", summary="Un texte.")
    [(rule, _, message)] = found(edition("fr", (A, B, loose), (C, D)))
    assert rule == "language-differs"
    assert "1 stories" not in message
    assert "1 story without a link here, and 0" in message


def test_a_text_that_nobody_has_translated_is_told() -> None:
    same = replace(C, headline="Story c", summary="Text of c.")
    half = replace(D, summary="Text of d.")
    told = found(edition("fr", (A, B), (same, half)))
    assert [(rule, line) for rule, line, _ in told] == [("untranslated", 12), ("untranslated", 13)]
    assert told[0][2].startswith("The headline and summary of “Story c” are the same")
    assert told[1][2].startswith("The summary of “Récit d” is the same")


def test_an_article_in_that_language_needs_no_translation() -> None:
    same = replace(C, headline="Story c", summary="Text of c.")
    assert found(edition("fr", (A, B), (same, D)), own=(str(C.url),)) == []


def test_a_subject_that_nobody_has_translated_is_told() -> None:
    [(rule, _, message)] = found(edition("fr", (A, B), (C, D), subject=MAIN.subject))
    assert (rule, "subject" in message) == ("untranslated", True)


def test_a_file_in_a_language_that_no_reader_gets_is_told_with_what_to_do() -> None:
    names = ["x.de.md", "x.en.md", "x.fr.md", "x.PT-br.md", "x.md", "x.backup.md", "xx.de.md"]
    told = {
        name: (one.rule, one.level, one.message)
        for name, one in find_unread(names, "x", ("fr", "pt-BR"), "en")
    }
    assert set(told) == {"x.de.md", "x.en.md", "x.PT-br.md"}
    assert {one[:2] for one in told.values()} == {("unnamed-language", Level.WARNING)}
    assert "names no language “de”" in told["x.de.md"][2]
    assert "the edition in en is x.md" in told["x.en.md"][2]
    assert "rename it to x.pt-BR.md" in told["x.PT-br.md"][2]


@given(st.permutations(range(12)))
def test_what_stays_in_place_is_a_longest_rising_row(numbers: list[int]) -> None:
    kept = sorted(longest_rise(numbers))
    row = [numbers[at] for at in kept]
    assert row == sorted(row)
    best = [1] * len(numbers)
    for at, number in enumerate(numbers):
        best[at] = 1 + max((best[k] for k in range(at) if numbers[k] < number), default=0)
    assert len(row) == max(best)

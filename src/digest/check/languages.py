"""Rules about an edition's translation: whether it tells the same stories, in its own language."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from digest.check.findings import named, quoted, warning
from digest.model.edition import Edition, Item
from digest.model.message import Finding
from digest.text.words import count_of

# What stands behind an edition's name in that of a translation: fr, pt-BR, zh-Hant. A longer word,
# as in SLUG.backup.md, is the desk's own affair.
TRANSLATION = re.compile(r"([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4})\.md")


def check_translation(
    edition: Edition, main: Edition, own: Collection[str], *, path: str, main_path: str
) -> list[Finding]:
    """Hold a translation against the main edition.

    Args:
        edition: The translation.
        main: The edition that it translates.
        own: Addresses of articles that are in the translation's language themselves.
        path: The translation's file, as shown to editors.
        main_path: The main edition's.
    """
    found = [*find_differences(edition, main, main_path), *find_untranslated(edition, main, own)]
    return [replace(one, file=path) for one in found]


def find_unread(
    names: Iterable[str], slug: str, languages: Sequence[str], main: str
) -> Iterator[tuple[str, Finding]]:
    """unnamed-language: files of an edition in languages that no reader gets from them.

    Args:
        names: Of the files beside the main one.
        slug: The edition.
        languages: The further ones that readers may have it in.
        main: The language of its main file.

    Yields:
        A file's name with what is wrong with it.
    """
    known = {tag.casefold(): tag for tag in languages}
    for name in names:
        match = TRANSLATION.fullmatch(name.removeprefix(f"{slug}."))
        if match is None or not name.startswith(f"{slug}.") or match[1] in languages:
            continue
        tag = match[1].casefold()
        if tag in known:
            why = f"rename it to {slug}.{known[tag]}.md, as digest.toml writes the language."
        elif tag == main.casefold():
            why = f"the edition in {main} is {slug}.md."
        else:
            why = f"digest.toml names no language {quoted(match[1])} that readers may have."
        yield name, warning("unnamed-language", f"Nobody gets what stands here: {why}")


def find_differences(edition: Edition, main: Edition, main_path: str) -> Iterator[Finding]:
    """language-differs: stories that were added, dropped or moved in one of the two alone."""
    ours, theirs = by_address(edition), by_address(main)
    for address, item in theirs.items():
        if address not in ours:
            yield warning("language-differs", f"{named(item)} stands in {main_path}, but not here.")
    for address, item in ours.items():
        if address not in theirs:
            yield warning(
                "language-differs", f"{named(item)} stands here, but not in {main_path}.", item.line
            )
    for address in moved(places(edition), places(main)):
        item = ours[address]
        yield warning(
            "language-differs",
            f"{named(item)} stands at another place than in {main_path}.",
            item.line,
        )
    here, there = (sum(not item.url for item in one.items) for one in (edition, main))
    if here != there:
        yield warning(
            "language-differs",
            f"There {'is' if here == 1 else 'are'} {count_of(here, 'story', 'stories')} without a "
            f"link here, and {there} in {main_path}.",
        )


def by_address(edition: Edition) -> dict[str, Item]:
    """Find the stories that have an address, by which they are known in every language."""
    return {item.url: item for item in edition.items if item.url}


def places(edition: Edition) -> dict[str, tuple[str, int]]:
    """Tell of each story with an address its section, by its id or number, and its place."""
    found: dict[str, tuple[str, int]] = {}
    for number, section in enumerate(edition.sections, start=1):
        name = section.id or str(number)
        for item in section.items:
            if item.url:
                found[item.url] = (name, len(found))
    return found


def moved(ours: dict[str, tuple[str, int]], theirs: dict[str, tuple[str, int]]) -> list[str]:
    """List the stories of both that stand in another section, or in another order."""
    both = [address for address in ours if address in theirs]
    kept = longest_rise([theirs[address][1] for address in both])
    return [
        address
        for at, address in enumerate(both)
        if at not in kept or ours[address][0] != theirs[address][0]
    ]


def longest_rise(numbers: Sequence[int]) -> set[int]:
    """Choose the places of the longest rising row: what has not been moved about."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(last[length - 1] if length else None)
        ends[length:] = [number] if length == len(ends) else [number, *ends[length + 1 :]]
        last[length:] = [at] if length == len(last) else [at, *last[length + 1 :]]
    chosen: set[int] = set()
    place = last[-1] if last else None
    while place is not None:
        chosen.add(place)
        place = before[place]
    return chosen


def find_untranslated(edition: Edition, main: Edition, own: Collection[str]) -> Iterator[Finding]:
    """untranslated: texts that are word for word those of the main edition."""
    theirs = by_address(main)
    for address, item in by_address(edition).items():
        other = theirs.get(address)
        if other is None or address in own:
            continue
        same = [
            name
            for name, text, before in (
                ("headline", item.headline, other.headline),
                ("summary", item.summary, other.summary),
            )
            if text and text == before
        ]
        if same:
            words = " and ".join(same)
            yield warning(
                "untranslated",
                f"The {words} of {named(item)} {'is' if len(same) == 1 else 'are'} the same as in "
                f"the edition in {main.language}.",
                item.line,
            )
    hero = next((item.url for item in edition.items), None)
    if edition.subject == main.subject and hero not in own:
        yield warning(
            "untranslated",
            f"The subject {quoted(edition.subject)} is the same as in the edition in "
            f"{main.language}.",
        )

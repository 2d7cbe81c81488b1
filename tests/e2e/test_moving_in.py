"""The pages about moving in say, letter for letter, what the program answers."""

import csv
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.conftest import Indoors

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "data" / "imports"
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# The files of each page: the sample whose columns they have, and how many rows of it at which
# place; None stands for a row that cannot be used.
STORIES: dict[str, dict[str, list[tuple[str, int | None, int]]]] = {
    "move-from-listmonk.md": {
        "left.csv": [("listmonk", 1, 200), ("listmonk", 2, 112)],
        "daily.csv": [("listmonk", 1, 1418), ("listmonk", None, 2)],
    },
    "move-in.md": {
        "members.csv": [("ghost", 0, 602), ("ghost", 1, 38)],
        "subscribed_email_audience_export.csv": [("mailchimp-subscribed", 1, 604)],
        "unsubscribed_email_audience_export.csv": [("mailchimp-unsubscribed", 0, 97)],
        "cleaned_email_audience_export.csv": [("mailchimp-cleaned", 0, 31)],
        "gone.csv": [("", 0, 12)],
    },
}


def write(path: Path, parts: list[tuple[str, int | None, int]]) -> None:
    """Write a file of as many people as the page tells of, each with an address of their own."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number, (name, place, count) in enumerate(parts):
            header, *rows = read_sample(name)
            if number == 0:
                writer.writerow(header)
            for person in range(count):
                values = list(rows[place or 0])
                address = f"{path.stem}.{number}.{person}@example.org"
                values[find_address(header)] = "nobody" if place is None else address
                writer.writerow(values)


def read_sample(name: str) -> list[list[str]]:
    if not name:
        return [["email"], [""]]
    return list(csv.reader((SAMPLES / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def find_address(header: list[str]) -> int:
    return next(at for at, name in enumerate(header) if "email" in name.casefold())


def commands(page: str) -> Iterator[tuple[list[str], str]]:
    """Every command of a page with the answer that stands below it."""
    text = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    for block in CONSOLE.findall(text):
        for told in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, answer = told.partition("\n")
            yield shlex.split(line), answer


@pytest.mark.parametrize("page", STORIES)
def test_a_page_about_moving_in_can_be_followed_word_by_word(indoors: Indoors, page: str) -> None:
    for name, parts in STORIES[page].items():
        write(indoors.folder / name, parts)
    seen: list[str] = []
    for words, answer in commands(page):
        assert words[0] == "digest"
        if seen.count(" ".join(words)):  # a fresh file, some days later
            write(indoors.folder / "left.csv", [("listmonk", 1, 203), ("listmonk", 2, 112)])
        seen.append(" ".join(words))
        ran = indoors.run(*words[1:])
        assert (ran.status, ran.out) == (0, answer), words
    assert len(seen) >= 4

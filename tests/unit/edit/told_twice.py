"""The invented story set of tests/data/stories: events told by several papers, and look-alikes."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import combinations
from pathlib import Path

from digest.model.article import Article

FOLDER = Path(__file__).parents[2] / "data" / "stories"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article of the set.

    Attributes:
        id: Its name there, and its address.
        family: Articles that are alike; those of one family tell one event or similar ones.
        event: What it tells.
        of: The event that it goes on with, or gives an opinion on; empty for a report.
        relation: "report", "copy", "live", "short", "column", "later" or "opinion".
        language: Of its text.
        article: The article itself.
    """

    id: str
    family: str
    event: str
    of: str
    relation: str
    language: str
    article: Article


@cache
def told_twice() -> tuple[Told, ...]:
    """Read the whole set."""
    lines = [
        json.loads(line)
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return tuple(
        Told(
            id=one["id"],
            family=one["family"],
            event=one["event"],
            of=one.get("of", ""),
            relation=one["relation"],
            language=one["language"],
            article=Article(
                url=f"https://papers.example.org/{one['id']}",
                headline=one["headline"],
                source=one["source"],
                dateline=one.get("dateline"),
                lede=one["text"].partition("\n\n")[0],
                body=one["text"],
                published=datetime.fromisoformat(one["published"]),
                first_seen=datetime.fromisoformat(one["published"]),
            ),
        )
        for one in lines
    )


def by_id(name: str) -> Article:
    """Find one article of the set."""
    return next(one.article for one in told_twice() if one.id == name)


def pairs(kind: str) -> list[tuple[Told, Told]]:
    """All pairs of one kind.

    Args:
        kind: "same": two reports of one event; "later": a report and what went on from it;
            "opinion": a report and an opinion on it; "alike": two events of one kind.
    """
    found = []
    for one, other in combinations(told_twice(), 2):
        if one.family == other.family and kind_of(one, other) == kind:
            found.append((one, other))
    return found


def kind_of(one: Told, other: Told) -> str:
    """Tell what two articles of one family have to do with each other."""
    if one.event == other.event:
        return "same"
    for told, earlier in ((one, other), (other, one)):
        if told.of and told.of in {earlier.event, earlier.of}:
            return told.relation
    return "alike"

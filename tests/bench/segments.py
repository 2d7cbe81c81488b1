"""`python -m tests.bench.segments`: planning for a segment beside planning for everybody.

Every plan is one transaction of its own on a database with readers of ten countries, some ages,
lists and sections; they are made in turn, so that a comparison holds as the machine drifts.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.planned import make_lock

from digest.adapters.store import open_store
from digest.adapters.store.opening import Store
from digest.deliver.segment_parser import read_segment
from digest.model.edition import EditionRecord, EditionState, Window
from digest.model.message import Lock
from digest.model.subscriber import Consent, Subscriber

COUNTRIES = ("BE", "NL", "FR", "DE", "LU", "GB", "IE", "ES", "IT", "PT")
SECTIONS = ("politics", "culture", "sport")
RULES = (
    "",
    'country = "BE"',
    'country != "BE"',
    '"politics" in sections',
    '"sport" in lists',
    "age >= 30",
    "consent_at < 90 days ago",
    'renewal < 2027-01-01 and domain ends with "example.org"',
    'country in ["BE", "NL", "FR"] and "politics" in sections and not "sport" in lists',
    'name contains "ë" or field "Größe" = "L"',
)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def make_readers(count: int) -> Iterator[Subscriber]:
    """Make readers who differ in whatever a segment may ask."""
    for number in range(count):
        email = f"reader.{number}@mail{number % 7}.example.org"
        yield Subscriber(
            key=email,
            email=email,
            name=f"Reader Number {number}",
            lists=("daily", "sport")[: 1 + number % 2],
            sections=SECTIONS[: number % 3],
            fields=(
                ("country", COUNTRIES[number % len(COUNTRIES)]),
                ("age", str(18 + number % 70)),
                ("renewal", (NOW + (number % 400) * DAY).date().isoformat()),
            ),
            consent=Consent(at=NOW - (number % 600) * DAY, source="form"),
        )


def plan_once(store: Store, lock: Lock, slug: str, rule: str) -> tuple[float, int]:
    """Plan an edition; tell the seconds that it took, and its readers."""
    text = read_segment(rule, now=NOW).text if rule else ""
    record = EditionRecord(
        slug=slug,
        number=1,
        state=EditionState.DRAFTED,
        window=Window(start=NOW - DAY, end=NOW),
        draft_hash="",
        send_by=NOW + DAY,
    )
    store.editions.save_draft(record)
    began = time.perf_counter()
    books = store.ledger.plan(replace(lock, slug=slug, segment=text), now=NOW, send_by=NOW + DAY)
    return time.perf_counter() - began, books.planned


def main() -> None:
    """Plan for each segment in turn, and print the medians."""
    parser = argparse.ArgumentParser(description="Measure planning for a segment.")
    parser.add_argument("--readers", type=int, default=200_000, help="readers in the database")
    parser.add_argument("--rounds", type=int, default=5, help="plans for each segment")
    options = parser.parse_args()
    taken: dict[str, list[float]] = {rule: [] for rule in RULES}
    chosen: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as name:
        store = open_store(f"sqlite:///{Path(name) / 'digest.db'}", secret="s" * 40)
        store.subscribers.import_subscribers(make_readers(options.readers), now=NOW)
        lock = make_lock(2, NOW)
        for number in range(options.rounds):
            for at, rule in enumerate(RULES):
                took, chosen[rule] = plan_once(store, lock, f"edition-{number}-{at}", rule)
                taken[rule].append(took)
        store.close()
    everybody = statistics.median(taken[""])
    print(f"\n| planning, {options.readers:,} readers | in it | seconds | to everybody |")
    print("|---|---:|---:|---:|")
    for rule, every in taken.items():
        middle = statistics.median(every)
        shown = f"`{rule}`" if rule else "no segment"
        print(f"| {shown} | {chosen[rule]:,} | {middle:.3f} | {middle / everybody:.2f} |")


if __name__ == "__main__":
    main()

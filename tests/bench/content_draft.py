"""Time `digest draft` with 20,000 articles in the store: of two weeks, and all of one day."""

import argparse
import statistics
import tempfile
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.__main__ import DIGEST, make_publication
from tests.bench.content_stories import make_day
from tests.bench.timing import Taken, run_process

STORED = 20_000
A_DAY = 1400


def store_articles(folder: Path, *, days: int) -> None:
    """Put the articles into the store as `collect` does, spread evenly over some days."""
    from digest.adapters.store import open_store
    from digest.app.merging import merge_new
    from digest.app.ports import Stores

    now = datetime.now(tz=UTC)
    store = open_store(f"sqlite:///{folder / 'digest.db'}", secret="x")
    stores = Stores(**{part.name: getattr(store, part.name) for part in fields(Stores)})
    for day in range(days):
        count = STORED // days
        made = list(make_day(count, day=-day, first_event=day * count))[:count]
        step = timedelta(days=1) / (count + 1)
        articles = [
            replace(one, published=moment, first_seen=moment + timedelta(seconds=30))
            for number, (_, one) in enumerate(made, 1)
            for moment in (now - timedelta(days=day) - number * step,)
        ]
        stores.articles.save_articles(articles, now=now)
        merge_new(stores, now=now)
    store.close()


def time_draft(folder: Path, *, rounds: int) -> list[Taken]:
    """Draft again and again, each time from the same store."""
    command = [*DIGEST, "-C", str(folder), "draft", "--force"]
    run_process(command, folder=folder)
    return [run_process(command, folder=folder) for _ in range(rounds)]


def main() -> None:
    """Make both stores, draft, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print("| draft, whole command | clock | slowest | CPU |\n|---|---:|---:|---:|")
    for name, days in (("20,000 stored, two weeks", 14), ("20,000 stored, all of one day", 1)):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "paper"
            make_publication(folder)
            store_articles(folder, days=days)
            taken = time_draft(folder, rounds=rounds)
        walls = sorted(one.wall for one in taken)
        cpu = statistics.median(one.cpu for one in taken)
        print(
            f"| {name} | {statistics.median(walls):.2f} s | {walls[-1]:.2f} s | {cpu:.2f} s |",
            flush=True,
        )


if __name__ == "__main__":
    main()

"""`make bench-import`: `digest subscribers import` beside bare csv and sqlite3, in turn.

The yardstick reads the file with csv and inserts with one executemany in one transaction, nothing
looked at, into two tables: the very one that `digest` has, and one of address and name alone.
In both an address stands once, for without that a second import would double everybody.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.desk import DIGEST, ROOT
from tests.bench.timing import Taken, run_process

BARE = """
import csv, sqlite3, sys
db = sqlite3.connect(sys.argv[2])
for setting in ("journal_mode = WAL", "synchronous = FULL"):
    db.execute(f"PRAGMA {setting}")
if sys.argv[3] == "narrow":
    db.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT)")
    insert = "INSERT INTO person (email, name) VALUES (?, ?)"
else:
    insert = '''
        INSERT INTO subscriber (key, email, name, state, added_at, added_by)
        VALUES (?1, ?1, ?2, 'subscribed', 1764000000000000, '')
    '''
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = csv.reader(file)
    next(rows)
    with db:
        db.executemany(insert, rows)
db.close()
"""
WORDS = ("anna", "ben", "carla", "dora", "emil", "fatma", "goran")
DOMAINS = ("example.org", "mail.example.net", "post.example.com")
SPREAD = 2_654_435_761  # coprime to the modulus: every number once, in no order
MODULUS = 2**32


def write_readers(path: Path, count: int) -> None:
    """Write a file of readers in the order in which they came, which is none of the alphabet's."""
    with path.open("w", encoding="utf-8") as file:
        file.write("email,name\n")
        for number in range(count):
            spread = number * SPREAD % MODULUS
            word, domain = WORDS[spread % len(WORDS)], DOMAINS[spread % len(DOMAINS)]
            file.write(f"{word}.{spread}@{domain},Reader Number {number}\n")


class Contest:
    """The contenders, each with a fresh database.

    Args:
        folder: A publication.
        readers: The file to be imported.
    """

    def __init__(self, folder: Path, readers: Path) -> None:
        self._folder = folder
        self._readers = readers
        self._at = [*DIGEST, "-C", str(folder)]
        # The tables are there before, as they are in every publication but on its first day.
        run_process([*self._at, "subscribers", "list"], folder=folder)
        self._kept = {file: file.read_bytes() for file in folder.glob("digest.db*")}

    def _restore(self) -> None:
        for file in self._folder.glob("*.db*"):
            file.unlink()
        for file, data in self._kept.items():
            file.write_bytes(data)

    def ours(self) -> Taken:
        """The command as a user starts it."""
        self._restore()
        command = [*self._at, "subscribers", "import", str(self._readers)]
        return run_process(command, folder=self._folder)

    def bare(self, table: str) -> Taken:
        """The yardstick: "same" fills the table of digest, "narrow" one of two columns."""
        self._restore()
        name = "digest.db" if table == "same" else "narrow.db"
        command = [sys.executable, "-c", BARE, str(self._readers), str(self._folder / name), table]
        return run_process(command, folder=self._folder)


def take_turns(contenders: dict[str, Callable[[], Taken]], rounds: int) -> dict[str, list[Taken]]:
    """Let everybody import, one after the other, round after round."""
    runs: dict[str, list[Taken]] = {name: [] for name in contenders}
    for number in range(rounds):
        for name, run in contenders.items():
            taken = run()
            runs[name].append(taken)
            print(f"  round {number + 1}: {name}: {taken.wall:.1f} s", flush=True)
    return runs


def show_table(runs: dict[str, list[Taken]], rows: int) -> None:
    """Print medians, and how fast ours is beside each."""
    ours = next(iter(runs.values()))
    print(f"\n| {rows:,} rows | seconds | CPU seconds | most memory | ours beside it: time, CPU |")
    print("|---|---:|---:|---:|---:|")
    for name, taken in runs.items():
        walls = sorted(one.wall for one in taken)
        times = ratio([a.wall / b.wall for a, b in zip(taken, ours, strict=True)])
        work = ratio([a.cpu / b.cpu for a, b in zip(taken, ours, strict=True)])
        cells = [
            f"{statistics.median(walls):.1f} ({walls[0]:.1f}–{walls[-1]:.1f})",
            f"{statistics.median(one.cpu for one in taken):.1f}",
            f"{max(one.peak for one in taken) / 1e6:.1f} MB",
            f"× {times}, × {work}",
        ]
        print(f"| {name} | {' | '.join(cells)} |")
    print(flush=True)


def ratio(values: Sequence[float]) -> str:
    """Write the median of ratios."""
    return f"{statistics.median(values):.2f}"


def main() -> None:
    """Import into a folder that goes away."""
    parser = argparse.ArgumentParser(description="Measure `digest subscribers import`.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the file")
    parser.add_argument("--rounds", type=int, default=5, help="imports of each contender")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place, readers = Path(name, "publication"), Path(name, "people.csv")
        run_process([*DIGEST, "init", str(place), "--sender", "d@example.org"], folder=ROOT)
        write_readers(readers, options.rows)
        contest = Contest(place, readers)
        contenders: dict[str, Callable[[], Taken]] = {
            "digest subscribers import": contest.ours,
            "bare, into the same table": lambda: contest.bare("same"),
            "bare, address and name alone": lambda: contest.bare("narrow"),
        }
        show_table(take_turns(contenders, options.rounds), options.rows)


if __name__ == "__main__":
    main()

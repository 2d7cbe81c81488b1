"""`make bench-tokens`: refusing a token takes as long wherever it is wrong."""

import argparse
import statistics
from collections.abc import Sequence
from functools import partial

from tests.bench.timing import run_function

from digest.deliver.tokens import MAC_LETTERS, Claim, Purpose, make_token, read_token

KEYS = tuple(f"key number {number} of this benchmark, long enough" for number in range(3))
PUBLICATION = "the-daily"
TIMES = 2_000


def make(number: int, key: str = KEYS[0]) -> str:
    """Make a token of the key that signs."""
    return make_token(key, Purpose.UNSUBSCRIBE, publication=PUBLICATION, subscriber_id=number)


def alter(token: str, place: int) -> str:
    """Alter one letter."""
    letters = list(token)
    letters[place] = "b" if letters[place] != "b" else "c"
    return "".join(letters)


def list_tokens(number: int) -> dict[str, str]:
    """List one token that is good, and others that nearly are."""
    token = make(number)
    return {
        "good": token,
        "good, of the last key": make(number, KEYS[-1]),
        "wrong in its first letter": alter(token, 0),
        "wrong in its number": alter(token, 2),
        "wrong where the signature begins": alter(token, len(token) - MAC_LETTERS),
        "wrong in its last letter": alter(token, len(token) - 1),
        "of a key that nobody has": make(number, "a key that is not among them, long enough"),
    }


def read(token: str) -> Claim | None:
    """Read a token as the pages do."""
    return read_token(token, Purpose.UNSUBSCRIBE, publication=PUBLICATION, secrets=KEYS)


def main(arguments: Sequence[str] | None = None) -> None:
    """Time each kind of token in turn, round after round, and hold it against a good one."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.tokens", description=__doc__)
    parser.add_argument("--rounds", type=int, default=101)
    given = parser.parse_args(arguments)
    taken: dict[str, list[float]] = {name: [] for name in list_tokens(0)}
    for number in range(given.rounds):
        found = list(list_tokens(1000 + number).items())
        # Nobody always comes first in a round.
        for name, token in found[number % len(found) :] + found[: number % len(found)]:
            taken[name].append(run_function(partial(read, token), times=TIMES).wall)
    print("| token | µs | × a good one |\n|---|---:|---:|")
    for name, seconds in taken.items():
        pairs = zip(seconds, taken["good"], strict=True)
        ratio = statistics.median(one / other for one, other in pairs)
        print(f"| {name} | {statistics.median(seconds) * 1e6:.2f} | {ratio:.3f} |")


if __name__ == "__main__":
    main()

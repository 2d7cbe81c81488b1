"""`make bench-serve`: the public pages under load while an edition is sent from the same database.

Two hundred requests a second of mixed pages, each at its own moment whether or not those before
were answered, so that waiting hides nothing. `digest serve` has a core to itself; this program,
`digest send` and the sink that takes the mail share the others. In the end the database is asked
whether everybody who signed up, confirmed, chose or left stands there as they wished.

On a machine that has other work, its threads wait for a processor, which is told; there
`chrt -r 1 make bench-serve`, for root, lets all of it go before the rest.
"""

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.desk import DIGEST, SLUG, make_desk
from tests.bench.load import KEPT, MADE, Answered, Crowd, Wish, ask_all, by_kind, find_lost
from tests.bench.planned import PUBLIC_URL
from tests.bench.relays import our_sink

from digest.adapters.clock import SystemClock
from digest.app.ports import Stores
from digest.app.reader_desk import ReaderDesk
from digest.config import Settings, read_settings
from digest.deliver.tokens import LinkKeys
from digest.model.subscriber import Subscriber, SubscriberState
from digest.wiring import opened_stores

SENT_A_SECOND = 300
QUICK = 0.050


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description="The public pages under load.")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=200)
    wanted = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2 or not shutil.which("taskset"):
        sys.exit("It takes two cores, and taskset.")
    # Whatever this program starts has the other cores, but for the server.
    os.sched_setaffinity(0, cores[1:])
    with tempfile.TemporaryDirectory() as folder, our_sink() as sink:
        relay = f"smtp+plain://127.0.0.1:{sink}"
        bench(Path(folder), wanted.seconds, wanted.rate, core=cores[0], relay=relay)


def bench(folder: Path, seconds: int, rate: int, *, core: int, relay: str) -> None:
    """Load the pages of a publication that is being sent."""
    desk = make_desk(folder, (seconds + 30) * SENT_A_SECOND)
    settings = folder / "publication" / "digest.toml"
    text = settings.read_text(encoding="utf-8")
    paced = text.replace("[sending]", f'[sending]\nrate = "{SENT_A_SECOND}/s"', 1)
    settings.write_text(paced, encoding="utf-8")
    environment = {"DIGEST_RELAY": relay, "DIGEST_PUBLIC_URL": PUBLIC_URL}
    read = read_settings(desk.folder, environment)
    with opened_stores(read) as stores:
        crowd = Crowd(open_desk(read, stores), choose_readers(stores), slug=SLUG)
        wishes = crowd.wishes(seconds * rate)
        with (
            sending(desk.folder, environment) as send,
            serving(desk.folder, environment, core=core) as (base, server, log),
        ):
            asyncio.run(ask_all(base, gentle(wishes), rate=20))
            before = look_at(server)
            answers = asyncio.run(ask_all(base, wishes, rate=rate))
            after = look_at(server)
            was_sending = send.poll() is None
        tell(answers, rate=rate)
        used, waited = (end - start for start, end in zip(before, after, strict=True))
        print(f"processor time of the server: {used:.1f} s of {seconds} s on its core")
        print(f"its threads waited {waited:.1f} s for the processor, each other's turns included")
        print(f"a send was running all the while: {'yes' if was_sending else 'NO'}")
        print(f"accepted by then: {stores.ledger.progress(SLUG).accepted:,}")
        tell_kept(answers, stores)
    print(f"lines of trouble in the log: {sum(' ms' not in line for line in log)}")
    for line in [line for line in log if " ms" not in line][:5]:
        print(f"  {line.strip()}")


def open_desk(settings: Settings, stores: Stores) -> ReaderDesk:
    """Open what tokens are made with."""
    return ReaderDesk(
        publication=settings.publication,
        stores=stores,
        links=LinkKeys(signing=settings.machine.secret),
        clock=SystemClock(),
        public_url=PUBLIC_URL,
    )


def choose_readers(stores: Stores) -> list[Subscriber]:
    """Choose who acts: from the end of the audience, whom the send has not come to yet."""
    people = list(stores.subscribers.subscribers(state=SubscriberState.SUBSCRIBED))
    return people[::-1]


def gentle(wishes: Sequence[Wish]) -> list[Wish]:
    """Choose a few that change nothing, so that what is made once has been made."""
    return [one for one in wishes[:200] if one.fields is None and one.kind != "guess"]


@contextlib.contextmanager
def sending(folder: Path, environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Send the edition while the load lasts."""
    command = [*DIGEST, "-C", str(folder), "send", SLUG, "--yes"]
    process = subprocess.Popen(
        command,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


@contextlib.contextmanager
def serving(
    folder: Path, environment: dict[str, str], *, core: int
) -> Iterator[tuple[str, int, list[str]]]:
    """Serve the pages on one core; gives their address, the process, the log once it has ended."""
    options = ["serve", "--port", "0", "--trust-proxy", "--json"]
    command = ["taskset", "-c", str(core), *DIGEST, "-C", str(folder), *options]
    lines: list[str] = []
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as log,
        subprocess.Popen(
            command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"], process.pid, lines
        finally:
            process.terminate()
            process.wait(60)
            log.seek(0)
            lines += log.readlines()


def look_at(process: int) -> tuple[float, float]:
    """Tell for how many seconds the threads of a process have run, and waited for a processor.

    On a machine that others use as well, the second tells how far the figures can be trusted.
    """
    lines = [
        (task / "schedstat").read_text(encoding="ascii").split()
        for task in Path(f"/proc/{process}/task").iterdir()
    ]
    ran, waited = (sum(int(line[column]) for line in lines) / 1e9 for column in (0, 1))
    return ran, waited


def tell(answers: Sequence[Answered], *, rate: int) -> None:
    """Print how long answers took."""
    print(f"{len(answers):,} requests, {rate} a second, each at its own moment")
    print(f"{'':14}{'requests':>9}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}  statuses")
    for kind, found in (*by_kind(answers), ("all", list(answers))):
        took = sorted(one.seconds for one in found)
        p50, p99 = took[len(took) // 2], took[min(len(took) - 1, len(took) * 99 // 100)]
        statuses = Counter(one.status for one in found)
        told = " ".join(f"{status}×{count}" for status, count in sorted(statuses.items()))
        print(
            f"{kind:14}{len(took):9,}{p50 * 1000:9.1f}{p99 * 1000:9.1f}{took[-1] * 1000:9.1f}"
            f"  {told}"
        )
    wrong = sum(one.status not in MADE for one in answers)
    slow = sorted(one.seconds for one in answers)[len(answers) * 99 // 100] >= QUICK
    print(f"errors: {wrong}; p99 under {QUICK * 1000:.0f} ms: {'NO' if slow else 'yes'}")


def tell_kept(answers: Sequence[Answered], stores: Stores) -> None:
    """Print whether the database holds what was answered."""
    for kind, found in by_kind(answers):
        if kind in KEPT:
            told = [one for one in found if one.status == KEPT[kind][0]]
            kept = len(told) - len(find_lost(kind, told, stores))
            print(f"{kind}: {len(told):,} answered, {kept:,} in the database")


if __name__ == "__main__":
    main()

"""`make bench-send`: a whole `digest send` beside what else sends mail, in turn, in one run.

Everybody sends the same mail of 44 kB. Ours is the command as a user starts it: the start of the
interpreter, the ledger in a real database with each of its fsyncs, every message made for its
reader, the closing of the books. Only the planning is done before. Slow yardsticks send fewer
messages, so that a run ends in a quarter of an hour; every figure is by the second or by message.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import relays, yardsticks
from tests.bench.desk import Desk, make_desk
from tests.bench.ledgers import bench_ledger
from tests.bench.memory import bench_memory
from tests.bench.tables import Contender, show_table, take_turns
from tests.bench.timing import Taken, run_process
from tests.bench.yardsticks import Yardsticks, find_yardsticks

OURS = "digest send"
# A part of the messages that we send.
FEWER = {
    "nodemailer": 10,
    "nodemailer, DKIM": 20,
    "nodemailer, STARTTLS": 10,
    "aiosmtplib": 10,
    "smtplib": 40,
}
FEWER_TO_POSTFIX = 2
PARTS = ("smtp-sink", "our-sink", "starttls", "postfix", "ledger", "memory")


class Contest:
    """Who takes part in a benchmark, and with how many messages.

    Args:
        desk: Ours.
        yard: The yardsticks that are here.
        messages: How many messages we send.
    """

    def __init__(self, desk: Desk, yard: Yardsticks, messages: int) -> None:
        self._desk = desk
        self._yard = yard
        self._messages = messages

    def ours(self, name: str, relay: str, *, signed: bool = False) -> Contender:
        """`digest send`, to all readers."""
        return Contender(
            name=name,
            messages=self._messages,
            run=lambda: self._desk.send(relay, signed=signed),
        )

    def source(self, port: int) -> Iterable[Contender]:
        """Postfix's smtp-source: C, one constant message, ten sessions; the limit."""
        if program := self._yard.smtp_source:
            size = self._desk.message.stat().st_size
            yield self.other(
                "smtp-source",
                lambda count: yardsticks.source_command(program, port, count=count, size=size),
            )

    def nodemailer(
        self, name: str, port: int, *, key: str = "", tls: bool = False
    ) -> Iterable[Contender]:
        """Nodemailer's pool of ten."""
        if folder := self._yard.nodemailer:
            parts = self._desk.parts
            yield self.other(
                name,
                lambda count: yardsticks.node_command(folder, parts, port, count=count, key=key),
                TLS="1" if tls else "",
                SSL_CERT_FILE=self._desk.authority,
            )

    def python(self, port: int) -> Iterable[Contender]:
        """The two clients that Python people use, with ready bytes."""
        message = self._desk.message
        if folder := self._yard.aiosmtplib:
            yield self.other(
                "aiosmtplib",
                lambda count: yardsticks.loop_command(yardsticks.POOL, message, port, count=count),
                PYTHONPATH=folder,
            )
        yield self.other(
            "smtplib",
            lambda count: yardsticks.loop_command(yardsticks.LOOP, message, port, count=count),
        )

    def other(
        self, name: str, command: Callable[[int], list[str]], **environment: str
    ) -> Contender:
        """A yardstick, started as a command for a number of messages."""
        count = max(1, self._messages // FEWER.get(name, 1))

        def run() -> Taken:
            return run_process(command(count), folder=self._desk.folder, environment=environment)

        return Contender(name=name, messages=count, run=run)

    def everybody(self, port: int) -> Iterator[Contender]:
        """All who send to a sink."""
        relay = f"smtp+plain://127.0.0.1:{port}"
        yield from self.source(port)
        yield self.ours(OURS, relay)
        yield self.ours(f"{OURS}, DKIM", relay, signed=True)
        yield from self.nodemailer("nodemailer", port)
        yield from self.nodemailer("nodemailer, DKIM", port, key=str(self._desk.key))
        yield from self.python(port)

    def secure(self, port: int) -> Iterator[Contender]:
        """Who sends to a sink with STARTTLS, in clear and over TLS."""
        yield self.ours(OURS, f"smtp+plain://127.0.0.1:{port}")
        yield self.ours(f"{OURS}, STARTTLS", f"smtp://127.0.0.1:{port}")
        yield from self.nodemailer("nodemailer, STARTTLS", port, tls=True)


@contextmanager
def settled(contenders: Iterable[Contender], queue: Path) -> Iterator[list[Contender]]:
    """Let Postfix empty its queue before each run, which nobody is charged with."""

    def after(run: Callable[[], Taken]) -> Callable[[], Taken]:
        def wait_and_run() -> Taken:
            relays.wait_until_empty(queue)
            return run()

        return wait_and_run

    yield [
        Contender(name=one.name, messages=one.messages, run=after(one.run)) for one in contenders
    ]


def bench_sinks(contest: Contest, yard: Yardsticks, *, parts: set[str], rounds: int) -> None:
    """Everybody to smtp-sink, and to a sink that is not what holds them back."""
    against = ("smtp-source", "nodemailer", "nodemailer, DKIM")
    if "smtp-sink" in parts and yard.smtp_sink:
        with relays.postfix_sink(yard.smtp_sink) as port:
            contenders = list(contest.everybody(port))
            runs = take_turns(contenders, rounds=rounds)
        show_table("to smtp-sink", contenders, runs, against=against)
    if "our-sink" in parts:
        with relays.our_sink() as port:
            contenders = list(contest.everybody(port))
            runs = take_turns(contenders, rounds=rounds)
        show_table("to a faster sink", contenders, runs, against=against)


def bench_starttls(contest: Contest, desk: Desk, *, rounds: int) -> None:
    """In clear and over STARTTLS to the same sink."""
    good = [str(desk.certificates / name) for name in ("good.pem", "good.key")]
    with relays.our_sink(*good) as port:
        contenders = list(contest.secure(port))
        runs = take_turns(contenders, rounds=rounds)
    show_table("to a sink with STARTTLS", contenders, runs, against=(OURS, "nodemailer, STARTTLS"))


def bench_postfix(folder: Path, yard: Yardsticks, *, messages: int, rounds: int) -> None:
    """To a whole Postfix, which writes every message to the disk before it takes it."""
    if reason := relays.why_no_postfix():
        yardsticks.miss("a Postfix of our own", reason)
        return
    folder.mkdir()
    desk = make_desk(folder, messages)
    contest = Contest(desk, yard, messages)
    place = folder / "postfix"
    with relays.whole_postfix(place) as port:
        ours = contest.ours(OURS, f"smtp+plain://127.0.0.1:{port}")
        with settled([*contest.source(port), ours], place / "queue") as contenders:
            runs = take_turns(contenders, rounds=rounds)
    show_table("to a whole Postfix", contenders, runs, against=("smtp-source",))


def read_options() -> argparse.Namespace:
    """Read the options of the command."""
    parser = argparse.ArgumentParser(description="Measure `digest send`.")
    parser.add_argument("--messages", type=int, default=20_000, help="messages in one run")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each contender")
    parser.add_argument("--million", type=int, default=1_000_000, help="readers, for memory")
    parser.add_argument("--parts", default=",".join(PARTS), help="what to measure")
    return parser.parse_args()


def main() -> None:
    """Run every part in a folder that goes away."""
    # So that who ends a benchmark leaves no sink and no Postfix behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = read_options()
    parts = set(options.parts.split(","))
    yard = find_yardsticks()
    rounds, messages = options.rounds, options.messages
    # Postfix's own user must be able to look inside.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        desk = make_desk(folder, messages)
        print(f"One message is {desk.message.stat().st_size:,} bytes; {rounds} rounds.", flush=True)
        contest = Contest(desk, yard, messages)
        bench_sinks(contest, yard, parts=parts, rounds=rounds)
        if "starttls" in parts:
            bench_starttls(contest, desk, rounds=rounds)
        if "postfix" in parts:
            few = max(1, messages // FEWER_TO_POSTFIX)
            bench_postfix(folder / "relayed", yard, messages=few, rounds=rounds)
        if "ledger" in parts:
            bench_ledger(desk, messages=messages, rounds=rounds)
        if "memory" in parts:
            bench_memory(folder / "memory", million=options.million)


if __name__ == "__main__":
    main()

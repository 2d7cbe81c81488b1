"""Every fault of Postfix's smtp-sink, in clear and behind STARTTLS: nobody twice, nobody missed.

smtp-sink(1) goes wrong the same way for every reader, so that each row below says exactly what has
to come of it. Then a healthy sink gets the rest.
"""

import asyncio
import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
from tests.integration.certificates import Certificates, make_certificates
from tests.integration.sink import Sink, sink
from tests.integration.tls_front import tls_front
from tests.integration.wire_desk import (
    PATIENT,
    Copy,
    PlannedEdition,
    WireDesk,
    large_lock,
    plan_edition,
)

from digest.adapters.smtp import Limits, SmtpRelay, parse_relay
from digest.app.send import SendReport
from digest.errors import ExitStatus
from digest.model.delivery import Books

READERS = 20
# Where each of them costs time.
FEW = 4
LARGE = 200_000
TIMES = 100
AT_ONCE = 10
# smtp-sink counts whole seconds, so that two of its seconds are more than one of ours.
SHORT = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way in which a relay goes wrong, and what the first run has to make of it.

    Attributes:
        name: For the test's id.
        switches: Of smtp-sink.
        all: How everybody stands after the first run: a field of Books; empty when that depends
            on when the fault came.
        among: How a reader may stand, where `all` is empty.
        status: What `digest send` tells its caller; None when that depends as well.
        limits: How long the client waits.
        refuses: Whether the sink says no after the dot, so that what it dumps was not taken.
        readers: How many.
        size: Bytes added to each message.
    """

    name: str
    switches: tuple[str, ...] = ()
    all: str = ""
    among: tuple[str, ...] = ()
    status: ExitStatus | None = None
    limits: Limits = PATIENT
    refuses: bool = False
    readers: int = READERS
    size: int = 0


GREYLISTED = ("-b", "450 4.2.0 greylisted, come back")
NO_SUCH_USER = ("-B", "550 5.1.1 no such user")
POLICY = ("-B", "554 5.7.1 not from you")
OWED, OK = ExitStatus.OWED, ExitStatus.OK
# A domain that refuses our mail by policy is paused, and its other readers wait.
NEVER_TAKEN = ("rejected", "deferred", "owed")
# Where we wait for a third of a second, a busy machine may not even get as far as MAIL.
IN_A_HURRY = ("deferred", "owed")
AWAY, REFUSED = ExitStatus.UNAVAILABLE, ExitStatus.REFUSED

KINDS = (
    Kind(name="healthy", all="accepted", status=OK),
    Kind(name="no extensions", switches=("-p", "-8", "-E"), all="accepted", status=OK),
    Kind(name="no ESMTP", switches=("-e",), among=("owed", "accepted")),
    Kind(name="drop at connect", switches=("-q", "CONNECT"), all="owed", status=AWAY),
    Kind(name="421 at connect", switches=("-Q", "CONNECT"), all="owed", status=AWAY),
    Kind(name="4xx greeting", switches=("-r", "CONNECT"), all="owed", status=AWAY),
    Kind(name="5xx greeting", switches=("-f", "CONNECT"), all="owed", status=REFUSED),
    Kind(name="drop at EHLO", switches=("-q", "EHLO,HELO"), all="owed", status=AWAY),
    Kind(name="5xx EHLO", switches=("-f", "EHLO,HELO"), all="owed", status=REFUSED),
    Kind(name="drop at MAIL", switches=("-q", "MAIL"), among=("deferred", "owed")),
    Kind(name="421 at MAIL", switches=("-Q", "MAIL"), all="owed", status=AWAY),
    Kind(name="4xx MAIL", switches=("-r", "MAIL"), all="owed", status=AWAY),
    Kind(name="5xx MAIL", switches=("-f", "MAIL"), all="owed", status=REFUSED),
    Kind(name="drop at RCPT", switches=("-q", "RCPT"), all="deferred", status=OWED),
    Kind(name="421 at RCPT", switches=("-Q", "RCPT"), among=("deferred", "owed")),
    Kind(name="greylisting", switches=("-r", "RCPT", *GREYLISTED), all="deferred", status=OWED),
    Kind(name="no such user", switches=("-f", "RCPT", *NO_SUCH_USER), all="rejected"),
    Kind(
        name="drop at RSET",
        switches=("-r", "RCPT", "-q", "RSET", *GREYLISTED),
        all="deferred",
        status=OWED,
    ),
    Kind(name="drop at DATA", switches=("-q", "DATA"), all="deferred", status=OWED),
    Kind(name="4xx DATA", switches=("-r", "DATA"), all="deferred", status=OWED),
    Kind(name="550 instead of reading", switches=("-A", "0"), among=NEVER_TAKEN),
    Kind(name="drop after the dot", switches=("-q", "."), all="unknown", status=OWED),
    Kind(name="421 after the dot", switches=("-Q", "."), among=("deferred", "owed"), refuses=True),
    Kind(name="4xx after the dot", switches=("-r", "."), all="deferred", refuses=True),
    Kind(
        name="policy after the dot",
        switches=("-f", ".", *POLICY),
        among=NEVER_TAKEN,
        refuses=True,
    ),
    Kind(name="no goodbye", switches=("-q", "QUIT"), all="accepted", status=OK),
    Kind(
        name="too slow at RCPT",
        switches=("-p", "-W", "RCPT:2"),
        among=IN_A_HURRY,
        limits=replace(PATIENT, command=SHORT),
        readers=FEW,
    ),
    Kind(
        name="too slow at DATA",
        switches=("-p", "-w", "2"),
        all="deferred",
        limits=replace(PATIENT, data=SHORT),
        readers=FEW,
    ),
    Kind(
        name="too slow after the dot",
        switches=("-p", "-W", ".:2"),
        all="unknown",
        limits=replace(PATIENT, final=SHORT),
        readers=FEW,
    ),
    Kind(
        name="slow but in time",
        switches=("-p", "-W", ".:1"),
        all="accepted",
        status=OK,
        readers=FEW,
    ),
    # Then smtp-sink answers the commands behind the dot before the dot, which no relay may do.
    Kind(name="answers out of order", switches=("-W", ".:1"), among=("accepted", "deferred")),
    Kind(
        name="too slow to read",
        switches=("-H", "2", "-T", "1024"),
        among=("deferred", "unknown"),
        limits=replace(PATIENT, block=SHORT, final=SHORT),
        readers=FEW,
        size=LARGE,
    ),
    Kind(
        name="impatient",
        switches=("-t", "1", "-H", "1", "-T", "1024"),
        among=("accepted", "unknown", "deferred", "owed"),
        readers=FEW,
        size=LARGE,
    ),
    Kind(
        name="one connection at a time",
        switches=("-m", "1"),
        among=("accepted", *IN_A_HURRY),
        limits=replace(PATIENT, command=SHORT),
        readers=FEW,
    ),
    Kind(
        name="ends after seven messages",
        switches=("-M", "7"),
        among=("accepted", "unknown", "deferred", "owed"),
    ),
)
Shape = tuple[int, int]
EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[Shape, PlannedEdition]:
    folder = tmp_path_factory.mktemp("editions")
    return {
        shape: plan_edition(folder / f"{shape}", shape[0], large_lock(shape[1]))
        for shape in {(kind.readers, kind.size) for kind in KINDS}
    }


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    if not shutil.which("openssl"):
        pytest.skip("the program openssl is missing")
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@dataclass(frozen=True, slots=True)
class Bench:
    """Where trials are made.

    Attributes:
        folder: Empty, of this test alone.
        editions: By readers and size.
        server, client: The two sides of TLS; None in clear.
    """

    folder: Path
    editions: dict[Shape, PlannedEdition]
    server: ssl.SSLContext | None
    client: ssl.SSLContext | None

    @asynccontextmanager
    async def relay(self, where: Sink, limits: Limits) -> AsyncIterator[SmtpRelay]:
        if self.server is None:
            yield SmtpRelay(parse_relay(f"smtp+plain://127.0.0.1:{where.port}"), limits=limits)
            return
        async with tls_front(where.port, self.server) as port:
            settings = parse_relay(f"smtp://127.0.0.1:{port}")
            yield SmtpRelay(settings, limits=limits, tls=self.client)

    async def try_kind(self, kind: Kind, number: int) -> None:
        """Send over a sink with a fault, then the rest over a healthy one, and read the books."""
        folder = self.folder / f"{number}"
        desk = self.editions[kind.readers, kind.size].open(folder / "digest.db")
        try:
            with sink(folder / "faulty", *kind.switches) as faulty:
                async with self.relay(faulty, kind.limits) as relay:
                    report = await desk.send(relay)
                check_first_run(kind, desk, report)
            with sink(folder / "healthy") as healthy:
                async with self.relay(healthy, PATIENT) as relay:
                    await desk.finish(relay)
            desk.check_honest(taken_by(healthy) + ([] if kind.refuses else taken_by(faulty)))
            desk.check_finished()
        finally:
            desk.store.close()
        shutil.rmtree(folder)


@pytest.fixture(params=["clear", "starttls"])
def bench(
    tmp_path: Path,
    editions: dict[Shape, PlannedEdition],
    certificates: Certificates,
    request: pytest.FixtureRequest,
) -> Bench:
    safe = request.param == "starttls"
    server = certificates.server("good") if safe else None
    client = certificates.client() if safe else None
    return Bench(folder=tmp_path, editions=editions, server=server, client=client)


def taken_by(one: Sink) -> list[Copy]:
    return [(dump.recipient, dump.data) for dump in one.dumps()]


def check_first_run(kind: Kind, desk: WireDesk, report: SendReport) -> None:
    """What a run over a faulty relay leaves is what the table says."""
    books = report.books
    assert books.balanced
    if kind.all:
        assert books == replace(Books(planned=kind.readers), **{kind.all: kind.readers})
    assert sum(getattr(books, one) for one in kind.among or (kind.all,)) == kind.readers, books
    if kind.status is not None:
        assert report.exit_status is kind.status, report
    gone = [email for email in desk.emails if desk.store.subscribers.suppression(email)]
    # An address is given up for its own sake only, never because a relay is broken.
    assert len(gone) == (kind.readers if kind.name == "no such user" else 0)


@EACH_KIND
def test_a_relay_may_go_wrong_in_any_way(kind: Kind, bench: Bench) -> None:
    asyncio.run(bench.try_kind(kind, 0))


@pytest.mark.long
@EACH_KIND
def test_a_relay_may_go_wrong_a_hundred_times(kind: Kind, bench: Bench) -> None:
    async def all_of_them() -> None:
        numbers = count()

        async def some() -> None:
            while (number := next(numbers)) < TIMES:
                await bench.try_kind(kind, number)

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(some())

    asyncio.run(all_of_them())

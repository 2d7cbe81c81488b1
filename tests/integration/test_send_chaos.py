"""Editions sent over relays that go wrong at random: nobody twice, nobody missed, each doubt named.

Each seed is a relay. A failure prints the seed and the whole dialogue.
"""

import asyncio
import shutil
import ssl
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.integration.certificates import Certificates, make_certificates
from tests.integration.chaos_relay import FAULTS, ChaosRelay, Taken, chaos
from tests.integration.wire_desk import (
    PATIENT,
    Copy,
    PlannedEdition,
    WireDesk,
    plan_edition,
)

from digest.adapters.smtp import SmtpRelay, parse_relay
from digest.model.delivery import Outcome

READERS = 20
SESSIONS = 4
# Shorter than the relay's silences, longer than this machine is ever busy.
LIMITS = replace(PATIENT, command=1, data=1, block=1, final=1, goodbye=0.2)
SEEDS = 30
LONG_SEEDS = 2500
AT_ONCE = 4


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> PlannedEdition:
    return plan_edition(tmp_path_factory.mktemp("edition"), READERS)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    if not shutil.which("openssl"):
        pytest.skip("the program openssl is missing")
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(params=["clear", "starttls"])
def tls(
    request: pytest.FixtureRequest, certificates: Certificates
) -> tuple[ssl.SSLContext, ssl.SSLContext] | None:
    """The two sides of TLS; None in clear."""
    if request.param == "clear":
        return None
    return certificates.server("good"), certificates.client()


def client_of(relay: ChaosRelay, context: ssl.SSLContext | None) -> SmtpRelay:
    scheme = "smtp" if context else "smtp+plain"
    settings = parse_relay(f"{scheme}://127.0.0.1:{relay.port}")
    return SmtpRelay(settings, sessions=SESSIONS, limits=LIMITS, tls=context)


def kept(taken: Iterable[Taken]) -> list[Copy]:
    """What a relay may deliver: all that it did not refuse after the dot."""
    return [(one.recipient, one.data) for one in taken if not one.refused]


def check_doubts(desk: WireDesk, faulty: ChaosRelay, healthy: ChaosRelay) -> None:
    """Accepted was said, and doubts are no more than the relay has given cause for."""
    said = {
        one.recipient
        for one in faulty.taken + healthy.taken
        if one.said.startswith(b"250") and one.said.endswith(b"\n")
    }
    assert desk.rows(Outcome.ACCEPTED).keys() <= said, "accepted, and nobody said so"
    assert len(desk.rows(Outcome.UNKNOWN)) <= faulty.doubts, "a doubt without a cause"


async def try_seed(
    seed: int,
    folder: Path,
    edition: PlannedEdition,
    tls: tuple[ssl.SSLContext, ssl.SSLContext] | None,
) -> None:
    server, context = tls or (None, None)
    desk = edition.open(folder / "digest.db")
    faulty = ChaosRelay(seed=seed, tls=server)
    healthy = ChaosRelay(seed=seed, tls=server, healthy=True)
    try:
        async with chaos(faulty), chaos(healthy):
            await desk.send(client_of(faulty, context))
            desk.check_honest(kept(faulty.taken))
            await desk.finish(client_of(healthy, context))
        desk.check_honest(kept(faulty.taken + healthy.taken))
        desk.check_finished()
        check_doubts(desk, faulty, healthy)
    except BaseException:
        # Shown by pytest beside the failure.
        print(faulty.tell(), healthy.tell(), sep="\n")  # noqa: T201
        raise
    finally:
        desk.store.close()
    shutil.rmtree(folder)


async def try_seeds(
    seeds: range,
    folder: Path,
    edition: PlannedEdition,
    tls: tuple[ssl.SSLContext, ssl.SSLContext] | None,
) -> None:
    numbers = iter(seeds)

    async def some() -> None:
        for seed in numbers:
            await try_seed(seed, folder / f"{seed}", edition, tls)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(some())


def test_thirty_relays_that_go_wrong_at_random_leave_honest_books(
    edition: PlannedEdition,
    tls: tuple[ssl.SSLContext, ssl.SSLContext] | None,
    tmp_path: Path,
) -> None:
    asyncio.run(try_seeds(range(SEEDS), tmp_path, edition, tls))


@pytest.mark.long
def test_thousands_of_relays_that_go_wrong_at_random_leave_honest_books(
    edition: PlannedEdition,
    tls: tuple[ssl.SSLContext, ssl.SSLContext] | None,
    tmp_path: Path,
) -> None:
    asyncio.run(try_seeds(range(SEEDS, SEEDS + LONG_SEEDS), tmp_path, edition, tls))


def test_every_fault_is_among_the_short_seeds() -> None:
    met = {fault for seed in range(SEEDS) for fault in ChaosRelay(seed=seed).faults}

    assert met == set(FAULTS)

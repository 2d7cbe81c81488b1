"""The same in closed form: what each part can take, as if it were alone in the way."""

from dataclasses import dataclass, replace
from math import ceil

from bench.inputs import BITS, GB, KB, MICROSECONDS, RECEIVERS, Inputs

DAYS_KEPT = 30
# One may die, and windows wait for each other a little.
SPARE = 1.1
SESSIONS, CPU, LINK, RELAYS = "sessions", "workers' cores", "network", "relays"
LOCK, DATABASE_CPU, DISK, PACE = "lock for claims", "database's cores", "database's disk", "limit"
# A commit writes rows and pages that others changed as well: log, checkpoints, autovacuum.
WRITTEN_OVER = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What one part can take.

    Attributes:
        name: The part.
        most: Messages a second.
        used: How much of that is wanted; above 1 it is in the way.
        told: How it comes about.
        ours: Whether it is a part of ours, and there are not as many of it as are needed anyhow.
    """

    name: str
    most: float
    used: float
    told: str
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """What has to be there."""

    workers: int
    machines: int
    relays: int
    relay_sessions: int
    database_connections: int
    transactions: float
    claims: float
    batches: int
    ledger_gb_a_day: float
    database_gb: float
    wal_gb_a_day: float
    wal_mb_a_second: float
    gbit: float
    window: int


def window_rows(inputs: Inputs) -> int:
    """Count the readers whom one transaction of a window lets in and records: half of it."""
    return max(1, inputs.window // 2)


def ledger_cpu(inputs: Inputs) -> float:
    """Tell the worker's seconds of CPU for the ledger, for one message."""
    window = inputs.window_client_us / window_rows(inputs) + inputs.row_client_us
    batch = inputs.claim_client_us + inputs.settle_client_us + inputs.window_client_us
    return (window + batch / inputs.readers_a_batch) * MICROSECONDS


def window_seconds(inputs: Inputs) -> float:
    """Tell how long the transaction of a window takes, with nobody in the way."""
    rows = window_rows(inputs)
    client = inputs.window_client_us + rows * inputs.row_client_us
    server = inputs.window_server_us + rows * inputs.row_server_us
    return (client + server) * MICROSECONDS + inputs.on_the_way


def alone_seconds(inputs: Inputs) -> float:
    """Tell for how long the claim and the settling of one batch have the database alone."""
    client = inputs.claim_client_us + inputs.settle_client_us
    server = inputs.claim_server_us + inputs.settle_server_us
    return (client + server) * MICROSECONDS + 2 * inputs.on_the_way


def sender_rate(inputs: Inputs) -> float:
    """Tell how many messages a second leave by the sessions of one batch."""
    message = inputs.answer + inputs.message_cpu + inputs.transmission
    full = inputs.readers_a_batch * message / inputs.sessions
    # Between two batches: the last answers come in, and four transactions go by.
    pause = inputs.answer + alone_seconds(inputs) + 2 * window_seconds(inputs)
    return inputs.readers_a_batch / (full + pause)


def worker_rate(inputs: Inputs) -> float:
    """Tell how many messages a second one worker sends."""
    core = 1 / (inputs.message_cpu + ledger_cpu(inputs))
    return min(core, inputs.concurrency * sender_rate(inputs))


def with_workers(inputs: Inputs) -> Inputs:
    """Take as many workers and machines as are needed and a few more, unless somebody has said."""
    wanted = SPARE * min(inputs.wanted, inputs.rate or inputs.wanted)
    workers = inputs.workers or ceil(wanted / worker_rate(inputs))
    enough = max(ceil(workers / inputs.machine_cores), ceil(wanted * inputs.transmission))
    return replace(inputs, workers=workers, machines=inputs.machines or min(enough, workers))


def database_cpu(inputs: Inputs) -> float:
    """Tell the database's seconds of CPU for one message."""
    window = inputs.window_server_us / window_rows(inputs) + inputs.row_server_us
    batch = inputs.claim_server_us + inputs.settle_server_us + inputs.window_server_us
    batch += inputs.care / MICROSECONDS
    return (window + batch / inputs.readers_a_batch) * MICROSECONDS


def size_up(inputs: Inputs) -> Sizes:
    """Tell what has to be there; the workers are known."""
    wanted = inputs.wanted
    workers = inputs.workers
    batches = ceil(inputs.messages / inputs.readers_a_batch)
    claims = wanted / inputs.readers_a_batch
    lines = inputs.engine_lines + inputs.store_lines + inputs.concurrency
    ledger = inputs.messages * inputs.row_bytes / GB
    return Sizes(
        workers=workers,
        machines=inputs.machines,
        relays=ceil(wanted / inputs.relay_rate),
        relay_sessions=workers * inputs.concurrency * inputs.sessions,
        database_connections=workers * lines,
        transactions=wanted / window_rows(inputs) + 5 * claims,
        claims=claims,
        batches=batches,
        ledger_gb_a_day=ledger,
        database_gb=ledger * DAYS_KEPT + inputs.messages * inputs.person_bytes / GB,
        wal_gb_a_day=inputs.messages * inputs.wal_bytes / GB,
        wal_mb_a_second=wanted * inputs.wal_bytes / KB / KB,
        gbit=wanted * inputs.mail_kb * KB * BITS / GB,
        window=inputs.window,
    )


def find_limits(inputs: Inputs, *, enough_workers: bool = False) -> list[Limit]:
    """List what can be in the way, what is used most first; the workers are known.

    Args:
        inputs: The figures.
        enough_workers: Whether so many were taken as are needed.
    """
    sizes = size_up(inputs)
    core = 1 / (inputs.message_cpu + ledger_cpu(inputs))
    alone = alone_seconds(inputs) + 2 * window_seconds(inputs)
    each = inputs.wal_bytes * WRITTEN_OVER
    found = [
        (
            SESSIONS,
            inputs.workers * inputs.concurrency * sender_rate(inputs),
            f"{sizes.relay_sessions} of them, an answer after {inputs.answer_ms:g} ms",
        ),
        (CPU, inputs.workers * core, f"{1 / core * 1e6:.0f} µs a message, ledger included"),
        (
            LINK,
            sizes.machines / inputs.transmission,
            f"{inputs.link_gbit:g} Gbit/s for each of {sizes.machines} machines",
        ),
        (RELAYS, sizes.relays * inputs.relay_rate, f"{sizes.relays} like the Postfix measured"),
        (LOCK, inputs.readers_a_batch / alone, f"{alone * 1e3:.1f} ms a batch, one at a time"),
        (
            DATABASE_CPU,
            inputs.database_cores / database_cpu(inputs),
            f"{database_cpu(inputs) * 1e6:.0f} µs a message",
        ),
        (DISK, inputs.disk_mb * KB * KB / each, f"{each:.0f} bytes a message, pages included"),
    ]
    if inputs.rate:
        found.append((PACE, inputs.rate, "what you have allowed"))
    for one in RECEIVERS:
        most = one.an_address * inputs.ips / one.share
        told = f"{one.share:.0%} of the readers, {one.an_address:g}/s from each of {inputs.ips}"
        found.append((one.name, most, f"{told} addresses"))
    ours = {LOCK, DATABASE_CPU, DISK, PACE, *(() if enough_workers else (SESSIONS, CPU, LINK))}
    limits = [
        Limit(name=name, most=most, used=inputs.wanted / most, told=told, ours=name in ours)
        for name, most, told in found
    ]
    return sorted(limits, key=lambda one: -one.used)


def closed_rate(inputs: Inputs) -> float:
    """Tell the messages a second that leave, when nothing but the narrowest part is in the way."""
    names = {SESSIONS, CPU, LINK, LOCK, DATABASE_CPU, PACE}
    return min(one.most for one in find_limits(inputs) if one.name in names)

"""The processes that send for several machines, and what they send with."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

# A worker tells every few seconds that it is there; one that has said nothing for so long is not.
SILENCE = timedelta(seconds=15)
# A name is kept so long after its last word, so that an administrator sees who died.
REMEMBERED = timedelta(hours=24)


class WorkerState(StrEnum):
    """What a worker is at."""

    WAITING = "waiting"
    WORKING = "working"
    # It met trouble that is its own, such as a relay out of reach, and takes nothing for a while.
    RESTING = "resting"
    # It was asked to end, and finishes what is in flight.
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One process of `digest worker`.

    Attributes:
        name: No other process ever has it.
        host: Its machine's name.
        process: Its number there.
        version: Of digest.
        concurrency: How many batches it sends side by side.
        began, seen: When it began, and when it last spoke; aware.
        state: What it is at.
        doing: Each batch that it sends, as "SLUG 12", or another job.
        sent: Readers whom it has settled or deferred since it began.
        trouble: What keeps it from sending; empty while nothing does.
    """

    name: str
    host: str
    process: int
    version: str
    concurrency: int
    began: datetime
    seen: datetime
    state: WorkerState = WorkerState.WAITING
    doing: tuple[str, ...] = ()
    sent: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Every worker that is known, by the clock that they all share.

    Attributes:
        now: The present moment of that clock.
        workers: In the order in which they began.
    """

    now: datetime
    workers: tuple[Worker, ...] = ()

    def is_live(self, worker: Worker) -> bool:
        """Whether a worker has spoken lately."""
        return self.now - worker.seen < SILENCE

    @property
    def live(self) -> tuple[Worker, ...]:
        """Those who have spoken lately."""
        return tuple(one for one in self.workers if self.is_live(one))

    @property
    def senders(self) -> tuple[Worker, ...]:
        """Those who take batches: they live, were not asked to end, and have no trouble."""
        away = (WorkerState.STOPPING, WorkerState.RESTING)
        return tuple(one for one in self.live if one.state not in away)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingOrder:
    """What a machine needs to send an edition besides its lock. Its repr shows no key.

    Attributes:
        zone: IANA name, in which moments are told.
        link_key: Signs the readers' links.
        rate: Most messages a second of all machines together; None is no limit.
        domain_rates: Most messages a second to single domains, by their A-labels.
        dkim_domain: For d=, as A-labels; empty leaves the mail unsigned.
        dkim_keys: Selectors, each with its private key in PEM.
    """

    zone: str
    link_key: str = field(repr=False)
    rate: float | None = None
    domain_rates: tuple[tuple[str, float], ...] = ()
    dkim_domain: str = ""
    dkim_keys: tuple[tuple[str, str], ...] = field(default=(), repr=False)

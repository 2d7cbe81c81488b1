"""When a run begins nothing more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.app.ports import Clock
from digest.errors import DigestError
from digest.model.edition import EditionState


@dataclass(slots=True, kw_only=True)
class Halt:
    """Every reason for which a run begins nothing more.

    Attributes:
        clock: Tells the present moment.
        send_by: Aware; after it nothing is begun.
        stopping: Whether somebody asked the run to stop.
        lease: How long a batch is ours after the ledger last said so.
        renewed: When the ledger last said so; None before the first time.
        state: The edition's state as the ledger last told it.
        trouble: What makes going on impossible.
        breaker: Why too much goes wrong; empty while all is well.
        fenced: Whether another run has taken the batch.
        mistake: What none of our own parts may fail with; None as long as all is well.
    """

    clock: Clock
    send_by: datetime
    stopping: Callable[[], bool]
    lease: timedelta
    renewed: datetime | None = None
    state: EditionState = EditionState.SENDING
    trouble: DigestError | None = None
    breaker: str = ""
    fenced: bool = False
    mistake: BaseException | None = None

    @property
    def going(self) -> bool:
        """Whether another message may be begun."""
        return not self.over() and self.ours

    def over(self) -> bool:
        """Whether this run is to end, so that waiting for anything new is worthless.

        A lease that has passed may be renewed, and ends nothing.
        """
        if self.trouble or self.breaker or self.mistake or self.fenced:
            return True
        if self.state is not EditionState.SENDING:
            return True
        return self.clock.now() >= self.send_by or self.stopping()

    @property
    def ours(self) -> bool:
        """Whether the batch is still ours, so that what was begun may be finished.

        A process that was stopped for a while may have been given up for dead.
        """
        if self.fenced:
            return False
        return self.renewed is None or self.clock.now() - self.renewed < self.lease

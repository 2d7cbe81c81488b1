"""An SMTP server that notes of each message which worker it came from, and when."""

import asyncio
import time
from contextvars import ContextVar
from dataclasses import dataclass, field

from tests.e2e.conftest import Received
from tests.e2e.ledger_checks import MESSAGE_ID
from tests.e2e.truthful import TruthfulServer

# Each worker is told another address of this machine, and the server sees which one was called.
ADDRESS = "127.0.7.{number}"
called: ContextVar[str] = ContextVar("called", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A message that was taken.

    Attributes:
        recipient: As in RCPT.
        message_id: As in its header.
        at: When it had come, by `time.monotonic`.
        address: Of ours, that the worker called.
    """

    recipient: str
    message_id: bytes
    at: float
    address: str


@dataclass(slots=True)
class NotingServer(TruthfulServer):
    """Listens on every address of this machine; each worker knows it by another one.

    Attributes:
        host: Everywhere.
        taken: What was taken, in its order; `received` has the bytes.
    """

    host: str = "0.0.0.0"  # noqa: S104 - each worker calls another address of the loopback
    taken: list[Taken] = field(default_factory=list, repr=False)

    def url_for(self, number: int) -> str:
        return f"smtp+plain://{ADDRESS.format(number=number)}:{self.port}"

    def count_from(self, number: int) -> int:
        """Count what one worker has sent."""
        return sum(one.address == ADDRESS.format(number=number) for one in list(self.taken))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Each connection has a context of its own.
        called.set(writer.get_extra_info("sockname")[0])
        await super(NotingServer, self)._serve(reader, writer)

    async def _take(self, sender: str, recipient: str, content: bytes) -> None:
        at = time.monotonic()
        found = MESSAGE_ID.search(content)
        assert found is not None
        await asyncio.sleep(self.seconds / 2)
        self.received.append(Received(sender=sender, recipient=recipient, data=content))
        self.taken.append(
            Taken(recipient=recipient, message_id=found[1], at=at, address=called.get())
        )
        await asyncio.sleep(self.seconds / 2)

"""A talk of our SMTP client with a relay that goes wrong."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Coroutine

from tests.integration.fault_relay import FaultRelay, running

from digest.adapters.smtp import Limits, SmtpRelay, SmtpSession, parse_relay
from digest.model.delivery import Reply
from digest.model.message import Message

QUICK = Limits(connect=5, command=0.3, data=0.3, block=0.5, final=0.3, goodbye=0.2)
PATIENT = Limits(connect=20, command=20, data=20, block=20, final=20, goodbye=1)
MESSAGE = Message(
    message_id="<one@example.org>",
    envelope_sender="bounces+a1@example.org",
    recipient="reader@example.net",
    data=b"Subject: Morning\r\n\r\n.one dot\r\n..two\r\nplain\r\n.\r\nlast\r\n",
)


def talk_to(
    relay: FaultRelay,
    wish: Callable[[SmtpSession], Awaitable[Reply]],
    *,
    limits: Limits = PATIENT,
    tls: ssl.SSLContext | None = None,
    url: str = "smtp+plain://127.0.0.1",
    run: Callable[[Coroutine[None, None, Reply]], Reply] = asyncio.run,
) -> Reply:
    """Open a session with a broken relay, do something with it, and close it."""

    async def talk() -> Reply:
        async with running(relay):
            client = SmtpRelay(parse_relay(f"{url}:{relay.port}"), limits=limits, tls=tls)
            session = await client.open()
            try:
                return await wish(session)
            finally:
                await session.close()

    return run(talk())

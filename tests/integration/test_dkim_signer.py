"""Signing in threads: every message comes back signed, in its place."""

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime

import dkim
import pytest
from tests.unit.deliver.signing import AT, both, records, rsa_only
from tests.unit.deliver.test_dkim import message

from digest.adapters.dkim_signer import DkimSigner
from digest.deliver.dkim import SigningKeys, sign_message
from digest.model.message import Message

MESSAGES = [
    replace(
        message(b"From: daily@example.org\r\nSubject: %d\r\n\r\nBody\r\n" % n), message_id=f"<{n}>"
    )
    for n in range(37)
]


def at() -> datetime:
    return datetime.fromtimestamp(AT, UTC)


def sign_all(keys: SigningKeys, messages: list[Message], threads: int) -> list[Message]:
    async def run() -> list[Message]:
        signer = DkimSigner(keys, threads=threads, now=at)
        try:
            return await signer.sign(messages)
        finally:
            await signer.close()

    return asyncio.run(run())


@pytest.mark.parametrize("threads", [1, 2, 8])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 8, 37])
def test_messages_come_back_in_their_order_signed_as_one_by_one(threads: int, count: int) -> None:
    signed = sign_all(rsa_only(), MESSAGES[:count], threads)

    assert signed == [sign_message(one, rsa_only(), at=AT) for one in MESSAGES[:count]]


def test_dkimpy_verifies_both_signatures() -> None:
    (signed,) = sign_all(both(), MESSAGES[:1], 2)

    for number in (0, 1):
        assert dkim.DKIM(signed.data).verify(
            number, dnsfunc=lambda name, **_: records()[name.decode().rstrip(".")].encode()
        )


def test_several_calls_at_once_do_not_mix_their_messages() -> None:
    async def run() -> list[list[Message]]:
        signer = DkimSigner(rsa_only(), threads=2)
        try:
            return await asyncio.gather(
                *(signer.sign(MESSAGES[begin : begin + 5]) for begin in range(0, 35, 5))
            )
        finally:
            await signer.close()

    found = [[one.message_id for one in chunk] for chunk in asyncio.run(run())]
    assert found == [[f"<{n}>" for n in range(begin, begin + 5)] for begin in range(0, 35, 5)]


def test_no_thread_is_left_after_closing() -> None:
    before = threading.active_count()
    sign_all(rsa_only(), MESSAGES[:8], 4)

    assert not [one for one in threading.enumerate() if one.name.startswith("dkim")]
    assert threading.active_count() <= before + 1

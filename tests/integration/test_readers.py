"""Reading in processes of our own: many at once, with limits, and none left behind."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from digest.adapters.readers import ProcessReaders, ReadingLimits, ThreadReaders
from digest.app.reading import read_whole_feed
from digest.model.fetch import FetchFailure

ALWAYS = ReadingLimits(processes=1, called_first=0, seconds=1, memory=2**29)
FEED = (
    b'<rss version="2.0"><channel><title>Post</title><item><title>Harbour reopens</title>'
    b"<link>https://post.example.org/a</link><pubDate>Mon, 23 Nov 2026 06:00:00 +0100</pubDate>"
    b"<description>The harbour reopened.</description></item></channel></rss>"
)


def run(work: Callable[[ProcessReaders], Awaitable[Any]], limits: ReadingLimits = ALWAYS) -> Any:
    async def inside() -> Any:
        readers = ProcessReaders(limits)
        try:
            return await work(readers)
        finally:
            await readers.close()

    return asyncio.run(inside())


def test_a_document_is_read_in_another_process_as_it_would_be_here() -> None:
    known = {
        "url": "https://post.example.org/rss",
        "source": "Post",
        "now": datetime(2026, 11, 23, 12, tzinfo=UTC),
        "zone": "Europe/Brussels",
    }

    found = run(lambda readers: readers.run(read_whole_feed, FEED, **known))

    assert found == read_whole_feed(FEED, **known)


def test_few_documents_need_no_process_and_large_ones_get_one() -> None:
    limits = ReadingLimits(called_first=2, large=100, processes=1)

    async def work(readers: ProcessReaders) -> list[Any]:
        own = [await readers.run(os.getpid) for _ in range(2)]
        return [*own, await readers.run(os.getpid), await readers.run(*large)]

    large: tuple[Any, bytes] = (eval, b"__import__('os').getpid()".ljust(100))

    early = ReadingLimits(called_first=9, large=100, processes=1)

    first, second, third, fourth = run(work, limits)
    *_, here, there = run(work, early)

    assert first == second == here == os.getpid()
    assert third == fourth != os.getpid() != there


def test_one_process_serves_again_and_again_and_several_at_once() -> None:
    async def work(readers: ProcessReaders) -> list[int | FetchFailure]:
        return await asyncio.gather(*(readers.run(os.getpid) for _ in range(20)))

    assert len(set(run(work))) == 1


@pytest.mark.parametrize(
    ("function", "arguments", "reason"),
    [
        (sum, (range(10**11),), "reading it takes more than 0 s of processor time"),
        (bytes, (2**31,), "reading it takes more memory than it may have"),
        (int, ("x",), "unexpected ValueError: invalid literal"),
        (os._exit, (3,), "reading it ended the process that reads (status 3)"),
    ],
    ids=["time", "memory", "fault", "end"],
)
def test_a_document_that_goes_too_far_costs_itself(
    function: Callable[..., Any], arguments: tuple[Any, ...], reason: str
) -> None:
    async def work(readers: ProcessReaders) -> tuple[Any, Any]:
        return await readers.run(function, *arguments), await readers.run(abs, -3)

    failed, after = run(work, replace(ALWAYS, seconds=0))

    assert isinstance(failed, FetchFailure)
    assert failed.reason.startswith(reason)
    assert after == 3


def test_whoever_goes_away_leaves_no_answer_for_the_next() -> None:
    async def work(readers: ProcessReaders) -> Any:
        await readers.run(abs, -1)
        slow = asyncio.create_task(readers.run(time.sleep, 5))
        await asyncio.sleep(0.05)
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)
        return await readers.run(abs, -3)

    assert run(work) == 3


def test_a_process_knows_no_secret_and_writes_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("DIGEST_SECRET", "a canary")

    async def work(readers: ProcessReaders) -> tuple[Any, Any]:
        secret = await readers.run(os.getenv, "DIGEST_SECRET")
        return secret, await readers.run((tmp_path / "x").write_text, "x")

    secret, written = run(work)

    assert secret is None
    assert isinstance(written, FetchFailure)


def test_no_process_is_left_behind() -> None:
    seen: list[int] = []

    async def work(readers: ProcessReaders) -> None:
        number = await readers.run(os.getpid)
        assert isinstance(number, int)
        seen.append(number)

    run(work)

    with pytest.raises(ProcessLookupError):
        os.kill(seen[0], 0)


def test_a_fault_in_a_thread_is_a_failure_too() -> None:
    failed = asyncio.run(ThreadReaders().run(int, "x"))

    assert isinstance(failed, FetchFailure)
    assert failed.reason.startswith("unexpected ValueError")

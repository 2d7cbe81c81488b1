"""The language model's adapter against a real server that answers, lies, stalls and breaks off."""

import asyncio
import gzip
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from tests.integration.model_server import Asked, Speaker, Told, opened_model, spoken

from digest.adapters.llm import LONGEST_REASON, MOST_BYTES, OpenAiWriter, tell_error
from digest.adapters.llm_address import ModelServer
from digest.errors import ConfigError
from digest.model.proposal import Prompt, WriterFailure, Written

KEY = "sk-canary-0123456789"
PROMPT = Prompt(orders="Summarise.", material='{"article": "Levy off."}', most_tokens=90)


@pytest.fixture(scope="module")
def serving() -> Iterator[Speaker]:
    with opened_model() as speaker:
        yield speaker


@pytest.fixture
def speaker(serving: Speaker) -> Speaker:
    serving.asked.clear()
    serving.most_at_once = 0
    return serving


def ask(
    url: str, *prompts: Prompt, timeout: float = 5, key: str = KEY, model: str = "small"
) -> Sequence[Written | WriterFailure]:
    async def run() -> Sequence[Written | WriterFailure]:
        writer = OpenAiWriter(ModelServer(url=url, model=model, key=key), timeout=timeout)
        try:
            return await asyncio.gather(*map(writer.propose, prompts or (PROMPT,)))
        finally:
            await writer.close()

    return asyncio.run(run())


def failure(url: str, *, timeout: float = 5) -> WriterFailure:
    [answer] = ask(url, timeout=timeout)
    assert isinstance(answer, WriterFailure), answer
    return answer


def test_an_answer_comes_back_as_it_was_written(speaker: Speaker) -> None:
    speaker.answer = lambda _: "**The levy** is off.\n–\u202e 🙂"
    assert ask(speaker.url) == [Written(text="**The levy** is off.\n–\u202e 🙂", tokens=120)]


def test_only_the_question_is_sent(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("OPENAI_API_KEY", "sk-other"),
        ("OPENAI_BASE_URL", "https://other.example/v1"),
        ("OPENAI_ORG_ID", "org-other"),
        ("OPENAI_PROJECT_ID", "project-other"),
        ("HTTP_PROXY", "http://127.0.0.1:9"),
        ("ALL_PROXY", "http://127.0.0.1:9"),
    ):
        monkeypatch.setenv(name, value)
    speaker.answer = lambda _: "Off."
    ask(speaker.url)

    [asked] = speaker.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert "other" not in str(asked.headers)
    assert asked.body == {
        "model": "small",
        "messages": [
            {"role": "system", "content": "Summarise."},
            {"role": "user", "content": '{"article": "Levy off."}'},
        ],
        "max_tokens": 90,
        "temperature": 0,
    }


def test_a_server_without_a_key_is_not_told_one(speaker: Speaker) -> None:
    speaker.answer = lambda _: "Off."
    ask(speaker.url, key="")
    assert speaker.asked[0].headers["Authorization"] == "Bearer none"


def test_no_more_than_four_are_asked_at_once(speaker: Speaker) -> None:
    speaker.answer = lambda _: Told(text="Off.", delay=0.02)
    answers = ask(speaker.url, *[PROMPT] * 10)
    assert len([one for one in answers if isinstance(one, Written)]) == 10
    assert 1 < speaker.most_at_once <= 4


def test_a_server_that_wants_newer_names_of_the_limits_gets_them(speaker: Speaker) -> None:
    def picky(asked: Asked) -> Told | str:
        return Told(status=400) if "max_tokens" in asked.body else "Off."

    speaker.answer = picky
    assert ask(speaker.url) == [Written(text="Off.", tokens=120)]
    assert speaker.asked[1].body["max_completion_tokens"] == 90
    assert "temperature" not in speaker.asked[1].body


@pytest.mark.parametrize(
    ("status", "final"),
    [(400, True), (401, True), (403, True), (404, True), (302, False), (429, False), (500, False)],
)
def test_a_refusal_is_told_by_its_status(speaker: Speaker, status: int, *, final: bool) -> None:
    headers = {"Retry-After": "0", "Location": "http://127.0.0.1:9/v1/chat/completions"}
    speaker.answer = lambda _: Told(status=status, raw=b'{"error": "no"}', headers=headers)
    assert failure(speaker.url) == WriterFailure(reason=f"HTTP {status}", is_final=final)
    assert len(speaker.asked) <= 2


def test_a_server_that_asks_for_rest_is_asked_once_more_in_time(speaker: Speaker) -> None:
    def busy_at_first(_: Asked) -> Told | str:
        busy = Told(status=429, headers={"Retry-After": "0.05"})
        return busy if len(speaker.asked) == 1 else "Off."

    speaker.answer = busy_at_first
    assert ask(speaker.url) == [Written(text="Off.", tokens=120)]


def test_a_long_rest_is_not_waited_for(speaker: Speaker) -> None:
    speaker.answer = lambda _: Told(status=429, headers={"Retry-After": "30"})
    began = time.monotonic()
    assert failure(speaker.url, timeout=0.3).reason == "no answer within 0.3 s"
    assert time.monotonic() - began < 3


def test_a_server_that_stalls_costs_its_time_and_no_more(speaker: Speaker) -> None:
    speaker.answer = lambda _: Told(text="Off.", delay=2)
    began = time.monotonic()
    assert failure(speaker.url, timeout=0.2).reason == "no answer within 0.2 s"
    assert time.monotonic() - began < 2


GARBAGE = (
    b"",
    b"Off.",
    b"<html>Off.</html>",
    b"[]",
    b"{}",
    b'{"choices": []}',
    b'{"choices": [{"message": null}]}',
    b'{"choices": "Off."}',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b"null",
    b"data: [DONE]\n\n",
)


def test_garbage_is_no_answer(speaker: Speaker) -> None:
    pieces = iter(GARBAGE)
    speaker.answer = lambda _: Told(raw=next(pieces))
    answers = ask(speaker.url, *[PROMPT] * len(GARBAGE))
    assert {type(one) for one in answers} == {WriterFailure}
    assert {one.reason for one in answers if isinstance(one, WriterFailure)} == {
        "the answer is none of an OpenAI-compatible server"
    }


def test_an_answer_without_text_is_none(speaker: Speaker) -> None:
    raw = json.dumps({"choices": [{"message": {"content": None}}]}).encode()
    speaker.answer = lambda _: Told(raw=raw)
    assert failure(speaker.url).reason == "the answer holds no text"


def test_an_answer_that_breaks_off_is_none(speaker: Speaker) -> None:
    speaker.answer = lambda _: Told(text="Off. " * 100, breaks_off=True)
    assert isinstance(failure(speaker.url), WriterFailure)


BOMB = Told(raw=gzip.compress(spoken(" " * MOST_BYTES)), headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize(
    "told",
    [
        Told(text="Off.", endless=True),
        BOMB,
        replace(BOMB, status=500),
        Told(raw=b" " * (MOST_BYTES + 1)),
        Told(raw=b" " * (MOST_BYTES + 1), status=500),
    ],
    ids=["endless", "bomb", "bomb as an error", "long", "long error"],
)
def test_an_answer_without_measure_is_cut_off(speaker: Speaker, told: Told) -> None:
    speaker.answer = lambda _: told
    assert "larger than 1 MiB" in failure(speaker.url).reason


def test_nobody_there_is_told_without_the_key(speaker: Speaker) -> None:
    del speaker
    reason = failure("http://127.0.0.1:9/v1").reason
    assert reason
    assert KEY not in reason


def test_an_error_that_quotes_the_key_is_told_without_it() -> None:
    assert KEY not in tell_error(ValueError(f"bad header: Bearer {KEY}"), secret=KEY)
    cut = tell_error(ValueError("x" * (LONGEST_REASON - 5) + KEY), secret=KEY)
    assert KEY[:4] not in cut


def test_a_cost_that_cannot_be_is_estimated(speaker: Speaker) -> None:
    costs: Iterator[object] = iter([None, {}, {"total_tokens": -5}, {"total_tokens": "many"}, 7])
    answer = {"choices": [{"message": {"content": "Off."}}]}
    speaker.answer = lambda _: Told(raw=json.dumps(answer | {"usage": next(costs)}).encode())
    for written in ask(speaker.url, *[PROMPT] * 5):
        assert isinstance(written, Written)
        assert 10 < written.tokens < 40


def test_without_the_sdk_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(ConfigError) as caught:
        ask("http://127.0.0.1:9/v1")
    assert "pip install 'digest-desk[llm]'" in caught.value.hint

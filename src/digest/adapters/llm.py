"""A language model behind any OpenAI-compatible server, asked through the openai SDK."""

import asyncio
import json
import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from digest.adapters.llm_address import ModelServer
from digest.errors import ConfigError
from digest.model.proposal import Prompt, WriterFailure, Written
from digest.text.words import estimate_tokens

if TYPE_CHECKING:
    from openai import AsyncOpenAI

AT_ONCE = 4
RETRIES = 1
MOST_BYTES = 2**20
LONGEST_REASON = 200
# Asking again with the same key, model and address gives the same answer.
FINAL = frozenset((400, 401, 403, 404, 405, 410, 422))

# How an answer is limited, by the parameter's name; None is the prompt's own limit of tokens. Most
# servers know the first, reasoning models of some want the second.
PLAIN: Mapping[str, int | None] = {"max_tokens": None, "temperature": 0}
NEWER: Mapping[str, int | None] = {"max_completion_tokens": None}


class OpenAiWriter:
    """Asks one model for texts, a few at a time.

    Nothing but the question is sent, to this server alone: the SDK's own keys and addresses and the
    proxies of the environment are not heeded, and redirects are not followed.

    Args:
        server: Where it answers.
        timeout: Most seconds for one answer, another try included.
    """

    def __init__(self, server: ModelServer, *, timeout: float) -> None:
        self._server = server
        self._timeout = timeout
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._client: AsyncOpenAI | None = None
        self._limits = PLAIN

    @property
    def model(self) -> str:
        """The model's name there."""
        return self._server.model

    async def propose(self, prompt: Prompt) -> Written | WriterFailure:
        """Ask for one text. Never raises for what the outside does.

        Raises:
            ConfigError: The SDK is not installed.
        """
        if self._client is None:
            self._client = make_client(self._server, timeout=self._timeout)
        import openai

        async with self._turns:
            try:
                async with asyncio.timeout(self._timeout):
                    body = await self._ask(prompt, self._client)
            except (TimeoutError, openai.APITimeoutError):
                return WriterFailure(reason=f"no answer within {self._timeout:g} s")
            except openai.APIStatusError as error:
                status = error.status_code
                return WriterFailure(reason=f"HTTP {status}", is_final=status in FINAL)
            except Exception as error:  # noqa: BLE001 - whatever the SDK lets through of the outside
                return WriterFailure(reason=tell_error(error, secret=self._server.key))
        return read_answer(body, prompt)

    async def _ask(self, prompt: Prompt, client: "AsyncOpenAI") -> bytes:
        """Ask once; where the server does not know our names for the limits, in its newer ones."""
        import openai

        try:
            return await self._take(prompt, client)
        except openai.BadRequestError:
            if self._limits is not PLAIN:
                raise
            self._limits = NEWER
            return await self._take(prompt, client)

    async def _take(self, prompt: Prompt, client: "AsyncOpenAI") -> bytes:
        """Take the answer's bytes, as many as one can have.

        Raises:
            TooLongError: It goes on and on.
        """
        body = bytearray()
        async with client.chat.completions.with_streaming_response.create(
            model=self._server.model,
            messages=[
                {"role": "system", "content": prompt.orders},
                {"role": "user", "content": prompt.material},
            ],
            extra_body={
                name: prompt.most_tokens if value is None else value
                for name, value in self._limits.items()
            },
        ) as response:
            async for part in response.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise TooLongError
        return bytes(body)

    async def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.close()


class Headed(Protocol):
    """An answer of which only the head has come, as the SDK's own client gives it."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its head; names in any case."""
        ...

    async def aclose(self) -> None:
        """Take nothing more of it."""
        ...


class TooLongError(Exception):
    """An answer is longer than any that could be used."""

    def __str__(self) -> str:
        return "the answer is larger than 1 MiB"


def make_client(server: ModelServer, *, timeout: float) -> "AsyncOpenAI":
    """Make the SDK's client, cut off from everything but this server.

    Raises:
        ConfigError: The SDK is not installed.
    """
    try:
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient
    except ImportError as error:
        raise ConfigError(
            "The language model needs a package that is not installed.",
            "Install it: pip install 'digest-desk[llm]' - or switch [llm] off in digest.toml.",
        ) from error
    return AsyncOpenAI(
        api_key=server.key or "none",
        organization="",
        project="",
        base_url=server.url,
        timeout=timeout,
        max_retries=RETRIES,
        default_headers={"Accept-Encoding": "identity"},
        http_client=DefaultAsyncHttpxClient(
            verify=ssl.create_default_context(),
            trust_env=False,
            follow_redirects=False,
            event_hooks={"response": [refuse_large]},
        ),
    )


async def refuse_large(response: Headed) -> None:
    """Refuse a body that says it is too long, or that nobody knows the length of before unpacking.

    Raises:
        TooLongError: It is one.
    """
    length = response.headers.get("content-length", "0")
    packed = response.headers.get("content-encoding", "identity") != "identity"
    if packed or not length.isdecimal() or int(length[:20]) > MOST_BYTES:
        await response.aclose()
        raise TooLongError


def read_answer(body: bytes, prompt: Prompt) -> Written | WriterFailure:
    """Read an answer of the chat interface; whatever is none is a failure."""
    try:
        answer = json.loads(body)
        text = answer["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return WriterFailure(reason="the answer is none of an OpenAI-compatible server")
    if not isinstance(text, str):
        return WriterFailure(reason="the answer holds no text")
    return Written(text=text, tokens=count_tokens(answer, prompt, text))


def count_tokens(answer: dict[str, Any], prompt: Prompt, text: str) -> int:
    """Tell what an answer cost: what the server says, or an estimate when that cannot be."""
    usage = answer.get("usage")
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    estimated = estimate_tokens(prompt.orders, prompt.material, text)
    return total if type(total) is int and 0 < total < 1000 * estimated else estimated


def tell_error(error: BaseException, *, secret: str) -> str:
    """Say in one phrase what went wrong; the key is never told."""
    cause = error.__cause__ or error
    said = " ".join(str(cause).split())
    # Before it is cut: half a key would not be found again.
    said = (said.replace(secret, "…") if secret else said)[:LONGEST_REASON]
    return f"{type(cause).__name__}: {said}" if said else type(cause).__name__

"""A small OpenAI-compatible server on 127.0.0.1 that answers, lies, stalls and breaks off."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came over the wire."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def orders(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def material(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.body["messages"][1]["content"])
        return loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer. With `raw` it is these bytes, whatever they are."""

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    delay: float = 0
    breaks_off: bool = False
    endless: bool = False


def spoken(text: str, tokens: int = 120) -> bytes:
    """Write an answer as servers do."""
    answer = {
        "id": "chat-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}}],
        "usage": {"total_tokens": tokens},
    }
    return json.dumps(answer).encode()


@dataclass(slots=True)
class Speaker:
    """What the server answers, and what it was asked."""

    url: str = ""
    answer: Callable[[Asked], Told | str] = lambda _: "Nothing."
    asked: list[Asked] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def reply(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        asked = Asked(path=request.path, headers=dict(request.headers), body=body)
        self.asked.append(asked)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            made = self.answer(asked)
            return await send(request, Told(text=made) if isinstance(made, str) else made)
        finally:
            self.at_once -= 1


async def send(request: web.Request, told: Told) -> web.StreamResponse:
    await asyncio.sleep(told.delay)
    body = spoken(told.text) if told.raw is None else told.raw
    if not (told.breaks_off or told.endless):
        headers = {"Content-Type": "application/json", **told.headers}
        return web.Response(body=body, status=told.status, headers=headers)
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    if told.breaks_off:
        response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    while told.endless and request.transport is not None:
        await response.write(b" " * 65536)
    if request.transport is not None:
        request.transport.abort()
    return response


@contextmanager
def opened_model() -> Iterator[Speaker]:
    """Serve in a thread until the test ends."""
    speaker = Speaker()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def begin() -> web.AppRunner:
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{path:.*}", speaker.reply)
        runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    async def end() -> None:
        await runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    runner = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
    speaker.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield speaker
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

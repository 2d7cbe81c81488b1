"""The preview's server over real HTTP: for one person on this machine, and for nobody else."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, ClientTimeout

from digest.adapters.preview_server import PreviewServer
from digest.errors import UsageError

PNG = b"\x89PNG\r\n\x1a\n picture"
Visit = Callable[[PreviewServer, ClientSession, "Answers"], Awaitable[None]]


class Answers:
    """What is served: whatever was asked comes back."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def mail(self, query: Mapping[str, str]) -> str:
        return f"<!DOCTYPE html><title>mail</title><p>{json.dumps(dict(query))}</p>"

    async def state(self, query: Mapping[str, str]) -> dict[str, Any]:
        return dict(query)

    async def findings(self) -> dict[str, Any]:
        return {"findings": []}

    async def readers(self, text: str) -> dict[str, Any]:
        self.asked.append(text)
        return {"readers": []}

    async def message(self, query: Mapping[str, str]) -> bytes:
        return b"To: jo@example.org\r\n\r\n" + str(dict(query)).encode()

    async def picture(self, name: str) -> tuple[str, bytes] | None:
        return ("image/png", PNG) if name == "known" else None

    def rule(self, name: str) -> str | None:
        return "<!DOCTYPE html><title>size</title>" if name == "size" else None


def visit(act: Visit, *, port: int | None = 0) -> None:
    async def run() -> None:
        answers = Answers()
        timeout = ClientTimeout(total=10)
        async with (
            PreviewServer(answers, port=port) as server,
            ClientSession(timeout=timeout) as web,
        ):
            await act(server, web, answers)

    asyncio.run(run())


async def status(web: ClientSession, url: str, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with web.get(url, headers=named, allow_redirects=False) as answer:
        return answer.status


def policy(answer: ClientResponse) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return {name: value for name, _, value in (part.partition(" ") for part in parts)}


def test_nobody_gets_in_without_the_word() -> None:
    async def act(server: PreviewServer, web: ClientSession, answers: Answers) -> None:
        base = f"http://127.0.0.1:{server.port}"
        assert len(server.url.split("/")[3]) >= 24
        assert await status(web, server.url) == 200
        for path in (
            "/",
            "/mail",
            "/x/",
            "/x/mail",
            "/x/state",
            "/x/events",
            "/favicon.ico",
            "/../",
        ):
            assert await status(web, base + path) == 404, path
        async with web.post(f"{base}/x/readers", data="zoe") as answer:
            assert answer.status == 404
        assert answers.asked == []

    visit(act)


def test_the_word_is_another_each_time() -> None:
    words: list[str] = []

    async def act(server: PreviewServer, _web: ClientSession, _answers: Answers) -> None:
        words.append(server.url.split("/")[3])

    visit(act)
    visit(act)
    assert len(set(words)) == 2


def test_a_name_of_the_web_that_leads_here_does_not_get_in() -> None:
    async def act(server: PreviewServer, web: ClientSession, _answers: Answers) -> None:
        for host in (
            "evil.example.org",
            f"evil.example.org:{server.port}",
            "127.0.0.1",
            "localhost",
        ):
            assert await status(web, server.url, Host=host) == 404, host
        assert await status(web, server.url, Host=f"localhost:{server.port}") == 200
        assert await status(web, server.url, Origin="https://evil.example.org") == 404
        assert await status(web, server.url, Origin="null") == 404
        assert await status(web, server.url, Origin=f"http://127.0.0.1:{server.port}") == 200

    visit(act)


def test_a_request_that_cannot_be_read_tells_nobody_the_word(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def act(server: PreviewServer, web: ClientSession, _answers: Answers) -> None:
        assert await status(web, server.url + "x" * 9000) == 400

    visit(act)
    assert caplog.text == ""


def test_every_answer_has_its_fences() -> None:
    async def act(server: PreviewServer, web: ClientSession, _answers: Answers) -> None:
        names = ("", "page.js", "page.css", "icon.svg", "mail", "state", "findings", "message.eml")
        more = ("pictures/known", "pictures/none", "rules/size", "rules/none", "no-such")
        for path in (*names, *more):
            async with web.get(server.url + path) as answer:
                assert answer.headers["X-Content-Type-Options"] == "nosniff", path
                assert answer.headers["Referrer-Policy"] == "no-referrer", path
                assert answer.headers["Cache-Control"] == "no-store", path
                assert policy(answer)["default-src"] == "'none'", path
                assert "Access-Control-Allow-Origin" not in answer.headers
        async with web.get(server.url) as answer:
            page = policy(answer)
            assert page["frame-ancestors"] == "'none'"
            assert page["script-src"] == page["style-src"] == page["connect-src"] == "'self'"
            text = await answer.text()
            assert "<script>" not in text, "its policy lets no script of the page itself run"
            assert "style=" not in text
            assert "://" not in text, "nothing from elsewhere"
        async with web.get(server.url + "mail") as answer:
            mail = policy(answer)
            assert mail["frame-ancestors"] == "'self'"
            assert "script-src" not in mail
            assert mail["img-src"] == "'self'"
            assert "allow-scripts" not in mail["sandbox"]

    visit(act)


def test_what_is_asked_for_reaches_the_preview() -> None:
    async def act(server: PreviewServer, web: ClientSession, answers: Answers) -> None:
        async with web.get(server.url + "state?theme=brief&mirrored=yes") as answer:
            assert await answer.json() == {"theme": "brief", "mirrored": "yes"}
        async with web.get(server.url + "state?theme=" + "x" * 300) as answer:
            assert await answer.json() == {}
        async with web.post(server.url + "readers", data="zoë") as answer:
            assert await answer.json() == {"readers": []}
        assert answers.asked == ["zoë"]
        async with web.get(server.url + "pictures/known") as answer:
            assert (answer.content_type, await answer.read()) == ("image/png", PNG)
        assert await status(web, server.url + "pictures/none") == 204
        async with web.get(server.url + "message.eml") as answer:
            assert answer.content_type == "message/rfc822"
            assert "attachment" in answer.headers["Content-Disposition"]

    visit(act)


def test_nothing_can_be_written() -> None:
    async def act(server: PreviewServer, web: ClientSession, _answers: Answers) -> None:
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            async with web.request(method, server.url + "mail", data="x") as answer:
                assert answer.status in (404, 405), method
        async with web.post(server.url + "readers", data="x" * 5000) as answer:
            assert answer.status == 413

    visit(act)


def test_every_listener_hears_of_a_change_and_is_let_go_at_the_end() -> None:
    async def act(server: PreviewServer, web: ClientSession, _answers: Answers) -> None:
        async with web.get(server.url + "events") as one, web.get(server.url + "events") as two:
            assert one.content_type == "text/event-stream"
            for stream in (one, two):
                assert b"retry" in await stream.content.readuntil(b"\n\n")
            server.announce("changed", {"version": 7})
            for stream in (one, two):
                heard = await stream.content.readuntil(b"\n\n")
                assert heard == b'event: changed\ndata: {"version": 7}\n\n'
            await asyncio.wait_for(server.__aexit__(None, None, None), 3)
            assert await one.content.read() == b""

    visit(act)


def test_a_taken_port_is_told_and_the_usual_one_has_neighbours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} of 127.0.0.1 is taken"):
            visit(lambda *_: asyncio.sleep(0), port=port)

        monkeypatch.setattr("digest.adapters.preview_server.FIRST_PORT", port)
        found: list[int] = []

        async def act(server: PreviewServer, web: ClientSession, _answers: Answers) -> None:
            found.append(server.port)
            assert await status(web, server.url) == 200

        visit(act, port=None)
        assert port < found[0] < port + 20

        monkeypatch.setattr("digest.adapters.preview_server.PORT_TRIES", 1)
        with pytest.raises(UsageError, match="are all taken"):
            visit(lambda *_: asyncio.sleep(0), port=None)


def test_it_listens_on_this_machine_alone() -> None:
    async def act(server: PreviewServer, _web: ClientSession, _answers: Answers) -> None:
        assert server.url.startswith("http://127.0.0.1:")
        own = socket.gethostbyname_ex(socket.gethostname())[2]
        for address in (one for one in own if not one.startswith("127.")):
            with socket.socket() as probe:
                probe.settimeout(0.5)
                assert probe.connect_ex((address, server.port)) != 0

    visit(act)

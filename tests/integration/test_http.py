"""Fetching, against a real web server on 127.0.0.1."""

import asyncio
import gzip
import itertools
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.integration.web_site import Reply, Request, Site, opened_site

from digest.adapters import http
from digest.adapters.http import HttpFetcher
from digest.adapters.http_body import Limits
from digest.adapters.http_reasons import read_freshness
from digest.model.fetch import Fetched, FetchFailure, Validators

TLS = Path(__file__).parents[1] / "data" / "tls"
LOOPBACK = ("127.0.0.1",)


@pytest.fixture
def site() -> Iterator[Site]:
    with opened_site() as opened:
        yield opened


def fetch_all(
    urls: Sequence[str], *, allow: Sequence[str] = LOOPBACK, robots: bool = False, **settings: Any
) -> list[Fetched | FetchFailure]:
    async def run() -> list[Fetched | FetchFailure]:
        fetcher = HttpFetcher(allow_private=allow, **settings)
        try:
            return await asyncio.gather(*(fetcher.fetch(url, obeys_robots=robots) for url in urls))
        finally:
            await fetcher.close()

    return asyncio.run(run())


def fetch(url: str, **settings: Any) -> Fetched | FetchFailure:
    return fetch_all([url], **settings)[0]


def refused(url: str, **settings: Any) -> str:
    """The reason why a document cannot be had."""
    answer = fetch(url, **settings)
    assert isinstance(answer, FetchFailure), answer
    assert answer.url == url
    return answer.reason


def had(url: str, **settings: Any) -> Fetched:
    answer = fetch(url, **settings)
    assert isinstance(answer, Fetched), answer
    return answer


def had_with(url: str, validators: Validators) -> Fetched:
    async def run() -> Fetched | FetchFailure:
        fetcher = HttpFetcher(allow_private=LOOPBACK)
        try:
            return await fetcher.fetch(url, validators=validators)
        finally:
            await fetcher.close()

    answer = asyncio.run(run())
    assert isinstance(answer, Fetched), answer
    return answer


def fetch_in_turn(urls: Sequence[str]) -> list[Fetched | FetchFailure]:
    async def run() -> list[Fetched | FetchFailure]:
        fetcher = HttpFetcher(allow_private=LOOPBACK)
        try:
            return [await fetcher.fetch(url) for url in urls]
        finally:
            await fetcher.close()

    return asyncio.run(run())


SPELLINGS = (
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "①②⑦.⓪.⓪.①",
    "１２７.0.0.1",
    "127。0。0。1",
    "127%2e0%2e0%2e1",
    "127.0.0.1.",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[fe80::1%25lo]",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "0",
    "localhost",
    "localhost.",
    "LOCALHOST",
)


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_the_loopback_gets_through(host: str, site: Site) -> None:
    site.answers["/secret"] = Reply(b"internal")

    reason = refused(f"http://{host}:{site.port}/secret", allow=())

    assert reason.startswith(("refused: ", "the name ")), reason
    assert site.asked == []


def test_a_refusal_names_the_setting_that_allows_it(site: Site) -> None:
    reason = refused(site.url, allow=())

    assert reason == (
        "refused: 127.0.0.1 is not a public address"
        " (allow it in digest.toml: [collect] allow_private)"
    )


@pytest.mark.parametrize("allow", [("127.0.0.1",), ("127.0.0.0/8",), ("localhost",)])
def test_an_allowed_host_is_fetched_from(allow: tuple[str, ...], site: Site) -> None:
    site.answers["/feed"] = Reply(b"news", headers={"Content-Type": "text/plain; charset=utf-8"})
    host = "localhost" if "localhost" in allow else "127.0.0.1"

    answer = had(f"http://{host}:{site.port}/feed#top", allow=allow)

    assert answer.body == b"news"
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.url == f"http://{host}:{site.port}/feed"
    assert not answer.unchanged


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/", "only http and https"),
        ("gopher://127.0.0.1:25/", "only http and https"),
        ("example.org/feed", "only http and https"),
        ("http://desk:secret@127.0.0.1/", "a user name or a password"),
        ("http:///feed", "no web address"),
        ("http://", "no web address"),
        ("http://[::1/", "no web address"),
        ("http://127.0.0.1:99999/", "no web address"),
        ("http://127.0.0.1:0/", "no web address"),
        ("http://exa mple.org/", "no host name"),
        ("http://example.org\\@127.0.0.1/", "no web address"),
        ("http://a..b/", "no host name"),
        ("http://" + "a" * 70 + ".org/", "no host name"),
        ("http://127.0.0.1/" + "x" * 5000, "longer than"),
        ("", "only http and https"),
    ],
)
def test_what_is_no_web_address_is_refused_with_a_reason(url: str, reason: str) -> None:
    assert reason in refused(url)


def test_a_redirect_to_the_loopback_is_refused(site: Site) -> None:
    """The first server is "public" by its name; where it leads is not."""
    site.answers["/out"] = Reply(
        status=302, headers={"Location": f"http://127.0.0.1:{site.port}/secret"}
    )
    site.answers["/secret"] = Reply(b"internal")

    reason = refused(f"http://localhost:{site.port}/out", allow=("localhost",))

    assert "127.0.0.1 is not a public address" in reason
    assert site.paths() == ["/out"]


def test_a_name_that_also_leads_inside_is_refused_whole(site: Site) -> None:
    async def look_up(_host: str) -> list[str]:
        return ["93.184.215.14", "127.0.0.1"]

    reason = refused(f"http://papers.example.org:{site.port}/", allow=(), look_up=look_up)

    assert "127.0.0.1 (papers.example.org) is not a public address" in reason
    assert site.asked == []


def test_a_name_that_changes_its_address_is_judged_by_the_one_connected_to(site: Site) -> None:
    """Rebinding: the name answers with an allowed address once, then with another."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    asked: list[str] = []

    async def look_up(host: str) -> list[str]:
        asked.append(host)
        return next(answers)

    site.answers["/feed"] = Reply(b"news")
    url = f"http://papers.example.org:{site.port}/feed"

    first, second = (fetch(url, look_up=look_up) for _ in range(2))

    assert isinstance(first, Fetched)
    assert isinstance(second, FetchFailure)
    assert "127.0.0.2" in second.reason
    assert asked == ["papers.example.org"] * 2
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "192.88.99.1",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::",
        "2001:0:a00:1::",
        "fc00::1",
        "fe80::1",
        "fec0::1",
        "ff0e::1",
        "2001:db8::1",
    ],
)
def test_no_address_that_is_not_public_gets_through(address: str) -> None:
    async def look_up(_host: str) -> list[str]:
        return [address]

    assert "is not a public address" in refused("http://x.example.org/", look_up=look_up)


def test_an_unknown_name_is_named() -> None:
    reason = refused("http://nowhere.invalid/feed")

    assert reason == "the name nowhere.invalid cannot be resolved"


def test_a_chain_of_redirects_is_followed_five_times(site: Site) -> None:
    for number in range(7):
        site.answers[f"/{number}"] = Reply(status=301, headers={"Location": f"{number + 1}"})
    site.answers["/7"] = Reply(b"found")

    assert had(f"{site.url}/2").url == f"{site.url}/7"
    assert refused(f"{site.url}/1") == "redirected more than 5 times"


@pytest.mark.parametrize(
    ("location", "reason"),
    [("file:///etc/passwd", "only http and https"), ("http://[", "no web address")],
)
def test_a_redirect_to_what_is_no_web_address_is_refused(
    location: str, reason: str, site: Site
) -> None:
    site.answers["/out"] = Reply(status=302, headers={"Location": location})

    assert reason in refused(f"{site.url}/out")


def test_a_bomb_is_seen_without_being_unpacked(site: Site) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([packer.compress(bytes(2**20)) for _ in range(200)] + [packer.flush()])
    site.answers["/bomb"] = Reply(bomb, headers={"Content-Encoding": "gzip"})

    assert refused(f"{site.url}/bomb") == "larger than 20 MiB once unpacked"


def test_what_is_too_large_on_the_wire_is_refused(site: Site) -> None:
    site.answers["/told"] = Reply(b"x" * 2000)
    site.answers["/untold"] = Reply(
        b"7d0\r\n" + b"x" * 2000 + b"\r\n0\r\n\r\n", headers={"Transfer-Encoding": "chunked"}
    )
    limits = Limits(wire_bytes=1000)

    assert refused(f"{site.url}/told", limits=limits) == "larger than 1,000 bytes"
    assert refused(f"{site.url}/untold", limits=limits) == "larger than 1,000 bytes"
    assert len(had(f"{site.url}/told", limits=Limits(wire_bytes=2000)).body) == 2000


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"the news", mtime=0)),
        ("x-gzip", gzip.compress(b"the ", mtime=0) + gzip.compress(b"news", mtime=0)),
        ("gzip", gzip.compress(b"the news", mtime=0) + b"\0 padding"),
        ("deflate", zlib.compress(b"the news")),
        ("deflate", zlib.compress(b"the news")[2:-4]),
        ("identity", b"the news"),
    ],
)
def test_packed_bodies_are_unpacked(coding: str, body: bytes, site: Site) -> None:
    site.answers["/feed"] = Reply(body, headers={"Content-Encoding": coding})

    assert had(f"{site.url}/feed").body == b"the news"


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("gzip", b"not packed at all", "what came cannot be unpacked"),
        ("gzip", gzip.compress(b"the news", mtime=0)[:-9], "the answer broke off"),
        ("br", b"\x0b\x03\x80the news\x03", "it is packed as 'br', which nobody asked for"),
        ("gzip, gzip", b"", "it is packed as 'gzip, gzip', which nobody asked for"),
    ],
)
def test_what_cannot_be_unpacked_is_named(
    coding: str, body: bytes, reason: str, site: Site
) -> None:
    site.answers["/feed"] = Reply(body, headers={"Content-Encoding": coding})

    assert refused(f"{site.url}/feed") == reason


def test_a_slow_server_costs_its_time_limit_and_no_more(site: Site) -> None:
    release = threading.Event()

    def dawdle(_request: Request) -> Reply:
        release.wait(10)
        return Reply(b"late")

    site.answers["/slow"] = dawdle
    begun = time.monotonic()

    reason = refused(f"{site.url}/slow", limits=Limits(seconds=0.3))

    release.set()
    assert reason == "timed out after 0.3 s"
    assert time.monotonic() - begun < 3


def test_redirects_share_one_time_limit(site: Site) -> None:
    def stroll(request: Request) -> Reply:
        time.sleep(0.25)
        return Reply(status=302, headers={"Location": f"{int(request.path[1:]) + 1}"})

    site.answers |= {f"/{number}": stroll for number in range(6)}

    assert refused(f"{site.url}/0", limits=Limits(seconds=0.6)) == "timed out after 0.6 s"
    assert len(site.asked) < 5


def test_an_answer_that_breaks_off_is_named(site: Site) -> None:
    site.answers["/feed"] = Reply(b"half", headers={"Content-Length": "1000"})

    assert refused(f"{site.url}/feed") == "the answer broke off"


def test_a_closed_port_is_named() -> None:
    assert refused("http://127.0.0.1:1/") == "cannot be reached: connection refused"


def test_an_unchanged_document_is_not_sent_again(site: Site) -> None:
    def feed(request: Request) -> Reply:
        if request.headers.get("if-none-match") == '"v1"':
            return Reply(status=304)
        return Reply(
            b"news", headers={"ETag": '"v1"', "Last-Modified": "Mon, 23 Nov 2026 05:00:00 GMT"}
        )

    site.answers["/feed"] = feed

    async def twice() -> tuple[Fetched | FetchFailure, Fetched | FetchFailure]:
        fetcher = HttpFetcher(allow_private=LOOPBACK)
        first = await fetcher.fetch(f"{site.url}/feed")
        assert isinstance(first, Fetched)
        second = await fetcher.fetch(f"{site.url}/feed", validators=first.validators)
        await fetcher.close()
        return first, second

    first, second = asyncio.run(twice())

    assert isinstance(first, Fetched)
    assert isinstance(second, Fetched)
    assert first.validators == Validators(
        etag='"v1"', last_modified="Mon, 23 Nov 2026 05:00:00 GMT"
    )
    assert second.unchanged
    assert second.validators == first.validators
    assert site.asked[1].headers["if-modified-since"] == "Mon, 23 Nov 2026 05:00:00 GMT"


def test_a_validator_that_cannot_be_sent_back_is_not_kept(site: Site) -> None:
    odd = {"ETag": '"caf\xe9"', "Last-Modified": "long ago\x01"}
    site.answers["/feed"] = Reply(b"news", headers=odd)

    first = fetch(f"{site.url}/feed")

    assert isinstance(first, Fetched)
    assert first.validators == Validators()


def test_a_validator_that_was_kept_before_and_cannot_be_sent_stops_nothing(site: Site) -> None:
    site.answers["/feed"] = Reply(b"news")
    odd = Validators(etag='"\udcff"', last_modified="a\r\nX: y")

    async def ask() -> Fetched | FetchFailure:
        fetcher = HttpFetcher(allow_private=LOOPBACK)
        answer = await fetcher.fetch(f"{site.url}/feed", validators=odd)
        await fetcher.close()
        return answer

    assert isinstance(asyncio.run(ask()), Fetched)
    assert "if-none-match" not in site.asked[0].headers


@pytest.mark.parametrize(
    ("status", "headers", "reason"),
    [
        (404, {}, "HTTP 404, not found"),
        (410, {}, "HTTP 410, gone for good"),
        (500, {}, "HTTP 500"),
        (204, {}, "HTTP 204"),
        (304, {}, "HTTP 304"),
        (302, {}, "HTTP 302"),
        (503, {"Retry-After": "120"}, "HTTP 503; it asks to be left alone for 2 minutes"),
        (
            429,
            {"Retry-After": "7200"},
            "HTTP 429, too many requests; it asks to be left alone for 2 hours",
        ),
        (503, {"Retry-After": "-5"}, "HTTP 503"),
        (503, {"Retry-After": "9" * 400}, "HTTP 503"),
    ],
)
def test_the_status_is_told(status: int, headers: dict[str, str], reason: str, site: Site) -> None:
    site.answers["/feed"] = Reply(status=status, headers=headers)
    answer = fetch(f"{site.url}/feed")

    assert isinstance(answer, FetchFailure)
    assert answer.reason == reason
    assert answer.status == status


def test_a_host_that_asks_for_rest_is_left_alone(site: Site) -> None:
    site.answers["/a"] = Reply(status=503, headers={"Retry-After": "60"})
    site.answers["/b"] = Reply(b"news")

    answers = fetch_all([f"{site.url}/a", f"{site.url}/b"], limits=Limits(per_host=1))

    assert isinstance(answers[1], FetchFailure)
    assert answers[1].reason == (
        "not asked: it answered HTTP 503 before, and asked for 1 minute of rest"
    )
    assert site.paths() == ["/a"]


def test_how_long_to_leave_a_server_alone_travels_with_the_failure(site: Site) -> None:
    site.answers["/feed"] = Reply(status=503, headers={"Retry-After": "7200"})

    first, second = fetch_in_turn([f"{site.url}/feed", f"{site.url}/other"])

    assert isinstance(first, FetchFailure)
    assert (first.rest, first.asked) == (timedelta(hours=2), True)
    assert isinstance(second, FetchFailure)
    assert second.rest is not None
    assert timedelta(hours=1, minutes=59) < second.rest <= timedelta(hours=2)
    assert not second.asked


@pytest.mark.parametrize(
    ("status", "headers", "fresh_for"),
    [
        (200, {"Cache-Control": "public, max-age=600"}, timedelta(minutes=10)),
        (200, {"Cache-Control": "MAX-AGE=600", "Age": "60"}, timedelta(minutes=9)),
        (200, {"Cache-Control": "max-age=600, no-cache"}, None),
        (200, {"Cache-Control": "no-store"}, None),
        (200, {"Cache-Control": "max-age=0"}, None),
        (200, {"Cache-Control": "max-age=soon"}, None),
        (200, {"Cache-Control": "max-age=600", "Age": "700"}, None),
        (200, {"Cache-Control": "max-age=99999999999999"}, timedelta(days=1)),
        (200, {"Expires": "0"}, None),
        (304, {"Cache-Control": "max-age=60"}, timedelta(minutes=1)),
        (200, {}, None),
    ],
)
def test_how_long_an_answer_stays_fresh(
    status: int, headers: dict[str, str], fresh_for: timedelta | None, site: Site
) -> None:
    site.answers["/feed"] = Reply(b"" if status == 304 else b"news", status=status, headers=headers)

    assert had_with(f"{site.url}/feed", Validators(etag='"1"')).fresh_for == fresh_for


def test_expires_is_read_by_the_clock_of_the_server() -> None:
    headers = {
        "Date": "Mon, 23 Nov 2026 06:00:00 GMT",
        "Expires": "Mon, 23 Nov 2026 06:05:00 GMT",
    }

    assert read_freshness(headers) == timedelta(minutes=5)
    assert read_freshness({**headers, "Cache-Control": "max-age=60"}) == timedelta(minutes=1)
    assert read_freshness({"Expires": headers["Expires"]}) is None


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        ((301,), "/1"),
        ((308, 301), "/2"),
        ((302,), None),
        ((307, 301), None),
        ((301, 302, 301), "/1"),
        ((), None),
    ],
)
def test_only_what_is_permanent_from_the_first_step_on_has_moved(
    statuses: tuple[int, ...], moved_to: str | None, site: Site
) -> None:
    for number, status in enumerate(statuses):
        site.answers[f"/{number}"] = Reply(status=status, headers={"Location": f"/{number + 1}"})
    site.answers[f"/{len(statuses)}"] = Reply(b"news")

    answer = had(f"{site.url}/0")

    assert answer.moved_to == (moved_to and site.url + moved_to)
    assert answer.url == f"{site.url}/{len(statuses)}"


def test_a_permanent_redirect_to_a_private_address_is_no_move(site: Site) -> None:
    site.answers["/feed"] = Reply(
        status=301, headers={"Location": f"http://127.0.0.1:{site.port}/secret"}
    )

    reason = refused(f"http://localhost:{site.port}/feed", allow=("localhost",))

    assert "127.0.0.1 is not a public address" in reason


def test_the_pause_that_robots_ask_for_is_kept_between_pages(site: Site) -> None:
    site.answers["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 0.2\n")
    times: list[float] = []

    def note(_request: Request) -> Reply:
        times.append(time.monotonic())
        return Reply(b"page")

    site.answers |= {f"/{number}": note for number in range(3)}
    fetch_all([f"{site.url}/{number}" for number in range(3)], robots=True)

    assert all(later - earlier > 0.15 for earlier, later in itertools.pairwise(times))


def test_pages_that_would_have_to_wait_too_long_are_left_for_the_next_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "LONGEST_QUEUE", 10.0)
    site.answers["/robots.txt"] = Reply(b"User-agent: digest-desk\nCrawl-delay: 900\n")
    site.answers["/0"] = Reply(b"page")

    async def run() -> list[Fetched | FetchFailure]:
        fetcher = HttpFetcher(allow_private=LOOPBACK)
        try:
            first = await fetcher.fetch(f"{site.url}/0", obeys_robots=True)
            return [first, await fetcher.fetch(f"{site.url}/0", obeys_robots=True)]
        finally:
            await fetcher.close()

    first, second = asyncio.run(run())

    assert isinstance(first, Fetched)
    assert isinstance(second, FetchFailure)
    assert second.reason == (
        "left for the next time: the robots.txt of 127.0.0.1 asks for 30 s between two pages"
    )


def test_one_host_is_asked_two_things_at_once_at_most(site: Site) -> None:
    lock = threading.Lock()
    now = 0
    most = 0

    def count(_request: Request) -> Reply:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.05)
        with lock:
            now -= 1
        return Reply(b"news")

    site.answers |= {f"/{number}": count for number in range(10)}

    answers = fetch_all([f"{site.url}/{number}" for number in range(10)])

    assert all(isinstance(one, Fetched) for one in answers)
    assert most == 2


def test_waiting_for_a_free_place_costs_no_time_of_the_limit(site: Site) -> None:
    def stroll(_request: Request) -> Reply:
        time.sleep(0.2)
        return Reply(b"news")

    site.answers |= {f"/{number}": stroll for number in range(6)}

    answers = fetch_all(
        [f"{site.url}/{number}" for number in range(6)],
        limits=Limits(seconds=0.5, per_host=1),
    )

    assert all(isinstance(one, Fetched) for one in answers), answers


def test_we_say_who_we_are_and_keep_no_cookie(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    site.answers["/a"] = Reply(
        status=302, headers={"Set-Cookie": "track=1; Path=/", "Location": "/b"}
    )
    site.answers["/b"] = Reply(b"news")

    # By its name: cookies of bare addresses are not kept by anybody.
    had(f"http://localhost:{site.port}/a", allow=("localhost",), contact="https://example.org")

    for request in site.asked:
        assert request.headers["user-agent"].startswith("digest-desk/")
        assert request.headers["user-agent"].endswith(" (+https://example.org)")
        assert "cookie" not in request.headers


ROBOTS = b"""User-agent: *
Disallow: /

User-agent: digest-desk
Disallow: /private/
Disallow: /*.pdf$
"""


def test_robots_are_asked_once_and_obeyed(site: Site) -> None:
    site.answers |= {
        "/robots.txt": Reply(ROBOTS),
        "/news": Reply(b"news"),
        "/private/draft": Reply(b"draft"),
        "/paper.pdf": Reply(b"paper"),
    }
    urls = [f"{site.url}{path}" for path in ("/news", "/private/draft", "/paper.pdf")]

    news, private, paper = fetch_all(urls, robots=True)

    assert isinstance(news, Fetched)
    assert isinstance(private, FetchFailure)
    assert isinstance(paper, FetchFailure)
    assert private.reason == "the robots.txt of 127.0.0.1 does not allow it"
    assert sorted(site.paths()) == ["/news", "/robots.txt"]


def test_robots_are_asked_at_each_redirect(site: Site) -> None:
    site.answers |= {
        "/robots.txt": Reply(ROBOTS),
        "/open": Reply(status=302, headers={"Location": "/private/draft"}),
    }

    assert "does not allow it" in refused(f"{site.url}/open", robots=True)
    assert "/private/draft" not in site.paths()


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_site_without_robots_allows_everything(status: int, site: Site) -> None:
    site.answers |= {"/robots.txt": Reply(status=status), "/news": Reply(b"news")}

    assert had(f"{site.url}/news", robots=True).body == b"news"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_site_whose_robots_cannot_be_had_is_left_alone(status: int, site: Site) -> None:
    site.answers |= {"/robots.txt": Reply(status=status), "/news": Reply(b"news")}

    reason = refused(f"{site.url}/news", robots=True)

    assert reason.startswith(f"the robots.txt of 127.0.0.1 cannot be read: HTTP {status}")
    assert site.paths() == ["/robots.txt"]


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    with opened_site(TLS / "localhost.pem") as secure:
        secure.answers["/"] = Reply(b"news")
        reason = refused(f"https://localhost:{secure.port}/", allow=("localhost",))

    assert reason == "its certificate cannot be trusted: self-signed certificate"


CHILD = """
import asyncio, sys
from digest.adapters.http import HttpFetcher
async def run():
    fetcher = HttpFetcher(allow_private=["localhost"])
    print(await fetcher.fetch(sys.argv[1]))
    await fetcher.close()
asyncio.run(run())
"""


def fetch_trusting(certificate: Path, url: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, url],
        env={"SSL_CERT_FILE": str(certificate)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def test_the_certificates_of_the_environment_are_trusted() -> None:
    with opened_site(TLS / "localhost.pem") as secure:
        secure.answers["/"] = Reply(b"news")
        shown = fetch_trusting(TLS / "localhost.pem", f"https://localhost:{secure.port}/")

    assert "body=b'news'" in shown


def test_a_certificate_of_another_name_is_refused() -> None:
    with opened_site(TLS / "elsewhere.pem") as secure:
        secure.answers["/"] = Reply(b"news")
        shown = fetch_trusting(TLS / "elsewhere.pem", f"https://localhost:{secure.port}/")

    assert "its certificate cannot be trusted: Hostname mismatch" in shown


def test_a_redirect_out_of_https_is_refused(site: Site) -> None:
    site.answers["/news"] = Reply(b"news")
    with opened_site(TLS / "localhost.pem") as secure:
        secure.answers["/"] = Reply(status=302, headers={"Location": f"{site.url}/news"})
        shown = fetch_trusting(TLS / "localhost.pem", f"https://localhost:{secure.port}/")

    assert "refused: it redirects from https to unencrypted http://127.0.0.1" in shown
    assert site.asked == []


def test_plain_http_on_a_tls_port_and_the_other_way_round_are_failures(site: Site) -> None:
    with opened_site(TLS / "localhost.pem") as secure:
        plain = refused(f"http://localhost:{secure.port}/", allow=("localhost",))
    packed = refused(f"https://127.0.0.1:{site.port}/")

    assert plain in ("the connection broke off", "what answers there is no web server")
    assert packed == "no secure connection can be made"

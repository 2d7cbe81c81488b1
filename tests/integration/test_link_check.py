"""The addresses of an edition are asked politely: HEAD, then GET without its text; guarded."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest
from tests.integration.web_site import Reply, Request, Site, opened_site
from tests.unit.render.examples import story, with_items

from digest.adapters.http import HttpFetcher
from digest.adapters.http_body import Limits
from digest.app.link_check import ask_links
from digest.check.answers import Answers, find_dead_links, moved_addresses
from digest.model.edition import Edition
from digest.model.fetch import Fetched, FetchFailure

LOOPBACK = ("127.0.0.1",)


@pytest.fixture
def site() -> Iterator[Site]:
    with opened_site() as opened:
        yield opened


def edition(site: Site, *paths: str) -> Edition:
    return with_items(
        *(replace(story(path, "It was.", path), url=f"{site.url}/{path}") for path in paths)
    )


def ask(
    told: Edition, *, allow: tuple[str, ...] = LOOPBACK, seconds: float = 30.0, patience: float = 10
) -> Answers:
    probe = HttpFetcher(allow_private=allow, contact="https://daily.example.org/",
                        limits=Limits(seconds=patience))  # fmt: skip
    return asyncio.run(ask_links([told], probe=probe, seconds=seconds))


def plain(answers: Answers) -> dict[str, Fetched | FetchFailure]:
    return {url: one for url, one in answers.items() if url.startswith("http://")}


def test_an_address_that_answers_is_asked_without_its_text(site: Site) -> None:
    site.answers["/levy"] = Reply(b"text", headers={"Content-Type": "text/html"})
    [answer] = plain(ask(edition(site, "levy"))).values()
    assert isinstance(answer, Fetched)
    assert (answer.body, site.heads, site.paths()) == (b"", ["/levy"], [])


def test_a_server_that_refuses_head_is_asked_as_a_reader_would(site: Site) -> None:
    site.knows_head = False
    site.answers["/levy"] = Reply(b"x" * 5_000_000)
    [answer] = plain(ask(edition(site, "levy"))).values()
    assert isinstance(answer, Fetched)
    assert (site.heads, site.paths(), answer.body) == (["/levy"], ["/levy"], b"")
    assert "digest" in site.asked[0].headers["user-agent"]
    assert "https://daily.example.org/" in site.asked[0].headers["user-agent"]


@pytest.mark.parametrize(("status", "gets"), [(404, 1), (410, 0), (503, 1), (429, 0)])
def test_what_is_gone_or_busy_is_told_by_its_status(site: Site, status: int, gets: int) -> None:
    site.answers["/levy"] = Reply(status=status)
    told = edition(site, "levy")
    answers = plain(ask(told))
    [answer] = answers.values()
    assert isinstance(answer, FetchFailure)
    assert (answer.status, len(site.paths())) == (status, gets)
    [found] = find_dead_links(told, answers)
    assert found.level == ("error" if status in (404, 410) else "warning")


def test_a_page_that_has_moved_for_good_is_followed_and_told(site: Site) -> None:
    site.answers["/old"] = Reply(status=301, headers={"Location": "/politics/new"})
    site.answers["/politics/new"] = Reply(b"text")
    site.answers["/today"] = Reply(status=302, headers={"Location": "/politics/new"})
    told = edition(site, "old", "today")
    answers = ask(told)
    assert moved_addresses(told, answers) == {f"{site.url}/old": f"{site.url}/politics/new"}
    assert [one.rule for one in find_dead_links(told, answers)] == ["moved-link"]


def test_the_fetch_guard_holds_here_too(site: Site) -> None:
    [answer] = plain(ask(edition(site, "levy"), allow=())).values()
    assert isinstance(answer, FetchFailure)
    assert (site.heads, site.paths()) == ([], [])


def test_a_name_that_leads_nowhere_is_told_as_such() -> None:
    async def nowhere(host: str) -> list[str]:
        raise OSError(host)

    async def probe() -> Fetched | FetchFailure:
        fetcher = HttpFetcher(look_up=nowhere)
        try:
            return await fetcher.probe("https://gone.example.org/levy")
        finally:
            await fetcher.close()

    answer = asyncio.run(probe())
    assert isinstance(answer, FetchFailure)
    assert (answer.nameless, answer.status) == (True, None)


def test_all_of_them_together_get_a_time_and_what_is_late_is_told(site: Site) -> None:
    release = Event()

    def slow(_request: Request) -> Reply:
        release.wait(20)
        return Reply(b"late")

    site.answers["/slow"] = slow
    site.answers["/levy"] = Reply(b"text")
    told = edition(site, "levy", "slow")
    begun = time.monotonic()
    answers = plain(ask(told, seconds=1.0))
    assert time.monotonic() - begun < 10
    release.set()
    assert isinstance(answers[f"{site.url}/levy"], Fetched)
    late = answers[f"{site.url}/slow"]
    assert isinstance(late, FetchFailure)
    assert late.reason == "no answer within 1 s"
    [found] = find_dead_links(told, answers)
    assert (found.level, "could not be checked" in found.message) == ("warning", True)

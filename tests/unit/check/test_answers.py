"""What the addresses of an edition answered, and what may be written instead."""

from dataclasses import replace

from tests.unit.render.examples import HERO, PAPER, PLAIN, story, with_items

from digest.check.answers import Answers, asked_addresses, find_dead_links, moved_addresses
from digest.model.article import Image, Sighting
from digest.model.edition import Edition
from digest.model.fetch import Fetched, FetchFailure
from digest.model.message import Level

URL = f"{PAPER}/a"


def told(url: str = URL) -> Edition:
    return with_items(replace(story("Levy", "It was dropped.", "a", line=7), url=url))


def failed(url: str = URL, status: int | None = None, *, nameless: bool = False) -> FetchFailure:
    return FetchFailure(url=url, reason=f"HTTP {status}", status=status, nameless=nameless)


def moved(new: str, url: str = URL) -> dict[str, Fetched | FetchFailure]:
    return {url: Fetched(url=new, body=b"", moved_to=new)}


def test_every_address_is_asked_once_and_those_without_tls_both_ways() -> None:
    item = replace(
        story("Levy", "See [a](http://b.example/x) and [b](mailto:a@b.example).", "a"),
        image=Image(url="https://a.example/a.jpg", alt="A"),
        also=(Sighting(name="Wire", url=URL),),
    )
    edition = replace(with_items(item), note="Read [this](https://c.example/).")
    assert asked_addresses(edition) == [
        "https://c.example/", URL, "https://a.example/a.jpg", "http://b.example/x",
        "https://b.example/x",
    ]  # fmt: skip


def test_what_is_not_there_is_an_error_with_its_line() -> None:
    for answer in (failed(status=404), failed(status=410)):
        [one] = find_dead_links(
            told(), {URL: answer, "https://x.example/": Fetched(url="", body=b"")}
        )
        assert (one.rule, one.level, one.line) == ("dead-link", Level.ERROR, 7)


def test_a_name_that_leads_nowhere_is_an_error_while_others_do() -> None:
    answers: Answers = {
        URL: failed(nameless=True),
        HERO.url or "": Fetched(url="", body=b""),
    }
    [one] = find_dead_links(told(), answers)
    assert one.level is Level.ERROR


def test_a_machine_without_a_network_accuses_nobody() -> None:
    [one] = find_dead_links(told(), {URL: failed(nameless=True)})
    assert (one.level, "no network" in one.message) == (Level.WARNING, True)


def test_what_a_server_would_not_say_is_a_warning() -> None:
    for status in (403, 429, 500, 503, None):
        [one] = find_dead_links(told(), {URL: failed(status=status)})
        assert (one.level, "could not be checked" in one.message) == (Level.WARNING, True)


def test_an_address_is_told_once_however_often_it_is_linked() -> None:
    item = replace(story("Levy", f"See [it]({URL}).", "a"), also=(Sighting(name="W", url=URL),))
    assert len(list(find_dead_links(with_items(item), {URL: failed(status=404)}))) == 1


def test_an_address_that_nobody_asked_is_not_judged() -> None:
    assert list(find_dead_links(PLAIN, {})) == []


def test_what_has_moved_is_a_warning_with_the_new_address_and_may_be_written() -> None:
    new = f"{PAPER}/politics/a"
    [one] = find_dead_links(told(), moved(new))
    assert (one.rule, one.level, new in one.message) == ("moved-link", Level.WARNING, True)
    assert moved_addresses(told(), moved(new)) == {URL: new}


def test_what_has_moved_to_a_front_page_is_gone_and_is_not_written() -> None:
    new = "https://daily.example.org/"
    [one] = find_dead_links(told(), moved(new))
    assert "may be gone" in one.message
    assert moved_addresses(told(), moved(new)) == {}


def test_a_new_address_that_would_break_the_file_is_not_written() -> None:
    assert moved_addresses(told(), moved(f"{PAPER}/a(1)|b")) == {}


def test_an_address_without_tls_is_written_with_it_only_when_that_answered() -> None:
    old, new = "http://a.example/levy", "https://a.example/levy"
    there = {old: Fetched(url=old, body=b""), new: Fetched(url=new, body=b"")}
    assert moved_addresses(told(old), there) == {old: new}
    assert moved_addresses(told(old), {**there, new: failed(new, 404)}) == {}
    plain_again = {**there, new: Fetched(url=old, body=b"")}
    assert moved_addresses(told(old), plain_again) == {}
    assert list(find_dead_links(told(old), there)) == []

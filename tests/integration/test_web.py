"""The public pages by `digest serve` itself: one process for all of these tests."""

import asyncio
import email
import email.policy
import json
import re
import resource
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urljoin, urlsplit

import pytest
from lxml import html
from lxml.html import FormElement
from tests.bench.load import KEPT, MADE, Crowd, ask_all, by_kind, find_lost
from tests.integration.served import (
    EARLIER,
    PAGES,
    SLUG,
    Reply,
    Served,
    make_publication,
    send_edition,
    serving,
)

from digest.adapters.clock import SystemClock
from digest.app.ports import Stores
from digest.app.reader_desk import ReaderDesk
from digest.deliver.tokens import Purpose
from digest.model.signup import ConsentText, SignUp
from digest.model.subscriber import Subscriber, SubscriberState, SuppressionReason
from digest.web.asking import EVEN

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FIRST_FRAME = "default-src 'none'"
VECTORS = (
    '"><script>alert(1)</script>',
    "javascript:alert(1)//",
    "'><img src=x onerror=alert(1)>",
    "</title><svg onload=alert(1)>",
    '" autofocus onfocus="alert(1)',
    "{{ 7 * 7 }}{% raw %}",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A publication that is served behind a proxy, with an edition in its archive."""
    folder = tmp_path_factory.mktemp("served") / "thedaily"
    make_publication(folder)
    send_edition(folder)
    with serving(folder, "--trust-proxy") as served:
        yield served


def sign_up(site: Served, address: str, **fields: str) -> Reply:
    return site.post("/subscribe", {"email": address, "website": "", "language": "en", **fields})


def link_in(letter: str, way: str) -> str:
    """The path of a link of a letter."""
    message = email.message_from_string(letter, policy=email.policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(rf"{re.escape(PAGES)}(/{way}/[a-z2-7]+)", body.get_content())
    assert found, body.get_content()
    return found[1]


def form_of(site: Served, path: str = "/subscribe") -> FormElement:
    """The form of a page."""
    return html.fromstring(site.ask(path).text).forms[0]


def asked_by(site: Served, address: str) -> tuple[SignUp, ConsentText]:
    """What somebody asked for, and the words that they agreed to."""
    with site.opened() as store:
        person = store.subscribers.subscriber(address)
        assert person is not None
        wish = store.sign_ups.sign_up_of(person.id)
        assert wish is not None
        text = store.sign_ups.consent_text(wish.text)
        assert text is not None
        return wish, text


def state_of(site: Served, address: str) -> SubscriberState | None:
    person = site.person(address)
    return person.state if person else None


def wait_until_quiet(site: Served) -> None:
    """Wait until every letter has gone out, so that nobody but us changes the database."""
    until = time.monotonic() + 10
    while site.measure()["digest_letters_waiting"] and time.monotonic() < until:
        time.sleep(0.1)


def test_a_reader_signs_up_confirms_chooses_and_leaves(site: Served) -> None:
    form = html.fromstring(site.ask("/subscribe").text).forms[0]
    assert form.method == "POST"
    assert set(form.fields) >= {"email", "website", "language", "text"}

    sent = sign_up(site, "ilse@example.org", list="evening")
    assert site.follow(sent).status == 200
    assert state_of(site, "ilse@example.org") is SubscriberState.PENDING

    link = link_in(site.letter_to("ilse@example.org"), "confirm")
    assert site.ask(link).status == 200
    assert state_of(site, "ilse@example.org") is SubscriberState.PENDING
    confirmed = site.post(link)
    assert confirmed.status == 200
    assert site.post(link).status == 200
    person = site.person("ilse@example.org")
    assert person is not None
    assert (person.state, person.lists) == (SubscriberState.SUBSCRIBED, ("evening",))

    preferences = site.link("ilse@example.org", Purpose.PREFERENCES)
    assert preferences in confirmed.text
    day = (datetime.now(tz=UTC) + timedelta(days=20)).date().isoformat()
    fields = [("list", "daily"), ("section", "politics"), ("pause", day), ("action", "save")]
    saved = site.post(preferences, fields)
    assert saved.location == f"{preferences}?saved=1"
    assert site.follow(saved).status == 200
    person = site.person("ilse@example.org")
    assert person is not None
    assert (person.state, person.lists) == (SubscriberState.PAUSED, ("daily",))
    assert person.sections == ("politics",)

    assert site.post(preferences, {"action": "leave"}).status == 200
    assert state_of(site, "ilse@example.org") is SubscriberState.UNSUBSCRIBED
    assert site.follow(site.post(preferences, {"action": "back"})).status == 200
    assert state_of(site, "ilse@example.org") is SubscriberState.SUBSCRIBED


def test_a_scanner_that_opens_every_link_of_a_mail_changes_nothing(site: Served) -> None:
    leaving = site.add("scanned@example.org", lists=("daily",))
    sign_up(site, "asking@example.org")
    letter = site.letter_to("asking@example.org")
    message = email.message_from_string(letter, policy=email.policy.default)
    body = message.get_body(("html",))
    assert body is not None
    links = {urljoin(PAGES, link) for _, _, link, _ in html.iterlinks(body.get_content())}
    links |= {PAGES + leaving, PAGES + site.link("scanned@example.org", Purpose.PREFERENCES)}
    wait_until_quiet(site)
    before = site.dump()

    seen: set[str] = set()
    while links:
        link = links.pop()
        path = urlsplit(link)._replace(scheme="", netloc="", fragment="").geturl()
        if not link.startswith(PAGES) or path in seen:
            continue
        seen.add(path)
        shown, head = site.ask(path), site.ask(path, "HEAD")
        assert (head.status, head.body) == (shown.status, b"")
        assert head.headers["content-length"] == str(len(shown.body))
        if shown.headers["content-type"].startswith("text/html"):
            page = html.fromstring(shown.text)
            links |= {urljoin(link, one) for _, _, one, _ in page.iterlinks()}

    ways = {path.split("/")[1].partition("?")[0] for path in seen}
    assert ways >= {"confirm", "unsubscribe", "preferences", "subscribe", "archive"}
    assert site.dump() == before


@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
def test_a_mail_program_unsubscribes_with_one_click(site: Served, kind: str) -> None:
    address = f"click-{kind}@example.org"
    path = site.add(address)
    body, header = b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
    if kind == "multipart":
        field = b'Content-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click'
        body, header = b"--x\r\n" + field + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"

    answers = [site.post(path, body, Content_Type=header) for _ in range(2)]

    assert [one.status for one in answers] == [200, 200]
    assert not any("set-cookie" in one.headers or one.location for one in answers)
    assert state_of(site, address) is SubscriberState.UNSUBSCRIBED
    with site.opened() as store:
        events = [kind for _, kind, _ in store.subscribers.events_of(address)]
        assert events.count("unsubscribed") == 1
    assert site.measure()['digest_leavings_total{way="one-click"}'] >= 1


@pytest.mark.parametrize("body", [b"", b"List-Unsubscribe=No", b"leave=no", b"\xff\x00", b"a" * 99])
def test_a_post_that_does_not_say_so_unsubscribes_nobody(site: Served, body: bytes) -> None:
    path = site.add("stays@example.org")

    assert site.post(path, body).status == 400
    assert state_of(site, "stays@example.org") is SubscriberState.SUBSCRIBED


def test_one_answer_whatever_is_known_of_an_address_and_whatever_is_heeded(site: Served) -> None:
    site.add("known@example.org")
    site.post(site.add("left@example.org"), ONE_CLICK)
    site.add("angry@example.org")
    with site.opened() as store:
        store.subscribers.suppress("angry@example.org", SuppressionReason.COMPLAINED, now=EARLIER)

    answers = [sign_up(site, f"{who}@example.org") for who in ("unknown", "known", "left", "angry")]
    answers.append(sign_up(site, "robot@example.org", website="https://spam.example.org"))
    assert len({(one.status, one.location, one.body) for one in answers}) == 1
    assert state_of(site, "unknown@example.org") is SubscriberState.PENDING
    assert state_of(site, "left@example.org") is SubscriberState.UNSUBSCRIBED
    assert state_of(site, "angry@example.org") is SubscriberState.COMPLAINED
    assert state_of(site, "robot@example.org") is None


def test_every_answer_to_a_sign_up_takes_a_whole_number_of_spans(site: Served) -> None:
    """What is done for an address hides within a span that nobody is quicker than."""
    site.add("known@example.org")

    def took(address: str, **more: str) -> float:
        began = time.perf_counter()
        sign_up(site, address, **more)
        return time.perf_counter() - began

    took("warm@example.org")
    spans = [took("known@example.org"), took("unknown@example.org"), took("known@example.org")]
    spans.append(took("robot@example.org", website="https://spam.example.org"))
    assert min(spans) >= EVEN


def test_who_asks_for_too_many_is_answered_alike_and_nothing_is_kept(site: Served) -> None:
    answers = [
        site.post("/subscribe", {"email": f"flood{number}@example.org"}, network="192.0.2.7")
        for number in range(45)
    ]

    assert len({(one.status, one.location, one.body) for one in answers}) == 1
    kept = [state_of(site, f"flood{number}@example.org") for number in (0, 39, 40, 44)]
    assert kept == [SubscriberState.PENDING, SubscriberState.PENDING, None, None]
    assert site.measure()['digest_refused_total{why="sign-ups"}'] == 5


def test_a_form_of_another_site_is_taken_and_its_place_is_a_part_of_the_proof(site: Served) -> None:
    answer = site.post(
        "/subscribe",
        {"email": "visitor@example.org", "text": form_of(site).fields["text"]},
        Origin="https://paper.example.org",
        Referer="https://paper.example.org/about",
    )
    assert answer.location == "/subscribe/sent"
    wish, text = asked_by(site, "visitor@example.org")
    assert (wish.source, wish.network) == ("form on paper.example.org", None)
    assert text.text in html.fromstring(site.ask("/subscribe").text).text_content()


def test_the_proof_has_the_words_that_stood_on_the_form_not_those_of_today(site: Served) -> None:
    earlier = ConsentText(
        version="00112233445566ff", language="en", text="As it was.", first_shown=EARLIER
    )
    with site.opened() as store:
        kept = store.sign_ups.consent_text(form_of(site).fields["text"])
        assert kept is not None, "the words are kept before anybody agrees to them"
        store.sign_ups.keep_texts([earlier])

    sign_up(site, "early@example.org", text=earlier.version)
    sign_up(site, "forged@example.org", text="f" * 16)
    sign_up(site, "bare@example.org")

    assert asked_by(site, "early@example.org")[1] == earlier
    wish, text = asked_by(site, "forged@example.org")
    assert (wish.source, text.version) == (f"form, with unknown words {'f' * 16}", kept.version)
    assert asked_by(site, "bare@example.org")[0].source == "form, which names no words"


def test_an_address_that_is_none_comes_back_in_the_form(site: Served) -> None:
    answer = sign_up(site, "no address", list="evening")

    form = html.fromstring(answer.text).forms[0]
    assert answer.status == 422
    assert form.fields["email"] == "no address"
    assert "An e-mail address has no spaces." in answer.text
    assert "Please enter your e-mail address." in sign_up(site, " ").text
    assert "This address is not complete." in sign_up(site, "ada@nowhere").text
    ticked = {box.get("value"): box.get("checked") for box in form.xpath(".//input[@name='list']")}
    assert [name for name, is_ticked in ticked.items() if is_ticked is not None] == ["evening"]


@pytest.mark.parametrize("way", ["unsubscribe", "preferences"])
def test_a_link_that_does_not_work_tells_how_to_leave_without_one(site: Served, way: str) -> None:
    address = f"forgotten-{way}@example.org"
    site.add(address)
    gone = site.link(address, Purpose(way))
    with site.opened() as store:
        store.subscribers.forget(address, now=EARLIER)
    cut = gone[:-3]
    click = site.post(gone, ONE_CLICK)
    bare = [site.ask(path) for path in (f"/{way}", f"/{way}/")]

    assert click.status == 404
    assert {one.status for one in bare} == {404}
    for page in (click, *bare, site.ask(gone), site.ask(cut), site.ask(f"{gone}/nothing")):
        tree = html.fromstring(page.text)
        assert "To leave, write to daily@example.org with the word unsubscribe" in " ".join(
            tree.xpath("string(//main)").split()
        )
        assert tree.xpath("//main//a/@href")[1:] == [
            "mailto:daily@example.org?subject=unsubscribe"
        ], "no way to the form is shown to who wants to leave"
    assert {html.fromstring(one.text).xpath("string(//h1)") for one in bare} == {
        "Use the link in your mail"
    }


def test_what_a_mail_program_left_behind_a_link_does_no_harm(site: Served) -> None:
    path = site.add("stray@example.org")
    preferences = site.link("stray@example.org", Purpose.PREFERENCES)
    for stray in (".", ",", "%3E", ")", "%0A", "/"):
        assert site.ask(path + stray).status == 200
        assert site.ask(preferences + stray + "?lang=en").status == 200

    assert f'action="{path}"' in site.ask(f"{path}.").text
    assert site.post(f"{path}%3E", ONE_CLICK).status == 200
    assert state_of(site, "stray@example.org") is SubscriberState.UNSUBSCRIBED
    form = site.ask("/subscribe/?lang=en&next=//evil.example")
    assert (form.status, form.location) == (308, "/subscribe?lang=en")


def test_who_has_left_is_told_so_and_may_come_back(site: Served) -> None:
    sign_up(site, "leaver@example.org")
    confirm = link_in(site.letter_to("leaver@example.org"), "confirm")
    site.post(confirm)
    done = html.fromstring(site.ask(confirm).text)
    assert "use the link at the foot of any mail" in done.xpath("string(//main)")
    path = site.link("leaver@example.org", Purpose.UNSUBSCRIBE)
    site.post(path, {"leave": "yes"})

    left = html.fromstring(site.ask(path).text)
    assert left.xpath("string(//h1)") == "You are unsubscribed already"
    assert left.forms[0].action == site.link("leaver@example.org", Purpose.PREFERENCES)
    for answer in (site.ask(confirm), site.post(confirm)):
        page = html.fromstring(answer.text)
        assert (answer.status, page.xpath("string(//h1)")) == (200, "You have unsubscribed since")
        assert "/subscribe" in page.xpath("//main//a/@href")
    assert state_of(site, "leaver@example.org") is SubscriberState.UNSUBSCRIBED

    site.post(left.forms[0].action, {"action": "back"})
    assert state_of(site, "leaver@example.org") is SubscriberState.SUBSCRIBED


@pytest.mark.parametrize("way", ["confirm", "unsubscribe", "preferences"])
def test_guesses_are_slowed_down_and_a_good_link_works_all_the_same(site: Served, way: str) -> None:
    site.add("guessed@example.org")
    good = site.link("guessed@example.org", Purpose.PREFERENCES)
    network = {"confirm": "192.0.2.1", "unsubscribe": "198.51.100.1", "preferences": "2001:db8::1"}
    guesses = [
        site.ask(f"/{way}/{token}", network=network[way])
        for token in [good.rpartition("/")[2][:-1] + "aq"[number % 2] for number in range(2)]
        + ["a" * 25, "", "%00", "x" * 500, "..", "aaaaaaaaaaaaaaaaaaaaaaaaa%0d%0aX:%20y"] * 7
        if not token.endswith(good[-4:])
    ]

    assert {one.status for one in guesses} == {404, 429}
    last = [one for one in guesses if one.status == 429][-1]
    assert 1 <= int(last.headers["retry-after"]) <= 60
    assert site.ask(good, network=network[way]).status == 200


@pytest.mark.parametrize("vector", VECTORS)
def test_what_somebody_typed_is_never_markup(site: Served, vector: str) -> None:
    form = {"email": vector, "list": vector, "language": vector, "website": ""}
    pages = [
        site.post("/subscribe", form),
        site.post(f"/subscribe?lang={quote(vector)}", form),
        site.ask(f"/subscribe?lang={quote(vector)}&email={quote(vector)}"),
        site.ask(f"/confirm/{quote(vector, safe='')}"),
        site.ask(f"/{quote(vector)}"),
    ]
    for page in pages:
        tree = html.fromstring(page.text)
        assert tree.xpath("//script | //svg | //img | //@onerror | //@onload | //@onfocus") == []
        assert "49" not in (tree.xpath("string(//input[@name='email']/@value)"))


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example",
        "https://evil.example/",
        r"/\evil.example",
        "%2F%2Fevil.example/",
        "@evil.example",
    ],
)
def test_nothing_leads_to_another_site(site: Served, evil: str) -> None:
    paths = [
        evil if evil.startswith("/") else f"/{evil}",
        f"/archive{evil}",
        f"/archive/{evil}",
        f"/subscribe?next={quote(evil)}&url={quote(evil)}&lang={quote(evil)}",
        f"/archive?url={quote(evil)}",
    ]
    for path in paths:
        for host in ("news.example.org", "evil.example"):
            location = site.ask(path, X_Forwarded_Host=host, Host=host).location
            assert not location or re.fullmatch(r"/[a-z][a-z0-9/?=-]*", location), location
    sent = site.post(f"/subscribe?lang={quote(evil)}", {"email": "x@example.org", "next": evil})
    assert sent.location == "/subscribe/sent"


def test_every_page_lets_nothing_run_and_keeps_what_is_private_to_itself(site: Served) -> None:
    leaving = site.add("private@example.org")
    preferences = site.link("private@example.org", Purpose.PREFERENCES)
    private = [leaving, preferences, f"{preferences}/everything", f"{preferences}/forget"]
    public = ["/", "/subscribe", "/archive/", f"/archive/{SLUG}/", "/feed.xml", "/nothing"]
    for path in [*private, f"{preferences}/everything.json", *public]:
        headers = site.ask(path).headers
        assert headers["content-security-policy"].startswith(FIRST_FRAME)
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers
        assert "server" not in headers
        if path in private:
            assert headers["cache-control"] == "no-store"
            assert headers["x-robots-tag"].startswith("noindex")


def test_everything_that_is_kept_is_given_to_the_person_alone_and_then_forgotten(
    site: Served,
) -> None:
    site.add("curious@example.org", name="Curious Reader")
    preferences = site.link("curious@example.org", Purpose.PREFERENCES)
    assert "Curious Reader" in site.ask(f"{preferences}/everything").text
    told = json.loads(site.ask(f"{preferences}/everything.json").body)
    assert (told["email"], told["name"]) == ("curious@example.org", "Curious Reader")

    form = html.fromstring(site.ask(f"{preferences}/forget").text).forms[0]
    erased = site.post(form.action, dict(form.fields))
    assert erased.status == 200
    assert site.person("curious@example.org") is None
    assert site.ask(preferences).status == 404
    assert site.post(preferences, {"action": "save"}).status == 404


def test_what_was_chosen_wrongly_comes_back_with_the_reason_and_nothing_is_kept(
    site: Served,
) -> None:
    site.add("hasty@example.org", lists=("daily",))
    preferences = site.link("hasty@example.org", Purpose.PREFERENCES)
    for choices in (
        [("list", "daily"), ("action", "save")],
        [("section", "politics"), ("action", "save")],
        [("list", "daily"), ("section", "politics"), ("pause", "2020-01-01"), ("action", "save")],
        [("list", "daily"), ("section", "politics"), ("pause", "soon"), ("action", "save")],
    ):
        answer = site.post(preferences, choices)
        assert answer.status == 422
        assert 'role="alert"' in answer.text or "aria-invalid" in answer.text
    answer = site.post(preferences, [("pause", "soon"), ("action", "save")])
    assert all(f'id="{field}-flaw"' in answer.text for field in ("list", "section", "pause"))
    person = site.person("hasty@example.org")
    assert person is not None
    assert (person.state, person.lists, person.sections) == (
        SubscriberState.SUBSCRIBED,
        ("daily",),
        (),
    )


def test_who_came_before_there_were_lists_saves_without_joining_one(site: Served) -> None:
    site.add("before-lists@example.org")
    preferences = site.link("before-lists@example.org", Purpose.PREFERENCES)
    shown = html.fromstring(site.ask(preferences).text)
    assert shown.xpath("//input[@name='list' and @checked]") == []
    assert "editions that go to all readers" in shown.text_content()
    saved = site.post(preferences, [("section", "politics"), ("action", "save")])
    assert saved.location == f"{preferences}?saved=1"
    person = site.person("before-lists@example.org")
    assert person is not None
    assert (person.lists, person.sections) == ((), ("politics",))


def test_the_archive_is_served_as_it_was_sent_and_asked_for_once(site: Served) -> None:
    page = site.ask(f"/archive/{SLUG}/")
    assert page.status == 200
    assert f"{PAGES}/subscribe" in page.text
    again = site.ask(f"/archive/{SLUG}/", If_None_Match=page.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert site.ask(f"/archive/{SLUG}").location == f"/archive/{SLUG}/"
    assert site.ask("/feed.xml").headers["content-type"].startswith("application/rss+xml")
    assert site.ask("/feed.json").headers["content-type"].startswith("application/feed+json")
    assert site.ask("/archive/pictures/x.jpg").status == 404


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/subscribe", "PUT", 405),
        ("/archive/", "POST", 405),
        ("/", "OPTIONS", 405),
        ("/unsubscribe/x", "DELETE", 405),
        ("/nothing", "GET", 404),
        ("/.env", "GET", 404),
        ("/..%2f.env", "GET", 404),
    ],
)
def test_what_is_not_there_is_said_in_a_page(
    site: Served, path: str, method: str, status: int
) -> None:
    answer = site.ask(path, method)
    assert answer.status == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert html.fromstring(answer.text).xpath("//h1")
    assert ("allow" in answer.headers) == (status == 405)


def test_what_cannot_be_sent_to_a_page_is_said_so(site: Served) -> None:
    assert "Nothing can be sent here" in site.post("/archive/").text
    top = site.ask("/")
    assert (top.status, top.location) == (307, "/archive/")


def test_a_body_that_is_too_large_is_refused(site: Served) -> None:
    assert site.post("/subscribe", b"email=" + b"x" * 17_000).status == 413


def test_a_reader_waits_for_a_database_that_somebody_else_writes_to(site: Served) -> None:
    path = site.add("patient@example.org")
    with closing(sqlite3.connect(site.folder / "digest.db", isolation_level=None)) as plain:
        plain.execute("BEGIN IMMEDIATE")
        assert site.ask("/subscribe").status == 200
        with socket.create_connection(("127.0.0.1", urlsplit(site.url).port or 0)) as early:
            body = b"List-Unsubscribe=One-Click"
            early.sendall(
                f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
                + body
            )
            time.sleep(0.3)
            plain.execute("COMMIT")
            early.settimeout(10)
            assert early.recv(1000).startswith(b"HTTP/1.1 200")
    assert state_of(site, "patient@example.org") is SubscriberState.UNSUBSCRIBED


def test_a_request_that_says_in_two_ways_where_it_ends_is_refused(site: Served) -> None:
    heads = b"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
    hidden = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n"

    told = site.say(heads + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden)
    assert told.startswith(b"HTTP/1.1 400 ")
    assert told.count(b"HTTP/1.1 ") == 1
    assert b"Sitemap" not in told
    twice = site.say(heads + b"Content-Length: 6\r\n\r\nabcdef")
    assert twice.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "kind",
    ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x"],
)
def test_a_body_of_another_kind_is_a_form_without_fields(site: Served, kind: str) -> None:
    path, body = site.add("kinds@example.org"), b'{"email": "kinds@example.org", "leave": "yes"}'

    assert site.post("/subscribe", body, Content_Type=kind).status == 422
    assert site.post(path, body, Content_Type=kind).status == 400
    assert state_of(site, "kinds@example.org") is SubscriberState.SUBSCRIBED
    assert "boundary" not in site.log()


def test_addresses_in_any_script_are_taken_and_one_that_is_spelt_twice_is_one(site: Served) -> None:
    spelt = ("j\u00fcrgen@example.org", "anna@b\u00fccher.example", "anna@xn--bcher-kva.example")
    assert {sign_up(site, address).status for address in spelt} == {303}
    with site.opened() as store:
        people = [one.email for one in store.subscribers.subscribers(state=SubscriberState.PENDING)]
    assert {*spelt[:2]} <= {*people}
    assert spelt[2] not in people


def test_a_disk_that_takes_no_more_is_no_reader_s_fault_and_nothing_is_half_done(
    site: Served,
) -> None:
    path = site.add("brimful@example.org")
    wait_until_quiet(site)
    before = resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        answers = [site.post(path, ONE_CLICK), sign_up(site, "unkept@example.org")]
        assert site.ask(path).status == 200
    finally:
        resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, before)

    assert [(one.status, one.headers["retry-after"]) for one in answers] == [(503, "10")] * 2
    assert not any("digest.db" in one.text for one in answers)
    assert state_of(site, "brimful@example.org") is SubscriberState.SUBSCRIBED
    assert state_of(site, "unkept@example.org") is None
    assert site.post(path, ONE_CLICK).status == 200
    assert state_of(site, "brimful@example.org") is SubscriberState.UNSUBSCRIBED


def test_a_newer_version_of_the_tables_is_written_to_by_nobody_who_does_not_know_it(
    site: Served,
) -> None:
    def change(version: str) -> None:
        with closing(sqlite3.connect(site.folder / "digest.db")) as plain, plain:
            plain.execute("UPDATE alembic_version SET version_num = ?", (version,))

    path = site.add("ahead@example.org")
    with closing(sqlite3.connect(site.folder / "digest.db")) as plain:
        [ours] = plain.execute("SELECT version_num FROM alembic_version").fetchone()
    change("9999")
    try:
        site.wait_for_log("written by a newer version of digest")
        refused = site.post(path, ONE_CLICK)
        shown = site.ask(path)
    finally:
        change(ours)

    assert (refused.status, shown.status) == (503, 200)
    assert state_of(site, "ahead@example.org") is SubscriberState.SUBSCRIBED
    until = time.monotonic() + 10
    while site.post(path, ONE_CLICK).status == 503 and time.monotonic() < until:
        time.sleep(0.1)
    assert state_of(site, "ahead@example.org") is SubscriberState.UNSUBSCRIBED


def test_settings_are_read_again_and_broken_ones_change_nothing(site: Served) -> None:
    toml = site.folder / "digest.toml"
    as_it_was = toml.read_text(encoding="utf-8")
    try:
        toml.write_text("[[[broken", encoding="utf-8")
        site.reload(told="stay as they were: digest.toml, line 1")
        assert "The Evening Letter" in site.ask("/subscribe").text

        toml.write_text(as_it_was.replace("The Evening Letter", "The Late Letter"), "utf-8")
        site.reload(told="were read again")
        assert "The Late Letter" in site.ask("/subscribe").text
    finally:
        toml.write_text(as_it_was, encoding="utf-8")
    site.reload(told="were read again")


def test_who_opened_the_form_before_its_words_changed_agreed_to_those(site: Served) -> None:
    opened = form_of(site).fields["text"]
    words = site.folder / "templates" / "public" / "words.toml"
    words.parent.mkdir(parents=True, exist_ok=True)
    try:
        words.write_text('[en]\nconsent = "Yes, send me {} every day."\n', encoding="utf-8")
        site.reload(told="were read again")
        now = form_of(site).fields["text"]
        sign_up(site, "slowly@example.org", text=opened)
        sign_up(site, "quickly@example.org", text=now)
    finally:
        words.unlink()
    site.reload(told="were read again")

    assert "I can leave at any time" in asked_by(site, "slowly@example.org")[1].text
    assert asked_by(site, "quickly@example.org")[1].text == "Yes, send me The Daily every day."


@contextmanager
def writing_all_the_while(site: Served) -> Iterator[list[int]]:
    """Write into the database again and again, as a send does; how often, in the end."""
    ended, done = threading.Event(), [0]

    def write() -> None:
        with site.opened() as store:
            while not ended.wait(0.01):
                with store.database.writing():
                    time.sleep(0.01)
                done[0] += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield done
    finally:
        ended.set()
        thread.join()


def test_a_crowd_is_served_while_others_write_and_nothing_is_lost(site: Served) -> None:
    people = [f"crowd{number}@example.org" for number in range(60)]
    with site.opened() as store:
        store.subscribers.import_subscribers(
            [Subscriber(key=email, email=email) for email in people], now=EARLIER
        )
        readers = [one for one in map(store.subscribers.subscriber, people) if one]
        stores = Stores(**{part.name: getattr(store, part.name) for part in fields(Stores)})
        desk = ReaderDesk(
            publication=site.settings.publication,
            stores=stores,
            links=site.settings.machine.links,
            clock=SystemClock(),
            public_url=PAGES,
        )
        ticks = (("list", "daily"), ("section", "politics"))
        wishes = Crowd(desk, readers, slug=SLUG, ticks=ticks).wishes(200)
        with writing_all_the_while(site) as writes:
            answers = asyncio.run(ask_all(site.url, wishes, rate=200))
        lost = [find_lost(kind, found, stores) for kind, found in by_kind(answers) if kind in KEPT]

    assert {one.status for one in answers} == {*MADE}
    assert lost == [[]] * len(KEPT)
    assert writes[0] > 10
    assert "locked" not in site.log()


def test_health_and_metrics_tell_nobody_s_data(site: Served) -> None:
    site.ask("/preferences/" + "secret" * 5)
    measured = site.measure()
    assert measured['digest_requests_total{route="preferences",status="404"}'] >= 1
    assert measured["digest_sign_ups_total"] >= 1
    assert not any("secret" in name or "@" in name for name in measured)
    assert site.ask("/metrics").status == 404
    assert site.ask("/healthz").status == 404


def test_the_log_names_pages_never_people_or_tokens(site: Served) -> None:
    token = "q7" * 15
    site.ask(f"/unsubscribe/{token}%0d%0aGET%20/forged%20200")
    sign_up(site, "logged@example.org")
    time.sleep(0.1)
    log = site.log()

    assert "GET unsubscribe 404" in log
    assert "POST subscribe 303" in log
    assert not re.search(r"@|q7q7|forged|10\.\d+\.\d+\.1|Traceback|locked", log), log
    assert all(re.match(r"\d{4}-\d\d-\d\dT", line) for line in log.splitlines())

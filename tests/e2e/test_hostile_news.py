"""Hostile articles and readers on their whole way, from a feed to the mail that is received."""

import email
import email.policy
import json
import re
from collections import Counter
from email.message import EmailMessage
from typing import Any

import pytest
from tests.e2e.conftest import Indoors, MailServer, WebServer
from tests.unit.render.test_hostile import VECTORS, assert_dead

HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"),
    *("List-Id", "List-Unsubscribe", "Reply-To", "List-Help", "List-Archive", "Feedback-ID"),
    *("List-Unsubscribe-Post", "Content-Language", "Precedence"),
}
ATTACKS = {
    "encoded word": "=?utf-8?q?x=0D=0ABcc:_all@evil.example?=",
    "encoded in base64": "=?utf-8?b?eA0KQmNjOiBhbGxAZXZpbC5leGFtcGxl?=",
    "line ends": "Ferries return\r\nBcc: all@evil.example\r\n\r\n<h1>Body</h1>",
    "bare line ends": "Ferries return\nBcc: all@evil.example\rX-Evil: yes",
    "other line ends": "Ferries return\x85Bcc: all@evil.example\u2028X-Evil: yes\u2029\x0b\x0cX: y",
    "nul": "Ferries\x00 return\x00\r\nBcc: all@evil.example",
    "override": "Ferries return \u202ecod.exe\u202c today",
    "isolates": "Ferries \u2066\u2067return\u2069 \u200f\u200e today",
    "escape": "\x1b[31mFerries\x1b]0;title\x07 return",
    "long": "Ferries return " + "x" * 20_000,
    "fence": '+++\nsubject = "Evil"\n+++\n# Evil\n## [Evil](https://evil.example)',
    "bench": "Ferries return --> <!-- bench\n## Evil\n-->",
}
WORDS = [
    "harbour",
    "kiln",
    "tram",
    "gauge",
    "orchard",
    "theatre",
    "bridge",
    "library",
    "school",
    "ferry",
    "glacier",
    "vineyard",
    "quarry",
    "festival",
    "archive",
    "bakery",
    "lighthouse",
    "nursery",
    "stadium",
    "reservoir",
    "workshop",
    "canal",
    "museum",
    "hospital",
    "airfield",
    "monastery",
    "sawmill",
    "printer",
    "choir",
    "garden",
    "market",
    "tunnel",
]


def paragraph(number: int) -> str:
    """Prose of its own for each article, so that no two are the same story."""
    picked = [WORDS[(number * 7 + step * (number + 3)) % len(WORDS)] for step in range(9)]
    return (
        f"Number {number}: the {picked[0]} of district {number} opened beside the {picked[1]}, and "
        f"the {picked[2]} committee {number * 31} praised the {picked[3]}. Visitors {number * 17} "
        f"walked from the {picked[4]} to the {picked[5]}, where lot {number * 13} was sold. "
        f"A {picked[6]} near the {picked[7]} will follow in year {2030 + number}."
    )


def article(number: int, headline: str, **more: Any) -> dict[str, Any]:
    text = paragraph(number)
    return {
        "id": f"https://post.example.org/{number}",
        "url": f"https://post.example.org/{number}",
        "title": headline,
        "date_published": f"2026-11-22T{8 + number % 12:02}:{number % 60:02}:00+01:00",
        "content_html": f"<p>{text}</p><p>{text[::-1]}</p>",
        **more,
    }


def serve(office: Indoors, web: WebServer, items: list[dict[str, Any]]) -> None:
    body = {"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": items}
    web.documents["/feed.json"] = ("application/feed+json", json.dumps(body).encode())
    office.add(
        f'\n[[sources]]\nname = "Post"\nkind = "feed"\nurl = "{web.url}/feed.json"\n'
        'section = "News"\n'
    )
    office.change("stories = 12", "stories = 200")
    office.change("minimum = 3", "minimum = 1")


def add_readers(office: Indoors) -> None:
    (office.folder / "people.csv").write_text(
        'email,name\nida@example.org,Ida\neve@example.org,"Eve\r\nBcc: all@evil.example"\n'
        "joe@example.org,=?utf-8?q?x=0D=0ABcc:_all@evil.example?=\n"
        'sue@example.org,"""Sue"" <all@evil.example>, <script>alert(1)</script>"\n',
        encoding="utf-8",
        newline="",
    )
    assert office.run("--json", "subscribers", "import", "people.csv").data["new"] == 4


def opened(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def assert_harmless(message: EmailMessage, recipient: str) -> tuple[str, str]:
    """The header is ours alone, each field once; the parts hold no control characters."""
    counts = Counter(message.keys())
    assert set(counts) <= HEADERS, set(counts) - HEADERS
    assert set(counts.values()) == {1}
    for name, value in message.items():
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", str(value)), name
    assert [one.addr_spec for one in message["To"].addresses] == [recipient]
    assert [one.addr_spec for one in message["From"].addresses] == ["daily@example.org"]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    written = tuple(part.get_content().replace("\r\n", "\n") for part in (text, html))
    for one in written:
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", one)
        assert "root:" not in one
    return written[0], written[1]


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=list(ATTACKS))
def test_a_hostile_headline_is_a_subject_and_nothing_else(
    indoors: Indoors, web_server: WebServer, mail_server: MailServer, attack: str
) -> None:
    serve(indoors, web_server, [article(1, attack, authors=[{"name": attack}], summary=attack)])
    add_readers(indoors)
    indoors.environment["DIGEST_RELAY"] = mail_server.url

    sent = indoors.run("--json", "send")
    listed = indoors.run("articles")

    assert sent.status == 0, sent
    assert len(mail_server.received) == 4
    assert "evil" not in "".join(mail.sender + mail.recipient for mail in mail_server.received)
    for mail in mail_server.received:
        _, html = assert_harmless(opened(mail.data), mail.recipient)
        assert_dead(html, images=0)
        lines = mail.data.split(b"\r\n")
        assert b"\r" not in b"".join(lines)
        assert b"\n" not in b"".join(lines)
        assert max(map(len, lines)) <= 998
    shown = sent.out + sent.err + listed.out
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", shown)
    edition = (indoors.folder / "editions" / "the-daily-2026-11-23.md").read_text(encoding="utf-8")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", edition)
    assert edition.count("+++") >= 2


def test_markup_of_every_published_kind_stays_text_in_the_mail(
    indoors: Indoors, web_server: WebServer, mail_server: MailServer
) -> None:
    vectors = [one.encode("utf-8", "replace").decode() for one in VECTORS]
    items = [
        article(
            number,
            f"{WORDS[number % len(WORDS)].title()} {number} {vector}",
            content_html=f"<p>{vector} {paragraph(number)}</p><p>{vector}</p>",
            summary=vector,
            authors=[{"name": f"Jo Marsh {vector}", "url": vector}],
            image=vector if number % 2 else "javascript:alert(1)",
            tags=[vector],
        )
        for number, vector in enumerate(vectors, 1)
    ]
    serve(indoors, web_server, items)
    add_readers(indoors)
    indoors.environment["DIGEST_RELAY"] = mail_server.url

    collected = indoors.run("--json", "collect")
    drafted = indoors.run("--json", "draft")
    checked = indoors.run("--json", "check")
    sent = indoors.run("--json", "send")

    assert collected.data["new"] == len(items)
    told = [one for section in drafted.data["sections"] for one in section["items"]]
    # What the check would refuse is left out by name, and costs its own story alone.
    dropped = drafted.data["dropped"]
    assert len(told) + len(drafted.data["bench"]) + len(dropped) == len(items)
    assert len(told) > len(items) / 2
    assert all(one["reason"] for one in dropped)
    assert (checked.status, checked.data["errors"], sent.status) == (0, 0, 0)
    for mail in mail_server.received:
        text, html = assert_harmless(opened(mail.data), mail.recipient)
        assert_dead(html, images=html.count("<img"))
        assert "javascript:" not in "".join(re.findall(r'(?:href|src)="([^"]*)"', html))
        assert "<class" not in text

"""A whole day by the installed program: sources on a web server, readers in an SMTP server."""

import email
import email.policy
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.e2e.conftest import Desk, Indoors, MailServer, WebServer

SLUG = "the-daily-2026-11-23"
LATER = "2026-11-23T06:30:00+01:00"
TOPICS = (
    ("harbour-levy", "Ministers shelve the harbour levy after a night of talks", "Politics"),
    ("river-gauge", "New gauges give river towns a day's warning of floods", "World"),
    ("tram-line", "Night trams return to the eastern suburbs from Friday", "City"),
    ("glass-kiln", "Last glassworks on the island relights its kiln", "Business"),
)
TEXTS = {
    "harbour-levy": (
        (
            "The government of Varrow has shelved its planned levy on container ships, hours "
            "before a vote in parliament that it was expected to lose."
        ),
        (
            "Shipping companies had threatened to move two weekly lines to Oster, and dockers "
            "marched through the old port on Saturday to defend four hundred jobs."
        ),
        (
            "The treasury will now look for the missing eleven million crowns in fuel duties "
            "instead."
        ),
    ),
    "river-gauge": (
        (
            "Sensors the size of a shoebox, bolted under nineteen bridges, now tell the towns "
            "along the Ister how high the water will stand a day later."
        ),
        (
            "Hydrologists at the school of mines trained their forecast on sixty years of records "
            "kept by lock keepers, who wrote the level into ledgers every morning."
        ),
        "In spring the first alarm let Hollen empty its cellars before the crest arrived.",
    ),
    "tram-line": (
        (
            "Passengers in the eastern suburbs can ride home after midnight again: lines three "
            "and nine will run every half hour until four from Friday."
        ),
        (
            "The operator had cut the service when drivers left for better pay; forty trainees "
            "passed their examination in October."
        ),
        "A single ticket costs the same as by day, and dogs travel free, a spokeswoman said.",
    ),
    "glass-kiln": (
        (
            "For the first time since the winter of the great storm, smoke rises from the chimney "
            "of the only glassworks left on Sund."
        ),
        (
            "Three sisters bought the workshop with their savings and a loan from the fishermen's "
            "cooperative; they blow lamps, floats and bottles for the island's two breweries."
        ),
        (
            "Orders from the mainland already fill the book until Easter, the eldest of them told "
            "us."
        ),
    ),
}


def article_page(slug: str, headline: str) -> bytes:
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXTS[slug])
    return f"""<!doctype html><html lang="en"><head><title>{headline} - Varrow Post</title>
<meta property="og:title" content="{headline}"><meta property="og:site_name" content="Varrow Post">
<meta property="article:published_time" content="2026-11-22T18:00:00+01:00">
<meta name="author" content="Ilse Brandt"></head>
<body><article><h1>{headline}</h1><p class="byline">By Ilse Brandt</p>{paragraphs}</article>
</body></html>""".encode()


def publish(web: WebServer, topics: Sequence[tuple[str, str, str]] = TOPICS) -> None:
    items = "".join(
        f"<item><title>{headline}</title><link>{web.url}/{slug}</link>"
        f"<category>{section}</category>"
        f"<pubDate>Sun, 22 Nov 2026 18:0{n}:00 +0100</pubDate>"
        f"<description>About {slug}.</description></item>"
        for n, (slug, headline, section) in enumerate(topics)
    )
    web.documents["/feed.rss"] = (
        "application/rss+xml",
        f"<rss version='2.0'><channel><title>Varrow Post</title>{items}</channel></rss>".encode(),
    )
    for slug, headline, _ in topics:
        web.documents[f"/{slug}"] = ("text/html; charset=utf-8", article_page(slug, headline))


def write_readers(folder: Path, count: int) -> Path:
    path = folder / "readers.csv"
    rows = "".join(f"reader{n}@example.org,Reader {n},Belgium\n" for n in range(count))
    path.write_text("email,name,country\n" + rows, encoding="utf-8")
    return path


@pytest.fixture
def ready_desk(desk: Desk, web_server: WebServer, mail_server: MailServer) -> Desk:
    publish(web_server)
    desk.environment["DIGEST_RELAY"] = mail_server.url
    added = desk.run("sources", "add", f"{web_server.url}/feed.rss", "--section", "World")
    assert added.status == 0, added.err
    imported = desk.run("subscribers", "import", str(write_readers(desk.folder, 7)))
    assert imported.status == 0, imported.err
    return desk


@pytest.fixture
def office(drafted: Indoors, mail_server: MailServer) -> Indoors:
    """Today's draft and thirty readers, whose mail goes to a server."""
    drafted.environment["DIGEST_RELAY"] = mail_server.url
    return drafted


def test_send_alone_does_the_whole_day(ready_desk: Desk, mail_server: MailServer) -> None:
    sent = ready_desk.run("--json", "send")

    assert sent.status == 0, sent.err
    assert sent.data["edition"] == "the-daily-2026-11-23"
    assert sent.data["accepted"] == sent.data["planned"] == 7
    assert sorted(mail.recipient for mail in mail_server.received) == [
        f"reader{n}@example.org" for n in range(7)
    ]
    message = email.message_from_bytes(mail_server.received[0].data, policy=email.policy.default)
    html = message.get_body(("html",))
    text = message.get_body(("plain",))
    assert html is not None
    assert text is not None
    for slug, headline, _ in TOPICS:
        assert headline in re.sub(r"\s+", " ", text.get_content())
        assert f"/{slug}" in html.get_content()


def test_second_run_sends_nothing_twice(office: Indoors, mail_server: MailServer) -> None:
    assert office.run("send").status == 0
    again = office.run("send", now=LATER)

    assert again.status == 0
    assert "Nothing is owed" in again.out
    assert len(mail_server.received) == 30


def test_a_story_told_yesterday_does_not_return(ready_desk: Desk, mail_server: MailServer) -> None:
    assert ready_desk.run("send").status == 0
    mail_server.received.clear()

    quiet = ready_desk.run("send", now="2026-11-24T05:30:00+01:00")

    assert quiet.status == 3, quiet.out + quiet.err
    assert "quiet day" in quiet.out
    assert mail_server.received == []


def test_the_editors_words_reach_the_reader(office: Indoors, mail_server: MailServer) -> None:
    path = office.folder / "editions" / f"{SLUG}.md"
    text = path.read_text(encoding="utf-8")
    hero = text.partition("\n## ")[2].partition("\n")[0]
    path.write_text(text.replace(hero, "A headline the editor wrote"), encoding="utf-8")

    refused = office.run("draft")
    sent = office.run("send")

    assert refused.status == 2
    assert "changed by an editor" in refused.err
    assert sent.status == 0, sent.err
    assert b"A headline the editor wrote" in mail_server.received[0].data.replace(b"=\r\n", b"")


def test_deferred_readers_are_named_and_tried_when_due(
    office: Indoors, mail_server: MailServer
) -> None:
    mail_server.answers["reader3@example.org"] = "450 4.2.1 come back later"
    mail_server.answers["reader4@example.org"] = "550 5.1.1 no such user"

    first = office.run("send")
    report = office.run("--json", "report")
    mail_server.answers.clear()
    too_early = office.run("send", now="2026-11-23T05:31:00+01:00")
    later = office.run("--json", "send", now="2026-11-23T07:30:00+01:00")

    assert first.status == 5, first.out + first.err
    assert [row["email"] for row in report.data["readers"]["deferred"]] == ["reader3@example.org"]
    assert report.data["readers"]["rejected"][0]["code"] == 550
    assert too_early.status == 5
    assert later.status == 0, later.out
    assert (later.data["accepted"], later.data["rejected"]) == (29, 1)
    counts = [mail.recipient for mail in mail_server.received]
    assert len(counts) == len(set(counts)) == 29
    shown = office.run("--json", "subscribers", "show", "reader4@example.org")
    assert shown.data["state"] == "bounced"


def test_the_outbox_takes_the_mail_while_no_relay_is_set(office: Indoors) -> None:
    del office.environment["DIGEST_RELAY"]

    sent = office.run("send")

    assert sent.status == 0
    assert "Mail goes into outbox and to nobody until" in sent.out
    assert len(list((office.folder / "outbox" / "new").iterdir())) == 30


def test_an_error_of_the_check_blocks_sending(office: Indoors, mail_server: MailServer) -> None:
    path = office.folder / "editions" / f"{SLUG}.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("\nby: ", "\nbyy: ", 1), encoding="utf-8"
    )

    checked = office.run("check")
    sent = office.run("send")

    assert checked.status == 4
    assert "byy" in checked.out
    assert sent.status == 4
    assert mail_server.received == []


def test_a_relay_that_is_down_loses_nothing(office: Indoors, mail_server: MailServer) -> None:
    office.environment["DIGEST_RELAY"] = "smtp+plain://127.0.0.1:1"

    down = office.run("send")
    office.environment["DIGEST_RELAY"] = mail_server.url
    up = office.run("--json", "send", now=LATER)

    assert down.status == 69
    assert "127.0.0.1" in down.out
    assert up.status == 0
    assert up.data["accepted"] == 30


def test_an_expired_edition_is_not_sent(office: Indoors, mail_server: MailServer) -> None:
    late = office.run("send", SLUG, now="2026-11-24T00:01:00+01:00")

    assert late.status == 9
    assert mail_server.received == []

"""What the README promises, done as somebody would who has just found the project."""

import email
import email.policy
import json
import re
import stat
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import EXAMPLE_NOW, Desk, MailServer, Received, WebServer
from tests.e2e.test_day import LATER, publish, write_readers

SAVED_NAMES = ("foghorn.txt", "frost.html")
SAVED = """\
The Daily
Read the World Today
November 23. 2026. 4:46

Lighthouse keepers vote to keep the foghorn

The last three keepers on the Sund coast have voted to keep their foghorn sounding, writes Harbour
Correspondent Tilda Roos.

“It is older than the radio, and it has never needed an update,” said the eldest of them, who has
wound its clockwork every evening since she was nineteen.

Share this article:

[an error occurred while processing this directive]
"""
PAGE = """\
<html><head><title>The Daily</title></head><body>
<h1>The Daily</h1><p>Read the World Today</p>
<p>November 23. 2026. 5:02</p>
<h2>Orchard towns agree on a common frost alarm</h2>
<p>Eleven orchard towns in the Hollen valley will ring their church bells together when frost
threatens the blossom, reports Agriculture Editor Emil Harg.</p>
<p>The agreement ends a quarrel of four years over who pays for the thermometers, which now stand on
poles between the trees and call the sexton by telephone.</p>
<p>Share this article:</p>
[an error occurred while processing this directive]
</body></html>
"""
SCIENCE = (
    ("moss-map", "Students map every cushion of moss in the old town", "Science"),
    ("bat-bridge", "Bats choose the iron bridge over the concrete one", "Science"),
)
SCIENCE_TEXTS = {
    "moss-map": "Forty students of botany spent the autumn on their knees between cobbles and came "
    "home with 212 species, nine of which nobody had ever reported from a city.",
    "bat-bridge": "When the county replaced two bridges over the Ister, the colony of water bats "
    "had to decide, and it moved as one into the rivets of the older span.",
}
EDITOR = """\
#!/bin/sh
sed -i 's/^subject = .*/subject = "The desk chose these words"/' "$1"
"""


@pytest.fixture
def desk_with_sources(desk: Desk, web_server: WebServer, mail_server: MailServer) -> Desk:
    publish(web_server)
    publish_science(web_server)
    saved = desk.folder / "saved-pages"
    saved.mkdir()
    (saved / "foghorn.txt").write_text(SAVED, encoding="utf-8")
    (saved / "frost.html").write_text(PAGE, encoding="utf-8")
    desk.environment["DIGEST_RELAY"] = mail_server.url
    for target, section in (
        (f"{web_server.url}/feed.rss", "World"),
        (f"{web_server.url}/science.atom", "Science"),
        ("saved-pages/", "City"),
    ):
        added = desk.run("sources", "add", target, "--section", section)
        assert added.status == 0, added.err
    imported = desk.run(
        "--json", "subscribers", "import", str(write_readers(desk.folder, 200)), "--list", "daily"
    )
    assert (imported.status, imported.data["new"]) == (0, 200)
    return desk


def publish_science(web: WebServer) -> None:
    entries = "".join(
        f"<entry><title>{headline}</title><link href='{web.url}/{slug}'/><id>{slug}</id>"
        f"<published>2026-11-22T1{n}:30:00Z</published><summary>{slug}</summary></entry>"
        for n, (slug, headline, _) in enumerate(SCIENCE)
    )
    web.documents["/science.atom"] = (
        "application/atom+xml",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Varrow Science</title>"
        f"{entries}</feed>".encode(),
    )
    for slug, headline, _ in SCIENCE:
        web.documents[f"/{slug}"] = (
            "text/html; charset=utf-8",
            f"<html lang='en'><head><title>{headline}</title></head><body><article>"
            f"<h1>{headline}</h1><p>By Runa Veld</p><p>{SCIENCE_TEXTS[slug]}</p>"
            f"<p>The full report about {slug} will be printed in the spring.</p>"
            "</article></body></html>".encode(),
        )


def text_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def compare_with_edition(mail: Received, items: list[dict[str, Any]]) -> str:
    """Hold one reader's mail against the edition; give its Message-ID."""
    message = email.message_from_bytes(mail.data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Subject"] == "The desk chose these words"
    assert mail.recipient in str(message["To"])
    html, text = text_of(message, "html"), squeeze(text_of(message, "plain"))
    shown = squeeze(unescape(re.sub(r"<[^>]+>", " ", html)))
    for item in items:
        assert item["headline"] in text
        assert item["headline"] in shown
        assert squeeze(item["summary"]) in text
        assert squeeze(item["summary"]) in shown
        if item["url"]:
            assert item["url"] in text
            assert item["url"] in unescape(html)
    return str(message["Message-ID"])


def test_a_day_of_a_new_desk(
    desk_with_sources: Desk, mail_server: MailServer, tmp_path: Path
) -> None:
    desk = desk_with_sources
    editor = tmp_path / "editor"
    editor.write_text(EDITOR, encoding="utf-8")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    desk.environment["EDITOR"] = str(editor)
    desk.environment.pop("VISUAL", None)

    assert desk.run("collect").status == 0
    drafted = desk.run("--json", "draft")
    assert drafted.status == 0, drafted.err
    edited = desk.run("edit")
    assert edited.status == 0, edited.out + edited.err
    sent = desk.run("--json", "send", "--list", "daily")
    again = desk.run("send", now=LATER)
    report = desk.run("--json", "report")

    assert (sent.status, sent.data["accepted"], sent.data["planned"]) == (0, 200, 200)
    assert "Nothing is owed" in again.out
    assert (report.data["accepted"], report.data["balanced"]) == (200, True)
    recipients = [mail.recipient for mail in mail_server.received]
    assert sorted(recipients) == sorted(f"reader{n}@example.org" for n in range(200))
    items = [item for section in drafted.data["sections"] for item in section["items"]]
    assert len(items) == 8
    ids = {compare_with_edition(mail, items) for mail in mail_server.received}
    assert len(ids) == 200


def test_the_saved_pages_of_the_first_desk_come_out_right(desk_with_sources: Desk) -> None:
    pages = [str(desk_with_sources.folder / "saved-pages" / name) for name in SAVED_NAMES]
    ran = desk_with_sources.run("--json", "read", *pages, now=EXAMPLE_NOW)
    text, html = (json.loads(line) for line in ran.out.splitlines())

    assert ran.status == 0
    assert text["headline"] == "Lighthouse keepers vote to keep the foghorn"
    assert text["byline"] == [{"name": "Tilda Roos", "role": "Harbour Correspondent"}]
    assert text["published"] == "2026-11-23T03:46:00Z"
    assert text["body"].startswith("The last three keepers on the Sund coast have voted to keep")
    assert html["headline"] == "Orchard towns agree on a common frost alarm"
    assert html["byline"] == [{"name": "Emil Harg", "role": "Agriculture Editor"}]
    assert html["published"] == "2026-11-23T04:02:00Z"
    for article in (text, html):
        for junk in ("Share this", "error occurred", "writes", "reports", "Read the World"):
            assert junk not in article["body"]
            assert junk not in article["summary"]

"""The archive by the installed program: from the mail that was sent to a site, again and again."""

import email
import email.policy
import json
import re
import shutil
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import feedparser
import pytest
from lxml import html
from tests.e2e.conftest import EXAMPLE_NOW, Indoors

from digest.cli.main import run as run_digest

SLUG = "the-daily-2026-11-23"
NEXT = "2026-11-24T05:30:00+01:00"
PAGES = "https://news.example.org"
WRITTEN = """\
+++
edition = "the-daily-2026-11-23"
number = 1
language = "en"
subject = "Night ferry returns to the outer islands"
preheader = "Also today: a kiln is lit again, and dogs ride free"
+++

Good morning. The sea is calm, and so are we.

# Top story {#top}

## [Night ferry returns to the outer islands after nine winters](https://paper.example.org/ferry)
kicker: Islands
by: Ilse Brandt (Harbour Correspondent)
published: 2026-11-23T04:10:00+01:00

The first boat leaves Sund at ten tonight, with forty cars and the school band on board.

# City {#city}

## [Night trams return to the eastern suburbs](https://paper.example.org/trams)

Lines three and nine will run every half hour until four.

## [A savings book that rings](https://bank.example.org/bell)
sponsor: Harbour Bank

Open one before Friday.

# Business {#business}

## [Last glassworks on the island relights its kiln](https://paper.example.org/kiln)

Three sisters bought the workshop with their savings.
"""
MORE = """\
<!doctype html><html lang="en"><head><title>Bridge of boats opens - Varrow Post</title>
<meta property="og:title" content="Bridge of boats opens at Hollen for the winter">
<meta property="article:published_time" content="2026-11-23T18:00:00+01:00"></head>
<body><article><h1>Bridge of boats opens at Hollen for the winter</h1><p>Forty flat barges, chained
side by side below the castle, carry walkers over the Ister until the thaw, the bridge keeper of
Hollen said on Monday.</p><p>The town has laid them out every November since its stone bridge fell,
and charges a copper for the crossing.</p></article></body></html>"""


@pytest.fixture(scope="module")
def sent_folder(drafted_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication that has sent an edition written by hand into its outbox; only to be copied."""
    folder = tmp_path_factory.mktemp("sent") / "thedaily"
    shutil.copytree(drafted_folder, folder)
    (folder / "editions" / f"{SLUG}.md").write_text(WRITTEN, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGEST_PUBLIC_URL", PAGES)
        assert run_digest(["-C", str(folder), "--now", EXAMPLE_NOW, "send"]) == 0
    return folder


@pytest.fixture
def sent(sent_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Indoors:
    """An edition written by hand, sent into the outbox to thirty readers."""
    folder = tmp_path / "thedaily"
    shutil.copytree(sent_folder, folder)
    return Indoors(folder=folder, capture=capsys, environment={"DIGEST_PUBLIC_URL": PAGES})


def build(office: Indoors, *more: str) -> dict[str, object]:
    ran = office.run("--json", "archive", "build", str(site(office)), *more)
    assert ran.status == 0, ran.err
    assert ran.err == ""
    data: dict[str, object] = ran.data
    return data


def site(office: Indoors) -> Path:
    return office.folder.parent / "site"


def files(office: Indoors) -> dict[str, bytes]:
    root = site(office)
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def mail_html(office: Indoors) -> str:
    path = next((office.folder / "outbox" / "new").iterdir())
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_the_page_that_a_mail_links_to_is_there(sent: Indoors) -> None:
    assert build(sent) == {
        "folder": str(site(sent)),
        "editions": 1,
        "written": 8,
        "unchanged": 0,
        "removed": 0,
        "status": "ok",
    }

    links = html.document_fromstring(mail_html(sent)).xpath("//a/@href")
    own = {one for one in links if one.startswith(f"{PAGES}/archive/")}
    assert len(own) > 1
    for one in own:
        address, place = urldefrag(one)
        page = site(sent) / address.removeprefix(f"{PAGES}/") / "index.html"
        ids = html.document_fromstring(page.read_text(encoding="utf-8")).xpath("//@id")
        assert not place or place in ids


def test_every_link_leads_somewhere_nothing_is_about_a_reader_and_programs_can_read_it(
    sent: Indoors,
) -> None:
    build(sent)
    made = files(sent)

    for name, data in made.items():
        if name.endswith(".jpg"):
            continue
        text = data.decode()
        assert not re.search(r"x[a-z2-7]{25}|reader[0-9]+@|/unsubscribe/|/preferences/", text), name
        if name.endswith(".html"):
            for link in html.document_fromstring(text).xpath("//a/@href | //link/@href"):
                address = urldefrag(urljoin(f"{PAGES}/{name}", link))[0]
                if address.startswith(PAGES):
                    path = address.removeprefix(f"{PAGES}/")
                    assert (f"{path}index.html" if path[-1:] in ("", "/") else path) in made

    [entry] = feedparser.parse(made["feed.xml"]).entries
    assert entry.title == "Night ferry returns to the outer islands"
    assert entry.link == f"{PAGES}/archive/{SLUG}/"
    [item] = json.loads(made["feed.json"])["items"]
    assert "Three sisters bought the workshop" in item["content_html"]
    assert f"<loc>{PAGES}/archive/{SLUG}/</loc>" in made["sitemap.xml"].decode()
    page = html.document_fromstring(made[f"archive/{SLUG}/index.html"].decode())
    data = json.loads(page.xpath("//script")[0].text)
    stories = [one["item"] for one in data["mainEntity"]["itemListElement"]]
    assert [one["url"].rpartition("/")[2] for one in stories] == ["ferry", "trams", "kiln"]
    assert stories[0]["author"][0]["name"] == "Ilse Brandt"


def test_building_again_writes_nothing_and_a_new_edition_only_what_leads_to_it(
    sent: Indoors,
) -> None:
    build(sent)
    before = {path: path.stat().st_mtime_ns for path in site(sent).rglob("*.*")}
    again = build(sent)
    assert (again["written"], again["unchanged"], again["removed"]) == (0, 8, 0)
    assert {path: path.stat().st_mtime_ns for path in site(sent).rglob("*.*")} == before

    sent.change("minimum = 3", "minimum = 1")
    (sent.folder / "saved" / "bridge.html").write_text(MORE, encoding="utf-8")
    for step in ("collect", "draft", "send"):
        told = sent.run(step, now=NEXT)
        assert told.status == 0, told.out + told.err
    rehearsed = build(sent, "--dry-run")
    assert "the-daily-2026-11-24" not in " ".join(files(sent))
    report = build(sent)

    assert rehearsed == report
    assert (report["editions"], report["written"], report["unchanged"]) == (2, 7, 3)
    first = files(sent)[f"archive/{SLUG}/index.html"].decode()
    assert "Next edition" in first
    assert "../../archive/the-daily-2026-11-24/" in first


def test_a_folder_with_files_of_others_is_refused(sent: Indoors) -> None:
    site(sent).mkdir()
    (site(sent) / "index.html").write_text("my own", encoding="utf-8")

    refused = sent.run("archive", "build", str(site(sent)))

    assert refused.status == 2
    assert "not empty" in refused.err
    assert ".digest-archive.json" in refused.err
    assert files(sent) == {"index.html": b"my own"}


def test_without_a_public_address_it_says_what_is_missing(sent: Indoors) -> None:
    del sent.environment["DIGEST_PUBLIC_URL"]

    rehearsed = sent.run("archive", "build", "our site", "--dry-run")
    built = sent.run("archive", "build", str(site(sent)))

    assert rehearsed.out.endswith("Next: digest archive build 'our site'\n")
    assert built.status == 0
    assert "DIGEST_PUBLIC_URL is not set" in built.err
    assert "Next: DIGEST_PUBLIC_URL=https://… digest archive build" in built.out
    assert "in .env" not in built.out + built.err
    assert f"archive/{SLUG}/index.html" in files(sent)


def test_what_is_only_drafted_is_not_published(drafted: Indoors) -> None:
    drafted.environment["DIGEST_PUBLIC_URL"] = PAGES

    built = drafted.run("archive", "build", str(site(drafted)))

    assert built.status == 0
    assert "0 editions" in built.out
    assert "Next: digest send" in built.out
    assert SLUG not in " ".join(files(drafted))

"""Sources that go wrong in every way: each is named, none stops the rest, nothing is lost."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import Desk, Indoors, WebServer
from tests.e2e.test_day import TOPICS, publish, write_readers
from tests.e2e.test_exit_statuses import wait_until
from tests.unit.app.outside import entry, page, whole_text

RSS = "application/rss+xml"
HTML = "text/html"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def rss(*items: str, head: str = DECLARATION) -> str:
    inside = "".join(items)
    return f"{head}<rss version='2.0'><channel><title>Post</title>{inside}</channel></rss>"


def item(headline: str, *, date: str = "Sun, 22 Nov 2026 18:00:00 +0100") -> str:
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    slug = headline.split(maxsplit=1)[0].lower()
    return (
        f"<item><title>{headline}</title><link>https://post.example.org/{slug}</link>{dated}"
        f"<description>{whole_text()}</description></item>"
    )


def laughs() -> str:
    rows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "ha">{rows}]>'


OUTSIDE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
WHOLE = rss(item("Ferries return"), item("Kilns are lit"))
HOME = b"<!doctype html><html><head><title>Home</title>%s</head><body><p>Welcome.</p></body></html>"
LINKED = HOME % b'<link rel="alternate" type="application/rss+xml" href="/feed.rss">'


@dataclass(frozen=True, slots=True)
class Bad:
    """A document that is no source, and words of the sentence that says so."""

    body: bytes
    says: tuple[str, ...]
    content_type: str = RSS
    kind: str = "feed"


BAD = {
    "Web page": Bad(HOME % b"", ("web page, not a feed",), HTML),
    "Front page": Bad(LINKED, ("web page, not a feed", "its feed is http", "/feed.rss"), HTML),
    "Empty": Bad(b"", ("empty",)),
    "Broken": Bad(WHOLE[:90].encode(), ("breaks off", "first whole entry")),
    "Broken JSON": Bad(b'{"version": "https://jsonfeed.org/version/1.1", "items": [', ("line 1",)),
    "Noise": Bad(bytes(range(256)) * 100, ("neither RSS nor Atom nor JSON Feed",)),
    "Gzip bomb": Bad(gzip.compress(b" " * (64 * 2**20), 9), ("larger than 20 MiB once unpacked",)),
    "Laughs": Bad(rss(item("&a11;"), head=laughs()).encode(), ("entities", "attack")),
    "Outside": Bad(rss(item("&x;"), head=OUTSIDE).encode(), ("entities", "attack")),
    "Nested": Bad(
        b"<h1>Nested news</h1>" + b"<div>" * 100_000 + b"Text" + b"</div>" * 100_000,
        ("is not read", "100,000 tags"),
        HTML,
        "page",
    ),
    "Form": Bad(
        b"<html><head><title>Sign in</title></head><body><form><input></form></body></html>",
        ("no article",),
        HTML,
        "page",
    ),
}


def source(name: str, url: str, kind: str = "feed") -> str:
    return f'\n[[sources]]\nname = "{name}"\nkind = "{kind}"\nurl = "{url}"\n'


@pytest.fixture
def office(indoors: Indoors, web_server: WebServer) -> Indoors:
    """A publication with one good feed."""
    publish(web_server)
    indoors.add(source("Good", f"{web_server.url}/feed.rss"))
    return indoors


def by_name(collected: Any) -> dict[str, Any]:
    return {one["name"]: one for one in collected["sources"]}


def test_every_bad_source_is_named_with_its_reason_and_stops_nothing(
    office: Indoors, web_server: WebServer
) -> None:
    for number, (name, bad) in enumerate(BAD.items()):
        web_server.documents[f"/{number}"] = (bad.content_type, bad.body)
        office.add(source(name, f"{web_server.url}/{number}", bad.kind))
    office.add(source("Missing folder", "saved/nowhere", "folder"))
    office.add(source("Absent", f"{web_server.url}/absent"))
    office.add(source("Closed", "http://127.0.0.1:1/feed"))
    office.add(source("Inside", "http://127.0.0.2/feed"))

    collected = office.run("--json", "collect")
    told = office.run("collect")
    quiet = office.run("collect", "-q")

    assert collected.status == 0
    fared = by_name(collected.data)
    assert fared.pop("Good")["new"] == len(TOPICS)
    assert {one["outcome"] for one in fared.values()} == {"failed"}
    assert {one["fetched"] for one in fared.values()} == {0}
    for name, bad in BAD.items():
        for words in bad.says:
            assert words in fared[name]["error"], name
    assert "saved/nowhere" in fared["Missing folder"]["error"]
    assert "404" in fared["Absent"]["error"]
    assert "refused" in fared["Closed"]["error"]
    assert "allow_private" in fared["Inside"]["error"]
    assert "root:" not in collected.out + told.out
    for name in fared:
        assert f"{name} fails (the 2nd time)" in told.out
    assert told.out.splitlines()[-1] == "Next: digest draft"
    assert (quiet.status, quiet.out) == (0, "")
    shouted = quiet.err.splitlines()
    assert len(shouted) == len(fared)
    assert all("FAILS FOR THE 3RD TIME IN A ROW" in line for line in shouted)


def test_a_feed_with_small_faults_gives_what_it_has_and_says_what_is_odd(
    office: Indoors, web_server: WebServer
) -> None:
    many = "".join(
        f"<item><title>Item {n} of all</title><link>https://post.example.org/{n}</link></item>"
        for n in range(45_000)
    )
    feeds = {
        "Torn": WHOLE[:-400].encode(),
        "Latin": rss(item("Fähren kehren zurück")).encode("cp1252"),
        "Klingon": rss(item("Tramways"), head='<?xml version="1.0" encoding="klingon"?>').encode(),
        "Undated": rss(item("Undated news", date="")).encode(),
        "Zoneless": rss(item("Strange hour", date="Sun, 22 Nov 2026 18:00:00 XYZT")).encode(),
        "Endless": rss(many).encode(),
    }
    for name, body in feeds.items():
        web_server.documents[f"/{name}"] = (RSS, body)
        office.add(source(name, f"{web_server.url}/{name}"))

    fared = by_name(office.run("--json", "collect").data)
    listed = office.run("articles", "--json").out.splitlines()

    assert {one["outcome"] for one in fared.values()} == {"new"}
    notes = {name: " ".join(one["notes"]) for name, one in fared.items()}
    assert "breaks off" in notes["Torn"]
    assert "No entry has a date" in notes["Undated"]
    assert "XYZT" in notes["Zoneless"]
    assert "taken for Europe/Brussels" in notes["Zoneless"]
    assert "first 500 were read" in notes["Endless"]
    assert fared["Endless"]["new"] == 500
    articles = {one["headline"]: one for one in map(json.loads, listed)}
    assert articles["Fähren kehren zurück"]["source"] == "Latin"
    assert articles["Undated news"]["published"] is None
    # Of a zone that nobody knows, the publication's own is the best guess.
    assert articles["Strange hour"]["published"] == "2026-11-22T17:00:00Z"
    assert articles["Tramways"]["body"].startswith("The harbour council")


def test_a_source_that_gets_well_gives_what_it_held_back(
    office: Indoors, web_server: WebServer
) -> None:
    web_server.documents["/ill"] = (HTML, HOME % b"")
    office.add(source("Ill", f"{web_server.url}/ill"))
    office.add(source("Saved", "saved", "folder"))

    office.run("collect")
    web_server.documents["/ill"] = (RSS, rss(item("Ferries return")).encode())
    (office.folder / "saved").mkdir()
    (office.folder / "saved" / "kiln.html").write_bytes(page("Kilns are lit again"))
    fared = by_name(office.run("--json", "collect").data)

    assert (fared["Ill"]["outcome"], fared["Ill"]["new"], fared["Ill"]["failures"]) == ("new", 1, 0)
    assert (fared["Saved"]["outcome"], fared["Saved"]["new"]) == ("new", 1)


def test_a_bad_page_of_a_folder_costs_that_page_alone(office: Indoors) -> None:
    saved = office.folder / "saved"
    saved.mkdir()
    (saved / "good.html").write_bytes(page("Kilns are lit again"))
    (saved / "bomb.html").write_bytes(b"<div>" * 200_000)
    (saved / "empty.txt").write_bytes(b"")
    (saved / "leak.html").symlink_to("/etc/passwd")
    (saved / "loop.html").symlink_to("loop.html")
    office.add(source("Saved", "saved", "folder"))

    fared = by_name(office.run("--json", "collect").data)["Saved"]

    assert (fared["outcome"], fared["new"]) == ("new", 1)
    told = "\n".join(fared["notes"])
    for name in ("bomb.html", "empty.txt", "leak.html", "loop.html"):
        assert f"saved/{name}: " in told
    assert "leads out of its folder" in told


def test_a_bad_page_costs_its_entry_the_whole_text_and_no_more(
    office: Indoors, web_server: WebServer
) -> None:
    divs = b"<div>" * 100_000
    web_server.documents["/bomb"] = (HTML, divs)
    web_server.documents["/gzip"] = (HTML, gzip.compress(b"<p>" + b" " * (64 * 2**20), 9))
    teasers = [
        f"<item><title>Report on {name}</title><link>{web_server.url}/{name}</link>"
        "<pubDate>Sun, 22 Nov 2026 18:00:00 +0100</pubDate><description>Of it.</description></item>"
        for name in ("bomb", "gzip", "gone")
    ]
    web_server.documents["/teasers"] = (RSS, rss(*teasers).encode())
    office.add(source("Teasers", f"{web_server.url}/teasers"))

    fared = by_name(office.run("--json", "collect").data)["Teasers"]

    assert (fared["outcome"], fared["new"]) == ("new", 3)
    assert "3 teasers without the text of the page" in " ".join(fared["notes"])


@pytest.mark.parametrize("name", ["Web page", "Empty", "Noise", "Laughs", "Outside", "Gzip bomb"])
def test_what_is_no_source_is_not_added(office: Indoors, web_server: WebServer, name: str) -> None:
    web_server.documents["/new"] = (BAD[name].content_type, BAD[name].body)
    before = (office.folder / "digest.toml").read_bytes()

    added = office.run("--json", "sources", "add", f"{web_server.url}/new")

    assert added.status == 2
    assert "/new" in added.out + added.err
    assert (office.folder / "digest.toml").read_bytes() == before


def test_a_whole_day_goes_out_beside_bad_sources(office: Indoors, web_server: WebServer) -> None:
    for number, (name, bad) in enumerate(BAD.items()):
        web_server.documents[f"/{number}"] = (bad.content_type, bad.body)
        office.add(source(name, f"{web_server.url}/{number}", bad.kind))
    office.run("subscribers", "import", str(write_readers(office.folder, 2)))

    sent = office.run("--json", "send")

    assert (sent.status, sent.data["accepted"]) == (0, 2)
    for name in BAD:
        assert f"{name} fails" in sent.err
    assert len(list((office.folder / "outbox" / "new").iterdir())) == 2


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "no article"),
        (b"\x00" * 5000, "no article"),
        (b"%PDF-1.7\n", "a PDF"),
        (bytes(range(256)) * 40, "it is no text"),
        (b"<div>" * 200_000, "tags"),
        (b"<p>Hello</p>", "no article"),
    ],
)
def test_a_saved_page_that_cannot_be_read_is_named(
    tmp_path: Path, indoors: Indoors, body: bytes, says: str
) -> None:
    path = tmp_path / "saved.html"
    path.write_bytes(body)

    read = indoors.run("read", str(path))

    assert read.status == 2
    assert "saved.html" in read.out
    assert says in read.out


def test_a_collection_that_is_interrupted_leaves_the_store_as_it_was(
    desk: Desk, web_server: WebServer
) -> None:
    import signal
    import socket

    publish(web_server)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = desk.folder / "digest.toml"
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/feed"
        text = settings.read_text(encoding="utf-8")
        text += source("Good", f"{web_server.url}/feed.rss") + source("Silent", url)
        settings.write_text(text, encoding="utf-8")
        first = desk.start("collect")
        # The good feed is in the store when the silent one is still waited for.
        wait_until(lambda: desk.run("articles", "--json").out.count("\n") == len(TOPICS))
        first.send_signal(signal.SIGINT)
        out, err = first.communicate(timeout=30)

    again = desk.run("--json", "collect", "--source", "Good")

    assert first.returncode == 130, out + err
    assert err == "Interrupted: what was done is kept. Run the same command again.\n"
    assert by_name(again.data)["Good"]["outcome"] == "unchanged"
    assert again.data["new"] == 0
    assert desk.run("draft").status == 0
    # A failed source is one that answered badly; nobody gave this one the time.
    assert desk.run("--json", "collect", "--source", "Silent").data["sources"][0]["failures"] == 1


def test_the_text_of_a_bad_entry_is_capped(office: Indoors, web_server: WebServer) -> None:
    huge = "&lt;p&gt;" + "A very long sentence stands here. " * 60_000 + "&lt;/p&gt;"
    web_server.documents["/huge"] = (RSS, rss(entry("huge", text=huge)).encode())
    office.add(source("Huge", f"{web_server.url}/huge"))

    assert by_name(office.run("--json", "collect").data)["Huge"]["new"] == 1
    listed = office.run("articles", "--json", "--source", "Huge")

    assert len(json.loads(listed.out)["body"]) <= 2**20

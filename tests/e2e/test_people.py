"""The commands init, sources and subscribers of the installed program."""

import csv
import json
import subprocess
from pathlib import Path

import pytest
from tests.e2e.conftest import DIGEST, Indoors, WebServer, clean_environment

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Varrow Post</title>
<link>https://varrow.example.org/</link><description>x</description>
<item><title>Night trams return to the eastern suburbs</title><link>{url}/a</link>
<pubDate>Mon, 23 Nov 2026 05:10:00 +0100</pubDate><description>From Friday.</description></item>
</channel></rss>"""


def write_readers(indoors: Indoors, text: str, name: str = "readers.csv") -> str:
    path = indoors.folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_init_tells_what_it_made_and_what_comes_next(tmp_path: Path) -> None:
    done = subprocess.run(
        [*DIGEST, "init", "thedaily", "--name", "The Daily"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=tmp_path,
        env=clean_environment(),
    )
    lines = done.stdout.splitlines()

    assert lines[0].startswith("Wrote thedaily/: digest.toml  .env  subscribers.csv  editions/")
    assert "thedaily/outbox until DIGEST_RELAY is set" in lines[0]
    assert "sender, address" in lines[1]
    assert lines[-1] == "Next: cd thedaily && digest sources add <feed, page or folder>"


def test_a_second_init_changes_nothing(indoors: Indoors) -> None:
    before = {path: path.read_bytes() for path in indoors.folder.rglob("*") if path.is_file()}

    again = indoors.run("init", "--name", "Another")

    assert again.status == 2
    assert "digest.toml stays as it is" in again.err
    assert {
        path: path.read_bytes() for path in indoors.folder.rglob("*") if path.is_file()
    } == before


def test_a_folder_without_a_publication_is_a_config_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = Indoors(folder=tmp_path, capture=capsys).run("--json", "subscribers", "list")

    assert ran.status == 78
    assert ran.data["status"] == "config"


def test_sources_are_added_listed_and_removed(indoors: Indoors, web_server: WebServer) -> None:
    feed = FEED.format(url=web_server.url).encode()
    link = b'<link rel="alternate" type="application/rss+xml" href="/feed.rss">'
    front = b"<html><head>" + link + b"</head></html>"
    web_server.documents["/feed.rss"] = ("application/rss+xml", feed)
    web_server.documents["/"] = ("text/html", front)
    (indoors.folder / "pages").mkdir()
    (indoors.folder / "pages" / "one.txt").write_text("A headline\n\nA text.\n", encoding="utf-8")

    rehearsed = indoors.run("sources", "add", "--dry-run", f"{web_server.url}/")
    added = indoors.run("sources", "add", f"{web_server.url}/", "--section", "City")
    folder = indoors.run("--json", "sources", "add", "pages/", "--section", "World")
    listed = indoors.run("--json", "sources", "list")

    assert rehearsed.status == 0, rehearsed.err
    assert added.status == 0, added.err
    assert "RSS 2.0, 1 entry, newest 20 minutes ago" in added.out
    assert folder.data["sources"][0]["kind"] == "folder"
    assert [(one["kind"], one["url"], one["section"]) for one in listed.data["sources"]] == [
        ("feed", f"{web_server.url}/feed.rss", "City"),
        ("folder", "pages", "World"),
    ]
    names = [one["name"] for one in listed.data["sources"]]

    wrong = indoors.run("sources", "remove", names[0][:-1])
    removed = indoors.run("sources", "remove", names[0])

    assert wrong.status == 2
    assert names[0] in wrong.err
    assert removed.status == 0
    assert [one["name"] for one in indoors.run("--json", "sources", "list").data["sources"]] == [
        names[1]
    ]


def test_a_target_that_is_no_source_is_named_and_the_others_are_added(
    indoors: Indoors, web_server: WebServer
) -> None:
    web_server.documents["/feed.rss"] = (
        "application/rss+xml",
        FEED.format(url=web_server.url).encode(),
    )

    ran = indoors.run("sources", "add", "nowhere/", f"{web_server.url}/feed.rss")

    assert ran.status == 2
    assert "nowhere: there is no such folder" in ran.out
    assert "Varrow Post" in (indoors.folder / "digest.toml").read_text(encoding="utf-8")


def test_an_import_counts_every_row_and_names_the_bad_ones(indoors: Indoors) -> None:
    file = write_readers(
        indoors,
        "email;name;city\nana@example.org;Ana;Ghent\nnobody;Nobody;\n"
        "ANA@example.org;Ana;Ghent\njan@example.org;=1+1;\n",
    )

    first = indoors.run("subscribers", "import", file, "--list", "daily")
    again = indoors.run("--json", "subscribers", "import", file, "--list", "daily")

    assert first.status == 0, first.err
    assert first.out.splitlines()[0] == (
        "4 rows: 2 new · 0 known · 1 repeated in the file · 1 bad (readers.bad.csv says why)"
    )
    counts = ("rows", "new", "updated", "unchanged", "bad", "repeated")
    assert {name: again.data[name] for name in counts} == {
        "rows": 4,
        "new": 0,
        "updated": 0,
        "unchanged": 3,
        "bad": 1,
        "repeated": 1,
    }
    assert again.data["bad_rows"] == [
        {"line": 3, "email": "nobody", "reason": "'nobody' is no e-mail address"}
    ]
    bad = (indoors.folder / "readers.bad.csv").read_text(encoding="utf-8-sig")
    assert bad.splitlines()[1] == "nobody;Nobody;;line 3: 'nobody' is no e-mail address"


def test_a_file_that_takes_many_readers_away_wants_a_yes(indoors: Indoors) -> None:
    """The wrong file beside --left cannot be undone."""
    people = [f"r{number}@example.org" for number in range(50)]
    indoors.run("subscribers", "import", write_readers(indoors, "\n".join(["email", *people])))
    gone = indoors.folder / "gone.csv"
    words = ("subscribers", "import", str(gone), "--left")

    def subscribed() -> int:
        return len(
            indoors.run("--json", "subscribers", "list", "--state", "subscribed").data[
                "subscribers"
            ]
        )

    gone.write_text("\n".join(["email", *people[:21]]), encoding="utf-8")
    rehearsed = indoors.run(*words, "--dry-run")
    refused = indoors.run(*words)
    as_json = indoors.run("--json", *words)
    assert (rehearsed.status, refused.status, as_json.status, subscribed()) == (0, 2, 2, 50)
    assert "21 of them are readers here, and would be unsubscribed for good." in rehearsed.out
    assert "gone.csv unsubscribes 21 of 50 readers for good" in refused.err
    assert "--yes" in refused.err

    gone.write_text("\n".join(["email", *people[:20], "no address"]), encoding="utf-8")
    few = indoors.run(*words)
    assert (few.status, subscribed()) == (0, 30)
    unread = "1 who has left could not be read, and may still be mailed: mend gone.bad.csv"
    assert few.out.splitlines()[1:] == [
        "20 of them are readers here, and are unsubscribed for good.",
        "Who has left is never mailed: no import brings them back.",
        f"{unread}, and import it with --left.",
        "Next: digest subscribers list --state unsubscribed",
    ]

    gone.write_text("\n".join(["email", *people]), encoding="utf-8")
    agreed = indoors.run("--json", *words, "--yes")
    assert (agreed.status, subscribed()) == (0, 0)
    assert (agreed.data["left"], agreed.data["unsubscribed"]) == (30, 30)
    assert agreed.data["suppressed"] == 20
    both = indoors.run(*words, "--yes", "--list", "daily")
    assert (both.status, "do not go together" in both.err) == (2, True)


def test_a_file_without_rows_says_so_and_an_empty_export_warns_of_nobody(indoors: Indoors) -> None:
    none = indoors.run("subscribers", "import", write_readers(indoors, "email,name\n"))
    out = indoors.run("subscribers", "export", "--out", str(indoors.folder / "out.csv"))

    assert "readers.csv has no rows below its header." in none.out
    assert "Next: digest subscribers import FILE" in none.out
    assert "digest send" not in none.out
    assert "0 readers." in out.out
    assert "addresses" not in out.out


def test_a_list_is_the_same_whatever_its_capitals(indoors: Indoors) -> None:
    file = write_readers(indoors, "email,lists\nana@example.org,daily\njan@example.org,\n")
    indoors.run("subscribers", "import", file)

    told = indoors.run("subscribers", "import", file, "--list", " Daily ")
    indoors.run("subscribers", "add", "eva@example.org", "--list", "Daily")
    shown = indoors.run("--json", "subscribers", "show", "jan@example.org")
    second = indoors.run(
        "subscribers", "import", write_readers(indoors, "email,lists\nbo@example.org,DAILY\n")
    )
    nameless = indoors.run("subscribers", "import", file, "--list", " ")

    assert "Daily was taken for your list daily." in told.out
    assert shown.data["lists"] == ["daily"]
    assert (
        "There is a list daily; a row of this file begins another one called DAILY." in second.out
    )
    assert nameless.status == 2
    assert indoors.run("--json", "subscribers", "show", "eva@example.org").data["lists"] == [
        "daily"
    ]


def test_a_rehearsed_import_writes_nothing(indoors: Indoors) -> None:
    file = write_readers(indoors, "email\nana@example.org\nnobody\n")

    ran = indoors.run("subscribers", "import", file, "--dry-run")

    assert ran.status == 0
    assert "line 3: 'nobody'" in ran.out
    assert "nothing was written" in ran.out
    assert not (indoors.folder / "readers.bad.csv").exists()
    assert indoors.run("--json", "subscribers", "list").data["subscribers"] == []


def test_a_file_in_another_encoding_is_noted_beside_the_answer(indoors: Indoors) -> None:
    path = indoors.folder / "readers.csv"
    path.write_bytes("email,name\nana@example.org,Señora\n".encode("cp1252"))

    ran = indoors.run("--json", "subscribers", "import", "readers.csv")

    assert ran.data["new"] == 1
    assert "Windows-1252" in ran.err
    shown = indoors.run("--json", "subscribers", "show", "ana@example.org")
    assert shown.data["name"] == "Señora"


def test_an_export_is_safe_unless_raw_is_asked_for(indoors: Indoors) -> None:
    indoors.run(
        "subscribers", "import", write_readers(indoors, "email,name\nana@example.org,=1+1\n")
    )

    safe = indoors.run("subscribers", "export")
    raw = indoors.run("subscribers", "export", "--raw")
    saved = indoors.run("--json", "subscribers", "export", "--out", str(indoors.folder / "out.csv"))
    nowhere = indoors.run("--json", "subscribers", "export")

    assert next(csv.DictReader(safe.out.splitlines()))["name"] == "'=1+1"
    assert next(csv.DictReader(raw.out.splitlines()))["name"] == "=1+1"
    assert saved.data["rows"] == 1
    assert (indoors.folder / "out.csv").stat().st_mode & 0o777 == 0o600
    assert nowhere.status == 2

    again = indoors.run("--json", "subscribers", "import", str(indoors.folder / "out.csv"))
    assert (again.data["unchanged"], again.data["updated"]) == (1, 0)


def test_a_persons_way_through_the_commands(indoors: Indoors) -> None:
    added = indoors.run(
        *("subscribers", "add", "Ana@example.org", "--name", "Ana Ruiz", "--language", "es"),
        *("--timezone", "Europe/Madrid", "--list", "daily", "--field", "city=Cádiz"),
    )
    shown = indoors.run("--json", "subscribers", "show", "ana@example.org")
    text = indoors.run("subscribers", "show", "ana@example.org")
    removed = indoors.run("--json", "subscribers", "remove", "ana@example.org")
    refused = indoors.run("subscribers", "add", "ana@example.org")
    back = indoors.run("--json", "subscribers", "add", "ana@example.org", "--resubscribe")
    forgotten = indoors.run("--json", "subscribers", "forget", "ana@example.org")
    gone = indoors.run("--json", "subscribers", "show", "ana@example.org")
    never = indoors.run("--json", "subscribers", "show", "nobody@example.org")

    assert added.status == 0, added.err
    assert shown.data["email"] == "Ana@example.org"
    assert shown.data["fields"] == {"city": "Cádiz"}
    assert shown.data["lists"] == ["daily"]
    assert (shown.data["state"], shown.data["status"]) == ("subscribed", "ok")
    assert set(shown.data) >= {"consent", "preferences", "deliveries", "events", "suppression"}
    assert "time zone: Europe/Madrid" in text.out
    assert removed.data["before"] == "subscribed"
    assert refused.status == 2
    assert "--resubscribe" in refused.err
    assert back.data["outcome"] == "resubscribed"
    assert forgotten.data["forgotten"] is True
    assert (gone.data["state"], gone.data["suppression"]["reason"]) == ("absent", "unsubscribed")
    assert gone.status == 0
    assert never.data == {"state": "absent", "status": "ok"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "nobody"), "no e-mail address"),
        (("add", "ana@example.org", "--field", "city"), "has no name"),
        (("add", "ana@example.org", "--field", "name=x"), "an option of its own"),
        (("import", "none.csv"), "none.csv cannot be read"),
        (("list", "--state", "happy"), "happy"),
    ],
)
def test_wrong_words_are_status_2(indoors: Indoors, words: tuple[str, ...], says: str) -> None:
    ran = indoors.run("subscribers", *words)

    assert ran.status == 2
    assert says in ran.err


def test_quiet_is_silent_when_all_is_well(indoors: Indoors) -> None:
    file = write_readers(indoors, "email\nana@example.org\n")

    ran = indoors.run("-q", "subscribers", "import", file)

    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert json.loads(indoors.run("subscribers", "list", "--json").out)["subscribers"]

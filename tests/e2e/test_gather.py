"""collect, articles, read and stories, by the installed program."""

import json

import pytest
from tests.e2e.conftest import Indoors, WebServer
from tests.unit.app.outside import entry, feed, page, whole_text

SAVED = """The Daily
Read the World Today

November 22. 2026. 6:46

Minister opens new bridge over the Lysa

The transport minister opened a new bridge over the Lysa on Sunday and promised that a second one
would follow within five years, writes Political Editor Jo Marsh.

“This is a good day for the whole region,” the minister said, as hundreds of residents crossed on
foot for the first time.

The bridge cost 80 million crowns and took three years to build, a year longer than was planned.

Share this article:
[an error occurred while processing this directive]
"""


@pytest.fixture
def gathering(indoors: Indoors, web_server: WebServer) -> Indoors:
    """A publication with a feed and a folder of saved pages."""
    items = [entry("ferry", text=whole_text()), entry("kiln")]
    web_server.documents["/feed.rss"] = ("application/rss+xml", feed(*items))
    (indoors.folder / "saved").mkdir()
    (indoors.folder / "saved" / "bridge.txt").write_text(SAVED, encoding="utf-8")
    added = indoors.run("sources", "add", f"{web_server.url}/feed.rss", "saved")
    assert added.status == 0, added.err
    return indoors


def test_a_broken_source_is_named_and_stops_nothing(
    gathering: Indoors, web_server: WebServer
) -> None:
    settings = gathering.folder / "digest.toml"
    broken = f'\n[[sources]]\nname = "Skarre"\nkind = "feed"\nurl = "{web_server.url}/none"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + broken, encoding="utf-8")

    first = gathering.run("--json", "collect")
    gathering.run("collect", "-q")
    third = gathering.run("collect")

    assert first.status == 0, first.err
    assert first.data["status"] == "ok"
    assert first.data["new"] == 3
    assert [(one["name"], one["outcome"], one["error"]) for one in first.data["sources"]] == [
        ("Varrow Post", "new", None),
        ("saved", "new", None),
        ("Skarre", "failed", "HTTP 404, not found"),
    ]
    assert "1 failing for the 3rd time (Skarre: HTTP 404, not found)" in third.out
    assert "!! SKARRE FAILS FOR THE 3RD TIME IN A ROW" in third.out
    assert third.out.splitlines()[-1] == "Next: digest draft"


def test_what_was_collected_is_listed(gathering: Indoors) -> None:
    assert gathering.run("collect", "-q").out == ""

    shown = gathering.run("articles", "--source", "saved", "--json")
    none = gathering.run("articles", "--since", "2026-11-24", "--json")

    [article] = [json.loads(line) for line in shown.out.splitlines()]
    assert article["source"] == "saved"
    assert article["headline"] == "Minister opens new bridge over the Lysa"
    assert article["byline"] == [{"name": "Jo Marsh", "role": "Political Editor"}]
    assert article["published"] == "2026-11-22T05:46:00Z"
    assert "directive" not in article["body"]
    assert none.out == ""
    assert gathering.run("articles", "--since", "soon").status == 2


def test_reading_works_without_a_publication(indoors: Indoors) -> None:
    indoors.folder = indoors.folder.parent
    (indoors.folder / "bridge.txt").write_text(SAVED, encoding="utf-8")
    (indoors.folder / "ferry.html").write_bytes(page("Ferries return"))

    read = indoors.run(
        *(
            "read",
            str(indoors.folder / "bridge.txt"),
            str(indoors.folder / "ferry.html"),
            "none.html",
        ),
        *("--url", "https://daily.example.org/bridge", "--json"),
    )

    bridge, ferry, none = (json.loads(line) for line in read.out.splitlines())
    assert read.status == 2
    assert bridge["url"] == "https://daily.example.org/bridge"
    assert bridge["published"] == "2026-11-22T06:46:00Z"
    assert ferry["headline"] == "Ferries return"
    assert none["target"] == "none.html"
    assert none["error"] == "there is no such file"
    assert "none.html: there is no such file" in read.err


def test_an_address_inside_our_own_network_is_not_read(
    indoors: Indoors, web_server: WebServer
) -> None:
    web_server.documents["/secret"] = ("text/html", page("Secret"))
    indoors.folder = indoors.folder.parent

    read = indoors.run("read", f"{web_server.url}/secret")

    assert read.status == 2
    assert "refused: 127.0.0.1 is not a public address" in read.out


def test_stories_of_a_file_and_of_the_window(gathering: Indoors) -> None:
    wire = gathering.folder / "wire.jsonl"
    texts = {"a": SAVED, "b": SAVED[:-150], "c": "A kiln was relit on Skarre on Saturday."}
    wire.write_text(
        "".join(
            json.dumps({"id": name, "headline": name.upper(), "text": text}) + "\n"
            for name, text in texts.items()
        ),
        encoding="utf-8",
    )
    given = gathering.run("stories", "--input", str(wire), "--json")
    wire.write_text("{}\n", encoding="utf-8")
    wrong = gathering.run("stories", "--input", str(wire))
    gathering.run("collect")
    window = gathering.run("stories", "--json")

    assert [story["articles"] for story in given.data["stories"]] == [["a", "b"], ["c"]]
    assert wrong.status == 2
    assert "wire.jsonl, line 1: the article has no id." in wrong.err
    assert len(window.data["stories"]) == 3


def test_a_source_that_is_not_there_is_a_wrong_argument(gathering: Indoors) -> None:
    wrong = gathering.run("collect", "--source", "Varow Post")

    assert wrong.status == 2
    assert "Did you mean “Varrow Post”?" in wrong.err

"""Where articles come from, by the commands: sitemaps, lists of feeds, and how sources fare."""

from pathlib import Path

from tests.e2e.conftest import Indoors, WebServer
from tests.unit.app.outside import page, whole_text

XML = "application/xml"
NEWS = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="x"><url><loc>{url}/'
    "ferry</loc><news:news><news:publication><news:name>Varrow Post</news:name>"
    "</news:publication><news:publication_date>2026-11-22T18:00:00+01:00</news:publication_date>"
    "<news:title>Ferries return to Varrow</news:title></news:news></url></urlset>"
)
LIST = """<opml version="2.0"><body>
<outline text="World"><outline text="Lysa Wire" xmlUrl="{url}/lysa.rss"/></outline>
<outline text="Skarre Mail" xmlUrl="{url}/skarre.rss"/>
<outline text="Nothing"/>
</body></opml>"""


def test_a_sitemap_is_added_collected_and_listed(indoors: Indoors, web_server: WebServer) -> None:
    news = NEWS.format(url=web_server.url).encode()
    web_server.documents["/news.xml"] = (XML, news)
    web_server.documents["/ferry"] = ("text/html", page("Ferries return to Varrow"))

    added = indoors.run("sources", "add", f"{web_server.url}/news.xml", "--section", "City")
    collected = indoors.run("--json", "collect").data
    [listed] = indoors.run("--json", "sources", "list").data["sources"]

    assert added.status == 0, added.err
    assert "Varrow Post City   news sitemap, 1 entry, newest" in added.out
    assert (collected["new"], collected["sources"][0]["kind"]) == (1, "sitemap")
    assert (listed["failures"], listed["articles_a_day"], listed["silent_days"]) == (0, 1.0, None)
    told = indoors.run("sources", "list").out
    assert told.startswith("sitemap  Varrow Post City  ")
    assert "answered just now, 1 article a day" in told


def test_a_list_of_feeds_comes_in_without_the_network_and_goes_out_again(
    indoors: Indoors, web_server: WebServer, tmp_path: Path
) -> None:
    path = tmp_path / "mine.opml"
    path.write_text(LIST.format(url=web_server.url), encoding="utf-8")
    before = (indoors.folder / "digest.toml").read_text(encoding="utf-8")

    rehearsed = indoors.run("sources", "import", str(path), "--dry-run")
    unchanged = (indoors.folder / "digest.toml").read_text(encoding="utf-8")
    imported = indoors.run("sources", "import", str(path))
    again = indoors.run("--json", "sources", "import", str(path)).data
    exported = indoors.run("sources", "export").out

    assert rehearsed.out.startswith("3 sources: 2 new · 0 known · 1 bad")
    assert unchanged == before
    assert imported.out.splitlines() == [
        "3 sources: 2 new · 0 known · 1 bad",
        "   mine.opml:4: “Nothing” names no feed (xmlUrl)",
        "Next: digest collect",
    ]
    assert (again["new"], again["known"], again["bad"]) == (0, 2, 1)
    assert (indoors.folder / "digest.toml").read_text(encoding="utf-8").startswith(before.rstrip())
    assert '<outline text="World" title="World">' in exported
    assert f'xmlUrl="{web_server.url}/skarre.rss"' in exported


def test_a_list_is_checked_when_that_is_wanted(
    indoors: Indoors, web_server: WebServer, tmp_path: Path
) -> None:
    path = tmp_path / "mine.opml"
    path.write_text(LIST.format(url=web_server.url), encoding="utf-8")
    item = f"<item><title>A</title><link>{web_server.url}/a</link><description>{whole_text()}"
    web_server.documents["/lysa.rss"] = (
        "application/rss+xml",
        f"<rss version='2.0'><channel>{item}</description></item></channel></rss>".encode(),
    )

    checked = indoors.run("--json", "sources", "import", str(path), "--check").data

    assert [one["name"] for one in checked["sources"]] == ["Lysa Wire"]
    assert [one["line"] for one in checked["bad_lines"]] == [3, 4]


def test_what_is_no_list_is_told_in_one_sentence(indoors: Indoors, tmp_path: Path) -> None:
    (tmp_path / "x.opml").write_text("<rss/>", encoding="utf-8")

    for name in ("x.opml", "absent.opml"):
        told = indoors.run("sources", "import", str(tmp_path / name))
        assert told.status == 2
        assert told.err.splitlines()[-1] == "Name a list of feeds (OPML)."
    assert indoors.run("--json", "sources", "export").status == 2
    assert indoors.run("sources", "export", str(tmp_path / "o.opml")).out.startswith("Wrote ")

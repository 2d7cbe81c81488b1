"""JSON-LD as pages really hold it: broken, wrapped, several at once, of other articles."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.clues import Clues
from digest.collect.linked_json import load, pick_out
from digest.collect.linked_nodes import Own
from digest.collect.page_linked import read_linked

NODE = '{"@type":"NewsArticle","headline":"Harbour reopens","author":{"name":"Jo Marsh"}}'
QUOTED = '{"@type":"NewsArticle","headline":"Mayor: "We will not yield", he says","x":1}'


@pytest.mark.parametrize(
    "script",
    [
        NODE,
        f"\ufeff {NODE}",
        f"<!-- {NODE} -->",
        f"<![CDATA[{NODE}]]>",
        f"//<![CDATA[\n{NODE}\n//]]>",
        f"/*<![CDATA[*/ {NODE} /*]]>*/",
        f"{NODE};",
        f"window.data = {NODE};",
        f"var data = {NODE}",
        f"[{NODE},]",
        NODE.replace("}}", ",},}"),
        NODE.replace('"', "&quot;"),
        NODE.replace("Harbour reopens", "Harbour\n\treopens"),
        '{"@type":"WebSite","name":"Velm"}' + NODE,
        f'{{"@graph":[{NODE}]}}',
        f'{{"@type":"WebPage","mainEntity":{NODE}}}',
        f'{{"@type":"WebPage","mainEntity":{{"@type":"X","mainEntityOfPage":{NODE}}}}}',
        NODE.replace('"NewsArticle"', '["Article","NewsArticle"]'),
        NODE.replace("NewsArticle", "https://schema.org/OpinionNewsArticle"),
        NODE.replace("NewsArticle", "LiveBlogPosting"),
        NODE.replace("NewsArticle", "schema:ReportageNewsArticle"),
        NODE.replace('"headline"', '"x":"C:\\dir","headline"'),
        NODE + " {broken",
        NODE[:-1],  # cut off
        '{"a":,' + NODE,
    ],
)
def test_an_article_is_read_whatever_stands_around_it(script: str) -> None:
    clues = read_linked([script])
    assert (clues.headline, clues.authors) == ("Harbour reopens", ("Jo Marsh",))


def test_quotation_marks_inside_a_text_do_not_end_it() -> None:
    assert read_linked([QUOTED]).headline == 'Mayor: "We will not yield", he says'
    assert load(r'{"a":"it\'s"}') == [{"a": "it's"}]


def test_what_was_escaped_twice_is_read_as_it_was_meant() -> None:
    script = '{"@type":"NewsArticle","headline":"Fish &amp;#8217;n&amp;#8217; chips &amp; tea"}'
    assert read_linked([script]).headline == "Fish ’n’ chips & tea"


@pytest.mark.parametrize(
    ("broken", "names"),
    [
        ('{"headline":"A b","author":[{"name":"Jo Marsh"},{"name":"Ana Ruiz"}],,', 2),
        ('{"headline":"A b","author":["Jo Marsh","Ana Ruiz"],,', 2),
        ('{"headline":"A b","author":"Jo Marsh","publisher":{"name":"Velm"},,', 1),
        ('{"headline":"A b","author":{"@type":"Person","name":"Jo Marsh"},"x":{"name":"V"},,', 1),
        ('{"headline":"A b","datePublished":"2026-11-18",,', 0),
    ],
)
def test_single_fields_are_picked_out_of_what_stays_broken(broken: str, names: int) -> None:
    assert load(broken) is None
    found, authors = pick_out(broken)
    assert found["headline"] == "A b"
    assert authors == ["Jo Marsh", "Ana Ruiz"][:names]


def node(**told: object) -> str:
    return json.dumps({"@type": "NewsArticle", **told})


def test_the_article_is_the_one_of_this_address_or_headline() -> None:
    other = node(
        headline="Another day",
        url="https://e.example/b",
        author="Tom Ek",
        datePublished="2026-11-01",
        description="x",
        image="i",
    )
    mine = node(headline="Harbour reopens", url="https://e.example/a", author="Jo Marsh")
    by_address = Own(addresses=("https://m.e.example/a/",))
    by_title = Own(titles=("Harbour reopens - Velm",))
    for own in (by_address, by_title):
        assert read_linked([other, mine], own).authors == ("Jo Marsh",)
        assert read_linked([f"[{mine},{other}]"], own).authors == ("Jo Marsh",)


def test_an_article_that_is_plainly_another_one_says_nothing_of_this_page() -> None:
    other = node(headline="Another day", url="https://e.example/b", author="Tom Ek")
    own = Own(addresses=("https://e.example/a",), titles=("Harbour reopens",))
    assert read_linked([other], own) == Clues()
    assert read_linked([other]).authors == ("Tom Ek",)


def test_articles_in_a_list_come_after_the_pages_own() -> None:
    teaser = {"@type": "Article", "headline": "T", "author": "Tom Ek", "image": "i"}
    items = json.dumps({"@type": "ItemList", "itemListElement": [{"item": teaser}]})
    assert read_linked([items, node(headline="Mine", author="Jo Marsh")]).headline == "Mine"


def test_a_page_without_an_articles_node_tells_its_date_and_author() -> None:
    graph = [
        {"@type": "WebPage", "datePublished": "2026-11-18", "author": {"@id": "#a"}},
        {"@type": "Person", "@id": "#a", "name": "Jo Marsh"},
        {"@type": "WebSite", "name": "The Velm Post"},
    ]
    clues = read_linked([json.dumps({"@graph": graph})])
    assert (clues.dates, clues.authors) == (("2026-11-18",), ("Jo Marsh",))
    assert (clues.site, clues.article, clues.headline) == ("The Velm Post", False, "")


@pytest.mark.parametrize(
    ("steps", "section"),
    [
        (["Home", "World", "Harbour reopens"], "World"),
        (["Home", "World"], "World"),
        (["World"], "World"),
        (["Home"], ""),
        (["Home", "Harbour reopens"], ""),
        (["Startseite", "Politik", "Velm", "Harbour reopens"], "Velm"),
        ([], ""),
    ],
)
def test_a_breadcrumb_names_the_section(steps: list[str], section: str) -> None:
    elements = [{"@type": "ListItem", "name": step} for step in steps]
    crumbs = json.dumps({"@type": "BreadcrumbList", "itemListElement": elements})
    assert read_linked([node(headline="Harbour reopens"), crumbs]).section == section


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.just("#1"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@id", "@graph", "author", "name", "headline", "url", "image", "item"]
            ),
            inner | st.sampled_from(["NewsArticle", "Person", "WebPage"]),
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(VALUES, st.text(max_size=12), st.integers(0, 40))
def test_any_script_gives_clues(value: object, around: str, cut: int) -> None:
    text = json.dumps(value)
    own = Own(addresses=("http://[", around), titles=(around,))
    for script in (text, around + text, text[:cut], text.replace('"', "&quot;"), around):
        clues = read_linked([script, text], own)
        assert all("://" not in name for name in clues.authors)


@pytest.mark.parametrize(
    "piece", ['"', '{"a":"', "\\", "[", '"author":"', ",}", ", ", "<!--", "a."]
)
def test_hostile_scripts_take_no_time(piece: str) -> None:
    start = time.process_time()
    read_linked([piece * 40_000])
    assert time.process_time() - start < 2

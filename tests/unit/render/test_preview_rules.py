"""The pages about the rules are shown as they stand in the docs."""

from lxml import html as lxml_html

from digest.adapters.rule_pages import read_rule_pages
from digest.render.preview_rules import write_rule_page


def test_a_rule_has_a_page_that_links_to_its_neighbours() -> None:
    pages = read_rule_pages()
    assert {"size", "folded-story", "edition-file"} <= set(pages)
    tree = lxml_html.fromstring(write_rule_page("size", pages["size"]))
    assert tree.findtext(".//h1") == "size"
    assert "folded-story" in {one.get("href") for one in tree.iter("a")}


def test_html_in_a_page_shows_as_text() -> None:
    tree = lxml_html.fromstring(write_rule_page("x", "# x\n\n<script>alert(1)</script>\n"))
    assert list(tree.iter("script")) == []
    assert "<script>alert(1)</script>" in tree.text_content()

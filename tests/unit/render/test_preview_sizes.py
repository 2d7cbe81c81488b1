"""The bytes of a mail, parted by story: nothing is counted twice, nothing is left out."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.render.examples import EDITION, HERO, render, story, with_items

from digest.model.edition import Item
from digest.render.preview_sizes import Kind, share_bytes

SCRAPS = st.lists(
    st.sampled_from(
        ["<div>", "</div>", "<h1>", "</h1>", "<h3>", "</h3>", "<br>", "<!-- <h3> -->", "Levy",
         "Zoë &amp; co", "<p title='>'>", "</p>", "</table>", "<body>", "</body>", "<td/>", "<"]
    ),
    max_size=30,
)  # fmt: skip


def test_the_parts_of_a_real_mail_make_the_whole_and_name_every_story() -> None:
    rendered = render()
    tokens = [one.token for one in rendered.sentinels]
    shares = share_bytes(rendered.html, EDITION.items, marks=tokens)
    assert sum(one.bytes for one in shares) == len(rendered.html.encode())
    assert [one.name for one in shares if one.kind is Kind.STORY] == [
        item.headline for item in EDITION.items
    ]
    assert shares[0].kind is Kind.HEAD
    assert shares[-1].kind is Kind.REST
    assert all(one.bytes > 0 for one in shares)


def test_a_longer_summary_weighs_on_its_own_story_alone() -> None:
    items = (HERO, story("First", "Short.", "first"), story("Second", "Short.", "second"))
    longer = (*items[:2], replace(items[2], summary="Short." + " And so on." * 40))
    before = share_bytes(render(with_items(*items)).html, items)
    after = share_bytes(render(with_items(*longer)).html, longer)
    grown = [two.bytes - one.bytes for one, two in zip(before, after, strict=True)]
    assert grown[3] >= 11 * 40
    assert [abs(one) < 40 for one in (*grown[:3], grown[4])] == [True] * 4, grown


def test_a_story_is_all_that_surrounds_its_heading_and_no_other() -> None:
    first = "<tr><td><img><h3>Levy &amp; more</h3><p>Text</p></td></tr>"
    second = "<tr><td><h3><a>Fields</a></h3></td></tr>"
    html = f"<head></head><body><p>Top</p><table>{first}{second}</table><p>End</p></body>"
    shares = share_bytes(html, [Item(headline="Levy & more", line=7), Item(headline="Fields")])
    assert [(one.kind, one.bytes) for one in shares] == [
        (Kind.HEAD, len("<head></head>")),
        (Kind.STORY, len(first)),
        (Kind.STORY, len(second)),
        (Kind.REST, len(html) - len("<head></head>" + first + second)),
    ]
    assert shares[1].line == 7


def test_the_only_story_does_not_swallow_what_belongs_to_the_reader() -> None:
    html = "<body><div><div><h1>Levy</h1>text</div><a>xtoken</a></div></body>"
    _, one, _ = share_bytes(html, [Item(headline="Levy")], marks=["xtoken"])
    assert one.bytes == len("<div><h1>Levy</h1>text</div>")


def test_a_story_without_a_heading_is_not_told_apart() -> None:
    shares = share_bytes("<body><p>Levy</p></body>", [Item(headline="Levy")])
    assert [one.kind for one in shares] == [Kind.HEAD, Kind.REST]


def test_two_stories_of_one_headline_have_a_heading_each() -> None:
    html = "<body><div><h3>Levy</h3></div><div><h3>Levy</h3>longer</div></body>"
    _, one, two, _ = share_bytes(html, [Item(headline="Levy"), Item(headline="Levy")])
    assert two.bytes == one.bytes + len("longer")


@given(SCRAPS)
@settings(deadline=None, max_examples=80)
def test_whatever_the_html_is_the_parts_make_the_whole(scraps: list[str]) -> None:
    html = "".join(scraps)
    shares = share_bytes(html, [Item(headline="Levy"), Item(headline="Zoë & co")], marks=["co"])
    assert sum(one.bytes for one in shares) == len(html.encode())
    assert all(one.bytes >= 0 for one in shares)

"""What an edition says and its sources do not is a warning; what cannot be judged is let be."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.render.examples import EDITION, HERO, story, with_items

from digest.check.faithful import find_unfaithful_items, source_text
from digest.check.rules import check_sources
from digest.model.article import Article, Byline, Image, Precision, Sighting
from digest.model.edition import Edition, Item
from digest.model.message import Finding, Level
from digest.model.proposal import ProposalKind, Refusal

PAGES = Path(__file__).parents[3] / "docs" / "checks"
EXAMPLE = re.compile(r"^## (\w+)\n\n```text\n(.+)\n```$", re.MULTILINE)
URL = "https://post.example.org/levy"
NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
LEVY = Article(
    url=URL,
    headline="Levy is off",
    source="Varrow Post",
    byline=(Byline(name="Jo Marsh", role="Political Editor"),),
    lede="The levy is off.",
    body="The levy is off, Ana Ruiz told Henrik Dahl. It was 24 % of the income.",
    image=Image(url="https://post.example.org/levy.jpg", credit="Rosa Adeyemi"),
    published=datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
    precision=Precision.MINUTE,
    first_seen=NOW,
    sightings=(Sighting(name="Coast Wire", url="https://wire.example.org/levy"),),
)


def item(summary: str, headline: str = "Levy is off", **changes: object) -> Item:
    return replace(story(headline, summary, line=31), url=URL, also=(), **changes)  # type: ignore[arg-type]


def look(edition: Edition, *articles: Article, refusals: tuple[Refusal, ...] = ()) -> list[Finding]:
    known = {url: one for one in articles for url in (one.url, *(s.url for s in one.sightings))}
    return check_sources(edition, known, refusals, path="e.md", zone="Europe/Brussels")


def test_a_changed_number_is_a_warning_with_its_line_and_the_nearest_number() -> None:
    [found] = look(with_items(item("It was 42 % of the income.")), LEVY)
    assert (found.rule, found.level, found.file, found.line) == (
        "unfaithful-number", Level.WARNING, "e.md", 31,
    )  # fmt: skip
    assert found.message == "“42 %” is not in the source (“24 %”), in “Levy is off”"


def test_headlines_are_judged_as_well() -> None:
    [found] = look(with_items(item("The levy is off.", "Levy is off, says Bogdanov")), LEVY)
    assert found.rule == "unfaithful-name"


def test_everything_around_an_article_is_its_source_too() -> None:
    summary = "Jo Marsh, of the Varrow Post and Coast Wire, with a picture by Rosa Adeyemi."
    assert look(with_items(item(summary)), LEVY) == []


def test_the_day_of_publication_counts_here_and_in_greenwich() -> None:
    assert look(with_items(item("The levy fell on Monday.")), LEVY) == []
    assert look(with_items(item("The levy fell on Sunday.")), LEVY) == []
    assert [one.rule for one in look(with_items(item("It fell on Friday.")), LEVY)] == [
        "unfaithful-date"
    ]


def test_a_date_known_to_the_month_is_no_day_of_publication() -> None:
    source = source_text(
        [replace(LEVY, precision=Precision.MONTH)], language="en", zone="Europe/Brussels"
    )
    assert source.published == frozenset()


def test_all_articles_of_a_story_count() -> None:
    other = replace(
        LEVY, url="https://wire.example.org/a", body="Viktor Bogdanov paid 7 %.", sightings=()
    )
    told = item("Viktor Bogdanov paid 7 %.")
    both = replace(told, also=(Sighting(name="Wire", url=other.url),))
    assert look(with_items(told), LEVY, other) != []
    assert look(with_items(both), LEVY, other) == []


def test_emphasis_and_links_are_no_facts() -> None:
    summary = "*Ana Ruiz* said [so](https://example.org/2031/Peter-Klee)."
    assert look(with_items(item(summary)), LEVY) == []


@pytest.mark.parametrize(
    ("told", "articles"),
    [
        (item("It was 42 %."), ()),
        (item("It was 42 %."), (replace(LEVY, body="", dek=None),)),
        (item("It was 42 %.", sponsor="Harbour Bank"), (LEVY,)),
        (replace(item("It was 42 %."), url=None), (LEVY,)),
    ],
    ids=["nothing kept", "no text kept", "a sponsor's own words", "written by hand"],
)  # fmt: skip
def test_what_cannot_be_judged_is_let_be(told: Item, articles: tuple[Article, ...]) -> None:
    assert look(with_items(told), *articles) == []


def test_nothing_is_looked_at_but_what_readers_see() -> None:
    bench = replace(EDITION, bench=(item("It was 42 %."),))
    assert list(find_unfaithful_items(bench, {URL: LEVY}, zone="UTC")) == []


REFUSED = Refusal(
    kind=ProposalKind.SUMMARY,
    about=URL,
    reason="“42 %” is not in the source (“24 %”)",
    instead="The levy is off.",
)


def test_a_refused_summary_is_told_until_an_editor_writes_another() -> None:
    [found] = look(with_items(item("The levy is off.")), LEVY, refusals=(REFUSED,))
    assert (found.rule, found.level, found.line) == ("refused-proposal", Level.WARNING, 31)
    assert found.message == (
        "The model's summary of “Levy is off” was refused: “42 %” is not in the source (“24 %”)."
    )
    assert look(with_items(item("It is off.")), LEVY, refusals=(REFUSED,)) == []
    assert look(with_items(HERO), refusals=(REFUSED,)) == []


def test_a_refused_subject_is_told_while_the_drafted_one_stands() -> None:
    refused = replace(REFUSED, kind=ProposalKind.SUBJECT, about="", instead=EDITION.subject)
    [found] = look(EDITION, refusals=(refused,))
    assert found.message.startswith("The model's subject was refused: ")
    assert look(replace(EDITION, subject="Ours"), refusals=(refused,)) == []


def examples() -> list[tuple[str, str, str, str]]:
    found = []
    for page in sorted(PAGES.glob("unfaithful-*.md")):
        parts = dict(EXAMPLE.findall(page.read_text("utf-8")))
        found.append((page.stem, parts["Source"], parts["Bad"], parts["Good"]))
    return found


@pytest.mark.parametrize(("rule", "source", "bad", "good"), examples())
def test_the_examples_of_the_manual_hold(rule: str, source: str, bad: str, good: str) -> None:
    article = replace(LEVY, body=source, byline=(), published=None, precision=None)
    assert [one.rule for one in look(with_items(item(bad)), article)] == [rule]
    assert look(with_items(item(good)), article) == []


def test_the_manual_has_an_example_of_every_kind() -> None:
    assert len(examples()) == 4

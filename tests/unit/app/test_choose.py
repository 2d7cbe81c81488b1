"""What is drafted without an editor can be sent: a bad article costs itself, never the edition."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.render.examples import HASH, PUBLICATION, daily

from digest.adapters.memory import MemoryStore
from digest.app.choose import choose_stories
from digest.app.ports import Stores
from digest.check.rules import check_edition
from digest.compose.draft import edition_from_selection, read_edition, write_edition
from digest.edit.clean import clean_article
from digest.model.article import Article, Precision
from digest.model.edition import Edition, Window
from digest.model.message import Level
from digest.model.publication import EditionRules, Publication
from digest.render.message import render_edition

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
WINDOW = Window(start=NOW - timedelta(hours=24), end=NOW)
DESK = Publication(
    id="the-daily",
    name="The Daily",
    timezone="Europe/Brussels",
    sender="The Daily <daily@example.org>",
    address="1 Press Lane",
    edition=EditionRules(stories=6, minimum=1),
)
GOOD = (
    "The council of Hollen voted on Sunday to buy the old brewery. The building will house the "
    "town's library from next autumn, and a reading room for children."
)


def article(number: int, headline: str, body: str, section: str | None = None) -> Article:
    return clean_article(
        Article(
            url=f"https://example.org/{number}",
            headline=headline,
            source="Hollen Post",
            body=body,
            published=NOW - timedelta(hours=number % 20 + 1),
            precision=Precision.MINUTE,
            first_seen=NOW - timedelta(minutes=30),
            section=section,
        )
    )


def draft(articles: Sequence[Article]) -> tuple[Edition | None, dict[str, str]]:
    """Draft an edition from articles; give it as read back, and why the others were dropped."""
    store = MemoryStore()
    store.articles.save_articles(articles, now=NOW)
    stores = Stores(**{part.name: getattr(store, part.name) for part in fields(Stores)})
    choice = choose_stories(DESK, window=WINDOW, folder_day=None, stores=stores)
    selection, summaries = choice.selection, choice.summaries
    dropped = {one.url: one.reason for one in selection.decisions if one.place == "dropped"}
    if not selection.sections:
        return None, dropped
    edition = edition_from_selection(
        selection, DESK, slug="the-daily-2026-11-23", number=1, summaries=summaries
    )
    return read_edition(write_edition(edition, zone=DESK.timezone)), dropped


def errors_of(edition: Edition) -> list[str]:
    rendered = render_edition(edition, PUBLICATION, theme=daily(), content_hash=HASH, public_url="")
    found = check_edition(edition, rendered, DESK, path="x.md", public_url="", now=NOW)
    return [f"{one.rule}: {one.message}" for one in found if one.level is Level.ERROR]


@pytest.mark.parametrize(
    ("headline", "body", "why"),
    [
        ("Hello {{ first_name }}, here is the news", GOOD, "{{ first_name }}"),
        ("Town *|FNAME|* buys a brewery", GOOD, "*|FNAME|*"),
        ("Brewery sold", "The council wrote to %%name%% on Sunday about the brewery.", "%%name%%"),
        ("Brewery sold", "The council read [the plan](plan.html) aloud on Sunday.", "plan.html"),
    ],
)
def test_a_story_that_the_check_would_block_costs_itself_alone(
    headline: str, body: str, why: str
) -> None:
    bad = article(1, headline, body)
    good = article(2, "Ferry runs again", "The ferry to Sund sails again after eleven years.")

    edition, dropped = draft([bad, good])

    assert edition is not None
    assert [item.headline for item in edition.items] == ["Ferry runs again"]
    assert why in dropped[bad.url]
    assert errors_of(edition) == []


def test_a_paid_article_is_no_news() -> None:
    bad = article(1, "Ten reasons to love our bank", GOOD, section="Sponsored")

    edition, dropped = draft([bad])

    assert edition is None
    assert "paid" in dropped[bad.url]


def test_two_stories_of_one_headline_are_not_both_told() -> None:
    first = article(1, "In pictures", "Fog lay over the harbour when the herring fleet came home.")
    second = article(2, "In Pictures", "Forty choirs sang on the steps of the museum in Oster.")

    edition, dropped = draft([first, second])

    assert edition is not None
    assert len(edition.items) == 1
    assert dropped[second.url] == "another story has this headline"
    assert errors_of(edition) == []


def test_text_that_its_source_escaped_twice_is_shown_once() -> None:
    edition, _ = draft(
        [article(1, "Fish &amp;amp; chips return to the pier", "Fish &amp; chips are back. Good.")]
    )

    assert edition is not None
    assert edition.subject == "Fish & chips return to the pier"
    assert "&amp;" not in edition.items[0].summary
    assert errors_of(edition) == []


PIECES = st.sampled_from(
    [
        *GOOD.split(" "),
        *("{{x}}", "*|A|*", "%%b%%", "&amp;", "&amp;lt;", "[a](b)", "]( )", "<b>", "“", "”", '"'),
        *("U.S.", "Dr.", "…", "--", "-->", "#", "##", "+++", "|", ";", "by:", "\\", "*", "_", "`"),
        *("Share this article:", "Read more", "\n\n", "\n", "(", ")", "https://example.org/x"),
        *("مرحبا", "\u202e", "\u200f", "\u0000", "\ud83d\ude00", "x" + "a2" * 12 + "b", "。", "了"),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map(" ".join)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_whatever_is_collected_what_is_drafted_passes_the_check(
    texts: list[tuple[str, str]],
) -> None:
    articles = [article(n, headline, body) for n, (headline, body) in enumerate(texts)]

    edition, _ = draft(articles)

    assert edition is None or errors_of(edition) == []

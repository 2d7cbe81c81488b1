"""The JSON objects are those that the reference page lists, key for key."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from digest.cli.shapes import (
    count_line,
    shape_article,
    shape_books,
    shape_finding,
    shape_instant,
    shape_item,
    shape_reader,
)
from digest.model.article import Article, Byline, Image, Precision, Sighting
from digest.model.delivery import Books, Delivery, Outcome, ReaderDelivery
from digest.model.edition import Item
from digest.model.message import Finding, Level

MOMENT = datetime(2026, 11, 23, 5, 30, tzinfo=timezone(timedelta(hours=1)))
ARTICLE = Article(
    url="https://post.example.org/ferry",
    headline="Ferries return",
    source="Varrow Post",
    first_seen=MOMENT,
)
BOOKS = ("planned", "accepted", "deferred", "rejected", "suppressed", "expired", "unknown", "owed")


def test_instants_are_in_utc_and_missing_ones_null() -> None:
    assert shape_instant(MOMENT) == "2026-11-23T04:30:00Z"
    assert shape_instant(None) is None


@given(st.datetimes(timezones=st.timezones(), min_value=datetime(1990, 1, 1)))  # noqa: DTZ001
def test_any_instant_is_read_back_as_itself(moment: datetime) -> None:
    written = shape_instant(moment)
    assert written
    assert written.endswith("Z")
    assert datetime.fromisoformat(written) == moment.astimezone(UTC)


def test_an_article_has_every_key_and_null_for_what_is_not_known() -> None:
    shape = shape_article(ARTICLE, target="page.html", summary="")
    for key in ("published", "published_precision", "dek", "image", "language", "section"):
        assert shape[key] is None
    assert (shape["byline"], shape["lede"], shape["body"]) == ([], "", "")
    assert (shape["target"], shape["url"]) == ("page.html", ARTICLE.url)


def test_an_article_is_shaped_with_people_picture_and_precision() -> None:
    full = replace(
        ARTICLE,
        byline=(Byline(name="Jo Marsh", role="Political Editor"), Byline(name="Ana Ruiz")),
        image=Image(url="https://img.example.org/1.jpg", alt="A quay"),
        published=MOMENT,
        precision=Precision.DAY,
    )
    shape = shape_article(full, target="t", summary="Short.")
    assert shape["byline"] == [
        {"name": "Jo Marsh", "role": "Political Editor"},
        {"name": "Ana Ruiz", "role": None},
    ]
    assert shape["image"] == {"url": "https://img.example.org/1.jpg", "alt": "A quay", "credit": ""}
    assert shape["published_precision"] == "day"
    assert shape["summary"] == "Short."


def test_an_item_names_its_own_address_first_among_its_sources() -> None:
    also = (Sighting(name="Wire", url="https://wire.example.org/1"),)
    item = Item(headline="Ferries return", url=ARTICLE.url, also=also)
    assert shape_item(item) == {
        "headline": "Ferries return",
        "url": ARTICLE.url,
        "summary": "",
        "byline": [],
        "kicker": None,
        "published": None,
        "image": None,
        "sources": [
            {"name": "", "url": ARTICLE.url},
            {"name": "Wire", "url": "https://wire.example.org/1"},
        ],
    }
    assert shape_item(replace(item, url=None, also=()))["sources"] == []


def test_a_finding_has_its_level_by_name() -> None:
    finding = Finding(rule="size", level=Level.WARNING, message="Long.")
    shape = shape_finding(finding)
    assert shape == {
        "rule": "size",
        "level": "warning",
        "message": "Long.",
        "file": None,
        "line": None,
        "column": None,
        "fix": None,
        "url": "docs/checks/size.md",
    }


def test_the_books_have_every_count_and_say_whether_they_balance() -> None:
    shape = shape_books("the-daily-2026-11-23", Books(planned=3, accepted=2, owed=1), 1.23456)
    assert list(shape) == ["edition", *BOOKS, "balanced", "seconds"]
    assert (shape["balanced"], shape["seconds"]) == (True, 1.235)
    assert shape_books("x", Books(planned=3), 0)["balanced"] is False


def test_a_reader_is_shaped_with_null_for_what_never_was() -> None:
    delivery = Delivery(subscriber_id=1, outcome=Outcome.UNKNOWN, at=MOMENT)
    assert shape_reader(ReaderDelivery(email="a@example.org", delivery=delivery)) == {
        "email": "a@example.org",
        "message_id": None,
        "code": None,
        "enhanced": None,
        "reply": None,
        "attempts": 0,
        "at": "2026-11-23T04:30:00Z",
        "next_attempt": None,
    }


def test_the_line_of_counts_leaves_out_what_is_nought_but_for_the_accepted_and_doubts() -> None:
    assert count_line(Books()) == "accepted 0 · unknown 0      the books balance"
    line = count_line(Books(planned=1186, accepted=1179, deferred=5, rejected=2))
    assert line == "accepted 1,179 · deferred 5 · rejected 2 · unknown 0      the books balance"
    assert "DO NOT BALANCE" in count_line(Books(planned=2, accepted=1))

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.unit.app.outside import feed_source

from digest.adapters.memory import MemoryStore
from digest.cli.source_states import SourceState, read_states, shape_state, state_lines
from digest.model.article import Article, Sighting
from digest.model.fetch import SourceHealth
from digest.model.publication import Source, SourceKind

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
DAY = timedelta(days=1)
FEED = feed_source()


def state(**known: Any) -> SourceState:
    store = MemoryStore()
    store.articles.save_source_health(SourceHealth(name=FEED.name, url=FEED.url, **known))
    [found] = read_states([FEED], store.articles, now=NOW)
    return found


def told(**known: Any) -> list[str]:
    prefix = f"feed     {FEED.name}  {FEED.url}  "
    lines = state_lines([state(**known)], zone="Europe/Brussels", now=NOW)
    return [line.removeprefix(prefix).strip() for line in lines]


def test_how_a_source_fares_is_told_in_a_line() -> None:
    assert told() == ["not collected yet"]
    assert told(last_success=NOW - DAY / 12) == ["answered 2 hours ago"]
    assert told(last_success=NOW - 2 * DAY, failures=4, last_error="HTTP 503") == [
        "failing, 4 in a row: HTTP 503, last answered 2 days ago"
    ]
    assert told(last_success=NOW, last_new=NOW - 16 * DAY) == [
        "answered just now, silent for 16 days"
    ]
    said = "HTTP 429; it asks to be left alone for 2 hours"
    assert told(failures=1, last_error=said, not_before=NOW + DAY / 12) == [
        "failing, 1 in a row: HTTP 429, asked to wait until 2026-11-23 07:30"
    ]
    assert told(last_success=NOW + DAY) == ["answered just now"]


def test_what_an_editor_should_do_stands_below() -> None:
    moved = told(last_success=NOW, moved_to="https://new.example.org/rss")
    gone = told(gone_at=NOW - DAY, failures=1, last_error="HTTP 410", not_before=NOW + DAY)

    assert moved == [
        "answered just now",
        "has moved to https://new.example.org/rss: change its url in digest.toml",
    ]
    assert gone == [
        "gone since 2026-11-22 (HTTP 410), asked again from 2026-11-24 05:30",
        'take it out: digest sources remove "Varrow Post"',
    ]


def test_how_many_articles_a_day_a_source_brings_comes_from_the_store() -> None:
    store = MemoryStore()
    store.articles.save_articles(
        [
            Article(
                url=f"{FEED.url}/{number}",
                headline="Ferries return",
                source=FEED.name,
                published=NOW - number * DAY / 2,
                first_seen=NOW,
                sightings=(Sighting(name=FEED.name, url="x"),),
            )
            for number in range(40)
        ],
        now=NOW,
    )
    other = Source(name="Other", kind=SourceKind.SITEMAP, url="https://o.example.org/sitemap.xml")

    mine, none = read_states([FEED, other], store.articles, now=NOW)

    assert (mine.articles_a_day, none.articles_a_day) == (2.1, 0.0)


def test_the_json_of_a_source_has_all_that_is_known() -> None:
    shape = shape_state(
        state(last_success=NOW, last_new=NOW - 16 * DAY, not_before=NOW - DAY), now=NOW
    )

    assert shape == {
        "name": "Varrow Post",
        "kind": "feed",
        "url": FEED.url,
        "section": None,
        "last_success": "2026-11-23T04:30:00Z",
        "failures": 0,
        "last_error": None,
        "articles_a_day": 0.0,
        "last_new": "2026-11-07T04:30:00Z",
        "silent_days": 16,
        "moved_to": None,
        "gone_at": None,
        "not_before": None,
    }

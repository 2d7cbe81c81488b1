from dataclasses import replace

import pytest
from tests.integration.store.examples import HOUR, MINUTE, NOW, SECRET, AnyStore, make_article

from digest.adapters.store import open_store
from digest.model.article import Byline, Image, Precision, SavedArticles, Sighting
from digest.model.fetch import SourceHealth, SourceRhythm, Validators

FULL = make_article(
    byline=(Byline(name="Jo Marsh", role="Political Editor"), Byline(name="Ana Ruiz")),
    dateline="VARROW",
    dek="A vote was due in the morning.",
    image=Image(url="https://post.example.org/levy.jpg", alt="Containers", credit="R. Adeyemi"),
    language="en",
    section="Politics",
    zone_known=False,
)


def test_an_article_comes_back_as_it_was_saved(store: AnyStore) -> None:
    plain = make_article("plain", published=None, precision=None, body="", lede="", sightings=())
    store.articles.save_articles([FULL, plain], now=NOW)

    assert store.articles.articles() == [FULL, plain]


def test_saving_twice_changes_nothing(store: AnyStore) -> None:
    first = store.articles.save_articles([FULL], now=NOW)
    second = store.articles.save_articles([replace(FULL, first_seen=NOW + HOUR)], now=NOW + HOUR)

    assert first == SavedArticles(new=1, changed=0, known=0)
    assert second == SavedArticles(new=0, changed=0, known=1)
    assert store.articles.articles() == [FULL]


def test_a_known_article_gains_sightings_and_keeps_the_first_source(store: AnyStore) -> None:
    elsewhere = Sighting(name="Harbour Wire", url="https://wire.example.org/7")
    store.articles.save_articles([FULL], now=NOW)
    again = replace(FULL, source="Harbour Wire", sightings=(elsewhere,), first_seen=NOW + HOUR)

    counts = store.articles.save_articles([again], now=NOW + HOUR)

    assert counts == SavedArticles(new=0, changed=1, known=0)
    assert store.articles.articles() == [replace(FULL, sightings=(*FULL.sightings, elsewhere))]
    assert store.articles.articles(source="Harbour Wire") == store.articles.articles()
    assert store.articles.articles(source="Varrow Post") == store.articles.articles()
    assert store.articles.articles(source="Nobody") == []


def test_a_corrected_text_replaces_the_old_one(store: AnyStore) -> None:
    store.articles.save_articles([FULL], now=NOW)
    body = FULL.body + "\n\nThe vote was put off on Sunday evening."

    store.articles.save_articles([replace(FULL, body=body, headline="Levy is off")], now=NOW)

    (kept,) = store.articles.articles()
    assert (kept.headline, kept.body, kept.byline) == ("Levy is off", body, FULL.byline)


def test_one_call_may_hold_an_article_twice(store: AnyStore) -> None:
    elsewhere = Sighting(name="Harbour Wire", url="https://wire.example.org/7")
    counts = store.articles.save_articles([FULL, replace(FULL, sightings=(elsewhere,))], now=NOW)

    assert counts == SavedArticles(new=1, changed=1, known=0)
    (kept,) = store.articles.articles()
    assert kept.sightings == (*FULL.sightings, elsewhere)


def test_nothing_saved_is_nothing_counted(store: AnyStore) -> None:
    assert store.articles.save_articles([], now=NOW) == SavedArticles(new=0, changed=0, known=0)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (None, None, ["both", "seen", "dated"]),
        (-2, 0, ["both", "seen"]),
        (-1, None, ["seen", "dated"]),
        (None, -4, ["both", "dated"]),
        (1, 5, ["dated"]),
        (5, 9, []),
    ],
)
def test_a_span_holds_its_start_and_not_its_end(
    store: AnyStore, since: int | None, until: int | None, found: list[str]
) -> None:
    store.articles.save_articles(
        [
            make_article("dated", published=NOW - 5 * HOUR, first_seen=NOW + 2 * HOUR),
            make_article("seen", published=None, precision=None, first_seen=NOW - HOUR),
            make_article("both", published=NOW - 6 * HOUR, first_seen=NOW - 2 * HOUR),
        ],
        now=NOW,
    )

    articles = store.articles.articles(
        since=None if since is None else NOW + since * HOUR,
        until=None if until is None else NOW + until * HOUR,
    )

    assert [one.url.rpartition("/")[2] for one in articles] == found


def test_articles_seen_at_once_are_in_order_of_their_addresses(store: AnyStore) -> None:
    store.articles.save_articles([make_article(slug) for slug in ("c", "a", "b")], now=NOW)

    assert [one.url[-1] for one in store.articles.articles()] == ["a", "b", "c"]


def test_what_is_kept_with_a_body_is_known_by_every_address_it_was_seen_at(
    store: AnyStore,
) -> None:
    elsewhere = Sighting(name="Harbour Wire", url="https://wire.example.org/7")
    seen = replace(FULL, sightings=(*FULL.sightings, elsewhere))
    store.articles.save_articles([seen, make_article("teaser", body="")], now=NOW)
    asked = [FULL.url, elsewhere.url, make_article("teaser").url, "https://post.example.org/other"]

    assert store.articles.kept_as(asked) == {FULL.url: FULL.url, elsewhere.url: FULL.url}
    assert store.articles.kept_as([]) == {}


def test_many_urls_are_asked_for_at_once(store: AnyStore) -> None:
    many = [make_article(f"story-{number}") for number in range(1200)]
    store.articles.save_articles(many, now=NOW)

    assert len(store.articles.kept_as([one.url for one in many])) == 1200
    assert len(store.articles.articles()) == 1200


def test_a_source_is_known_since_its_first_article(store: AnyStore) -> None:
    store.articles.save_articles(
        [
            make_article("late", first_seen=NOW + HOUR),
            make_article("early", first_seen=NOW),
            make_article("wire", source="Harbour Wire", first_seen=NOW + 2 * HOUR),
        ],
        now=NOW,
    )

    assert store.articles.first_collected() == {
        "Varrow Post": NOW,
        "Harbour Wire": NOW + 2 * HOUR,
    }


def test_the_health_of_a_source_is_remembered(store: AnyStore) -> None:
    well = SourceHealth(
        name="Varrow Post",
        url="https://post.example.org/rss",
        validators=Validators(etag='"7"', last_modified="Mon, 23 Nov 2026 04:00:00 GMT"),
        last_success=NOW,
    )
    ill = replace(well, failures=3, last_error="HTTP 503")
    store.articles.save_source_health(well)
    store.articles.save_source_health(SourceHealth(name="Harbour Wire"))
    store.articles.save_source_health(ill)

    assert store.articles.source_health() == {
        "Varrow Post": ill,
        "Harbour Wire": SourceHealth(name="Harbour Wire"),
    }


def test_all_that_is_known_of_a_source_survives_and_many_are_saved_at_once(
    store: AnyStore,
) -> None:
    moved = SourceHealth(
        name="Varrow Post",
        url="https://post.example.org/rss",
        last_new=NOW - HOUR,
        moved_to="https://new.example.org/rss",
        gone_at=NOW - 2 * HOUR,
        not_before=NOW + HOUR,
    )
    many = [SourceHealth(name=f"Paper {number:04}") for number in range(1200)]
    store.articles.save_source_health(moved, *many)
    store.articles.save_source_health()

    found = store.articles.source_health()
    assert found["Varrow Post"] == moved
    assert len(found) == 1201


def test_the_rhythm_of_a_source_counts_what_was_found_there(store: AnyStore) -> None:
    shared = (Sighting(name="Varrow Post", url="a"), Sighting(name="Harbour Wire", url="b"))
    store.articles.save_articles(
        [
            make_article("shared", published=NOW - HOUR, sightings=shared),
            make_article("undated", published=None, precision=None, first_seen=NOW),
            make_article("old", published=NOW - 400 * HOUR, first_seen=NOW),
            make_article("edge", published=NOW - 10 * HOUR),
        ],
        now=NOW,
    )

    assert store.articles.source_rhythms(since=NOW - 10 * HOUR) == {
        "Varrow Post": SourceRhythm(count=3, first=NOW - 10 * HOUR, last=NOW),
        "Harbour Wire": SourceRhythm(count=1, first=NOW - HOUR, last=NOW - HOUR),
    }


def test_half_a_surrogate_pair_costs_a_letter_and_not_the_collection(database: object) -> None:
    store = open_store(f"sqlite:///{database}", secret=SECRET)
    store.articles.save_articles([replace(FULL, headline="Levy \ud83d off")], now=NOW)

    assert store.articles.articles()[0].headline == "Levy ? off"
    store.close()


def test_precision_survives(store: AnyStore) -> None:
    store.articles.save_articles([replace(FULL, precision=Precision.DAY)], now=NOW)

    assert store.articles.articles()[0].precision is Precision.DAY


# What articles said before


def test_what_an_article_said_before_a_change_is_kept(store: AnyStore) -> None:
    store.articles.save_articles([FULL], now=NOW)
    later = replace(FULL, headline="Levy is off", body=FULL.body + " Nobody voted.")
    store.articles.save_articles([later], now=NOW + HOUR)
    store.articles.save_articles([replace(later, headline="Levy off")], now=NOW + 2 * HOUR)

    (first, second) = store.articles.versions_since(NOW)[FULL.url]
    assert (first.until, first.headline, first.body) == (NOW + HOUR, FULL.headline, FULL.body)
    assert (second.until, second.headline) == (NOW + 2 * HOUR, "Levy is off")
    assert store.articles.versions_since(NOW + HOUR) == {FULL.url: (second,)}
    assert store.articles.versions_since(NOW + 2 * HOUR) == {}


def test_a_text_that_replaces_a_teaser_or_says_the_same_makes_no_version(store: AnyStore) -> None:
    teaser = replace(FULL, body="")
    store.articles.save_articles([teaser], now=NOW)
    store.articles.save_articles([FULL], now=NOW + HOUR)
    spaced = replace(FULL, body=FULL.body.replace(" ", "  "), section="Economy")
    store.articles.save_articles([spaced], now=NOW + 2 * HOUR)

    assert store.articles.versions_since(NOW - HOUR) == {}


def test_of_a_page_that_changes_all_day_the_last_versions_are_kept(store: AnyStore) -> None:
    for turn in range(25):
        page = replace(FULL, headline=f"Live: minute {turn}")
        store.articles.save_articles([page], now=NOW + turn * MINUTE)

    kept = store.articles.versions_since(NOW - HOUR)[FULL.url]
    assert [one.headline for one in kept] == [f"Live: minute {turn}" for turn in range(4, 24)]


def test_articles_are_found_by_any_of_their_addresses(store: AnyStore) -> None:
    elsewhere = Sighting(name="Harbour Wire", url="https://wire.example.org/7")
    seen = replace(FULL, sightings=(*FULL.sightings, elsewhere))
    other = make_article("rail-strike")
    store.articles.save_articles([seen, other], now=NOW)

    assert store.articles.articles_at([elsewhere.url, FULL.url, "https://no.example"]) == [seen]
    assert store.articles.articles_at([other.url, elsewhere.url]) == [seen, other]
    assert store.articles.articles_at([]) == []

from dataclasses import replace

import pytest
from tests.integration.store.examples import HOUR, NOW, SECRET, AnyStore, make_article

from digest.adapters.store import open_store
from digest.model.article import Byline, Image, Precision, SavedArticles, Sighting
from digest.model.fetch import SourceHealth, Validators

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


def test_half_a_surrogate_pair_costs_a_letter_and_not_the_collection(database: object) -> None:
    store = open_store(f"sqlite:///{database}", secret=SECRET)
    store.articles.save_articles([replace(FULL, headline="Levy \ud83d off")], now=NOW)

    assert store.articles.articles()[0].headline == "Levy ? off"
    store.close()


def test_precision_survives(store: AnyStore) -> None:
    store.articles.save_articles([replace(FULL, precision=Precision.DAY)], now=NOW)

    assert store.articles.articles()[0].precision is Precision.DAY

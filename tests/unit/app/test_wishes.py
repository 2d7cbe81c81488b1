"""Pins, drops and embargoes, from the desk's word to the draft."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.app.edition_desk import (
    HOUR,
    MORNING,
    SAVED,
    Desk,
    article,
    chosen,
    dropped,
    make_desk,
)
from tests.unit.edit.told_twice import by_id

from digest.app.finding import name_some
from digest.app.wishes import keep_wish, list_wishes, take_back
from digest.errors import UsageError
from digest.model.message import Level
from digest.model.publication import EditionRules
from digest.model.wish import Wish, WishKind

SMALL = EditionRules(minimum=1, stories=2)


def small_desk() -> Desk:
    desk = make_desk()
    desk.publication = replace(desk.publication, edition=SMALL)
    return desk


def wish(desk: Desk, kind: WishKind, text: str, **more: object) -> Wish:
    report = keep_wish(kind, text, stores=desk.stores, clock=desk.clock, **more)  # type: ignore[arg-type]
    return report.wish


def test_a_pinned_story_gets_into_an_edition_that_is_full() -> None:
    desk = small_desk()
    assert chosen(desk.draft()) == {"levy", "gauges"}

    wish(desk, WishKind.PIN, "glassworks kiln")

    assert chosen(desk.draft()) == {"levy", "kiln"}


def test_a_pin_brings_back_what_is_older_than_the_window() -> None:
    desk = make_desk()
    old = article("bees", MORNING - 60 * HOUR, first_seen=MORNING - 59 * HOUR)
    desk.keep([old])
    assert "bees" not in chosen(desk.draft())

    wish(desk, WishKind.PIN, old.url)

    assert "bees" in chosen(desk.draft())


def test_a_dropped_story_stays_out_until_it_is_taken_back() -> None:
    desk = make_desk()
    wish(desk, WishKind.DROP, "harbor LEVY".replace("harbor", "harbour"))
    assert dropped(desk.draft())["levy"] == "dropped by the desk"

    report = take_back(WishKind.DROP, "harbour levy", stores=desk.stores, clock=desk.clock)

    assert report.removed
    assert "levy" in chosen(desk.draft())
    with pytest.raises(UsageError, match="is not dropped"):
        take_back(WishKind.DROP, "harbour levy", stores=desk.stores, clock=desk.clock)


def test_an_embargo_holds_a_story_on_the_bench_and_lets_it_count_from_its_end() -> None:
    desk = make_desk()
    until = MORNING + HOUR
    wish(desk, WishKind.EMBARGO, "harbour levy", until=until)

    report = desk.draft()

    assert "levy" not in chosen(report)
    assert report.edition
    (held,) = (item for item in report.edition.bench if item.embargo)
    assert (held.headline, held.embargo) == ("Ministers shelve the harbour levy", until)
    assert "embargo: 2026-11-23T06:30:00+01:00" in (desk.folder.read_text(report.path) or "")

    # Two days later, and an edition that was sent in between: it is news of the moment it was free.
    desk.send()
    desk.clock.moment = MORNING + timedelta(days=1)
    desk.keep([article(number, MORNING + 20 * HOUR) for number in range(3)])
    assert "levy" in chosen(desk.draft())


def test_a_notice_in_the_text_is_an_embargo_and_no_reader_sees_it() -> None:
    desk = make_desk()
    body = (
        "EMBARGOED UNTIL 06:00 CET, 24 November 2026\n\nOnly one hive in nine was lost to mites, "
        "the beekeepers of Varrow say after counting 4,000 of them."
    )
    desk.keep([article("bees", MORNING - HOUR, body=body, lede=body.partition("\n\n")[0])])

    report = desk.draft()

    assert report.edition
    (held,) = (item for item in report.edition.bench if item.embargo)
    assert held.summary.startswith("Only one hive in nine")
    (noted,) = list_wishes(WishKind.EMBARGO, stores=desk.stores, clock=desk.clock)
    assert noted.headline == "Beekeepers count a mild winter"

    take_back(WishKind.EMBARGO, "beekeepers", stores=desk.stores, clock=desk.clock)
    assert "bees" in chosen(desk.draft())
    assert list_wishes(WishKind.EMBARGO, stores=desk.stores, clock=desk.clock) == []


def test_a_rehearsal_notes_no_embargo() -> None:
    desk = make_desk()
    body = "EMBARGOED UNTIL 06:00 CET, 24 November 2026\n\nOnly one hive in nine was lost."
    desk.keep([article("bees", MORNING - HOUR, body=body, lede=body)])
    desk.draft(dry_run=True)
    assert list_wishes(WishKind.EMBARGO, stores=desk.stores, clock=desk.clock) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "submarine",
            "No article of the last two weeks has “submarine” in its headline or opening",
        ),
        ("https://post.example.org/nowhere", "No article of the last two weeks"),
        ("", "No article"),
        ("the", "fits 2 articles: “"),
    ],
)
def test_a_wish_for_no_article_or_for_several_is_refused(text: str, message: str) -> None:
    desk = make_desk()
    with pytest.raises(UsageError, match=message):
        wish(desk, WishKind.PIN, text)
    assert desk.stores.wishes.wishes() == []


def test_words_find_a_headline_whatever_its_capitals_and_accents() -> None:
    desk = make_desk()
    desk.keep([article("bees", MORNING, headline="Le café de Göteborg rouvre")])
    assert wish(desk, WishKind.PIN, "CAFE goteborg").url.endswith("/bees")


def test_what_was_told_is_named_when_it_is_pinned() -> None:
    desk = make_desk()
    desk.send()
    report = keep_wish(WishKind.PIN, "harbour levy", stores=desk.stores, clock=desk.clock)
    assert report.told_in == "the-daily-2026-11-23"


def test_what_was_told_and_stays_pinned_takes_no_news_of_its_event_with_it() -> None:
    desk = make_desk()
    first = replace(by_id("quake-post"), published=MORNING - HOUR, first_seen=MORNING - HOUR)
    later = MORNING + 10 * HOUR
    desk.keep([first])
    wish(desk, WishKind.PIN, first.url)
    desk.send()
    desk.clock.moment = MORNING + timedelta(days=1)
    desk.keep([replace(by_id("quake-wire"), published=later, first_seen=later)])
    desk.keep([article(number, MORNING + 20 * HOUR) for number in range(1, 4)])

    report = desk.draft()

    assert "quake-wire" in chosen(report)
    assert dropped(report)["quake-post"] == "told before, in the-daily-2026-11-23"


def test_a_pinned_page_without_an_address_is_told_once() -> None:
    desk = make_desk()
    page = article("bees", MORNING - HOUR, url="file:///saved/bees.html", source=SAVED)
    desk.keep([page])
    wish(desk, WishKind.PIN, page.url)
    desk.send()
    desk.clock.moment = MORNING + timedelta(days=1)
    desk.keep([article(number, MORNING + 20 * HOUR) for number in range(1, 4)])

    assert dropped(desk.draft())["bees.html"] == "told before, in the-daily-2026-11-23"


def test_what_is_held_after_the_draft_is_not_sent_before_its_moment() -> None:
    desk = make_desk()
    desk.draft()
    wish(desk, WishKind.EMBARGO, "harbour levy", until=MORNING + HOUR)

    assert [one.rule for one in desk.check().findings if one.level is Level.ERROR] == ["embargo"]
    desk.clock.moment = MORNING + HOUR
    assert not [one for one in desk.check().findings if one.level is Level.ERROR]


# What was told and has changed


LATER = (
    "\n\nOn Tuesday the treasury published the figures on which its decision rests. They show that "
    "the levy would have brought in eleven million a year, and that fourteen of the twenty lines "
    "that call at Varrow had written to say that they would leave. The leader of the dockers, Ana "
    "Ruiz, called them the most expensive letters in the history of the port."
)


def test_a_told_story_comes_back_as_updated_when_its_text_has_changed() -> None:
    desk = make_desk()
    levy = next(one for one in desk.store.articles.articles() if one.url.endswith("levy"))
    desk.send()
    desk.clock.moment = MORNING + 23 * HOUR
    desk.keep([article(number, MORNING + 20 * HOUR) for number in range(3)])
    assert "levy" not in chosen(desk.draft(dry_run=True))
    desk.keep([replace(levy, body=levy.body + LATER)])
    desk.clock.moment = MORNING + timedelta(days=1)

    report = desk.draft()
    assert report.edition
    assert {item.headline for item in report.edition.items if item.updated} == {levy.headline}
    desk.send("the-daily-2026-11-24")

    desk.clock.moment = MORNING + timedelta(days=2)
    desk.keep([article(number, MORNING + 40 * HOUR) for number in range(5, 9)])
    assert "levy" not in chosen(desk.draft())


def test_a_correction_of_what_was_told_brings_nothing_back() -> None:
    desk = make_desk()
    levy = next(one for one in desk.store.articles.articles() if one.url.endswith("levy"))
    desk.send()
    desk.clock.moment = MORNING + timedelta(days=1)
    desk.keep([article(number, MORNING + 20 * HOUR) for number in range(3)])
    desk.keep([replace(levy, body=levy.body.replace("Dockers", "Dock workers"))])
    assert "levy" not in chosen(desk.draft())


def test_several_articles_of_one_headline_are_named_by_their_addresses() -> None:
    first, second = article(1, MORNING), article(2, MORNING)
    twins = [first, replace(second, headline=first.headline)]
    assert [one.url in name_some(twins) for one in twins] == [True, True]
    assert first.url not in name_some([first, second])

"""Drafting: windows that neither leak nor repeat, and a file that belongs to its editor."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.app.edition_desk import (
    DAY,
    EVENING,
    FILE,
    HOUR,
    MINUTE,
    MORNING,
    PUBLICATION,
    SAVED,
    SLOTTED,
    SLUG,
    Desk,
    article,
    chosen,
    dropped,
    make_desk,
)

from digest.compose.draft import read_edition
from digest.errors import EditionBusy, UsageError
from digest.model.article import Article, Precision
from digest.model.edition import EditionState, Window
from digest.model.publication import EditionRules, Publication, SendingRules

HALF_PAST_FIVE = time(5, 30)
LOOSE = replace(PUBLICATION, edition=EditionRules(minimum=1, stories=400), sections=())


def test_a_draft_is_the_file_that_is_read_back_and_a_record_beside_it() -> None:
    desk = make_desk()

    report = desk.draft()

    assert report.path == FILE
    assert chosen(report) == {"levy", "gauges", "trams", "kiln"}
    assert read_edition(desk.folder.texts[FILE]) == report.edition
    record = desk.record()
    assert (record.state, record.number, record.planned) == (EditionState.DRAFTED, 1, 0)
    assert record.window == Window(start=MORNING - DAY, end=MORNING)
    assert record.decisions == report.selection.decisions


def test_the_same_store_and_moment_give_the_same_draft() -> None:
    one, other = make_desk(), make_desk()
    one.draft()
    other.draft()
    assert one.folder.texts == other.folder.texts


def test_a_rehearsed_draft_writes_nothing() -> None:
    desk = make_desk()

    report = desk.draft(dry_run=True)

    assert report.edition
    assert desk.folder.texts == {}
    assert desk.store.editions.editions() == []


def test_drafting_again_uses_the_same_window_and_number_and_takes_what_came_since() -> None:
    desk = make_desk()
    desk.draft()
    desk.clock.moment += HOUR
    desk.keep(
        [
            article("bees", MORNING - MINUTE, first_seen=MORNING + MINUTE),
            article("chess", MORNING + MINUTE),
        ]
    )

    again = desk.draft()

    assert again.placement.window == Window(start=MORNING - DAY, end=MORNING)
    assert desk.record().number == 1
    assert "bees" in chosen(again)
    assert "chess" not in chosen(again)


def test_an_edited_file_is_kept_until_it_is_forced() -> None:
    desk = make_desk()
    desk.draft()
    drafted = desk.folder.texts[FILE]
    desk.folder.texts[FILE] = edited = drafted.replace("Ministers", "The ministers")

    with pytest.raises(UsageError, match="changed by an editor"):
        desk.draft()
    assert desk.folder.texts[FILE] == edited

    desk.draft(force=True)
    assert desk.folder.texts[FILE] == drafted


def test_a_file_that_the_database_does_not_know_is_kept_and_the_hint_leads_on() -> None:
    desk = make_desk()
    desk.folder.texts[FILE] = "written by hand\n"

    with pytest.raises(UsageError, match="database knows nothing") as caught:
        desk.draft()

    assert "digest send" not in caught.value.hint, "there is no edition that could be sent"
    assert desk.folder.texts[FILE] == "written by hand\n"
    assert desk.draft(force=True).edition


def test_a_run_that_stopped_before_its_file_was_written_is_made_good_by_the_next() -> None:
    desk = make_desk()
    desk.draft()
    text = desk.folder.texts.pop(FILE)

    desk.draft()

    assert desk.folder.texts[FILE] == text


def test_an_older_file_in_the_way_after_a_crash_is_kept() -> None:
    desk = make_desk()
    desk.draft()
    older = desk.folder.texts[FILE]
    desk.keep([article("bees", MORNING - MINUTE, first_seen=MORNING + MINUTE)])
    desk.draft()
    desk.folder.texts[FILE] = older  # the second run saved its record, and died

    with pytest.raises(UsageError):
        desk.draft()
    assert desk.folder.texts[FILE] == older


@pytest.mark.parametrize(
    "state",
    [
        EditionState.PLANNED,
        EditionState.SENDING,
        EditionState.HALTED,
        EditionState.DONE,
        EditionState.EXPIRED,
    ],
)
def test_what_was_planned_is_never_drafted_again_not_even_by_force(state: EditionState) -> None:
    desk = make_desk()
    desk.plan()
    desk.store.ledger.set_state(SLUG, state)
    before = dict(desk.folder.texts)

    for force in (False, True):
        with pytest.raises(EditionBusy, match=state.value):
            desk.draft(force=force)
    assert desk.folder.texts == before


def test_a_quiet_day_writes_nothing_and_counts_what_it_found() -> None:
    desk = Desk()
    desk.keep([article("levy", MORNING - HOUR)])

    report = desk.draft()

    assert report.edition is None
    assert report.selection.quiet
    assert report.quiet_reason == ("a quiet day: 1 new story, fewer than the 2 of an edition")
    assert desk.folder.texts == {}
    assert desk.store.editions.editions() == []


def test_a_quiet_day_does_not_move_the_window() -> None:
    desk = make_desk()
    desk.send()
    desk.clock.moment = MORNING + DAY
    desk.keep([article("bees", MORNING + 2 * HOUR)])
    assert desk.draft().selection.quiet
    desk.clock.moment = MORNING + 2 * DAY
    desk.keep([article("chess", MORNING + 30 * HOUR)])

    report = desk.draft()

    assert report.placement.window.start == MORNING
    assert chosen(report) == {"bees", "chess"}


def test_a_drafted_edition_that_was_never_sent_does_not_move_the_window() -> None:
    desk = make_desk()
    desk.draft()
    desk.clock.moment = MORNING + DAY

    assert desk.draft().placement.window == Window(start=MORNING, end=MORNING + DAY)

    later = make_desk()
    later.send()
    later.clock.moment = MORNING + DAY
    later.keep([article("bees", MORNING + HOUR), article("chess", MORNING + HOUR)])
    later.draft()
    later.clock.moment = MORNING + 2 * DAY
    assert later.draft().placement.window.start == MORNING


def test_an_edition_that_expired_before_anybody_got_it_tells_its_stories_again() -> None:
    desk = make_desk()
    desk.plan()
    desk.clock.moment = MORNING + DAY
    desk.store.ledger.expire(SLUG, now=desk.clock.moment)

    report = desk.draft()

    assert desk.record().state is EditionState.EXPIRED
    assert report.placement.window.start == MORNING
    assert desk.told() == set()


def test_a_sent_story_never_returns() -> None:
    desk = make_desk()
    desk.send()
    # It comes once more, from a second paper and a little later, with the same text.
    again = article("levy", MORNING + HOUR, url="https://wire.example.org/9", source="Wire")
    desk.keep([again, article("bees", MORNING + HOUR), article("chess", MORNING + HOUR)])
    desk.keep([article("gauges", MORNING - 2 * HOUR, first_seen=MORNING - HOUR)])
    desk.clock.moment = MORNING + DAY

    report = desk.draft()

    assert {"bees", "chess"} <= chosen(report)
    assert chosen(report).isdisjoint({"levy", "gauges", "trams", "kiln"})


def test_no_article_of_a_merged_story_returns() -> None:
    desk = make_desk()
    twin = article(
        "levy", MORNING - HOUR, url="https://wire.example.org/levy-again", source="Example Wire"
    )
    desk.keep([twin])
    report = desk.draft()
    stories = [one for one in report.selection.decisions if len(one.articles) > 1]
    assert [set(one.articles) for one in stories] == [{"https://post.example.org/levy", twin.url}]

    desk.send()

    assert {"levy", "levy-again"} <= desk.told()


def test_a_story_that_the_editor_dropped_is_not_told() -> None:
    desk = make_desk()
    desk.draft()
    text = desk.folder.texts[FILE]
    start = text.index("## [Last glassworks")
    end = text.find("\n## ", start + 1)
    desk.folder.texts[FILE] = text[:start] + (text[end + 1 :] if end > 0 else "")

    desk.send()

    assert desk.told() == {"levy", "gauges", "trams"}


def test_a_late_arrival_comes_in_once_and_a_new_sources_backlog_does_not() -> None:
    desk = make_desk()
    desk.send()
    seen = MORNING + 3 * HOUR
    desk.keep(
        [
            article("bees", MORNING - HOUR, first_seen=seen),
            article("chess", MORNING - HOUR, first_seen=seen, source="New Paper"),
            article(1, MORNING - 30 * HOUR, first_seen=seen),
            article(2, seen),
        ]
    )
    desk.clock.moment = MORNING + DAY

    report = desk.draft()

    assert chosen(report) == {"bees", "2"}
    assert dropped(report)["chess"] == "published before its source was added"
    assert dropped(report)["1"] == "published earlier"
    desk.send()
    desk.clock.moment = MORNING + 2 * DAY
    assert chosen(desk.draft()) == set()


def test_an_article_without_a_date_counts_from_its_first_sighting() -> None:
    desk = make_desk()
    desk.keep([article("bees", None, first_seen=MORNING - MINUTE)])
    desk.keep([article("chess", None, first_seen=MORNING - 25 * HOUR)])

    report = desk.draft()

    assert "bees" in chosen(report)
    assert dropped(report)["chess"] == "first seen earlier"


def test_a_saved_page_counts_from_its_first_sighting_and_by_date_from_its_print_date() -> None:
    desk = Desk(publication=LOOSE, clock=make_desk().clock)
    printed = datetime(2023, 9, 28, 4, 46, tzinfo=UTC)
    desk.keep(
        [
            article("levy", printed, first_seen=MORNING, source=SAVED),
            article("trams", printed - DAY, first_seen=MORNING, source=SAVED),
            article("kiln", None, first_seen=MORNING, source=SAVED),
        ]
    )

    assert chosen(desk.draft(dry_run=True)) == {"levy", "trams", "kiln"}
    by_date = desk.draft(date(2023, 9, 28))
    assert by_date.placement.slug == "the-daily-2023-09-28"
    assert by_date.placement.window.end == datetime(2023, 9, 28, 22, tzinfo=UTC)
    assert chosen(by_date) == {"levy"}
    assert by_date.edition
    assert by_date.edition.items[0].published == printed


def test_a_date_without_slots_ends_with_its_day_and_today_ends_now() -> None:
    desk = make_desk()
    yesterday = desk.draft(date(2026, 11, 22), dry_run=True).placement
    assert yesterday.window.end == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert desk.draft(date(2026, 11, 23), dry_run=True).placement.window.end == MORNING


def test_editions_are_numbered_one_after_the_other() -> None:
    desk = make_desk()
    desk.draft()
    desk.clock.moment = MORNING + DAY
    desk.keep([article("bees", MORNING + HOUR), article("chess", MORNING + HOUR)])
    desk.draft()
    desk.draft()

    assert [one.number for one in desk.store.editions.editions()] == [1, 2]


def test_the_number_that_an_editor_wrote_is_the_one_that_goes_on() -> None:
    desk = make_desk()
    desk.draft()
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace("number = 1", "number = 214")
    desk.send()
    desk.clock.moment = MORNING + DAY
    desk.keep([article("bees", MORNING + HOUR), article("chess", MORNING + HOUR)])

    desk.draft()

    assert desk.record("the-daily-2026-11-24").number == 215


def test_two_slots_part_the_day_between_them() -> None:
    desk = make_desk(SLOTTED)
    morning = desk.draft()
    desk.send()
    desk.clock.moment = EVENING
    desk.keep([article("bees", MORNING), article("chess", EVENING - MINUTE)])
    evening = desk.draft()

    assert morning.placement.slug == SLUG + "-morning"
    assert evening.placement.slug == SLUG + "-evening"
    assert evening.placement.window == Window(start=MORNING, end=EVENING)
    assert evening.path == f"editions/{SLUG}-evening.md"
    assert chosen(evening) == {"bees", "chess"}


def test_the_cut_off_is_the_slots_time_however_late_it_is_drafted() -> None:
    desk = make_desk(SLOTTED)
    desk.clock.moment = MORNING + 2 * HOUR
    desk.keep([article("bees", MORNING + HOUR)])

    report = desk.draft()

    assert report.placement.window.end == MORNING
    assert "bees" not in chosen(report)


def test_a_slot_may_have_its_own_deadline_else_the_publications_else_the_end_of_the_day() -> None:
    def deadline(paper: Publication, slot: str | None = None) -> datetime:
        return make_desk(paper).draft(slot_name=slot, dry_run=True).placement.send_by

    at_nine = replace(PUBLICATION, sending=SendingRules(send_by=time(21)))
    assert deadline(PUBLICATION) == datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert deadline(at_nine) == datetime(2026, 11, 23, 20, tzinfo=UTC)
    assert deadline(SLOTTED, "morning") == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    with pytest.raises(UsageError, match="no slot"):
        deadline(SLOTTED, "noon")


def test_what_comes_between_an_early_draft_and_its_cut_off_is_told_next() -> None:
    desk = make_desk(SLOTTED)
    desk.clock.moment = MORNING - HOUR
    desk.draft(slot_name="morning")
    desk.keep(
        [
            article("bees", MORNING - 50 * MINUTE, first_seen=MORNING - 40 * MINUTE),
            article("chess", MORNING - 9 * HOUR, first_seen=MORNING - 40 * MINUTE, source="New"),
            article(1, None, first_seen=MORNING - 40 * MINUTE),
            # A day late for the next window, and not for the one whose draft was early.
            article(2, MORNING - 26 * HOUR, first_seen=MORNING - 40 * MINUTE),
        ]
    )
    desk.clock.moment = MORNING + MINUTE
    desk.send()
    desk.clock.moment = EVENING

    report = desk.draft()

    assert report.placement.window.start == MORNING
    assert chosen(report) == {"bees", "1", "2"}
    assert dropped(report)["chess"] == "published before its source was added"
    desk.send()
    desk.clock.moment = MORNING + DAY
    assert chosen(desk.draft()) == set()


def test_an_article_known_to_the_day_alone_is_told_once() -> None:
    desk = Desk(publication=LOOSE, clock=make_desk().clock)
    midnight = datetime(2026, 11, 22, 23, tzinfo=UTC)
    desk.keep([article("bees", midnight, first_seen=MORNING - HOUR, precision=Precision.DAY)])
    desk.add_readers("reader")
    desk.send()
    assert desk.told() == {"bees"}
    desk.clock.moment = MORNING + DAY
    assert chosen(desk.draft()) == set()


STEPS = st.lists(
    st.tuples(
        st.integers(0, 20 * 24 * 60),  # published, in minutes from the beginning
        st.integers(0, 20 * 60),  # seen so many minutes later
    ),
    min_size=1,
    max_size=40,
    unique=True,
)


def run_days(desk: Desk, coming: list[Article], begins: date, sent: list[tuple[bool, int]]) -> None:
    """Draft and send day by day; some days are left out, some drafts are made ahead."""
    for number, (goes, early) in enumerate(sent):
        slot = desk.publication.edition.slots[0] if desk.publication.edition.slots else None
        day = begins + timedelta(days=number)
        cut_off = datetime.combine(day, HALF_PAST_FIVE, tzinfo=UTC)
        if not goes and number % 5:  # never so long that the seven days of a window pass
            continue
        for moment in (cut_off - early * MINUTE if slot else cut_off, cut_off + MINUTE):
            desk.clock.moment = moment
            desk.keep(one for one in coming if one.first_seen <= moment)
            slug = f"the-daily-{day}" + (f"-{slot.name}" if slot else "")
            if desk.store.editions.edition(slug) is None:
                desk.draft()
            if moment > cut_off and desk.store.editions.edition(slug):
                desk.send(slug)


@pytest.mark.parametrize("slotted", [False, True])
@given(
    steps=STEPS,
    sent=st.lists(
        st.tuples(st.sampled_from([True, True, True, False]), st.integers(0, 300)),
        min_size=21,
        max_size=21,
    ),
    begins=st.sampled_from([date(2026, 3, 20), date(2026, 10, 15)]),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_over_many_days_every_article_is_told_once_and_none_is_lost(
    slotted: bool,  # noqa: FBT001
    steps: list[tuple[int, int]],
    sent: list[tuple[bool, int]],
    begins: date,
) -> None:
    # The clocks change on 29 March and on 25 October; slots are local, editions without are not.
    slots = (replace(SLOTTED.edition.slots[0], at=time(6, 30), send_by=None),) if slotted else ()
    paper = replace(LOOSE, edition=replace(LOOSE.edition, slots=slots))
    desk = Desk(publication=paper)
    desk.add_readers("reader")
    first = datetime.combine(begins, HALF_PAST_FIVE, tzinfo=UTC) - DAY
    coming = [
        article(number, first + published * MINUTE, first_seen=first + (published + late) * MINUTE)
        for number, (published, late) in enumerate(steps)
    ]
    desk.clock.moment = first
    desk.keep([article(1000, first - 30 * DAY)])

    run_days(desk, coming, begins, sent)

    told: list[str] = []
    for record in desk.store.editions.editions():
        lock = desk.store.editions.lock(record.slug)
        told += lock.articles if lock else ()
    assert len(told) == len(set(told)), "none is told twice"
    last = desk.store.editions.last_sent()
    if last is None:
        return
    trail = {url for one in desk.record(last.slug).decisions for url in (one.url, *one.articles)}
    begun = min(one.window.start for one in desk.store.editions.editions() if one.planned)
    lost = {
        one.url
        for one in coming
        if begun <= one.published < last.window.end  # type: ignore[operator]
        and one.url not in told
        # What nobody could see before the last edition was drafted waits for the next one.
        and (one.url in trail or one.first_seen <= last.window.start)
    }
    assert lost == set()

"""The week's round-up at a desk in memory: when it is due, what is in it, whom it reaches."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.app.edition_desk import (
    DAY,
    FILE,
    HOUR,
    MORNING,
    PAGES,
    PUBLICATION,
    Desk,
    article,
    renderer,
)

from digest.app.brought import NotDue, Planned, Quiet, Unchosen
from digest.app.day import SendWish, bring_to_plan
from digest.app.draft import DraftWish
from digest.app.ports import Renderer
from digest.app.report import latest_planned
from digest.app.roundup import draft_round_up, place_round_up
from digest.app.status import tell_standing
from digest.deliver.variants import NOTHING_CHOSEN, NOTHING_NEW
from digest.errors import EditionBusy, ExitStatus, RenderError, UsageError
from digest.model.delivery import Outcome
from digest.model.edition import DAILY, WEEKLY, Edition, EditionRecord, Window
from digest.model.message import Rendered
from digest.model.publication import EditionRules, SectionRule, Source, SourceKind, WeeklyRules
from digest.model.subscriber import Frequency, Preferences

SECTIONS = ("Politics", "Culture", "Sport")
WEEK = "the-daily-2026-11-28-weekly"
SATURDAY = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)  # nine in Brussels
PAPER = replace(
    PUBLICATION,
    edition=EditionRules(minimum=1),
    weekly=WeeklyRules(stories=30, send_by=time(12)),
    sections=tuple(SectionRule(name=one, limit=30) for one in SECTIONS),
    sources=tuple(
        Source(name=one, kind=SourceKind.FEED, url=f"https://{one}.example.org/rss", section=one)
        for one in SECTIONS
    ),
)


def opened(*names: str) -> Desk:
    desk = Desk(publication=PAPER)
    desk.add_readers(*names)
    desk.keep([article(0, MORNING - 30 * DAY, source=one) for one in SECTIONS])
    return desk


def prefer(desk: Desk, name: str, **changes: Any) -> None:
    """Change what a reader chose, as their page of preferences does."""
    people = desk.store.subscribers
    person = people.subscriber(f"{name}@example.org")
    assert person
    before = Preferences(sections=person.sections, frequency=person.frequency)
    wished = replace(before, **changes)
    assert people.set_preferences(person.id, wished, open_lists=(), now=desk.clock.now())


def come(desk: Desk, day: int, *, each: int = 2) -> None:
    """It is a day, from 0 for the first Monday, and there are new stories of each section."""
    desk.clock.moment = MORNING + day * DAY
    desk.comes = [
        article(
            100 * (day + 1) + 10 * at + number,
            desk.clock.moment - HOUR - number * timedelta(minutes=5),
            source=section,
            section=section,
        )
        for at, section in enumerate(SECTIONS)
        for number in range(each)
    ]


def send_day(desk: Desk, day: int, *, each: int = 2) -> None:
    """Draft and send the edition of a day."""
    come(desk, day, each=each)
    desk.send()


def bring(
    desk: Desk, wish: SendWish, *, with_renderer: Renderer | None = None, public_url: str = ""
) -> object:
    return bring_to_plan(
        wish,
        desk.publication,
        stores=desk.stores,
        folder=desk.folder,
        renderer=with_renderer or renderer(),
        clock=desk.clock,
        public_url=public_url,
        collect=desk.collect,
        agree=lambda _: True,
    )


def send_week(desk: Desk) -> Planned | Quiet | NotDue:
    brought = bring(desk, SendWish(weekly=True))
    if isinstance(brought, Planned):
        desk.send(brought.slug)
    assert isinstance(brought, Planned | Quiet | NotDue)
    return brought


def stories_of(desk: Desk, name: str) -> list[list[str]]:
    """Numbers of the stories in each of a reader's mails."""
    mails = []
    for one in desk.relay.taken:
        if one.recipient == f"{name}@example.org":
            mail = message_from_bytes(one.data, policy=policy.default)
            part = mail.get_body(("plain",))
            assert part
            words = part.get_content().split()
            urls = [word for word in words if word.startswith("https://post.example.org/")]
            mails.append(sorted({url.rpartition("/")[2].strip(".,)") for url in urls}))
    return mails


def reasons(desk: Desk, slug: str) -> dict[str, str]:
    rows = desk.store.ledger.deliveries(slug, [Outcome.SUPPRESSED])
    return {one.email.partition("@")[0]: one.delivery.reply for one in rows}


def test_each_reader_gets_the_sections_they_chose() -> None:
    desk = opened("all", "sport", "two", "gone")
    prefer(desk, "sport", sections=("sport",))
    prefer(desk, "two", sections=("culture", "sport"))
    send_day(desk, 0)
    (everything,) = stories_of(desk, "all")
    assert len(everything) == 6
    (sport,), (two,) = stories_of(desk, "sport"), stories_of(desk, "two")
    assert {"120", "121"} <= set(sport)
    assert len(sport) <= 3, "the top story goes to everybody"
    assert {"110", "111", "120", "121"} <= set(two) < set(everything)
    rows = desk.store.ledger.deliveries("the-daily-2026-11-23", [Outcome.ACCEPTED])
    variants = {one.email.partition("@")[0]: one.delivery.variant for one in rows}
    assert variants["all"] is variants["gone"] is None
    assert {variants["sport"], variants["two"]} == {0, 1}


def mails_of_a_day(cut: Callable[[str], str], *, sections: tuple[str, ...]) -> dict[str, bytes]:
    """Send an edition from its file as it is after a cut; what each reader got."""
    desk = opened("all", "sport")
    prefer(desk, "sport", sections=sections)
    come(desk, 0)
    desk.collect()
    desk.draft()
    text = desk.folder.read_text(FILE) or ""
    desk.folder.write_text(FILE, cut(text))
    bring(desk, SendWish(), public_url=PAGES)
    desk.send()
    return {one.recipient.partition("@")[0]: one.data for one in desk.relay.taken}


def test_a_variant_is_to_the_byte_what_the_edition_without_those_sections_would_be() -> None:
    mails = mails_of_a_day(str, sections=("sport",))
    part = message_from_bytes(mails["sport"], policy=policy.default).get_body(("plain",))
    assert part
    opens = " ".join(part.get_content().partition("\r\n\r\n")[0].split())

    def cut(text: str) -> str:
        left = re.sub(r"# (Politics|Culture) \{.*?\n(?=# |<!--|$)", "", text, flags=re.DOTALL)
        return re.sub('(?m)^preheader = ".*"$', f'preheader = "{opens}"', left)

    without = mails_of_a_day(cut, sections=())
    # The words between the parts of a mail are made of the whole edition's file.
    plain, other = (
        re.sub(rb"=_[0-9a-f]{32}", b"=_", one) for one in (mails["sport"], without["sport"])
    )
    assert plain == other
    assert len(mails["sport"]) < len(mails["all"])
    assert b"List-Unsubscribe: <https://news.example.org/unsubscribe/" in plain
    assert b"/archive/the-daily-2026-11-23/" in plain


class Moody:
    """A renderer whose theme cannot do without some section."""

    def __init__(self, *, swells: bool) -> None:
        self.swells = swells
        self.rendered = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(renderer(), name)

    def render(self, edition: Edition, *arguments: Any, **options: Any) -> Rendered:
        self.rendered += 1
        rendered = renderer().render(edition, *arguments, **options)
        if any(section.name == "Politics" for section in edition.sections):
            return rendered
        if self.swells:
            return replace(
                rendered, html=rendered.html.replace("</body>", "x" * 100_000 + "</body>")
            )
        raise RenderError("There is nothing to put into the box of politics.")


@pytest.mark.parametrize("swells", [False, True])
def test_a_variant_that_cannot_be_made_costs_its_readers_nothing(*, swells: bool) -> None:
    desk = opened("all", "sport", "politics", "sporty")
    prefer(desk, "politics", sections=("politics",))
    for name in ("sport", "sporty"):
        prefer(desk, name, sections=("sport",))
    come(desk, 0)
    moody = Moody(swells=swells)
    bring(desk, SendWish(), with_renderer=moody)
    desk.send()
    assert moody.rendered <= 3, "for the check, and once for each set of sections"
    everything = stories_of(desk, "all")
    assert stories_of(desk, "sport") == stories_of(desk, "sporty") == everything
    assert len(everything[0]) > len(stories_of(desk, "politics")[0])


def test_who_chose_nothing_of_what_is_there_gets_nothing_and_the_books_balance() -> None:
    desk = opened("all", "chess")
    prefer(desk, "chess", sections=("chess",))
    desk.clock.moment = MORNING
    text = (
        '+++\nedition = "the-daily-2026-11-23"\nnumber = 1\nlanguage = "en"\n'
        'subject = "Ministers shelve the levy"\npreheader = "And more"\n+++\n\n'
        "# Politics {#politics}\n\n## [Ministers shelve it](https://post.example.org/levy)\n"
        "by: Ada Marsh\n\nDockers cheered.\n\n# Sponsored\n\n## [A bank](https://bank.example.org)\n"
        "sponsor: Harbour Bank\n\nSave more.\n"
    )
    desk.comes = [article(101, MORNING - HOUR, source="Politics")]
    desk.collect()
    desk.draft()
    desk.folder.write_text("editions/the-daily-2026-11-23.md", text)
    report = desk.send()
    assert reasons(desk, "the-daily-2026-11-23") == {"chess": NOTHING_CHOSEN}
    assert (report.books.accepted, report.books.suppressed, report.books.owed) == (1, 1, 0)
    assert report.books.balanced
    assert report.exit_status is ExitStatus.OK


def test_who_switched_on_wednesday_is_not_told_again_what_they_had() -> None:
    desk = opened("daily", "switch", "weekly", "picky", "late")
    prefer(desk, "weekly", frequency=Frequency.WEEKLY)
    prefer(desk, "picky", frequency=Frequency.WEEKLY, sections=("culture",))
    for day in range(5):
        if day == 2:
            prefer(desk, "switch", frequency=Frequency.WEEKLY)
        send_day(desk, day)
    prefer(desk, "late", frequency=Frequency.WEEKLY)
    desk.clock.moment = SATURDAY
    told, last = desk.store.editions.told(), desk.store.editions.last_sent()

    assert send_week(desk) == Planned(slug=WEEK)

    daily = [story for mail in stories_of(desk, "daily") for story in mail]
    assert len(daily) == 30
    *before, week = stories_of(desk, "switch")
    assert len(before) == 2
    had = {story for mail in before for story in mail}
    assert set(week) == set(daily) - had, "all that is new to them, and nothing twice"
    (everything,) = stories_of(desk, "weekly")
    assert everything == sorted(daily)
    (picky,) = stories_of(desk, "picky")
    assert {one for one in daily if one[1] == "1"} <= set(picky)
    assert len(picky) <= 11
    assert reasons(desk, WEEK) == {"late": NOTHING_NEW}
    assert len(stories_of(desk, "late")) == 5
    books = desk.store.ledger.books(WEEK)
    assert (books.planned, books.accepted, books.suppressed) == (4, 3, 1)
    assert books.balanced
    assert desk.store.editions.told() == told, "a round-up tells nothing for the first time"
    assert desk.store.editions.last_sent() == last, "and moves no window"


def test_what_came_after_the_draft_of_a_round_up_is_in_the_next_one() -> None:
    desk = opened("daily", "weekly")
    prefer(desk, "weekly", frequency=Frequency.WEEKLY)
    send_day(desk, 0, each=1)
    desk.clock.moment = MORNING + 2 * DAY
    draft_week(desk)
    send_day(desk, 3, each=1)
    for week in range(2):
        desk.clock.moment = SATURDAY + week * 7 * DAY
        send_week(desk)
    assert stories_of(desk, "weekly") == [["100", "110", "120"], ["400", "410", "420"]]


def test_an_edition_that_was_sent_long_after_its_cut_off_is_in_the_next_one() -> None:
    desk = opened("daily", "weekly")
    prefer(desk, "weekly", frequency=Frequency.WEEKLY)
    send_day(desk, 0, each=1)
    come(desk, 5, each=1)
    desk.collect()
    desk.draft()
    desk.clock.moment = SATURDAY
    send_week(desk)
    desk.clock.moment = SATURDAY + HOUR
    desk.send("the-daily-2026-11-28")
    desk.clock.moment = SATURDAY + 7 * DAY
    send_week(desk)
    assert stories_of(desk, "weekly") == [["100", "110", "120"], ["600", "610", "620"]]


def test_a_quiet_week_is_told_with_the_next_and_never_more_than_two() -> None:
    desk = opened("daily", "weekly")
    prefer(desk, "weekly", frequency=Frequency.WEEKLY)
    for week, minimum in enumerate((1, 4, 7, 4)):
        desk.publication = replace(PAPER, edition=EditionRules(minimum=1))
        send_day(desk, week * 7, each=1)
        desk.publication = replace(PAPER, edition=EditionRules(minimum=minimum))
        desk.clock.moment = SATURDAY + week * 7 * DAY
        send_week(desk)
    assert stories_of(desk, "weekly") == [
        ["100", "110", "120"],
        ["1500", "1510", "1520", "2200", "2210", "2220"],
    ]


def test_what_a_round_up_told_is_not_told_again_when_an_edition_goes_on_with_it() -> None:
    desk = opened("daily", "old")
    prefer(desk, "old", frequency=Frequency.WEEKLY)
    send_day(desk, 0, each=1)
    desk.clock.moment = SATURDAY
    send_week(desk)
    desk.add_readers("new")
    prefer(desk, "new", frequency=Frequency.WEEKLY)
    come(desk, 7, each=1)
    desk.collect()
    desk.draft()
    path = "editions/the-daily-2026-11-30.md"
    text = desk.folder.read_text(path) or ""
    again = "\n## [It goes on](https://post.example.org/110)\nupdated: yes\n\nIt went on.\n"
    desk.folder.write_text(path, text.replace("<!-- bench", again + "\n<!-- bench") + again)
    desk.send()
    desk.clock.moment = SATURDAY + 7 * DAY
    send_week(desk)
    assert stories_of(desk, "new") == [["110", "800", "810", "820"]]
    assert stories_of(desk, "old")[1:] == [["800", "810", "820"]]


def test_a_report_without_a_name_is_about_what_was_planned_last() -> None:
    desk = opened("daily", "weekly")
    prefer(desk, "weekly", frequency=Frequency.WEEKLY)
    send_day(desk, 2, each=1)
    draft_week(desk)
    send_day(desk, 5, each=1)
    assert latest_planned(desk.store.editions) == "the-daily-2026-11-28"
    desk.clock.moment = SATURDAY
    send_week(desk)
    assert latest_planned(desk.store.editions) == WEEK
    send_day(desk, 6, each=1)
    assert latest_planned(desk.store.editions) == "the-daily-2026-11-29"


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(chance=st.randoms())
def test_whatever_readers_choose_and_when_nothing_comes_twice_and_nothing_is_lost(
    chance: Any,
) -> None:
    readers = [f"reader{number}" for number in range(6)]
    desk = opened("daily", "weekly", *readers)
    prefer(desk, "weekly", frequency=Frequency.WEEKLY)
    for day in range(21):
        desk.clock.moment = MORNING + day * DAY
        for reader in chance.sample(readers, 2):
            prefer(
                desk,
                reader,
                frequency=chance.choice(list(Frequency)),
                sections=chance.choice(((), ("sport",), ("politics", "culture"))),
            )
        if chance.random() < 0.7:
            send_day(desk, day, each=1)
        if chance.random() < 0.2:
            look_at_week(desk)
        if day % 7 == 5:
            desk.clock.moment = SATURDAY + (day // 7) * 7 * DAY
            send_week(desk)
    told = {story for mail in stories_of(desk, "daily") for story in mail}
    for reader in ("daily", "weekly", *readers):
        every = [story for mail in stories_of(desk, reader) for story in mail]
        assert len(every) == len(set(every)), f"{reader} was told something twice"
    desk.clock.moment = SATURDAY + 21 * DAY
    send_week(desk)
    desk.clock.moment = SATURDAY + 28 * DAY
    send_week(desk)
    assert {story for mail in stories_of(desk, "weekly") for story in mail} == told


def test_it_is_not_due_before_its_day_and_time_and_is_sent_once() -> None:
    desk = opened("weekly")
    desk.add_readers("daily")
    prefer(desk, "weekly", frequency=Frequency.WEEKLY)
    send_day(desk, 0)
    for moment in (SATURDAY - DAY, SATURDAY - timedelta(seconds=1)):
        desk.clock.moment = moment
        assert send_week(desk) == NotDue(slug=WEEK, at=SATURDAY)
    desk.clock.moment = SATURDAY
    send_week(desk)
    send_week(desk)
    assert len(stories_of(desk, "weekly")) == 1
    assert desk.collected == 1, "nothing is collected for it"


def test_a_week_with_too_few_stories_is_quiet_and_told_once() -> None:
    desk = opened("weekly")
    prefer(desk, "weekly", frequency=Frequency.WEEKLY)
    desk.clock.moment = SATURDAY
    first, second = send_week(desk), send_week(desk)
    assert isinstance(first, Quiet)
    assert isinstance(second, Quiet)
    assert (first.told, second.told) == (False, True)
    assert first.draft.quiet_reason.startswith("a quiet week: 0 stories")
    assert desk.store.editions.quiet_day(WEEK) == first.draft.quiet_reason


def test_as_long_as_nobody_has_chosen_it_none_is_made_and_none_is_missed() -> None:
    desk = opened("daily")
    send_day(desk, 0, each=1)
    desk.clock.moment = SATURDAY
    assert bring(desk, SendWish(weekly=True)) == Unchosen(slug=WEEK, told=False)
    assert bring(desk, SendWish(weekly=True)) == Unchosen(slug=WEEK, told=True)
    assert desk.store.editions.edition(WEEK) is None
    told = tell_standing(
        PAPER,
        editions=desk.store.editions,
        ledger=desk.store.ledger,
        now=SATURDAY + HOUR,
        slot_name=WEEKLY,
    )
    assert (told.sentence, told.exit_status) == (
        f"{WEEK} is chosen by nobody; nothing was sent.",
        ExitStatus.OK,
    )
    prefer(desk, "daily", frequency=Frequency.WEEKLY)
    assert bring(desk, SendWish(weekly=True)) == Planned(slug=WEEK)


def test_numbers_of_round_ups_are_their_own() -> None:
    desk = opened("daily")
    desk.add_readers("weekly")
    prefer(desk, "weekly", frequency=Frequency.WEEKLY)
    send_day(desk, 3)
    send_day(desk, 4)
    desk.clock.moment = SATURDAY
    send_week(desk)
    assert numbers(desk) == {DAILY: [1, 2], WEEKLY: [1]}
    send_day(desk, 5)
    assert numbers(desk) == {DAILY: [1, 2, 3], WEEKLY: [1]}


def numbers(desk: Desk) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for record in desk.store.editions.editions():
        found.setdefault(record.kind, []).append(record.number)
    return {kind: sorted(some) for kind, some in found.items()}


def look_at_week(desk: Desk, **wish: Any) -> str:
    report = draft_round_up(
        DraftWish(**wish),
        desk.publication,
        stores=desk.stores,
        folder=desk.folder,
        clock=desk.clock,
    )
    return report.placement.slug


def draft_week(desk: Desk, **wish: Any) -> EditionRecord:
    return desk.record(look_at_week(desk, **wish))


def test_an_editor_may_change_it_as_any_other_edition() -> None:
    desk = opened("daily", "weekly")
    prefer(desk, "weekly", frequency=Frequency.WEEKLY)
    send_day(desk, 0)
    desk.clock.moment = SATURDAY
    assert draft_week(desk).kind == WEEKLY
    path = f"editions/{WEEK}.md"
    text = desk.folder.read_text(path) or ""
    assert not [one for one in desk.check(WEEK).findings if one.rule == "told-before"]
    desk.folder.write_text(path, text.replace("The week in news", "Seven days"))
    with pytest.raises(UsageError, match="changed by an editor"):
        draft_week(desk)
    send_week(desk)
    assert b"Subject: Seven days: " in desk.relay.taken[-1].data
    with pytest.raises(EditionBusy):
        draft_week(desk, force=True)


def test_a_publication_without_one_and_a_wrong_day_say_what_to_do() -> None:
    desk = opened("daily")
    with pytest.raises(UsageError, match="another day"):
        draft_week(desk, day=date(2026, 11, 27))
    desk.publication = replace(PAPER, weekly=None)
    with pytest.raises(UsageError, match="offers no round-up"):
        send_week(desk)


def test_status_expects_it_on_its_day_alone() -> None:
    desk = opened("daily", "weekly")
    prefer(desk, "weekly", frequency=Frequency.WEEKLY)
    send_day(desk, 0)

    def standing(now: datetime) -> tuple[str, ExitStatus]:
        editions, ledger = desk.store.editions, desk.store.ledger
        told = tell_standing(
            desk.publication, editions=editions, ledger=ledger, now=now, slot_name=WEEKLY
        )
        return told.state, told.exit_status

    assert standing(SATURDAY - DAY) == ("none", ExitStatus.OK)
    assert standing(SATURDAY) == ("none", ExitStatus.MISSING)
    desk.clock.moment = SATURDAY
    send_week(desk)
    assert standing(SATURDAY + HOUR) == ("done", ExitStatus.OK)


def test_it_is_that_of_the_local_day_and_ends_when_digest_toml_says() -> None:
    desk = opened()
    placed = place_round_up(PAPER, editions=desk.store.editions, now=SATURDAY - 3 * DAY)
    assert (placed.slug, placed.due) == (WEEK, SATURDAY)
    assert placed.window == Window(start=SATURDAY - 7 * DAY, end=SATURDAY - 3 * DAY)
    assert placed.send_by == SATURDAY + 3 * HOUR
    midnight = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)  # Sunday in Brussels
    later = place_round_up(PAPER, editions=desk.store.editions, now=midnight)
    assert later.slug == "the-daily-2026-12-05-weekly"

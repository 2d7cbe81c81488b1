from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.app.reader_page_desk import ADA, NOW, PageDesk

from digest.app.preferences import (
    PreferencesSheet,
    SheetMistake,
    SheetWish,
    forget_me,
    read_sheet,
    save_sheet,
)
from digest.deliver.tokens import Purpose
from digest.model.subscriber import Frequency, SubscriberState, SuppressionReason

ALL = ("politics", "world-trade")
EVERY_MISTAKE = (SheetMistake.NO_LIST, SheetMistake.NO_SECTION, SheetMistake.BAD_DATE)


def sheet(page: PageDesk) -> PreferencesSheet:
    found = read_sheet(page.desk, page.token(Purpose.PREFERENCES))
    assert found
    return found


def save(page: PageDesk, **changes: object) -> tuple[SheetMistake, ...] | None:
    fields: dict[str, object] = {"lists": ("daily",), "sections": ALL}
    wish = SheetWish(**fields | changes)  # type: ignore[arg-type]
    return save_sheet(page.desk, page.token(Purpose.PREFERENCES), wish)


def test_a_sheet_shows_what_there_is_to_choose() -> None:
    page = PageDesk()
    page.add(lists=("daily", "staff"), language="fr-BE")

    found = sheet(page)

    assert [(one.list.name, one.chosen) for one in found.lists] == [("daily", True)]
    assert [(one.id, one.chosen) for one in found.sections] == [(name, True) for name in ALL]
    assert (found.frequency, found.offers_weekly) == (Frequency.DAILY, True)
    assert (found.languages, found.language) == (("en", "fr"), "fr")
    assert (found.email, found.paused_until) == ("a•••@example.org", None)


def test_choices_are_kept_and_shown_again() -> None:
    page = PageDesk()
    page.add(lists=("daily", "staff"))

    assert save(page, sections=("politics",), frequency="weekly", language="fr") == ()

    reader = page.reader()
    assert (reader.sections, reader.frequency) == (("politics",), Frequency.WEEKLY)
    assert (reader.language, reader.lists) == ("fr", ("daily", "staff"))
    assert [one.chosen for one in sheet(page).sections] == [True, False]


def test_who_is_on_no_list_is_shown_as_a_send_finds_them_and_stays_so_unless_they_join_one() -> (
    None
):
    page = PageDesk()
    page.add(lists=())
    page.add("bo@example.org")

    def reached(*lists: str) -> int:
        return page.store.subscribers.audience(lists).planned

    assert (sheet(page).is_on_none, reached(), reached("daily")) == (True, 2, 1)

    assert save(page, lists=(), language="fr") == ()

    assert (page.reader().lists, page.reader().language) == ((), "fr")
    assert (sheet(page).is_on_none, reached(), reached("daily")) == (True, 2, 1)

    assert save(page, lists=("daily",)) == ()

    assert (sheet(page).is_on_none, reached(), reached("daily")) == (False, 2, 2)
    [*_, (_, kind, detail)] = page.store.subscribers.events_of(page.reader().key)
    assert (kind, detail) == ("preferences", "lists: none -> daily")
    assert save(page, lists=()) == (SheetMistake.NO_LIST,)


def test_all_sections_means_those_to_come_as_well() -> None:
    page = PageDesk()
    page.add(sections=("politics",))

    save(page)

    assert page.reader().sections == ()


@pytest.mark.parametrize(
    ("changes", "mistakes"),
    [
        ({"sections": ()}, (SheetMistake.NO_SECTION,)),
        ({"sections": ("astrology",)}, (SheetMistake.NO_SECTION,)),
        ({"lists": ()}, (SheetMistake.NO_LIST,)),
        ({"pause": "tomorrow"}, (SheetMistake.BAD_DATE,)),
        ({"pause": "2026-11-23"}, (SheetMistake.PAST_DATE,)),
        ({"pause": "2027-11-25"}, (SheetMistake.FAR_DATE,)),
        ({"lists": (), "sections": (), "pause": "soon"}, EVERY_MISTAKE),
    ],
)
def test_every_mistake_is_named_and_then_nothing_is_changed(
    changes: dict[str, object], mistakes: tuple[SheetMistake, ...]
) -> None:
    page = PageDesk()
    reader = page.add()

    assert save(page, **changes) == mistakes
    assert page.reader() == reader


def test_a_pause_ends_at_the_beginning_of_its_day_where_the_publication_is() -> None:
    page = PageDesk()
    page.add()

    assert save(page, pause="2026-12-24") == ()

    reader = page.reader()
    assert reader.state is SubscriberState.PAUSED
    assert reader.paused_until == datetime(2026, 12, 23, 23, 0, tzinfo=UTC)
    assert sheet(page).paused_until == date(2026, 12, 24)
    save(page)
    assert page.reader().state is SubscriberState.SUBSCRIBED


def test_without_a_round_up_nobody_chooses_it() -> None:
    page = PageDesk(weekly=None)
    page.add()

    save(page, frequency="weekly")

    assert page.reader().frequency is Frequency.DAILY


def test_who_has_left_can_only_come_back() -> None:
    page = PageDesk()
    page.add()
    page.store.subscribers.suppress(ADA, SuppressionReason.UNSUBSCRIBED, now=NOW)

    assert save(page) == (SheetMistake.NOT_MAILED,)
    assert (sheet(page).is_mailed, sheet(page).may_come_back) == (False, True)


def test_a_reader_erases_themselves() -> None:
    page = PageDesk()
    page.add()
    token = page.token(Purpose.PREFERENCES)

    assert forget_me(page.desk, token)
    assert not forget_me(page.desk, token)
    assert read_sheet(page.desk, token) is None


@given(
    lists=st.lists(st.text(max_size=8)),
    sections=st.lists(st.sampled_from((*ALL, "x", ""))),
    frequency=st.text(max_size=8),
    language=st.text(max_size=8),
    pause=st.text(max_size=12),
)
def test_whatever_a_form_holds_only_what_is_offered_is_kept(
    lists: list[str], sections: list[str], frequency: str, language: str, pause: str
) -> None:
    page = PageDesk()
    page.add(lists=("daily", "staff"))
    wish = SheetWish(
        lists=tuple(lists),
        sections=tuple(sections),
        frequency=frequency,
        language=language,
        pause=pause,
    )

    save_sheet(page.desk, page.token(Purpose.PREFERENCES), wish)

    reader = page.reader()
    assert "staff" in reader.lists
    assert set(reader.lists) <= {"daily", "staff"}
    assert set(reader.sections) < set(ALL)
    assert reader.language in (None, "en", "fr")
    assert (reader.paused_until is not None) == (reader.state is SubscriberState.PAUSED)

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.app.reader_page_desk import ADA, NOW, PageDesk

from digest.app.preferences import (
    PreferencesSheet,
    SaveOutcome,
    SheetWish,
    forget_me,
    read_sheet,
    save_sheet,
)
from digest.deliver.tokens import Purpose
from digest.model.subscriber import Frequency, SubscriberState, SuppressionReason

ALL = ("politics", "world-trade")


def sheet(page: PageDesk) -> PreferencesSheet:
    found = read_sheet(page.desk, page.token(Purpose.PREFERENCES))
    assert found
    return found


def save(page: PageDesk, **changes: object) -> SaveOutcome | None:
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

    assert (
        save(page, sections=("politics",), frequency="weekly", language="fr") is SaveOutcome.SAVED
    )

    reader = page.reader()
    assert (reader.sections, reader.frequency) == (("politics",), Frequency.WEEKLY)
    assert (reader.language, reader.lists) == ("fr", ("daily", "staff"))
    assert [one.chosen for one in sheet(page).sections] == [True, False]


def test_all_sections_means_those_to_come_as_well() -> None:
    page = PageDesk()
    page.add(sections=("politics",))

    save(page)

    assert page.reader().sections == ()


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"sections": ()}, SaveOutcome.NO_SECTION),
        ({"sections": ("astrology",)}, SaveOutcome.NO_SECTION),
        ({"lists": ()}, SaveOutcome.NO_LIST),
        ({"pause": "tomorrow"}, SaveOutcome.BAD_DATE),
        ({"pause": "2026-11-23"}, SaveOutcome.PAST_DATE),
        ({"pause": "2027-11-25"}, SaveOutcome.FAR_DATE),
    ],
)
def test_a_mistake_changes_nothing_and_is_named(
    changes: dict[str, object], outcome: SaveOutcome
) -> None:
    page = PageDesk()
    reader = page.add()

    assert save(page, **changes) is outcome
    assert page.reader() == reader


def test_a_pause_ends_at_the_beginning_of_its_day_where_the_publication_is() -> None:
    page = PageDesk()
    page.add()

    assert save(page, pause="2026-12-24") is SaveOutcome.SAVED

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

    assert save(page) is SaveOutcome.NOT_MAILED
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

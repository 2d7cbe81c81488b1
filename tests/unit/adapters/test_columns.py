from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects.sqlite import dialect

from digest.adapters.store.columns import FreeText, Ids, Instant, Json, PackedJson

SQLITE = dialect()
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1700, 1, 1), datetime(2300, 1, 1), timezones=zones)  # noqa: DTZ001
numbers = st.integers(0, 2**62)
any_text = st.text(st.characters(categories=None))


@given(st.lists(numbers) | st.lists(numbers, min_size=257, max_size=300))
def test_numbers_come_back_in_their_order(ids: list[int]) -> None:
    written = Ids().process_bind_param(ids, SQLITE)

    assert (written is None) is (not ids)
    assert Ids().process_result_value(written, SQLITE) == tuple(ids)


def test_a_batch_of_neighbours_takes_next_to_no_room() -> None:
    written = Ids().process_bind_param(range(1_000_000, 1_000_500), SQLITE)

    assert written is not None
    assert len(written) < 100


@given(moments, moments)
def test_moments_come_back_exactly_and_in_order(one: datetime, other: datetime) -> None:
    first, second = (Instant().process_bind_param(each, SQLITE) for each in (one, other))

    assert Instant().process_result_value(first, SQLITE) == one
    assert first is not None
    assert second is not None
    assert (first < second) is (one < other)


def test_a_moment_without_a_zone_is_a_mistake() -> None:
    naive = datetime(2026, 11, 23)  # noqa: DTZ001
    with pytest.raises(TypeError):
        Instant().process_bind_param(naive, SQLITE)
    assert Instant().process_result_value(0, SQLITE) == datetime(1970, 1, 1, tzinfo=UTC)


@given(any_text)
def test_any_text_can_be_written(text: str) -> None:
    written = FreeText().process_bind_param(text, SQLITE)

    assert written is not None
    assert len(written.encode()) >= len(written) == len(text)
    if not any("\ud800" <= char <= "\udfff" for char in text):
        assert written == text


values = st.dictionaries(st.text(), st.lists(any_text) | st.floats(0))


@given(values)
def test_json_comes_back(value: dict[str, object]) -> None:
    small = Json().process_bind_param(value, SQLITE)
    large = PackedJson().process_bind_param(value, SQLITE)

    assert (Json().process_result_value(small, SQLITE) or {}) == value
    assert PackedJson().process_result_value(large, SQLITE) == value

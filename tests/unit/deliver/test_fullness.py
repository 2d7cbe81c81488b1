from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.fullness import full_for_too_long, was_full
from digest.model.delivery import Delivery, Outcome

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
DAY = timedelta(days=1)
FULL = Delivery(
    subscriber_id=7,
    outcome=Outcome.REJECTED,
    code=552,
    enhanced="5.2.2",
    reply="5.2.2 over quota",
    at=NOW,
    attempts=1,
    full=True,
)
ACCEPTED = replace(FULL, outcome=Outcome.ACCEPTED, code=250, enhanced="2.0.0", reply="taken")
POLICY = replace(FULL, code=550, enhanced="5.7.1", reply="not wanted")


def ago(row: Delivery, days: float) -> Delivery:
    return replace(row, at=NOW - days * DAY, full=False)


def test_three_editions_over_seven_days_are_too_many() -> None:
    said = full_for_too_long(FULL, [ago(FULL, 1), ago(FULL, 7)])

    assert said == "the mailbox was full for 3 editions, since 2026-11-16: 5.2.2 over quota"


@pytest.mark.parametrize(
    "days",
    [[], [8], [1, 6.999], [1, 2, 3, 4, 5, 6]],
    ids=["once", "two editions", "a second short of seven days", "six days"],
)
def test_fewer_editions_or_days_may_pass(days: list[float]) -> None:
    assert full_for_too_long(FULL, [ago(FULL, one) for one in days]) == ""


def test_what_was_taken_since_ends_the_run() -> None:
    earlier = [ago(FULL, 1), ago(ACCEPTED, 2), ago(FULL, 8), ago(FULL, 9)]

    assert full_for_too_long(FULL, earlier) == ""


def test_what_says_nothing_of_the_mailbox_neither_counts_nor_breaks_the_run() -> None:
    silent = [ago(POLICY, 1)] + [
        ago(replace(FULL, outcome=outcome), 2)
        for outcome in Outcome
        if outcome not in (Outcome.ACCEPTED, Outcome.REJECTED)
    ]

    assert full_for_too_long(FULL, [*silent, ago(FULL, 8)]) == ""
    assert full_for_too_long(FULL, [*silent, ago(FULL, 7.5), ago(FULL, 8)]) != ""


def test_an_old_rejection_without_an_enhanced_code_counts_by_its_basic_one() -> None:
    assert was_full(replace(FULL, enhanced=None))
    assert not was_full(replace(FULL, enhanced="5.7.1"))
    assert not was_full(replace(FULL, enhanced=None, code=550))
    assert not was_full(ACCEPTED)


def test_no_more_rows_are_read_than_are_needed() -> None:
    rows = iter([ago(FULL, 4), ago(FULL, 7), ago(FULL, 8)])

    assert full_for_too_long(FULL, rows) != ""
    assert len(list(rows)) == 1


kinds = st.sampled_from([FULL, ACCEPTED, POLICY, replace(FULL, outcome=Outcome.DEFERRED)])
histories = st.lists(st.tuples(kinds, st.integers(1, 20)), max_size=8)


@given(histories)
def test_the_run_is_what_was_full_since_the_last_acceptance(
    history: list[tuple[Delivery, int]],
) -> None:
    rows = [ago(kind, days) for kind, days in sorted(history, key=lambda one: one[1])]
    taken = [place for place, row in enumerate(rows) if row.outcome is Outcome.ACCEPTED]
    run = [row for row in rows[: taken[0] if taken else None] if was_full(row)]
    too_long = len(run) >= 2 and NOW - run[-1].at >= 7 * DAY

    assert bool(full_for_too_long(FULL, rows)) is too_long

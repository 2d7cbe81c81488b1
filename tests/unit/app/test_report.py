"""A report names every doubt, and its status says whether somebody has something to do."""

import pytest
from tests.unit.app.edition_desk import DAY, HOUR, MORNING, SLUG, Desk, article, make_desk
from tests.unit.app.sending_desk import refusal

from digest.adapters.memory_relay import MemoryRelay
from digest.app.report import EditionReport, latest_planned, report_edition
from digest.errors import ExitStatus, UsageError
from digest.model.delivery import Books, Outcome, Phase, Reply
from digest.model.edition import EditionState

LOST = Reply(phase=Phase.FINAL, code=0, text="closed by the relay")


def report(desk: Desk, slug: str = SLUG) -> EditionReport:
    return report_edition(slug, editions=desk.store.editions, ledger=desk.store.ledger)


def test_every_reader_in_doubt_deferred_or_rejected_is_named() -> None:
    desk = make_desk(readers=5)
    desk.relay = MemoryRelay(
        {
            "reader1@example.org": [LOST],
            "reader2@example.org": [refusal(450, "4.2.1")],
            "reader3@example.org": [refusal(550, "5.1.1")],
        }
    )
    desk.send()

    told = report(desk)

    named = {outcome: [row.email for row in rows] for outcome, rows in told.readers.items()}
    assert named == {
        Outcome.UNKNOWN: ["reader1@example.org"],
        Outcome.DEFERRED: ["reader2@example.org"],
        Outcome.REJECTED: ["reader3@example.org"],
        Outcome.EXPIRED: [],
    }
    assert told.books == Books(planned=5, accepted=2, unknown=1, deferred=1, rejected=1)
    assert told.books.balanced
    assert told.next_due
    assert told.next_due > MORNING
    assert told.exit_status is ExitStatus.OWED
    assert all(row.delivery.message_id for rows in told.readers.values() for row in rows)


def test_readers_whose_time_has_passed_are_named() -> None:
    desk = make_desk()
    desk.relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.1")]})
    desk.send()
    desk.clock.moment += DAY
    desk.store.ledger.expire(SLUG, now=desk.clock.now())

    [row] = report(desk).readers[Outcome.EXPIRED]

    assert row.email == "reader1@example.org"


def test_rejected_readers_alone_leave_nothing_to_do() -> None:
    desk = make_desk()
    desk.relay = MemoryRelay({"reader1@example.org": [refusal(550, "5.1.1")]})
    desk.send()
    told = report(desk)
    assert (told.exit_status, told.next_due) == (ExitStatus.OK, None)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (EditionState.PLANNED, ExitStatus.OWED),
        (EditionState.SENDING, ExitStatus.OWED),
        (EditionState.HALTED, ExitStatus.HALTED),
        (EditionState.EXPIRED, ExitStatus.MISSING),
    ],
)
def test_the_state_decides_the_status(state: EditionState, status: ExitStatus) -> None:
    desk = make_desk()
    desk.plan()
    desk.store.ledger.set_state(SLUG, state)
    assert report(desk).exit_status is status


def test_a_draft_has_nothing_to_report_yet() -> None:
    desk = make_desk()
    desk.draft()
    told = report(desk)
    assert (told.books, told.exit_status) == (Books(), ExitStatus.OK)
    assert latest_planned(desk.store.editions) is None


def test_an_unknown_edition_is_refused_with_the_latest_ones() -> None:
    desk = make_desk()
    with pytest.raises(UsageError) as caught:
        report(desk, "the-daily-2026-11-30")
    assert "digest draft" in caught.value.hint
    desk.draft()
    with pytest.raises(UsageError) as caught:
        report(desk, "the-daily-2026-11-30")
    assert SLUG in caught.value.hint


def test_the_latest_is_the_one_planned_with_the_latest_cut_off() -> None:
    desk = make_desk()
    desk.send()
    assert latest_planned(desk.store.editions) == SLUG
    desk.clock.moment += DAY
    desk.keep([article("bees", MORNING + HOUR), article("chess", MORNING + HOUR)])
    desk.draft()
    assert latest_planned(desk.store.editions) == SLUG
    desk.plan()
    assert latest_planned(desk.store.editions) == "the-daily-2026-11-24"

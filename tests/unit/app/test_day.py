"""The state table of docs/reference: what `send` does in every state of an edition."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.app.edition_desk import (
    DAY,
    EVENING,
    FILE,
    HOUR,
    LOCK,
    MINUTE,
    MORNING,
    PUBLICATION,
    SLOTS,
    SLOTTED,
    SLUG,
    TALES,
    Desk,
    article,
    make_desk,
)
from tests.unit.app.sending_desk import refusal

from digest.adapters.memory_relay import MemoryRelay
from digest.app.brought import Halted, NotDue, Planned, Quiet, Refused
from digest.compose.lock import lock_from_json
from digest.errors import (
    EditionBusy,
    EditionError,
    EditionExpired,
    ExitStatus,
    UsageError,
)
from digest.model.delivery import Phase, Reply
from digest.model.edition import EditionState
from digest.model.publication import EditionRules

LOST = Reply(phase=Phase.FINAL, code=0, text="closed by the relay")


def recipients(desk: Desk) -> list[str]:
    return sorted(message.recipient for message in desk.relay.taken)


def readers(*numbers: int) -> list[str]:
    return [f"reader{number}@example.org" for number in numbers]


def deferring(*numbers: int) -> MemoryRelay:
    return MemoryRelay({address: [refusal(450, "4.2.1")] for address in readers(*numbers)})


# none


def test_send_alone_collects_drafts_checks_and_sends() -> None:
    desk = Desk()
    desk.add_readers("reader0", "reader1")
    desk.comes = [article(name, MORNING - HOUR) for name, _, _ in TALES]

    report = desk.send()

    assert desk.collected == 1
    assert (report.exit_status, report.books.accepted) == (ExitStatus.OK, 2)
    assert desk.record().state is EditionState.DONE
    assert desk.told() == {name for name, _, _ in TALES}
    assert recipients(desk) == readers(0, 1)


def test_an_edition_that_was_named_and_is_not_there_is_no_wish_to_make_one() -> None:
    desk = make_desk()
    with pytest.raises(UsageError, match="no edition the-daily-2026-11-24"):
        desk.plan("the-daily-2026-11-24")
    assert desk.collected == 0


def test_a_quiet_day_is_noted_and_told_once() -> None:
    desk = Desk()
    desk.add_readers("reader0")

    first, second = desk.plan(), desk.plan()

    assert isinstance(first, Quiet)
    assert isinstance(second, Quiet)
    assert (first.told, second.told) == (False, True)
    assert "a quiet day" in (desk.store.editions.quiet_day(SLUG) or "")
    assert desk.store.editions.edition(SLUG) is None


def test_what_comes_after_a_quiet_morning_still_makes_an_edition() -> None:
    desk = Desk()
    desk.add_readers("reader0")
    desk.plan()
    desk.clock.moment += HOUR
    desk.keep([article("levy", MORNING + MINUTE), article("trams", MORNING)])

    assert desk.send().books.accepted == 1
    assert desk.store.editions.quiet_day(SLUG) is None


def test_before_the_days_first_slot_nothing_is_begun() -> None:
    desk = make_desk(SLOTTED)
    desk.clock.moment = MORNING - MINUTE

    early = desk.plan()

    assert early == NotDue(slug=SLUG + "-morning", at=MORNING)
    assert (desk.collected, desk.folder.texts) == (0, {})
    desk.clock.moment = MORNING
    assert desk.plan() == Planned(slug=SLUG + "-morning")


def test_an_edition_that_is_named_may_leave_before_its_slot() -> None:
    desk = make_desk(SLOTTED)
    desk.clock.moment = MORNING - MINUTE
    desk.draft(slot_name="morning")

    assert desk.send(SLUG + "-morning").exit_status is ExitStatus.OK


def test_after_its_time_a_slots_edition_is_not_begun() -> None:
    desk = make_desk(SLOTTED)
    desk.clock.moment = MORNING + 4 * HOUR

    with pytest.raises(EditionExpired):
        desk.plan()

    assert desk.store.editions.last_sent() is None


# drafted


def test_a_draft_is_sent_as_its_editor_left_it() -> None:
    desk = make_desk()
    desk.draft()
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace(
        "Ministers shelve the harbour levy", "Levy shelved, says the harbour"
    )

    desk.send()

    lock = desk.store.editions.lock(SLUG)
    assert lock
    assert "Levy shelved, says the harbour" in lock.rendered[0].text
    assert desk.collected == 0, "what was drafted is not collected again"


def test_an_error_of_the_check_blocks_and_nothing_is_frozen() -> None:
    desk = make_desk()
    desk.draft()
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace("language =", "langage =")

    with pytest.raises(EditionError, match="langage"):
        desk.plan()

    assert desk.record().state is EditionState.DRAFTED
    assert LOCK not in desk.folder.texts
    assert desk.asked == []


def test_a_draft_whose_time_has_passed_is_not_sent() -> None:
    desk = make_desk()
    desk.draft()
    desk.clock.moment = desk.record().send_by

    with pytest.raises(EditionExpired):
        desk.plan(SLUG)

    assert desk.record().state is EditionState.DRAFTED
    desk.clock.moment -= timedelta(seconds=1)
    assert desk.plan(SLUG) == Planned(slug=SLUG)


def test_who_says_no_leaves_the_draft_as_it_was() -> None:
    desk = make_desk()
    desk.draft()

    refused = desk.plan(says_yes=False)

    assert isinstance(refused, Refused)
    assert refused.ready.audience.planned == 3
    assert desk.record().state is EditionState.DRAFTED
    assert LOCK not in desk.folder.texts


def test_nobody_to_send_to_is_a_wrong_wish_not_a_sent_edition() -> None:
    desk = make_desk(readers=0)
    with pytest.raises(UsageError, match="Nobody is subscribed"):
        desk.plan()
    desk.add_readers("anna", lists=("daily",))
    with pytest.raises(UsageError, match='nobody is on a list "weekly"'):
        desk.plan(lists=("daily", "weekly"))
    assert desk.record().state is EditionState.DRAFTED


def test_one_mistyped_list_of_several_sends_nothing_and_capitals_do_not_matter() -> None:
    desk = make_desk(readers=0)
    desk.add_readers("anna", lists=("Daily",))

    with pytest.raises(UsageError) as caught:
        desk.plan(lists=("Daily", "dayly"))

    assert caught.value.hint == "Did you mean Daily? Nothing was sent."
    assert desk.store.editions.edition(SLUG) is None, "and nothing was drafted"
    assert desk.plan(lists=("daily",)) == Planned(slug=SLUG)
    assert desk.record().lists == ("Daily",)


def test_a_run_that_died_between_record_and_file_is_made_good_by_the_next_send() -> None:
    desk = make_desk()
    desk.draft()
    del desk.folder.texts[FILE]
    desk.clock.moment += 10 * MINUTE

    assert desk.send().books.accepted == 3
    assert desk.record().window.end == MORNING


# planned, sending, halted


def test_a_planned_edition_is_asked_about_no_more() -> None:
    desk = make_desk()
    desk.plan()
    desk.plan()
    assert len(desk.asked) == 1


def test_what_is_sent_comes_from_the_lock_and_not_from_a_file_edited_later() -> None:
    desk = make_desk()
    desk.plan()
    copy = desk.folder.texts[LOCK]
    desk.folder.texts[FILE] = "not even an edition\n"
    desk.publication = replace(PUBLICATION, name="Another name", sender="x@example.net")

    report = desk.send()

    assert report.books.accepted == 3
    sent = desk.relay.taken[0].data
    assert b"From: The Daily <daily@example.org>" in sent
    assert b"Ministers" in sent
    assert desk.folder.texts[LOCK] == copy
    assert lock_from_json(copy) == desk.store.editions.lock(SLUG)


def test_a_lost_or_changed_copy_of_the_lock_is_written_anew_from_the_store() -> None:
    desk = make_desk()
    desk.plan()
    copy = desk.folder.texts.pop(LOCK)
    desk.send()
    assert desk.folder.texts[LOCK] == copy
    desk.folder.texts[LOCK] = copy.replace("The Daily", "The Weekly")
    desk.send()
    assert desk.folder.texts[LOCK] == copy


def test_of_two_runs_that_plan_at_once_the_loser_leaves_no_lock_of_its_own() -> None:
    desk, other = make_desk(), make_desk()
    desk.draft()
    other.store, other.folder = desk.store, desk.folder
    other.clock.moment = MORNING + MINUTE
    kept = []

    class Asked(list[object]):
        def append(self, ready: object) -> None:
            super().append(ready)
            other.plan()
            kept.append(desk.folder.texts[LOCK])

    desk.asked = Asked()  # type: ignore[assignment]

    with pytest.raises(EditionBusy):
        desk.plan()
    assert desk.folder.texts[LOCK] == kept[0]


def test_another_list_than_planned_is_a_wrong_wish_and_none_means_the_planned_one() -> None:
    desk = make_desk(readers=2)
    desk.add_readers("anna", "bob", lists=("daily",))
    desk.add_readers("carl", lists=("weekly",))
    desk.plan(lists=("daily",))

    with pytest.raises(UsageError, match="was planned for daily, not for weekly"):
        desk.plan(lists=("weekly",))
    with pytest.raises(UsageError, match="not for daily, weekly"):
        desk.plan(lists=("daily", "weekly"))

    desk.send()
    assert recipients(desk) == ["anna@example.org", "bob@example.org"]
    assert desk.plan(lists=("daily",)) == Planned(slug=SLUG)


def test_an_edition_for_everybody_is_not_narrowed_afterwards() -> None:
    desk = make_desk()
    desk.add_readers("anna", lists=("daily",))
    desk.plan()
    with pytest.raises(UsageError, match="was planned for every subscriber, not for daily"):
        desk.plan(lists=("daily",))


def halted_desk() -> Desk:
    """A desk that was halted with one reader in doubt and one deferred, who is due again."""
    desk = make_desk()
    desk.relay = MemoryRelay({readers(1)[0]: [LOST], readers(2)[0]: [refusal(450, "4.2.1")]})
    desk.send()
    desk.store.ledger.set_state(SLUG, EditionState.HALTED)
    desk.clock.moment += HOUR
    return desk


@pytest.mark.parametrize(
    "wish",
    [{}, {"retry_unknown": True}, {"include_new": True}, {"send_by": MORNING + DAY}],
    ids=["alone", "retry unknown", "include new", "send by"],
)
def test_a_halt_holds_whatever_a_send_wants_that_names_no_edition(wish: dict[str, Any]) -> None:
    desk = halted_desk()
    desk.add_readers("anna")
    before = desk.store.ledger.books(SLUG), desk.record()

    assert desk.plan(**wish) == Halted(slug=SLUG, books=before[0])

    assert (desk.store.ledger.books(SLUG), desk.record()) == before
    assert recipients(desk) == readers(0)


def test_a_halted_edition_that_is_named_goes_on_where_it_was() -> None:
    desk = halted_desk()

    report = desk.send(SLUG)

    assert (report.books.accepted, report.books.unknown) == (2, 1)
    assert recipients(desk) == readers(0, 2)
    assert desk.record().state is EditionState.DONE


def test_a_halt_stops_no_clock() -> None:
    desk = halted_desk()
    desk.clock.moment = desk.record().send_by - MINUTE
    assert isinstance(desk.plan(), Halted)

    desk.clock.moment += 2 * MINUTE
    report = desk.send(SLUG)

    assert report.exit_status is ExitStatus.MISSING
    assert report.books.expired == 1
    assert recipients(desk) == readers(0)


def test_a_later_send_by_ends_no_halt_even_when_time_has_passed() -> None:
    desk = halted_desk()
    now = desk.clock.now()
    desk.store.ledger.set_send_by(SLUG, now)

    assert isinstance(desk.plan(send_by=now + HOUR), Halted)
    assert desk.send().exit_status is ExitStatus.MISSING


# send_by of a wish


def test_another_send_by_takes_the_place_of_the_editions_own() -> None:
    desk = make_desk()
    desk.plan(send_by=MORNING + HOUR)
    assert desk.record().send_by == MORNING + HOUR
    desk.plan(send_by=MORNING + 2 * HOUR)
    assert desk.record().send_by == MORNING + 2 * HOUR
    desk.clock.moment = MORNING + 2 * HOUR

    assert desk.send(SLUG).exit_status is ExitStatus.MISSING
    assert desk.relay.taken == []


def test_another_send_by_saves_a_draft_whose_own_time_has_passed() -> None:
    desk = make_desk()
    desk.draft()
    desk.clock.moment = desk.record().send_by

    with pytest.raises(EditionExpired):
        desk.plan(SLUG)
    assert desk.send(SLUG, send_by=desk.clock.moment + HOUR).books.accepted == 3


@pytest.mark.parametrize("late", [timedelta(), HOUR], ids=["now", "an hour ago"])
def test_a_send_by_that_has_passed_is_refused_before_anything_is_done(late: timedelta) -> None:
    desk = make_desk()

    with pytest.raises(UsageError, match="has passed"):
        desk.plan(send_by=MORNING - late)

    assert desk.store.editions.edition(SLUG) is None


def test_another_send_by_opens_no_expired_edition() -> None:
    desk = make_desk()
    desk.plan()
    desk.clock.moment = desk.record().send_by
    assert desk.send(SLUG).exit_status is ExitStatus.MISSING

    with pytest.raises(EditionExpired):
        desk.plan(SLUG, send_by=desk.clock.moment + DAY)


def test_who_is_deferred_is_tried_when_due_and_nobody_else_again() -> None:
    desk = make_desk()
    desk.relay = deferring(1)

    first = desk.send()
    soon = desk.send()
    desk.clock.moment += HOUR
    later = desk.send()

    assert (first.exit_status, soon.exit_status) == (ExitStatus.OWED, ExitStatus.OWED)
    assert later.exit_status is ExitStatus.OK
    assert recipients(desk) == readers(0, 1, 2)


def test_an_edition_left_open_expires_when_the_next_one_is_sent() -> None:
    desk = make_desk()
    desk.relay = deferring(1)
    desk.send()
    desk.clock.moment = MORNING + DAY
    desk.plan()
    assert desk.record().state is EditionState.EXPIRED
    assert desk.store.ledger.books(SLUG).balanced


# done


def test_a_second_run_sends_nothing_twice() -> None:
    desk = make_desk()
    desk.send()

    again = desk.send()

    assert (again.exit_status, again.tried, again.books.owed) == (ExitStatus.OK, 0, 0)
    assert recipients(desk) == readers(0, 1, 2)
    assert desk.collected == 1


def test_who_joined_since_is_added_only_when_asked_for() -> None:
    desk = make_desk()
    desk.send()
    desk.add_readers("anna")

    assert desk.send().books.planned == 3
    added = desk.send(include_new=True)

    assert (added.books.planned, added.books.accepted) == (4, 4)
    assert recipients(desk) == ["anna@example.org", *readers(0, 1, 2)]


def test_a_reader_in_doubt_is_mailed_again_only_when_asked_for() -> None:
    desk = make_desk()
    desk.relay = MemoryRelay({readers(1)[0]: [LOST]})
    assert desk.send().books.unknown == 1
    assert desk.send().books.unknown == 1

    assert desk.send(retry_unknown=True).books.accepted == 3


@pytest.mark.parametrize("wish", ["retry_unknown", "include_new"])
def test_after_its_time_nothing_is_opened_again_and_a_doubt_stays_a_doubt(wish: str) -> None:
    desk = make_desk()
    desk.relay = MemoryRelay({readers(1)[0]: [LOST]})
    desk.send()
    desk.add_readers("anna")
    before = desk.store.ledger.books(SLUG)
    desk.clock.moment = desk.record().send_by

    with pytest.raises(EditionExpired):
        desk.plan(SLUG, **{wish: True})  # type: ignore[arg-type]

    assert desk.store.ledger.books(SLUG) == before
    assert desk.record().state is EditionState.DONE


# expired


@pytest.mark.parametrize("wish", [{}, {"retry_unknown": True}, {"include_new": True}])
def test_an_expired_edition_is_sent_no_more(wish: dict[str, bool]) -> None:
    desk = make_desk()
    desk.plan()
    desk.clock.moment = desk.record().send_by
    assert desk.send(SLUG).exit_status is ExitStatus.MISSING
    assert desk.record().state is EditionState.EXPIRED

    with pytest.raises(EditionExpired, match="nothing more is sent"):
        desk.plan(SLUG, **wish)  # type: ignore[arg-type]

    assert desk.relay.taken == []


# slots


def test_the_latest_slot_whose_time_has_come_is_the_one_that_is_sent() -> None:
    desk = make_desk(SLOTTED)
    desk.send()
    desk.clock.moment = EVENING - MINUTE
    assert desk.plan() == Planned(slug=SLUG + "-morning")
    desk.clock.moment = EVENING
    desk.keep([article("bees", MORNING + HOUR)])
    assert desk.plan() == Planned(slug=SLUG + "-evening")
    assert desk.told(SLUG + "-evening") == {"bees"}


def test_an_old_draft_does_not_tell_again_what_a_later_edition_told() -> None:
    slots = tuple(replace(slot, send_by=None) for slot in SLOTS)
    desk = make_desk(replace(SLOTTED, edition=EditionRules(minimum=1, slots=slots)))
    desk.draft()
    desk.clock.moment = EVENING
    desk.send()

    with pytest.raises(EditionError, match="told before, in the-daily-2026-11-23-evening"):
        desk.plan(f"{SLUG}-morning")

    path = f"editions/{SLUG}-morning.md"
    text = desk.folder.read_text(path)
    assert text
    desk.folder.write_text(path, text.replace("\npublished: ", "\nupdated: yes\npublished: "))
    assert desk.plan(f"{SLUG}-morning") == Planned(slug=f"{SLUG}-morning")

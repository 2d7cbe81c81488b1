"""What a run that was stopped while making an edition leaves, and what must not be begun."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.conftest import Indoors

SLUG = "the-daily-2026-11-23"
READERS = 30


def outbox(desk: Indoors) -> list[Path]:
    folder = desk.folder / "outbox" / "new"
    return list(folder.iterdir()) if folder.is_dir() else []


def state_of(desk: Indoors, slug: str = SLUG) -> str:
    state: str = desk.run("--json", "report", slug).data["state"]
    return state


@contextmanager
def another_run_making(desk: Indoors) -> Iterator[None]:
    handle = os.open(desk.folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def test_a_draft_whose_file_was_never_written_is_drafted_again(drafted: Indoors) -> None:
    (drafted.folder / "editions" / f"{SLUG}.md").unlink()

    sent = drafted.run("--json", "send")

    assert sent.status == 0, sent.err
    assert sent.data["accepted"] == len(outbox(drafted)) == READERS


def test_while_another_run_makes_the_edition_this_one_steps_back(drafted: Indoors) -> None:
    (drafted.folder / "editions" / f"{SLUG}.md").unlink()

    with another_run_making(drafted):
        sent, draft = drafted.run("send"), drafted.run("draft")

    assert (sent.status, draft.status) == (7, 7)
    assert "making an edition" in sent.err
    assert outbox(drafted) == []


def test_an_edition_that_is_there_waits_for_nobody(drafted: Indoors) -> None:
    with another_run_making(drafted):
        assert drafted.run("send").status == 0
        assert drafted.run("draft", "--dry-run").status == 7  # it is sent: that is why

    assert len(outbox(drafted)) == READERS


def test_what_cannot_become_mail_is_found_before_it_is_frozen(drafted: Indoors) -> None:
    drafted.change(
        '# bounce_address = "bounces@example.org"',
        'bounce_address = "the-bounces-of-our-daily-paper@example.org"',
    )

    refused = drafted.run("send")
    before = state_of(drafted)
    drafted.change("the-bounces-of-our-daily-paper", "bounces")
    sent = drafted.run("send")

    assert refused.status == 4
    assert "bounce_address" in refused.err
    assert before == "drafted"
    assert sent.status == 0, sent.err
    assert len(outbox(drafted)) == READERS


def test_the_lock_beside_the_draft_is_the_one_in_the_store(drafted: Indoors) -> None:
    copy = drafted.folder / "editions" / f"{SLUG}.lock.json"
    drafted.run("send")
    right = copy.read_bytes()

    copy.write_bytes(b"\xff\xfe\xfd")
    drafted.run("send")
    after_damage = copy.read_bytes()
    copy.unlink()
    drafted.run("send")

    assert after_damage == copy.read_bytes() == right


def test_nothing_is_made_before_the_first_slot_has_come(drafted: Indoors) -> None:
    drafted.change(
        '# slots = { morning = { at = "05:30", send_by = "09:30" }, evening = { at = "17:00" } }',
        'slots = { morning = { at = "05:30" }, evening = { at = "17:00" } }',
    )

    early = drafted.run("send", now="2026-11-23T05:20:00+01:00")
    states = drafted.run("--json", "report", f"{SLUG}-morning")
    on_time = drafted.run("--json", "send", now="2026-11-23T05:31:00+01:00")

    assert early.status == 0
    assert "Nothing is due before 05:30" in early.out
    assert states.status == 2, "it was drafted all the same"
    assert on_time.data["edition"] == f"{SLUG}-morning"


def test_the_next_day_closes_the_books_of_an_edition_that_was_left_open(drafted: Indoors) -> None:
    drafted.environment["DIGEST_RELAY"] = "smtp+plain://127.0.0.1:1"
    assert drafted.run("send").status == 69
    left = state_of(drafted)
    del drafted.environment["DIGEST_RELAY"]

    drafted.run("send", now="2026-11-24T05:30:00+01:00")
    report = drafted.run("--json", "report", SLUG)

    assert left == "sending"
    assert report.data["state"] == "expired"
    assert (report.data["expired"], report.data["owed"]) == (READERS, 0)

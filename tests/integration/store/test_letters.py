"""Letters to single people wait, are taken by one sender at a time, and are never lost: everywhere.

What is in doubt is asked once more when it is a question, and never sent twice when it is not.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest
from tests.integration.store.examples import HOUR, MINUTE, NOW, SECRET, AnyStore, make_person

from digest.adapters.store import open_store
from digest.deliver.signing_up import BROKEN_OFF
from digest.deliver.tokens import sign_up_mark
from digest.model.delivery import Outcome, Phase, Reply
from digest.model.signup import ConsentText, Letter, LetterKind, LetterState, SignUp
from digest.model.subscriber import SubscriberState, SuppressionReason

REPOSITORY = Path(__file__).parents[3]
LEASE = 30 * MINUTE
LAPSED = NOW + LEASE
TEXT = ConsentText(version="0123456789abcdef", language="en", text="Yes.", first_shown=NOW)
TAKEN = Reply(phase=Phase.FINAL, code=250, enhanced="2.0.0", text="2.0.0 taken as 4F2A")
LATER = Reply(phase=Phase.RCPT, code=450, enhanced="4.2.1", text="4.2.1 come back later")
LOST = Reply(phase=Phase.FINAL, code=0, text="lost after the dot")
KINDS = pytest.mark.parametrize("kind", list(LetterKind), ids=str)
TELLING = pytest.mark.parametrize("kind", [LetterKind.WELCOME, LetterKind.KNOWN], ids=str)


def sign_up(email: str, at: datetime = NOW) -> SignUp:
    return SignUp(key=email, email=email, at=at, language="fr", text=TEXT.version)


def queue(store: AnyStore, kind: LetterKind = LetterKind.CONFIRM, name: str = "ada") -> str:
    """Queue a letter in the way in which each comes about; tell whose it is."""
    email = f"{name}@example.org"
    if kind is LetterKind.KNOWN:
        store.subscribers.import_subscribers([make_person(name)], now=NOW)
    # Who is welcomed was asked the day before.
    asked = NOW - 30 * HOUR if kind is LetterKind.WELCOME else NOW
    store.sign_ups.ask(sign_up(email, asked), TEXT)
    if kind is not LetterKind.WELCOME:
        return email
    reader = store.subscribers.subscriber(email)
    assert reader
    # Its question is answered, and so of no use any more.
    store.sign_ups.confirm(reader.id, mark=sign_up_mark(asked), since=asked, now=NOW, welcome=True)
    return email


def claim(store: AnyStore, now: datetime = NOW, most: int = 1) -> list[Letter]:
    return store.letters.claim_letters(now=now, lease=LEASE, most=most)


def hold(store: AnyStore, now: datetime = NOW) -> Letter:
    [letter] = claim(store, now)
    return letter


def settle(
    store: AnyStore, letter: Letter, reply: Reply, outcome: Outcome, *, due: datetime | None = None
) -> None:
    store.letters.settle_letter(letter, reply, outcome, due=due, now=NOW + MINUTE)


def seen(store: AnyStore) -> LetterState:
    [state] = store.letters.letters()
    return state


@KINDS
def test_a_letter_is_claimed_with_all_that_it_is_made_of(store: AnyStore, kind: LetterKind) -> None:
    email = queue(store, kind)
    letter = hold(store)

    assert (letter.kind, letter.reader.email, letter.language) == (kind, email, "fr")
    assert (letter.asked_at, letter.attempts, letter.doubted) == (NOW, 1, False)


@KINDS
def test_a_letter_is_claimed_once_and_gone_once_it_was_taken(
    store: AnyStore, kind: LetterKind
) -> None:
    queue(store, kind)
    letter = hold(store)
    assert claim(store, NOW + 29 * MINUTE) == []
    assert (seen(store).taken, seen(store).due) == (NOW, LAPSED)
    assert store.letters.next_due() is None, "somebody has it"

    settle(store, letter, TAKEN, Outcome.ACCEPTED)

    assert claim(store, NOW + 24 * HOUR) == []
    assert store.letters.letters() == []
    assert store.letters.count_waiting() == 0


def test_letters_are_claimed_in_turn_and_not_before_they_are_due(store: AnyStore) -> None:
    names = ["ada", "ben", "cleo"]
    for name in names:
        queue(store, name=name)

    assert claim(store, NOW - MINUTE, most=9) == []
    assert [one.reader.email for one in claim(store, most=2)] == [
        "ada@example.org",
        "ben@example.org",
    ]
    assert store.letters.next_due() == NOW
    assert [one.reader.email for one in claim(store, most=2)] == ["cleo@example.org"]
    assert store.letters.count_waiting() == 3


@KINDS
def test_a_letter_that_was_put_off_is_due_again_and_told(store: AnyStore, kind: LetterKind) -> None:
    queue(store, kind)
    settle(store, hold(store), LATER, Outcome.DEFERRED, due=NOW + 5 * MINUTE)

    state = seen(store)
    assert (state.due, state.taken, state.attempts) == (NOW + 5 * MINUTE, None, 1)
    assert (state.outcome, state.code, state.reply) == ("deferred", 450, "4.2.1 come back later")
    assert store.letters.next_due() == NOW + 5 * MINUTE
    assert claim(store, NOW + 4 * MINUTE) == []
    again = hold(store, NOW + 5 * MINUTE)
    assert (again.attempts, again.doubted) == (2, False)


@KINDS
def test_a_letter_that_was_not_tried_is_given_back_and_nothing_counts(
    store: AnyStore, kind: LetterKind
) -> None:
    queue(store, kind)
    store.letters.give_back_letter(hold(store), due=NOW + MINUTE)

    state = seen(store)
    assert (state.due, state.taken, state.attempts, state.outcome) == (NOW + MINUTE, None, 0, "")
    again = hold(store, NOW + MINUTE)
    assert (again.attempts, again.doubted) == (1, False)


def test_a_question_that_was_broken_off_is_asked_once_more_and_not_again(store: AnyStore) -> None:
    queue(store)
    hold(store)
    second = hold(store, LAPSED)
    assert (second.attempts, second.doubted) == (2, True)

    assert claim(store, LAPSED + LEASE) == []

    state = seen(store)
    assert (state.due, state.taken, state.outcome) == (None, None, "unknown")
    assert state.reply == BROKEN_OFF


@TELLING
def test_what_only_tells_something_is_never_sent_twice(store: AnyStore, kind: LetterKind) -> None:
    queue(store, kind)
    hold(store)

    assert claim(store, LAPSED) == []

    state = seen(store)
    assert (state.due, state.outcome, state.reply) == (None, "unknown", BROKEN_OFF)
    assert store.letters.count_waiting() == 0


def test_a_doubt_is_remembered_until_the_letter_was_taken(store: AnyStore) -> None:
    queue(store)
    settle(store, hold(store), LOST, Outcome.UNKNOWN, due=NOW + 5 * MINUTE)

    assert seen(store).outcome == "unknown"
    again = hold(store, NOW + 5 * MINUTE)
    assert again.doubted
    store.letters.give_back_letter(again, due=NOW + 6 * MINUTE)
    assert hold(store, NOW + 6 * MINUTE).doubted


def test_whoever_comes_back_late_changes_nothing_of_what_another_did(store: AnyStore) -> None:
    queue(store)
    late = hold(store)
    settle(store, hold(store, LAPSED), TAKEN, Outcome.ACCEPTED)

    settle(store, late, LOST, Outcome.UNKNOWN, due=LAPSED + MINUTE)
    store.letters.give_back_letter(late, due=LAPSED + MINUTE)

    assert store.letters.letters() == []
    assert claim(store, LAPSED + HOUR) == []


@TELLING
def test_whoever_comes_back_late_and_knows_settles_the_doubt(
    store: AnyStore, kind: LetterKind
) -> None:
    queue(store, kind)
    late = hold(store)
    claim(store, LAPSED)
    assert seen(store).outcome == "unknown"

    settle(store, late, TAKEN, Outcome.ACCEPTED)

    assert store.letters.letters() == []


@KINDS
def test_nobody_who_is_suppressed_meanwhile_gets_a_letter(
    store: AnyStore, kind: LetterKind
) -> None:
    for reason in SuppressionReason:
        email = queue(store, kind, name=reason.value)
        store.subscribers.suppress(email, reason, now=NOW + MINUTE)
    queue(store, kind)

    assert [one.reader.email for one in claim(store, NOW + 2 * MINUTE, most=9)] == [
        "ada@example.org"
    ]
    assert store.letters.count_waiting() == 1


def test_a_question_is_not_sent_once_it_is_answered_or_asked_anew(store: AnyStore) -> None:
    email = queue(store)
    day_later = NOW + 25 * HOUR
    store.sign_ups.ask(sign_up(email, day_later), TEXT)

    assert [one.asked_at for one in claim(store, day_later, most=9)] == [day_later]

    reader = store.subscribers.subscriber(email)
    assert reader
    mark = sign_up_mark(day_later)
    store.sign_ups.confirm(reader.id, mark=mark, since=NOW, now=day_later, welcome=False)
    assert claim(store, day_later + HOUR, most=9) == []
    assert store.letters.letters() == []


def test_a_letter_put_off_that_nobody_wants_any_more_is_no_failure(store: AnyStore) -> None:
    email = queue(store, LetterKind.WELCOME)
    settle(store, hold(store), LATER, Outcome.DEFERRED, due=NOW + 5 * MINUTE)
    store.subscribers.suppress(email, SuppressionReason.UNSUBSCRIBED, now=NOW + MINUTE)

    assert claim(store, NOW + HOUR) == []
    assert store.letters.letters() == []


def test_a_letter_goes_with_the_person_who_is_forgotten(store: AnyStore) -> None:
    email = queue(store)
    late = hold(store)
    store.subscribers.forget(email, now=NOW)

    settle(store, late, TAKEN, Outcome.ACCEPTED)

    assert store.letters.letters() == []
    assert claim(store, LAPSED) == []


def test_letters_that_were_given_up_are_listed_with_the_reason(store: AnyStore) -> None:
    email = queue(store)
    gone = Reply(phase=Phase.RCPT, code=550, enhanced="5.1.1", text="5.1.1 no such user")
    settle(store, hold(store), gone, Outcome.REJECTED)

    state = seen(store)
    assert (state.kind, state.email, state.asked_at) == (LetterKind.CONFIRM, email, NOW)
    assert (state.due, state.outcome, state.code) == (None, "rejected", 550)
    assert store.letters.count_waiting() == 0


def test_who_pauses_is_written_to_all_the_same(store: AnyStore) -> None:
    person = make_person("ada", state=SubscriberState.PAUSED)
    store.subscribers.import_subscribers([person], now=NOW)
    store.sign_ups.ask(sign_up("ada@example.org"), TEXT)

    assert hold(store).kind is LetterKind.KNOWN


@pytest.fixture
def crowd(database: Path) -> Iterator[Callable[[], AnyStore]]:
    """Two dozen questions that wait, and a way to open the database once more."""
    opened: list[AnyStore] = []

    def open_another() -> AnyStore:
        opened.append(open_store(f"sqlite:///{database}", secret=SECRET))
        return opened[-1]

    first = open_another()
    for number in range(24):
        queue(first, name=f"reader{number}")
    yield open_another
    for store in opened:
        store.close()


def test_senders_at_once_never_hold_the_same_letter(crowd: Callable[[], AnyStore]) -> None:
    stores = [crowd() for _ in range(4)]
    start = Barrier(len(stores))

    def take_all(store: AnyStore) -> list[int]:
        start.wait()
        held: list[int] = []
        while letters := claim(store):
            held += [one.id for one in letters]
            settle(store, letters[0], TAKEN, Outcome.ACCEPTED)
        return held

    with ThreadPoolExecutor(len(stores)) as threads:
        held = [number for one in threads.map(take_all, stores) for number in one]

    assert len(held) == len(set(held)) == 24
    assert stores[0].letters.count_waiting() == 0


CLAIM = """
import sys
from datetime import timedelta
from digest.adapters.store import open_store
from tests.integration.store.examples import NOW, SECRET

store = open_store(f"sqlite:///{sys.argv[1]}", secret=SECRET)
print("ready", flush=True)
sys.stdin.readline()
while letters := store.letters.claim_letters(now=NOW, lease=timedelta(minutes=30), most=1):
    print(letters[0].id, flush=True)
"""


def test_processes_at_once_never_hold_the_same_letter(
    crowd: Callable[[], AnyStore], database: Path
) -> None:
    ours = crowd()
    with subprocess.Popen(
        [sys.executable, "-c", CLAIM, str(database)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "ready\n"
        assert other.stdin
        other.stdin.write("\n")
        other.stdin.flush()
        held = []
        while letters := claim(ours):
            held += [str(letters[0].id)]
        theirs = other.communicate(timeout=30)[0].split()

    held += theirs
    assert len(held) == len(set(held)) == 24


def test_looking_for_letters_waits_for_nobody_when_none_is_due(database: Path) -> None:
    """Whoever serves looks twice a minute, while a send holds the lock again and again."""
    with (
        closing(open_store(f"sqlite:///{database}", secret=SECRET)) as store,
        closing(sqlite3.connect(database, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        assert claim(store) == []
        other.execute("ROLLBACK")

"""What a report says of an address is judged as a relay's reply is."""

import pytest

from digest.deliver.bounce_judging import Told, choose_status, judge_failure
from digest.model.returned import ReturnEvent, ReturnKind

HARD, SOFT = ReturnKind.HARD, ReturnKind.SOFT
BOUNCED, FULL, REFUSED = ReturnEvent.BOUNCED, ReturnEvent.FULL, ReturnEvent.REFUSED
CODES = {
    **dict.fromkeys(("5.1.1", "5.1.2", "5.1.10", "5.2.1"), (HARD, BOUNCED, False)),
    **dict.fromkeys(("5.2.2", "4.2.2"), (SOFT, FULL, True)),
    **dict.fromkeys(("5.7.0", "5.7.1", "5.7.26", "5.7.515", "5.4.1"), (SOFT, REFUSED, False)),
    **dict.fromkeys(("4.4.1", "4.4.7", "4.7.1"), (SOFT, BOUNCED, False)),
}
WORDS = {
    "550 No such user here": (HARD, BOUNCED, False),
    "550 relay said no": (HARD, BOUNCED, False),
    "551 not here": (HARD, BOUNCED, False),
    "552 no room": (SOFT, FULL, True),
    "550 mailbox is full": (SOFT, FULL, True),
    "550 blocked as spam, see our policy": (SOFT, REFUSED, False),
    "554 no": (SOFT, REFUSED, False),
    "451 try again, user unknown for now": (SOFT, BOUNCED, False),
    "Sorry, no mailbox by that name": (HARD, BOUNCED, False),
    "something went wrong": (SOFT, BOUNCED, True),
    "": (SOFT, BOUNCED, True),
}


@pytest.mark.parametrize("status", CODES)
def test_a_code_that_says_something_decides(status: str) -> None:
    told = judge_failure(Told(status=status, text="550 user unknown, mailbox is unavailable"))
    assert (told.kind, told.event, told.counts) == CODES[status]


@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize("status", ["", "5.0.0", "5.1.0"])
def test_without_one_the_words_decide(status: str, text: str) -> None:
    told = judge_failure(Told(status=status, text=text))
    assert (told.kind, told.event, told.counts) == WORDS[text]


@pytest.mark.parametrize("status", ["5.1.1", "4.4.1", ""])
def test_what_is_only_late_says_nothing_of_the_address(status: str) -> None:
    told = judge_failure(Told(status=status, text="550 user unknown", failed=False))
    assert (told.kind, told.event, told.counts) == (SOFT, ReturnEvent.DELAYED, False)


@pytest.mark.parametrize(
    ("status", "text", "chosen"),
    [
        ("5.0.0", "550 5.1.1 gone", "5.1.1"),
        ("5.7.1", "550 5.1.1 gone", "5.7.1"),
        ("4.4.7", "delivery time expired, last was 452 4.2.2 full", "4.2.2"),
        ("4.4.7", "delivery time expired", "4.4.7"),
        ("5.0.0", "gone, said 192.5.1.1 and 5.1.1.9", "5.0.0"),
        ("", "2.1.5 taken", None),
        ("nonsense", "(#5.1.1)", "5.1.1"),
    ],
)
def test_the_code_that_says_most_is_chosen(status: str, text: str, chosen: str | None) -> None:
    assert choose_status(Told(status=status, text=text)) == chosen

from datetime import timedelta

import pytest
from tests.unit.app.reader_page_desk import ADA, NOW, TEXT, PageDesk

from digest.app.signup import SignUpOutcome, SignUpWish, confirm, find_sign_up, sign_up
from digest.deliver.tokens import Purpose
from digest.model.publication import ReaderRules
from digest.model.signup import LetterKind
from digest.model.subscriber import SubscriberState, SuppressionReason

HOUR = timedelta(hours=1)


def wish(email: str = ADA, **changes: object) -> SignUpWish:
    fields: dict[str, object] = {"email": email, "language": "fr", "text": TEXT}
    return SignUpWish(**fields | changes)  # type: ignore[arg-type]


def letters(page: PageDesk) -> list[tuple[LetterKind, str]]:
    return [(one.kind, one.email) for one in page.store.letters.letters()]


def test_signing_up_and_confirming_makes_a_reader_on_the_open_lists() -> None:
    page = PageDesk()

    assert sign_up(page.desk, wish(" Ada@Example.org ")) is SignUpOutcome.TAKEN
    assert letters(page) == [(LetterKind.CONFIRM, "Ada@Example.org")]
    confirmed = confirm(page.desk, page.confirmation())

    assert confirmed
    assert not confirmed.already
    reader = page.reader()
    assert (reader.state, reader.lists, reader.language) == ("subscribed", ("daily",), "fr")
    assert page.desk.holder(confirmed.preferences_token, Purpose.PREFERENCES) == reader
    assert letters(page)[-1] == (LetterKind.WELCOME, "Ada@Example.org")


def test_looking_at_a_link_changes_nothing() -> None:
    page = PageDesk()
    sign_up(page.desk, wish())
    token = page.confirmation()

    for _ in range(3):
        seen = find_sign_up(page.desk, token)
        assert seen
        assert (seen.email, seen.expired, seen.done) == ("a•••@example.org", False, False)

    assert page.reader().state is SubscriberState.PENDING


def test_a_link_tells_when_it_was_used_or_is_too_old() -> None:
    page = PageDesk()
    sign_up(page.desk, wish())
    token = page.confirmation()
    page.clock.moment = NOW + 49 * HOUR
    seen = find_sign_up(page.desk, token)
    late = confirm(page.desk, token)
    assert seen
    assert seen.expired
    assert late
    assert late.expired
    assert page.reader().state is SubscriberState.PENDING

    page.clock.moment = NOW + HOUR
    confirm(page.desk, token)
    seen = find_sign_up(page.desk, token)
    again = confirm(page.desk, token)
    assert seen
    assert seen.done
    assert again
    assert again.already


def test_who_is_known_gets_another_letter_and_the_same_answer() -> None:
    page = PageDesk()
    page.add()

    assert sign_up(page.desk, wish()) is SignUpOutcome.TAKEN
    assert letters(page) == [(LetterKind.KNOWN, ADA)]


def test_who_was_shut_out_gets_no_letter_and_the_same_answer() -> None:
    page = PageDesk()
    page.store.subscribers.suppress(ADA, SuppressionReason.MANUAL, now=NOW)

    assert sign_up(page.desk, wish()) is SignUpOutcome.TAKEN
    assert letters(page) == []


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "a b@example.org", "ada@example.org\nBcc: x@y.z"]
)
def test_what_is_no_address_is_told(email: str) -> None:
    assert sign_up(PageDesk().desk, wish(email)) is SignUpOutcome.BAD_ADDRESS


def test_nobody_signs_up_for_a_list_that_is_not_open() -> None:
    page = PageDesk()
    sign_up(page.desk, wish(lists=("staff",)))
    confirm(page.desk, page.confirmation())

    assert page.reader().lists == ("daily",)


@pytest.mark.parametrize(("keeps", "kept"), [("no", None), ("yes", "192.0.2.0/24")])
def test_the_network_is_kept_only_where_the_desk_wants_it(keeps: str, kept: str | None) -> None:
    page = PageDesk(readers=ReaderRules(keep_network=keeps == "yes", welcome=False))
    sign_up(page.desk, wish(network="192.0.2.0/24"))
    confirm(page.desk, page.confirmation())

    (given,) = page.store.sign_ups.consents_of(ADA)
    assert given.network == kept
    assert ("192.0.2.0/24" in (page.reader().consent.proof or "")) is (keeps == "yes")
    assert all(kind is not LetterKind.WELCOME for kind, _ in letters(page))


def test_a_token_for_another_purpose_confirms_nothing() -> None:
    page = PageDesk()
    sign_up(page.desk, wish())

    for purpose in (Purpose.UNSUBSCRIBE, Purpose.PREFERENCES):
        assert confirm(page.desk, page.token(purpose)) is None
        assert find_sign_up(page.desk, page.token(purpose)) is None
    assert page.reader().state is SubscriberState.PENDING
